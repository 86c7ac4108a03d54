//! A document read as what it is: a Panorama's configuration or a firewall's.

use super::{Firewall, Panorama};
use crate::xml::{Document, Node};

/// What a document holds, told by its content and not by its name.
#[derive(Debug, Clone, Copy)]
pub enum Export<'d> {
    /// The configuration of a Panorama.
    Panorama(Panorama<'d>),
    /// The configuration of a firewall: its own, or merged with what was pushed.
    Firewall(Firewall<'d>),
}

impl<'d> Export<'d> {
    /// Reads a document; `None` where it holds no configuration.
    ///
    /// The configuration is the root, or stands in the envelope of an API reply
    /// (`response/result`).
    pub fn of(document: &'d Document) -> Option<Self> {
        let config = config_of(document.root())?;
        let device = config.child("devices").and_then(|devices| devices.child("entry"));
        let has = |name: &str| device.is_some_and(|device| device.child(name).is_some());
        if has("template") || has("template-stack") || has("device-group") {
            return Some(Self::Panorama(Panorama::new(config)));
        }
        let is_firewall = ["deviceconfig", "network", "vsys"].into_iter().any(has);
        is_firewall.then(|| Self::Firewall(Firewall::new(config)))
    }

    /// The `config` element.
    pub fn config(self) -> Node<'d> {
        match self {
            Self::Panorama(panorama) => panorama.config(),
            Self::Firewall(firewall) => firewall.config(),
        }
    }
}

fn config_of(root: Node<'_>) -> Option<Node<'_>> {
    match root.name() {
        "config" => Some(root),
        "response" => root.child("result")?.child("config"),
        "result" => root.child("config"),
        _ => None,
    }
}
