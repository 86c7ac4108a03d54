//! A pair without a group id.

use crate::diag::Severity;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, FirewallView, Lint, Topic};

pub(crate) static LINT: Lint = Lint {
    id: "pair-group-id-missing",
    topic: Topic::Pair,
    severity: Severity::Error,
    summary: "a pair has no group ID",
    explanation: Explanation {
        checks: "A firewall of a pair has a group ID while high availability is on. One that the peer has and this \
                 firewall lacks is told of by `pair-group-id-differs`.",
        why: "The group ID is required, and PAN-OS has no default for it. It tells the pair from others in the same \
              network, and is part of the virtual MAC addresses.",
        basis: Basis::Stated("web interface help 10.0, \"HA General Settings\""),
        example: Example::Commands {
            broken: "delete template T-core-dc1 config deviceconfig high-availability group group-id",
            fixed: "set template T-core-dc1 config deviceconfig high-availability group group-id 11",
            also: &[],
        },
        fix: "Set the group ID, 1 to 63, the same on both firewalls, and one that no other pair of the network has.",
    },
    check: Check::Firewall(check),
};

fn check(firewall: &FirewallView<'_, '_>, findings: &mut Findings) {
    let Some(settings) = firewall.pair.as_ref().filter(|_| firewall.is_paired() && firewall.is_complete()) else {
        return;
    };
    // What the peer has and this firewall lacks is told of as such.
    let of_pair = firewall.entry.pair.as_ref();
    let peer = of_pair.and_then(|pair| pair.peer_index.or(pair.likely_peer_index));
    let of_peer = peer.and_then(|index| firewall.estate.firewalls.get(index)?.pair.as_ref()?.group_id.as_ref());
    if settings.group_id.is_none() && of_peer.is_none() {
        let finding = Finding::at(settings.group, "high availability is on, and no group ID is set");
        let finding = finding.severity(firewall.severity(LINT.severity));
        findings.report(finding.help("set `group-id`, 1 to 63, the same on both firewalls of the pair"));
    }
}
