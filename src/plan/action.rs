//! The single changes of a plan.

use super::last::{Last, at};
use super::location::{Location, READONLY};
use super::unit::{Fate, Unit, step};
use crate::diff::{Behind, Change, Difference};
use crate::source::Span;
use crate::xml::{ConfigPath, Node};

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ActionKind {
    /// Something comes.
    Add,
    /// A value becomes another.
    Change,
    /// Something goes.
    Remove,
    /// Something is brought to another place in its list.
    Move,
}

impl ActionKind {
    /// All of them, as they are counted.
    pub const ALL: [Self; 4] = [Self::Add, Self::Change, Self::Remove, Self::Move];

    /// The word of the terminal and of JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Change => "change",
            Self::Remove => "remove",
            Self::Move => "move",
        }
    }
}

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
    /// The word of JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Theirs => "theirs",
            Self::Both => "both",
        }
    }

    /// The words of the terminal.
    pub fn words(self) -> &'static str {
        match self {
            Self::Ours => "ours changed",
            Self::Theirs => "theirs changed",
            Self::Both => "both changed",
        }
    }
}

/// One change of the configuration.
#[derive(Debug, Clone)]
pub struct Action {
    /// What is done.
    pub kind: ActionKind,
    /// The object it is done to.
    pub location: Location,
    /// The place, below `config`; of the members of a list, that of the list.
    pub path: ConfigPath,
    /// The value before, or what goes.
    pub before: Option<Value>,
    /// The value after, or what comes.
    pub after: Option<Value>,
    /// Where a thing is moved, or comes to: behind this one; at the top where it is empty.
    pub behind: Option<String>,
    /// Where it stands in the export; of what comes, where the element stands that it comes into.
    pub origin: Span,
    /// Is it there already?
    pub is_there: bool,
    /// Who made it differ from the last generation, where that is known.
    pub side: Option<Side>,
}

/// What stands at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A text.
    Text(String),
    /// The members of a list.
    Members(Vec<String>),
    /// Elements: the texts and lists in them, each with its place below.
    Settings(Vec<(ConfigPath, Value)>),
}

impl Value {
    /// What stands in an element that holds a text or a list.
    fn of_plain(node: Node<'_>) -> Option<Self> {
        if node.is_leaf() {
            return Some(Self::Text(node.text().trim().to_owned()));
        }
        let is_list = node.children().all(|child| child.name() == "member");
        is_list
            .then(|| Self::Members(node.children().map(|member| member.text().trim().to_owned()).collect()))
    }

    /// What stands in an element.
    pub fn of(node: Node<'_>) -> Self {
        if let Some(value) = Self::of_plain(node) {
            return value;
        }
        let mut settings = Vec::new();
        settings_in(node, &ConfigPath::default(), &mut settings);
        Self::Settings(settings)
    }
}

fn settings_in(node: Node<'_>, path: &ConfigPath, settings: &mut Vec<(ConfigPath, Value)>) {
    for child in node.children() {
        let path = step(path, child);
        match Value::of_plain(child) {
            Some(value) => settings.push((path, value)),
            None => settings_in(child, &path, settings),
        }
    }
}

/// The actions that make up what becomes of a location.
pub(super) fn actions(unit: &Unit<'_, '_, '_>, above: Span, last: Option<&Last>) -> Vec<Action> {
    let mut collected = Collected { location: unit.location.clone(), last, actions: Vec::new() };
    let path = unit.location.path();
    match unit.fate {
        Fate::Added(node) => collected.push(ActionKind::Add, path, None, Some(node), None, above),
        Fate::Removed(node) => collected.push(ActionKind::Remove, path, Some(node), None, None, node.span()),
        Fate::Within(difference) => collected.below(difference, &path),
    }
    collected.actions
}

struct Collected<'i> {
    location: Location,
    last: Option<&'i Last>,
    actions: Vec<Action>,
}

impl Collected<'_> {
    fn below(&mut self, difference: &Difference<'_, '_>, path: &ConfigPath) {
        let Difference { before, after, .. } = *difference;
        let is_list = |node: Node<'_>| node.children().all(|child| child.name() == "member");
        if difference.is_text_changed || !difference.changes.is_empty() && is_list(before) && is_list(after) {
            self.push(ActionKind::Change, path.clone(), Some(before), Some(after), None, before.span());
            return;
        }
        let top = before.start_tag_span();
        for change in &difference.changes {
            match change {
                Change::Added { node, behind } => {
                    let behind = behind.as_ref().map(name_of);
                    self.push(ActionKind::Add, step(path, *node), None, Some(*node), behind, top);
                }
                Change::Removed { node } => {
                    self.push(ActionKind::Remove, step(path, *node), Some(*node), None, None, node.span());
                }
                Change::Within(within) => self.below(within, &step(path, within.before)),
                Change::Moved { before, after, behind, within } => {
                    let path = step(path, *before);
                    let behind = Some(name_of(behind));
                    self.push(
                        ActionKind::Move,
                        path.clone(),
                        Some(*before),
                        Some(*after),
                        behind,
                        before.span(),
                    );
                    if let Some(within) = within {
                        self.below(within, &path);
                    }
                }
            }
        }
    }

    fn push(
        &mut self,
        kind: ActionKind,
        path: ConfigPath,
        before: Option<Node<'_>>,
        after: Option<Node<'_>>,
        behind: Option<String>,
        origin: Span,
    ) {
        let side =
            self.last.filter(|_| kind != ActionKind::Move).map(|last| side(last, &path, before, after));
        let (before, after) = match kind {
            ActionKind::Move => (None, None),
            _ => (before.map(Value::of), after.map(Value::of)),
        };
        let is_there = kind != ActionKind::Add;
        let location = self.location.clone();
        self.actions.push(Action { kind, location, path, before, after, behind, origin, is_there, side });
    }
}

fn name_of(behind: &Behind<'_, '_>) -> String {
    match behind {
        Behind::Nothing { .. } => String::new(),
        Behind::Sibling { after, .. } => match after.attribute("name") {
            Some(name) => name.into_owned(),
            None => after.text().into_owned(),
        },
    }
}

/// Who made a place another than it was in the last generation.
fn side(last: &Last, path: &ConfigPath, before: Option<Node<'_>>, after: Option<Node<'_>>) -> Side {
    let is_readonly = path.steps().first().is_some_and(|step| step.name == READONLY);
    let made = if is_readonly { None } else { at(last.config(), path) };
    let is_same = |node: Option<Node<'_>>| match (made, node) {
        (Some(made), Some(node)) => crate::diff::diff(made, node, &crate::diff::Noise::default()).is_none(),
        (None, None) => true,
        _ => false,
    };
    match (is_same(before), is_same(after)) {
        (_, true) => Side::Theirs,
        (true, false) => Side::Ours,
        (false, false) => Side::Both,
    }
}
