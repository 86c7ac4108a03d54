//! `panha check`

use panha::diag::Sink;
use panha::generate::Target;
use panha::pipeline::{self, Input};
use panha::source::Sources;
use panha::spec::Explained;

use crate::args::{CheckArgs, Format};
use crate::{disk, tell};

pub(crate) fn run(args: &CheckArgs) -> anyhow::Result<()> {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let spec = disk::read_spec(&args.spec.spec, &mut sources)?;
    let files = disk::BesideSpec::of(&args.spec.spec);
    let pack = super::pack(args.spec.templates.as_deref())?;
    let input = Input { spec, files: &files, pack: &pack, target: Target::Panorama };
    let explained = pipeline::check(&input, &mut sources, &mut sink);
    let problems = tell::problems(sink, &sources, args.spec.format);
    let Some(explained) = explained.filter(|_| !tell::has_errors(&problems)) else {
        return Err(tell::Invalid.into());
    };
    match (args.spec.format, args.explain) {
        (Format::Human, true) => print!("{}", table(&explained, &sources)),
        (Format::Human, false) => println!("{} is valid", args.spec.spec.display()),
        (Format::Json, _) => {}
    }
    Ok(())
}

/// Value by value: what, what it is, why, and from where.
fn table(explained: &[Explained], sources: &Sources) -> String {
    let width =
        |of: fn(&Explained) -> &str| explained.iter().map(|e| of(e).chars().count()).max().unwrap_or(0);
    let (what, value) = (width(|e| &e.what), width(|e| &e.value));
    let line = |e: &Explained| {
        let place = e.place.map(|span| format!(" ({})", sources.place(span))).unwrap_or_default();
        format!("{:what$}  {:value$}  {}{place}\n", e.what, e.value, e.why)
    };
    explained.iter().map(line).collect()
}
