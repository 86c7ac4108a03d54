//! YAML and JSON as a tree in which every key and value knows its place.
//!
//! serde derives stop at the first value that does not fit; a user wants all of them. So this tree
//! takes any document, and [`super::wire`] reads its structures from it, gathering every problem.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{DuplicateKeyPolicy, Location, NonFiniteFloatPolicy, Options, Spanned};

use crate::diag::Diagnostic;
use crate::source::{Position, Source, SourceId, Sources, Span};

/// A value and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Raw {
    pub(crate) span: Span,
    pub(crate) value: RawValue,
}

/// What a value is, before anyone asks what it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RawValue {
    /// Nothing, or the word `null`.
    Null,
    /// Anything scalar, as it was written: `013201000011` keeps its zero.
    Scalar(String),
    List(Vec<Raw>),
    Map(Vec<(Key, Raw)>),
}

/// A key and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Key {
    pub(crate) text: String,
    pub(crate) span: Span,
}

impl Raw {
    /// What a value is, in a message.
    pub(crate) fn describe(&self) -> &'static str {
        match self.value {
            RawValue::Null => "nothing",
            RawValue::Scalar(_) => "a single value",
            RawValue::List(_) => "a list",
            RawValue::Map(_) => "a map",
        }
    }

    /// This value with `below` filling what it leaves open, at every depth of maps.
    pub(crate) fn over(self, below: &Raw) -> Raw {
        match (self.value, &below.value) {
            (RawValue::Map(mut entries), RawValue::Map(others)) => {
                for (key, other) in others {
                    match entries.iter().position(|(own, _)| own.text == key.text) {
                        Some(index) => {
                            let (key, own) = entries.remove(index);
                            entries.insert(index, (key, own.over(other)));
                        }
                        None => entries.push((key.clone(), other.clone())),
                    }
                }
                Raw { span: self.span, value: RawValue::Map(entries) }
            }
            (value, _) => Raw { span: self.span, value },
        }
    }
}

/// Parses one document.
///
/// # Errors
/// Text that is no YAML, or more than one document: one problem, since nothing behind it can be trusted.
pub(crate) fn parse(sources: &Sources, id: SourceId) -> Result<Raw, Diagnostic> {
    let source = sources.get(id);
    let options = serde_saphyr::options! {
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        with_snippet: false,
        // A spec of the largest fleet with a large policy stays far below; aliases stay limited.
        budget: serde_saphyr::budget! { max_nodes: 5_000_000, max_events: 10_000_000 },
        non_finite_float_policy: NonFiniteFloatPolicy::AsString,
    };
    let read = |options: Options| serde_saphyr::from_str_with_options::<Spanned<Any>>(source.text(), options);
    match read(options) {
        Ok(any) => Ok(raw(any, id, source)),
        Err(error) => Err(syntax_error(&error, id, source)),
    }
}

fn syntax_error(error: &serde_saphyr::Error, id: SourceId, source: &Source) -> Diagnostic {
    let at = error.location().map_or(Span::new(id, 0, 0), |location| span(location, id, source));
    if matches!(error, serde_saphyr::Error::MultipleDocuments { .. }) {
        return Diagnostic::error("yaml-documents", "a second YAML document starts here")
            .at(at)
            .help("a spec is one document: put all clusters under one `clusters:`, or split the file");
    }
    let text = error.to_string();
    // The message ends with its own line and column, which the place says better.
    let reason = text.split(" at line ").next().unwrap_or(&text).trim_end_matches([',', ':', ' ']);
    Diagnostic::error("yaml-syntax", format!("this is no YAML: {reason}"))
        .at(at)
        .help("look at the indentation and the quotes here and in the line above")
}

fn raw(any: Spanned<Any>, id: SourceId, source: &Source) -> Raw {
    let span = span(any.defined, id, source);
    let value = match any.value {
        Any::Null => RawValue::Null,
        Any::Plain => RawValue::Scalar(source.text()[span.range()].to_owned()),
        Any::Text(text) => RawValue::Scalar(text),
        Any::List(items) => RawValue::List(items.into_iter().map(|item| raw(item, id, source)).collect()),
        Any::Map(entries) => RawValue::Map(
            entries
                .into_iter()
                .map(|(key, value)| {
                    let span = self::span(key.defined, id, source);
                    let text = match key.value {
                        Any::Text(text) => text,
                        _ => source.text()[span.range()].to_owned(),
                    };
                    (Key { text, span }, raw(value, id, source))
                })
                .collect(),
        ),
    };
    Raw { span, value }
}

fn span(location: Location, id: SourceId, source: &Source) -> Span {
    let number = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    let at = location.span();
    // Values come with byte offsets; syntax errors only with line and column.
    let start = match at.byte_offset() {
        Some(offset) => number(offset),
        None => source.offset(Position { line: number(location.line()), column: number(location.column()) }),
    };
    let start = start.min(source.text().len());
    let end = start.saturating_add(number(at.byte_len().unwrap_or(0))).min(source.text().len());
    Span::new(id, start, end)
}

/// What the deserializer hands over. Numbers and booleans are taken from the text by their span.
enum Any {
    Null,
    Plain,
    Text(String),
    List(Vec<Spanned<Any>>),
    Map(Vec<(Spanned<Any>, Spanned<Any>)>),
}

impl<'de> Deserialize<'de> for Any {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyVisitor;

        impl<'de> Visitor<'de> for AnyVisitor {
            type Value = Any;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("any value")
            }

            fn visit_unit<E>(self) -> Result<Any, E> {
                Ok(Any::Null)
            }

            fn visit_bool<E>(self, _: bool) -> Result<Any, E> {
                Ok(Any::Plain)
            }

            fn visit_i64<E>(self, _: i64) -> Result<Any, E> {
                Ok(Any::Plain)
            }

            fn visit_u64<E>(self, _: u64) -> Result<Any, E> {
                Ok(Any::Plain)
            }

            fn visit_i128<E>(self, _: i128) -> Result<Any, E> {
                Ok(Any::Plain)
            }

            fn visit_u128<E>(self, _: u128) -> Result<Any, E> {
                Ok(Any::Plain)
            }

            fn visit_f64<E>(self, _: f64) -> Result<Any, E> {
                Ok(Any::Plain)
            }

            fn visit_str<E>(self, text: &str) -> Result<Any, E> {
                Ok(Any::Text(text.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Any, A::Error> {
                let mut list = Vec::new();
                while let Some(item) = items.next_element()? {
                    list.push(item);
                }
                Ok(Any::List(list))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Any, A::Error> {
                let mut map = Vec::new();
                while let Some(entry) = entries.next_entry()? {
                    map.push(entry);
                }
                Ok(Any::Map(map))
            }
        }

        deserializer.deserialize_any(AnyVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dump(raw: &Raw, sources: &Sources) -> String {
        let at = sources.position(raw.span);
        let place = format!("{}:{}+{}", at.line, at.column, raw.span.range().len());
        match &raw.value {
            RawValue::Null => format!("null@{place}"),
            RawValue::Scalar(text) => format!("{text:?}@{place}"),
            RawValue::List(items) => {
                let items: Vec<_> = items.iter().map(|item| dump(item, sources)).collect();
                format!("[{}]@{place}", items.join(" "))
            }
            RawValue::Map(entries) => {
                let entries: Vec<_> = entries
                    .iter()
                    .map(|(key, value)| {
                        let at = sources.position(key.span);
                        format!("{}@{}:{} {}", key.text, at.line, at.column, dump(value, sources))
                    })
                    .collect();
                format!("{{{}}}@{place}", entries.join(" "))
            }
        }
    }

    fn parsed(text: &str) -> String {
        let mut sources = Sources::default();
        let id = sources.add("a.yaml", text);
        match parse(&sources, id) {
            Ok(raw) => dump(&raw, &sources),
            Err(diagnostic) => {
                let place = diagnostic.primary.map(|label| sources.place(label.span));
                format!("{} {place:?}", diagnostic.message)
            }
        }
    }

    #[test]
    fn values_keep_their_text_and_place() {
        assert_eq!(
            parsed("a: 013201000011\nb: [yes, 'x: y', ~]\n"),
            r#"{a@1:1 "013201000011"@1:4+12 b@2:1 ["yes"@2:5+3 "x: y"@2:10+6 null@2:18+1]@2:4+1}@1:1+0"#
        );
        assert_eq!(parsed("ü: [größe, 1.50]\n"), r#"{ü@1:1 ["größe"@1:5+7 "1.50"@1:12+4]@1:4+1}@1:1+0"#);
        assert_eq!(parsed("5: |\n  two\n  lines\n"), r#"{5@1:1 "two\nlines\n"@2:3+12}@1:1+0"#);
    }

    #[test]
    fn json_is_read_too() {
        assert_eq!(
            parsed("{\"a\": [1, true, null, \"t\\n\"]}"),
            r#"{a@1:2 ["1"@1:8+1 "true"@1:11+4 null@1:17+4 "t\n"@1:23+5]@1:7+1}@1:1+1"#
        );
    }

    #[test]
    fn repeated_keys_are_kept_for_the_one_who_judges_them() {
        assert_eq!(parsed("a: 1\na: 2\n"), r#"{a@1:1 "1"@1:4+1 a@2:1 "2"@2:4+1}@1:1+0"#);
    }

    #[test]
    fn aliases_and_merges_point_to_where_the_value_stands() {
        assert_eq!(
            parsed("a: &x {b: 1}\nd: {<<: *x, e: 2}\n"),
            r#"{a@1:1 {b@1:8 "1"@1:11+1}@1:7+1 d@2:1 {e@2:13 "2"@2:16+1 b@1:8 "1"@1:11+1}@2:4+1}@1:1+0"#
        );
    }

    #[test]
    fn text_that_is_no_yaml_is_refused_with_its_place() {
        assert_eq!(
            parsed("a:\n  - b: c: d\n"),
            "this is no YAML: mapping values are not allowed in this context Some(\"a.yaml:2:9\")"
        );
        assert_eq!(parsed("a: 1\n---\nb: 2\n"), "a second YAML document starts here Some(\"a.yaml:3:1\")");
    }

    #[test]
    fn what_lies_under_a_map_fills_it() {
        let mut sources = Sources::default();
        let mut read = |text| {
            let id = sources.add("a.yaml", text);
            parse(&sources, id).expect("YAML")
        };
        let (above, below) = (read("{a: {x: 1}, l: [1]}"), read("{a: {x: 2, y: 3}, b: 4, l: [2, 3]}"));
        assert_eq!(
            dump(&above.over(&below), &sources),
            r#"{a@1:2 {x@1:6 "1"@1:9+1 y@1:12 "3"@1:15+1}@1:5+1 l@1:13 ["1"@1:17+1]@1:16+1 b@1:19 "4"@1:22+1}@1:1+1"#
        );
    }
}
