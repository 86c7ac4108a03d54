//! One element of what a firewall gets, with variables resolved.

use std::borrow::Cow;

use super::given::Given;
use super::overlay::{Item, Sourced};
use super::variables::{Value, Variables};
use crate::xml::{ConfigPath, Element, Node, Step};

/// An element, as cheap to copy as two references.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'e, 'd> {
    at: At<'e, 'd>,
    /// Those of the firewall; none in what device groups give: variables are for templates and stacks.
    variables: Option<&'e Variables<'d>>,
}

#[derive(Debug, Clone, Copy)]
enum At<'e, 'd> {
    /// Several layers may have it.
    Item(&'e Item<'d>),
    /// It stands in what one layer alone has.
    Node(Sourced<'d>),
}

/// Attributes by which Panorama and firewalls track changes and origins; they are no settings.
pub(super) const NOT_SETTINGS: &[&str] = &["admin", "dirtyId", "time", "ptpl", "src", "loc"];

impl<'e, 'd> Setting<'e, 'd> {
    /// An item, with the variables of one firewall.
    pub(super) fn of_item(item: &'e Item<'d>, variables: Option<&'e Variables<'d>>) -> Self {
        Self { at: At::Item(item), variables }
    }

    /// An element of one layer, with the variables of one firewall.
    pub(super) fn of_node(node: Sourced<'d>, variables: Option<&'e Variables<'d>>) -> Self {
        Self { at: At::Node(node), variables }
    }

    /// An element of a firewall's own configuration, which has one layer and no variables.
    pub fn of_firewall(node: Node<'d>) -> Self {
        Self::of_node(Sourced { layer: 0, node }, None)
    }

    /// The element that wins, and its layer.
    pub fn source(self) -> Sourced<'d> {
        match self.at {
            At::Item(item) => item.first(),
            At::Node(sourced) => sourced,
        }
    }

    /// What it shadows, the next one first.
    pub fn shadowed(self) -> &'e [Sourced<'d>] {
        match self.at {
            At::Item(item) => item.shadowed(),
            At::Node(_) => &[],
        }
    }

    /// The element's name.
    pub fn name(self) -> &'d str {
        self.source().node.name()
    }

    /// The `name` attribute, a variable in it resolved.
    pub fn entry_name(self) -> Option<Value<'e, 'd>> {
        let name = self.source().node.attribute("name")?;
        Some(self.resolve(name))
    }

    /// The text, a variable in it resolved.
    pub fn value(self) -> Value<'e, 'd> {
        self.resolve(self.source().node.text())
    }

    fn resolve(self, text: Cow<'d, str>) -> Value<'e, 'd> {
        match self.variables {
            Some(variables) => variables.resolve(text),
            None => Value::Literal(text),
        }
    }

    /// Is it put together from what several layers have?
    pub(super) fn is_merged(self) -> bool {
        matches!(self.at, At::Item(Item::Merged(..)))
    }

    /// Has it no children?
    pub fn is_leaf(self) -> bool {
        match self.at {
            At::Item(Item::Merged(_, children)) => children.is_empty(),
            _ => self.source().node.children().next().is_none(),
        }
    }

    /// Its children, in order.
    pub fn children(self) -> Vec<Setting<'e, 'd>> {
        let variables = self.variables;
        match self.at {
            At::Item(Item::Merged(_, children)) => {
                children.iter().map(|item| Self::of_item(item, variables)).collect()
            }
            _ => {
                let Sourced { layer, node } = self.source();
                let children = node.children();
                children.map(|node| Self::of_node(Sourced { layer, node }, variables)).collect()
            }
        }
    }

    /// The first child of this name.
    pub fn child(self, name: &str) -> Option<Setting<'e, 'd>> {
        match self.at {
            At::Item(Item::Merged(_, children)) => {
                let item = children.iter().find(|item| item.first().node.name() == name)?;
                Some(Self::of_item(item, self.variables))
            }
            _ => {
                let Sourced { layer, node } = self.source();
                Some(Self::of_node(Sourced { layer, node: node.child(name)? }, self.variables))
            }
        }
    }

    /// Its children that are entries.
    pub fn entries(self) -> Vec<Setting<'e, 'd>> {
        self.children().into_iter().filter(|child| child.name() == "entry").collect()
    }

    /// The texts of its members, in order.
    pub fn members(self) -> Vec<Given<'e, 'd>> {
        let members = self.children().into_iter().filter(|child| child.name() == "member");
        members.map(Setting::given_text).collect()
    }

    /// The text of a child; `None` where there is no such child, or nothing in it.
    pub fn given(self, child: &str) -> Option<Given<'e, 'd>> {
        Some(self.child(child)?.given_text()).filter(|given| !given.shown().is_empty())
    }

    /// Its text, with its place.
    pub fn given_text(self) -> Given<'e, 'd> {
        Given::new(self, self.value())
    }

    /// The `name` attribute, with its place.
    pub fn given_name(self) -> Option<Given<'e, 'd>> {
        Some(Given::new(self, self.entry_name()?))
    }

    /// The element that a path leads to from here.
    pub fn get(self, path: &ConfigPath) -> Option<Setting<'e, 'd>> {
        path.steps().iter().try_fold(self, Setting::at)
    }

    /// Every element that a path of element names leads to from here: `entry` is any entry, `*` any element.
    pub fn find(self, path: &str) -> Vec<Setting<'e, 'd>> {
        let mut found = vec![self];
        for step in path.split('/') {
            let fits = |child: &Setting<'e, 'd>| step == "*" || child.name() == step;
            found = found.into_iter().flat_map(Setting::children).filter(fits).collect();
        }
        found
    }

    /// The first child that a step leads to.
    pub(super) fn at(self, step: &Step) -> Option<Setting<'e, 'd>> {
        self.children().into_iter().find(|child| {
            let is_entry = |entry| child.entry_name().is_some_and(|name| name.shown() == entry);
            child.name() == step.name && step.entry.as_ref().is_none_or(is_entry)
        })
    }

    /// The tree below, with every variable replaced that has a value.
    pub fn to_element(self) -> Element {
        let mut element = Element::new(self.name());
        for (name, value) in self.source().node.attributes() {
            if name == "name" {
                element.set_attribute(name, self.resolve(value).shown());
            } else if !NOT_SETTINGS.contains(&name) {
                element.set_attribute(name, value);
            }
        }
        if self.is_leaf() {
            match self.value() {
                // What is no variable is text, with the blanks around it.
                Value::Undefined { .. } => element.set_text(self.source().node.text()),
                value => element.set_text(value.shown()),
            }
        }
        for child in self.children() {
            element.push(child.to_element());
        }
        element
    }
}
