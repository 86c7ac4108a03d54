//! A plan for machines: the envelope `panha.plan/1`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::json::document;
use super::secret::without_secret;
use crate::pipeline::Planned;
use crate::plan::{Action, Value};
use crate::source::Sources;
use crate::xml::ConfigPath;

/// Version of the envelope.
pub const PLAN_SCHEMA: &str = "panha.plan/1";

#[derive(Serialize)]
struct Envelope {
    schema: &'static str,
    is_empty: bool,
    actions: Vec<ActionEntry>,
    parents: Vec<ParentEntry>,
    firewalls: Vec<FirewallEntry>,
    replaced: Vec<ReplacedEntry>,
    leaving: Vec<String>,
    drift: Vec<DriftEntry>,
}

#[derive(Serialize)]
struct ActionEntry {
    action: &'static str,
    object: String,
    path: String,
    before: Option<ValueEntry>,
    after: Option<ValueEntry>,
    behind: Option<String>,
    place: Option<String>,
    changed_by: Option<&'static str>,
}

/// A text, a list, or the settings below by their places.
#[derive(Serialize)]
#[serde(untagged)]
enum ValueEntry {
    Text(String),
    Members(Vec<String>),
    Settings(BTreeMap<String, ValueEntry>),
}

impl ValueEntry {
    fn new(path: &ConfigPath, value: &Value) -> Self {
        match value {
            Value::Text(text) => Self::Text(without_secret(path, text)),
            Value::Members(members) => Self::Members(members.clone()),
            Value::Settings(settings) => {
                let entry = |(place, value): &(ConfigPath, Value)| {
                    (place.to_string(), Self::new(&path.join(place), value))
                };
                Self::Settings(settings.iter().map(entry).collect())
            }
        }
    }
}

#[derive(Serialize)]
struct ParentEntry {
    device_group: String,
    parent: Option<String>,
}

#[derive(Serialize)]
struct FirewallEntry {
    serial: String,
    name: Option<String>,
    changes: Vec<String>,
}

#[derive(Serialize)]
struct ReplacedEntry {
    old: String,
    new: String,
}

#[derive(Serialize)]
struct DriftEntry {
    object: String,
    path: String,
    text: Option<String>,
    place: String,
    is_held: bool,
}

/// The whole plan as one JSON document.
pub fn plan_json(planned: &Planned, sources: &Sources) -> String {
    let (plan, wanted) = (&planned.plan, &planned.wanted);
    let full = |path: &ConfigPath| ConfigPath::default().child("config").join(path).to_string();
    let action = |action: &Action| ActionEntry {
        action: action.kind.word(),
        object: action.location.to_string(),
        path: full(&action.path),
        before: action.before.as_ref().map(|before| ValueEntry::new(&action.path, before)),
        after: action.after.as_ref().map(|after| ValueEntry::new(&action.path, after)),
        behind: action.behind.clone(),
        place: action.is_there.then(|| sources.place(action.origin)),
        changed_by: action.side.map(|side| side.word()),
    };
    let firewall = |serial: &String, changes: &[String]| FirewallEntry {
        serial: serial.clone(),
        name: plan.names.get(serial).cloned(),
        changes: changes.to_vec(),
    };
    let mut firewalls: Vec<FirewallEntry> = Vec::new();
    for change in &plan.firewalls {
        firewalls.extend(change.serials.iter().map(|serial| firewall(serial, &change.words)));
    }
    firewalls.sort_by(|a, b| a.serial.cmp(&b.serial));
    let envelope = Envelope {
        schema: PLAN_SCHEMA,
        is_empty: plan.is_empty(),
        actions: plan.actions.iter().map(action).collect(),
        parents: (plan.parents.iter())
            .map(|new| ParentEntry { device_group: new.group.clone(), parent: new.parent.clone() })
            .collect(),
        firewalls,
        replaced: (wanted.roster.replaced.iter())
            .map(|replaced| ReplacedEntry { old: replaced.old.clone(), new: replaced.new.clone() })
            .collect(),
        leaving: wanted.roster.leaving.iter().cloned().collect(),
        drift: (wanted.drift.iter())
            .map(|drift| DriftEntry {
                object: drift.location.to_string(),
                path: full(&drift.path),
                text: drift.text.as_ref().map(|text| without_secret(&drift.path, text)),
                place: sources.place(drift.span),
                is_held: drift.is_held,
            })
            .collect(),
    };
    document(&envelope)
}
