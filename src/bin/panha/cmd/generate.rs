//! `panha generate`

use std::path::PathBuf;

use panha::diag::Sink;
use panha::generate::{FolderPlan, MadeBy, SpecRecord};
use panha::pipeline::{self, Input};
use panha::report::Facts;
use panha::source::Sources;

use crate::args::{Format, GenerateArgs};
use crate::out_dir::{OutDir, told};
use crate::tell::Problems;
use crate::{disk, tell};

pub(crate) fn run(args: &GenerateArgs) -> anyhow::Result<()> {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let spec = disk::read_spec(&args.spec.spec, &mut sources)?;
    let files = disk::BesideSpec::of(&args.spec.spec);
    let pack = super::pack(args.spec.templates.as_deref())?;
    let input = Input { spec, files: &files, pack: &pack, target: args.target.into() };
    let artifacts = pipeline::generate(&input, &mut sources, &mut sink);
    let problems = Problems::tell(sink, &sources, args.spec.format);
    let artifacts = problems.unless_errors(artifacts)?;
    let record = SpecRecord::new(&disk::file_name(&args.spec.spec), sources.get(spec).text());
    let mut inputs = files.into_read();
    inputs.push(args.spec.spec.clone());
    inputs.extend(pack.iter().map(|file| PathBuf::from(&file.name)));
    let folder = OutDir::open(&args.output, MadeBy::Generate)?;
    let plan = folder.write(&artifacts, record, &inputs, args.force)?;
    if args.spec.format == Format::Human {
        let folder = args.output.display().to_string();
        tell::result(&(told(&plan, &folder) + &next(&plan, &folder)))?;
    }
    problems.finish(Facts { plan: Some(&plan), ..Facts::default() })
}

/// What to do with the files.
fn next(plan: &FolderPlan, folder: &str) -> String {
    let sessions = plan.files().map(|(path, _)| path.as_str()).filter(|path| path.ends_with("/load.txt"));
    sessions.map(|path| format!("next: {folder}/{path} says how to load them\n")).collect()
}
