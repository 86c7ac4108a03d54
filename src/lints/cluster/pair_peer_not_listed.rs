//! A pair of which one firewall is in a cluster.

use super::member_list::list_element;
use crate::diag::Severity;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, Lint, PairView, Topic};

pub(crate) static LINT: Lint = Lint {
    id: "pair-peer-not-listed",
    topic: Topic::Cluster,
    severity: Severity::Error,
    summary: "one firewall of an HA pair is in a cluster, and its peer is not in the list",
    explanation: Explanation {
        checks: "Where a firewall of an HA pair is in a cluster, its list of members has the peer as well.",
        why: "Both peers of a pair must be listed. When the peer takes over, no other member has its sessions, and \
              it has none of theirs.",
        basis: Basis::Stated("Configure HA clustering 10.0; web interface help 11.1, \"Cluster Config\""),
        example: Example::Commands {
            broken: "delete template T-core config devices localhost.localdomain deviceconfig high-availability cluster cluster-members 013201000012
delete template-stack S-core-dc1 devices 013201000012
set template-stack S-spare settings default-vsys vsys1
set template-stack S-spare templates [ T-core-dc1 T-global ]
set template-stack S-spare devices 013201000012 variable $peer_ip type ip-netmask 198.51.100.1
set template-stack S-spare devices 013201000012 variable $peer_ip_backup type ip-netmask 198.51.100.5
set template-stack S-spare devices 013201000012 variable $device_priority type device-priority 110
set template-stack S-spare devices 013201000012 variable $ha1_ip type ip-netmask 198.51.100.2
set template-stack S-spare devices 013201000012 variable $ha1_backup_ip type ip-netmask 198.51.100.6
set device-group DG-core reference-templates S-spare",
            fixed: "set template-stack S-spare templates T-core
set template-stack S-spare devices 013201000012 variable $ha4_ip type ip-netmask 192.0.2.2
set template-stack S-spare devices 013201000012 variable $ha4_backup_ip type ip-netmask 192.0.2.34
set template T-core config devices localhost.localdomain deviceconfig high-availability cluster cluster-members 013201000012 ha4-ip-address 192.0.2.2
set template T-core config devices localhost.localdomain deviceconfig high-availability cluster cluster-members 013201000012 ha4-backup-ip-address 192.0.2.34
set template T-core config devices localhost.localdomain deviceconfig high-availability cluster cluster-members 013201000012 session-synchronization enabled",
            also: &[],
        },
        fix: "Give the peer the same cluster settings, and add it to the list of all members; or take both firewalls \
              out of the cluster.",
    },
    check: Check::Pair(check),
};

fn check(pair: &PairView<'_, '_>, findings: &mut Findings) {
    if !pair.is_mutual {
        return;
    }
    for (firewall, settings, peer) in pair.sides() {
        let (Some(cluster), Some(serial)) = (&firewall.cluster, &peer.entry.serial) else { continue };
        let is_pair = settings.enabled.as_ref().is_some_and(|enabled| enabled.is("yes"));
        let is_listed = cluster.members.iter().any(|member| member.serial.text().is_none_or(|it| it == serial));
        // Of members of one cluster, what the lists lack is told otherwise, as is an empty list.
        let is_same = peer.is_clustered() && firewall.estate.is_same_cluster(firewall.index, peer.index);
        if !firewall.is_clustered() || !is_pair || is_listed || is_same || cluster.members.is_empty() {
            continue;
        }
        let message = format!("the list of members has {}, and not its peer {}", firewall.shown(), peer.shown());
        findings.report(
            Finding::at(list_element(cluster), message)
                .and(peer.stack_place(), "the peer")
                .severity(firewall.severity(LINT.severity))
                .help("give the peer the same cluster settings, and list both on all members"),
        );
        return;
    }
}
