//! From what the user writes to what it means: every value parsed, every rule checked, every
//! problem reported, nothing thrown away because something else is wrong.

mod cluster;
mod cluster_links;
mod fleet;
mod limits;
mod links;
mod members;
mod names;
mod network;
mod pair_links;
mod pairs;
mod peers;
mod policy;

use std::fmt::Display;
use std::str::FromStr;

pub(super) use cluster::Facts;
pub(super) use fleet::check_fleet;

use super::explain::Explained;
use super::wire::Text;
use crate::diag::{Diagnostic, Explain, Sink};
use crate::model::VariableName;
use crate::source::{At, Span};

/// What lowering needs at hand everywhere: where problems go, and where derived values are told.
pub(super) struct Lower<'a> {
    pub(super) sink: &'a mut Sink,
    pub(super) explained: &'a mut Vec<Explained>,
    /// Could everything be read that names members? Otherwise nobody is said to be missing.
    pub(super) has_all_members: bool,
}

impl Lower<'_> {
    /// Parses a value; a value that is none is reported at its place.
    fn parse<T>(&mut self, text: &Text) -> Option<At<T>>
    where
        T: FromStr,
        T::Err: Explain,
    {
        match text.value.parse() {
            Ok(value) => Some(At::new(value, text.span)),
            Err(error) => {
                self.sink.report(Diagnostic::of(&error, text.span));
                None
            }
        }
    }

    /// Parses a value that may be absent.
    fn parse_opt<T>(&mut self, text: Option<&Text>) -> Option<At<T>>
    where
        T: FromStr,
        T::Err: Explain,
    {
        self.parse(text?)
    }

    /// Parses each value of a list.
    fn parse_all<T>(&mut self, texts: &[Text]) -> Vec<At<T>>
    where
        T: FromStr,
        T::Err: Explain,
    {
        texts.iter().filter_map(|text| self.parse(text)).collect()
    }

    /// Takes one of a few words.
    fn choice<T: Copy>(&mut self, key: &str, text: &Text, choices: &[(&str, T)]) -> Option<At<T>> {
        if let Some((_, value)) = choices.iter().find(|(word, _)| *word == text.value) {
            return Some(At::new(*value, text.span));
        }
        let words: Vec<_> = choices.iter().map(|(word, _)| *word).collect();
        let message = format!("`{key}` cannot be `{}`", text.value);
        self.sink.report(Diagnostic::error("unknown-value", message).at(text.span).guess(
            &text.value,
            words.iter().copied(),
            format!("it is one of {}", words.join(", ")),
        ));
        None
    }

    /// Takes one of a few words, where the key may be absent.
    fn choice_opt<T: Copy>(&mut self, key: &str, text: Option<&Text>, choices: &[(&str, T)]) -> Option<T> {
        self.choice(key, text?, choices).map(|at| at.value)
    }

    /// Takes yes or no.
    fn flag(&mut self, key: &str, text: Option<&Text>) -> Option<bool> {
        // YAML knows all of these, in any case.
        let text = text?;
        match text.value.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" => Some(true),
            "false" | "no" | "off" => Some(false),
            _ => {
                let message = format!("`{key}` cannot be `{}`", text.value);
                self.sink.report(
                    Diagnostic::error("unknown-value", message).at(text.span).help("it is true or false"),
                );
                None
            }
        }
    }

    /// Takes free text of at most `max` characters that XML can hold.
    fn prose(&mut self, key: &str, text: Option<&Text>, max: usize) -> Option<String> {
        // Nothing but blanks says nothing.
        let text = text.filter(|text| !text.value.trim().is_empty())?;
        let length = text.value.chars().count();
        if length > max {
            let message = format!("`{key}` has {length} characters, more than the {max} that PAN-OS keeps");
            self.sink.report(Diagnostic::error("text-length", message).at(text.span).help("shorten it"));
            return None;
        }
        if let Some(control) = text.value.chars().find(|c| !is_xml(*c)) {
            let message = format!("`{key}` holds the control character {control:?}");
            self.sink
                .report(Diagnostic::error("text-characters", message).at(text.span).help("leave it out"));
            return None;
        }
        if text.value.parse::<VariableName>().is_ok() {
            let message = format!("Panorama takes `{}` for a template variable", text.value);
            self.sink.report(
                Diagnostic::warning("text-is-variable", message)
                    .at(text.span)
                    .help("start the text with something other than `$`"),
            );
        }
        Some(text.value.clone())
    }

    /// Reports that a key is needed.
    fn missing(&mut self, at: Span, what: &str, key: &str, help: impl Into<String>) {
        let message = format!("{what} needs `{key}`");
        self.sink.report(Diagnostic::error("missing-key", message).at(at).help(help));
    }

    /// Reports a key that nothing comes of.
    fn without_effect(&mut self, key: &str, text: &Text, why: &str, help: &str) {
        let message = format!("`{key}` has no effect: {why}");
        self.sink.report(Diagnostic::warning("key-without-effect", message).at(text.span).help(help));
    }

    /// Reports every value that stands in a list twice. `what` names the kind of value.
    fn distinct<'t, T: PartialEq + Display + 't>(
        &mut self,
        code: &'static str,
        what: &str,
        values: impl IntoIterator<Item = &'t At<T>>,
    ) {
        let values: Vec<_> = values.into_iter().collect();
        for (index, value) in values.iter().enumerate() {
            if let Some(first) = values[..index].iter().find(|other| other.value == value.value) {
                self.sink.report(
                    Diagnostic::error(code, format!("{what} `{}` is used twice", value.value))
                        .at(value.span)
                        .and(first.span, "first here")
                        .help("leave one of the two out, or change it"),
                );
            }
        }
    }

    /// Tells where a derived value came from.
    fn explain(&mut self, what: String, value: impl Display, why: impl Into<String>, place: Option<Span>) {
        self.explained.push(Explained { what, value: value.to_string(), why: why.into(), place });
    }
}

/// The characters of XML 1.0. A carriage return is one too, yet no PAN-OS text wants it.
fn is_xml(c: char) -> bool {
    matches!(c, '\n' | '\t') || !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'))
}
