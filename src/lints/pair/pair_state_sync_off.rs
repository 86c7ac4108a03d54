//! Peers that do not synchronise their sessions.

use super::difference::{difference, given_at};
use crate::diag::Severity;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, Lint, PairView, Topic};

pub(crate) static LINT: Lint = Lint {
    id: "pair-state-sync-off",
    topic: Topic::Pair,
    severity: Severity::Error,
    summary: "a pair does not synchronise its sessions",
    explanation: Explanation {
        checks: "State synchronization is not turned off, neither on one firewall of a pair (an error) nor on both (a \
                 warning). Where it is not set it is on. Some automation turns it off where the user does not say.",
        why: "Without it every session is lost when the other firewall takes over. When it is off on one firewall only, \
              that pair is non-functional.",
        basis: Basis::Stated("knowledge base kA14u000000HELJCA4; default: firewall schema 10.0.6"),
        example: Example::Commands {
            broken: "set template T-core-dc1 config devices localhost.localdomain deviceconfig high-availability group state-synchronization enabled no",
            fixed: "set template T-core-dc1 config devices localhost.localdomain deviceconfig high-availability group state-synchronization enabled yes",
            also: &[],
        },
        fix: "Turn state synchronization on for both firewalls.",
    },
    check: Check::Pair(check),
};

const PATH: &[&str] = &["state-synchronization", "enabled"];

fn check(pair: &PairView<'_, '_>, findings: &mut Findings) {
    if !pair.is_on() {
        return;
    }
    let help = "turn it on for both firewalls";
    let differs = difference(pair, "state synchronization", Some("yes"), |_, settings| given_at(settings.group, PATH));
    if let Some(finding) = differs {
        findings.report(finding.help(help));
        return;
    }
    for (firewall, settings, _) in pair.sides() {
        if let Some(enabled) = given_at(settings.group, PATH).filter(|given| given.is("no")) {
            let finding = Finding::at(&enabled, "state synchronization is off: a failover loses every session");
            findings.report(finding.severity(Severity::Warning).on([firewall]).help(help));
        }
    }
}
