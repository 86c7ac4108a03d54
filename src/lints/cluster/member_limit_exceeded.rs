//! More members than a cluster may have.

use super::member_list::lists;
use crate::diag::Severity;
use crate::lint::{Basis, Check, ClusterView, Example, Explanation, Finding, Findings, FirewallView, Lint, Topic};
use crate::model::{ModelLimit, ModelName, OVERALL_LIMIT, Support, member_limit};

pub(crate) static LINT: Lint = Lint {
    id: "member-limit-exceeded",
    topic: Topic::Cluster,
    severity: Severity::Error,
    summary: "a cluster has more members than its models support",
    explanation: Explanation {
        checks: "A cluster has 16 members at most, and no more than the models of its members support, as far as \
                 they are known. Each peer of a pair counts. Models that support no HA clusters are told of as well.",
        why: "The vendor supports no more. What PAN-OS does with more members is not documented.",
        basis: Basis::Stated("HA clustering overview 10.1; web interface help 11.1, \"HA General Settings\"; PAN-OS 10.0 new features, \"HA Clustering\""),
        example: Example::Model { broken: "PA-7080", fixed: "PA-5250", also: &["ha4-same-slot"] },
        fix: "Make several clusters of it, each with a cluster ID and HA4 networks of its own.",
    },
    check: Check::Cluster(check),
};

fn check(cluster: &ClusterView<'_, '_>, findings: &mut Findings) {
    let known: Vec<_> = cluster
        .members
        .iter()
        .filter_map(|member| Some((*member, member.model()?)))
        .filter_map(|(member, model)| Some((member, model, member_limit(model)?)))
        .collect();
    unsupported(cluster, &known, findings);
    let lists = lists(cluster);
    let Some(longest) = lists.iter().rev().max_by_key(|list| list.entries.len()) else { return };
    let limits = known.iter().filter_map(|(_, model, row)| match row.support {
        Support::Members(limit) => Some((limit, model.to_string(), row.source)),
        Support::No | Support::ProbablyNot => None,
    });
    let overall = (OVERALL_LIMIT, "any model".to_owned(), "HA clustering overview 10.1");
    let Some((limit, whose, source)) = limits.chain([overall]).min_by_key(|(limit, ..)| *limit) else { return };
    let Some(excess) = longest.entries.get(limit) else { return };
    let message = format!("{} members are more than the {limit} that {whose} supports", longest.entries.len());
    findings.report(
        Finding::at(longest.element, message)
            .and(&excess.serial, "the first one too many")
            .help(format!("make several clusters of it; each peer of a pair counts ({source})")),
    );
}

/// Tells of models that support no clusters.
fn unsupported(
    cluster: &ClusterView<'_, '_>,
    known: &[(&FirewallView<'_, '_>, &ModelName, &ModelLimit)],
    findings: &mut Findings,
) {
    for (index, (member, model, row)) in known.iter().enumerate() {
        let (says, severity) = match row.support {
            Support::Members(_) => continue,
            Support::No => ("does not support HA clusters", LINT.severity),
            Support::ProbablyNot => ("probably does not support HA clusters", Severity::Warning),
        };
        let is_known = |(_, other, _): &(&FirewallView<'_, '_>, &ModelName, &ModelLimit)| other == model;
        let Some(settings) = member.cluster.as_ref().filter(|_| member.is_clustered()) else { continue };
        if known.iter().take(index).any(is_known) {
            continue;
        }
        let members = known.iter().filter(|known| is_known(known)).map(|(member, ..)| *member);
        findings.report(
            Finding::at(settings, format!("{model} {says}"))
                .on(members)
                .severity(cluster.severity(severity))
                .help(format!("it has NGFW clustering instead ({})", row.source)),
        );
    }
}
