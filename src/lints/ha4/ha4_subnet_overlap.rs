//! An HA4 network that another interface is in as well.

use super::end::{End, LINKS, participants};
use super::ha4_outside_subnet::{MOST, is_outside};
use crate::diag::Severity;
use crate::effective::{Given, InterfaceSettings};
use crate::lint::{Basis, Check, ClusterView, Example, Explanation, Finding, Findings, Lint, Place, Topic};
use crate::lints::cluster::member_list::Gathered;
use crate::model::{InterfaceAddress, LinkKind, LinkSubnet};

pub(crate) static LINT: Lint = Lint {
    id: "ha4-subnet-overlap",
    topic: Topic::Ha4,
    severity: Severity::Warning,
    summary: "the subnet of an HA4 link overlaps that of another interface",
    explanation: Explanation {
        checks: "The subnets of HA4 and HA4 backup overlap neither each other, nor the subnets of HA1 and HA2, nor \
                 the networks of the firewall's other interfaces.",
        why: "A firewall with two interfaces in one network may send what is meant for one over the other. Of HA1 \
              and HA2 the vendor says that backup links need a subnet of their own; that the same is true of HA4 is \
              inferred.",
        basis: Basis::Inferred("stated for HA1 and HA2 backup (HA links and backup links), not for HA4"),
        example: Example::Commands {
            broken: "set template T-core config devices localhost.localdomain deviceconfig high-availability interface ha4 netmask 255.255.255.192",
            fixed: "set template T-core config devices localhost.localdomain deviceconfig high-availability interface ha4 netmask 255.255.255.224",
            also: &[],
        },
        fix: "Take a network of its own for each link, that nothing else uses.",
    },
    check: Check::Cluster(check),
};

const OF_PAIR: [LinkKind; 4] = [LinkKind::Ha1, LinkKind::Ha1Backup, LinkKind::Ha2, LinkKind::Ha2Backup];

fn check(cluster: &ClusterView<'_, '_>, findings: &mut Findings) {
    for kind in LINKS {
        let mut gathered = Gathered::default();
        for member in participants(cluster) {
            let Some(end) = End::of(member, kind).filter(|end| !is_elsewhere(cluster, end)) else { continue };
            let Some(network) = end.network() else { continue };
            let mut report = |other: LinkSubnet, whose: &str, place: Place<'_>| {
                let label = kind.label();
                let message = if other == network {
                    format!("{label} and {whose} have the same subnet {network}")
                } else {
                    format!("{label} subnet {network} overlaps subnet {other} of {whose}")
                };
                gathered.add(message, &[member], |message| {
                    let finding = Finding::at(&end.link, message).label(label).and(place, whose).link(kind);
                    finding.help("take another network for one of them, that nothing else uses")
                });
            };
            // HA4 backup is compared with HA4, not the other way round as well.
            let with_backup = (kind == LinkKind::Ha4Backup).then_some(LinkKind::Ha4);
            for other_kind in OF_PAIR.into_iter().chain(with_backup) {
                let Some(other) = End::of(member, other_kind) else { continue };
                let is_same = other.address == end.address;
                if let Some(subnet) = other.network().filter(|subnet| !is_same && subnet.overlaps(network)) {
                    report(subnet, other_kind.label(), (&other.link).into());
                }
            }
            for interface in &member.interfaces {
                if let Some((subnet, address)) = overlapping(interface, network) {
                    report(subnet, interface.name.shown(), address.into());
                }
            }
        }
        gathered.report(findings);
    }
}

/// Is its address out of the network that another member has for the link? That is told of as such.
fn is_elsewhere(cluster: &ClusterView<'_, '_>, end: &End<'_, '_>) -> bool {
    let others = participants(cluster).take(MOST).filter_map(|other| End::of(other, end.link.kind)?.network());
    others.into_iter().any(|network| is_outside(network, end.address))
}

/// The first network of an interface that overlaps a link's.
fn overlapping<'i, 'e, 'd>(
    interface: &'i InterfaceSettings<'e, 'd>,
    network: LinkSubnet,
) -> Option<(LinkSubnet, &'i Given<'e, 'd>)> {
    let of_given = |given: &'i Given<'e, 'd>| {
        Some((given.parse::<InterfaceAddress>()?.network(), given))
    };
    interface.addresses.iter().filter_map(of_given).find(|(subnet, _)| subnet.overlaps(network))
}
