//! What becomes of a firewall, in the words of those who run it.

use std::collections::BTreeMap;

use super::action::Value;
use super::unit::step;
use crate::diff::{Change, Difference};
use crate::model::LinkKind;
use crate::panos::{SecretForm, device, is_secret, short_path};
use crate::source::visible;
use crate::xml::{ConfigPath, Node, Step};

/// The longest value that is told, in characters.
const LONGEST: usize = 60;

/// One phrase for each thing that becomes different in what a firewall gets.
pub(super) fn words(
    difference: &Difference<'_, '_>,
    serial: &str,
    names: &BTreeMap<String, String>,
) -> Vec<String> {
    let mut phrases = Phrases { serial, names, told: Vec::new() };
    phrases.below(difference, &ConfigPath::default());
    phrases.told
}

struct Phrases<'i> {
    serial: &'i str,
    names: &'i BTreeMap<String, String>,
    told: Vec<String>,
}

/// What happens to something.
#[derive(Clone, Copy)]
enum Event {
    Comes,
    Goes,
}

impl Phrases<'_> {
    fn below(&mut self, difference: &Difference<'_, '_>, path: &ConfigPath) {
        let Difference { before, after, .. } = *difference;
        let is_list = |node: Node<'_>| node.children().all(|child| child.name() == "member");
        if difference.is_text_changed || !difference.changes.is_empty() && is_list(before) && is_list(after) {
            self.tell(changed(&self.subject(path), path, &Value::of(before), &Value::of(after)));
            return;
        }
        for change in &difference.changes {
            match change {
                Change::Added { node, .. } => self.whole(*node, &step(path, *node), Event::Comes),
                Change::Removed { node } => self.whole(*node, &step(path, *node), Event::Goes),
                Change::Within(within) => self.below(within, &step(path, within.before)),
                Change::Moved { before, within, .. } => {
                    let path = step(path, *before);
                    let subject = self.subject(&path);
                    self.tell(format!("{subject} is moved"));
                    if let Some(within) = within {
                        self.below(within, &path);
                    }
                }
            }
        }
    }

    /// Something that comes or goes, with all that is in it: told by the things that have names.
    fn whole(&mut self, node: Node<'_>, path: &ConfigPath, event: Event) {
        let is_list = !node.is_leaf() && node.children().all(|child| child.name() == "member");
        let has_subject =
            path.steps().last().is_some_and(|step| step.entry.is_some()) && subject_at(path).is_some();
        if node.is_leaf() || is_list || has_subject {
            let subject = self.subject(path);
            let value = Value::of(node);
            self.tell(match (event, &value) {
                (Event::Comes, Value::Text(text)) if !text.is_empty() && !has_subject => {
                    format!("{subject} {}", shown(path, &value))
                }
                (Event::Comes, Value::Members(_)) => format!("{subject} {}", shown(path, &value)),
                (Event::Comes, _) => format!("{subject} comes"),
                (Event::Goes, Value::Text(text)) if !text.is_empty() && !has_subject => {
                    format!("{subject} {} goes", shown(path, &value))
                }
                (Event::Goes, _) => format!("{subject} goes"),
            });
            return;
        }
        for child in node.children() {
            self.whole(child, &step(path, child), event);
        }
    }

    fn tell(&mut self, phrase: String) {
        // Two settings of one thing may be told by the same words.
        if !self.told.contains(&phrase) {
            self.told.push(phrase);
        }
    }

    /// What a place is about: `HA4 address of member fw-dc1-a`.
    fn subject(&self, path: &ConfigPath) -> String {
        let Some((what, of, rest)) = subject_at(path) else {
            return short_path(path);
        };
        let name = match what {
            "cluster member" if of == self.serial => "own entry in the member list".to_owned(),
            "cluster member" => {
                let named = self.names.get(of).map(|name| format!("{name} ({of})"));
                format!("member {}", named.as_deref().unwrap_or(of))
            }
            _ if of.is_empty() => what.to_owned(),
            _ => format!("{what} {of}"),
        };
        match setting_of(what, rest) {
            Some(setting) if of.is_empty() => format!("{name} {setting}"),
            Some(setting) => format!("{setting} of {name}"),
            None => name,
        }
    }
}

/// What the upper part of a path is about, its name, and the rest of the path.
fn subject_at(path: &ConfigPath) -> Option<(&'static str, &str, &[Step])> {
    let steps = path.starts_with(&device()).then(|| &path.steps()[device().steps().len()..])?;
    let names: Vec<&str> = steps.iter().map(|step| step.name.as_str()).collect();
    let entry = |index: usize| steps[index].entry.as_deref();
    match names.as_slice() {
        ["deviceconfig", "high-availability", "cluster", "cluster-members", "entry", ..] => {
            Some(("cluster member", entry(4)?, &steps[5..]))
        }
        ["deviceconfig", "high-availability", "interface", link, ..] => {
            let kind = LinkKind::ALL.into_iter().find(|kind| kind.element() == *link)?;
            Some((kind.label(), "", &steps[4..]))
        }
        ["deviceconfig", "high-availability", "cluster", _, ..] => Some(("cluster", "", &steps[3..])),
        ["deviceconfig", "high-availability", "group", _, ..] => Some(("pair", "", &steps[3..])),
        ["network", "interface", _, "entry", ..] => Some(("interface", entry(3)?, &steps[4..])),
        ["vsys", "entry", "zone", "entry", ..] => Some(("zone", entry(3)?, &steps[4..])),
        ["vsys", "entry", "rulebase", kind, "rules", "entry", ..] => {
            let kind = match *kind {
                "security" => "security rule",
                "nat" => "NAT rule",
                "decryption" => "decryption rule",
                "pbf" => "PBF rule",
                _ => "rule",
            };
            Some((kind, entry(5)?, &steps[6..]))
        }
        ["vsys", "entry", list, "entry", ..] => Some((object(list)?, entry(3)?, &steps[4..])),
        _ => None,
    }
}

fn object(list: &str) -> Option<&'static str> {
    Some(match list {
        "address" => "address",
        "address-group" => "address group",
        "service" => "service",
        "service-group" => "service group",
        "tag" => "tag",
        _ => return None,
    })
}

/// A setting of something, by the last steps of its path: `HA4 address`, `device priority`.
fn setting_of(what: &str, rest: &[Step]) -> Option<String> {
    let last = rest.last()?;
    let name = last.entry.as_deref().unwrap_or(&last.name);
    Some(match (what, name) {
        ("cluster member", "ha4-ip-address") => "HA4 address".to_owned(),
        ("cluster member", "ha4-backup-ip-address") => "HA4 backup address".to_owned(),
        ("cluster", "cluster-id") => "id".to_owned(),
        (_, "ip-address") => "address".to_owned(),
        ("pair", "peer-ip") => "peer HA1 address".to_owned(),
        ("pair", "peer-ip-backup") => "peer HA1 backup address".to_owned(),
        ("interface", address) if last.entry.is_some() => format!("address {address}"),
        (_, name) => name.replace('-', " "),
    })
}

fn changed(subject: &str, path: &ConfigPath, before: &Value, after: &Value) -> String {
    let (Value::Members(old), Value::Members(new)) = (before, after) else {
        return format!("{subject} {} to {}", shown(path, before), shown(path, after));
    };
    let signed = |sign: char, list: &[String], other: &[String]| -> Vec<String> {
        list.iter()
            .filter(|member| !other.contains(member))
            .map(|member| format!("{sign}{}", visible(member)))
            .collect()
    };
    let signs = [signed('-', old, new), signed('+', new, old)].concat();
    match signs.is_empty() {
        true => format!("{subject} in another order"),
        false => format!("{subject} {}", signs.join(" ")),
    }
}

fn shown(path: &ConfigPath, value: &Value) -> String {
    let text = match value {
        Value::Text(text) if text.is_empty() => "nothing".to_owned(),
        Value::Text(text) if SecretForm::of(text, is_secret(path)).is_some() => "(a secret)".to_owned(),
        Value::Text(text) => visible(text).into_owned(),
        Value::Members(members) => visible(&members.join(" ")).into_owned(),
        Value::Settings(settings) => format!("{} settings", settings.len()),
    };
    if text.chars().count() <= LONGEST {
        return text;
    }
    text.chars().take(LONGEST).chain(['…']).collect()
}
