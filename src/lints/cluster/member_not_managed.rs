//! A listed firewall that nobody knows.

use std::collections::BTreeSet;

use super::member_list::{Gathered, lists, mistyped, usual};
use crate::diag::{Severity, near_match};
use crate::lint::{Basis, Check, ClusterView, Example, Explanation, Finding, Findings, Lint, Topic};

pub(crate) static LINT: Lint = Lint {
    id: "member-not-managed",
    topic: Topic::Cluster,
    severity: Severity::Warning,
    summary: "a list of members has a firewall that no export knows",
    explanation: Explanation {
        checks: "Every firewall that a list of cluster members names is managed by a Panorama that is under review. \
                 In a file that panha generated it is a note. Firewalls that come with their own exports are not \
                 asked for the others.",
        why: "Nothing can be said of a member that no export tells of. Its serial number may be mistyped, and then \
              the firewall that is meant takes no part.",
        basis: Basis::Inferred("a member may also be managed by another Panorama, or by none"),
        example: Example::Commands {
            broken: "set template T-edge config devices localhost.localdomain deviceconfig high-availability cluster cluster-members 013201000049 ha4-ip-address 192.0.2.67
set template T-edge config devices localhost.localdomain deviceconfig high-availability cluster cluster-members 013201000049 ha4-backup-ip-address 192.0.2.99",
            fixed: "delete template T-edge config devices localhost.localdomain deviceconfig high-availability cluster cluster-members 013201000049",
            also: &[],
        },
        fix: "Correct the serial number, or review the export of the Panorama that manages the firewall as well.",
    },
    check: Check::Cluster(check),
};

fn check(cluster: &ClusterView<'_, '_>, findings: &mut Findings) {
    let lists = lists(cluster);
    // Where one list has a serial number that others lack, that is told of already.
    let in_all: BTreeSet<&str> =
        usual(&lists).and_then(|list| list.serials()).into_iter().flatten().collect();
    let meant: BTreeSet<&str> = cluster
        .members
        .iter()
        .filter_map(|member| mistyped(member)?.serial.text())
        .collect();
    let mut gathered = Gathered::default();
    for list in lists.iter().filter(|list| list.owners.iter().any(|owner| owner.entry.is_of_panorama)) {
        for entry in list.entries {
            let Some(serial) = entry.serial.text() else { continue };
            let is_absent = cluster.group.absent.iter().any(|absent| absent == serial);
            if !is_absent || meant.contains(serial) || !in_all.contains(serial) {
                continue;
            }
            let unlisted = cluster.members.iter().filter_map(|member| member.entry.serial.as_deref());
            let near = near_match(serial, unlisted.filter(|name| list.entry(name).is_none()));
            gathered.add(format!("no export knows the member {serial}"), &list.owners, |message| {
                Finding::at(&entry.serial, message).severity(cluster.severity(LINT.severity)).help(match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "correct the serial number; or, if another Panorama manages it, review that one's \
                             export as well"
                        .to_owned(),
                })
            });
        }
    }
    gathered.report(findings);
}
