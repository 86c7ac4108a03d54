//! A netmask that leaves the firewall alone.

use super::end::{End, LINKS, is_own_contradicted, participants};
use crate::diag::Severity;
use crate::lint::{Basis, Check, ClusterView, Example, Explanation, Finding, Findings, Lint, Topic};
use crate::lints::cluster::member_list::Gathered;
use crate::model::NetmaskFault;

pub(crate) static LINT: Lint = Lint {
    id: "ha4-host-mask",
    topic: Topic::Ha4,
    severity: Severity::Warning,
    summary: "the netmask of an HA4 link has no room for other members",
    explanation: Explanation {
        checks: "The netmask of HA4 and HA4 backup is one of a network: not 255.255.255.255, not /32 or /128, of the \
                 same family as the address, and without gaps.",
        why: "All members are in one network, and the netmask says which. 255.255.255.255 is what a public skillet \
              for HA clusters sets unless told otherwise, and is easily left there.",
        basis: Basis::Inferred("HA4 has no gateway, so that all members have to be in the network of the netmask"),
        example: Example::Commands {
            broken: "set template T-core config devices localhost.localdomain deviceconfig high-availability interface ha4 netmask 255.255.255.255",
            fixed: "set template T-core config devices localhost.localdomain deviceconfig high-availability interface ha4 netmask 255.255.255.224",
            also: &[],
        },
        fix: "Set the netmask of the network that all members have their HA4 addresses in.",
    },
    check: Check::Cluster(check),
};

fn check(cluster: &ClusterView<'_, '_>, findings: &mut Findings) {
    for kind in LINKS {
        let mut gathered = Gathered::default();
        for member in participants(cluster) {
            let Some(end) = End::of(member, kind) else { continue };
            let (Err(fault), Some(netmask)) = (&end.subnet, end.netmask()) else { continue };
            // Where the address is at fault, and not the netmask, that is told of already.
            let is_family = matches!(fault, NetmaskFault::Family { .. });
            if is_family && is_own_contradicted(cluster, member, kind) {
                continue;
            }
            let message = format!("{} {fault}", kind.label());
            gathered.add(message, &[member], |message| {
                let finding = Finding::at(netmask, message).link(kind);
                finding.help("set the netmask of the network that all members are in")
            });
        }
        gathered.report(findings);
    }
}
