//! A zone of another kind on some members of a cluster.

use std::collections::BTreeSet;

use super::zones::shared_vsys;
use crate::diag::Severity;
use crate::effective::ZoneSettings;
use crate::lint::{
    Basis, Check, ClusterView, Example, Explanation, Finding, Findings, FirewallView, Lint, Topic,
};

pub(crate) static LINT: Lint = Lint {
    id: "zone-mode-differs",
    topic: Topic::Consistency,
    severity: Severity::Warning,
    summary: "a zone is of one kind on some members of a cluster and of another on others",
    explanation: Explanation {
        checks: "Peers of a pair that is in no cluster count as members. A zone has interfaces of the same kind, such as layer3 or virtual-wire, on all members of a cluster.",
        why: "A session that fails over goes on in the zone of the same name. If that zone is of another kind, its \
              packets are handled in another way than before.",
        basis: Basis::Inferred("the vendor asks for the same zone names; that the kinds are the same follows"),
        example: Example::Commands {
            broken: "set template T-core config devices localhost.localdomain vsys vsys1 zone dmz network layer3
set template T-core-dc1 config devices localhost.localdomain vsys vsys1 zone dmz network tap",
            fixed: "delete template T-core-dc1 config devices localhost.localdomain vsys vsys1 zone dmz",
            also: &[],
        },
        fix: "Define the zone once, in a template that all members share.",
    },
    check: Check::Members(check),
};

fn check(cluster: &ClusterView<'_, '_>, findings: &mut Findings) {
    for vsys in shared_vsys(cluster) {
        let names: BTreeSet<&String> = vsys.members.iter().flat_map(|(_, zones)| zones.keys()).collect();
        for name in names {
            let with_mode: Vec<(&FirewallView<'_, '_>, &ZoneSettings<'_, '_>, &str)> = vsys
                .members
                .iter()
                .filter_map(|(member, zones)| {
                    let zone = zones.get(name)?;
                    Some((*member, zone, zone.mode?))
                })
                .collect();
            let count = |mode: &str| with_mode.iter().filter(|(_, _, other)| *other == mode).count();
            let Some((_, usual, usual_mode)) = with_mode.iter().rev().max_by_key(|(_, _, mode)| count(mode)) else {
                continue;
            };
            let modes: BTreeSet<&str> = with_mode.iter().map(|(_, _, mode)| *mode).collect();
            for mode in modes.into_iter().filter(|mode| mode != usual_mode) {
                let others: Vec<_> = with_mode.iter().filter(|(_, _, other)| *other == mode).collect();
                let Some((_, zone, _)) = others.first() else { continue };
                let message = format!(
                    "zone `{name}`{} is {mode} here and {usual_mode} on other members",
                    vsys.suffix()
                );
                let finding = Finding::at(*zone, message).and(*usual, format!("{usual_mode} here"));
                let finding = finding.on(others.iter().map(|(member, ..)| *member));
                findings.report(finding.help("define the zone once, in a template that all members share"));
            }
        }
    }
}
