//! What a Tera file may read: the fields of its context and nothing else.
//!
//! Tera takes `{% if typo %}` for false, so a misspelt name must be found before anything is rendered.

use serde_json::Value;

use super::context::CtxKind;
use super::tera_text::{Read, Step};
use crate::diag::{Diagnostic, Sink};
use crate::source::{SourceId, Span};

/// The contract between one Tera file and its context.
pub(crate) struct Contract<'s> {
    pub(crate) context: CtxKind,
    /// The context's shape: every optional present, every list filled.
    pub(crate) shape: &'s Value,
    pub(crate) source: SourceId,
}

/// The loop variables in force, with their shapes where these are known.
type Scopes<'s> = Vec<(String, Option<&'s Value>)>;

impl<'s> Contract<'s> {
    /// Follows every variable that is read into the shape of the context. `offset` is where the text
    /// of the steps starts in the source.
    pub(crate) fn check(&self, steps: &[Step], offset: usize, sink: &mut Sink) {
        let mut scopes: Scopes<'s> = Vec::new();
        let span =
            |range: &std::ops::Range<usize>| Span::new(self.source, range.start + offset, range.end + offset);
        for step in steps {
            match step {
                Step::Read(read) => {
                    self.follow(read, span(&read.range), &scopes, sink);
                }
                Step::Print(read) => {
                    let printed = self.follow(read, span(&read.range), &scopes, sink);
                    if printed.is_some_and(|value| value.is_array() || value.is_object()) {
                        let message = format!("`{}` is no text", read.path.join("."));
                        sink.report(
                            Diagnostic::error("tera-not-a-text", message)
                                .at(span(&read.range))
                                .help("go through a list with `for`, and name a field of a structure"),
                        );
                    }
                }
                Step::For { name, list } => {
                    let items = self.follow(list, span(&list.range), &scopes, sink);
                    if let Some(value) = items.filter(|value| !value.is_array()) {
                        let what = if value.is_object() { "a structure" } else { "a single value" };
                        let message = format!("`{}` is {what}, not a list", list.path.join("."));
                        sink.report(
                            Diagnostic::error("tera-not-a-list", message)
                                .at(span(&list.range))
                                .help("`for` goes through lists only"),
                        );
                    }
                    scopes.push((name.clone(), items.and_then(|items| items.get(0))));
                }
                Step::EndFor => {
                    scopes.pop();
                }
                Step::Other { word, range } => sink.report(
                    Diagnostic::error("tera-statement", format!("a fragment does not use `{word}`"))
                        .at(span(range))
                        .help("it holds text, `{{ x }}`, `for` and `if`"),
                ),
            }
        }
    }

    /// The shape of what a variable names.
    fn follow(&self, read: &Read, span: Span, scopes: &Scopes<'s>, sink: &mut Sink) -> Option<&'s Value> {
        let (first, behind) = read.path.split_first()?;
        // Inside a loop Tera has `loop.index` and the like.
        if first == "loop" && !scopes.is_empty() {
            return None;
        }
        let (mut value, mut path) = match scopes.iter().rev().find(|(name, _)| name == first) {
            Some((_, value)) => ((*value)?, behind),
            None => (self.shape, read.path.as_slice()),
        };
        let is_of_loop = path.len() < read.path.len();
        let mut owner = if is_of_loop { first.as_str() } else { self.context.name() };
        while let Some((name, behind)) = path.split_first() {
            let Some(next) = value.get(name.as_str()) else {
                sink.report(unknown(owner, name, value).at(span));
                return None;
            };
            (owner, value, path) = (name, next, behind);
        }
        Some(value)
    }
}

fn unknown(owner: &str, name: &str, value: &Value) -> Diagnostic {
    let fields: Vec<&str> =
        value.as_object().into_iter().flat_map(|map| map.keys()).map(String::as_str).collect();
    let otherwise = match fields[..] {
        [] => "it has no fields".to_owned(),
        _ => format!("it has {}", fields.join(", ")),
    };
    Diagnostic::error("tera-variable", format!("`{owner}` has no `{name}`")).guess(
        name,
        fields.iter().copied(),
        otherwise,
    )
}
