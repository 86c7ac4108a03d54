//! The settings of one firewall, typed: system, high availability, interfaces, virtual systems and zones.
//!
//! Belongs here: what stands in a firewall's device entry, each value with its place. Does not belong
//! here: how it came there (`resolver`), whether it is right (`lints`).

mod ha;
mod interface;
mod vsys;

pub use ha::{ClusterMember, ClusterSettings, HighAvailability, LinkSettings, PairSettings};
pub use interface::InterfaceSettings;
pub use vsys::{VsysSettings, ZoneSettings};

use super::{Given, Setting};

/// A firewall's `devices/entry`.
#[derive(Debug, Clone, Copy)]
pub struct FirewallSettings<'e, 'd> {
    entry: Setting<'e, 'd>,
}

impl<'e, 'd> FirewallSettings<'e, 'd> {
    /// Reads a device entry.
    pub fn new(entry: Setting<'e, 'd>) -> Self {
        Self { entry }
    }

    /// The device entry.
    pub fn entry(self) -> Setting<'e, 'd> {
        self.entry
    }

    /// The firewall's name.
    pub fn hostname(self) -> Option<Given<'e, 'd>> {
        self.deviceconfig("system")?.given("hostname")
    }

    /// The IPv4 address of its management interface.
    pub fn management_address(self) -> Option<Given<'e, 'd>> {
        self.deviceconfig("system")?.given("ip-address")
    }

    /// The IPv6 address of its management interface, with its prefix length.
    pub fn management_address_ipv6(self) -> Option<Given<'e, 'd>> {
        self.deviceconfig("system")?.given("ipv6-address")
    }

    /// High availability.
    pub fn high_availability(self) -> Option<HighAvailability<'e, 'd>> {
        self.deviceconfig("high-availability").map(HighAvailability::new)
    }

    /// What stands below `network`.
    pub fn network(self, child: &str) -> Option<Setting<'e, 'd>> {
        self.entry.child("network")?.child(child)
    }

    /// Its interfaces in order, each followed by its subinterfaces.
    pub fn interfaces(self) -> Vec<InterfaceSettings<'e, 'd>> {
        self.network("interface").map(interface::all).unwrap_or_default()
    }

    /// Its virtual systems, in order.
    pub fn vsys(self) -> Vec<VsysSettings<'e, 'd>> {
        let entries = self.entry.child("vsys").map(Setting::entries).unwrap_or_default();
        entries.into_iter().filter_map(VsysSettings::new).collect()
    }

    fn deviceconfig(self, child: &str) -> Option<Setting<'e, 'd>> {
        self.entry.child("deviceconfig")?.child(child)
    }
}
