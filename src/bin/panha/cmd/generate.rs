//! `panha generate`
use panha::diag::Sink;
use panha::pipeline::{self, Input};
use panha::source::Sources;

use crate::args::GenerateArgs;
use crate::{disk, tell};

pub(crate) fn run(args: &GenerateArgs) -> anyhow::Result<()> {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let spec = disk::read_spec(&args.spec.spec, &mut sources)?;
    let files = disk::BesideSpec::of(&args.spec.spec);
    let pack = super::pack(args.spec.templates.as_deref())?;
    let input = Input { spec, files: &files, pack: &pack, target: args.target.into() };
    let artifacts = pipeline::generate(&input, &mut sources, &mut sink);
    let problems = tell::problems(sink, &sources, args.spec.format);
    let Some(artifacts) = artifacts.filter(|_| !tell::has_errors(&problems)) else {
        return Err(tell::Invalid.into());
    };
    for artifact in artifacts {
        let path = args.output.join(&artifact.path);
        std::fs::create_dir_all(path.parent().unwrap())?;
        std::fs::write(path, artifact.text)?;
    }
    Ok(())
}
