//! What a run found and did, as JSON for machines. The envelope names its version; fields are only
//! ever added to it.

use serde::Serialize;

use crate::diag::{Diagnostic, Label};
use crate::generate::FolderPlan;
use crate::source::Sources;
use crate::spec::Explained;

/// Version of the envelope.
pub const REPORT_SCHEMA: &str = "panha.report/1";

/// What a report can hold besides problems.
#[derive(Debug, Default, Clone, Copy)]
pub struct Facts<'a> {
    /// What was done with the output folder.
    pub plan: Option<&'a FolderPlan>,
    /// Where values came from.
    pub explained: Option<&'a [Explained]>,
}

#[derive(Serialize)]
struct Envelope<'a> {
    schema: &'static str,
    diagnostics: Vec<DiagnosticEntry<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    files: Option<Vec<FileEntry<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    left_behind: Option<Vec<LeftBehindEntry<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explained: Option<Vec<ExplainedEntry<'a>>>,
}

#[derive(Serialize)]
struct DiagnosticEntry<'a> {
    severity: &'static str,
    code: &'static str,
    message: &'a str,
    place: Option<PlaceEntry<'a>>,
    other_places: Vec<PlaceEntry<'a>>,
    help: Option<&'a str>,
}

/// A place for machines.
#[derive(Serialize)]
pub(super) struct PlaceEntry<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    label: &'a str,
}

#[derive(Serialize)]
struct FileEntry<'a> {
    path: &'a str,
    state: &'static str,
}

#[derive(Serialize)]
struct LeftBehindEntry<'a> {
    path: &'a str,
    is_edited: bool,
}

#[derive(Serialize)]
struct ExplainedEntry<'a> {
    what: &'a str,
    value: &'a str,
    why: &'a str,
    place: Option<String>,
}

/// A run in one JSON document with a final newline.
pub fn json(diagnostics: &[Diagnostic], facts: Facts<'_>, sources: &Sources) -> String {
    let envelope = Envelope {
        schema: REPORT_SCHEMA,
        diagnostics: diagnostics.iter().map(|diagnostic| entry(diagnostic, sources)).collect(),
        files: facts.plan.map(|plan| {
            plan.files()
                .map(|(path, state)| FileEntry { path: path.as_str(), state: state.as_str() })
                .collect()
        }),
        left_behind: facts.plan.map(|plan| {
            let left = plan.left_behind().iter();
            left.map(|file| LeftBehindEntry { path: file.path.as_str(), is_edited: file.is_edited }).collect()
        }),
        explained: facts.explained.map(|explained| {
            let entry = |e: &'_ Explained| e.place.map(|span| sources.place(span));
            let entries = explained.iter().map(|e| (e, entry(e)));
            entries
                .map(|(e, place)| ExplainedEntry { what: &e.what, value: &e.value, why: &e.why, place })
                .collect()
        }),
    };
    document(&envelope)
}

fn entry<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> DiagnosticEntry<'a> {
    DiagnosticEntry {
        severity: diagnostic.severity.as_str(),
        code: diagnostic.code,
        message: &diagnostic.message,
        place: diagnostic.primary.as_ref().map(|label| place(label, sources)),
        other_places: diagnostic.secondary.iter().map(|label| place(label, sources)).collect(),
        help: diagnostic.help.as_deref(),
    }
}

pub(super) fn place<'a>(label: &'a Label, sources: &'a Sources) -> PlaceEntry<'a> {
    let position = sources.position(label.span);
    let file = sources.get(label.span.source).name();
    PlaceEntry { file, line: position.line, column: position.column, label: &label.text }
}

/// An envelope as one JSON document with a final newline.
pub(super) fn document(envelope: &impl Serialize) -> String {
    serde_json::to_string_pretty(envelope).expect("texts and numbers are JSON") + "\n"
}
