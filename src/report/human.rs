//! Problems as a terminal shows them: message, place with a caret, second places, help.

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use crate::diag::{Diagnostic, Label, Severity};
use crate::source::{SourceId, Sources};

/// The text of all problems, one after another, with colours; whoever prints it may strip them.
pub fn human(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let renderer = Renderer::styled();
    let mut text = String::new();
    for diagnostic in diagnostics {
        text.push_str(&renderer.render(&[group(diagnostic, sources)]));
        text.push_str("\n\n");
    }
    text
}

/// The closing line: `2 errors, 1 warning`. Empty where there was nothing.
pub fn summary(diagnostics: &[Diagnostic]) -> String {
    let counts = [Severity::Error, Severity::Warning, Severity::Note].map(|severity| {
        let count = diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
        let plural = if count == 1 { "" } else { "s" };
        (count > 0).then(|| format!("{count} {}{plural}", severity.as_str()))
    });
    counts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn group<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group = Group::with_title(level.primary_title(&diagnostic.message).id(diagnostic.code));
    for source in shown_sources(diagnostic) {
        group = group.element(snippet(diagnostic, source, sources));
    }
    match &diagnostic.help {
        Some(help) => group.element(Level::HELP.message(help)),
        None => group,
    }
}

/// The sources a problem has places in, that of the main place first.
fn shown_sources(diagnostic: &Diagnostic) -> Vec<SourceId> {
    let mut shown = Vec::new();
    for label in diagnostic.primary.iter().chain(&diagnostic.secondary) {
        if !shown.contains(&label.span.source) {
            shown.push(label.span.source);
        }
    }
    shown
}

fn snippet<'a>(
    diagnostic: &'a Diagnostic,
    source: SourceId,
    sources: &'a Sources,
) -> Snippet<'a, Annotation<'a>> {
    let text = sources.get(source);
    let annotation = |kind: AnnotationKind, label: &'a Label| {
        let annotation = kind.span(label.span.range());
        if label.text.is_empty() { annotation } else { annotation.label(label.text.as_str()) }
    };
    let here = |label: &&'a Label| label.span.source == source;
    let primary = diagnostic.primary.iter().filter(here).map(|l| annotation(AnnotationKind::Primary, l));
    let others = diagnostic.secondary.iter().filter(here).map(|l| annotation(AnnotationKind::Context, l));
    Snippet::source(text.text()).path(text.name()).annotations(primary).annotations(others)
}
