//! What becomes of a firewall, in the words of those who run it.

use std::collections::BTreeMap;

use crate::diff::{Action, Leaf, Row, Value, What};
use crate::model::LinkKind;
use crate::panos::{device, short_path};
use crate::source::visible;
use crate::xml::{ConfigPath, Step};

/// The longest value that is told, in characters.
const LONGEST: usize = 60;

/// One phrase for each thing that becomes different in what a firewall gets.
pub(super) fn words(rows: &[Row], serial: &str, names: &BTreeMap<String, String>) -> Vec<String> {
    let mut told: Vec<String> = Vec::new();
    for phrase in rows.iter().flat_map(|row| phrases(row, serial, names)) {
        // Two settings of one thing may be told by the same words.
        if !told.contains(&phrase) {
            told.push(phrase);
        }
    }
    told
}

fn phrases(row: &Row, serial: &str, names: &BTreeMap<String, String>) -> Vec<String> {
    let subject = |path: &ConfigPath| subject(path, serial, names);
    let here = || subject(&row.path);
    vec![match (&row.what, row.action) {
        (What::Element(_) | What::Member(_), Action::Move) => format!("{} is moved", here()),
        (What::Element(leaves), action) => return whole(&row.path, leaves, action, &subject),
        (What::Member(value), Action::Add) => format!("{} +{}", here(), shown(value)),
        (What::Member(value), _) => format!("{} -{}", here(), shown(value)),
        (What::Text { before, after }, _) => {
            let told = |value: &Option<Value>| value.as_ref().map_or_else(|| "elements".to_owned(), shown);
            format!("{} {} to {}", here(), told(before), told(after))
        }
        (What::Members { added, removed }, _) => {
            let removed = removed.iter().map(|value| format!(" -{}", shown(value)));
            let added = added.iter().map(|value| format!(" +{}", shown(value)));
            format!("{}{}", here(), removed.chain(added).collect::<String>())
        }
        (What::Attribute { name, .. }, _) => format!("{name} of {}", here()),
    }]
}

/// Something that comes or goes, with all that is in it: told by the things in it that have names.
fn whole(
    path: &ConfigPath,
    leaves: &[Leaf],
    action: Action,
    subject: &dyn Fn(&ConfigPath) -> String,
) -> Vec<String> {
    let event = if action == Action::Remove { "goes" } else { "comes" };
    let mut phrases: Vec<String> = Vec::new();
    for leaf in leaves {
        let full = path.join(&leaf.path);
        let phrase = match thing_in(&full, path.steps().len()) {
            Some(thing) => format!("{} {event}", subject(&thing)),
            None => {
                let value: Vec<String> = leaf.values.iter().map(shown).collect();
                let value =
                    if value == ["nothing"] { String::new() } else { format!(" {}", value.join(" ")) };
                let event = if action == Action::Remove || value.is_empty() {
                    format!(" {event}")
                } else {
                    String::new()
                };
                format!("{}{value}{event}", subject(&full))
            }
        };
        if !phrases.contains(&phrase) {
            phrases.push(phrase);
        }
    }
    phrases
}

/// The thing with a name that a place is in, if it comes or goes as a whole: what came or went has so many steps.
fn thing_in(path: &ConfigPath, whole: usize) -> Option<ConfigPath> {
    let (_, _, rest) = subject_at(path)?;
    let length = path.steps().len() - rest.len();
    let is_named = path.steps()[length - 1].entry.is_some();
    (is_named && whole <= length).then(|| path.steps()[..length].iter().cloned().collect())
}

/// What a place is about: `HA4 address of member fw-dc1-a`.
fn subject(path: &ConfigPath, serial: &str, names: &BTreeMap<String, String>) -> String {
    let Some((what, of, rest)) = subject_at(path) else {
        return short_path(path);
    };
    let name = match what {
        "cluster member" if of == serial => "own entry in the list of members".to_owned(),
        "cluster member" => {
            let named = names.get(of).map(|name| format!("{name} ({of})"));
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

/// A setting of something, by the last step of its path: `HA4 address`, `device priority`.
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
        // A firewall that a rule is for.
        (_, serial) if last.entry.is_some() && rest.first().is_some_and(|step| step.name == "target") => {
            format!("target {serial}")
        }
        (_, name) => name.replace('-', " "),
    })
}

fn shown(value: &Value) -> String {
    let text = match (&value.secret, value.text.trim()) {
        (Some(_), _) => "(a secret)".to_owned(),
        (None, "") => "nothing".to_owned(),
        (None, text) => visible(text).into_owned(),
    };
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
