//! One cluster ID for two clusters.

use crate::diag::Severity;
use crate::effective::InventoryEntry;
use crate::lint::{Basis, Check, ClusterGroup, ClusterView, Estate, Example, Explanation, Finding, Findings, Lint, Topic};
use crate::model::{LinkKind, LinkSubnet};

pub(crate) static LINT: Lint = Lint {
    id: "cluster-id-reused",
    topic: Topic::Cluster,
    severity: Severity::Warning,
    summary: "two clusters without a member in common have one cluster ID",
    explanation: Explanation {
        checks: "No two clusters have the same cluster ID. Clusters are told apart by their lists of members. Where \
                 the HA4 subnets of the two are apart, it is a note.",
        why: "The vendor calls the cluster ID the unique ID of a cluster, and members know each other by it. That \
              clusters on separate HA4 networks may share one is written nowhere, and neither that they may not.",
        basis: Basis::Inferred("it is called unique; web interface help 11.1, \"HA General Settings\""),
        example: Example::Commands {
            broken: "set template T-edge config devices localhost.localdomain deviceconfig high-availability cluster cluster-id 20",
            fixed: "set template T-edge config devices localhost.localdomain deviceconfig high-availability cluster cluster-id 21",
            also: &[],
        },
        fix: "Give each cluster a cluster ID of its own. If the two should be one cluster, put all members into all \
              lists.",
    },
    check: Check::Cluster(check),
};

fn check(cluster: &ClusterView<'_, '_>, findings: &mut Findings) {
    // Only a cluster whose ID others have as well has a label that is not the ID.
    let Some(id) = own_id(cluster.estate, cluster.group).filter(|id| *id != cluster.group.label) else { return };
    if !is_real(cluster.estate, cluster.group) {
        return;
    }
    let of_id = |group: &&ClusterGroup| {
        own_id(cluster.estate, group) == Some(id) && is_real(cluster.estate, group)
    };
    let others = || cluster.estate.clusters.iter().filter(of_id);
    // A Panorama and its firewalls' own exports tell of one cluster twice, under one label.
    let mut labels: Vec<&str> = others().map(|group| group.label.as_str()).collect();
    labels.dedup();
    let Some(first) = others().next().filter(|first| first.label != cluster.group.label) else { return };
    let here = cluster.members.iter().find_map(|member| {
        let given = member.cluster.as_ref()?.cluster_id.as_ref()?;
        given.is(id).then_some((given, member.link(LinkKind::Ha4)))
    });
    let Some((given, link)) = here else { return };
    let there = first.members.first().and_then(|index| {
        cluster.estate.look_at(*index, |other| {
            let node = other.cluster.as_ref()?.cluster_id.as_ref()?.node();
            Some((node, subnet(other.link(LinkKind::Ha4).as_ref())))
        })
    });
    let Some((other_id, other_subnet)) = there.flatten() else { return };
    let is_apart =
        matches!((subnet(link.as_ref()), other_subnet), (Some(one), Some(other)) if !one.overlaps(other));
    let message = format!("cluster ID {id} is used by {} clusters without a member in common", labels.len().max(2));
    findings.report(
        Finding::at(given, message)
            .and(other_id, "another cluster's ID")
            .severity(if is_apart { Severity::Note } else { LINT.severity })
            .help("give each cluster an ID of its own; if they are one cluster, list all members in all lists"),
    );
}

fn subnet(link: Option<&crate::effective::LinkSettings<'_, '_>>) -> Option<LinkSubnet> {
    let link = link?;
    LinkSubnet::of_host(link.ip_address.as_ref()?.address()?, link.netmask.as_ref()?.text()?).ok()
}

/// The firewalls of a group that are in it by their own cluster ID.
fn members<'v>(estate: &'v Estate<'_>, group: &'v ClusterGroup) -> impl Iterator<Item = &'v InventoryEntry> {
    let of_label = |entry: &&InventoryEntry| {
        entry.cluster.as_ref().is_some_and(|cluster| cluster.label == group.label)
    };
    group.members.iter().filter_map(|index| estate.firewalls.get(*index)).filter(of_label)
}

fn own_id<'v>(estate: &'v Estate<'_>, group: &'v ClusterGroup) -> Option<&'v str> {
    members(estate, group).find_map(|entry| entry.cluster.as_ref()?.id.as_deref())
}

/// Does it have more than one member, one of which takes part? A member alone is told of otherwise.
fn is_real(estate: &Estate<'_>, group: &ClusterGroup) -> bool {
    let mut clusters = members(estate, group).filter_map(|entry| entry.cluster.as_ref());
    // Without lists nobody can say which members are one cluster.
    clusters.any(|cluster| cluster.is_enabled && cluster.members.len() > 1 && !cluster.listed.is_empty())
}
