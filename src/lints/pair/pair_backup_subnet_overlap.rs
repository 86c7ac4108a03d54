//! A backup link in the network of the link that it is for.

use crate::diag::Severity;
use crate::effective::Given;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, FirewallView, Lint, Topic};
use crate::lints::ha4::end::End;
use crate::lints::ha4::ha4_outside_subnet::is_outside;
use crate::model::{LinkKind, LinkSubnet};

pub(crate) static LINT: Lint = Lint {
    id: "pair-backup-subnet-overlap",
    topic: Topic::Pair,
    severity: Severity::Error,
    summary: "the subnet of HA1 backup or HA2 backup overlaps that of the link it is for",
    explanation: Explanation {
        checks: "The subnets that address and netmask make of HA1 and HA1 backup do not overlap; nor do those of HA2 and \
                 HA2 backup. Links on the management port are not looked at.",
        why: "The vendor asks for backup links in another subnet. With one network on two ports the firewall may send \
              what is for the backup over the first link, and when that fails both are gone.",
        basis: Basis::Stated("HA links and backup links"),
        example: Example::Commands {
            broken: "set template T-core-dc1 config deviceconfig high-availability interface ha1-backup netmask 255.255.255.0",
            fixed: "set template T-core-dc1 config deviceconfig high-availability interface ha1-backup netmask 255.255.255.252",
            also: &[],
        },
        fix: "Take a subnet of its own for the backup link, and check both netmasks.",
    },
    check: Check::Firewall(check),
};

fn check(firewall: &FirewallView<'_, '_>, findings: &mut Findings) {
    let Some(settings) = firewall.pair.as_ref().filter(|_| firewall.is_paired()) else { return };
    let links = [
        (LinkKind::Ha1, LinkKind::Ha1Backup, [&settings.peer_ip, &settings.peer_ip_backup]),
        (LinkKind::Ha2, LinkKind::Ha2Backup, [&None, &None]),
    ];
    for (main, backup, [peer_ip, peer_ip_backup]) in links {
        let ends = (End::of(firewall, main), End::of(firewall, backup));
        let (Some(of_main), Some(of_backup)) = ends else { continue };
        let networks = (network(&of_main, peer_ip.as_ref()), network(&of_backup, peer_ip_backup.as_ref()));
        let (Some(here), Some(there)) = networks else { continue };
        if !here.overlaps(there) {
            continue;
        }
        let (main, label) = (main.label(), backup.label());
        let message = if here == there {
            format!("{main} and {label} have the same subnet {here}")
        } else {
            format!("{label} subnet {there} overlaps {main} subnet {here}")
        };
        let finding = Finding::at(&of_backup.link, message).label(label).and(&of_main.link, main).link(backup);
        findings.report(finding.help("take a subnet of its own for the backup link, and check both netmasks"));
    }
}

/// The network of a link; none where it is on the management port, and where the peer is outside: then the
/// address is at fault, and that is told of as such.
fn network(end: &End<'_, '_>, peer_ip: Option<&Given<'_, '_>>) -> Option<LinkSubnet> {
    let network = end.network().filter(|_| !end.link.is_on_management())?;
    let peer = peer_ip.and_then(Given::address);
    peer.is_none_or(|peer| !is_outside(network, peer)).then_some(network)
}
