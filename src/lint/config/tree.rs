//! TOML as a tree in which every key and value knows its place.
//!
//! Belongs here: shapes, and which keys a table may have; every problem is gathered. Does not belong
//! here: what a key means.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diag::{Diagnostic, Sink};
use crate::model::Day;
use crate::source::{At, SourceId, Sources, Span};

const IN_QUOTES: &str = "a text stands in quotes, as in key = \"value\"";

/// A table: keys with values, in the order of the file.
pub(super) struct Table<'t> {
    /// What messages call it.
    what: &'t str,
    /// The table, or its header.
    pub(super) span: Span,
    entries: Vec<(At<&'t str>, Item<'t>)>,
}

/// A value and its place.
#[derive(Clone, Copy)]
pub(super) struct Item<'t> {
    value: &'t DeValue<'t>,
    pub(super) span: Span,
}

/// Parses a file and hands on its tree; where it is no TOML, tells of every place and does not. `keys` are
/// those that it may have.
pub(super) fn parse<T>(
    sources: &Sources,
    id: SourceId,
    keys: &[&str],
    sink: &mut Sink,
    read: impl FnOnce(Table<'_>, &mut Sink) -> T,
) -> Option<T> {
    let (name, text) = (sources.get(id).name(), sources.get(id).text());
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let range = error.span().unwrap_or(0..0);
        let at = Span::new(id, range.start.min(text.len()), range.end.min(text.len()));
        let help = format!("texts and serial numbers need quotes; the keys of the file: {}", keys.join(", "));
        let message = format!("this is no TOML: {}", error.message());
        sink.report(Diagnostic::error("toml-syntax", message).at(at).help(help));
    }
    if !errors.is_empty() {
        return None;
    }
    Some(read(Table::of(name, root.get_ref(), Span::new(id, 0, 0)), sink))
}

impl<'t> Table<'t> {
    fn of(what: &'t str, table: &'t DeTable<'t>, span: Span) -> Self {
        let place = |spanned: std::ops::Range<usize>| Span::new(span.source, spanned.start, spanned.end);
        let mut entries: Vec<_> = table
            .iter()
            .map(|(key, value)| {
                let item = Item { value: value.get_ref(), span: place(value.span()) };
                (At::new(key.get_ref().as_ref(), place(key.span())), item)
            })
            .collect();
        // The crate sorts by name.
        entries.sort_by_key(|(key, _)| key.span);
        Self { what, span, entries }
    }

    /// Every key with its value.
    pub(super) fn entries(&self) -> impl Iterator<Item = (At<&'t str>, Item<'t>)> {
        self.entries.iter().copied()
    }

    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<Item<'t>> {
        self.entries().find(|(found, _)| found.value == key).map(|(_, item)| item)
    }

    /// The value of a key without which the table means nothing.
    pub(super) fn required(&self, key: &str, help: &str, sink: &mut Sink) -> Option<Item<'t>> {
        let found = self.get(key);
        if found.is_none() {
            let message = format!("{} needs `{key}`", self.what);
            sink.report(Diagnostic::error("missing-key", message).at(self.span).help(help));
        }
        found
    }

    /// Tells of the keys that are none of these.
    pub(super) fn knows(&self, keys: &[&str], sink: &mut Sink) {
        for (key, _) in self.entries().filter(|(key, _)| !keys.contains(&key.value)) {
            let message = format!("{} has no key `{}`", self.what, key.value);
            let otherwise = format!("its keys: {}", keys.join(", "));
            sink.report(Diagnostic::error("unknown-key", message).at(key.span).guess(
                key.value,
                keys.iter().copied(),
                otherwise,
            ));
        }
    }
}

impl<'t> Item<'t> {
    /// A text.
    pub(super) fn text(self, sink: &mut Sink) -> Option<At<&'t str>> {
        match self.value {
            DeValue::String(text) => Some(At::new(text.as_ref(), self.span)),
            _ => self.wrong("a text in quotes", IN_QUOTES, sink),
        }
    }

    /// A text, or a whole number taken for one: nobody puts a cluster's id into quotes.
    fn word(self, sink: &mut Sink) -> Option<String> {
        match self.value {
            DeValue::String(text) => Some(text.to_string()),
            DeValue::Integer(number) => Some(number.to_string()),
            _ => self.wrong("a text in quotes", IN_QUOTES, sink),
        }
    }

    /// A text or number, or a list of them.
    pub(super) fn words(self, sink: &mut Sink) -> Option<Vec<String>> {
        match self.value {
            DeValue::Array(items) => items.iter().map(|item| self.inside(item).word(sink)).collect(),
            _ => self.word(sink).map(|word| vec![word]),
        }
    }

    /// A day, as TOML has them, or in quotes.
    pub(super) fn day(self, sink: &mut Sink) -> Option<Day> {
        let text = match self.value {
            DeValue::String(text) => text.to_string(),
            DeValue::Datetime(datetime) => datetime.to_string(),
            _ => return self.wrong("a day", "year, month and day, as in until = 2027-01-31", sink),
        };
        match text.parse() {
            Ok(day) => Some(day),
            Err(error) => {
                sink.report(Diagnostic::of(&error, self.span));
                None
            }
        }
    }

    /// A table.
    pub(super) fn table(self, what: &'static str, sink: &mut Sink) -> Option<Table<'t>> {
        match self.value {
            DeValue::Table(table) => Some(Table::of(what, table, self.span)),
            _ => {
                let help = format!(
                    "keys of {what} with their values, below a header or as in {{ key = \"value\" }}"
                );
                self.wrong("a table", &help, sink)
            }
        }
    }

    /// A list of tables: `[[…]]`.
    pub(super) fn tables(self, what: &'static str, sink: &mut Sink) -> Vec<Table<'t>> {
        match self.value {
            DeValue::Array(items) => {
                items.iter().filter_map(|item| self.inside(item).table(what, sink)).collect()
            }
            DeValue::Table(_) => {
                let message = format!("one {what} begins with two brackets");
                sink.report(
                    Diagnostic::error("wrong-shape", message).at(self.span).help(format!("write {what}")),
                );
                Vec::new()
            }
            _ => {
                let help = format!("write {what}, once for each, and its keys below");
                self.wrong("a list of tables", &help, sink).unwrap_or_default()
            }
        }
    }

    fn inside(self, item: &'t Spanned<DeValue<'t>>) -> Self {
        let range = item.span();
        Self { value: item.get_ref(), span: Span::new(self.span.source, range.start, range.end) }
    }

    fn wrong<T>(self, wanted: &str, help: &str, sink: &mut Sink) -> Option<T> {
        let found = match self.value {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a time",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        let message = format!("expected {wanted}, found {found}");
        sink.report(Diagnostic::error("wrong-shape", message).at(self.span).help(help));
        None
    }
}
