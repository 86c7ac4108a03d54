//! Dataplane interfaces and zones.

use super::{EthernetPort, ZoneName};

/// How an interface, or a zone, takes part in traffic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InterfaceMode {
    /// Routed.
    Layer3,
    /// A bump in the wire.
    VirtualWire,
    /// Switched.
    Layer2,
    /// Listening only.
    Tap,
}

impl InterfaceMode {
    /// The element, and the word in a spec.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Layer3 => "layer3",
            Self::VirtualWire => "virtual-wire",
            Self::Layer2 => "layer2",
            Self::Tap => "tap",
        }
    }

    /// HA clusters work with layer 3 and virtual wire deployments only (HA clustering overview 10.1).
    pub fn is_for_clusters(self) -> bool {
        matches!(self, Self::Layer3 | Self::VirtualWire)
    }
}

/// A dataplane interface. Its addresses differ per member and are found there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interface {
    /// The port.
    pub port: EthernetPort,
    /// Its mode.
    pub mode: InterfaceMode,
    /// Its comment.
    pub comment: Option<String>,
}

/// A zone and its interfaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    /// Its name: sessions fail over only between zones of one name.
    pub name: ZoneName,
    /// Its mode.
    pub mode: InterfaceMode,
    /// Its interfaces.
    pub interfaces: Vec<EthernetPort>,
}
