//! HA links: ports, subnets, and which member gets which address.

use std::collections::BTreeMap;
use std::net::IpAddr;

use super::Lower;
use crate::diag::Diagnostic;
use crate::model::{HaLink, HaPort, HoldTimeMs, LinkKind, LinkSubnet};
use crate::source::{At, Span};
use crate::spec::wire::{ClusterLinkWire, Ha1Wire, Ha2Wire, Ha3Wire, PairLinkWire, Text};

/// The keys of any link, whichever structure they were read from.
#[derive(Default, Clone, Copy)]
pub(super) struct LinkKeys<'w> {
    pub(super) port: Option<&'w Text>,
    pub(super) subnet: Option<&'w Text>,
    pub(super) gateway: Option<&'w Text>,
    pub(super) encryption: Option<&'w Text>,
    pub(super) monitor_hold_time_ms: Option<&'w Text>,
}

impl<'w> From<&'w ClusterLinkWire> for LinkKeys<'w> {
    fn from(wire: &'w ClusterLinkWire) -> Self {
        Self { port: wire.port.as_ref(), subnet: wire.subnet.as_ref(), ..Self::default() }
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
        Self { port: wire.port.as_ref(), ..Self::default() }
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
    gateway: Option<At<IpAddr>>,
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
            is_encrypted: self.is_encrypted,
            monitor_hold_time: self.monitor_hold_time.map(|time| time.value),
        })
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
        let gateway = keys.gateway.and_then(|text| self.bare_address(text));
        LinkDraft {
            kind,
            span,
            port,
            subnet: self.parse_opt(keys.subnet),
            gateway,
            is_encrypted: self.flag("encryption", keys.encryption),
            monitor_hold_time: self.parse_opt(keys.monitor_hold_time_ms),
        }
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
        if let HaPort::Aggregate(number) = port.value {
            let message = format!("ae{number} becomes an HA interface without ports of its own");
            self.sink.report(
                Diagnostic::note("aggregate-without-ports", message).at(port.span).help(
                    "put its ports in with a snippet: `<entry name=\"ethernet1/5\"><aggregate-group>ae1</aggregate-group></entry>`",
                ),
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
            if let Some((_, first)) = planned.iter().find(|(_, other)| other.value == address.value) {
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
