//! Peers with different group ids.

use super::difference::difference;
use crate::diag::Severity;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, Lint, PairView, Topic};

pub(crate) static LINT: Lint = Lint {
    id: "pair-group-id-differs",
    topic: Topic::Pair,
    severity: Severity::Error,
    summary: "the firewalls of a pair have different group IDs",
    explanation: Explanation {
        checks: "Two firewalls that point at each other, or are a pair by all else, have the same group ID.",
        why: "The firewalls of a pair share one group ID. Where it differs, one of them becomes non-functional and \
              there is no failover.",
        basis: Basis::Stated("web interface help 11.1, \"HA General Settings\"; knowledge base kA14u000000HELJCA4"),
        example: Example::Commands {
            broken: "set template T-core-dc1 variable $group_id type group-id 11
set template T-core-dc1 config devices localhost.localdomain deviceconfig high-availability group group-id $group_id
set template-stack S-core-dc1 devices 013201000012 variable $group_id type group-id 13",
            fixed: "delete template-stack S-core-dc1 devices 013201000012 variable $group_id",
            also: &[],
        },
        fix: "Give both firewalls one group ID, best in the template that they share.",
    },
    check: Check::Pair(check),
};

fn check(pair: &PairView<'_, '_>, findings: &mut Findings) {
    if !pair.is_on() {
        return;
    }
    let help = "give both firewalls of the pair one group ID";
    let differs = difference(pair, "group ID", None, |_, settings| settings.group_id.clone());
    if let Some(finding) = differs {
        findings.report(finding.help(help));
    }
    for (firewall, settings, peer) in pair.sides() {
        let of_peer = peer.pair.as_ref().and_then(|pair| pair.group_id.as_ref());
        let Some(group_id) = of_peer else { continue };
        if settings.group_id.is_none() && firewall.is_complete() {
            let message = format!("no group ID is set, and {} on the peer", group_id.shown());
            let finding = Finding::at(settings.group, message).and(group_id, "group ID of the peer").on([firewall]);
            findings.report(finding.help(help));
        }
    }
}
