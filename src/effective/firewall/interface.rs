//! Interfaces and what they are used for.

use crate::effective::{Given, Setting};

/// An interface or subinterface.
#[derive(Debug, Clone)]
pub struct InterfaceSettings<'e, 'd> {
    /// Its entry.
    pub entry: Setting<'e, 'd>,
    /// Its name: `ethernet1/1`, `ae1.100`, `loopback.1`.
    pub name: Given<'e, 'd>,
    /// What it is used for, the element that says so: `layer3`, `virtual-wire`, `ha`, … For loopback,
    /// tunnel and VLAN interfaces that word. A subinterface has the mode of its interface.
    pub mode: Option<&'d str>,
    /// The aggregate it is part of.
    pub aggregate_group: Option<Given<'e, 'd>>,
    /// Its addresses of both families, in order.
    pub addresses: Vec<Given<'e, 'd>>,
}

/// Elements of an Ethernet or aggregate interface that tell what it is used for (schema 10.0.6).
const MODES: &[&str] = &["layer3", "layer2", "virtual-wire", "tap", "ha", "decrypt-mirror", "log-card"];

/// The interfaces in `network/interface`, each followed by its subinterfaces.
pub(super) fn all<'e, 'd>(kinds: Setting<'e, 'd>) -> Vec<InterfaceSettings<'e, 'd>> {
    let mut interfaces = Vec::new();
    for kind in kinds.children() {
        match kind.name() {
            "ethernet" | "aggregate-ethernet" => {
                kind.entries().into_iter().for_each(|entry| physical(entry, &mut interfaces));
            }
            _ => units(kind, Some(kind.name()), &mut interfaces),
        }
    }
    interfaces
}

/// An Ethernet or aggregate interface, and its subinterfaces.
fn physical<'e, 'd>(entry: Setting<'e, 'd>, interfaces: &mut Vec<InterfaceSettings<'e, 'd>>) {
    let Some(name) = entry.given_name() else { return };
    let mode = entry.children().into_iter().find(|child| MODES.contains(&child.name()));
    interfaces.push(InterfaceSettings {
        entry,
        name,
        mode: mode.map(Setting::name),
        aggregate_group: entry.given("aggregate-group"),
        addresses: mode.map(addresses).unwrap_or_default(),
    });
    if let Some(mode) = mode {
        units(mode, Some(mode.name()), interfaces);
    }
}

/// The entries below `units`: subinterfaces, and all loopback, tunnel and VLAN interfaces.
fn units<'e, 'd>(
    owner: Setting<'e, 'd>,
    mode: Option<&'d str>,
    interfaces: &mut Vec<InterfaceSettings<'e, 'd>>,
) {
    for entry in owner.child("units").map(Setting::entries).unwrap_or_default() {
        let Some(name) = entry.given_name() else { continue };
        let addresses = addresses(entry);
        interfaces.push(InterfaceSettings { entry, name, mode, aggregate_group: None, addresses });
    }
}

fn addresses<'e, 'd>(owner: Setting<'e, 'd>) -> Vec<Given<'e, 'd>> {
    let of_4 = owner.child("ip");
    let of_6 = owner.child("ipv6").and_then(|ipv6| ipv6.child("address"));
    let entries = of_4.into_iter().chain(of_6).flat_map(Setting::entries);
    entries.filter_map(Setting::given_name).collect()
}
