//! Every built-in Tera file reads exactly what its context has: no field less, none more, and each
//! leaf makes a difference to what is rendered or to where it is put.

use std::collections::BTreeSet;

use serde_json::Value;
use tera::Tera;

use super::context::CtxKind;
use super::pack::BUILT_IN;
use super::tera_file::{TeraFile, read, render_place};
use super::tera_text::{Step, pieces, steps};
use crate::diag::Sink;
use crate::source::Sources;

/// A field of a context, with `[]` for the items of a list: `members[].serial`.
type Field = String;

struct BuiltIn {
    file: TeraFile,
    text: &'static str,
}

fn built_in() -> Vec<BuiltIn> {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let files = BUILT_IN.iter().map(|(path, text)| {
        let source = sources.add(*path, *text);
        let file = read(path, source, &sources, &mut sink);
        BuiltIn { file: file.unwrap_or_else(|| panic!("{path} is refused")), text }
    });
    let files = files.collect();
    assert_eq!(sink.into_sorted(), []);
    files
}

/// The leaves of a context's shape: single values, and the items of lists of them.
fn leaves(value: &Value, at: &str, into: &mut BTreeSet<Field>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| leaves(value, &joined(at, key), into)),
        Value::Array(items) => items.iter().for_each(|item| leaves(item, &format!("{at}[]"), into)),
        _ => {
            into.insert(at.to_owned());
        }
    }
}

fn joined(at: &str, key: &str) -> Field {
    if at.is_empty() { key.to_owned() } else { format!("{at}.{key}") }
}

/// The fields that a text reads, loop variables followed to their lists.
fn fields_read(text: &str, into: &mut BTreeSet<Field>) {
    let mut loops: Vec<(String, Field)> = Vec::new();
    let field = |path: &[String], loops: &[(String, Field)]| -> Option<Field> {
        let (first, behind) = path.split_first()?;
        let start = match loops.iter().rev().find(|(name, _)| name == first) {
            Some((_, list)) => format!("{list}[]"),
            None if first == "loop" => return None,
            None => first.clone(),
        };
        Some(behind.iter().fold(start, |at, key| joined(&at, key)))
    };
    for step in steps(text, &pieces(text).expect("closed tags")) {
        match step {
            Step::Read(read) | Step::Print(read) => into.extend(field(&read.path, &loops)),
            Step::For { name, list } => {
                let list = field(&list.path, &loops).expect("a list of the context");
                loops.push((name, list));
            }
            Step::EndFor => {
                loops.pop();
            }
            Step::Other { word, .. } => panic!("statement `{word}`"),
        }
    }
}

#[test]
fn each_built_in_file_reads_exactly_the_fields_of_its_context() {
    for BuiltIn { file, text } in built_in() {
        let (mut expected, mut found) = (BTreeSet::new(), BTreeSet::new());
        leaves(&file.context.shape(), "", &mut expected);
        fields_read(text, &mut found);
        fields_read(&file.place, &mut found);
        // What is read of a structure or a list is whether it is there: the leaves are what counts.
        found.retain(|field| {
            let is_inner = |leaf: &Field| {
                leaf.strip_prefix(field.as_str()).is_some_and(|rest| rest.starts_with(['.', '[']))
            };
            !expected.iter().any(is_inner)
        });
        assert_eq!(found, expected, "{}", file.path);
    }
}

#[test]
fn each_context_has_a_built_in_file() {
    let read: BTreeSet<CtxKind> = built_in().iter().map(|built_in| built_in.file.context).collect();
    assert_eq!(read, CtxKind::ALL.iter().copied().collect());
}

/// What a file makes of a context: the text and its place.
fn rendered(tera: &Tera, file: &TeraFile, context: &Value) -> (String, String) {
    let data = tera::Context::from_serialize(context).expect("a map");
    let text = tera.render(&file.path, &data).unwrap_or_else(|error| panic!("{}: {error}", file.path));
    // A place that a changed value makes invalid is another place too.
    let place = render_place(&file.place, context);
    (text, place.map_or_else(|error| error.to_string(), |place| place.to_string()))
}

/// The context with one value at a time changed: texts to another, lists emptied, anything removed.
fn changes(context: &Value) -> Vec<(String, Value)> {
    let mut pointers = Vec::new();
    pointers_of(context, "", &mut pointers);
    let mut changes = Vec::new();
    for pointer in pointers {
        let old = context.pointer(&pointer).expect("a pointer into it");
        let new = match old {
            Value::String(text) => vec![Value::String(format!("other-{text}")), Value::Null],
            Value::Array(_) => vec![Value::Array(Vec::new())],
            _ => vec![Value::Null],
        };
        for new in new {
            let mut changed = context.clone();
            let what = format!("{pointer} = {new}");
            *changed.pointer_mut(&pointer).expect("a pointer into it") = new;
            changes.push((what, changed));
        }
    }
    changes
}

/// Pointers to all there is but the structures of a list: a list holds none that is nothing.
fn pointers_of(value: &Value, at: &str, into: &mut Vec<String>) {
    let mut inner = |value: &Value, at: String, is_item: bool| {
        if !(is_item && value.is_object()) {
            into.push(at.clone());
        }
        pointers_of(value, &at, into);
    };
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| inner(value, format!("{at}/{key}"), false)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| inner(item, format!("{at}/{index}"), true));
        }
        _ => {}
    }
}

#[test]
fn each_change_of_a_context_changes_what_is_rendered() {
    let mut tera = Tera::default();
    let mut silent = Vec::new();
    for BuiltIn { file, text } in built_in() {
        tera.add_raw_template(&file.path, text).expect("a template");
        let shape = file.context.shape();
        let usual = rendered(&tera, &file, &shape);
        let same =
            changes(&shape).into_iter().filter(|(_, changed)| rendered(&tera, &file, changed) == usual);
        silent.extend(same.map(|(what, _)| format!("{}: {what}", file.path)));
    }
    assert_eq!(silent, Vec::<String>::new(), "changes that nobody would see");
}
