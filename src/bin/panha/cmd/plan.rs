//! `panha plan`

use std::path::Path;

use panha::diag::Diagnostic;
use panha::generate::{Artifact, FolderPlan, MadeBy, SpecRecord};
use panha::plan::artifacts;
use panha::report;

use crate::args::{PlanArgs, PlanFormat};
use crate::change::Change;
use crate::out_dir::{OutDir, left_behind};
use crate::{DONE, FOUND};
use crate::{disk, tell};

pub(crate) fn run(args: &PlanArgs) -> anyhow::Result<u8> {
    let mut change = Change::read(&args.change, true)?;
    let spec = change.spec;
    let brought = std::mem::take(&mut change.brought);
    let (planned, sources) = change.tell()?;
    let text = match args.format {
        PlanFormat::Human => report::plan(planned, &brought, args.all, sources),
        PlanFormat::Json => report::plan_json(planned, &brought, sources),
    };
    let is_empty = planned.plan.is_empty();
    let artifacts = if is_empty { Vec::new() } else { artifacts(&planned.plan) };
    let record = SpecRecord::new(&disk::file_name(&args.change.spec), sources.get(spec).text());
    let mut next = String::new();
    if let Some(folder) = args.output.as_deref() {
        let written = write(folder, &artifacts, record, &change, args.force)?;
        let shown = folder.display();
        next = written.map(|plan| left_behind(&plan, &shown.to_string())).unwrap_or_default();
        if !is_empty {
            next += &format!(
                "next: {shown}/load.txt says how to load it, {shown}/rollback/load.txt how to take it back\n"
            );
        }
    }
    tell::result(&text)?;
    if args.format == PlanFormat::Human {
        tell::result(&next)?;
    }
    Ok(if is_empty { DONE } else { FOUND })
}

/// Writes the plan; where there is nothing to do, no more than what became of an earlier one.
fn write(
    folder: &Path,
    artifacts: &[Artifact],
    record: SpecRecord,
    change: &Change,
    is_forced: bool,
) -> anyhow::Result<Option<FolderPlan>> {
    let out = OutDir::open(folder, MadeBy::Plan)?;
    if artifacts.is_empty() && !out.has_record() {
        return Ok(None);
    }
    let plan = out.write(artifacts, record, change.files(), is_forced)?;
    let left: Vec<&str> = plan.left_behind().iter().map(|file| file.path.as_str()).collect();
    if !left.is_empty() {
        let message =
            format!("{} still has files of an earlier plan: {}", disk::shown(folder), left.join(", "));
        let help = "they are not of this plan: delete them before somebody loads them";
        change.warn(Diagnostic::warning("plan-left-behind", message).help(help));
    }
    Ok(Some(plan))
}
