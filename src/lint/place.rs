//! Where a finding is.

use crate::diag::Label;
use crate::effective::{
    ClusterSettings, Given, InterfaceSettings, LinkSettings, Origin, Setting, VsysSettings, ZoneSettings,
};
use crate::source::Span;
use crate::xml::{ConfigPath, Node};

/// The place of a finding, made from whatever the lint looked at.
///
/// Where the value of a variable is at fault, the place is where that value is written, and the element
/// that uses it is the second one.
#[derive(Debug, Clone)]
pub struct Place<'d> {
    at: At<'d>,
    /// The element with the variable, where the value stands elsewhere, and the variable's name.
    used_at: Option<(Span, String)>,
}

#[derive(Debug, Clone)]
enum At<'d> {
    Node(Node<'d>),
    /// A value that a firewall gets: where it is written, and where it stands.
    Value(Span, ConfigPath),
}

impl Place<'_> {
    /// What to point at: all of an element that has no children, of others the start tag.
    pub(super) fn span(&self) -> Span {
        match &self.at {
            At::Node(node) => span_of(*node),
            At::Value(span, _) => *span,
        }
    }

    /// The element, from the root of its file; of a value that a firewall gets, from its `config` on.
    pub(super) fn path(&self) -> ConfigPath {
        match &self.at {
            At::Node(node) => node.path(),
            At::Value(_, path) => path.clone(),
        }
    }

    /// The element that uses the variable, if one does.
    pub(super) fn used_at(&self) -> Option<Label> {
        let (span, name) = self.used_at.as_ref()?;
        Some(Label::new(*span, format!("used here as {name}")))
    }
}

fn span_of(node: Node<'_>) -> Span {
    if node.is_leaf() { node.span() } else { node.start_tag_span() }
}

impl From<&Origin> for Place<'_> {
    fn from(origin: &Origin) -> Self {
        let config = ConfigPath::default().child("config");
        let variable = origin.variable.as_ref();
        let written = variable.and_then(|variable| Some((&variable.name, variable.definitions.first()?.1)));
        let span = written.as_ref().map_or(origin.span, |(_, span)| *span);
        let used_at = written.map(|(name, _)| (origin.span, name.clone()));
        Self { at: At::Value(span, config.join(&origin.path)), used_at }
    }
}

impl<'d> From<Node<'d>> for Place<'d> {
    fn from(node: Node<'d>) -> Self {
        Self { at: At::Node(node), used_at: None }
    }
}

impl<'d> From<&Given<'_, 'd>> for Place<'d> {
    fn from(given: &Given<'_, 'd>) -> Self {
        let used_at = given
            .definition()
            .map(|definition| (span_of(given.node()), definition.variable.name.clone().into_owned()));
        Self { at: At::Node(given.written_at()), used_at }
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
