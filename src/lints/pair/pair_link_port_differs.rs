//! Peers whose HA2 is on different ports.

use super::difference::difference;
use super::parted::parted;
use crate::diag::Severity;
use crate::effective::LinkSettings;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, Lint, PairView, Topic};
use crate::model::LinkKind;

pub(crate) static LINT: Lint = Lint {
    id: "pair-link-port-differs",
    topic: Topic::Pair,
    severity: Severity::Error,
    summary: "HA2 is on different ports of the firewalls of a pair, or on one of them only",
    explanation: Explanation {
        checks: "HA2 has the same port on both firewalls of a pair, and so has HA2 backup. A link that one has and the \
                 other lacks is a warning.",
        why: "With different ports for HA2 or HA2 backup a firewall becomes non-functional.",
        basis: Basis::Stated("knowledge base kA14u000000HELJCA4"),
        example: Example::Commands {
            broken: parted!("interface ha2 port ethernet1/20"),
            fixed: "set template-stack S-fw-dc1-b config devices localhost.localdomain deviceconfig high-availability interface ha2 port hsci",
            also: &[],
        },
        fix: "Use the same port on both firewalls, best in the template that they share.",
    },
    check: Check::Pair(check),
};

fn check(pair: &PairView<'_, '_>, findings: &mut Findings) {
    if !pair.is_on() {
        return;
    }
    for kind in [LinkKind::Ha2, LinkKind::Ha2Backup] {
        let label = kind.label();
        let differs = difference(pair, &format!("port of {label}"), None, |firewall, _| firewall.link(kind)?.port);
        if let Some(finding) = differs {
            findings.report(finding.link(kind).help(format!("use one port for {label} on both firewalls")));
        }
        for (firewall, settings, peer) in pair.sides() {
            let of_peer = peer.link(kind).filter(LinkSettings::is_set_up);
            let Some(of_peer) = of_peer.filter(|_| firewall.is_complete()) else { continue };
            if !firewall.link(kind).is_some_and(|link| link.is_set_up()) {
                let message = format!("the peer has {label}, and this firewall has none");
                let finding = Finding::at(settings.group, message).and(&of_peer, format!("{label} of the peer"));
                let severity = if firewall.is_partial() { Severity::Note } else { Severity::Warning };
                let finding = finding.severity(severity).on([firewall]).link(kind);
                findings.report(finding.help(format!("set up {label} on both firewalls, or on none")));
            }
        }
    }
}
