//! A tree as set commands, for Panorama's CLI and a firewall's own.

use super::{TEMPLATE_VSYS, device};
use crate::xml::Element;

/// The commands that make an entry of a container: `set template T-core …`.
pub fn of_entry(container: &str, entry: &Element) -> Vec<String> {
    let mut commands = Vec::new();
    commands_of(entry, &mut vec![container.to_owned()], &mut commands);
    commands
}

/// The commands that make a child of the device: `set network …`.
pub fn of_child(element: &Element) -> Vec<String> {
    let mut commands = Vec::new();
    commands_of(element, &mut Vec::new(), &mut commands);
    commands
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

fn commands_of(element: &Element, words: &mut Vec<String>, commands: &mut Vec<String>) {
    words.push(match element.entry_name() {
        Some(name) => quoted(name),
        None => element.name().to_owned(),
    });
    let command = |words: &[String], value: &str| match value {
        "" => format!("set {}", words.join(" ")),
        _ => format!("set {} {value}", words.join(" ")),
    };
    let children = element.children();
    if !children.is_empty() && children.iter().all(|child| child.name() == "member") {
        let members: Vec<_> = children.iter().map(|member| quoted(member.text())).collect();
        commands.push(command(words, &format!("[ {} ]", members.join(" "))));
    } else if children.is_empty() {
        let value = if element.text().is_empty() { String::new() } else { quoted(element.text()) };
        commands.push(command(words, &value));
    } else {
        for child in children {
            commands_of(child, words, commands);
        }
    }
    words.pop();
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
