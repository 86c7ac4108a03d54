//! A netmask that leaves the firewall alone.

use super::end::{End, LINKS};
use crate::diag::Severity;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, FirewallView, Lint, Topic};
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
    check: Check::Firewall(check),
};

fn check(firewall: &FirewallView<'_, '_>, findings: &mut Findings) {
    if !firewall.is_clustered() {
        return;
    }
    for kind in LINKS {
        let Some(end) = End::of(firewall, kind) else { continue };
        let (Err(fault), Some(netmask)) = (&end.subnet, end.netmask()) else { continue };
        let (label, shown) = (kind.label(), netmask.shown());
        let finding = match fault {
            NetmaskFault::OneHost { .. } => {
                let message = format!("netmask {shown} of {label} has room for one address alone");
                Finding::at(netmask, message)
            }
            NetmaskFault::None { .. } => {
                Finding::at(netmask, format!("`{shown}` of {label} is no netmask of a network"))
            }
            NetmaskFault::Family { .. } => {
                let finding = Finding::at(netmask, format!("netmask {shown} of {label} is for another IP version than its address"));
                match &end.link.ip_address {
                    Some(address) => finding.and(address, "the address"),
                    None => finding,
                }
            }
        };
        findings.report(finding.link(kind).help("set the netmask of the network that all members are in"));
    }
}
