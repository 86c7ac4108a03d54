//! Template variables as an export has them.

use std::borrow::Cow;

use super::panorama::entries;
use crate::xml::Node;

/// The kinds of template variables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VariableType {
    /// An address, with or without a prefix length.
    IpNetmask,
    /// First and last address.
    IpRange,
    /// A host name.
    Fqdn,
    /// Group id of an HA pair.
    GroupId,
    /// Device priority in an HA pair.
    DevicePriority,
    /// Device id in an active/active pair.
    DeviceId,
    /// An interface.
    Interface,
    /// A BGP autonomous system.
    AsNumber,
    /// A QoS profile.
    QosProfile,
    /// Bandwidth in Mbps.
    EgressMax,
    /// An SD-WAN link tag.
    LinkTag,
    /// An element that none of our sources names.
    Unknown,
}

/// The element of each kind.
const ELEMENTS: &[(&str, VariableType)] = &[
    ("ip-netmask", VariableType::IpNetmask),
    ("ip-range", VariableType::IpRange),
    ("fqdn", VariableType::Fqdn),
    ("group-id", VariableType::GroupId),
    ("device-priority", VariableType::DevicePriority),
    ("device-id", VariableType::DeviceId),
    ("interface", VariableType::Interface),
    ("as-number", VariableType::AsNumber),
    ("qos-profile", VariableType::QosProfile),
    ("egress-max", VariableType::EgressMax),
    ("link-tag", VariableType::LinkTag),
];

/// A variable where it is defined or given a value.
#[derive(Debug, Clone)]
pub struct Variable<'d> {
    /// Its name, with the `$`.
    pub name: Cow<'d, str>,
    /// Its kind.
    pub kind: VariableType,
    /// The element that holds the value, where there is one.
    pub value: Option<Node<'d>>,
    /// Its entry.
    pub entry: Node<'d>,
}

impl<'d> Variable<'d> {
    /// Its value; `None` where it has none, or the word `None`, by which PAN-OS says so.
    pub fn value(&self) -> Option<Cow<'d, str>> {
        let text = self.value?.text();
        let trimmed = text.trim();
        (!trimmed.is_empty() && trimmed != "None").then(|| Cow::Owned(trimmed.to_owned()))
    }
}

/// The variables of a template, a template stack, or a firewall of a stack.
pub fn variables<'d>(owner: Node<'d>) -> impl Iterator<Item = Variable<'d>> + use<'d> {
    entries(owner.child("variable")).map(|(name, entry)| {
        let value = entry.child("type").and_then(|kind| kind.children().next());
        let kind = value.and_then(|value| {
            ELEMENTS.iter().find(|(element, _)| *element == value.name()).map(|(_, kind)| *kind)
        });
        Variable { name, kind: kind.unwrap_or(VariableType::Unknown), value, entry }
    })
}
