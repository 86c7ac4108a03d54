//! A cluster member without HA4 backup.

use super::end::report_missing;
use crate::diag::Severity;
use crate::lint::{Basis, Check, ClusterView, Example, Explanation, Findings, Lint, Topic};
use crate::model::LinkKind;

pub(crate) static LINT: Lint = Lint {
    id: "ha4-backup-missing",
    topic: Topic::Ha4,
    severity: Severity::Warning,
    summary: "a cluster member has no HA4 backup link, or a part of it is missing",
    explanation: Explanation {
        checks: "A firewall that takes part in a cluster has an HA4 backup link with port, IP address and netmask, \
                 and every entry of its list of members has an HA4 backup address.",
        why: "Without HA4 backup, one cable or one switch decides whether sessions are synchronised. The vendor \
              calls both links required when it introduces them; whether a commit without the second one fails is \
              not known.",
        basis: Basis::Inferred("PAN-OS 10.0 new features, \"HA Clustering\": \"new, required\" links"),
        example: Example::Commands {
            broken: "delete template T-edge-fw-edge-2 config devices localhost.localdomain deviceconfig high-availability interface ha4-backup",
            fixed: "set template T-edge-fw-edge-2 config devices localhost.localdomain deviceconfig high-availability interface ha4-backup port ethernet1/22
set template T-edge-fw-edge-2 config devices localhost.localdomain deviceconfig high-availability interface ha4-backup ip-address 192.0.2.98
set template T-edge-fw-edge-2 config devices localhost.localdomain deviceconfig high-availability interface ha4-backup netmask 255.255.255.224",
            also: &[],
        },
        fix: "Set up HA4 backup on a second dataplane interface of type HA, in a subnet of its own.",
    },
    check: Check::Cluster(check),
};

fn check(cluster: &ClusterView<'_, '_>, findings: &mut Findings) {
    report_missing(LinkKind::Ha4Backup, &LINT, cluster, findings);
}
