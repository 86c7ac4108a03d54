//! A tree of changes as commands of the CLI.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::HashSet;
use std::fmt;

use super::rank::rank;
use crate::diag::Diagnostic;
use crate::diff::{Behind, Change, Difference};
use crate::panos::set_commands::{self, SetCommand, SetValue, quoted, write_words};
use crate::panos::{alternatives, place_of};
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

impl Command {
    /// What it is about.
    pub fn path(&self) -> &ConfigPath {
        match self {
            Self::Set(SetCommand { path, .. }) | Self::Delete { path, .. } | Self::Move { path, .. } => path,
        }
    }
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
/// Attributes are in no command: the CLI cannot set the `uuid` of a rule. Nor is what Panorama keeps in
/// `readonly`.
///
/// # Errors
/// Text beside child elements in what came, and a name that would end the line of its command, with its place.
pub fn commands(difference: &Difference<'_, '_>) -> Result<Vec<Command>, Diagnostic> {
    let mut collected = Collected::default();
    collected.below(difference, &place_of(difference.before))?;
    let Collected { leaving, mut giving_way, mut set, moves, mut deleted } = collected;
    let joining = joining(&set);
    let leaving = leaving.into_iter().filter(|(serial, _)| joining.contains(serial)).map(|(_, leave)| leave);
    giving_way.extend(leaving);
    giving_way.sort_by_key(|command| Reverse(rank(command.path())));
    set.sort_by_key(|command| rank(command.path()));
    deleted.sort_by_key(|command| Reverse(rank(command.path())));
    Ok([giving_way, set, moves, deleted].concat())
}

#[derive(Default)]
struct Collected {
    /// Firewalls that leave a stack or a device group that goes, by serial number.
    leaving: Vec<(String, Command)>,
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
        let last_old = difference.last_old();
        for change in &difference.changes {
            match change {
                Change::Added { node, .. } | Change::Removed { node } if is_kept_by_device(path, *node) => {}
                Change::Added { node, behind } => {
                    with_all_below(*node).try_for_each(check_name)?;
                    let element = node.to_element()?;
                    self.set.extend(set_commands::below(path, &element).into_iter().map(Command::Set));
                    // By itself it comes last.
                    if let Some(behind) = behind.filter(|_| is_before(*node, last_old)) {
                        self.moves.extend(moved(path, *node, behind)?);
                    }
                }
                Change::Removed { node } => {
                    self.leave(*node);
                    let delete = Command::Delete { path: step(path, *node)?, member: None };
                    let is_first = alternatives(before, node.name()).any(|name| after.child(name).is_some())
                        || is_membership(before)
                        || node.is_leaf() && node.name() != "entry";
                    if is_first { &mut self.giving_way } else { &mut self.deleted }.push(delete);
                }
                Change::Moved { before: from, after: to, behind, within } => {
                    self.moves.extend(moved(path, *to, *behind)?);
                    if let Some(within) = within {
                        self.below(within, &step(path, *from)?)?;
                    }
                }
                Change::Within(within) if is_kept_by_device(path, within.before) => {}
                Change::Within(within) => self.below(within, &step(path, within.before)?)?,
            }
        }
        Ok(())
    }

    /// The firewalls of the stacks and device groups in what goes as a whole.
    fn leave(&mut self, gone: Node<'_>) {
        let is_group = |node: Node<'_>| {
            let around = node.parent().and_then(Node::parent);
            around.is_some_and(|around| matches!(around.name(), "template-stack" | "device-group"))
        };
        let lists = with_all_below(gone).filter(|node| node.name() == "devices" && is_group(*node));
        for firewall in lists.flat_map(Node::children) {
            let Some(serial) = firewall.attribute("name") else { continue };
            let leave = Command::Delete { path: place_of(firewall), member: None };
            self.leaving.push((serial.into_owned(), leave));
        }
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
        let last_old = difference.last_old();
        let is_out_of_order = |change: &Change<'_, '_>| match change {
            Change::Added { node, behind } => behind.is_some() && is_before(*node, last_old),
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

fn with_all_below(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    std::iter::once(node).chain(node.descendants())
}

/// Does Panorama, or a firewall, keep it itself? No command can be about it.
fn is_kept_by_device(path: &ConfigPath, node: Node<'_>) -> bool {
    path.is_empty() && node.name() == "readonly"
}

/// The serial numbers of firewalls that come to a stack or to a device group: a firewall is in one only, so it
/// has to leave another one before.
fn joining(set: &[Command]) -> HashSet<String> {
    let serial = |steps: &[Step]| match steps {
        [list, entry] if list.name == "devices" => entry.entry.clone(),
        _ => None,
    };
    set.iter().flat_map(|command| command.path().steps().windows(2).filter_map(serial)).collect()
}

fn is_before(node: Node<'_>, last: Option<Node<'_>>) -> bool {
    last.is_some_and(|last| node.span() < last.span())
}

fn step(path: &ConfigPath, node: Node<'_>) -> Result<ConfigPath, Diagnostic> {
    check_name(node)?;
    let mut path = path.clone();
    path.push(Step { name: node.name().to_owned(), entry: node.attribute("name").map(Cow::into_owned) });
    Ok(path)
}

/// A session is pasted line by line: a name must not end the line that it stands in, nor reach the terminal.
fn check_name(node: Node<'_>) -> Result<(), Diagnostic> {
    let is_harmless = |name: &str| !name.contains(|c: char| c.is_control());
    if node.attribute("name").is_none_or(|name| is_harmless(&name)) {
        return Ok(());
    }
    let message = "this name holds a line end or another control character: no command can name it";
    let at = node.attribute_span("name").unwrap_or_else(|| node.start_tag_span());
    Err(Diagnostic::error("name-of-no-command", message).at(at).help("rename it first"))
}

fn moved(path: &ConfigPath, node: Node<'_>, behind: Behind<'_, '_>) -> Result<Option<Command>, Diagnostic> {
    let to = match behind {
        Behind::Nothing { .. } => MoveTo::Top,
        Behind::Sibling { after, .. } => {
            check_name(after)?;
            let Some(name) = after.attribute("name") else { return Ok(None) };
            MoveTo::After(name.into_owned())
        }
    };
    Ok(Some(Command::Move { path: step(path, node)?, to }))
}
