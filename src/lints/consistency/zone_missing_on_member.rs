//! A zone that some members of a cluster have and others lack.

use std::collections::{BTreeMap, BTreeSet};

use super::zones::shared_vsys;
use crate::diag::{Severity, near_match};
use crate::lint::{Basis, Check, ClusterView, Example, Explanation, Finding, Findings, Lint, Topic};

pub(crate) static LINT: Lint = Lint {
    id: "zone-missing-on-member",
    topic: Topic::Consistency,
    severity: Severity::Error,
    summary: "a zone exists on some members of a cluster and not on others",
    explanation: Explanation {
        checks: "Peers of a pair that is in no cluster count as members. All members of a cluster have zones of the same names, in each virtual system. Members that get no \
                 zone at all from Panorama are left out: they have theirs on the firewall itself. Two names that share \
                 out the members are told of once: they are probably one zone.",
        why: "A session that fails over looks for its zones by name. On a member without them it is dropped. A zone \
              may have been set up on the firewall itself, which no export of Panorama shows; so it is a warning \
              where a Panorama tells.",
        basis: Basis::Stated("HA clustering best practices 10.1: the same zone names on all members"),
        example: Example::Commands {
            broken: "set template T-core-dc1 config devices localhost.localdomain vsys vsys1 zone dmz network layer3",
            fixed: "delete template T-core-dc1 config devices localhost.localdomain vsys vsys1 zone dmz
set template T-core config devices localhost.localdomain vsys vsys1 zone dmz network layer3",
            also: &[],
        },
        fix: "Give the zone one name. Define it in a template that all members share, or on every member, or delete it.",
    },
    check: Check::Members(check),
};

fn check(cluster: &ClusterView<'_, '_>, findings: &mut Findings) {
    for vsys in shared_vsys(cluster) {
        let incomplete = incomplete(vsys.members.iter().map(|(_, zones)| zones.keys().map(String::as_str)));
        let mut renamed: BTreeMap<&str, &str> = BTreeMap::new();
        for (name, with) in &incomplete {
            if !renamed.contains_key(name) && !renamed.values().any(|other| other == name) {
                let free = incomplete.iter().filter(|(other, _)| !renamed.contains_key(other) && other != name);
                let free: Vec<_> = free.filter(|(other, _)| !renamed.values().any(|usual| usual == other)).collect();
                renamed.extend(other_name(name, with, &free, vsys.members.len()).map(|other| (other, *name)));
            }
        }
        let (severity, everywhere) = match vsys.is_of_panorama() {
            true => (Severity::Warning, "define it in a template that all members share"),
            false => (LINT.severity, "define it on all members"),
        };
        let all = vsys.members.len();
        let zone = |name: &str| vsys.members.iter().find_map(|(_, zones)| zones.get(name));
        for (name, with) in &incomplete {
            let Some(here) = zone(name) else { continue };
            let count = with.len();
            let message = format!("zone `{name}`{} exists on {count} of {all} members", vsys.suffix());
            let has = |name: &str, member: usize| {
                vsys.members.get(member).is_some_and(|(_, zones)| zones.contains_key(name))
            };
            let of = |member: usize| vsys.members.get(member).map(|(member, _)| *member);
            if let Some((usual, other)) = renamed.get(name).and_then(|usual| Some((usual, zone(usual)?))) {
                let finding = Finding::at(here, format!("{message}, where others have `{usual}`"));
                let finding = finding.and(other, "on other members").severity(severity);
                let help = "give it the same name on all members, if it is the same zone; else define both on all";
                findings.report(finding.help(help).on(with.iter().filter_map(|member| of(*member))));
                continue;
            }
            let new: Vec<&str> = renamed.iter().filter(|(_, usual)| *usual == name).map(|(new, _)| *new).collect();
            let without = (0..all).filter(|at| !with.contains(at) && !new.iter().any(|new| has(new, *at)));
            let without: Vec<_> = without.filter_map(of).collect();
            if !without.is_empty() {
                findings.report(Finding::at(here, message).severity(severity).help(everywhere).on(without));
            }
        }
    }
}

/// The zones that some members have and others lack, each with the places of those that have it; the most
/// common ones first.
fn incomplete<'z>(
    members: impl Iterator<Item = impl Iterator<Item = &'z str>>,
) -> Vec<(&'z str, BTreeSet<usize>)> {
    let mut by_name: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    let mut count = 0;
    for (index, zones) in members.enumerate() {
        zones.for_each(|zone| {
            by_name.entry(zone).or_default().insert(index);
        });
        count = index + 1;
    }
    let mut incomplete: Vec<_> = by_name.into_iter().filter(|(_, with)| with.len() < count).collect();
    incomplete.sort_by_key(|(_, with)| std::cmp::Reverse(with.len()));
    incomplete
}

/// The name that a zone seems to have on members that lack it: a similar one that no other member has, or the
/// only one that exactly these members have.
fn other_name<'z>(
    name: &str,
    with: &BTreeSet<usize>,
    free: &[&(&'z str, BTreeSet<usize>)],
    all: usize,
) -> Option<&'z str> {
    let apart: Vec<_> = free.iter().filter(|(_, others)| others.is_disjoint(with)).collect();
    let near = near_match(name, apart.iter().map(|(other, _)| *other));
    near.or_else(|| {
        let is_alone = free.iter().all(|(_, others)| others != with);
        let mut rest = apart.iter().filter(|(_, others)| others.len() + with.len() == all);
        match (rest.next(), rest.next()) {
            (Some((other, _)), None) if is_alone => Some(*other),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_under_another_name_is_found() {
        let other = |members: &[&[&'static str]]| {
            let zones = incomplete(members.iter().map(|zones| zones.iter().copied()));
            let (name, with) = zones.first()?;
            let free: Vec<_> = zones.iter().skip(1).collect();
            other_name(name, with, &free, members.len())
        };
        assert_eq!(other(&[&["trust", "untrust"], &["trust", "untrust"], &["trust", "outside"]]), Some("outside"));
        assert_eq!(other(&[&["inside", "dmz-1"], &["inside", "dmz-1"], &["inside", "dmz1"], &["inside"]]), Some("dmz1"));
        assert_eq!(other(&[&["trust", "untrust"], &["trust"]]), None, "what both have is no new name");
        assert_eq!(other(&[&["a", "b"], &["a", "b"], &["c", "d"]]), None, "which is which");
    }
}
