//! Where a finding is.

use crate::effective::{
    ClusterSettings, Given, InterfaceSettings, LinkSettings, Setting, VsysSettings, ZoneSettings,
};
use crate::source::Span;
use crate::xml::Node;

/// The place of a finding, made from whatever the lint looked at.
///
/// Where the value of a variable is at fault, the place is where that value is written, and the element
/// that uses it is the second one.
#[derive(Debug, Clone, Copy)]
pub struct Place<'d> {
    pub(super) node: Node<'d>,
    /// The element with the variable, where the value stands elsewhere.
    pub(super) used_at: Option<Node<'d>>,
}

impl Place<'_> {
    /// What to point at: all of an element that has no children, of others the start tag.
    pub(super) fn span_of(node: Node<'_>) -> Span {
        if node.children().next().is_none() { node.span() } else { node.start_tag_span() }
    }
}

impl<'d> From<Node<'d>> for Place<'d> {
    fn from(node: Node<'d>) -> Self {
        Self { node, used_at: None }
    }
}

impl<'d> From<&Given<'_, 'd>> for Place<'d> {
    fn from(given: &Given<'_, 'd>) -> Self {
        let used_at = given.definition().map(|_| given.node());
        Self { node: given.written_at(), used_at }
    }
}

impl<'d> From<Setting<'_, 'd>> for Place<'d> {
    fn from(setting: Setting<'_, 'd>) -> Self {
        setting.source().node.into()
    }
}

impl<'d> From<&LinkSettings<'_, 'd>> for Place<'d> {
    fn from(link: &LinkSettings<'_, 'd>) -> Self {
        link.element.into()
    }
}

impl<'d> From<&ClusterSettings<'_, 'd>> for Place<'d> {
    fn from(cluster: &ClusterSettings<'_, 'd>) -> Self {
        cluster.element.into()
    }
}

impl<'d> From<&InterfaceSettings<'_, 'd>> for Place<'d> {
    fn from(interface: &InterfaceSettings<'_, 'd>) -> Self {
        interface.entry.into()
    }
}

impl<'d> From<&VsysSettings<'_, 'd>> for Place<'d> {
    fn from(vsys: &VsysSettings<'_, 'd>) -> Self {
        vsys.entry.into()
    }
}

impl<'d> From<&ZoneSettings<'_, 'd>> for Place<'d> {
    fn from(zone: &ZoneSettings<'_, 'd>) -> Self {
        zone.entry.into()
    }
}
