//! A tree of changes as commands of the CLI.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::HashSet;
use std::fmt;

use crate::diag::Diagnostic;
use crate::diff::{Behind, Change, Difference};
use crate::panos::set_commands::{self, SetCommand, SetValue, quoted, write_words};
use crate::panos::{alternatives, device};
use crate::xml::{ConfigPath, Node, Step};

/// A command of the CLI's configuration mode. Paths start below `config`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Adds and changes.
    Set(SetCommand),
    /// Takes an element away, or a member out of a list.
    Delete {
        /// The element, or the list.
        path: ConfigPath,
        /// The member of the list.
        member: Option<String>,
    },
    /// Brings an entry to another place in its list.
    Move {
        /// The entry.
        path: ConfigPath,
        /// Where to.
        to: MoveTo,
    },
}

/// Where an entry is moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MoveTo {
    /// Before all others.
    Top,
    /// Behind the entry of this name.
    After(String),
}

/// As the CLI takes it.
impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Set(command) => command.fmt(f),
            Self::Delete { path, member } => {
                f.write_str("delete")?;
                write_words(path, f)?;
                member.as_ref().map_or(Ok(()), |member| write!(f, " {}", quoted(member)))
            }
            Self::Move { path, to } => {
                f.write_str("move")?;
                write_words(path, f)?;
                match to {
                    MoveTo::Top => f.write_str(" top"),
                    MoveTo::After(name) => write!(f, " after {}", quoted(name)),
                }
            }
        }
    }
}

/// The commands that make what was before into what is after, in an order that the CLI can take: a reference
/// is set after what it names, and what is named is deleted after all that may name it.
///
/// Attributes are in no command: the CLI cannot set the `uuid` of a rule.
///
/// # Errors
/// Text beside child elements in what came, with its place.
pub fn commands(difference: &Difference<'_, '_>) -> Result<Vec<Command>, Diagnostic> {
    let around = difference.before.path();
    // The reply of an API has the configuration in an envelope.
    let root = around.steps().iter().position(|step| step.name == "config").unwrap_or_default();
    let root: ConfigPath = around.steps().iter().skip(root + 1).cloned().collect();
    let mut collected = Collected::default();
    collected.below(difference, &root)?;
    let Collected { mut giving_way, mut set, moves, mut deleted } = collected;
    giving_way.sort_by_key(rank);
    set.sort_by_key(rank);
    deleted.sort_by_key(|command| Reverse(rank(command)));
    Ok([giving_way, set, moves, deleted].concat())
}

#[derive(Default)]
struct Collected {
    /// Deletions without which what is set would be one too many: members, and one of two alternatives.
    giving_way: Vec<Command>,
    set: Vec<Command>,
    moves: Vec<Command>,
    deleted: Vec<Command>,
}

impl Collected {
    fn below(&mut self, difference: &Difference<'_, '_>, path: &ConfigPath) -> Result<(), Diagnostic> {
        let Difference { before, after, .. } = *difference;
        if difference.is_text_changed {
            self.text(difference, path);
        }
        if is_list(before) && is_list(after) {
            self.members(difference, path);
            return Ok(());
        }
        let last_old = last_old(difference);
        for change in &difference.changes {
            match change {
                Change::Added { node, behind } => {
                    let element = node.to_element()?;
                    self.set.extend(set_commands::below(path, &element).into_iter().map(Command::Set));
                    // By itself it comes last.
                    if last_old.is_some_and(|last| start(*node) < last) {
                        self.moves.extend(behind.and_then(|behind| moved(path, *node, behind)));
                    }
                }
                Change::Removed { node } => {
                    let delete = Command::Delete { path: step(path, *node), member: None };
                    let is_first = alternatives(before, node.name()).any(|name| after.child(name).is_some())
                        || is_membership(before)
                        || node.is_leaf() && node.name() != "entry";
                    if is_first { &mut self.giving_way } else { &mut self.deleted }.push(delete);
                }
                Change::Moved { before: from, after: to, behind, within } => {
                    self.moves.extend(moved(path, *to, *behind));
                    if let Some(within) = within {
                        self.below(within, &step(path, *from))?;
                    }
                }
                Change::Within(within) => self.below(within, &step(path, within.before))?,
            }
        }
        Ok(())
    }

    fn text(&mut self, difference: &Difference<'_, '_>, path: &ConfigPath) {
        let after = difference.after;
        let text = after.text();
        if !after.is_leaf() || text.is_empty() {
            self.giving_way.push(Command::Delete { path: path.clone(), member: None });
        }
        if after.is_leaf() {
            let value = if text.is_empty() { SetValue::Presence } else { SetValue::Text(text.into_owned()) };
            self.set.push(Command::Set(SetCommand { path: path.clone(), value }));
        }
    }

    /// `set` adds members behind those that are there. Where that gives another order than the one that is
    /// wanted, the list is made anew.
    fn members(&mut self, difference: &Difference<'_, '_>, path: &ConfigPath) {
        let text = |node: Node<'_>| node.text().into_owned();
        let last_old = last_old(difference);
        let is_out_of_order = |change: &Change<'_, '_>| match change {
            Change::Added { node, behind } => {
                behind.is_some() && last_old.is_some_and(|last| start(*node) < last)
            }
            Change::Moved { .. } => true,
            Change::Removed { .. } | Change::Within(_) => false,
        };
        let mut added = Vec::new();
        if difference.changes.iter().any(is_out_of_order) {
            self.giving_way.push(Command::Delete { path: path.clone(), member: None });
            added.extend(difference.after.children().map(text));
        } else {
            for change in &difference.changes {
                match change {
                    Change::Added { node, .. } => added.push(text(*node)),
                    Change::Removed { node } => {
                        let delete = Command::Delete { path: path.clone(), member: Some(text(*node)) };
                        self.giving_way.push(delete);
                    }
                    Change::Moved { .. } | Change::Within(_) => {}
                }
            }
        }
        if !added.is_empty() {
            let value = SetValue::Members(added);
            self.set.push(Command::Set(SetCommand { path: path.clone(), value }));
        }
    }
}

/// Does a list say which firewalls are part of something? One that leaves comes to another, so it leaves first;
/// what Panorama knows at all it knows to the end.
fn is_membership(list: Node<'_>) -> bool {
    let is_managed = || list.parent().is_some_and(|parent| parent.name() == "mgt-config");
    matches!(list.name(), "devices" | "cluster-members") && !is_managed()
}

/// Can it be a list of members? An element without anything in it can be.
fn is_list(node: Node<'_>) -> bool {
    let is_blank = !node.is_leaf() || node.raw_content().trim().is_empty();
    is_blank && node.children().all(|child| child.name() == "member")
}

/// Where the last of the children starts that did not come.
fn last_old(difference: &Difference<'_, '_>) -> Option<usize> {
    let came: HashSet<usize> = difference
        .changes
        .iter()
        .filter_map(|change| match change {
            Change::Added { node, .. } => Some(start(*node)),
            _ => None,
        })
        .collect();
    let starts: Vec<usize> = difference.after.children().map(start).collect();
    starts.into_iter().rev().find(|start| !came.contains(start))
}

fn start(node: Node<'_>) -> usize {
    node.span().range().start
}

fn step(path: &ConfigPath, node: Node<'_>) -> ConfigPath {
    let mut path = path.clone();
    path.push(Step { name: node.name().to_owned(), entry: node.attribute("name").map(Cow::into_owned) });
    path
}

fn moved(path: &ConfigPath, node: Node<'_>, behind: Behind<'_, '_>) -> Option<Command> {
    let to = match behind {
        Behind::Nothing { .. } => MoveTo::Top,
        Behind::Sibling { after, .. } => MoveTo::After(after.attribute("name")?.into_owned()),
    };
    Some(Command::Move { path: step(path, node), to })
}

/// What comes first when it is set, and last when it is deleted.
fn rank(command: &Command) -> (usize, usize) {
    let path = match command {
        Command::Set(SetCommand { path, .. }) | Command::Delete { path, .. } | Command::Move { path, .. } => {
            path
        }
    };
    let in_device = path.strip_prefix(&device());
    let steps = in_device.as_ref().unwrap_or(path).steps();
    let place = |names: &[&str], step: Option<&Step>| {
        let place = step.and_then(|step| names.iter().position(|name| *name == step.name));
        place.unwrap_or(names.len())
    };
    let first = place(TOP, steps.first());
    // In a device group, below Shared, or in the virtual system of a firewall.
    let object = match steps.first().map(|step| step.name.as_str()) {
        Some("shared") => steps.get(1),
        Some("device-group" | "vsys") => steps.get(2),
        _ => None,
    };
    let is_rulebase = object.is_some_and(|step| step.name.ends_with("rulebase"));
    (first, place(OBJECTS, object) + usize::from(is_rulebase))
}

/// What is at the top, what is named before what names it.
const TOP: &[&str] = &[
    "mgt-config",
    "shared",
    "deviceconfig",
    "network",
    "vsys",
    "template",
    "template-stack",
    "device-group",
];

/// Objects, what is named before what names it; rules name all of them, and come last.
const OBJECTS: &[&str] = &["tag", "address", "address-group", "service", "service-group"];
