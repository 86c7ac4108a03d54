//! The single changes of a plan.

use super::last::Last;
use super::location::{Location, READONLY};
use super::unit::{Fate, Unit};
use crate::diff::{Action as What, Change, Noise, Row, Secrets, diff, rows, rows_of};
use crate::xml::{ConfigPath, Node, Step};

/// Who made a place what it is not in the last generation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The spec.
    Ours,
    /// Somebody on Panorama.
    Theirs,
    /// Both.
    Both,
}

impl Side {
    /// The word of the terminal and of JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Theirs => "theirs",
            Self::Both => "both",
        }
    }
}

/// One change of the configuration.
#[derive(Debug, Clone)]
pub struct Action {
    /// What is done, with its place in the export.
    pub row: Row,
    /// Who made it differ from the last generation, where that is known.
    pub side: Option<Side>,
}

/// The actions that make up what becomes of locations of a configuration.
pub(super) fn actions(
    units: &[Unit<'_, '_, '_>],
    before: Node<'_>,
    after: Node<'_>,
    last: Option<&Last>,
) -> Vec<Action> {
    let secrets = Secrets::below([before, after]);
    let action = |row: Row| {
        let side = last
            .filter(|last| row.action != What::Move && can_tell(last, &Location::of(&row.path), before))
            .map(|last| side(last, &row.path, before.get(&row.path), after.get(&row.path)));
        // What is to come stands in no file of the user's.
        Action { row: Row { after: None, ..row }, side }
    };
    units.iter().flat_map(|unit| rows_of_unit(unit, &secrets)).map(action).collect()
}

fn rows_of_unit(unit: &Unit<'_, '_, '_>, secrets: &Secrets) -> Vec<Row> {
    let path = unit.location.path();
    let (above, rows) = match unit.fate {
        Fate::Added(node) => (parent(&path), rows_of(&[Change::Added { node, behind: None }], secrets)),
        Fate::Removed(node) => (parent(&path), rows_of(&[Change::Removed { node }], secrets)),
        Fate::Within(difference) => (path, rows(difference, secrets)),
    };
    rows.into_iter().map(|row| Row { path: above.join(&row.path), ..row }).collect()
}

fn parent(path: &ConfigPath) -> ConfigPath {
    path.steps().split_last().map(|(_, above)| above.iter().cloned().collect()).unwrap_or_default()
}

/// Does the last generation tell of this location? It has no list of managed firewalls, and none of the objects of
/// others; what was not there is not theirs.
fn can_tell(last: &Last, location: &Location, before: Node<'_>) -> bool {
    match location {
        Location::Object(object, name) => {
            last.object(*object, name).is_some() || before.get(&location.path()).is_none()
        }
        Location::ManagedDevices | Location::Shared | Location::Other(_) => false,
    }
}

/// Who made a place another than it was in the last generation.
fn side(last: &Last, path: &ConfigPath, before: Option<Node<'_>>, after: Option<Node<'_>>) -> Side {
    let is_readonly = path.steps().first().is_some_and(|step: &Step| step.name == READONLY);
    let made = if is_readonly { None } else { last.at(path) };
    let is_same = |node: Option<Node<'_>>| match (made, node) {
        (Some(made), Some(node)) => diff(made, node, &Noise::default()).is_none(),
        (None, None) => true,
        _ => false,
    };
    match (is_same(before), is_same(after)) {
        (_, true) => Side::Theirs,
        (true, false) => Side::Ours,
        (false, false) => Side::Both,
    }
}
