//! A plan for machines: the envelope `panha.plan/1`.

use serde::Serialize;

use super::diff::{ChangeEntry, Counts, change_entry};
use super::json::document;
use super::secret::without_secret;
use crate::diff::Row;
use crate::plan::{Brought, Planned};
use crate::source::Sources;
use crate::xml::ConfigPath;

/// Version of the envelope; fields are only ever added to it.
pub const PLAN_SCHEMA: &str = "panha.plan/1";

#[derive(Serialize)]
struct Envelope<'a> {
    schema: &'static str,
    is_empty: bool,
    actions: Vec<ActionEntry<'a>>,
    parents: Vec<ParentEntry<'a>>,
    firewalls: Vec<FirewallEntry<'a>>,
    replaced: Vec<ReplacedEntry<'a>>,
    leaving: Vec<&'a str>,
    drift: Vec<DriftEntry>,
    findings: Vec<FindingEntry<'a>>,
    summary: Counts,
}

#[derive(Serialize)]
struct ActionEntry<'a> {
    #[serde(flatten)]
    change: ChangeEntry<'a>,
    changed_by: Option<&'static str>,
}

#[derive(Serialize)]
struct ParentEntry<'a> {
    device_group: &'a str,
    parent: Option<&'a str>,
}

#[derive(Serialize)]
struct FirewallEntry<'a> {
    serial: &'a str,
    name: Option<&'a str>,
    changes: &'a [String],
}

#[derive(Serialize)]
struct ReplacedEntry<'a> {
    old: &'a str,
    new: &'a str,
}

#[derive(Serialize)]
struct DriftEntry {
    object: String,
    path: String,
    text: Option<String>,
    place: String,
    is_held: bool,
}

/// What the plan leads to, and was not so before or is not what the spec wants.
#[derive(Serialize)]
struct FindingEntry<'a> {
    lint: &'static str,
    severity: &'static str,
    message: &'a str,
    path: String,
    firewalls: &'a [String],
}

/// The whole plan as one JSON document with a final newline. Secrets are left out.
pub fn plan_json(planned: &Planned, brought: &[Brought], sources: &Sources) -> String {
    let (plan, wanted) = (&planned.plan, &planned.wanted);
    let rows: Vec<Row> = plan.actions.iter().map(|action| action.row.clone()).collect();
    let mut firewalls: Vec<FirewallEntry<'_>> = Vec::new();
    for change in &plan.firewalls {
        let entry = |serial| FirewallEntry {
            serial,
            name: plan.names.get(serial).map(String::as_str),
            changes: &change.words,
        };
        firewalls.extend(change.serials.iter().map(String::as_str).map(entry));
    }
    firewalls.sort_by_key(|entry| entry.serial);
    let actions = plan.actions.iter().map(|action| ActionEntry {
        change: change_entry(&action.row, sources),
        changed_by: action.side.map(|side| side.word()),
    });
    let parents = plan
        .parents
        .iter()
        .map(|new| ParentEntry { device_group: &new.group, parent: new.parent.as_deref() });
    let replaced = wanted.roster.replaced.iter();
    let drift = wanted.drift.iter().map(|drift| DriftEntry {
        object: drift.location.to_string(),
        path: ConfigPath::default().child("config").join(&drift.path).to_string(),
        text: drift.text.as_ref().map(|text| without_secret(&drift.path, text)),
        place: sources.place(drift.span),
        is_held: drift.is_held,
    });
    let findings = brought.iter().map(|brought| FindingEntry {
        lint: brought.code,
        severity: brought.severity.as_str(),
        message: &brought.message,
        path: brought.path.to_string(),
        firewalls: &brought.firewalls,
    });
    document(&Envelope {
        schema: PLAN_SCHEMA,
        is_empty: plan.is_empty(),
        actions: actions.collect(),
        parents: parents.collect(),
        firewalls,
        replaced: replaced.map(|one| ReplacedEntry { old: &one.old, new: &one.new }).collect(),
        leaving: wanted.roster.leaving.iter().map(String::as_str).collect(),
        drift: drift.collect(),
        findings: findings.collect(),
        summary: Counts::of(&rows),
    })
}
