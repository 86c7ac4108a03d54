//! A tree as set commands, for Panorama's CLI and a firewall's own.

use std::fmt;

use super::{TEMPLATE_VSYS, device};
use crate::xml::{ConfigPath, Element, Step};

/// One set command: a place, and what it gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetCommand {
    /// The place, below `config` or below the device entry.
    pub path: ConfigPath,
    /// What it gets.
    pub value: SetValue,
}

/// What a set command gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SetValue {
    /// That it is there.
    Presence,
    /// A text.
    Text(String),
    /// Members of a list, beside those that it has.
    Members(Vec<String>),
}

impl fmt::Display for SetCommand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("set")?;
        write_words(&self.path, f)?;
        match &self.value {
            SetValue::Presence => Ok(()),
            SetValue::Text(text) => write!(f, " {}", quoted(text)),
            SetValue::Members(members) => {
                let members: Vec<_> = members.iter().map(|member| quoted(member)).collect();
                write!(f, " [ {} ]", members.join(" "))
            }
        }
    }
}

/// A path as the words of a command, a blank before each: names of elements, and of entries in their place.
///
/// Panorama and firewalls start in their one device entry, so it is left out in front.
pub fn write_words(path: &ConfigPath, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let below_device = path.strip_prefix(&device()).filter(|rest| !rest.is_empty());
    let path = below_device.as_ref().unwrap_or(path);
    path.steps().iter().try_for_each(|step| match &step.entry {
        Some(entry) => write!(f, " {}", quoted(entry)),
        None => write!(f, " {}", step.name),
    })
}

/// The commands that make an entry of a container: `set template T-core …`.
pub fn of_entry(container: &str, entry: &Element) -> Vec<String> {
    texts(below(&ConfigPath::default().child(container), entry))
}

/// The commands that make a child of the device: `set network …`.
pub fn of_child(element: &Element) -> Vec<String> {
    texts(below(&ConfigPath::default(), element))
}

fn texts(commands: Vec<SetCommand>) -> Vec<String> {
    commands.iter().map(ToString::to_string).collect()
}

/// The commands that make a firewall's configuration: what stands beside `devices`, then what is in
/// the device entry.
pub fn of_firewall(config: &Element) -> Vec<String> {
    let scopes = config.children().iter().filter(|child| child.name() != "devices");
    let of_device = config.get(&device()).map(Element::children).unwrap_or_default();
    scopes.chain(of_device).flat_map(of_scope).collect()
}

/// A firewall with one virtual system takes what is in it without naming it.
fn of_scope(child: &Element) -> Vec<String> {
    match child.children() {
        [only] if child.name() == "vsys" && only.entry_name() == Some(TEMPLATE_VSYS) => {
            only.children().iter().flat_map(of_child).collect()
        }
        _ => of_child(child),
    }
}

/// The commands that make an element below a place.
pub fn below(place: &ConfigPath, element: &Element) -> Vec<SetCommand> {
    let mut commands = Vec::new();
    commands_of(element, place, &mut commands);
    commands
}

fn commands_of(element: &Element, place: &ConfigPath, commands: &mut Vec<SetCommand>) {
    let mut path = place.clone();
    path.push(match element.entry_name() {
        Some(name) => Step { name: element.name().to_owned(), entry: Some(name.to_owned()) },
        None => Step::child(element.name()),
    });
    let children = element.children();
    if !children.is_empty() && children.iter().all(|child| child.name() == "member") {
        let members = children.iter().map(|member| member.text().to_owned()).collect();
        commands.push(SetCommand { path, value: SetValue::Members(members) });
    } else if children.is_empty() {
        let value = match element.text() {
            "" => SetValue::Presence,
            text => SetValue::Text(text.to_owned()),
        };
        commands.push(SetCommand { path, value });
    } else {
        for child in children {
            commands_of(child, &path, commands);
        }
    }
}

/// A word as the CLI takes it.
///
/// Words of plain characters need nothing, and `$` is one of them. Others go in double quotes, in
/// single quotes where they hold a double one. Where they hold both, the double ones get a backslash:
/// no source shows that case, docs/limits.md says so.
pub fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_.:/$@%+=*,".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else if !word.contains('"') && !word.ends_with('\\') {
        format!("\"{word}\"")
    } else if !word.contains('\'') {
        format!("'{word}'")
    } else {
        format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_where_they_must() {
        assert_eq!(quoted("ethernet1/21"), "ethernet1/21");
        assert_eq!(quoted("$ha4_ip"), "$ha4_ip");
        assert_eq!(quoted("2001:db8::1/64"), "2001:db8::1/64");
        assert_eq!(quoted("a b"), "\"a b\"");
        assert_eq!(quoted("R&D"), "\"R&D\"");
        assert_eq!(quoted("two\nlines"), "\"two\nlines\"");
        assert_eq!(quoted("say \"hi\""), "'say \"hi\"'");
        assert_eq!(quoted("it's \"it\""), "\"it's \\\"it\\\"\"");
        assert_eq!(quoted("C:\\"), "'C:\\'");
    }

    #[test]
    fn lists_keep_their_order_and_empty_elements_their_place() {
        let stack = Element::entry("S 1")
            .with(
                Element::new("templates")
                    .with(Element::leaf("member", "T b"))
                    .with(Element::leaf("member", "Ta")),
            )
            .with(Element::new("devices").with(Element::entry("0132")));
        assert_eq!(
            of_entry("template-stack", &stack),
            [
                "set template-stack \"S 1\" templates [ \"T b\" Ta ]",
                "set template-stack \"S 1\" devices 0132"
            ]
        );
    }
}
