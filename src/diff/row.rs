//! A tree of changes as rows, each of which can be told by itself.

use std::collections::HashMap;

use super::{Behind, Change, Difference};
use crate::panos::{SecretForm, secrets_in};
use crate::source::Span;
use crate::xml::{ConfigPath, Node, Step};

/// What a change does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// It was not there.
    Add,
    /// It is another.
    Change,
    /// It is not there any more.
    Remove,
    /// It is elsewhere among its like.
    Move,
}

/// One change, owned: nothing of the configurations is borrowed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Row {
    /// What it does.
    pub action: Action,
    /// The element, or the list whose members change. Below `config`; in a part of a configuration, from its
    /// root on.
    pub path: ConfigPath,
    /// What of it.
    pub what: What,
    /// Where it went or came, in a list whose order counts.
    pub to: Option<To>,
    /// Where it stands before.
    pub before: Option<Span>,
    /// Where it stands after.
    pub after: Option<Span>,
}

/// What a row is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum What {
    /// The whole element; if it came or went, with all values in it.
    Element(Vec<Leaf>),
    /// The text of the element.
    Text {
        /// What it was; `None` where children were.
        before: Option<Value>,
        /// What it is; `None` where children are.
        after: Option<Value>,
    },
    /// An attribute of the element.
    Attribute {
        /// Its name.
        name: String,
        /// What it was.
        before: Option<String>,
        /// What it is.
        after: Option<String>,
    },
    /// Members of a list, the order of which means nothing.
    Members {
        /// Those that came.
        added: Vec<Value>,
        /// Those that went.
        removed: Vec<Value>,
    },
    /// A member of a list whose order counts.
    Member(Value),
}

/// A place in a list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum To {
    /// Before all others.
    Top,
    /// Behind the entry of this name, or this member.
    Behind(String),
}

/// A text, and whether it is a secret.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Value {
    /// Not to be shown where it is a secret.
    pub text: String,
    /// What kind of secret it is.
    pub secret: Option<SecretForm>,
}

/// A value in an element that came or went.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Leaf {
    /// The way from the element.
    pub path: ConfigPath,
    /// The text, or all members of a list.
    pub values: Vec<Value>,
}

/// The secrets of the configurations that changes are between.
#[derive(Debug, Default)]
pub struct Secrets(HashMap<Span, SecretForm>);

impl Secrets {
    /// The secrets below elements.
    pub fn below<'d>(roots: impl IntoIterator<Item = Node<'d>>) -> Self {
        let secrets = roots.into_iter().flat_map(secrets_in);
        Self(secrets.map(|secret| (secret.node.span(), secret.form)).collect())
    }

    /// What kind of secret the text of an element is.
    pub fn form(&self, node: Node<'_>) -> Option<SecretForm> {
        // A difference without secrets has no need to look.
        if self.0.is_empty() { None } else { self.0.get(&node.span()).copied() }
    }

    fn value(&self, node: Node<'_>) -> Value {
        Value { text: node.text().into_owned(), secret: self.form(node) }
    }
}

/// What differs about two elements and below, in rows. Their own step is in no path.
pub fn rows(difference: &Difference<'_, '_>, secrets: &Secrets) -> Vec<Row> {
    let mut rows = Rows { secrets, path: Vec::new(), rows: Vec::new() };
    rows.below(difference);
    rows.rows
}

/// Changes between parts of configurations, in rows.
pub fn rows_of(changes: &[Change<'_, '_>], secrets: &Secrets) -> Vec<Row> {
    let mut rows = Rows { secrets, path: Vec::new(), rows: Vec::new() };
    changes.iter().for_each(|change| rows.change(change));
    rows.rows
}

struct Rows<'s> {
    secrets: &'s Secrets,
    path: Vec<Step>,
    rows: Vec<Row>,
}

impl Rows<'_> {
    fn below(&mut self, difference: &Difference<'_, '_>) {
        let Difference { before, after, .. } = *difference;
        let places = (Some(place(before)), Some(place(after)));
        if difference.is_text_changed {
            let value = |node: Node<'_>| node.is_leaf().then(|| self.secrets.value(node));
            let what = What::Text { before: value(before), after: value(after) };
            self.add(Action::Change, what, None, places);
        }
        for attribute in &difference.attributes {
            let what = What::Attribute {
                name: attribute.name.clone(),
                before: attribute.before.clone(),
                after: attribute.after.clone(),
            };
            self.add(Action::Change, what, None, places);
        }
        let members = difference.changes.iter().filter_map(loose_member);
        let (mut added, mut removed) = (Vec::new(), Vec::new());
        for (node, is_new) in members {
            if is_new { &mut added } else { &mut removed }.push(self.secrets.value(node));
        }
        if !added.is_empty() || !removed.is_empty() {
            self.add(Action::Change, What::Members { added, removed }, None, places);
        }
        let others = difference.changes.iter().filter(|change| loose_member(change).is_none());
        others.for_each(|change| self.change(change));
    }

    fn change(&mut self, change: &Change<'_, '_>) {
        match change {
            Change::Added { node, behind } => {
                self.child(Action::Add, *node, behind.as_ref(), (None, Some(place(*node))));
            }
            Change::Removed { node } => {
                self.child(Action::Remove, *node, None, (Some(place(*node)), None));
            }
            Change::Moved { before, after, behind, within } => {
                let places = (Some(place(*before)), Some(place(*after)));
                self.child(Action::Move, *after, Some(behind), places);
                if let Some(within) = within {
                    self.within(within);
                }
            }
            Change::Within(within) => self.within(within),
        }
    }

    fn within(&mut self, within: &Difference<'_, '_>) {
        self.path.push(step(within.before));
        self.below(within);
        self.path.pop();
    }

    fn child(
        &mut self,
        action: Action,
        node: Node<'_>,
        behind: Option<&Behind<'_, '_>>,
        places: (Option<Span>, Option<Span>),
    ) {
        let to = behind.map(|behind| match behind {
            Behind::Nothing { .. } => To::Top,
            Behind::Sibling { after, .. } => To::Behind(title(*after)),
        });
        if is_member(node) {
            let member = What::Member(self.secrets.value(node));
            return self.add(action, member, to, places);
        }
        let mut leaves = Vec::new();
        if action != Action::Move {
            self.leaves(node, &mut Vec::new(), &mut leaves);
        }
        self.path.push(step(node));
        self.add(action, What::Element(leaves), to, places);
        self.path.pop();
    }

    fn leaves(&self, node: Node<'_>, path: &mut Vec<Step>, leaves: &mut Vec<Leaf>) {
        let mut add = |values: Vec<Value>| leaves.push(Leaf { path: path.iter().cloned().collect(), values });
        if node.is_leaf() {
            return add(vec![self.secrets.value(node)]);
        }
        if node.children().all(is_member) {
            return add(node.children().map(|member| self.secrets.value(member)).collect());
        }
        for child in node.children() {
            path.push(step(child));
            self.leaves(child, path, leaves);
            path.pop();
        }
    }

    fn add(&mut self, action: Action, what: What, to: Option<To>, places: (Option<Span>, Option<Span>)) {
        let (before, after) = places;
        let path = self.path.iter().cloned().collect();
        self.rows.push(Row { action, path, what, to, before, after });
    }
}

fn place(node: Node<'_>) -> Span {
    node.name_span()
}

/// An element that is nothing but a member of a list.
fn is_member(node: Node<'_>) -> bool {
    node.name() == "member" && node.is_leaf()
}

/// A member that came or went where the order means nothing, and whether it came.
fn loose_member<'n>(change: &Change<'n, 'n>) -> Option<(Node<'n>, bool)> {
    match change {
        Change::Added { node, behind: None } if is_member(*node) => Some((*node, true)),
        Change::Removed { node }
            if is_member(*node) && !node.parent().is_some_and(crate::panos::is_ordered) =>
        {
            Some((*node, false))
        }
        _ => None,
    }
}

pub(super) fn step(node: Node<'_>) -> Step {
    let entry = node.attribute("name").filter(|_| node.name() == "entry");
    Step { name: node.name().to_owned(), entry: entry.map(|name| name.into_owned()) }
}

/// What a sibling is called.
fn title(node: Node<'_>) -> String {
    match node.attribute("name") {
        Some(name) => name.into_owned(),
        None if is_member(node) => node.text().into_owned(),
        None => node.name().to_owned(),
    }
}
