//! HA links: ports, subnets, and which member gets which address.

use std::collections::BTreeMap;
use std::net::IpAddr;

use super::Lower;
use super::network::PortUse;
use crate::diag::Diagnostic;
use crate::model::{EthernetPort, HaLink, HaPort, HoldTimeMs, LinkKind, LinkSubnet};
use crate::source::{At, Span};
use crate::spec::wire::{ClusterLinkWire, Ha1Wire, Ha2Wire, Ha3Wire, PairLinkWire, Text};

/// The keys of any link, whichever structure they were read from.
#[derive(Default, Clone, Copy)]
pub(super) struct LinkKeys<'w> {
    pub(super) port: Option<&'w Text>,
    pub(super) subnet: Option<&'w Text>,
    pub(super) gateway: Option<&'w Text>,
    pub(super) aggregate_ports: Option<&'w Vec<Text>>,
    pub(super) encryption: Option<&'w Text>,
    pub(super) monitor_hold_time_ms: Option<&'w Text>,
}

impl<'w> From<&'w ClusterLinkWire> for LinkKeys<'w> {
    fn from(wire: &'w ClusterLinkWire) -> Self {
        let ClusterLinkWire { port, subnet, aggregate_ports, .. } = wire;
        Self {
            port: port.as_ref(),
            subnet: subnet.as_ref(),
            aggregate_ports: aggregate_ports.as_ref(),
            ..Self::default()
        }
    }
}

impl<'w> From<&'w Ha1Wire> for LinkKeys<'w> {
    fn from(wire: &'w Ha1Wire) -> Self {
        Self {
            port: wire.port.as_ref(),
            subnet: wire.subnet.as_ref(),
            gateway: wire.gateway.as_ref(),
            encryption: wire.encryption.as_ref(),
            monitor_hold_time_ms: wire.monitor_hold_time_ms.as_ref(),
            aggregate_ports: None,
        }
    }
}

impl<'w> From<&'w PairLinkWire> for LinkKeys<'w> {
    fn from(wire: &'w PairLinkWire) -> Self {
        let PairLinkWire { port, subnet, gateway, .. } = wire;
        Self { port: port.as_ref(), subnet: subnet.as_ref(), gateway: gateway.as_ref(), ..Self::default() }
    }
}

impl<'w> From<&'w Ha2Wire> for LinkKeys<'w> {
    fn from(wire: &'w Ha2Wire) -> Self {
        let Ha2Wire { port, subnet, gateway, .. } = wire;
        Self { port: port.as_ref(), subnet: subnet.as_ref(), gateway: gateway.as_ref(), ..Self::default() }
    }
}

impl<'w> From<&'w Ha3Wire> for LinkKeys<'w> {
    fn from(wire: &'w Ha3Wire) -> Self {
        let Ha3Wire { port, aggregate_ports, .. } = wire;
        Self { port: port.as_ref(), aggregate_ports: aggregate_ports.as_ref(), ..Self::default() }
    }
}

/// A link whose values are parsed; what could not be parsed is absent and was reported.
#[derive(Debug, Clone)]
pub(super) struct LinkDraft {
    pub(super) kind: LinkKind,
    /// Where the link stands.
    pub(super) span: Span,
    pub(super) port: Option<At<HaPort>>,
    pub(super) subnet: Option<At<LinkSubnet>>,
    /// Was a subnet written, whether or not it is one?
    pub(super) has_subnet_key: bool,
    gateway: Option<At<IpAddr>>,
    /// The ports of its aggregate.
    pub(super) aggregate_ports: Vec<At<EthernetPort>>,
    is_encrypted: Option<bool>,
    monitor_hold_time: Option<At<HoldTimeMs>>,
}

impl LinkDraft {
    /// The checked link.
    pub(super) fn finish(&self) -> Option<HaLink> {
        Some(HaLink {
            port: self.port?.value,
            netmask: self.subnet.map(|subnet| subnet.value.netmask()),
            gateway: self.gateway.map(|gateway| gateway.value),
            aggregate_ports: self.aggregate_ports.iter().map(|port| port.value).collect(),
            is_encrypted: self.is_encrypted,
            monitor_hold_time: self.monitor_hold_time.map(|time| time.value),
        })
    }

    /// The ports it uses; `of` says whose link it is.
    pub(super) fn port_uses(&self, of: &str) -> Vec<PortUse> {
        let by = format!("{}{of}", self.kind.label());
        let port = self.port.map(|port| PortUse {
            port: port.value,
            link: Some(self.kind),
            by: by.clone(),
            span: port.span,
        });
        let aggregate = self.aggregate_ports.iter();
        let ports = aggregate.map(|port| PortUse {
            port: HaPort::Ethernet(port.value),
            link: Some(self.kind),
            by: by.clone(),
            span: port.span,
        });
        port.into_iter().chain(ports).collect()
    }

    /// Is the port the management interface, which has its address already?
    pub(super) fn is_on_management(&self) -> bool {
        self.port.is_some_and(|port| port.value == HaPort::Management)
    }
}

/// One end of a link: who it is, its host number in the subnet, and its own address if it has one.
pub(super) struct End<'w> {
    /// The member's path in explanations.
    pub(super) what: String,
    /// Where the member stands.
    pub(super) span: Span,
    /// Its host number, and why it is that.
    pub(super) number: Option<(At<u32>, String)>,
    /// The address it says itself.
    pub(super) own: Option<&'w Text>,
}

impl Lower<'_> {
    /// Parses the keys of a link.
    pub(super) fn link(&mut self, kind: LinkKind, span: Span, keys: LinkKeys<'_>) -> LinkDraft {
        let port = match keys.port {
            Some(text) => self.port(kind, text),
            None => {
                self.missing(span, kind.label(), "port", format!("say which port {} uses", kind.label()));
                None
            }
        };
        let subnet = self.parse_opt::<LinkSubnet>(keys.subnet);
        if let Some(subnet) = subnet.filter(|subnet| !subnet.value.is_ipv4()) {
            let message = format!("the netmask of {} is written as {}", subnet.value, subnet.value.netmask());
            self.sink.report(
                Diagnostic::note("inferred-ipv6-netmask", message)
                    .at(subnet.span)
                    .help("inferred from the vendor's schema, shown nowhere: try it on one firewall first"),
            );
        }
        if let (Some(At { value: HaPort::Management, .. }), Some(text)) = (port, keys.subnet) {
            let why = "the management port has its own address and netmask";
            self.without_effect("subnet", text, why, "leave it out");
        }
        LinkDraft {
            kind,
            span,
            port,
            subnet,
            has_subnet_key: keys.subnet.is_some(),
            gateway: keys.gateway.and_then(|text| self.gateway(text, subnet)),
            aggregate_ports: self.aggregate_ports(kind, port, keys.aggregate_ports),
            is_encrypted: self.flag("encryption", keys.encryption),
            monitor_hold_time: self.parse_opt(keys.monitor_hold_time_ms),
        }
    }

    /// A gateway is reached from the link's own subnet.
    fn gateway(&mut self, text: &Text, subnet: Option<At<LinkSubnet>>) -> Option<At<IpAddr>> {
        let gateway = self.bare_address(text)?;
        let Some(subnet) = subnet else {
            let message = format!("gateway {} has no effect: the link has no subnet", gateway.value);
            self.sink.report(
                Diagnostic::error("gateway-without-subnet", message)
                    .at(gateway.span)
                    .help("give the link a `subnet`, or leave the gateway out"),
            );
            return None;
        };
        match subnet.value.admit(gateway.value) {
            Ok(()) => Some(gateway),
            Err(fault) => {
                self.sink.report(Diagnostic::of(&fault, gateway.span).and(subnet.span, "the subnet"));
                None
            }
        }
    }

    /// The ports of an aggregate. One without ports carries nothing.
    fn aggregate_ports(
        &mut self,
        kind: LinkKind,
        port: Option<At<HaPort>>,
        texts: Option<&Vec<Text>>,
    ) -> Vec<At<EthernetPort>> {
        let texts = texts.map(Vec::as_slice).unwrap_or_default();
        let ports: Vec<At<EthernetPort>> = self.parse_all(texts);
        self.distinct("interface-repeated", "interface", &ports);
        match (port, texts.first()) {
            (Some(At { value: HaPort::Aggregate(number), span }), None) => {
                let message = format!("{} uses ae{number}, which has no ports", kind.label());
                self.sink.report(
                    Diagnostic::warning("aggregate-without-ports", message)
                        .at(span)
                        .help("name them: `aggregate_ports: [ethernet1/5, ethernet1/6]`"),
                );
            }
            (Some(At { value: HaPort::Aggregate(_), .. }), Some(_)) | (_, None) | (None, _) => {}
            (Some(port), Some(first)) => {
                let message = format!("`aggregate_ports` has no effect: {} is no aggregate", port.value);
                self.sink.report(
                    Diagnostic::error("ports-without-aggregate", message)
                        .at(first.span)
                        .and(port.span, "the port")
                        .help("use a port such as ae1, or leave them out"),
                );
            }
        }
        ports
    }

    fn port(&mut self, kind: LinkKind, text: &Text) -> Option<At<HaPort>> {
        let port: At<HaPort> = self.parse(text)?;
        if let Err(error) = kind.admit(port.value) {
            self.sink.report(Diagnostic::of(&error, port.span));
            return None;
        }
        if matches!((kind, port.value), (LinkKind::Ha4 | LinkKind::Ha4Backup, HaPort::Aggregate(_))) {
            let message = format!("{} on an aggregate is not documented", kind.label());
            self.sink.report(
                Diagnostic::warning("ha4-on-aggregate", message)
                    .at(port.span)
                    .help("the vendor shows aggregates for HA3 only; try it on one firewall first"),
            );
        }
        Some(port)
    }

    /// An address without a prefix length.
    pub(super) fn bare_address(&mut self, text: &Text) -> Option<At<IpAddr>> {
        if let Ok(address) = text.value.parse() {
            return Some(At::new(address, text.span));
        }
        let problem = Diagnostic::error("address-format", format!("`{}` is no IP address", text.value));
        let without = text.value.split_once('/').and_then(|(address, _)| address.parse::<IpAddr>().ok());
        self.sink.report(problem.at(text.span).help(match without {
            Some(address) => format!("write {address}: the netmask comes from the link's subnet"),
            None => "write it like 192.0.2.20 or 2001:db8::20".to_owned(),
        }));
        None
    }

    /// Gives every end of a link its address: its own one, or the host of its number.
    /// Answers by index of the end.
    pub(super) fn plan(&mut self, link: &LinkDraft, ends: &[End<'_>]) -> BTreeMap<usize, At<IpAddr>> {
        let mut planned: BTreeMap<usize, At<IpAddr>> = BTreeMap::new();
        for (index, end) in ends.iter().enumerate() {
            let Some(address) = self.address_of(link, end) else { continue };
            // Two members with one slot were told of that already.
            let same = |(other, planned): &(&usize, &At<IpAddr>)| {
                let is_same_slot = end.own.is_none() && ends[**other].own.is_none();
                planned.value == address.value && !is_same_slot
            };
            if let Some((_, first)) = planned.iter().find(same) {
                let message = format!("{} address {} is used twice", link.kind.label(), address.value);
                let (at, first) = if first.span == address.span {
                    (end.span, first.span)
                } else {
                    (address.span, first.span)
                };
                self.sink.report(
                    Diagnostic::error("address-reused", message)
                        .at(at)
                        .and(first, "the other use comes from here")
                        .help(
                            "a member's own address may be the one of another's slot: change one of the two",
                        ),
                );
            }
            planned.insert(index, address);
        }
        planned
    }

    fn address_of(&mut self, link: &LinkDraft, end: &End<'_>) -> Option<At<IpAddr>> {
        let what = format!("{}.{}", end.what, link.kind.key());
        if let Some(own) = end.own {
            let address = self.bare_address(own)?;
            if let Some(subnet) = link.subnet.filter(|_| !link.is_on_management())
                && let Err(fault) = subnet.value.admit(address.value)
            {
                self.sink.report(Diagnostic::of(&fault, address.span).and(subnet.span, "the subnet"));
                return None;
            }
            self.explain(what, address.value, "the member's own", Some(address.span));
            return Some(address);
        }
        if link.is_on_management() {
            self.missing(
                end.span,
                "a member whose HA1 uses the management port",
                link.kind.key(),
                "its management address: the peer needs it",
            );
            return None;
        }
        let subnet = link.subnet?;
        let (number, reason) = end.number.as_ref()?;
        match subnet.value.host(number.value) {
            Some(address) => {
                self.explain(what, address, format!("{reason} of {}", subnet.value), Some(subnet.span));
                Some(At::new(address, number.span))
            }
            None => {
                let message = format!(
                    "subnet {} has {} host addresses, none for {reason}",
                    subnet.value,
                    subnet.value.hosts()
                );
                self.sink.report(
                    Diagnostic::error("subnet-too-small", message)
                        .at(subnet.span)
                        .and(number.span, "this member needs an address")
                        .help("take a larger subnet, or give the member an address of its own"),
                );
                None
            }
        }
    }
}
