//! Problems as JSON, for machines. The envelope names its version; fields are only ever added to it.

use serde::Serialize;

use crate::diag::{Diagnostic, Label};
use crate::source::Sources;

/// Version of the envelope.
pub const DIAGNOSTICS_SCHEMA: &str = "panha.diagnostics/1";

#[derive(Serialize)]
struct Envelope<'a> {
    schema: &'static str,
    diagnostics: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    severity: &'static str,
    code: &'static str,
    message: &'a str,
    place: Option<Place<'a>>,
    other_places: Vec<Place<'a>>,
    help: Option<&'a str>,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    label: &'a str,
}

/// All problems in one JSON document with a final newline.
pub fn json(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let envelope = Envelope {
        schema: DIAGNOSTICS_SCHEMA,
        diagnostics: diagnostics.iter().map(|diagnostic| entry(diagnostic, sources)).collect(),
    };
    let mut text = serde_json::to_string_pretty(&envelope).expect("texts and numbers are JSON");
    text.push('\n');
    text
}

fn entry<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Entry<'a> {
    Entry {
        severity: diagnostic.severity.as_str(),
        code: diagnostic.code,
        message: &diagnostic.message,
        place: diagnostic.primary.as_ref().map(|label| place(label, sources)),
        other_places: diagnostic.secondary.iter().map(|label| place(label, sources)).collect(),
        help: diagnostic.help.as_deref(),
    }
}

fn place<'a>(label: &'a Label, sources: &'a Sources) -> Place<'a> {
    let position = sources.position(label.span);
    let file = sources.get(label.span.source).name();
    Place { file, line: position.line, column: position.column, label: &label.text }
}
