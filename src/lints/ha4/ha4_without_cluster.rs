//! An HA4 link of a firewall that is in no cluster.

use std::collections::HashSet;

use super::end::{End, LINKS};
use crate::diag::Severity;
use crate::effective::InventoryEntry;
use crate::lint::{Basis, Check, Draft, Estate, Example, Explanation, Finding, Findings, FirewallView, Lint, Topic};
use crate::model::LinkSubnet;

pub(crate) static LINT: Lint = Lint {
    id: "ha4-without-cluster",
    topic: Topic::Ha4,
    severity: Severity::Warning,
    summary: "HA4 is set up on a firewall that has no cluster settings",
    explanation: Explanation {
        checks: "A firewall whose HA4 or HA4 backup has an address has cluster settings as well: a cluster ID, or a list \
                 of members. One that other members list is told of by `member-in-other-stack`.",
        why: "The link alone does nothing: the firewall knows neither the cluster nor the members that it should send \
              its sessions to, and none sends sessions to it.",
        basis: Basis::Contradiction("a link that only clusters use, and no cluster"),
        example: Example::Commands {
            broken: "delete template T-edge config deviceconfig high-availability cluster",
            fixed: "set template T-edge config deviceconfig high-availability cluster enabled yes
set template T-edge config deviceconfig high-availability cluster cluster-id 21
set template T-edge config deviceconfig high-availability cluster cluster-members 013201000041 ha4-ip-address 192.0.2.65
set template T-edge config deviceconfig high-availability cluster cluster-members 013201000041 ha4-backup-ip-address 192.0.2.97
set template T-edge config deviceconfig high-availability cluster cluster-members 013201000042 ha4-ip-address 192.0.2.66
set template T-edge config deviceconfig high-availability cluster cluster-members 013201000042 ha4-backup-ip-address 192.0.2.98",
            also: &[],
        },
        fix: "Set cluster ID and members in the template that all members share, or take the link out.",
    },
    check: Check::Estate(check),
};

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let entries = estate.firewalls.iter().enumerate();
    let suspects: Vec<usize> = entries
        .filter(|(_, entry)| entry.cluster.is_none() && (entry.ha4.is_some() || entry.ha4_backup.is_some()))
        .map(|(index, _)| index)
        .collect();
    if suspects.is_empty() {
        return;
    }
    let of_entry = |entry: &InventoryEntry| -> Vec<usize> {
        let listed = entry.cluster.iter().flat_map(|cluster| &cluster.listed);
        listed.filter_map(|serial| estate.index_beside(entry, serial)).collect()
    };
    let listed: HashSet<usize> = estate.firewalls.iter().flat_map(of_entry).collect();
    let alone = networks_of_one(estate);
    for index in suspects.into_iter().filter(|index| !listed.contains(index)) {
        let draft = estate.look_at(index, |firewall| {
            let network = |kind| End::of(firewall, kind).and_then(|end| end.network());
            let is_near = LINKS.into_iter().filter_map(network).any(|network| alone.contains(&network));
            (!is_near).then(|| finding(firewall)).flatten()
        });
        if let Some(draft) = draft.flatten() {
            findings.report(draft);
        }
    }
}

/// The networks of clusters with one member. That the others are not set up is told of there.
fn networks_of_one(estate: &Estate<'_>) -> HashSet<LinkSubnet> {
    let members = estate.clusters.iter().filter_map(|group| match group.members[..] {
        [only] if group.absent.is_empty() => Some(only),
        _ => None,
    });
    let networks = |firewall: &FirewallView<'_, '_>| -> Vec<LinkSubnet> {
        LINKS.into_iter().filter_map(|kind| End::of(firewall, kind)?.network()).collect()
    };
    members.filter_map(|index| estate.look_at(index, networks)).flatten().collect()
}

fn finding(firewall: &FirewallView<'_, '_>) -> Option<Draft> {
    let enabled = firewall.cluster.as_ref().and_then(|cluster| cluster.enabled.as_ref());
    if enabled.is_some_and(|enabled| enabled.is("no")) || !firewall.is_complete() {
        return None;
    }
    let links = LINKS.map(|kind| firewall.link(kind).filter(|link| link.ip_address.is_some()));
    let mut links = links.iter().flatten();
    let link = links.next()?;
    let label = link.kind.label();
    let finding = Finding::at(link, format!("{label} is set up, and the firewall has no cluster settings"));
    let finding = links.fold(finding, |finding, other| finding.and(other, other.kind.label())).link(link.kind);
    let finding = finding.severity(firewall.severity(LINT.severity)).on([firewall]);
    Some(finding.help("set cluster ID and members, best in the template that all members share"))
}
