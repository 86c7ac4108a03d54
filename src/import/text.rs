//! The imported spec as text, as a person would lay it out, and where in it each value stands.

use std::ops::Range;

use super::yaml::{Keys, TreePath, Yaml, YamlValue};
use crate::source::visible;

/// A line that is longer is broken up.
const WIDTH: usize = 120;

/// Keys of a cluster in front of which a line is left empty.
const BLOCKS: &[&str] = &["ha4", "template", "pairs", "members", "interfaces", "policy"];

/// Keys of which one alone begins the block: the others follow without an empty line.
const FOLLOWERS: &[(&str, &[&str])] = &[
    ("template_stack", &["template"]),
    ("device_group", &["template", "template_stack"]),
    ("zones", &["interfaces"]),
];

/// The text of a spec.
pub(super) struct SpecText {
    pub(super) text: String,
    /// The range of each value, that of a key with it, and the way to the value.
    pub(super) places: Vec<(Range<usize>, TreePath)>,
}

/// Writes a spec. `comments` has the lines to put above each cluster.
pub(super) fn write(spec: &Yaml, comments: &[Vec<String>]) -> SpecText {
    let mut writer = Writer { text: String::new(), places: Vec::new(), path: Vec::new(), comments };
    if let Some(keys) = spec.keys() {
        writer.entries(keys, 0, |writer, key, value, at| {
            if at > 0 {
                writer.text.push('\n');
            }
            if key == "clusters" { writer.clusters(value) } else { writer.entry(key, value, 0) }
        });
    }
    SpecText { text: writer.text, places: writer.places }
}

struct Writer<'c> {
    text: String,
    places: Vec<(Range<usize>, TreePath)>,
    path: TreePath,
    comments: &'c [Vec<String>],
}

impl Writer<'_> {
    /// Writes something, and remembers where it stands.
    fn placed(&mut self, at: usize, write: impl FnOnce(&mut Self)) {
        self.path.push(at);
        let start = self.text.len();
        write(self);
        self.places.push((start..self.text.len(), self.path.clone()));
        self.path.pop();
    }

    fn entries(&mut self, keys: &Keys, indent: usize, write: impl Fn(&mut Self, &str, &Yaml, usize)) {
        for (at, (key, value)) in keys.0.iter().enumerate() {
            if at > 0 {
                self.indent(indent);
            }
            self.placed(at, |writer| write(writer, key, value, at));
        }
    }

    fn indent(&mut self, indent: usize) {
        self.text.extend(std::iter::repeat_n(' ', indent));
    }

    fn clusters(&mut self, clusters: &Yaml) {
        self.text.push_str("clusters:\n");
        for (at, cluster) in clusters.items().iter().enumerate() {
            if at > 0 {
                self.text.push('\n');
            }
            for line in self.comments.get(at).into_iter().flatten() {
                let line = format!("  # {}", visible(line));
                self.text.push_str(line.trim_end());
                self.text.push('\n');
            }
            self.text.push_str("  - ");
            self.placed(at, |writer| writer.cluster(cluster));
        }
    }

    fn cluster(&mut self, cluster: &Yaml) {
        let Some(keys) = cluster.keys() else { return };
        for (at, (key, value)) in keys.0.iter().enumerate() {
            if at > 0 {
                let leaders = FOLLOWERS.iter().find(|(follower, _)| follower == key);
                let begins = match leaders {
                    Some((_, leaders)) => leaders.iter().all(|leader| keys.get(leader).is_none()),
                    None => BLOCKS.contains(&key.as_str()),
                };
                self.text.push_str(if begins { "\n    " } else { "    " });
            }
            self.placed(at, |writer| writer.entry(key, value, 4));
        }
    }

    /// A key and its value; the indentation is that of the key.
    fn entry(&mut self, key: &str, value: &Yaml, indent: usize) {
        self.text.push_str(&scalar(key, false));
        self.text.push(':');
        let width = indent + key.len() + 2;
        if is_flat(value) && width + flow_width(value) <= WIDTH || is_scalar_or_empty(value) {
            self.text.push(' ');
            self.flow(value);
            self.text.push('\n');
        } else {
            self.text.push('\n');
            self.indent(indent + 2);
            self.block(value, indent + 2);
        }
    }

    /// A list or map over several lines; its indentation is there already.
    fn block(&mut self, value: &Yaml, indent: usize) {
        match &value.value {
            YamlValue::Map(keys) => {
                self.entries(keys, indent, |writer, key, value, _| writer.entry(key, value, indent));
            }
            YamlValue::List(items) => {
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        self.indent(indent);
                    }
                    self.text.push_str("- ");
                    self.placed(at, |writer| writer.item(item, indent + 2));
                }
            }
            _ => self.flow(value),
        }
    }

    fn item(&mut self, item: &Yaml, indent: usize) {
        if is_scalar_or_empty(item) || (is_item_flat(item) && indent + flow_width(item) <= WIDTH) {
            self.flow(item);
            self.text.push('\n');
        } else {
            self.block(item, indent);
        }
    }

    /// A value on one line.
    fn flow(&mut self, value: &Yaml) {
        match &value.value {
            YamlValue::Word(word) => self.text.push_str(word),
            YamlValue::Text(text) => self.text.push_str(&scalar(text, false)),
            YamlValue::Quoted(text) => self.text.push_str(&scalar(text, true)),
            YamlValue::List(items) => {
                self.text.push('[');
                for (at, item) in items.iter().enumerate() {
                    self.text.push_str(if at > 0 { ", " } else { "" });
                    self.placed(at, |writer| writer.flow(item));
                }
                self.text.push(']');
            }
            YamlValue::Map(keys) => {
                self.text.push('{');
                for (at, (key, value)) in keys.0.iter().enumerate() {
                    self.text.push_str(if at > 0 { ", " } else { "" });
                    self.placed(at, |writer| {
                        writer.text.push_str(&scalar(key, false));
                        writer.text.push_str(": ");
                        writer.flow(value);
                    });
                }
                self.text.push('}');
            }
        }
    }
}

fn flow_width(value: &Yaml) -> usize {
    let mut writer = Writer { text: String::new(), places: Vec::new(), path: Vec::new(), comments: &[] };
    writer.flow(value);
    writer.text.chars().count()
}

fn is_scalar_or_empty(value: &Yaml) -> bool {
    value.children().is_empty()
}

/// Is it, at most, a map of single values and lists of them?
fn is_flat(value: &Yaml) -> bool {
    let is_list_of_scalars = |value: &Yaml| value.items().iter().all(|item| item.scalar().is_some());
    match &value.value {
        YamlValue::Map(keys) => {
            keys.0.iter().all(|(_, value)| value.keys().is_none() && is_list_of_scalars(value))
        }
        _ => is_list_of_scalars(value),
    }
}

/// The same, and a member with its interfaces.
fn is_item_flat(value: &Yaml) -> bool {
    let is_flat_key = |(key, value): &(String, Yaml)| value.keys().is_none() || key == "interfaces";
    match &value.value {
        YamlValue::Map(keys) => {
            keys.0.iter().all(is_flat_key) && keys.0.iter().all(|(_, value)| is_flat(value))
        }
        _ => is_flat(value),
    }
}

/// A text as YAML reads it back, also between brackets.
fn scalar(text: &str, is_quoted: bool) -> String {
    if !is_quoted && is_plain(text) {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() || is_odd(c) => quoted.push_str(&format!("\\U{:08X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// Blanks that nobody sees, marks of direction and what is no character.
fn is_odd(c: char) -> bool {
    (c.is_whitespace() && c != ' ')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
        || matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// Is a text read as itself without quotes? Numbers and words such as `no` are quoted, for whoever looks.
fn is_plain(text: &str) -> bool {
    const WORDS: &[&str] = &["true", "false", "yes", "no", "on", "off", "null", "y", "n"];
    let starts = text.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '/' | ' ' | ':');
    starts
        && text.chars().all(fits)
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && text.parse::<f64>().is_err()
        && !WORDS.contains(&text.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_are_no_words_of_yaml_stand_as_they_are() {
        for plain in ["fw-dc1-a", "192.0.2.0/27", "2001:db8::/64", "Core inspection", "ethernet1/1", "11.1.6"]
        {
            assert_eq!(scalar(plain, false), plain);
        }
        for (text, quoted) in [
            ("013201000001", "\"013201000001\""),
            ("No", "\"No\""),
            ("", "\"\""),
            ("a: b", "\"a: b\""),
            ("a, b", "\"a, b\""),
            ("x #y", "\"x #y\""),
            ("two\nlines\\", "\"two\\nlines\\\\\""),
            ("1e3", "\"1e3\""),
            ("\u{a0}", "\"\\U000000A0\""),
        ] {
            assert_eq!(scalar(text, false), quoted);
        }
    }
}
