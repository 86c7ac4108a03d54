//! Cluster settings that are switched off.

use crate::diag::Severity;
use crate::effective::{ClusterSettings, Setting};
use crate::lint::{Basis, Check, ClusterView, Example, Explanation, Finding, Findings, FirewallView, Lint, Topic};

pub(crate) static LINT: Lint = Lint {
    id: "clustering-disabled",
    topic: Topic::Cluster,
    severity: Severity::Error,
    summary: "a firewall has cluster settings and does not take part",
    explanation: Explanation {
        checks: "Cluster participation is on for every firewall that has cluster settings. It is an error where a \
                 member says `no` and others are on, and a warning where all say `no`, or where `enabled` is absent: \
                 that this means off is inferred.",
        why: "The other members list the firewall and send their sessions to it, and it takes none. Its own \
              sessions are lost when it fails.",
        basis: Basis::Contradiction("the lists have a member that takes no part"),
        example: Example::Commands {
            broken: "set template-stack S-core config devices localhost.localdomain deviceconfig high-availability cluster enabled no",
            fixed: "delete template-stack S-core config devices localhost.localdomain deviceconfig high-availability cluster enabled",
            also: &[],
        },
        fix: "Set `enabled` to yes for all members, best in the one template that they share; or take the firewall \
              out of all lists.",
    },
    check: Check::Cluster(check),
};

const OFF_HERE: &str = "cluster participation is off here and on for other members";

fn check(cluster: &ClusterView<'_, '_>, findings: &mut Findings) {
    let is_off = |(member, settings): &(&FirewallView<'_, '_>, &ClusterSettings<'_, '_>)| match &settings.enabled {
        Some(enabled) => enabled.text().is_some_and(|text| text != "yes"),
        None => member.is_complete(),
    };
    let off: Vec<_> = cluster.settings().filter(is_off).collect();
    match cluster.settings().find(|(member, _)| member.is_clustered()) {
        Some((_, of_others)) => {
            for (member, settings) in off {
                // What is absent is taken for off, which is documented for clustering as a whole at most.
                let (message, severity) = match &settings.enabled {
                    Some(enabled) if enabled.is("no") => (OFF_HERE, LINT.severity),
                    Some(_) => (OFF_HERE, Severity::Warning),
                    None => ("cluster participation is not set here and on for other members", Severity::Warning),
                };
                findings.report(
                    Finding::at(switch(settings), message)
                        .and(switch(of_others), "on here")
                        .on([member])
                        .severity(cluster.severity(severity))
                        .help("set `enabled` to yes, or take the firewall out of all lists of members"),
                );
            }
        }
        None => {
            let members: Vec<_> = off.iter().map(|(member, _)| *member).collect();
            let Some((_, settings)) = off.first() else { return };
            findings.report(
                Finding::at(switch(settings), "the cluster is set up, and participation is off for all members")
                    .on(members)
                    .severity(cluster.severity(Severity::Warning))
                    .help("set `enabled` to yes once all members are ready"),
            );
        }
    }
}

/// The element that says whether a firewall takes part, or should.
fn switch<'e, 'd>(settings: &ClusterSettings<'e, 'd>) -> Setting<'e, 'd> {
    settings.element.child("enabled").unwrap_or(settings.element)
}
