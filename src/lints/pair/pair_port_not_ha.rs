//! A port of a link of a pair that is no HA interface.

use super::links::used;
use crate::diag::Severity;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, FirewallView, Lint, Topic};
use crate::lints::ha4::ha_port_in_use::is_used;
use crate::model::{HaPort, LinkKind};

pub(crate) static LINT: Lint = Lint {
    id: "pair-port-not-ha",
    topic: Topic::Pair,
    severity: Severity::Error,
    summary: "the port of a link of a pair is not an interface of type HA",
    explanation: Explanation {
        checks: "A dataplane interface or aggregate that is the port of HA1, HA1 backup, HA2, HA2 backup or HA3 is an \
                 interface of type HA. One that a Panorama does not set up at all is a warning: the firewall may have it \
                 in its own configuration. One that something else uses is told of by `ha-port-in-use`.",
        why: "Only interfaces of type HA carry HA links, and the commit on the firewall fails where HA names another \
              one.",
        basis: Basis::Stated("web interface help 11.1, \"HA Communications\"; HA links and backup links"),
        example: Example::Commands {
            broken: "set template T-core-dc1 config devices localhost.localdomain network interface ethernet ethernet1/20 layer3
set template T-core-dc1 config deviceconfig high-availability interface ha2 port ethernet1/20",
            fixed: "set template T-core-dc1 config devices localhost.localdomain network interface ethernet ethernet1/20 ha",
            also: &[],
        },
        fix: "Set the interface type to HA in the template, or correct the port of the link.",
    },
    check: Check::Firewall(check),
};

fn check(firewall: &FirewallView<'_, '_>, findings: &mut Findings) {
    if !firewall.is_paired() {
        return;
    }
    for link in used(firewall) {
        let (kind, label) = (link.kind, link.kind.label());
        let Some(port) = &link.port else { continue };
        let Some(parsed @ (HaPort::Ethernet(_) | HaPort::Aggregate(_))) = port.parse::<HaPort>() else { continue };
        let name = port.shown();
        let interface = firewall.interface(name);
        let is_ha = interface.is_some_and(|interface| interface.mode == Some("ha"));
        // What the link cannot use, and what something else uses, is told of as such; so is HA2 on two ports.
        if is_ha || kind.admit(parsed).is_err() || is_used(firewall, name) || is_elsewhere(firewall, kind, name) {
            continue;
        }
        let Some(interface) = interface else {
            // The firewall may have it in its own configuration.
            let severity = if firewall.entry.is_of_panorama { Severity::Warning } else { LINT.severity };
            if firewall.is_complete() {
                let message = format!("{label} uses {name}, which is not set up as an interface");
                let finding = Finding::at(port, message).severity(firewall.severity(severity)).link(kind);
                findings.report(finding.help("set it up as an interface of type HA, or correct the port"));
            }
            continue;
        };
        let what = match (interface.mode, &interface.aggregate_group) {
            (Some(mode), _) => format!("is of type {mode}"),
            (None, Some(group)) => format!("is part of {}", group.shown()),
            (None, None) => "has no type".to_owned(),
        };
        let finding = Finding::at(port, format!("{label} uses {name}, which {what} and not HA"));
        let finding = finding.and(interface, "the interface").link(kind);
        findings.report(finding.help("set the interface type to HA, or correct the port"));
    }
}

/// Is HA2 or HA2 backup on another port of the peer?
fn is_elsewhere(firewall: &FirewallView<'_, '_>, kind: LinkKind, name: &str) -> bool {
    let peer = firewall.entry.pair.as_ref().and_then(|pair| pair.peer_index.or(pair.likely_peer_index));
    let peer = peer.filter(|_| matches!(kind, LinkKind::Ha2 | LinkKind::Ha2Backup));
    let port_of = |peer: &FirewallView<'_, '_>| peer.link(kind)?.port.map(|port| port.shown().to_owned());
    let port = peer.and_then(|index| firewall.estate.look_at(index, port_of)).flatten();
    port.is_some_and(|port| port != name)
}
