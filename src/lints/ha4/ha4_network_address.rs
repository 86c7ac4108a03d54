//! An HA4 address that no host can have.

use super::end::{End, LINKS};
use crate::diag::{Explain, Severity};
use crate::lint::{Basis, Check, ClusterView, Example, Explanation, Finding, Findings, Lint, Topic};
use crate::lints::cluster::member_list::{Gathered, is_contradicted, lists};
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
        let ends = || cluster.members.iter().copied().filter_map(|member| Some((member, End::of(member, kind)?)));
        let judge = |end: &End<'_, '_>, address| match end.network()?.admit(address) {
            Err(fault @ (AddressFault::Network { .. } | AddressFault::Broadcast { .. })) => {
                (!end.network()?.is_point_to_point()).then_some(fault)
            }
            _ => None,
        };
        let severity =
            |address: std::net::IpAddr| if address.is_ipv4() { LINT.severity } else { Severity::Warning };
        let message = |serial: &str, fault: &AddressFault| {
            let fault = fault.to_string();
            let fault = fault.strip_prefix("address ").unwrap_or(&fault);
            format!("{} address of {serial}, {}", kind.label(), fault.replacen(" is ", ", is ", 1))
        };
        for (member, end) in ends().filter(|(member, _)| member.is_clustered()) {
            // Another address in the list is told of as such.
            let own = lists.iter().find(|list| list.is_of(member.name())).and_then(|list| list.entry(member.name()));
            if own.is_some_and(|entry| is_contradicted(cluster, entry, kind)) {
                continue;
            }
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
        // Members that are known have just been judged by their own netmask.
        for list in &lists {
            let Some(end) = list.owners.iter().find_map(|owner| End::of(owner, kind)) else { continue };
            for entry in list.entries {
                let serial = entry.serial.shown();
                if cluster.member(serial).is_some_and(|member| End::of(member, kind).is_some()) {
                    continue;
                }
                let Some((given, address)) = entry.address(kind).and_then(|given| Some((given, given.address()?))) else { continue };
                let Some(fault) = judge(&end, address) else { continue };
                gathered.add(message(serial, &fault), &list.owners, |message| {
                    let finding = Finding::at(given, message).severity(severity(address)).link(kind);
                    finding.help(fault.help().unwrap_or_default())
                });
            }
        }
        gathered.report(findings);
    }
}
