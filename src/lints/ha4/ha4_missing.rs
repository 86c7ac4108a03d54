//! A cluster member without HA4.

use super::end::report_missing;
use crate::diag::Severity;
use crate::lint::{Basis, Check, ClusterView, Example, Explanation, Findings, Lint, Topic};
use crate::model::LinkKind;

pub(crate) static LINT: Lint = Lint {
    id: "ha4-missing",
    topic: Topic::Ha4,
    severity: Severity::Error,
    summary: "a cluster member has no HA4 link, or a part of it is missing",
    explanation: Explanation {
        checks: "A firewall that takes part in a cluster has an HA4 link with port, IP address and netmask, and every \
                 entry of its list of members has an HA4 address.",
        why: "Over HA4 the members synchronise their sessions. Without it there is nothing to fail over to.",
        basis: Basis::Stated("PAN-OS 10.0 new features, \"HA Clustering\"; Configure HA clustering 10.0"),
        example: Example::Commands {
            broken: "delete template T-edge-fw-edge-2 config devices localhost.localdomain deviceconfig high-availability interface ha4",
            fixed: "set template T-edge-fw-edge-2 config devices localhost.localdomain deviceconfig high-availability interface ha4 port ethernet1/21
set template T-edge-fw-edge-2 config devices localhost.localdomain deviceconfig high-availability interface ha4 ip-address 192.0.2.66
set template T-edge-fw-edge-2 config devices localhost.localdomain deviceconfig high-availability interface ha4 netmask 255.255.255.224",
            also: &[],
        },
        fix: "Set up HA4 on a dataplane interface of type HA, with the address of the firewall's own entry in the list \
              of members.",
    },
    check: Check::Cluster(check),
};

fn check(cluster: &ClusterView<'_, '_>, findings: &mut Findings) {
    report_missing(LinkKind::Ha4, &LINT, cluster, findings);
}
