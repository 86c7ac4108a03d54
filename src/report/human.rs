//! Problems as a terminal shows them: message, place with a caret, second places, help.

use std::borrow::Cow;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use super::excerpt::{Excerpt, Mark, excerpts};
use crate::diag::{Diagnostic, Severity};
use crate::source::{Position, Sources};

/// Stands behind a path whose position the renderer cannot count. It shows this character nowhere else:
/// in texts, messages and labels it writes control characters out.
const UNCOUNTED: char = '\u{1}';

/// The text of all problems, one after another, with colours; whoever prints it may strip them.
pub fn human(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    diagnostics.iter().map(|diagnostic| noted(diagnostic, None, sources)).collect()
}

/// The text of one problem, with a note at its end.
pub(super) fn noted(diagnostic: &Diagnostic, note: Option<&str>, sources: &Sources) -> String {
    let excerpts = excerpts(diagnostic, sources);
    let mut group = group(diagnostic, &excerpts);
    if let Some(note) = note {
        group = group.element(Level::NOTE.message(note));
    }
    with_positions(Renderer::styled().render(&[group]), &excerpts) + "\n\n"
}

/// The closing line: `2 errors, 1 warning`. Empty where there was nothing.
pub fn summary(diagnostics: &[Diagnostic]) -> String {
    counted(diagnostics.iter().map(|diagnostic| diagnostic.severity))
}

/// How many there are of each severity: `2 errors, 1 warning`. Empty where there are none.
pub(super) fn counted(severities: impl Iterator<Item = Severity> + Clone) -> String {
    let counts = [Severity::Error, Severity::Warning, Severity::Note].map(|severity| {
        let count = severities.clone().filter(|found| *found == severity).count();
        let plural = if count == 1 { "" } else { "s" };
        (count > 0).then(|| format!("{count} {}{plural}", severity.as_str()))
    });
    counts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn group<'a>(diagnostic: &'a Diagnostic, excerpts: &'a [Excerpt<'a>]) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(&diagnostic.message).id(diagnostic.code);
    let group = Group::with_title(title).elements(excerpts.iter().map(snippet));
    match &diagnostic.help {
        Some(help) => group.element(Level::HELP.message(help)),
        None => group,
    }
}

fn snippet<'a>(excerpt: &'a Excerpt<'a>) -> Snippet<'a, Annotation<'a>> {
    let annotation = |mark: &'a Mark<'a>| {
        let kind = if mark.is_primary { AnnotationKind::Primary } else { AnnotationKind::Context };
        let annotation = kind.span(mark.range.clone());
        if mark.label.is_empty() { annotation } else { annotation.label(mark.label) }
    };
    let path = match excerpt.position {
        Some(_) => Cow::Owned(format!("{}{UNCOUNTED}", excerpt.name)),
        None => Cow::Borrowed(excerpt.name),
    };
    Snippet::source(excerpt.text.as_str())
        .line_start(excerpt.first_line)
        .path(path)
        .annotations(excerpt.marks.iter().map(annotation))
}

/// Puts the right positions where the renderer counted columns in lines that are cut on the left; it
/// cannot be told where they start.
fn with_positions(rendered: String, excerpts: &[Excerpt<'_>]) -> String {
    let mut text = String::new();
    let mut rest = rendered.as_str();
    for Position { line, column } in excerpts.iter().filter_map(|excerpt| excerpt.position) {
        let Some((before, behind)) = rest.split_once(UNCOUNTED) else { break };
        text.push_str(&format!("{before}:{line}:{column}"));
        rest = behind.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit());
    }
    text + rest
}

#[cfg(test)]
mod tests;
