//! The way from one configuration to another, as Panorama can be led: partial loads, or commands.

use std::collections::BTreeMap;

use super::location::Location;
use super::unit::{Fate, Unit, holds_locations, step, units};
use crate::diag::Diagnostic;
use crate::diff::{Change, Difference};
use crate::merge::{Command, Mode, commands};
use crate::panos::set_commands::{SetCommand, SetValue};
use crate::panos::{Panorama, PanoramaObject};
use crate::xml::{ConfigPath, Element, Node};

/// How many places of one object are replaced one by one; of more, the object is replaced as a whole.
const MOST_REPLACED: usize = 8;

/// One partial load: from a place in the file to the same place in the candidate configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Load {
    /// What is done with what is there.
    pub mode: Mode,
    /// The place, below `config`.
    pub path: ConfigPath,
}

/// A device group that gets another one above it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewParent {
    /// The device group.
    pub group: String,
    /// The one above it; Shared where there is none.
    pub parent: Option<String>,
}

/// The way from one configuration to another, told twice: as loads of a file and as commands.
#[derive(Debug, Clone, Default)]
pub struct Route {
    /// The file that is loaded from; `None` where nothing is.
    pub file: Option<Element>,
    /// Firewalls that Panorama does not know yet, and those that leave a stack or device group which goes: a
    /// firewall is in one only. Before the loads.
    pub first: Vec<Command>,
    /// The loads, in order.
    pub loads: Vec<Load>,
    /// Device groups that are moved. After the loads, or the commands.
    pub parents: Vec<NewParent>,
    /// What goes as a whole, which no load can do. After the loads.
    pub deletions: Vec<Command>,
    /// All of it but the parents, as commands.
    pub commands: Vec<Command>,
}

impl Route {
    /// The way that a difference of two Panoramas is.
    ///
    /// # Errors
    /// Text beside child elements in what comes, with its place.
    pub(super) fn new(
        difference: &Difference<'_, '_>,
        before: Panorama<'_>,
        after: Panorama<'_>,
    ) -> Result<Self, Diagnostic> {
        let mut route = Self { parents: new_parents(before, after), ..Self::default() };
        let units = units(difference);
        for unit in &units {
            route.take(unit)?;
        }
        // Of two that come, the one that is named by the other goes first; what a replaced place says, a merge
        // of what is around it only says again.
        route.loads.sort_by_key(|load| (load.mode == Mode::Merge, rank(&load.path)));
        route.deletions.sort_by_key(|command| match command {
            Command::Delete { path, .. } => std::cmp::Reverse(rank(path)),
            Command::Set(_) | Command::Move { .. } => std::cmp::Reverse(0),
        });
        let commands = commands(difference)?;
        for command in commands {
            match command {
                Command::Delete { path, member: None } => route.delete(path, before.config()),
                command => route.commands.push(command),
            }
        }
        Ok(route)
    }

    /// A list of objects that goes, as it was not there before, goes object by object: others may have put some
    /// of theirs into it since.
    fn delete(&mut self, path: ConfigPath, before: Node<'_>) {
        if !holds_locations(&path) && path != Location::ManagedDevices.path() {
            return self.commands.push(Command::Delete { path, member: None });
        }
        for child in before.get(&path).into_iter().flat_map(Node::children) {
            self.delete(step(&path, child), before);
        }
    }

    /// Does it lead nowhere?
    pub fn is_empty(&self) -> bool {
        self.loads.is_empty() && self.commands.is_empty() && self.parents.is_empty()
    }

    fn take(&mut self, unit: &Unit<'_, '_, '_>) -> Result<(), Diagnostic> {
        let path = unit.location.path();
        match (&unit.location, unit.fate) {
            (Location::ManagedDevices, fate) => self.managed(fate),
            (_, Fate::Added(node)) => self.load(Mode::Merge, &path, node.to_element()?),
            (_, Fate::Removed(node)) => {
                for device in node.child("devices").into_iter().flat_map(Node::children) {
                    let path = step(&path.child("devices"), device);
                    self.first.push(Command::Delete { path, member: None });
                }
                self.deletions.push(Command::Delete { path, member: None });
            }
            (_, Fate::Within(difference)) => {
                let parts = Parts::of(difference, &path)?;
                let is_object = matches!(unit.location, Location::Object(..));
                if is_object && parts.replaced.len() > MOST_REPLACED {
                    self.load(Mode::Replace, &path, difference.after.to_element()?);
                    return Ok(());
                }
                if parts.is_merged {
                    self.load(Mode::Merge, &path, parts.merged);
                }
                for (path, element) in parts.replaced {
                    self.load(Mode::Replace, &path, element);
                }
            }
        }
        Ok(())
    }

    fn load(&mut self, mode: Mode, path: &ConfigPath, element: Element) {
        let file = self.file.get_or_insert_with(|| Element::new("config"));
        *file.ensure(path) = without_tracking(element);
        self.loads.push(Load { mode, path: path.clone() });
    }

    fn managed(&mut self, fate: Fate<'_, '_, '_>) {
        let list = Location::ManagedDevices.path();
        let entry = |node: Node<'_>| step(&list, node);
        let set = |node| Command::Set(SetCommand { path: entry(node), value: SetValue::Presence });
        match fate {
            Fate::Added(list) => self.first.extend(list.children().map(set)),
            Fate::Removed(there) => self
                .deletions
                .extend(there.children().map(|node| Command::Delete { path: entry(node), member: None })),
            Fate::Within(difference) => {
                for change in &difference.changes {
                    match change {
                        Change::Added { node, .. } => self.first.push(set(*node)),
                        Change::Removed { node } => {
                            self.deletions.push(Command::Delete { path: entry(*node), member: None });
                        }
                        Change::Moved { .. } | Change::Within(_) => {}
                    }
                }
            }
        }
    }
}

/// An element without what Panorama writes on what is not committed.
fn without_tracking(mut element: Element) -> Element {
    element.retain_attributes(|name| !matches!(name, "admin" | "dirtyId" | "time"));
    let children: Vec<Element> = element.children_mut().drain(..).map(without_tracking).collect();
    children.into_iter().for_each(|child| {
        element.push(child);
    });
    element
}

/// What of a location is merged into it, and what in it is replaced.
struct Parts {
    /// The location with what is merged, and whether that is anything.
    merged: Element,
    is_merged: bool,
    replaced: Vec<(ConfigPath, Element)>,
}

impl Parts {
    /// A merge adds and changes. Where something goes, or comes anywhere but at the end, the element that it is
    /// in is replaced.
    fn of(difference: &Difference<'_, '_>, location: &ConfigPath) -> Result<Self, Diagnostic> {
        let mut merged = Element::new(difference.before.name());
        if let Some(name) = difference.before.attribute("name") {
            merged.set_attribute("name", name);
        }
        let mut parts = Self { merged, is_merged: false, replaced: Vec::new() };
        parts.below(difference, location, &ConfigPath::default())?;
        Ok(parts)
    }

    fn below(
        &mut self,
        difference: &Difference<'_, '_>,
        location: &ConfigPath,
        path: &ConfigPath,
    ) -> Result<(), Diagnostic> {
        if !is_merge(difference) {
            self.replaced.push((location.join(path), difference.after.to_element()?));
            return Ok(());
        }
        if difference.is_text_changed {
            self.is_merged = true;
            self.merged.ensure(path).set_text(difference.after.text());
        }
        for change in &difference.changes {
            match change {
                Change::Added { node, .. } => {
                    self.is_merged = true;
                    self.merged.ensure(path).push(node.to_element()?);
                }
                Change::Within(within) => self.below(within, location, &step(path, within.before))?,
                Change::Removed { .. } | Change::Moved { .. } => {}
            }
        }
        Ok(())
    }
}

/// Can what differs in an element itself, not deeper in it, be merged?
fn is_merge(difference: &Difference<'_, '_>) -> bool {
    let Difference { before, after, .. } = *difference;
    let is_text =
        difference.is_text_changed && before.is_leaf() && after.is_leaf() && !after.text().is_empty();
    let last_old = difference.last_old();
    let comes_last = |change: &Change<'_, '_>| match change {
        Change::Added { node, behind } => {
            behind.is_none() || last_old.is_none_or(|last| last.span() < node.span())
        }
        Change::Within(_) => true,
        Change::Removed { .. } | Change::Moved { .. } => false,
    };
    (is_text || !difference.is_text_changed)
        && difference.attributes.is_empty()
        && difference.changes.iter().all(comes_last)
}

/// Templates first, then stacks, then device groups: what is named before what names it.
fn rank(path: &ConfigPath) -> usize {
    let Location::Object(object, _) = Location::of(path) else { return 0 };
    1 + PanoramaObject::ALL.into_iter().position(|other| other == object).unwrap_or_default()
}

fn new_parents(before: Panorama<'_>, after: Panorama<'_>) -> Vec<NewParent> {
    let parents = |panorama: Panorama<'_>| -> BTreeMap<String, Option<String>> {
        panorama
            .device_groups()
            .map(|group| (group.name().to_owned(), group.parent().map(str::to_owned)))
            .collect()
    };
    let before = parents(before);
    let is_new = |(group, parent): &(String, Option<String>)| before.get(group).unwrap_or(&None) != parent;
    parents(after).into_iter().filter(is_new).map(|(group, parent)| NewParent { group, parent }).collect()
}
