//! Where a setting can come from.

use std::fmt;

/// A source of settings, the ones that win first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// The firewall's own configuration.
    Firewall,
    /// The template stack's own configuration.
    TemplateStack(String),
    /// A template of the stack.
    Template(String),
    /// A device group.
    DeviceGroup(String),
    /// What all device groups share.
    Shared,
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Firewall => f.write_str("the firewall's own configuration"),
            Self::TemplateStack(name) => write!(f, "template stack {name}"),
            Self::Template(name) => write!(f, "template {name}"),
            Self::DeviceGroup(name) => write!(f, "device group {name}"),
            Self::Shared => f.write_str("Shared"),
        }
    }
}
