//! A difference taken apart into what is loaded, and told, by itself.

use std::borrow::Cow;

use super::location::{Location, READONLY};
use crate::diff::{Change, Difference};
use crate::panos::PanoramaObject;
use crate::xml::{ConfigPath, Node, Step};

/// What becomes of one location.
#[derive(Debug, Clone, Copy)]
pub(super) enum Fate<'x, 'a, 'b> {
    /// It comes.
    Added(Node<'b>),
    /// It goes.
    Removed(Node<'a>),
    /// Something in it is another.
    Within(&'x Difference<'a, 'b>),
}

/// One location that something becomes of.
#[derive(Debug, Clone)]
pub(super) struct Unit<'x, 'a, 'b> {
    pub(super) location: Location,
    pub(super) fate: Fate<'x, 'a, 'b>,
}

/// The locations that a difference of two `config` elements is about. What Panorama keeps for itself is none.
pub(super) fn units<'x, 'a, 'b>(difference: &'x Difference<'a, 'b>) -> Vec<Unit<'x, 'a, 'b>> {
    let mut units = Vec::new();
    below(difference, &ConfigPath::default(), &mut units);
    units
}

fn below<'x, 'a, 'b>(
    difference: &'x Difference<'a, 'b>,
    path: &ConfigPath,
    units: &mut Vec<Unit<'x, 'a, 'b>>,
) {
    for change in &difference.changes {
        match change {
            Change::Added { node, .. } => whole(*node, path, &Fate::Added, units),
            Change::Removed { node } => whole(*node, path, &Fate::Removed, units),
            Change::Within(within) | Change::Moved { within: Some(within), .. } => {
                let path = step(path, within.before);
                if holds_locations(&path) {
                    below(within, &path, units);
                } else if !is_readonly(&path) {
                    units.push(Unit { location: Location::of(&path), fate: Fate::Within(within) });
                }
            }
            Change::Moved { within: None, .. } => {}
        }
    }
}

/// A container that came, or went, with all that is in it.
fn whole<'x, 'a, 'b, 'n>(
    node: Node<'n>,
    path: &ConfigPath,
    fate: &dyn Fn(Node<'n>) -> Fate<'x, 'a, 'b>,
    units: &mut Vec<Unit<'x, 'a, 'b>>,
) {
    let path = step(path, node);
    if holds_locations(&path) {
        node.children().for_each(|child| whole(child, &path, fate, units));
    } else if !is_readonly(&path) {
        units.push(Unit { location: Location::of(&path), fate: fate(node) });
    }
}

fn is_readonly(path: &ConfigPath) -> bool {
    path.steps().first().is_some_and(|step| step.name == READONLY)
}

/// Do the locations stand below this place?
pub(super) fn holds_locations(path: &ConfigPath) -> bool {
    let name = |index: usize| path.steps().get(index).map(|step| step.name.as_str());
    match path.steps().len() {
        1 => matches!(name(0), Some("mgt-config" | "devices")),
        2 => name(0) == Some("devices"),
        3 => {
            let is_list = |name: &str| {
                PanoramaObject::ALL.iter().any(|object| object.element() == name)
                    || name.starts_with("log-collector")
            };
            name(0) == Some("devices") && name(2).is_some_and(is_list)
        }
        _ => false,
    }
}

/// A path and one step more, to a child.
pub(super) fn step(path: &ConfigPath, node: Node<'_>) -> ConfigPath {
    let mut path = path.clone();
    path.push(Step { name: node.name().to_owned(), entry: node.attribute("name").map(Cow::into_owned) });
    path
}
