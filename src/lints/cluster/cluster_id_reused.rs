//! One cluster ID for two clusters.

use std::collections::BTreeMap;

use crate::diag::Severity;
use crate::effective::{ClusterEntry, LinkSettings};
use crate::lint::{
    Basis, Check, ClusterGroup, Estate, Example, Explanation, Finding, Findings, FirewallView, Lint, Place, Topic,
};
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
    check: Check::Estate(check),
};

/// The clusters of one ID. Several exports may tell of one cluster, a Panorama's and those of its firewalls.
type Clusters<'v> = BTreeMap<&'v str, Vec<&'v ClusterGroup>>;

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let mut of_id: BTreeMap<&str, Clusters<'_>> = BTreeMap::new();
    for group in &estate.clusters {
        let Some((id, first)) = group.id.as_deref().zip(first_member(estate, group)) else { continue };
        of_id.entry(id).or_default().entry(first).or_default().push(group);
    }
    for (id, clusters) in of_id.iter().filter(|(_, clusters)| clusters.len() > 1) {
        let mut told = clusters.values();
        let first = told.next().and_then(|groups| groups.iter().find_map(|group| place(estate, group)));
        let Some(first) = first else { continue };
        let message = format!("cluster ID {id} is used by {} clusters without a member in common", clusters.len());
        for group in told.flatten() {
            let Some(here) = place(estate, group) else { continue };
            let is_apart = matches!((here.subnet, first.subnet), (Some(one), Some(other)) if !one.overlaps(other));
            findings.report(
                Finding::at(here.id, message.as_str())
                    .and(first.id.clone(), "another cluster's ID")
                    .severity(if is_apart { Severity::Note } else { LINT.severity })
                    .on_firewalls(group.members.iter().copied())
                    .help("give each cluster an ID of its own; if they are one cluster, list all members in all lists"),
            );
        }
    }
}

/// Where a cluster's ID stands, and the HA4 subnet of the firewall that has it.
struct IdPlace<'d> {
    id: Place<'d>,
    subnet: Option<LinkSubnet>,
}

/// The place of a cluster's ID on the first member that has it.
fn place<'d>(estate: &Estate<'d>, group: &ClusterGroup) -> Option<IdPlace<'d>> {
    let look = |member: &FirewallView<'_, 'd>| {
        let id = member.cluster.as_ref()?.cluster_id.as_ref().filter(|id| group.id.as_deref() == id.text())?;
        Some(IdPlace { id: id.into(), subnet: subnet(member.link(LinkKind::Ha4).as_ref()) })
    };
    group.members.iter().find_map(|index| estate.look_at(*index, look).flatten())
}

fn subnet(link: Option<&LinkSettings<'_, '_>>) -> Option<LinkSubnet> {
    let link = link?;
    LinkSubnet::of_host(link.ip_address.as_ref()?.address()?, link.netmask.as_ref()?.text()?).ok()
}

/// The first serial number of a cluster, by which it is known again in another export; `None` if it has but
/// one member, or none that takes part: a member alone is told of otherwise, and without lists nobody can say
/// which members are one cluster.
fn first_member<'v>(estate: &'v Estate<'_>, group: &ClusterGroup) -> Option<&'v str> {
    let members = group.members.iter().filter_map(|index| estate.firewalls.get(*index)?.cluster.as_ref());
    // A member with another ID, which the others list, is told of otherwise.
    let mut members = members.filter(|cluster| cluster.id == group.id);
    let is_real = |cluster: &&ClusterEntry| cluster.is_enabled && cluster.members.len() > 1 && !cluster.listed.is_empty();
    members.find(is_real)?.members.first().map(String::as_str)
}
