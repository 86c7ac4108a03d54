//! An HA4 address that no host can have.

use super::end::{End, LINKS, is_own_contradicted, participants};
use super::ha4_outside_subnet::{is_outside, listed};
use crate::diag::{Explain, Severity};
use crate::lint::{Basis, Check, ClusterView, Example, Explanation, Finding, Findings, Lint, Topic};
use crate::lints::cluster::member_list::{Gathered, lists};
use crate::model::AddressFault;

pub(crate) static LINT: Lint = Lint {
    id: "ha4-network-address",
    topic: Topic::Ha4,
    severity: Severity::Error,
    summary: "an HA4 address is the network or broadcast address of its subnet",
    explanation: Explanation {
        checks: "No member's HA4 or HA4 backup address is the network address of the HA4 subnet, nor its broadcast \
                 address. In IPv6 it is a warning.",
        why: "The netmask says that the address stands for all hosts, or for the network itself, and not for a \
              firewall.",
        basis: Basis::Contradiction("an address, and a netmask that makes it no host's"),
        example: Example::Commands {
            broken: "set template T-core config devices localhost.localdomain deviceconfig high-availability cluster cluster-members 013201000031 ha4-ip-address 192.0.2.31
set template-stack S-core devices 013201000031 variable $ha4_ip type ip-netmask 192.0.2.31",
            fixed: "set template T-core config devices localhost.localdomain deviceconfig high-availability cluster cluster-members 013201000031 ha4-ip-address 192.0.2.5
set template-stack S-core devices 013201000031 variable $ha4_ip type ip-netmask 192.0.2.5",
            also: &[],
        },
        fix: "Give the member another address of the subnet, on its interface and in all lists; or correct the netmask.",
    },
    check: Check::Cluster(check),
};

fn check(cluster: &ClusterView<'_, '_>, findings: &mut Findings) {
    let lists = lists(cluster);
    for kind in LINKS {
        let mut gathered = Gathered::default();
        let listed = listed(cluster, &lists, kind);
        let judge = |end: &End<'_, '_>, address| {
            // Where others are outside its network, the netmask is what is wrong, which is told of as such.
            let network = end.network().filter(|network| !network.is_point_to_point())?;
            let is_narrow = listed.values().any(|(_, other)| is_outside(network, *other));
            network.admit(address).err().filter(|fault| what(fault).is_some() && !is_narrow)
        };
        let severity =
            |address: std::net::IpAddr| if address.is_ipv4() { LINT.severity } else { Severity::Warning };
        let message = |serial: &str, fault: &AddressFault| {
            format!("{} address of {serial}, {}", kind.label(), what(fault).unwrap_or_default())
        };
        for member in participants(cluster).filter(|member| !is_own_contradicted(cluster, member, kind)) {
            let Some(end) = End::of(member, kind) else { continue };
            let Some((fault, given)) = judge(&end, end.address).zip(end.link.ip_address.as_ref()) else { continue };
            gathered.add(message(member.name(), &fault), &[member], |message| {
                let finding = Finding::at(given, message).severity(severity(end.address)).link(kind);
                let finding = match end.netmask() {
                    Some(netmask) => finding.and(netmask, "the netmask"),
                    None => finding,
                };
                finding.help(fault.help().unwrap_or_default())
            });
        }
        // Members that are known have just been judged by their own netmask, also where nobody knows their
        // serial numbers.
        let judged: Vec<_> =
            participants(cluster).filter_map(|member| Some(End::of(member, kind)?.address)).collect();
        for list in &lists {
            let Some(end) = list.owners.iter().find_map(|owner| End::of(owner, kind)) else { continue };
            for entry in list.entries {
                let serial = entry.serial.shown();
                if cluster.member(serial).is_some_and(|member| End::of(member, kind).is_some()) {
                    continue;
                }
                let Some((given, address)) = entry.address(kind).and_then(|given| Some((given, given.address()?))) else { continue };
                let Some(fault) = judge(&end, address).filter(|_| !judged.contains(&address)) else { continue };
                gathered.add(message(serial, &fault), &list.owners, |message| {
                    let finding = Finding::at(given, message).severity(severity(address)).link(kind);
                    finding.help(fault.help().unwrap_or_default())
                });
            }
        }
        gathered.report(findings);
    }
}

/// The address, and which end of its subnet it is; `None` where it is none.
fn what(fault: &AddressFault) -> Option<String> {
    match fault {
        AddressFault::Network { address, subnet } => Some(format!("{address}, is the network address of {subnet}")),
        AddressFault::Broadcast { address, subnet } => Some(format!("{address}, is the broadcast address of {subnet}")),
        AddressFault::Family { .. } | AddressFault::Outside { .. } => None,
    }
}
