//! A cluster of which nobody can say how many members it may have.

use super::member_list::lists;
use crate::diag::Severity;
use crate::lint::{Basis, Check, ClusterView, Example, Explanation, Finding, Findings, Lint, Topic};
use crate::model::{ModelName, lowest_limit, member_limit};

pub(crate) static LINT: Lint = Lint {
    id: "member-limit-unknown",
    topic: Topic::Cluster,
    severity: Severity::Warning,
    summary: "it is not known how many members a cluster may have",
    explanation: Explanation {
        checks: "The model of the members is in one of the vendor's lists of models that support HA clusters. Where \
                 no model is told, a cluster with more members than the smallest limit gets a note: an export does \
                 not say the model.",
        why: "The number of members depends on the model, and models in no list may not support HA clusters at all.",
        basis: Basis::Inferred("the vendor's lists of 10.0 and 11.1 have no such model, and they are not complete"),
        example: Example::Model { broken: "PA-3440", fixed: "PA-5250", also: &[] },
        fix: "Ask the vendor. On a firewall, `show system state filter cfg.general.max-*` may tell its \
              `max-ha-cluster-members` (not verified).",
    },
    check: Check::Cluster(check),
};

fn check(cluster: &ClusterView<'_, '_>, findings: &mut Findings) {
    let members: Vec<_> = cluster.members.iter().copied().filter(|member| member.is_clustered()).collect();
    let mut unlisted: Vec<&ModelName> = Vec::new();
    for model in members.iter().filter_map(|member| member.model()) {
        if member_limit(model).is_none() && !unlisted.contains(&model) {
            unlisted.push(model);
        }
    }
    for model in unlisted {
        let mut with = members.iter().copied().filter(|member| member.model() == Some(model)).peekable();
        let Some(settings) = with.peek().and_then(|member| member.cluster.as_ref()) else { continue };
        let message = format!("{model} is in none of the vendor's lists of models that support HA clusters");
        findings.report(Finding::at(settings, message).on(with).help(
            "`show system state filter cfg.general.max-*` on a firewall may tell its \
             `max-ha-cluster-members` (not verified)",
        ));
    }
    let lists = lists(cluster);
    let longest = lists.iter().rev().max_by_key(|list| list.entries.len());
    let (Some(list), Some((row, limit))) = (longest, lowest_limit()) else { return };
    if list.entries.len() > limit && members.iter().all(|member| member.model().is_none()) {
        let count = list.entries.len();
        let message = format!("the cluster has {count} members, and models differ in how many they support");
        findings.report(
            Finding::at(list.element, message)
                .severity(Severity::Note)
                .help(format!("tell the model of the firewalls; the lowest limit is {limit}, of {}", row.models)),
        );
    }
}
