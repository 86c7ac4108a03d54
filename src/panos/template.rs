//! Templates and template stacks as an export has them.

use std::borrow::Cow;

use super::panorama::entries;
use super::{Variable, variables};
use crate::xml::Node;

/// A template.
#[derive(Debug, Clone)]
pub struct Template<'d> {
    name: Cow<'d, str>,
    entry: Node<'d>,
}

impl<'d> Template<'d> {
    pub(super) fn new(name: Cow<'d, str>, entry: Node<'d>) -> Self {
        Self { name, entry }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its entry.
    pub fn entry(&self) -> Node<'d> {
        self.entry
    }

    /// The configuration it gives to firewalls.
    pub fn config(&self) -> Option<Node<'d>> {
        self.entry.child("config")
    }

    /// Its variables.
    pub fn variables(&self) -> impl Iterator<Item = Variable<'d>> + use<'d> {
        variables(self.entry)
    }
}

/// A template stack.
#[derive(Debug, Clone)]
pub struct TemplateStack<'d> {
    name: Cow<'d, str>,
    entry: Node<'d>,
}

impl<'d> TemplateStack<'d> {
    pub(super) fn new(name: Cow<'d, str>, entry: Node<'d>) -> Self {
        Self { name, entry }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its entry.
    pub fn entry(&self) -> Node<'d> {
        self.entry
    }

    /// Names of its templates, highest priority first.
    pub fn templates(&self) -> impl Iterator<Item = Cow<'d, str>> + use<'d> {
        let members = self.entry.child("templates").into_iter().flat_map(Node::children);
        members.filter(|child| child.name() == "member").map(Node::text)
    }

    /// Its own configuration, above that of its templates.
    pub fn config(&self) -> Option<Node<'d>> {
        self.entry.child("config")
    }

    /// Its own variables, above those of its templates.
    pub fn variables(&self) -> impl Iterator<Item = Variable<'d>> + use<'d> {
        variables(self.entry)
    }

    /// Serial numbers of its firewalls, with their entries; [`variables`](super::variables()) of an
    /// entry are that firewall's own.
    pub fn devices(&self) -> impl Iterator<Item = (Cow<'d, str>, Node<'d>)> + use<'d> {
        entries(self.entry.child("devices"))
    }
}
