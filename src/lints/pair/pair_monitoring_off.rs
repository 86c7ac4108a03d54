//! A pair that watches neither links nor paths.

use super::cloud::may_be_in_cloud;
use crate::diag::Severity;
use crate::effective::{Given, PairSettings, Setting};
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, Lint, PairView, Topic};

pub(crate) static LINT: Lint = Lint {
    id: "pair-monitoring-off",
    topic: Topic::Pair,
    severity: Severity::Warning,
    summary: "a pair watches neither links nor paths",
    explanation: Explanation {
        checks: "A firewall of a pair has link monitoring with a group of interfaces, or path monitoring with a group of \
                 addresses, that is not turned off. Firewalls in a public cloud know neither of the two.",
        why: "Without monitoring the other firewall takes over only when this one stops answering. A pulled cable or a \
              dead router does not count, and traffic is lost though a healthy firewall stands by.",
        basis: Basis::Inferred("what is monitored decides what counts as a failure (web interface help 11.1, \"HA Link and \
              Path Monitoring\"); the vendor does not demand it. Groups and monitoring are on where `enabled` is not \
              set: firewall schema 10.0.6"),
        example: Example::Commands {
            broken: "set template T-core-dc1 config devices localhost.localdomain deviceconfig high-availability group monitoring link-monitoring enabled no",
            fixed: "set template T-core-dc1 config devices localhost.localdomain deviceconfig high-availability group monitoring link-monitoring enabled yes",
            also: &[],
        },
        fix: "Add a link group with the interfaces whose loss should make the other firewall active, or a path group \
              with an address behind them.",
    },
    check: Check::Pair(check),
};

fn check(pair: &PairView<'_, '_>, findings: &mut Findings) {
    if !pair.is_on() {
        return;
    }
    for (firewall, settings, _) in pair.sides() {
        if watches_something(settings) || !firewall.is_complete() || may_be_in_cloud(firewall, settings) {
            continue;
        }
        let place = settings.group.child("monitoring").unwrap_or(settings.group);
        let severity = if firewall.is_partial() { Severity::Note } else { LINT.severity };
        let message = "neither link monitoring nor path monitoring watches anything";
        let finding = Finding::at(place, message).severity(severity).on([firewall]);
        findings.report(finding.help("add a link group with the interfaces that count, or a path group"));
    }
}

fn watches_something(settings: &PairSettings<'_, '_>) -> bool {
    let Some(monitoring) = settings.group.child("monitoring") else { return false };
    let links = monitoring.child("link-monitoring").filter(is_on).and_then(|links| links.child("link-group"));
    let mut link_groups = links.map(Setting::entries).unwrap_or_default().into_iter().filter(is_on);
    let has_members = |group: Setting<'_, '_>, list: &str| {
        group.child(list).is_some_and(|list| !list.children().is_empty())
    };
    let paths = monitoring.child("path-monitoring").filter(is_on).and_then(|paths| paths.child("path-group"));
    let kinds = paths.map(Setting::children).unwrap_or_default();
    let mut path_groups = kinds.into_iter().flat_map(Setting::entries).filter(is_on);
    // Until 9.1 the addresses stood in the group itself, and since then in groups of their own.
    link_groups.any(|group| has_members(group, "interface"))
        || path_groups.any(|group| has_members(group, "destination-ip-group") || has_members(group, "destination-ip"))
}

/// Is it not turned off?
fn is_on(setting: &Setting<'_, '_>) -> bool {
    !setting.given("enabled").as_ref().is_some_and(|given: &Given<'_, '_>| given.is("no"))
}
