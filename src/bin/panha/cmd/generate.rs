//! `panha generate`

use panha::diag::Sink;
use panha::generate::{FileState, FolderPlan, Manifest, SpecRecord};
use panha::pipeline::{self, Input};
use panha::report::Facts;
use panha::source::Sources;

use crate::args::{Format, GenerateArgs};
use crate::out_dir::OutDir;
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
    let plan = OutDir::open(&args.output)?.write(&artifacts, record, args.force)?;
    if args.spec.format == Format::Human {
        tell::result(&told(&plan, &args.output.display().to_string()))?;
    }
    problems.finish(Facts { plan: Some(&plan), ..Facts::default() })
}

/// What was done with every file, and what to do next.
fn told(plan: &FolderPlan, folder: &str) -> String {
    let mut text = String::new();
    for (path, state) in plan.files() {
        let word = match state {
            FileState::New => "new",
            FileState::Changed => "changed",
            FileState::Unchanged => "unchanged",
            FileState::EditedByHand | FileState::Foreign => "overwritten",
        };
        text.push_str(&format!("{word:11} {folder}/{path}\n"));
    }
    for file in plan.left_behind() {
        let edited = if file.is_edited { ", and edited since" } else { "" };
        text.push_str(&format!("left behind {folder}/{} (no longer in the spec{edited})\n", file.path));
    }
    let count = |of: fn(FileState) -> bool| plan.files().filter(|(_, state)| of(*state)).count();
    let written = count(FileState::is_to_write);
    let unchanged = count(|state| state == FileState::Unchanged);
    text.push_str(&format!(
        "{written} written, {unchanged} unchanged; {folder}/{} lists them\n",
        Manifest::FILE_NAME
    ));
    for (path, _) in plan.files().filter(|(path, _)| path.as_str().ends_with("/load.txt")) {
        text.push_str(&format!("next: {folder}/{path} says how to load them\n"));
    }
    text
}
