//! The proof that a way leads where it shall: it is gone, step by step, on a copy.
//!
//! What is gone here is what the user pastes: the loads of the file, and the commands. It is done by other code
//! than that which made the configuration as it is wanted, so that a fault in one of them shows.

use std::collections::BTreeSet;

use super::location::Location;
use super::route::Route;
use crate::diag::{Diagnostic, Sink};
use crate::diff::{Difference, Noise, NoiseKind, Part, diff};
use crate::merge::{Command, Mode, MoveTo};
use crate::panos::place_of;
use crate::panos::set_commands::{SetCommand, SetValue};
use crate::source::Sources;
use crate::xml::{ConfigPath, Document, Element, Node, write};

/// Goes a way on a copy of the locations that it is about, and compares what comes of it.
///
/// # Errors
/// What is otherwise than wanted, with its place.
pub(super) fn prove(
    route: &Route,
    before: Node<'_>,
    after: Node<'_>,
    locations: &BTreeSet<Location>,
    what: &str,
    sources: &mut Sources,
    sink: &mut Sink,
) {
    let (Ok(start), Ok(wanted)) = (sparse(before, locations), sparse(after, locations)) else {
        // Text beside elements: whoever made the way has told of it.
        return;
    };
    let mut loaded = start.clone();
    route.registrations.iter().for_each(|command| carry_out(command, &mut loaded));
    for load in &route.loads {
        let Some(part) = route.file.as_ref().and_then(|file| file.get(&load.path)) else { continue };
        match load.mode {
            Mode::Replace => *loaded.ensure(&load.path) = part.clone(),
            Mode::Merge => lay_over(loaded.ensure(&load.path), part),
        }
    }
    route.deletions.iter().for_each(|command| carry_out(command, &mut loaded));
    compare(loaded, &wanted, &Noise::none(), &format!("{what}, loaded"), sources, sink);

    let mut set = start;
    route.commands.iter().for_each(|command| carry_out(command, &mut set));
    // No command can give a rule its uuid.
    let noise = NoiseKind::ALL
        .into_iter()
        .filter(|kind| *kind != NoiseKind::Uuid)
        .fold(Noise::default(), Noise::without);
    compare(set, &wanted, &noise, &format!("{what}, set"), sources, sink);
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
        if let Some(node) = config.get(&path) {
            *sparse.ensure(&path) = node.to_element()?;
        }
    }
    Ok(sparse)
}

fn compare(
    found: Element,
    wanted: &Element,
    noise: &Noise,
    what: &str,
    sources: &mut Sources,
    sink: &mut Sink,
) {
    let mut parse = |element: &Element, name: &str| {
        let id = sources.add(name, write(element));
        Document::parse(id, sources.get(id).shared_text())
    };
    let (found, wanted) = match (parse(&found, what), parse(wanted, "as it is wanted")) {
        (Ok(found), Ok(wanted)) => (found, wanted),
        (Err(diagnostic), _) | (_, Err(diagnostic)) => return sink.report(diagnostic),
    };
    if let Some(difference) = diff(found.root(), wanted.root(), noise) {
        let (path, node) = first_part(&difference);
        let message = format!("the plan is not proved: {what}, it does not give what is wanted at {path}");
        sink.report(
            Diagnostic::error("plan-not-proved", message)
                .at(node.span())
                .help("nothing was written; this is a fault of panha's, or of an export that says a thing twice: please report it"),
        );
    }
}

/// The first thing that differs.
fn first_part<'n>(difference: &Difference<'n, 'n>) -> (ConfigPath, Node<'n>) {
    let mut first = None;
    difference.visit(&mut |within, part| {
        let node = match part {
            Part::Added(node) | Part::Removed(node) => node,
            Part::Text | Part::Attribute(_) | Part::Moved(..) => within.before,
        };
        first.get_or_insert(node);
    });
    let node = first.unwrap_or(difference.before);
    (place_of(node), node)
}

/// A merge, as a partial load does it: what is there by that name is added to, and nothing goes.
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
