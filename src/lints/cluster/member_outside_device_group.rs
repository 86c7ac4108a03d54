//! Members that look for the rules of another device group.

use std::collections::BTreeMap;

use crate::diag::Severity;
use crate::effective::Effective;
use crate::lint::{Basis, Check, ClusterView, Example, Explanation, Finding, Findings, FirewallView, Lint, Topic};
use crate::lints::cluster::member_list::few;
use crate::xml::Node;

pub(crate) static LINT: Lint = Lint {
    id: "member-outside-device-group",
    topic: Topic::Cluster,
    severity: Severity::Warning,
    summary: "members of one cluster get different policy from different device groups",
    explanation: Explanation {
        checks: "Peers of a pair that is in no cluster count as members. The members of a cluster are in the same device groups, or in device groups that give them the same \
                 rules and objects. Rules with targets are looked at as rules, not for whom they are.",
        why: "A session that fails over is looked after by another member. If that one has other rules, traffic is \
              dropped that was allowed, or allowed that was dropped. The vendor recommends Panorama to keep the \
              policy of all members equal.",
        basis: Basis::Inferred("HA clustering best practices 10.1 recommend equal policy; what happens if it is not is not said"),
        example: Example::Commands {
            broken: "delete device-group DG-core devices 013201000031
set device-group DG-edge devices 013201000031
set device-group DG-edge reference-templates S-core",
            fixed: "set device-group DG-core devices 013201000031
delete device-group DG-edge devices 013201000031
delete device-group DG-edge reference-templates S-core",
            also: &[],
        },
        fix: "Put all members into one device group. Rules for some of them go there too, with a target.",
    },
    check: Check::Members(check),
};

type Members<'v, 'e, 'd> = Vec<(&'v FirewallView<'e, 'd>, &'e Effective<'d>)>;

fn check(cluster: &ClusterView<'_, '_>, findings: &mut Findings) {
    let mut by_groups: BTreeMap<Vec<&str>, Members<'_, '_, '_>> = BTreeMap::new();
    for member in cluster.members.iter().filter(|member| cluster.takes_part(member)) {
        let Some(effective) = member.effective else { continue };
        by_groups.entry(effective.device_groups().collect()).or_default().push((member, effective));
    }
    let usual = by_groups.iter().filter(|(groups, _)| !groups.is_empty()).rev().max_by_key(|(_, members)| members.len());
    let Some((usual_groups, usual)) = usual else { return };
    let Some((_, usual)) = usual.first() else { return };
    for (groups, members) in by_groups.iter().filter(|(groups, _)| *groups != usual_groups) {
        let Some((member, effective)) = members.first() else { continue };
        // A firewall of a whole Panorama that is in none is told of as such.
        if groups.is_empty() && !member.is_partial() {
            continue;
        }
        let Some(difference) = usual.policy_difference(effective) else { continue };
        let theirs = few(usual_groups.iter().copied());
        let message = if groups.is_empty() {
            format!("members are in no device group, others get policy from {theirs}")
        } else {
            format!(
                "members get another policy from {} than others from {theirs}",
                few(groups.iter().copied())
            )
        };
        let place = place(effective).unwrap_or(member.place);
        let finding = Finding::at(place, message).on(members.iter().map(|(member, _)| *member));
        let finding = finding.and(difference, what(difference)).severity(cluster.severity(LINT.severity));
        let finding = match usual.device_group_entries().next() {
            Some((_, entry)) => finding.and(entry, "another member"),
            None => finding,
        };
        findings.report(finding.help("put all members into one device group, and give rules for some a target"));
    }
}

/// The firewall's entry in its first device group.
fn place<'d>(effective: &Effective<'d>) -> Option<Node<'d>> {
    effective.device_group_entries().next().map(|(_, entry)| entry)
}

/// What differs.
fn what(node: Node<'_>) -> &'static str {
    let is_rule = node.parent().is_some_and(|parent| parent.name() == "rules");
    if is_rule { "a rule that others do not have so" } else { "an object that others have otherwise" }
}
