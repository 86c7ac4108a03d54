//! The XML reader and writer: what they refuse, what they accept, and what comes back.

mod corpus;
mod malformed;
mod round_trip;
mod same_tree;
mod wellformed;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use panha::diag::Diagnostic;
use panha::source::{SourceId, Sources};
use panha::xml::Document;

/// A folder of this crate.
fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The `.xml` files of a folder by name; empty when there is no such folder.
fn xml_files(folder: &Path) -> Vec<PathBuf> {
    let entries = folder.read_dir().into_iter().flatten();
    let mut files: Vec<_> = entries.map(|entry| entry.expect("a readable folder").path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "xml"));
    files.sort();
    files
}

fn read(file: &Path) -> String {
    std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn stem(file: &Path) -> &str {
    file.file_stem().and_then(|stem| stem.to_str()).expect("a file name in UTF-8")
}

type Parse = fn(SourceId, Arc<String>) -> Result<Document, Diagnostic>;

/// Parses a text on its own; a refusal comes as its facts, see [`facts`].
fn parse_with(parse: Parse, text: &str) -> Result<Document, String> {
    let mut sources = Sources::default();
    let id = sources.add("input.xml", text);
    parse(id, sources.get(id).shared_text()).map_err(|diagnostic| facts(&sources, &diagnostic))
}

fn parse(text: &str) -> Result<Document, String> {
    parse_with(Document::parse, text)
}

/// What a diagnostic says, one fact a line: severity, code, place and message, then the other
/// places, then the help.
fn facts(sources: &Sources, diagnostic: &Diagnostic) -> String {
    let primary = diagnostic.primary.as_ref().expect("a refusal has a place");
    let place = |span| {
        let position = sources.position(span);
        format!("{}:{} {:?}", position.line, position.column, sources.text(span))
    };
    let mut facts = format!(
        "{}[{}] at {}\n  {}\n",
        diagnostic.severity.as_str(),
        diagnostic.code,
        place(primary.span),
        diagnostic.message
    );
    for label in &diagnostic.secondary {
        facts.push_str(&format!("  also {}: {}\n", place(label.span), label.text));
    }
    if let Some(help) = &diagnostic.help {
        facts.push_str(&format!("  help: {help}\n"));
    }
    facts
}
