//! A firewall's own end of HA4 or HA4 backup, as far as it can be read.

use std::net::IpAddr;

use crate::effective::{Given, LinkSettings};
use crate::lint::{Draft, Finding, Findings, FirewallView, Lint};
use crate::model::{LinkKind, LinkSubnet, NetmaskFault};

/// The links of a cluster.
pub(super) const LINKS: [LinkKind; 2] = [LinkKind::Ha4, LinkKind::Ha4Backup];

/// Address and netmask of a link, both of which are there and have a value.
pub(super) struct End<'e, 'd> {
    /// The link.
    pub(super) link: LinkSettings<'e, 'd>,
    /// Its address.
    pub(super) address: IpAddr,
    /// Its network.
    pub(super) subnet: Result<LinkSubnet, NetmaskFault>,
}

impl<'e, 'd> End<'e, 'd> {
    /// Reads a link.
    pub(super) fn of(firewall: &FirewallView<'e, 'd>, kind: LinkKind) -> Option<Self> {
        let link = firewall.link(kind)?;
        let address = link.ip_address.as_ref()?.address()?;
        let subnet = LinkSubnet::of_host(address, link.netmask.as_ref()?.text()?);
        Some(Self { link, address, subnet })
    }

    /// Its network, if its netmask is one for others as well.
    pub(super) fn network(&self) -> Option<LinkSubnet> {
        self.subnet.as_ref().ok().copied()
    }

    /// Its netmask.
    pub(super) fn netmask(&self) -> Option<&Given<'e, 'd>> {
        self.link.netmask.as_ref()
    }
}

/// Tells what a firewall that takes part in a cluster lacks of one of its links.
pub(super) fn report_missing(
    kind: LinkKind,
    lint: &Lint,
    firewall: &FirewallView<'_, '_>,
    findings: &mut Findings,
) {
    let Some(cluster) = &firewall.cluster else { return };
    if !firewall.is_clustered() || !firewall.is_complete() {
        return;
    }
    let label = kind.label();
    let mut report = |draft: Draft, help: String| {
        findings.report(draft.link(kind).severity(firewall.severity(lint.severity)).help(help));
    };
    let Some(link) = firewall.link(kind) else {
        let help = format!("set a port of type HA, an address and a netmask for {label}, on all members");
        report(Finding::at(cluster, format!("no {label} link is set up")), help);
        return;
    };
    let parts = [("port", &link.port), ("IP address", &link.ip_address), ("netmask", &link.netmask)];
    let lacks: Vec<&str> =
        parts.into_iter().filter(|(_, part)| part.is_none()).map(|(name, _)| name).collect();
    if !lacks.is_empty() {
        let message = format!("{label} has no {}", lacks.join(", no "));
        report(Finding::at(&link, message), "set it in the same template as the rest of the link".to_owned());
    }
    for member in cluster.members.iter().filter(|member| member.address(kind).is_none()) {
        let message = format!("the entry of {} has no {label} address", member.serial.shown());
        let help = format!("add the address of its {label} interface");
        report(Finding::at(&member.serial, message), help);
    }
}
