//! A rule for some members of a cluster and not for others.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::Severity;
use crate::effective::{Effective, Policy, is_targeted};
use crate::lint::{
    Basis, Check, ClusterView, Example, Explanation, Finding, Findings, FirewallView, Lint, Topic,
};
use crate::source::Span;
use crate::xml::Node;

pub(crate) static LINT: Lint = Lint {
    id: "rule-targets-one-member",
    topic: Topic::Consistency,
    severity: Severity::Warning,
    summary: "the target of a rule names some members of a cluster and not others",
    explanation: Explanation {
        checks: "Peers of a pair that is in no cluster count as members. The target of a rule names all members of a cluster that get the rule, or none, also where it is \
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
    check: Check::Members(check),
};

/// What tells the policy of one device group from others.
type PolicyId = usize;

fn id_of(policy: &Policy<'_>) -> PolicyId {
    std::ptr::from_ref(policy) as PolicyId
}

/// A member with the virtual systems that get each of its policies.
struct Member<'v, 'e, 'd> {
    firewall: &'v FirewallView<'e, 'd>,
    serial: &'e str,
    policies: Vec<(PolicyId, Vec<String>)>,
}

fn check(cluster: &ClusterView<'_, '_>, findings: &mut Findings) {
    // What the members share is looked at once; a rule of a device group is in the policies of all below it.
    let mut seen: BTreeSet<PolicyId> = BTreeSet::new();
    let mut rules: BTreeMap<Span, (Node<'_>, BTreeSet<PolicyId>)> = BTreeMap::new();
    let mut members = Vec::new();
    for (firewall, effective) in cluster.members.iter().filter_map(|member| Some((*member, member.effective?))) {
        let mut policies = Vec::new();
        for (_, vsys, policy) in effective.policies() {
            let id = id_of(policy);
            policies.push((id, names(vsys, effective)));
            if seen.insert(id) {
                for rule in policy.rulebases.values().flatten().map(|rule| rule.node).filter(names_devices) {
                    rules.entry(rule.span()).or_insert((rule, BTreeSet::new())).1.insert(id);
                }
            }
        }
        members.push(Member { firewall, serial: effective.serial(), policies });
    }
    for (rule, policies) in rules.values() {
        look(*rule, policies, &members, findings);
    }
}

fn look(rule: Node<'_>, policies: &BTreeSet<PolicyId>, members: &[Member<'_, '_, '_>], findings: &mut Findings) {
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for member in members {
        let get_it = member.policies.iter().filter(|(policy, _)| policies.contains(policy));
        let mut vsys = get_it.flat_map(|(_, vsys)| vsys).peekable();
        if vsys.peek().is_none() {
            continue;
        }
        let is_for_it = vsys.any(|vsys| is_targeted(rule, member.serial, vsys));
        if is_for_it { &mut with } else { &mut without }.push(member.firewall);
    }
    if with.is_empty() || without.is_empty() {
        return;
    }
    let name = rule.attribute("name").unwrap_or_default();
    let (count, all) = (with.len(), with.len() + without.len());
    let message = format!("rule `{name}` is for {count} of {all} members, by its target");
    let finding = Finding::at(rule.child("target").unwrap_or(rule), message);
    findings.report(finding.help("name all members in the target, or take it away").on(without));
}

/// The virtual systems of a member that are in a group; none named means all.
fn names(named: &[String], member: &Effective<'_>) -> Vec<String> {
    if named.is_empty() { member.vsys() } else { named.to_vec() }
}

/// Is the rule on, and for named firewalls only?
fn names_devices(rule: &Node<'_>) -> bool {
    let Some(target) = rule.child("target") else { return false };
    let has = |list: &str| target.child(list).is_some_and(|list| list.children().next().is_some());
    let is_off = rule.child("disabled").is_some_and(|disabled| disabled.text().trim() == "yes");
    has("devices") && !has("tags") && !is_off
}
