//! A peer-ip that is not the peer's HA1 address.

use crate::diag::Severity;
use crate::effective::Given;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, FirewallView, Lint, PairView, Topic};
use crate::model::LinkKind;

pub(crate) static LINT: Lint = Lint {
    id: "pair-peer-ip-wrong",
    topic: Topic::Pair,
    severity: Severity::Error,
    summary: "a peer IP is not the peer's HA1 address",
    explanation: Explanation {
        checks: "The peer IP of each firewall of a pair is the other one's HA1 address (with HA1 on the management \
                 port, its management address), and the backup peer IP is its HA1 backup address.",
        why: "Over HA1 the peers see each other. With a wrong peer IP both think that they are alone, and both \
              become active.",
        basis: Basis::Stated("web interface help 11.1, \"HA General Settings\"; HA links and backup links"),
        example: Example::Commands {
            broken: "set template-stack S-core-dc1 devices 013201000011 variable $peer_ip type ip-netmask 198.51.100.3",
            fixed: "set template-stack S-core-dc1 devices 013201000011 variable $peer_ip type ip-netmask 198.51.100.2",
            also: &[],
        },
        fix: "Set the peer IP of each firewall to the HA1 address of the other.",
    },
    check: Check::Pair(check),
};

fn check(pair: &PairView<'_, '_>, findings: &mut Findings) {
    for (firewall, settings, peer) in pair.sides() {
        let links = [(LinkKind::Ha1, &settings.peer_ip), (LinkKind::Ha1Backup, &settings.peer_ip_backup)];
        for (kind, peer_ip) in links {
            let (Some(peer_ip), Some(address)) = (peer_ip, address(peer, kind)) else { continue };
            let (Some(says), Some(has)) = (peer_ip.text(), address.text()) else { continue };
            if !super::is_same_address(says, has) {
                let label = kind.label();
                let message = format!("{} takes {says} for the {label} address of its peer, {} has {has}", firewall.shown(), peer.shown());
                let finding = Finding::at(peer_ip, message).on([firewall]).link(kind);
                let finding = finding.and(&address, format!("{label} address of the peer"));
                findings.report(finding.help(format!("set it to {has}, or correct the peer's {label} address")));
            }
        }
    }
}

/// The address at which a firewall is reached over HA1 or HA1 backup.
fn address<'e, 'd>(firewall: &FirewallView<'e, 'd>, kind: LinkKind) -> Option<Given<'e, 'd>> {
    let link = firewall.link(kind)?;
    let is_management = link.port.as_ref().is_some_and(|port| port.is("management"));
    let of_management = || firewall.settings?.management_address().filter(|_| is_management);
    link.ip_address.or_else(of_management)
}
