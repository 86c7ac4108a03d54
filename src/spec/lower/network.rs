//! Dataplane interfaces, their addresses, and zones.

use super::Lower;
use super::members::MemberDraft;
use crate::diag::Diagnostic;
use crate::model::{
    EthernetPort, HaPort, Interface, InterfaceAddress, InterfaceMode, LinkKind, Zone, ZoneName,
};
use crate::source::{At, Span};
use crate::spec::wire::{ClusterWire, InterfaceWire, Keyed, PairWire, Text, ZoneWire};

const MODES: &[(&str, InterfaceMode)] = &[
    ("layer3", InterfaceMode::Layer3),
    ("virtual-wire", InterfaceMode::VirtualWire),
    ("layer2", InterfaceMode::Layer2),
    ("tap", InterfaceMode::Tap),
];

/// The ports that a cluster's keys name, whether or not the rest of what they say can be read.
pub(super) struct KnownPorts {
    /// Those under `interfaces`.
    interfaces: Vec<EthernetPort>,
    /// Those of HA links.
    ha: Vec<HaPort>,
}

impl KnownPorts {
    /// Reads the keys of a cluster; what is no port is told elsewhere.
    pub(super) fn of(wire: &ClusterWire) -> Self {
        let interfaces = wire.interfaces.iter().flatten().filter_map(|(key, _)| key.value.parse().ok());
        let of_cluster = wire.ha4.iter().chain(&wire.ha4_backup).map(|link| &link.port);
        let of_pairs = wire.pairs.iter().flatten().flat_map(|pair| {
            [
                pair.ha1.as_ref().and_then(|link| link.port.as_ref()),
                pair.ha1_backup.as_ref().and_then(|link| link.port.as_ref()),
                pair.ha2.as_ref().and_then(|link| link.port.as_ref()),
                pair.ha2_backup.as_ref().and_then(|link| link.port.as_ref()),
                pair.ha3.as_ref().and_then(|link| link.port.as_ref()),
            ]
        });
        let ha = of_cluster.map(Option::as_ref).chain(of_pairs).flatten();
        Self { interfaces: interfaces.collect(), ha: ha.filter_map(|text| text.value.parse().ok()).collect() }
    }

    fn is_interface(&self, port: EthernetPort) -> bool {
        self.interfaces.contains(&port)
    }

    /// Does an HA link use it?
    pub(super) fn is_ha(&self, port: EthernetPort) -> bool {
        self.ha.contains(&HaPort::Ethernet(port))
    }
}

/// A use of a port, to find ports that are used twice.
#[derive(Debug, Clone)]
pub(super) struct PortUse {
    pub(super) port: HaPort,
    /// The HA link that uses it, if one does.
    pub(super) link: Option<LinkKind>,
    pub(super) by: String,
    pub(super) span: Span,
}

impl PortUse {
    /// HSCI carries HA2 and HA3 together (HA ports of the hardware).
    fn shares_with(&self, other: &Self) -> bool {
        let is_ha3 = |used: &Self| used.link == Some(LinkKind::Ha3);
        let is_data = |used: &Self| matches!(used.link, Some(LinkKind::Ha2 | LinkKind::Ha3));
        matches!(self.port, HaPort::Hsci(_))
            && is_data(self)
            && is_data(other)
            && is_ha3(self) != is_ha3(other)
    }
}

impl Lower<'_> {
    /// Parses the interfaces.
    pub(super) fn interfaces(&mut self, wires: &[(Text, InterfaceWire)]) -> Vec<At<Interface>> {
        let mut interfaces = Vec::new();
        for (key, wire) in wires {
            let port = self.parse::<EthernetPort>(key);
            let mode = self.interface_mode(wire.mode.as_ref(), wire.lacks("mode"), wire.span, "an interface");
            let comment = self.prose("comment", wire.comment.as_ref(), 1023);
            if let (Some(port), Some(mode)) = (port, mode) {
                self.check_mode(mode, &format!("interface {}", port.value));
                interfaces.push(At::new(Interface { port: port.value, mode: mode.value, comment }, key.span));
            }
        }
        interfaces.sort_by_key(|interface| interface.value.port);
        interfaces
    }

    fn interface_mode(
        &mut self,
        text: Option<&Text>,
        is_missing: bool,
        span: Span,
        what: &str,
    ) -> Option<At<InterfaceMode>> {
        if is_missing {
            self.missing(span, what, "mode", "such as `mode: layer3`");
        }
        self.choice("mode", text?, MODES)
    }

    fn check_mode(&mut self, mode: At<InterfaceMode>, what: &str) {
        if !mode.value.is_for_clusters() {
            let message = format!("{what} is {}, which HA clusters do not support", mode.value.as_str());
            self.sink.report(
                Diagnostic::warning("mode-not-for-clusters", message)
                    .at(mode.span)
                    .help("sessions fail over in layer 3 and virtual wire deployments only"),
            );
        }
    }

    /// Parses the zones. An interface is in one zone at most, of the interface's own mode.
    pub(super) fn zones(
        &mut self,
        wires: &[(Text, ZoneWire)],
        interfaces: &[At<Interface>],
        ports: &KnownPorts,
    ) -> Vec<At<Zone>> {
        let mut zones: Vec<At<Zone>> = Vec::new();
        let mut taken: Vec<(EthernetPort, Span, &str)> = Vec::new();
        for (key, wire) in wires {
            let name = self.parse::<ZoneName>(key);
            let mode = self.interface_mode(wire.mode.as_ref(), wire.lacks("mode"), wire.span, "a zone");
            let members = wire.interfaces.as_deref().unwrap_or_default();
            if members.is_empty() && (wire.lacks("interfaces") || wire.interfaces.is_some()) {
                let message = format!("zone `{}` has no interfaces", key.value);
                self.sink.report(
                    Diagnostic::error("zone-empty", message)
                        .at(key.span)
                        .help("name its interfaces, such as `interfaces: [ethernet1/1]`"),
                );
            }
            let members: Vec<At<EthernetPort>> = self.parse_all(members);
            self.distinct("interface-repeated", "interface", &members);
            if let Some(mode) = mode {
                self.check_mode(mode, &format!("zone {}", key.value));
            }
            for port in &members {
                let elsewhere = |(other, _, zone): &&(EthernetPort, Span, &str)| {
                    *other == port.value && *zone != key.value
                };
                if let Some((_, span, zone)) = taken.iter().find(elsewhere) {
                    let message = format!("interface {} is in two zones", port.value);
                    self.sink.report(
                        Diagnostic::error("interface-in-two-zones", message)
                            .labelled(port.span, format!("in zone {}", key.value))
                            .and(*span, format!("in zone {zone}"))
                            .help("leave it in one of them"),
                    );
                }
                taken.push((port.value, port.span, &key.value));
                self.check_zone_interface(*port, mode, interfaces, ports);
            }
            let (Some(name), Some(mode)) = (name, mode) else { continue };
            let interfaces = members.iter().map(|port| port.value).collect();
            zones.push(At::new(Zone { name: name.value, mode: mode.value, interfaces }, key.span));
        }
        zones.sort_by(|a, b| a.value.name.cmp(&b.value.name));
        zones
    }

    fn check_zone_interface(
        &mut self,
        port: At<EthernetPort>,
        mode: Option<At<InterfaceMode>>,
        interfaces: &[At<Interface>],
        ports: &KnownPorts,
    ) {
        match (interfaces.iter().find(|interface| interface.value.port == port.value), mode) {
            (None, _) => self.check_defined(port, "zone", ports),
            (Some(interface), Some(mode)) if interface.value.mode != mode.value => {
                let message = format!(
                    "interface {} is {}, its zone is {}",
                    port.value,
                    interface.value.mode.as_str(),
                    mode.value.as_str()
                );
                self.sink.report(
                    Diagnostic::error("zone-mode", message)
                        .at(port.span)
                        .and(interface.span, "the interface")
                        .and(mode.span, "the zone's mode")
                        .help("a zone holds interfaces of its own mode"),
                );
            }
            _ => {}
        }
    }

    /// A template cannot refer to what another template defines, so what is named should be here.
    /// That an HA port is used otherwise is told where all ports are compared.
    pub(super) fn check_defined(&mut self, port: At<EthernetPort>, by: &str, ports: &KnownPorts) {
        if ports.is_interface(port.value) || ports.is_ha(port.value) {
            return;
        }
        let message = format!("{by} names {}, which this spec does not define", port.value);
        self.sink.report(Diagnostic::warning("interface-undefined", message).at(port.span).help(format!(
            "add `{}: {{mode: layer3}}` under `interfaces`: a template cannot refer to what another one defines",
            port.value
        )));
    }

    /// Gives every member its interface addresses: its own, else its pair's, else the cluster's.
    pub(super) fn interface_addresses(
        &mut self,
        cluster: &str,
        interfaces: &[At<Interface>],
        wires: &Keyed<InterfaceWire>,
        pairs: &[PairWire],
        ports: &KnownPorts,
        members: &mut [MemberDraft<'_>],
    ) {
        let mut is_complete = true;
        for member in members.iter_mut() {
            let wire = member.wire;
            let own = wire.interfaces.iter().flatten().map(|(key, many)| (key, many, "the member's own"));
            let pair = member.pair.and_then(|pair| pairs[pair.value].interfaces.as_ref());
            let pair = pair.into_iter().flatten().map(|(key, many)| (key, many, "its pair's"));
            let common =
                wires.iter().filter_map(|(key, wire)| Some((key, wire.ip.as_ref()?, "the cluster's")));
            for (key, many, why) in own.chain(pair).chain(common) {
                let Some(port) = self.interface_reference(key, ports) else { continue };
                let addresses: Vec<At<InterfaceAddress>> = self.parse_all(&many.0);
                self.distinct("address-repeated", "address", &addresses);
                is_complete &= addresses.len() == many.0.len();
                if member.interface_addresses.contains_key(&port) {
                    continue;
                }
                for address in &addresses {
                    let what = format!("{cluster}.{}.{port}", member.label());
                    self.explain(what, address.value, why, Some(address.span));
                }
                let addresses = addresses.iter().map(|address| address.value).collect();
                member.interface_addresses.insert(port, addresses);
            }
        }
        // Addresses that could not be read would only look as if members disagreed.
        if is_complete {
            self.check_addresses(interfaces, members);
        }
    }

    fn interface_reference(&mut self, key: &Text, ports: &KnownPorts) -> Option<EthernetPort> {
        let port = self.parse::<EthernetPort>(key)?.value;
        if ports.is_interface(port) {
            return Some(port);
        }
        self.sink.report(
            Diagnostic::error("unknown-interface", format!("there is no interface {port} in this cluster"))
                .at(key.span)
                .help("define it under the cluster's `interfaces`"),
        );
        None
    }

    /// Addresses need layer 3, and one template for all members needs the same number of them everywhere.
    fn check_addresses(&mut self, interfaces: &[At<Interface>], members: &[MemberDraft<'_>]) {
        for interface in interfaces {
            let port = interface.value.port;
            let families = |member: &MemberDraft<'_>| -> Vec<bool> {
                let addresses = member.interface_addresses.get(&port);
                addresses.into_iter().flatten().map(|address| address.is_ipv4()).collect()
            };
            if interface.value.mode != InterfaceMode::Layer3 {
                if let Some(member) = members.iter().find(|member| !families(member).is_empty()) {
                    let message =
                        format!("interface {port} has an address but is {}", interface.value.mode.as_str());
                    self.sink.report(
                        Diagnostic::error("address-without-layer3", message)
                            .at(interface.span)
                            .and(member.wire.span, "a member with an address on it")
                            .help("only layer3 interfaces have addresses"),
                    );
                }
                continue;
            }
            let Some((first, others)) = members.split_first() else { continue };
            if let Some(other) = others.iter().find(|other| families(other) != families(first)) {
                let message =
                    format!("members disagree on how many addresses {port} has, or on their family");
                self.sink.report(
                    Diagnostic::error("interface-addresses-differ", message)
                        .at(interface.span)
                        .and(first.wire.span, count(families(first).len()))
                        .and(other.wire.span, count(families(other).len()))
                        .help("give it to every member or to none: all members share one template"),
                );
            }
        }
    }

    /// Reports ports that are used twice on one firewall.
    pub(super) fn check_ports(&mut self, uses: &[PortUse]) {
        for (index, used) in uses.iter().enumerate() {
            if let Some(first) =
                uses[..index].iter().find(|first| first.port == used.port && !first.shares_with(used))
            {
                let message = format!("port {} is used by {} and by {}", used.port, first.by, used.by);
                self.sink.report(
                    Diagnostic::error("port-in-use", message)
                        .labelled(used.span, format!("{} here", used.by))
                        .and(first.span, format!("{} here", first.by))
                        .help("choose another port for one of them"),
                );
            }
        }
    }
}

fn count(addresses: usize) -> String {
    match addresses {
        0 => "none on this member".to_owned(),
        1 => "one on this member".to_owned(),
        n => format!("{n} on this member"),
    }
}
