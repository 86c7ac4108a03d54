//! A cluster ID that PAN-OS does not take.

use crate::diag::{Explain, Severity};
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, FirewallView, Lint, Topic};
use crate::model::ClusterId;

pub(crate) static LINT: Lint = Lint {
    id: "cluster-id-out-of-range",
    topic: Topic::Cluster,
    severity: Severity::Error,
    summary: "a cluster ID is not from 1 to 99",
    explanation: Explanation {
        checks: "The cluster ID is a whole number from 1 to 99.",
        why: "PAN-OS takes no other number, so that the commit on the firewalls fails.",
        basis: Basis::Stated("Configure HA clustering 10.0; web interface help 11.1, \"HA General Settings\""),
        example: Example::Commands {
            broken: "set template T-core config devices localhost.localdomain deviceconfig high-availability cluster cluster-id 100",
            fixed: "set template T-core config devices localhost.localdomain deviceconfig high-availability cluster cluster-id 20",
            also: &[],
        },
        fix: "Choose a cluster ID from 1 to 99 that no other cluster has, and set it for all members.",
    },
    check: Check::Firewall(check),
};

fn check(firewall: &FirewallView<'_, '_>, findings: &mut Findings) {
    let id = firewall.cluster.as_ref().and_then(|cluster| cluster.cluster_id.as_ref());
    let Some(id) = id else { return };
    if let Some(Err(error)) = id.text().map(str::parse::<ClusterId>) {
        let severity = if firewall.is_clustered() { LINT.severity } else { Severity::Warning };
        let finding = Finding::at(id, error.to_string()).severity(severity);
        findings.report(match error.help() {
            Some(help) => finding.help(format!("{help}, the same on all members")),
            None => finding,
        });
    }
}
