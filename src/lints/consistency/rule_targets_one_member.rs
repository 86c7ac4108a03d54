//! A rule for some members of a cluster and not for others.

use std::collections::BTreeSet;

use crate::diag::Severity;
use crate::effective::is_targeted;
use crate::lint::{
    Basis, Check, ClusterView, Example, Explanation, Finding, Findings, FirewallView, Lint, Topic,
};
use crate::xml::Node;

pub(crate) static LINT: Lint = Lint {
    id: "rule-targets-one-member",
    topic: Topic::Consistency,
    severity: Severity::Warning,
    summary: "the target of a rule names some members of a cluster and not others",
    explanation: Explanation {
        checks: "The target of a rule names all members of a cluster that get the rule, or none, also where it is \
                 negated. Rules that are switched off, and targets by tags, are not judged.",
        why: "A session that fails over meets other rules on the other member, and may be treated in another way.",
        basis: Basis::Inferred("the vendor recommends equal policies on all members; a target makes them differ"),
        example: Example::Commands {
            broken: "set device-group DG-core pre-rulebase security rules allow-dns target devices 013201000031",
            fixed: "delete device-group DG-core pre-rulebase security rules allow-dns target",
            also: &[],
        },
        fix: "Name all members in the target, or take the target away.",
    },
    check: Check::Cluster(check),
};

fn check(cluster: &ClusterView<'_, '_>, findings: &mut Findings) {
    // What the members share is looked at once.
    let mut seen: BTreeSet<(usize, &[String])> = BTreeSet::new();
    let mut told = BTreeSet::new();
    for effective in cluster.members.iter().filter_map(|member| member.effective) {
        for (_, vsys, policy) in effective.policies() {
            if !seen.insert((std::ptr::from_ref(policy) as usize, vsys)) {
                continue;
            }
            for rule in policy.rulebases.values().flatten().map(|rule| rule.node) {
                if names_devices(rule) && told.insert(rule.span()) {
                    look(rule, cluster, findings);
                }
            }
        }
    }
}

fn look(rule: Node<'_>, cluster: &ClusterView<'_, '_>, findings: &mut Findings) {
    let (mut with, mut without): (Vec<&FirewallView<'_, '_>>, Vec<&FirewallView<'_, '_>>) = Default::default();
    for member in &cluster.members {
        let Some(effective) = member.effective else { continue };
        let has = |node: Node<'_>| node.span() == rule.span();
        let groups = effective.policies().filter(|(.., policy)| {
            policy.rulebases.values().flatten().any(|found| has(found.node))
        });
        let vsys: BTreeSet<String> = groups.flat_map(|(_, vsys, _)| names(vsys, member)).collect();
        if vsys.is_empty() {
            continue;
        }
        let is_for_it = vsys.iter().any(|vsys| is_targeted(rule, effective.serial(), vsys));
        if is_for_it { &mut with } else { &mut without }.push(member);
    }
    if with.is_empty() || without.is_empty() {
        return;
    }
    let name = rule.attribute("name").unwrap_or_default();
    let (count, all) = (with.len(), with.len() + without.len());
    let message = format!("rule `{name}` is for {count} of {all} members of the cluster, by its target");
    let finding = Finding::at(rule.child("target").unwrap_or(rule), message);
    findings.report(finding.help("name all members in the target, or take it away").on(without));
}

/// The virtual systems of a member that are in a group; none named means all.
fn names(named: &[String], member: &FirewallView<'_, '_>) -> Vec<String> {
    match (named, member.effective) {
        ([], Some(effective)) => effective.vsys(),
        _ => named.to_vec(),
    }
}

/// Is the rule on, and for named firewalls only?
fn names_devices(rule: Node<'_>) -> bool {
    let Some(target) = rule.child("target") else { return false };
    let has = |list: &str| target.child(list).is_some_and(|list| list.children().next().is_some());
    let is_off = rule.child("disabled").is_some_and(|disabled| disabled.text().trim() == "yes");
    has("devices") && !has("tags") && !is_off
}
