//! Members that list each other, under different cluster ids.

use crate::diag::Severity;
use crate::effective::Given;
use crate::lint::{Basis, Check, ClusterView, Example, Explanation, Finding, Findings, FirewallView, Lint, Topic};

pub(crate) static LINT: Lint = Lint {
    id: "cluster-id-differs",
    topic: Topic::Cluster,
    severity: Severity::Error,
    summary: "members of one cluster have different cluster IDs",
    explanation: Explanation {
        checks: "Every firewall that a member lists has the same cluster ID as that member.",
        why: "Sessions are synchronised only between members that have the same cluster ID. A member with \
              another one takes no part, and its sessions are lost when it fails.",
        basis: Basis::Stated("HA clustering overview 10.1; HA links and backup links (HA4)"),
        example: Example::Commands {
            broken: "set template-stack S-core-dc1 config devices localhost.localdomain deviceconfig high-availability cluster cluster-id 22",
            fixed: "delete template-stack S-core-dc1 config devices localhost.localdomain deviceconfig high-availability cluster cluster-id",
            also: &[],
        },
        fix: "Set one cluster ID for all members, best in the one template that they share.",
    },
    check: Check::Cluster(check),
};

fn check(cluster: &ClusterView<'_, '_>, findings: &mut Findings) {
    let ids: Vec<_> = cluster
        .settings()
        .filter_map(|(member, settings)| Some((member, settings.cluster_id.as_ref()?)))
        .filter(|(_, id)| id.text().is_some())
        .collect();
    let Some((_, first)) = most_common(&ids) else { return };
    for (member, id) in ids.iter().filter(|(_, id)| id.text() != first.text()) {
        let message = format!("cluster ID {}, where others of the cluster have {}", id.shown(), first.shown());
        let finding = Finding::at(*id, message).and(first, "the cluster ID of the others").on([*member]);
        findings.report(finding.help("give all members one cluster ID, in a template that all of them share"));
    }
    for (member, settings) in cluster.settings() {
        for entry in &settings.members {
            let listed = entry.serial.text().and_then(|serial| cluster.estate.beside(member.entry, serial));
            let Some(listed) = listed else { continue };
            let other = listed.cluster.as_ref().and_then(|cluster| cluster.id.as_deref());
            let Some(other) = other.filter(|other| *other != first.shown()) else { continue };
            // Of those that list each other, the cluster ID itself is told above.
            if cluster.member(listed.name()).is_none() {
                let message = format!("the list of members has {}, which is in cluster {other}", listed.shown());
                let finding = Finding::at(&entry.serial, message).and(first, "this cluster's ID");
                findings.report(finding.help("take it out of the list, or give it this cluster's ID and list"));
            }
        }
    }
}

/// What most members have; of two that are alike, the first.
fn most_common<'v, 'e, 'd>(
    ids: &[(&'v FirewallView<'e, 'd>, &'v Given<'e, 'd>)],
) -> Option<(&'v FirewallView<'e, 'd>, &'v Given<'e, 'd>)> {
    let count = |id: &Given<'_, '_>| ids.iter().filter(|(_, other)| other.text() == id.text()).count();
    ids.iter().copied().rev().max_by_key(|(_, id)| count(id))
}
