//! A peer-ip that is not the peer's HA1 address.

use crate::diag::Severity;
use crate::effective::Given;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, FirewallView, Lint, PairView, Topic};
use crate::model::LinkKind;

pub(crate) static LINT: Lint = Lint {
    id: "pair-peer-ip-wrong",
    topic: Topic::Pair,
    severity: Severity::Error,
    summary: "a peer IP is missing, or is not the peer's HA1 address",
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
    if !pair.is_on() {
        return;
    }
    for (firewall, settings, peer) in pair.sides() {
        let links = [(LinkKind::Ha1, &settings.peer_ip), (LinkKind::Ha1Backup, &settings.peer_ip_backup)];
        for (kind, peer_ip) in links {
            let wanted = peer_ip.as_ref().and_then(Given::text);
            let Some(address) = address(peer, kind, wanted) else { continue };
            let (label, Some(has)) = (kind.label(), address.text()) else { continue };
            let Some(peer_ip) = peer_ip else {
                // Without a backup peer IP, HA1 has no backup; that is told by a lint of its own.
                if kind == LinkKind::Ha1 && firewall.is_complete() {
                    let message = format!("{} has no peer IP, its peer {} has {label} address {has}", firewall.shown(), peer.shown());
                    let finding = Finding::at(settings.group, message).on([firewall]).link(kind);
                    let finding = finding.and(&address, format!("{label} address of the peer"));
                    let severity = if firewall.is_partial() { Severity::Note } else { LINT.severity };
                    findings.report(finding.severity(severity).help(format!("set `peer-ip` to {has}")));
                }
                continue;
            };
            let Some(says) = peer_ip.text() else { continue };
            if super::is_same_address(says, has) || is_of_other_family(firewall, kind, has) {
                continue;
            }
            // Both ends have one address: which of them is wrong, the peer IP may tell, and this lint cannot.
            let own = self::address(firewall, kind, Some(has));
            if own.is_some_and(|own| own.text().is_some_and(|own| super::is_same_address(own, has))) {
                continue;
            }
            let message = format!("{} takes {says} for the {label} address of its peer, {} has {has}", firewall.shown(), peer.shown());
            let finding = Finding::at(peer_ip, message).on([firewall]).link(kind);
            let finding = finding.and(&address, format!("{label} address of the peer"));
            let own = self::address(firewall, kind, Some(says));
            let is_own = own.is_some_and(|own| own.text().is_some_and(|own| super::is_same_address(own, says)));
            findings.report(finding.help(match is_own {
                true => format!("{says} is the firewall's own address: set it to {has}"),
                false => format!("set it to {has}, or correct the peer's {label} address"),
            }));
        }
    }
}

/// The address at which a firewall is reached over HA1 or HA1 backup; `like` tells the family, where its
/// management interface has both.
pub(super) fn address<'e, 'd>(firewall: &FirewallView<'e, 'd>, kind: LinkKind, like: Option<&str>) -> Option<Given<'e, 'd>> {
    let link = firewall.link(kind)?;
    let is_management = link.is_on_management();
    let of_management = || {
        let settings = firewall.settings.filter(|_| is_management)?;
        let of_6 = like.filter(|text| text.contains(':')).and_then(|_| settings.management_address_ipv6());
        of_6.or_else(|| settings.management_address())
    };
    link.ip_address.or_else(of_management)
}

/// Is an address IPv6 where the firewall's own end of the link is IPv4, or the other way round? That is told
/// by a lint of its own.
fn is_of_other_family(firewall: &FirewallView<'_, '_>, kind: LinkKind, address: &str) -> bool {
    let own = firewall.link(kind).and_then(|link| link.ip_address);
    own.is_some_and(|own| own.text().is_some_and(|own| own.contains(':') != address.contains(':')))
}
