//! The proof that a way leads where it shall: it is gone, step by step, on a copy.
//!
//! What is gone here is what the user pastes: the loads of the file, and the commands. It is done by other code
//! than that which made the configuration as it is wanted, so that a fault in one of them shows.

use std::collections::BTreeSet;

use super::location::Location;
use super::route::Route;
use crate::diag::Diagnostic;
use crate::diff::{Noise, NoiseKind, Part, diff};
use crate::merge::{Command, Mode, MoveTo};
use crate::panos::place_of;
use crate::panos::set_commands::{SetCommand, SetValue};
use crate::source::Sources;
use crate::xml::{ConfigPath, Document, Element, Node, write};

/// What is proved: a way between two configurations.
pub(super) struct Claim<'c, 'd, 'w> {
    pub(super) route: &'c Route,
    pub(super) before: Node<'d>,
    pub(super) after: Node<'w>,
    /// The locations that it is about.
    pub(super) locations: &'c BTreeSet<Location>,
    /// What it is called.
    pub(super) what: &'c str,
}

impl Claim<'_, '_, '_> {
    /// Goes the way on a copy of its locations, by loads and by commands, and compares what comes of it.
    ///
    /// # Errors
    /// What is otherwise than wanted, with its path, and its place in `export`.
    pub(super) fn prove(&self, export: Node<'_>) -> Result<(), Diagnostic> {
        let Self { route, before, after, locations, what } = self;
        let failed = |why: &str, path: Option<&ConfigPath>| not_proved(what, why, path, export);
        let copy = |config| sparse(config, locations).map_err(|problem| failed(&problem.message, None));
        let (start, wanted) = (copy(*before)?, copy(*after)?);

        let mut loaded = start.clone();
        route.first.iter().for_each(|command| carry_out(command, &mut loaded));
        for load in &route.loads {
            let part = route.file.as_ref().and_then(|file| file.get(&load.path));
            let part = part.ok_or_else(|| failed("the file lacks what is loaded", Some(&load.path)))?;
            match load.mode {
                Mode::Replace => *loaded.ensure(&load.path) = part.clone(),
                Mode::Merge => lay_over(loaded.ensure(&load.path), part),
            }
        }
        route.deletions.iter().for_each(|command| carry_out(command, &mut loaded));
        // What Panorama writes on what is not committed is in no file.
        let tracking = [NoiseKind::Admin, NoiseKind::DirtyId, NoiseKind::Time];
        if let Some(path) = first_difference(&loaded, &wanted, &noise(&tracking))? {
            return Err(failed("loaded, it does not give what is wanted", Some(&path)));
        }

        let mut set = start;
        route.commands.iter().for_each(|command| carry_out(command, &mut set));
        // No command can give a rule its uuid.
        if let Some(path) =
            first_difference(&set, &wanted, &noise(&[&tracking[..], &[NoiseKind::Uuid]].concat()))?
        {
            return Err(failed("set, it does not give what is wanted", Some(&path)));
        }
        Ok(())
    }
}

/// Noise of these kinds and no others.
fn noise(kinds: &[NoiseKind]) -> Noise {
    let others = NoiseKind::ALL.into_iter().filter(|kind| !kinds.contains(kind));
    others.fold(Noise::default(), Noise::without)
}

/// Nothing shall be written: the place is that in the export, or of what is around it there.
pub(super) fn not_proved(what: &str, why: &str, path: Option<&ConfigPath>, export: Node<'_>) -> Diagnostic {
    let at = path.map(|path| format!(", at {path}")).unwrap_or_default();
    let diagnostic = Diagnostic::error("plan-not-proved", format!("{what} is not proved: {why}{at}"))
        .help("nothing was written; it is a fault of panha's, or the export says a thing twice or has text beside elements");
    let steps = path.map(ConfigPath::steps).unwrap_or_default();
    let nearest =
        (1..=steps.len()).rev().find_map(|length| export.get(&steps[..length].iter().cloned().collect()));
    match nearest {
        Some(node) => diagnostic.at(node.start_tag_span()),
        None => diagnostic,
    }
}

/// The locations alone, each where it stands. What holds them is there in any case: that a list is empty, or is
/// not there, means the same.
fn sparse(config: Node<'_>, locations: &BTreeSet<Location>) -> Result<Element, Diagnostic> {
    let mut sparse = Element::new("config");
    for location in locations {
        let path = location.path();
        if let [above @ .., _] = path.steps() {
            sparse.ensure(&above.iter().cloned().collect());
        }
        if *location == Location::ManagedDevices {
            sparse.ensure(&path);
        }
        if let Some(node) = config.get(&path) {
            *sparse.ensure(&path) = node.to_element()?;
        }
    }
    Ok(sparse)
}

/// Where two trees differ first.
fn first_difference(
    found: &Element,
    wanted: &Element,
    noise: &Noise,
) -> Result<Option<ConfigPath>, Diagnostic> {
    // What these say is no text of the user's: it is in no message.
    let mut sources = Sources::default();
    let mut parse = |element: &Element| {
        let id = sources.add("", write(element));
        Document::parse(id, sources.get(id).shared_text()).map_err(|problem| Diagnostic {
            primary: None,
            secondary: Vec::new(),
            ..problem
        })
    };
    let (found, wanted) = (parse(found)?, parse(wanted)?);
    let Some(difference) = diff(found.root(), wanted.root(), noise) else { return Ok(None) };
    let mut first = None;
    difference.visit(&mut |within, part| {
        let node = match part {
            Part::Added(node) | Part::Removed(node) => node,
            Part::Text | Part::Attribute(_) | Part::Moved(..) => within.before,
        };
        first.get_or_insert(node);
    });
    Ok(first.map(place_of))
}

/// A merge, as a partial load does it: what is there by that name is added to, and nothing goes. `merge::load` does
/// the same to a text; here it is done once more, so that a fault in either shows.
fn lay_over(target: &mut Element, from: &Element) {
    for (name, value) in from.attributes() {
        target.set_attribute(name, value);
    }
    if from.is_leaf() {
        if !from.text().is_empty() {
            target.set_text(from.text());
        }
        return;
    }
    for child in from.children() {
        let is_like = |other: &&mut Element| {
            other.name() == child.name()
                && other.entry_name() == child.entry_name()
                && (child.name() != "member" || other.text() == child.text())
        };
        match target.children_mut().iter_mut().find(is_like) {
            Some(like) => lay_over(like, child),
            None => {
                target.push(child.clone());
            }
        }
    }
}

/// Does what the CLI does.
fn carry_out(command: &Command, config: &mut Element) {
    match command {
        Command::Set(SetCommand { path, value }) => {
            let element = config.ensure(path);
            match value {
                SetValue::Presence => {}
                SetValue::Text(text) => element.set_text(text),
                SetValue::Members(members) => {
                    for member in members {
                        let is_there = element.children().iter().any(|child| child.text() == member);
                        if !is_there {
                            element.push(Element::leaf("member", member));
                        }
                    }
                }
            }
        }
        Command::Delete { path, member: Some(member) } => {
            if let Some(list) = get_mut(config, path) {
                list.children_mut().retain(|child| child.text() != member);
            }
        }
        Command::Delete { path, member: None } => {
            with_siblings(config, path, |siblings, index| {
                siblings.remove(index);
            });
        }
        Command::Move { path, to } => with_siblings(config, path, |siblings, index| {
            let moved = siblings.remove(index);
            let place = match to {
                MoveTo::Top => Some(0),
                MoveTo::After(name) => {
                    let is_it = |sibling: &Element| sibling.entry_name() == Some(name);
                    siblings.iter().position(is_it).map(|index| index + 1)
                }
            };
            siblings.insert(place.unwrap_or(index), moved);
        }),
    }
}

fn get_mut<'e>(config: &'e mut Element, path: &ConfigPath) -> Option<&'e mut Element> {
    // What is not there shall not come by being looked for.
    config.get(path)?;
    Some(config.ensure(path))
}

/// Calls `change` with the siblings of an element, and its place among them.
fn with_siblings(config: &mut Element, path: &ConfigPath, change: impl FnOnce(&mut Vec<Element>, usize)) {
    let [above @ .., last] = path.steps() else { return };
    let Some(parent) = get_mut(config, &above.iter().cloned().collect()) else { return };
    let is_it = |child: &Element| child.name() == last.name && child.entry_name() == last.entry.as_deref();
    if let Some(index) = parent.children().iter().position(is_it) {
        change(parent.children_mut(), index);
    }
}
