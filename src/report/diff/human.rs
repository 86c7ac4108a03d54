//! Changes for a person, one on a line.

use std::fmt::Write as _;

use super::counts::Counts;
use super::object::Object;
use super::shown;
use crate::diff::{Action, Leaf, Row, To, Value, What};
use crate::impact::Impact;
use crate::source::{Sources, Span, visible};

/// So many values of what came or went are shown, unless all are wanted.
const MOST_LEAVES: usize = 8;

/// So many characters of a value are shown, unless all are wanted.
const MOST_CHARACTERS: usize = 120;

/// So many serial numbers are named, unless all are wanted.
const MOST_SERIALS: usize = 8;

/// How much is shown.
#[derive(Clone, Copy)]
struct Limits {
    leaves: usize,
    characters: usize,
    serials: usize,
}

impl Limits {
    fn new(has_all: bool) -> Self {
        if has_all {
            return Self { leaves: usize::MAX, characters: usize::MAX, serials: usize::MAX };
        }
        Self { leaves: MOST_LEAVES, characters: MOST_CHARACTERS, serials: MOST_SERIALS }
    }
}

/// The changes between two configurations, by the object that they are in, and how many they are. `has_all` shows
/// every value of what came and went.
pub fn diff(rows: &[Row], has_all: bool, sources: &Sources) -> String {
    if rows.is_empty() {
        return "no difference\n".to_owned();
    }
    let limits = Limits::new(has_all);
    let mut text = String::new();
    write_rows(rows, &|_| String::new(), "", limits, sources, &mut text);
    writeln!(text, "\n{}", Counts::of(rows)).expect("into memory");
    text
}

/// Changes by the object that they are in, each with a note behind it that is made of its number.
pub(in crate::report) fn noted_rows(
    rows: &[Row],
    note: &dyn Fn(usize) -> String,
    has_all: bool,
    sources: &Sources,
) -> String {
    let mut text = String::new();
    write_rows(rows, note, "", Limits::new(has_all), sources, &mut text);
    text
}

/// What changes for firewalls: each change once, with those that get it.
pub fn diff_effective(impact: &Impact, has_all: bool, sources: &Sources) -> String {
    let limits = Limits::new(has_all);
    let mut text = String::new();
    for group in &impact.groups {
        writeln!(text, "{}", firewalls(&group.serials, limits)).expect("into memory");
        write_rows(&group.rows, &|_| String::new(), "  ", limits, sources, &mut text);
        writeln!(text, "  {}\n", Counts::of(&group.rows)).expect("into memory");
    }
    for (serials, told) in [(&impact.only_before, "only before"), (&impact.only_after, "only after")] {
        if !serials.is_empty() {
            writeln!(text, "{told}: {}\n", firewalls(serials, limits)).expect("into memory");
        }
    }
    writeln!(text, "{} of {} firewalls change", impact.changed, impact.changed + impact.unchanged)
        .expect("into memory");
    text
}

/// `3 firewalls: 1, 2, 3`
fn firewalls(serials: &[String], limits: Limits) -> String {
    let count = serials.len();
    let mut named: Vec<String> =
        serials.iter().take(limits.serials).map(|serial| visible(serial).into_owned()).collect();
    if count > limits.serials {
        named.push("…".to_owned());
    }
    format!("{count} firewall{}: {}", if count == 1 { "" } else { "s" }, named.join(", "))
}

fn write_rows(
    rows: &[Row],
    note: &dyn Fn(usize) -> String,
    indent: &str,
    limits: Limits,
    sources: &Sources,
    text: &mut String,
) {
    let mut groups: Vec<(String, Vec<(usize, Object)>)> = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let object = Object::of(&row.path);
        let title = object.title();
        // What belongs together mostly stands together.
        let group = match groups.iter().rposition(|(other, _)| *other == title) {
            Some(index) => &mut groups[index].1,
            None => {
                groups.push((title, Vec::new()));
                &mut groups.last_mut().expect("pushed").1
            }
        };
        group.push((index, object));
    }
    for (index, (title, members)) in groups.iter().enumerate() {
        let gap = if index > 0 && indent.is_empty() { "\n" } else { "" };
        writeln!(text, "{gap}{indent}{}", visible(title)).expect("into memory");
        for (row, object) in members {
            write_row(&rows[*row], &note(*row), object, indent, limits, sources, text);
        }
    }
}

fn write_row(
    row: &Row,
    note: &str,
    object: &Object,
    indent: &str,
    limits: Limits,
    sources: &Sources,
    text: &mut String,
) {
    let sign = match row.action {
        Action::Add => '+',
        Action::Remove => '-',
        Action::Change => '~',
        Action::Move => '>',
    };
    let path = match (object.rest.is_empty(), &row.what) {
        (true, What::Element(_)) => "all of it".to_owned(),
        (true, _) => String::new(),
        (false, _) => visible(&object.short_rest()).into_owned(),
    };
    let slash = if path.is_empty() { "" } else { "/" };
    let path = match &row.what {
        What::Attribute { name, .. } => format!("{path}{slash}@{}", visible(name)),
        _ if path.is_empty() => "itself".to_owned(),
        _ => path,
    };
    let (what, leaves) = told(row, limits);
    let to = match (&row.to, row.action) {
        (None, _) => String::new(),
        (Some(To::Top), Action::Move) => " moved to the top".to_owned(),
        (Some(To::Behind(other)), Action::Move) => format!(" moved behind {}", visible(other)),
        (Some(To::Top), _) => ", at the top".to_owned(),
        (Some(To::Behind(other)), _) => format!(", behind {}", visible(other)),
    };
    let places = places(row.before, row.after, sources);
    writeln!(text, "{indent}  {sign} {path}{what}{to}{note}{places}").expect("into memory");
    for leaf in leaves.iter().take(limits.leaves) {
        let path = object.short_leaf(&leaf.path);
        let is_empty = leaf.values.iter().all(|value| value.text.trim().is_empty());
        let value = if is_empty { String::new() } else { format!(": {}", of_values(&leaf.values, limits)) };
        writeln!(text, "{indent}      {}{value}", visible(&path)).expect("into memory");
    }
    if leaves.len() > limits.leaves {
        let more = leaves.len() - limits.leaves;
        writeln!(text, "{indent}      … and {more} more value{}", if more == 1 { "" } else { "s" })
            .expect("into memory");
    }
}

/// What stands behind the path, and the values that stand on lines of their own.
fn told(row: &Row, limits: Limits) -> (String, &[Leaf]) {
    let what = match &row.what {
        What::Element(leaves) => match leaves.as_slice() {
            [] => String::new(),
            [only]
                if only.path.is_empty() && only.values.iter().all(|value| value.text.trim().is_empty()) =>
            {
                String::new()
            }
            [only] if only.path.is_empty() => format!(": {}", of_values(&only.values, limits)),
            leaves => return (String::new(), leaves),
        },
        What::Text { before, after } => {
            let told = |value: &Option<Value>| {
                value.as_ref().map_or_else(|| "(elements)".to_owned(), |value| of_value(value, limits))
            };
            let (old, new) = (told(before), told(after));
            let is_alike = old == new;
            let new = if is_alike { format!("{new}, another one") } else { new };
            format!(": {old} → {new}")
        }
        What::Attribute { before, after, .. } => {
            let told = |value: &Option<String>| {
                value.as_deref().map_or_else(|| "none".to_owned(), |value| cut(value, limits))
            };
            format!(": {} → {}", told(before), told(after))
        }
        What::Members { added, removed } => {
            let signed = |sign: char, value: &Value| format!("{sign}{}", of_value(value, limits));
            let removed = removed.iter().map(|value| signed('-', value));
            let added = added.iter().map(|value| signed('+', value));
            format!(": {}", removed.chain(added).collect::<Vec<_>>().join(" "))
        }
        What::Member(value) => format!(": {}", of_value(value, limits)),
    };
    (what, &[])
}

fn of_values(values: &[Value], limits: Limits) -> String {
    let told = values.iter().map(|value| of_value(value, limits)).collect::<Vec<_>>();
    told.join(", ")
}

fn of_value(value: &Value, limits: Limits) -> String {
    cut(&shown(value), limits)
}

/// A text on one line.
fn cut(text: &str, limits: Limits) -> String {
    let text = text.trim();
    if text.is_empty() {
        return "(empty)".to_owned();
    }
    match text.char_indices().nth(limits.characters) {
        Some((end, _)) => format!("{}…", visible(&text[..end])),
        None => visible(text).into_owned(),
    }
}

/// ` (before.xml:3, after.xml:5)`
fn places(before: Option<Span>, after: Option<Span>, sources: &Sources) -> String {
    let places: Vec<String> =
        [before, after].into_iter().flatten().map(|span| sources.line_of(span)).collect();
    if places.is_empty() { String::new() } else { format!(" ({})", places.join(", ")) }
}
