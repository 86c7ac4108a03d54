//! `panha plan`

use panha::generate::SpecRecord;
use panha::plan::artifacts;
use panha::report;

use crate::args::{PlanArgs, PlanFormat};
use crate::change::Change;
use crate::out_dir::OutDir;
use crate::{DONE, FOUND};
use crate::{disk, tell};

pub(crate) fn run(args: &PlanArgs) -> anyhow::Result<u8> {
    let mut change = Change::read(&args.change)?;
    let spec = change.spec;
    let (planned, sources) = change.tell()?;
    let text = match args.format {
        PlanFormat::Human => report::plan(planned, args.all, sources),
        PlanFormat::Json => report::plan_json(planned, sources),
    };
    let is_empty = planned.plan.is_empty();
    if let Some(folder) = args.output.as_deref().filter(|_| !is_empty) {
        let record = SpecRecord::new(&disk::file_name(&args.change.spec), sources.get(spec).text());
        OutDir::open(folder)?.write(&artifacts(&planned.plan), record, args.force)?;
    }
    tell::result(&text)?;
    if let Some(folder) = args.output.as_ref().filter(|_| !is_empty && args.format == PlanFormat::Human) {
        let folder = folder.display();
        tell::result(&format!(
            "next: {folder}/load.txt says how to load it, {folder}/rollback/load.txt how to take it back\n"
        ))?;
    }
    Ok(if is_empty { DONE } else { FOUND })
}
