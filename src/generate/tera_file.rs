//! One Tera file: its header, and whether it keeps to it.
//!
//! The header is the comment that the file starts with:
//!
//! ```text
//! {# context: HaLinkCtx
//!    place: template/config/devices/entry[@name='localhost.localdomain']/deviceconfig/high-availability/interface
//!    repeat: per HA link
//!    Anything after these three is for the reader. #}
//! ```

use serde_json::Value;

use super::context::CtxKind;
use super::contract::Contract;
use super::tera_text::{Piece, PieceKind, blanked, pieces, steps};
use crate::diag::{Diagnostic, Severity, Sink};
use crate::panos::{Place, PlaceError};
use crate::source::{SourceId, Sources, Span};
use crate::xml::Document;

/// A checked Tera file.
#[derive(Debug, Clone)]
pub(crate) struct TeraFile {
    /// Its path in the pack.
    pub(crate) path: String,
    /// Its text.
    pub(crate) source: SourceId,
    /// What it is rendered with.
    pub(crate) context: CtxKind,
    /// Where it goes, as a Tera expression over the same context.
    pub(crate) place: String,
}

/// A header line: key, value and place of the value.
struct Line<'t> {
    key: &'t str,
    value: &'t str,
    span: Span,
}

/// Reads and checks a Tera file; every problem goes to `sink`.
pub(crate) fn read(path: &str, source: SourceId, sources: &Sources, sink: &mut Sink) -> Option<TeraFile> {
    let text = sources.get(source).text();
    let pieces = match pieces(text) {
        Ok(pieces) => pieces,
        Err(at) => {
            let problem = Diagnostic::error("tera-unclosed", "this tag is never closed");
            sink.report(problem.at(Span::new(source, at, at + 2)).help("close it with `}}`, `%}` or `#}`"));
            return None;
        }
    };
    let lines = header(text, &pieces, source);
    if lines.is_empty() {
        sink.report(
            Diagnostic::error("tera-header", "a Tera file starts with a comment that is its header")
                .at(Span::new(source, 0, 0))
                .help("three lines in it: `context: …`, `place: …` and `repeat: …`; see docs/templates.md"),
        );
        return None;
    }
    let context = context(&lines, source, sink);
    let place = value(&lines, "place", source, sink);
    let repeat = value(&lines, "repeat", source, sink);
    check_xml(source, blanked(text, &pieces), sink);
    let context = context?;
    if let Some(repeat) = repeat.filter(|repeat| repeat.value != context.repeat()) {
        let message = format!("a file with context {} is repeated {}", context.name(), context.repeat());
        let help = format!("write `repeat: {}`", context.repeat());
        sink.report(Diagnostic::error("tera-repeat", message).at(repeat.span).help(help));
    }
    let shape = context.shape();
    let contract = Contract { context, shape: &shape, source };
    contract.check(&steps(text, &pieces), 0, sink);
    let place = place?;
    let in_place = self::pieces(place.value).unwrap_or_default();
    let problems = sink.count(Severity::Error);
    contract.check(&steps(place.value, &in_place), place.span.range().start, sink);
    // A place with an unknown field in it would only look as if it did not exist.
    if sink.count(Severity::Error) == problems {
        check_place(context, place, &shape, sink);
    }
    Some(TeraFile { path: path.to_owned(), source, context, place: place.value.to_owned() })
}

/// A byte order mark is blank to everyone but a parser.
fn is_blank_or_mark(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

fn header<'t>(text: &'t str, pieces: &[Piece], source: SourceId) -> Vec<Line<'t>> {
    let is_blank = |piece: &&Piece| {
        piece.kind == PieceKind::Text && text[piece.range.clone()].trim_matches(is_blank_or_mark).is_empty()
    };
    let Some(comment) = pieces.iter().find(|piece| !is_blank(piece)) else { return Vec::new() };
    if comment.kind != PieceKind::Comment {
        return Vec::new();
    }
    let mut lines = Vec::new();
    let mut at = comment.range.start;
    for line in text[comment.range.clone()].split_inclusive('\n') {
        let content = line.trim().trim_start_matches("{#").trim_start_matches('-');
        let content = content.trim_end_matches("#}").trim_end_matches('-').trim();
        if let Some((key, value)) = content.split_once(':') {
            let (key, value) = (key.trim(), value.trim());
            if matches!(key, "context" | "place" | "repeat") {
                let start = at + line.find(value).unwrap_or(0);
                lines.push(Line { key, value, span: Span::new(source, start, start + value.len()) });
            }
        }
        at += line.len();
    }
    lines
}

fn value<'l, 't>(
    lines: &'l [Line<'t>],
    key: &str,
    source: SourceId,
    sink: &mut Sink,
) -> Option<&'l Line<'t>> {
    let mut of_key = lines.iter().filter(|line| line.key == key);
    let found = of_key.next();
    if let (Some(first), Some(second)) = (found, of_key.next()) {
        sink.report(
            Diagnostic::error("tera-header", format!("the header has two lines `{key}`"))
                .at(second.span)
                .and(first.span, "first here")
                .help("leave one of the two out"),
        );
    }
    if found.is_none() {
        let message = format!("the header has no `{key}`");
        let help = "a header names context, place and repeat; see docs/templates.md";
        sink.report(Diagnostic::error("tera-header", message).at(Span::new(source, 0, 0)).help(help));
    }
    found
}

fn context(lines: &[Line<'_>], source: SourceId, sink: &mut Sink) -> Option<CtxKind> {
    let line = value(lines, "context", source, sink)?;
    let found = CtxKind::ALL.iter().find(|kind| kind.name() == line.value);
    if found.is_none() {
        let names: Vec<_> = CtxKind::ALL.iter().map(|kind| kind.name()).collect();
        let message = format!("there is no context `{}`", line.value);
        let otherwise = format!("one of {}", names.join(", "));
        sink.report(Diagnostic::error("tera-context", message).at(line.span).guess(
            line.value,
            names.iter().copied(),
            otherwise,
        ));
    }
    found.copied()
}

/// Fragments are well formed as they stand: no branch opens an element that another one closes.
fn check_xml(source: SourceId, blanked: String, sink: &mut Sink) {
    match Document::parse_fragment(source, std::sync::Arc::new(blanked)) {
        Ok(document) => {
            for mixed in document.roots().filter_map(|root| root.to_element().err()) {
                sink.report(mixed);
            }
        }
        Err(diagnostic) => sink.report(diagnostic),
    }
}

fn check_place(context: CtxKind, line: &Line<'_>, shape: &Value, sink: &mut Sink) {
    if let Some(piece) =
        pieces(line.value).unwrap_or_default().iter().find(|piece| !is_plain(line.value, piece))
    {
        let text = &line.value[piece.range.clone()];
        let start = line.span.range().start;
        let span = Span::new(line.span.source, start + piece.range.start, start + piece.range.end);
        sink.report(
            Diagnostic::error("tera-place", format!("`{text}` cannot stand in a place"))
                .at(span)
                .help("a place holds text and plain fields: `{{ name }}`"),
        );
        return;
    }
    let place = match render_place(line.value, shape) {
        Ok(place) => place,
        Err(error) => {
            sink.report(Diagnostic::of(&error, line.span));
            return;
        }
    };
    if place.object != context.object() {
        let message = format!(
            "{} describes a {}, not a {}",
            context.name(),
            context.object().element(),
            place.object.element()
        );
        let help = format!("start the place with `{}`", context.object().element());
        sink.report(Diagnostic::error("tera-place", message).at(line.span).help(help));
    } else if let Err(error) = place.admit(None) {
        sink.report(Diagnostic::of(&error, line.span));
    }
}

/// Is it text, or one field and nothing more?
fn is_plain(place: &str, piece: &Piece) -> bool {
    match piece.kind {
        PieceKind::Text => true,
        PieceKind::Expression => {
            field(&place[piece.range.clone()]).chars().all(|c| c.is_alphanumeric() || c == '_')
        }
        PieceKind::Comment | PieceKind::Statement => false,
    }
}

/// The field in `{{ field }}`.
fn field(expression: &str) -> &str {
    expression.trim_start_matches("{{").trim_end_matches("}}").trim_matches(['-', ' '])
}

/// The place that a header names, for one context.
///
/// # Errors
/// What is no place. Variables were checked when the file was read.
pub(crate) fn render_place(place: &str, context: &Value) -> Result<Place, PlaceError> {
    let mut rendered = String::new();
    for piece in pieces(place).unwrap_or_default() {
        let text = &place[piece.range.clone()];
        match piece.kind {
            PieceKind::Text => rendered.push_str(text),
            PieceKind::Expression => {
                rendered.push_str(context.get(field(text)).and_then(Value::as_str).unwrap_or(""));
            }
            PieceKind::Comment | PieceKind::Statement => {}
        }
    }
    rendered.parse()
}
