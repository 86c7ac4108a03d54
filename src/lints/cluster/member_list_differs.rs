//! Lists of one cluster that are not alike.

use std::collections::BTreeSet;

use super::member_list::{Gathered, MemberList, few, is_contradicted, lists, mistyped, usual};
use crate::diag::Severity;
use crate::effective::{ClusterMember, Given};
use crate::lint::{Basis, Check, ClusterView, Example, Explanation, Finding, Findings, Lint, Topic};
use crate::lints::is_same_address;
use crate::model::LinkKind;

pub(crate) static LINT: Lint = Lint {
    id: "member-list-differs",
    topic: Topic::Cluster,
    severity: Severity::Error,
    summary: "members of one cluster have different lists of members",
    explanation: Explanation {
        checks: "The lists of all members of a cluster hold the same firewalls, and give each the same HA4 and HA4 \
                 backup addresses.",
        why: "A member synchronises sessions with those in its own list. One that is in some lists only, or has \
              another address in some, gets the sessions of some members and not of others.",
        basis: Basis::Contradiction("lists of one cluster say different things"),
        example: Example::Commands {
            broken: "set template-stack S-core config devices localhost.localdomain deviceconfig high-availability cluster cluster-members 013201000012 ha4-ip-address 192.0.2.20",
            fixed: "delete template-stack S-core config devices localhost.localdomain deviceconfig high-availability cluster cluster-members 013201000012",
            also: &[],
        },
        fix: "Keep one list for all members, best in the one template that they share.",
    },
    check: Check::Cluster(check),
};

fn check(cluster: &ClusterView<'_, '_>, findings: &mut Findings) {
    let mut lists = lists(cluster);
    lists.retain(|list| {
        let is_known = list.serials().is_some_and(|serials| !serials.is_empty());
        is_known && list.owners.iter().all(|owner| owner.is_complete())
    });
    let Some(usual) = usual(&lists) else { return };
    let mut gathered = Gathered::default();
    for list in &lists {
        if let Some((message, place)) = difference(list, usual) {
            gathered.add(message, &list.owners, |message| {
                let severity = cluster.severity(LINT.severity);
                let finding = match place {
                    Some(entry) => Finding::at(&entry.serial, message),
                    None => Finding::at(list.element, message),
                };
                finding.and(usual.element, "the list of other members").severity(severity).help("keep one list for all members")
            });
        }
        for entry in list.entries {
            for kind in [LinkKind::Ha4, LinkKind::Ha4Backup] {
                let Some((address, other)) = other_address(cluster, &lists, list, usual, entry, kind) else { continue };
                let (label, serial) = (kind.label(), entry.serial.shown());
                let message = format!(
                    "{label} address of {serial} is {} here, and {} in other lists of members",
                    address.shown(),
                    other.shown()
                );
                gathered.add(message, &list.owners, |message| {
                    let finding = Finding::at(address, message).and(other, "in another list").link(kind);
                    finding.severity(cluster.severity(LINT.severity)).help("give it the same address in all lists")
                });
            }
        }
    }
    gathered.report(findings);
}

/// Which firewalls a list lacks or has besides; and the entry that is at fault, if it is one.
fn difference<'e, 'd>(
    list: &MemberList<'e, 'd>,
    usual: &MemberList<'e, 'd>,
) -> Option<(String, Option<&'e ClusterMember<'e, 'd>>)> {
    let here: BTreeSet<&str> = list.serials()?.into_iter().collect();
    let there: BTreeSet<&str> = usual.serials()?.into_iter().collect();
    // That a list lacks its own firewall is told of already, also where its serial number is mistyped.
    let meant: BTreeSet<&str> = [list, usual]
        .iter()
        .flat_map(|list| &list.owners)
        .filter_map(|owner| mistyped(owner)?.serial.text())
        .collect();
    let lacks: Vec<&str> = there.difference(&here).copied().filter(|serial| !list.is_of(serial)).collect();
    let has: Vec<&str> = here.difference(&there).copied().filter(|serial| !usual.is_of(serial)).collect();
    let [lacks, has] = [lacks, has].map(|serials| -> Vec<&str> {
        serials.into_iter().filter(|serial| !meant.contains(serial)).collect()
    });
    let both = |names: &[&str]| few(names.iter().copied());
    match (&lacks[..], &has[..]) {
        ([], []) => None,
        (_, []) => Some((format!("the list of members lacks {}, which others list", both(&lacks)), None)),
        ([], [first, ..]) => {
            let message = format!("the list of members has {}, which others do not list", both(&has));
            Some((message, list.entry(first)))
        }
        (_, [first, ..]) => {
            let message = format!("the list of members has {} in the place of {}", both(&has), both(&lacks));
            Some((message, list.entry(first)))
        }
    }
}

/// An entry's address with the one that it should be: that of the member's own list, else of the usual one.
fn other_address<'e, 'd>(
    cluster: &ClusterView<'e, 'd>,
    lists: &[MemberList<'e, 'd>],
    list: &MemberList<'e, 'd>,
    usual: &MemberList<'e, 'd>,
    entry: &'e ClusterMember<'e, 'd>,
    kind: LinkKind,
) -> Option<(&'e Given<'e, 'd>, &'e Given<'e, 'd>)> {
    let serial = entry.serial.text()?;
    let own = lists.iter().find(|list| list.is_of(serial));
    let other = own.unwrap_or(usual).entry(serial)?;
    let (address, right) = (entry.address(kind)?, other.address(kind)?);
    let is_other = !is_same_address(address.text()?, right.text()?);
    // Where the member has the address itself, its own list is wrong, which is told of already.
    let is_wrong = own.is_none() || !is_own(cluster, entry, kind);
    (is_other && is_wrong && !list.is_of(serial)).then_some((address, right))
}

/// Has the member itself the address of an entry?
fn is_own(cluster: &ClusterView<'_, '_>, entry: &ClusterMember<'_, '_>, kind: LinkKind) -> bool {
    let link = entry.serial.text().and_then(|serial| cluster.member(serial)).and_then(|member| member.link(kind));
    link.is_some_and(|link| link.ip_address.is_some()) && !is_contradicted(cluster, entry, kind)
}
