//! A cluster of one.

use super::member_list::list_element;
use crate::diag::Severity;
use crate::effective::InventoryEntry;
use crate::lint::{Basis, Check, ClusterView, Example, Explanation, Finding, Findings, Lint, Topic};

pub(crate) static LINT: Lint = Lint {
    id: "single-member-cluster",
    topic: Topic::Cluster,
    severity: Severity::Warning,
    summary: "a cluster has one member",
    explanation: Explanation {
        checks: "A cluster has more than one member.",
        why: "A member alone synchronises its sessions with nobody. Most often the others are not listed yet, or \
              list each other and have forgotten this one.",
        basis: Basis::Inferred("sessions are synchronised between members; nothing says what one alone does"),
        example: Example::Commands {
            broken: "delete template T-edge config devices localhost.localdomain deviceconfig high-availability cluster cluster-members 013201000042
delete template-stack S-edge-fw-edge-2 templates T-edge",
            fixed: "set template T-edge config devices localhost.localdomain deviceconfig high-availability cluster cluster-members 013201000042 ha4-ip-address 192.0.2.66
set template T-edge config devices localhost.localdomain deviceconfig high-availability cluster cluster-members 013201000042 ha4-backup-ip-address 192.0.2.98
set template-stack S-edge-fw-edge-2 templates T-edge",
            also: &[],
        },
        fix: "List all members on all members, under one cluster ID; or take the cluster settings away.",
    },
    check: Check::Cluster(check),
};

fn check(cluster: &ClusterView<'_, '_>, findings: &mut Findings) {
    let [only] = cluster.members[..] else { return };
    let Some(settings) = only.cluster.as_ref().filter(|_| only.is_clustered() && only.is_complete()) else { return };
    let serial = only.entry.serial.as_deref();
    let is_alone = match &settings.members[..] {
        // That a firewall is not in its own list is told of already.
        [] => serial.is_none(),
        [entry] => serial.is_none_or(|serial| entry.serial.is(serial)),
        _ => false,
    };
    // A peer that is not listed is told of already.
    let has_peer = only.entry.pair.as_ref().is_some_and(|pair| pair.is_enabled && pair.peer_index.is_some());
    if !is_alone || has_peer {
        return;
    }
    let id = settings.cluster_id.as_ref().and_then(|id| id.text());
    let is_other = |entry: &&InventoryEntry| entry.serial.is_none() || entry.serial != only.entry.serial;
    let other = id.and_then(|id| cluster.estate.with_cluster_id(id).find(is_other));
    findings.report(
        Finding::at(list_element(settings), "the cluster has one member, which synchronises sessions with nobody")
            .severity(cluster.severity(LINT.severity))
            .help(match other {
                Some(other) => format!("{} has the same cluster ID: are they one cluster?", other.shown()),
                None => "add the other members: each must be in the list of all".to_owned(),
            }),
    );
}
