//! One address for two members.

use std::collections::HashMap;
use std::net::IpAddr;

use super::member_list::{Gathered, is_contradicted, lists};
use crate::diag::Severity;
use crate::effective::{ClusterMember, Given};
use crate::lint::{Basis, Check, ClusterView, Example, Explanation, Finding, Findings, Lint, Topic};
use crate::model::LinkKind;

pub(crate) static LINT: Lint = Lint {
    id: "duplicate-member-address",
    topic: Topic::Cluster,
    severity: Severity::Error,
    summary: "one HA4 address stands twice in a list of members",
    explanation: Explanation {
        checks: "Every HA4 and HA4 backup address stands once in a list of cluster members.",
        why: "Two interfaces with one address on one network disturb each other, and sessions meant for one member \
              reach the other, or none.",
        basis: Basis::Contradiction("one address is given to two interfaces"),
        example: Example::Commands {
            broken: "set template T-core config devices localhost.localdomain deviceconfig high-availability cluster cluster-members 013201000012 ha4-ip-address 192.0.2.1
set template-stack S-core-dc1 devices 013201000012 variable $ha4_ip type ip-netmask 192.0.2.1",
            fixed: "set template T-core config devices localhost.localdomain deviceconfig high-availability cluster cluster-members 013201000012 ha4-ip-address 192.0.2.2
set template-stack S-core-dc1 devices 013201000012 variable $ha4_ip type ip-netmask 192.0.2.2",
            also: &[],
        },
        fix: "Give each member addresses of its own, in its entry in all lists and on its HA4 interfaces.",
    },
    check: Check::Cluster(check),
};

fn check(cluster: &ClusterView<'_, '_>, findings: &mut Findings) {
    let mut gathered = Gathered::default();
    for list in lists(cluster) {
        let mut first_of: HashMap<IpAddr, (&ClusterMember<'_, '_>, LinkKind, &Given<'_, '_>)> = HashMap::new();
        for entry in list.entries {
            for kind in [LinkKind::Ha4, LinkKind::Ha4Backup] {
                let Some(given) = entry.address(kind).filter(|_| !is_contradicted(cluster, entry, kind)) else { continue };
                let Some(address) = given.address().filter(|address| !address.is_unspecified()) else { continue };
                let Some((first, first_kind, first_given)) = first_of.get(&address) else {
                    first_of.insert(address, (entry, kind, given));
                    continue;
                };
                let of = |entry: &ClusterMember<'_, '_>, kind: LinkKind| {
                    format!("the {} address of {}", kind.label(), entry.serial.shown())
                };
                // Entries of one name are told of as such.
                if kind == *first_kind && first.serial.shown() == entry.serial.shown() {
                    continue;
                }
                let message = format!("{address} is {} and {}", of(first, *first_kind), of(entry, kind));
                gathered.add(message, &list.owners, |message| {
                    let finding = Finding::at(given, message).and(*first_given, "the first").link(kind);
                    finding.help("give each member addresses of its own")
                });
            }
        }
    }
    gathered.report(findings);
}
