//! Peers that speak different protocols on an HA link.

use super::difference::{difference, given_at};
use super::parted::parted;
use crate::diag::Severity;
use crate::lint::{Basis, Check, Example, Explanation, Findings, Lint, PairView, Topic};
use crate::model::LinkKind;

pub(crate) static LINT: Lint = Lint {
    id: "pair-transport-differs",
    topic: Topic::Pair,
    severity: Severity::Warning,
    summary: "the firewalls of a pair use different transports on HA2, or encrypt HA1 on one side",
    explanation: Explanation {
        checks: "The transport of HA2 is the same on both firewalls of a pair; where it is not set it is ethernet. HA1 is \
                 encrypted on both or on none.",
        why: "Each transport of HA2 is another protocol (Ethertype 0x7261, IP protocol 99, UDP port 29281), and so is \
              encrypted HA1 (SSH instead of TCP port 28769). The two ends do not understand each other.",
        basis: Basis::Inferred("the protocols of each (HA links and backup links; web interface help 11.1, \"HA \
              Communications\"); defaults: firewall schema 10.0.6"),
        example: Example::Commands {
            broken: parted!("group state-synchronization transport udp"),
            fixed: "set template-stack S-fw-dc1-b config devices localhost.localdomain deviceconfig high-availability group state-synchronization transport ethernet",
            also: &[],
        },
        fix: "Set it in the template that both share.",
    },
    check: Check::Pair(check),
};

fn check(pair: &PairView<'_, '_>, findings: &mut Findings) {
    if !pair.is_on() {
        return;
    }
    let transport = difference(pair, "transport of HA2", Some("ethernet"), |_, settings| {
        given_at(settings.group, &["state-synchronization", "transport"])
    });
    if let Some(finding) = transport {
        findings.report(finding.link(LinkKind::Ha2).help("use one transport on both firewalls"));
    }
    let encryption = difference(pair, "encryption of HA1", Some("no"), |firewall, _| {
        given_at(firewall.link(LinkKind::Ha1)?.element, &["encryption", "enabled"])
    });
    if let Some(finding) = encryption {
        findings.report(finding.link(LinkKind::Ha1).help("encrypt HA1 on both firewalls, or on none"));
    }
}
