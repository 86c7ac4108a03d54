//! A zone that some members of a cluster have and others lack.

use std::collections::BTreeSet;

use super::zones::shared_vsys;
use crate::diag::{Severity, near_match};
use crate::lint::{Basis, Check, ClusterView, Example, Explanation, Finding, Findings, Lint, Topic};

pub(crate) static LINT: Lint = Lint {
    id: "zone-missing-on-member",
    topic: Topic::Consistency,
    severity: Severity::Error,
    summary: "a zone exists on some members of a cluster and not on others",
    explanation: Explanation {
        checks: "All members of a cluster have zones of the same names, in each virtual system. Members that get no \
                 zone at all from Panorama are left out: they have theirs on the firewall itself.",
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
        fix: "Define the zone in a template that all members share, or delete it everywhere.",
    },
    check: Check::Cluster(check),
};

fn check(cluster: &ClusterView<'_, '_>, findings: &mut Findings) {
    for vsys in shared_vsys(cluster) {
        let names: BTreeSet<&String> = vsys.members.iter().flat_map(|(_, zones)| zones.keys()).collect();
        for name in names {
            let (with, without): (Vec<_>, Vec<_>) =
                vsys.members.iter().partition(|(_, zones)| zones.contains_key(name));
            let Some(zone) = with.first().and_then(|(_, zones)| zones.get(name)) else { continue };
            if without.is_empty() {
                continue;
            }
            let (count, all) = (with.len(), vsys.members.len());
            let message =
                format!("zone `{name}`{} exists on {count} of {all} members of the cluster", vsys.suffix());
            let severity = if vsys.is_of_panorama() { Severity::Warning } else { LINT.severity };
            let others = without.iter().flat_map(|(_, zones)| zones.keys().map(String::as_str));
            let help = match near_match(name, others) {
                Some(near) => format!("members without it have `{near}`: give all the same name"),
                None => "define it in a template that all members share".to_owned(),
            };
            let finding = Finding::at(zone, message).severity(severity).help(help);
            findings.report(finding.on(without.iter().map(|(member, _)| *member)));
        }
    }
}
