//! Device groups as an export has them.

use std::borrow::Cow;

use super::panorama::entries;
use crate::xml::Node;

/// A device group.
#[derive(Debug, Clone)]
pub struct DeviceGroup<'d> {
    name: Cow<'d, str>,
    entry: Node<'d>,
    parent: Option<(Cow<'d, str>, Node<'d>)>,
}

impl<'d> DeviceGroup<'d> {
    pub(super) fn new(name: Cow<'d, str>, entry: Node<'d>, parent: Option<(Cow<'d, str>, Node<'d>)>) -> Self {
        Self { name, entry, parent }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its entry.
    pub fn entry(&self) -> Node<'d> {
        self.entry
    }

    /// The device group above it; `None` where that is Shared.
    pub fn parent(&self) -> Option<&str> {
        self.parent.as_ref().map(|(parent, _)| parent.as_ref())
    }

    /// Where that is written.
    pub fn parent_node(&self) -> Option<Node<'d>> {
        self.parent.as_ref().map(|(_, node)| *node)
    }

    /// Serial numbers of its firewalls, with their entries; [`vsys_of`] an entry are the virtual
    /// systems that are in the group.
    pub fn devices(&self) -> impl Iterator<Item = (Cow<'d, str>, Node<'d>)> + use<'d> {
        entries(self.entry.child("devices"))
    }

    /// Names of the templates and stacks whose zones and interfaces its rules may name.
    pub fn reference_templates(&self) -> impl Iterator<Item = Cow<'d, str>> + use<'d> {
        let members = self.entry.child("reference-templates").into_iter().flat_map(Node::children);
        members.filter(|child| child.name() == "member").map(Node::text)
    }
}

/// The virtual systems that a firewall's entry in a device group or target names; none named means
/// all. Both shapes in the field: `vsys/entry[@name]` (real exports) and `vsys/member` (some tools).
pub fn vsys_of(device: Node<'_>) -> Vec<Cow<'_, str>> {
    let children = device.child("vsys").into_iter().flat_map(Node::children);
    children
        .filter_map(|child| match child.name() {
            "entry" => child.attribute("name"),
            "member" => Some(child.text()),
            _ => None,
        })
        .collect()
}
