//! `panha check`

use panha::diag::Sink;
use panha::generate::Target;
use panha::pipeline::{self, Input};
use panha::report::{self, Facts};
use panha::source::Sources;

use crate::args::{CheckArgs, Format};
use crate::tell::Problems;
use crate::{disk, tell};

pub(crate) fn run(args: &CheckArgs) -> anyhow::Result<()> {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let spec = disk::read_spec(&args.spec.spec, &mut sources)?;
    let files = disk::BesideSpec::of(&args.spec.spec);
    let pack = super::pack(args.spec.templates.as_deref())?;
    let input = Input { spec, files: &files, pack: &pack, target: Target::Panorama };
    let explained = pipeline::check(&input, &mut sources, &mut sink);
    let problems = Problems::tell(sink, &sources, args.spec.format);
    let explained = problems.unless_errors(explained)?;
    if args.spec.format == Format::Human {
        if args.explain {
            tell::result(&report::explained(&explained, &sources))?;
        } else {
            tell::result(&format!("{} is valid\n", args.spec.spec.display()))?;
        }
    }
    let explained = args.explain.then_some(explained.as_slice());
    problems.finish(Facts { explained, ..Facts::default() })
}
