//! Merge-conflict markers that were left in a text.

use crate::diag::Diagnostic;

use super::input::{Input, Refusal};

/// Whatever is wrong in the line of a marker, the conflict is the reason.
#[cold]
pub(super) fn instead_of(input: Input<'_>, refusal: Refusal) -> Refusal {
    let start = refusal.primary.as_ref().map(|label| label.span.range().start);
    start.and_then(|start| at(input, start)).map_or(refusal, Box::new)
}

/// The conflict whose marker stands in the line of an offset.
#[cold]
pub(super) fn at(input: Input<'_>, offset: usize) -> Option<Diagnostic> {
    let line = input.line(offset);
    if !is_marker(&input.text[line.clone()]) {
        return None;
    }
    let message = format!("a merge conflict is left in the text: `{}`", input.excerpt(line.clone()));
    Some(input.error("xml-merge-conflict", line, message).help("resolve the conflict and remove its markers"))
}

fn is_marker(line: &str) -> bool {
    ["<<<<<<<", "|||||||", "=======", ">>>>>>>"]
        .iter()
        .any(|marker| line.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
}
