//! Peers in different networks, and no gateway between them.

use std::net::IpAddr;

use super::links::ADDRESSED;
use super::pair_peer_ip_wrong::address;
use crate::diag::Severity;
use crate::effective::{Given, PairSettings};
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, FirewallView, Lint, PairView, Topic};
use crate::lints::ha4::end::End;
use crate::lints::ha4::ha4_outside_subnet::is_outside;
use crate::model::{LinkKind, LinkSubnet};

pub(crate) static LINT: Lint = Lint {
    id: "pair-peer-outside-subnet",
    topic: Topic::Pair,
    severity: Severity::Error,
    summary: "the peer is in another subnet of an HA link, and there is no gateway",
    explanation: Explanation {
        checks: "Where HA1, HA1 backup, HA2 or HA2 backup has addresses and no gateway, the address of each firewall of a \
                 pair is in the subnet that address and netmask of the other one make. HA1 on the management port is \
                 not looked at: it uses the gateway of that port.",
        why: "Without a gateway a firewall reaches its own subnet alone. When HA1 does not reach the peer both firewalls \
              become active; when HA2 does not, no sessions are synchronised.",
        basis: Basis::Contradiction("an address and a netmask that leave the peer outside, and no gateway to reach it by; the \
              gateway may be empty where both share a subnet (web interface help 11.1, \"HA Communications\")"),
        example: Example::Commands {
            broken: "set template-stack S-core-dc1 devices 013201000012 variable $ha1_ip type ip-netmask 198.51.100.18
set template-stack S-core-dc1 devices 013201000011 variable $peer_ip type ip-netmask 198.51.100.18",
            fixed: "set template-stack S-core-dc1 devices 013201000012 variable $ha1_ip type ip-netmask 198.51.100.2
set template-stack S-core-dc1 devices 013201000011 variable $peer_ip type ip-netmask 198.51.100.2",
            also: &[],
        },
        fix: "Give both firewalls addresses in one subnet and the same netmask, or set a gateway on both.",
    },
    check: Check::Pair(check),
};

/// A firewall's own end, whose network the peer is not in.
struct Outside<'e, 'd> {
    end: End<'e, 'd>,
    network: LinkSubnet,
    peer: Given<'e, 'd>,
}

fn check(pair: &PairView<'_, '_>, findings: &mut Findings) {
    if !pair.is_on() {
        return;
    }
    let sides = pair.sides();
    for kind in ADDRESSED {
        // An address that the peer has another idea of is told of as such.
        if sides.into_iter().any(|(_, settings, peer)| is_contradicted(settings, peer, kind)) {
            continue;
        }
        let label = kind.label();
        let found = sides.map(|(firewall, _, peer)| Some((firewall, outside(firewall, peer, kind)?)));
        let help = "give both addresses in one subnet and the same netmask, or set a gateway on both";
        match found {
            [Some((_, one)), Some((_, other))] => {
                let message = format!(
                    "{label} of the firewalls is in different subnets, {} and {}, and has no gateway",
                    one.network, other.network
                );
                let finding = Finding::at(&one.peer, message).and(&other.peer, format!("{label} of the peer"));
                findings.report(finding.link(kind).help(help));
            }
            [Some((firewall, one)), None] | [None, Some((firewall, one))] => {
                let message = format!(
                    "{label} subnet {} of {} leaves out {}, its peer, and has no gateway",
                    one.network,
                    firewall.shown(),
                    one.peer.shown()
                );
                let Some(netmask) = one.end.netmask() else { continue };
                let finding = Finding::at(netmask, message).and(&one.peer, format!("{label} of the peer"));
                findings.report(finding.on([firewall]).link(kind).help(help));
            }
            [None, None] => {}
        }
    }
}

/// The end of a firewall that cannot reach its peer.
fn outside<'e, 'd>(
    firewall: &FirewallView<'e, 'd>,
    peer: &FirewallView<'e, 'd>,
    kind: LinkKind,
) -> Option<Outside<'e, 'd>> {
    let end = End::of(firewall, kind)?;
    let may_be_management = end.link.port.as_ref().is_none_or(|port| port.text().is_none_or(|text| text == "management"));
    if may_be_management || end.link.gateway.is_some() || !firewall.is_complete() {
        return None;
    }
    let network = end.network()?;
    let peer = address(peer, kind, None)?;
    let is_outside = peer.address().is_some_and(|address: IpAddr| is_outside(network, address));
    is_outside.then_some(Outside { end, network, peer })
}

/// Does a firewall take another address for its peer's than the peer has?
fn is_contradicted(settings: &PairSettings<'_, '_>, peer: &FirewallView<'_, '_>, kind: LinkKind) -> bool {
    let peer_ip = match kind {
        LinkKind::Ha1 => &settings.peer_ip,
        LinkKind::Ha1Backup => &settings.peer_ip_backup,
        _ => return false,
    };
    let Some(says) = peer_ip.as_ref().and_then(Given::text) else { return false };
    let has = address(peer, kind, Some(says));
    has.is_some_and(|has| has.text().is_some_and(|has| !super::is_same_address(says, has)))
}
