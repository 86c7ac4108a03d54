//! What a stack does to its templates: their configurations laid over each other.
//!
//! Entries that are units (see [`super::atoms`]) are taken whole from the highest layer that has
//! them, other elements are looked into, single values come from the highest layer that sets them,
//! and member lists are joined, those of higher layers first (inferred from real exports).

use std::borrow::Cow;
use std::collections::HashMap;

use super::atoms::Atoms;
use crate::xml::Node;

/// Index of a layer: 0 is the highest.
pub type LayerIndex = u16;

/// One element as one layer has it.
#[derive(Debug, Clone, Copy)]
pub struct Sourced<'d> {
    /// The layer.
    pub layer: LayerIndex,
    /// The element.
    pub node: Node<'d>,
}

/// An element of the result.
#[derive(Debug)]
pub enum Item<'d> {
    /// One layer alone has it, and everything below.
    Single(Sourced<'d>),
    /// Several have it: a value or a unit. The first wins, the others are shadowed.
    Won(Vec<Sourced<'d>>),
    /// Several have it, and their children are laid over each other.
    Merged(Vec<Sourced<'d>>, Vec<Item<'d>>),
}

impl<'d> Item<'d> {
    /// The element that wins, or is merged into.
    pub fn first(&self) -> Sourced<'d> {
        match self {
            Self::Single(sourced) => *sourced,
            Self::Won(sources) | Self::Merged(sources, _) => sources[0],
        }
    }

    /// What the winner shadows.
    pub fn shadowed(&self) -> &[Sourced<'d>] {
        match self {
            Self::Won(sources) => &sources[1..],
            Self::Single(_) | Self::Merged(..) => &[],
        }
    }
}

/// How siblings of different layers are told to be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A template's `config`, by the list of units.
    Settings(Option<&'static Atoms>),
    /// The objects of device groups: every entry is a unit.
    Objects,
}

impl Kind {
    /// The kind of a child.
    fn child(self, name: &str) -> Self {
        match self {
            Self::Settings(atoms) => Self::Settings(atoms.and_then(|atoms| atoms.child(name))),
            Self::Objects => Self::Objects,
        }
    }

    /// Are there units below, so that what stands here only holds them together?
    fn is_structure(self) -> bool {
        matches!(self, Self::Settings(Some(atoms)) if !atoms.is_atom())
    }
}

/// Does a container that holds units together stand twice in its parent, here or below? Tools write
/// such files; Panorama's own schema forbids it. They are read as one container, the first first.
fn has_twins(node: Node<'_>, kind: Kind) -> bool {
    let mut names: Vec<&str> = Vec::new();
    kind.is_structure()
        && node.children().any(|child| {
            let name = child.name();
            let is_twin = name != "entry" && names.contains(&name);
            names.push(name);
            is_twin || has_twins(child, kind.child(name))
        })
}

impl PartialEq for Atoms {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for Atoms {}

/// Lays elements over each other, the highest layer first. There is at least one.
pub(super) fn overlay<'d>(sources: Vec<Sourced<'d>>, kind: Kind) -> Item<'d> {
    if let [only] = sources[..]
        && !has_twins(only.node, kind)
    {
        return Item::Single(only);
    }
    let is_unit = match kind {
        Kind::Settings(atoms) => atoms.is_some_and(Atoms::is_atom),
        Kind::Objects => sources[0].node.name() == "entry",
    };
    let is_value = sources[0].node.children().next().is_none();
    // An empty element, such as a container without anything in it, sets no value.
    let is_empty = is_value && sources[0].node.text().trim().is_empty();
    let others_have_children = sources[1..].iter().any(|other| other.node.children().next().is_some());
    if is_unit || (is_value && !(is_empty && others_have_children)) {
        return Item::Won(sources);
    }
    let children = groups(&sources)
        .into_iter()
        .map(|group| {
            let kind = kind.child(group[0].node.name());
            overlay(group, kind)
        })
        .collect();
    Item::Merged(sources, children)
}

/// What tells siblings apart.
#[derive(PartialEq, Eq, Hash)]
pub(super) enum Key<'d> {
    Element(&'d str),
    Entry(&'d str, Cow<'d, str>),
    Member(Cow<'d, str>),
}

impl<'d> Key<'d> {
    pub(super) fn of(node: Node<'d>) -> Self {
        match node.attribute("name") {
            Some(entry) => Self::Entry(node.name(), entry),
            None if node.name() == "member" => Self::Member(node.text()),
            None => Self::Element(node.name()),
        }
    }
}

/// The children of all sources, those that are one together, in the order of the highest layer.
fn groups<'d>(sources: &[Sourced<'d>]) -> Vec<Vec<Sourced<'d>>> {
    let mut groups: Vec<Vec<Sourced<'d>>> = Vec::new();
    let mut index: HashMap<Key<'d>, usize> = HashMap::new();
    for source in sources {
        for node in source.node.children() {
            let sourced = Sourced { layer: source.layer, node };
            let display_name = display_name_of_vsys(node);
            let key = match &display_name {
                // A virtual system is known by its display name first, then by its id.
                Some(display_name) => Key::Entry("vsys", display_name.clone()),
                None => Key::of(node),
            };
            let at = index.get(&key).or_else(|| index.get(&Key::of(node))).copied();
            let at = at.unwrap_or_else(|| {
                groups.push(Vec::new());
                groups.len() - 1
            });
            groups[at].push(sourced);
            index.entry(key).or_insert(at);
            if display_name.is_some() {
                index.entry(Key::of(node)).or_insert(at);
            }
        }
    }
    groups
}

/// The display name of a virtual system's entry.
fn display_name_of_vsys(node: Node<'_>) -> Option<Cow<'_, str>> {
    let is_vsys = node.name() == "entry" && node.parent().is_some_and(|parent| parent.name() == "vsys");
    let display_name = is_vsys.then(|| node.child("display-name")).flatten()?;
    Some(display_name.text())
}
