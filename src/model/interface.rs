//! Ports: dataplane interfaces and what an HA link can use.

use std::fmt;
use std::str::FromStr;

use crate::diag::Explain;

/// A physical dataplane interface: `ethernet1/21`.
///
/// Whether a model has that port is not judged: numbers are not always contiguous (the PA-5440 jumps
/// from 1/24 to 1/41), and public lists of them contradict each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EthernetPort {
    slot: u8,
    port: u8,
}

impl EthernetPort {
    /// The slot of its card; 1 on firewalls that have no cards.
    pub fn slot(self) -> u8 {
        self.slot
    }
}

impl FromStr for EthernetPort {
    type Err = PortError;

    fn from_str(input: &str) -> Result<Self, PortError> {
        let number = |text: &str| {
            let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
            plain.then(|| text.parse::<u8>().ok()).flatten()
        };
        let parts = input.strip_prefix("ethernet").and_then(|rest| rest.split_once('/'));
        match parts.and_then(|(slot, port)| Some((number(slot)?, number(port)?))) {
            Some((slot, port)) => Ok(Self { slot, port }),
            None => Err(PortError::NotEthernet { input: input.to_owned() }),
        }
    }
}

impl fmt::Display for EthernetPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ethernet{}/{}", self.slot, self.port)
    }
}

/// What the port of an HA link may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HaPort {
    /// A dataplane interface of type HA.
    Ethernet(EthernetPort),
    /// An aggregate interface of type HA, `ae1` to `ae16`.
    Aggregate(u8),
    /// The management interface.
    Management,
    /// A dedicated HA1, HA2 or AUX port.
    Dedicated(&'static str),
    /// A high speed chassis interconnect port.
    Hsci(&'static str),
}

/// Dedicated ports as the `port` element names them. From public configurations and device output;
/// `ha2-b`, `aux-1` and `aux-2` are inferred from the labels on the hardware.
const DEDICATED: &[&str] =
    &["ha1-a", "ha1-b", "ha2-a", "ha2-b", "dedicated-ha1", "dedicated-ha2", "aux-1", "aux-2"];

/// `hsci` from public configurations; `hsci-a` and `hsci-b` (PA-5450, PA-7000) inferred from labels.
const HSCI: &[&str] = &["hsci", "hsci-a", "hsci-b"];

impl FromStr for HaPort {
    type Err = PortError;

    fn from_str(input: &str) -> Result<Self, PortError> {
        let known = |names: &[&'static str]| names.iter().find(|name| **name == input).copied();
        let number = |text: &str| (1..=16).find(|number: &u8| number.to_string() == text);
        let aggregate = || number(input.strip_prefix("ae")?);
        if let Ok(port) = input.parse() {
            Ok(Self::Ethernet(port))
        } else if input == "management" {
            Ok(Self::Management)
        } else if let Some(number) = aggregate() {
            Ok(Self::Aggregate(number))
        } else if let Some(name) = known(DEDICATED) {
            Ok(Self::Dedicated(name))
        } else if let Some(name) = known(HSCI) {
            Ok(Self::Hsci(name))
        } else {
            Err(PortError::Unknown { input: input.to_owned() })
        }
    }
}

impl fmt::Display for HaPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ethernet(port) => port.fmt(f),
            Self::Aggregate(number) => write!(f, "ae{number}"),
            Self::Management => f.write_str("management"),
            Self::Dedicated(name) | Self::Hsci(name) => f.write_str(name),
        }
    }
}

/// The HA links, each with its element name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkKind {
    /// Control link of a pair.
    Ha1,
    /// Its backup.
    Ha1Backup,
    /// Data link of a pair.
    Ha2,
    /// Its backup.
    Ha2Backup,
    /// Packet forwarding link of an active/active pair.
    Ha3,
    /// Session synchronisation in a cluster.
    Ha4,
    /// Its backup.
    Ha4Backup,
}

impl LinkKind {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Ha1, Self::Ha1Backup, Self::Ha2, Self::Ha2Backup, Self::Ha3, Self::Ha4, Self::Ha4Backup];

    /// The element below `high-availability/interface`.
    pub fn element(self) -> &'static str {
        match self {
            Self::Ha1 => "ha1",
            Self::Ha1Backup => "ha1-backup",
            Self::Ha2 => "ha2",
            Self::Ha2Backup => "ha2-backup",
            Self::Ha3 => "ha3",
            Self::Ha4 => "ha4",
            Self::Ha4Backup => "ha4-backup",
        }
    }

    /// The key in a spec.
    pub fn key(self) -> &'static str {
        match self {
            Self::Ha1 => "ha1",
            Self::Ha1Backup => "ha1_backup",
            Self::Ha2 => "ha2",
            Self::Ha2Backup => "ha2_backup",
            Self::Ha3 => "ha3",
            Self::Ha4 => "ha4",
            Self::Ha4Backup => "ha4_backup",
        }
    }

    /// The vendor's word.
    pub fn label(self) -> &'static str {
        match self {
            Self::Ha1 => "HA1",
            Self::Ha1Backup => "HA1 backup",
            Self::Ha2 => "HA2",
            Self::Ha2Backup => "HA2 backup",
            Self::Ha3 => "HA3",
            Self::Ha4 => "HA4",
            Self::Ha4Backup => "HA4 backup",
        }
    }

    /// Can this link use that port?
    ///
    /// # Errors
    /// The rule that forbids it: HA4 is a dataplane interface of type HA (HA clustering best
    /// practices: HSCI is not used for HA4); HSCI carries HA2 and HA3; the management and AUX ports
    /// carry HA1 (HA ports on the PA-5200); an aggregate can carry HA3 (schema 10.0.6).
    pub fn admit(self, port: HaPort) -> Result<(), PortError> {
        let carries = |name: &str, link: &str| name.contains(link) || name.starts_with("aux");
        let fits = match (self, port) {
            (_, HaPort::Ethernet(_)) | (Self::Ha3, HaPort::Aggregate(_)) => true,
            (Self::Ha4 | Self::Ha4Backup, HaPort::Aggregate(_)) => true,
            (Self::Ha1 | Self::Ha1Backup, HaPort::Management) => true,
            (Self::Ha1 | Self::Ha1Backup, HaPort::Dedicated(name)) => carries(name, "ha1"),
            (Self::Ha2 | Self::Ha2Backup, HaPort::Dedicated(name)) => name.contains("ha2"),
            (Self::Ha2 | Self::Ha2Backup | Self::Ha3, HaPort::Hsci(_)) => true,
            _ => false,
        };
        if fits { Ok(()) } else { Err(PortError::Forbidden { link: self, port }) }
    }

    fn rule(self) -> &'static str {
        match self {
            Self::Ha1 | Self::Ha1Backup => {
                "HA1 uses the management port, a dedicated HA1 or AUX port, or a dataplane interface"
            }
            Self::Ha2 | Self::Ha2Backup => "HA2 uses HSCI, a dedicated HA2 port, or a dataplane interface",
            Self::Ha3 => "HA3 uses HSCI, an aggregate, or a dataplane interface",
            Self::Ha4 | Self::Ha4Backup => "HA4 uses a dataplane interface of type HA, such as ethernet1/21",
        }
    }
}

/// A text that is no port, or a port that a link cannot use.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PortError {
    /// Not of the form `ethernet1/21`.
    #[error("`{input}` is no dataplane interface")]
    NotEthernet {
        /// The text.
        input: String,
    },
    /// No port at all.
    #[error("`{input}` is no port that PAN-OS knows")]
    Unknown {
        /// The text.
        input: String,
    },
    /// A port, but not for this link.
    #[error("{} cannot use port {port}", .link.label())]
    Forbidden {
        /// The link.
        link: LinkKind,
        /// The port.
        port: HaPort,
    },
}

impl Explain for PortError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotEthernet { .. } => "interface-name",
            Self::Unknown { .. } => "ha-port-unknown",
            Self::Forbidden { .. } => "ha-port-forbidden",
        }
    }

    fn help(&self) -> Option<String> {
        match self {
            Self::NotEthernet { .. } => Some("write it like ethernet1/21".to_owned()),
            Self::Unknown { .. } => Some(format!(
                "a dataplane interface such as ethernet1/21, ae1 to ae16, management, {}, or {}",
                DEDICATED.join(", "),
                HSCI.join(", ")
            )),
            Self::Forbidden { link, .. } => Some(link.rule().to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_parse_and_print_alike() {
        for text in ["ethernet1/21", "ethernet10/3", "ae16", "management", "ha1-a", "aux-2", "hsci-b"] {
            assert_eq!(text.parse::<HaPort>().map(|port| port.to_string()), Ok(text.to_owned()));
        }
        for bad in ["", "ethernet1", "ethernet1/0", "ethernet01/1", "ae0", "ae17", "eth1/1", "ethernet1/1.5"]
        {
            assert!(bad.parse::<HaPort>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn each_link_has_its_ports() {
        let fits = |link: LinkKind, port: &str| link.admit(port.parse().expect("a port")).is_ok();
        assert!(fits(LinkKind::Ha4, "ethernet1/21"));
        for port in ["hsci", "management", "ha1-a", "aux-1"] {
            assert!(!fits(LinkKind::Ha4, port), "{port}");
        }
        assert!(fits(LinkKind::Ha1, "management") && !fits(LinkKind::Ha2, "management"));
        assert!(fits(LinkKind::Ha1, "aux-1") && !fits(LinkKind::Ha2, "aux-1"));
        assert!(fits(LinkKind::Ha2, "hsci") && !fits(LinkKind::Ha1, "hsci"));
        assert!(fits(LinkKind::Ha3, "ae1") && !fits(LinkKind::Ha1, "ae1"));
    }
}
