//! A cluster without a cluster ID.

use crate::diag::Severity;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, FirewallView, Lint, Topic};
use crate::model::ClusterId;

pub(crate) static LINT: Lint = Lint {
    id: "cluster-id-missing",
    topic: Topic::Cluster,
    severity: Severity::Error,
    summary: "a cluster has no cluster ID",
    explanation: Explanation {
        checks: "A firewall that takes part in a cluster has a cluster ID.",
        why: "The cluster ID has no default. Members know each other by it, so that without one no sessions are \
              synchronised.",
        basis: Basis::Stated("web interface help 11.1, \"HA General Settings\"; Configure HA clustering 10.0"),
        example: Example::Commands {
            broken: "delete template T-core config devices localhost.localdomain deviceconfig high-availability cluster cluster-id",
            fixed: "set template T-core config devices localhost.localdomain deviceconfig high-availability cluster cluster-id 20",
            also: &[],
        },
        fix: "Set a cluster ID from 1 to 99, the same for all members, best in the one template that they share.",
    },
    check: Check::Firewall(check),
};

fn check(firewall: &FirewallView<'_, '_>, findings: &mut Findings) {
    let Some(cluster) = &firewall.cluster else { return };
    if cluster.cluster_id.is_none() && firewall.is_clustered() && firewall.is_complete() {
        let range = format!("{} to {}", ClusterId::MIN, ClusterId::MAX);
        findings.report(
            Finding::at(cluster, "the cluster has no cluster ID")
                .severity(firewall.severity(LINT.severity))
                .help(format!("set `cluster-id` to a number from {range}, the same on all members")),
        );
    }
}
