//! `panha apply`

use std::path::Path;

use panha::diag::{Diagnostic, Sink};
use panha::merge::{Load, Loaded, Part, load};
use panha::panos::Export;
use panha::xml::Document;

use crate::args::ApplyArgs;
use crate::exports::Exports;
use crate::out_file::OutFile;
use crate::tell::{self, Invalid};

pub(crate) fn run(args: &ApplyArgs) -> anyhow::Result<()> {
    let inputs = args.files.iter().chain([&args.base]);
    let of_stdin = inputs.filter(|path| *path == Path::new("-")).count();
    anyhow::ensure!(of_stdin < 2, "standard input can be read once, and `-` stands for two files");
    let mut sink = Sink::default();
    let mut exports = Exports::read_all(std::slice::from_ref(&args.base), &mut sink);
    let snippets = exports.read_snippets(&args.files, &mut sink);
    let output = args.output.as_ref().map(|path| OutFile::open(path, exports.files())).transpose()?;
    let loads: Vec<Load<'_>> =
        snippets.iter().filter_map(|snippet| as_load(args, snippet, &mut sink)).collect();
    let base = exports.only(&args.base, "files are loaded into one").unwrap_or_else(|problem| {
        sink.report(problem);
        None
    });
    let loaded = base.and_then(Export::of).and_then(|base| load(base, &loads, &mut sink));
    let Some(loaded) = loaded.filter(|_| !sink.has_errors()) else {
        exports.tell(sink);
        return Err(Invalid.into());
    };
    match &output {
        Some(output) => output.write(&loaded.text)?,
        None => tell::result(&loaded.text)?,
    }
    sink.report(what_changed(&loaded));
    exports.tell(sink);
    Ok(())
}

fn as_load<'f>(args: &ApplyArgs, snippet: &'f Document, sink: &mut Sink) -> Option<Load<'f>> {
    let part = Part::of(snippet, args.from.as_ref(), &args.at);
    let part = part.map_err(|problem| sink.report(problem)).ok()?;
    Some(Load { part, at: args.at.clone(), mode: args.mode.into() })
}

fn what_changed(loaded: &Loaded) -> Diagnostic {
    let message = match loaded.is_only_reordered {
        true => "only the order of elements changed, where it means nothing".to_owned(),
        false => loaded.tally.to_string(),
    };
    Diagnostic::note("applied", message)
}
