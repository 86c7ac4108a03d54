//! The configuration of a firewall.

use std::borrow::Cow;

use super::panorama::device_entry;
use crate::xml::Node;

/// A document read as a firewall's configuration.
#[derive(Debug, Clone, Copy)]
pub struct Firewall<'d> {
    config: Node<'d>,
}

impl<'d> Firewall<'d> {
    /// Reads a `config` element.
    pub(super) fn new(config: Node<'d>) -> Self {
        Self { config }
    }

    /// The `config` element.
    pub fn config(self) -> Node<'d> {
        self.config
    }

    /// The device entry, where settings stand.
    pub fn device(self) -> Option<Node<'d>> {
        device_entry(self.config)
    }

    /// The full release, or the configuration level where an export has only that.
    pub fn version(self) -> Option<Cow<'d, str>> {
        self.config.attribute("detail-version").or_else(|| self.config.attribute("version"))
    }

    /// Does the export tell which template a setting came from (`ptpl`)?
    pub fn is_merged(self) -> bool {
        self.config.attribute("ptpl").is_some()
            || self.config.children().any(|child| child.attribute("ptpl").is_some())
    }
}
