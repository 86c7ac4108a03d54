//! A firewall's own end of a link, as far as it can be read.

use std::net::IpAddr;

use crate::effective::{Given, LinkSettings};
use crate::lint::{ClusterView, Finding, Findings, FirewallView, Lint, Place};
use crate::lints::cluster::member_list::{Gathered, is_contradicted};
use crate::model::{LinkKind, LinkSubnet, NetmaskFault};

/// The links of a cluster.
pub(super) const LINKS: [LinkKind; 2] = [LinkKind::Ha4, LinkKind::Ha4Backup];

/// Address and netmask of a link, both of which are there and have a value.
pub(in crate::lints) struct End<'e, 'd> {
    /// The link.
    pub(in crate::lints) link: LinkSettings<'e, 'd>,
    /// Its address.
    pub(in crate::lints) address: IpAddr,
    /// Its network.
    pub(in crate::lints) subnet: Result<LinkSubnet, NetmaskFault>,
}

impl<'e, 'd> End<'e, 'd> {
    /// Reads a link.
    pub(in crate::lints) fn of(firewall: &FirewallView<'e, 'd>, kind: LinkKind) -> Option<Self> {
        let link = firewall.link(kind)?;
        let address = link.ip_address.as_ref()?.address()?;
        let subnet = LinkSubnet::of_host(address, link.netmask.as_ref()?.text()?);
        Some(Self { link, address, subnet })
    }

    /// Its network, if its netmask is one for others as well.
    pub(in crate::lints) fn network(&self) -> Option<LinkSubnet> {
        self.subnet.as_ref().ok().copied()
    }

    /// Its netmask.
    pub(in crate::lints) fn netmask(&self) -> Option<&Given<'e, 'd>> {
        self.link.netmask.as_ref()
    }
}

/// The members of a cluster that take part.
pub(super) fn participants<'v, 'e, 'd>(
    cluster: &'v ClusterView<'e, 'd>,
) -> impl Iterator<Item = &'e FirewallView<'e, 'd>> + use<'v, 'e, 'd> {
    cluster.members.iter().copied().filter(|member| member.is_clustered())
}

/// Is a member's own address on a link another one than that of its entry? That is told of already.
pub(super) fn is_own_contradicted(
    cluster: &ClusterView<'_, '_>,
    member: &FirewallView<'_, '_>,
    kind: LinkKind,
) -> bool {
    let entries = member.cluster.as_ref().map(|cluster| cluster.members.as_slice()).unwrap_or_default();
    let own = entries.iter().find(|entry| entry.serial.is(member.name()));
    own.is_some_and(|entry| is_contradicted(cluster, entry, kind))
}

/// Tells what members of a cluster lack of one of its links.
pub(super) fn report_missing(
    kind: LinkKind,
    lint: &Lint,
    cluster: &ClusterView<'_, '_>,
    findings: &mut Findings,
) {
    let label = kind.label();
    let mut gathered = Gathered::default();
    for member in participants(cluster).filter(|member| member.is_complete()) {
        let Some(settings) = &member.cluster else { continue };
        let mut report = |place: Place<'_>, message: String, help: String| {
            gathered.add(message, &[member], |message| {
                let finding = Finding::at(place, message).link(kind).severity(cluster.severity(lint.severity));
                finding.help(help)
            });
        };
        let Some(link) = member.link(kind) else {
            let help = format!("set a port of type HA, an address and a netmask for {label}, on all members");
            report(settings.into(), format!("no {label} link is set up"), help);
            continue;
        };
        let parts = [("port", &link.port), ("IP address", &link.ip_address), ("netmask", &link.netmask)];
        let lacks: Vec<&str> =
            parts.into_iter().filter(|(_, part)| part.is_none()).map(|(name, _)| name).collect();
        if !lacks.is_empty() {
            let help = "set it in the same template as the rest of the link".to_owned();
            report((&link).into(), format!("{label} has no {}", lacks.join(", no ")), help);
        }
        for entry in settings.members.iter().filter(|entry| entry.address(kind).is_none()) {
            let message = format!("the entry of {} has no {label} address", entry.serial.shown());
            report((&entry.serial).into(), message, format!("add the address of its {label} interface"));
        }
    }
    gathered.report(findings);
}
