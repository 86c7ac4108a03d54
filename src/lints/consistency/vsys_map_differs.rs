//! Virtual systems that have another place on another member.

use std::collections::BTreeMap;

use crate::diag::Severity;
use crate::lint::{
    Basis, Check, ClusterView, Example, Explanation, Finding, Findings, FirewallView, Lint, Topic,
};
use crate::panos::TEMPLATE_VSYS;

pub(crate) static LINT: Lint = Lint {
    id: "vsys-map-differs",
    topic: Topic::Consistency,
    severity: Severity::Warning,
    summary: "members of a cluster have other virtual systems, or the same ones under other ids",
    explanation: Explanation {
        checks: "Peers of a pair that is in no cluster count as members. All members of a cluster have the same virtual systems, each with the same id (vsys1, vsys2, …) and \
                 display name.",
        why: "Templates find a virtual system by its display name, device groups find it by its id. If the two do \
              not agree on all members, settings and rules end up in different virtual systems.",
        basis: Basis::Inferred("one public measurement and a knowledge base article (kA10g000000ClJyCAK)"),
        example: Example::Commands {
            broken: "set template T-core config devices localhost.localdomain vsys vsys2 display-name guests
set template T-core-dc1 config devices localhost.localdomain vsys vsys2 display-name visitors",
            fixed: "set template T-core-dc1 config devices localhost.localdomain vsys vsys2 display-name guests",
            also: &[],
        },
        fix: "Give the virtual systems of all members the same ids and display names, in a template that they share.",
    },
    check: Check::Members(check),
};

fn check(cluster: &ClusterView<'_, '_>, findings: &mut Findings) {
    let members: Vec<&FirewallView<'_, '_>> = cluster
        .members
        .iter()
        .copied()
        .filter(|member| member.is_complete() && !member.vsys.is_empty())
        .collect();
    let maps: Vec<BTreeMap<&str, &str>> = members.iter().map(|member| map(member)).collect();
    let count = |map: &BTreeMap<&str, &str>| maps.iter().filter(|other| *other == map).count();
    let Some(usual) = maps.iter().rev().max_by_key(|map| count(map)) else { return };
    let Some(reference) = members.iter().zip(&maps).find(|(_, map)| *map == usual).map(|(member, _)| member) else {
        return;
    };
    let shown = |map: &BTreeMap<&str, &str>| {
        let entry = |(id, name): (&&str, &&str)| {
            if name.is_empty() { (*id).to_owned() } else { format!("{id} ({name})") }
        };
        map.iter().map(entry).collect::<Vec<_>>().join(", ")
    };
    for (member, map) in members.iter().zip(&maps).filter(|(_, map)| *map != usual) {
        let differing = member.vsys.iter().find(|vsys| {
            let name = vsys.display_name.as_ref().map(|name| name.shown()).unwrap_or_default();
            usual.get(vsys.name.shown()) != Some(&name)
        });
        let place = differing.or_else(|| member.vsys.first());
        let Some(place) = place else { continue };
        let message = format!("virtual systems are {} here and {} on other members", shown(map), shown(usual));
        let mut finding = Finding::at(place, message).on([*member]);
        let id = place.name.shown();
        if let Some(other) = reference.vsys.iter().find(|vsys| vsys.name.shown() == id) {
            finding = finding.and(other, format!("{id} of other members"));
        }
        findings.report(finding.help("give all members the same ids and display names"));
    }
}

/// Display names by id. The first virtual system is on every firewall.
fn map<'v>(member: &'v FirewallView<'_, '_>) -> BTreeMap<&'v str, &'v str> {
    let vsys = member.vsys.iter().map(|vsys| {
        (vsys.name.shown(), vsys.display_name.as_ref().map(|name| name.shown()).unwrap_or_default())
    });
    [(TEMPLATE_VSYS, "")].into_iter().chain(vsys).collect()
}
