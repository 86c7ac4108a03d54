//! What the user hears: problems, failures.

use panha::diag::{Diagnostic, Severity, Sink};
use panha::report;
use panha::source::Sources;

use crate::args::Format;

/// Tells all problems: to a person on standard error, to a machine on standard output.
pub(crate) fn problems(sink: Sink, sources: &Sources, format: Format) -> Vec<Diagnostic> {
    let diagnostics = sink.into_sorted();
    match format {
        Format::Human => {
            anstream::eprint!("{}", report::human(&diagnostics, sources));
            let summary = report::summary(&diagnostics);
            if !summary.is_empty() {
                anstream::eprintln!("{summary}");
            }
        }
        Format::Json => print!("{}", report::json(&diagnostics, sources)),
    }
    diagnostics
}

/// Tells why we could not go on.
pub(crate) fn failure(error: &anyhow::Error) {
    // An invalid spec was told in full already.
    if !error.is::<Invalid>() {
        anstream::eprintln!("panha: {error:#}");
    }
}

/// The input is invalid, and the user was told.
#[derive(Debug)]
pub(crate) struct Invalid;

impl std::fmt::Display for Invalid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the input is invalid")
    }
}

impl std::error::Error for Invalid {}

/// Were there errors among the problems?
pub(crate) fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}
