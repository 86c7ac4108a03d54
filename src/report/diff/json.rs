//! Changes for machines.

use serde::Serialize;

use super::counts::Counts;
use super::object::Object;
use super::{Sides, shown};
use crate::diff::{Action, Leaf, Row, To, Value, What};
use crate::impact::Impact;
use crate::report::effective::shown_path;
use crate::report::json::document;
use crate::source::{Sources, Span};

/// Version of the JSON envelope; fields are only ever added to it.
pub const DIFF_SCHEMA: &str = "panha.diff/1";

#[derive(Serialize)]
struct Envelope<'a> {
    schema: &'static str,
    before: &'a str,
    after: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<Vec<ChangeEntry<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<Counts>,
    #[serde(skip_serializing_if = "Option::is_none")]
    effective: Option<EffectiveEntry<'a>>,
}

#[derive(Serialize)]
struct EffectiveEntry<'a> {
    groups: Vec<GroupEntry<'a>>,
    only_before: &'a [String],
    only_after: &'a [String],
    changed: usize,
    unchanged: usize,
}

#[derive(Serialize)]
struct GroupEntry<'a> {
    firewalls: &'a [String],
    changes: Vec<ChangeEntry<'a>>,
    summary: Counts,
}

#[derive(Serialize)]
pub(in crate::report) struct ChangeEntry<'a> {
    action: &'static str,
    object: ObjectEntry,
    path: String,
    /// The name, where an attribute is what changes.
    attribute: Option<&'a str>,
    before: Option<String>,
    after: Option<String>,
    /// Is what changes, comes or goes a secret, which is not shown?
    is_secret: bool,
    members_added: Vec<String>,
    members_removed: Vec<String>,
    /// A member of a list whose order counts.
    member: Option<String>,
    /// Values in what came or went.
    values: Vec<LeafEntry>,
    position: Option<PositionEntry<'a>>,
    places: PlacesEntry<'a>,
}

#[derive(Serialize)]
struct ObjectEntry {
    kind: String,
    name: Option<String>,
}

#[derive(Serialize)]
struct LeafEntry {
    path: String,
    values: Vec<String>,
}

/// Behind what; behind nothing is at the top.
#[derive(Serialize)]
struct PositionEntry<'a> {
    behind: Option<&'a str>,
}

#[derive(Serialize)]
struct PlacesEntry<'a> {
    before: Option<PlaceEntry<'a>>,
    after: Option<PlaceEntry<'a>>,
}

#[derive(Serialize)]
struct PlaceEntry<'a> {
    file: &'a str,
    line: usize,
}

/// The changes between two configurations, in one JSON document with a final newline. Secrets are left out.
pub fn diff_json(sides: Sides<'_>, rows: &[Row], sources: &Sources) -> String {
    document(&Envelope {
        schema: DIFF_SCHEMA,
        before: sides.before,
        after: sides.after,
        changes: Some(rows.iter().map(|row| entry(row, sides, sources)).collect()),
        summary: Some(Counts::of(rows)),
        effective: None,
    })
}

/// What changes for firewalls, in the same envelope.
pub fn diff_effective_json(sides: Sides<'_>, impact: &Impact, sources: &Sources) -> String {
    let groups = impact.groups.iter().map(|group| GroupEntry {
        firewalls: &group.serials,
        changes: group.rows.iter().map(|row| entry(row, sides, sources)).collect(),
        summary: Counts::of(&group.rows),
    });
    let effective = EffectiveEntry {
        groups: groups.collect(),
        only_before: &impact.only_before,
        only_after: &impact.only_after,
        changed: impact.changed,
        unchanged: impact.unchanged,
    };
    document(&Envelope {
        schema: DIFF_SCHEMA,
        before: sides.before,
        after: sides.after,
        changes: None,
        summary: None,
        effective: Some(effective),
    })
}

/// A change in a whole configuration.
pub(in crate::report) fn change_entry<'a>(row: &'a Row, sources: &'a Sources) -> ChangeEntry<'a> {
    entry(row, Sides { before: "", after: "", are_parts: false }, sources)
}

fn entry<'a>(row: &'a Row, sides: Sides<'_>, sources: &'a Sources) -> ChangeEntry<'a> {
    let Object { kind, name, .. } = Object::of(&row.path);
    let place =
        |span: Span| PlaceEntry { file: sources.get(span.source).name(), line: sources.position(span).line };
    let mut entry = ChangeEntry {
        action: match row.action {
            Action::Add => "add",
            Action::Change => "change",
            Action::Remove => "remove",
            Action::Move => "move",
        },
        object: ObjectEntry { kind, name },
        path: if sides.are_parts { row.path.to_string() } else { shown_path(&row.path) },
        attribute: None,
        before: None,
        after: None,
        is_secret: false,
        members_added: Vec::new(),
        members_removed: Vec::new(),
        member: None,
        values: Vec::new(),
        position: row.to.as_ref().map(|to| PositionEntry {
            behind: match to {
                To::Top => None,
                To::Behind(other) => Some(other),
            },
        }),
        places: PlacesEntry { before: row.before.map(place), after: row.after.map(place) },
    };
    let all_shown = |values: &[Value]| values.iter().map(shown).collect::<Vec<_>>();
    let is_secret = |values: &[Value]| values.iter().any(|value| value.secret.is_some());
    match &row.what {
        What::Element(leaves) => {
            entry.is_secret = leaves.iter().any(|leaf| is_secret(&leaf.values));
            entry.values = leaves.iter().map(leaf_entry).collect();
        }
        What::Text { before, after } => {
            entry.is_secret = [before, after].into_iter().flatten().any(|value| value.secret.is_some());
            entry.before = before.as_ref().map(shown);
            entry.after = after.as_ref().map(shown);
        }
        What::Attribute { name, before, after } => {
            entry.attribute = Some(name);
            entry.before.clone_from(before);
            entry.after.clone_from(after);
        }
        What::Members { added, removed } => {
            entry.is_secret = is_secret(added) || is_secret(removed);
            (entry.members_added, entry.members_removed) = (all_shown(added), all_shown(removed));
        }
        What::Member(value) => {
            entry.is_secret = value.secret.is_some();
            entry.member = Some(shown(value));
        }
    }
    entry
}

fn leaf_entry(leaf: &Leaf) -> LeafEntry {
    let path = if leaf.path.is_empty() { String::new() } else { leaf.path.to_string() };
    LeafEntry { path, values: leaf.values.iter().map(shown).collect() }
}
