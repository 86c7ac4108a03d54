//! A netmask that makes no network for two.

use super::links::ADDRESSED;
use crate::diag::Severity;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, FirewallView, Lint, Topic};
use crate::lints::ha4::end::End;
use crate::model::NetmaskFault;

pub(crate) static LINT: Lint = Lint {
    id: "pair-netmask-wrong",
    topic: Topic::Pair,
    severity: Severity::Error,
    summary: "a link of a pair has no netmask, or one that is none or has no room for the peer",
    explanation: Explanation {
        checks: "Where HA1, HA1 backup, HA2 or HA2 backup has an address, it has a netmask without gaps that is not the \
                 one of a single host. On the management port it needs none. A missing netmask, and one of a single \
                 host beside a gateway, are warnings.",
        why: "The netmask says where the peer is. Without room for it the firewall does not find its peer, and both \
              become active.",
        basis: Basis::Contradiction("an address for two firewalls, and a netmask that leaves one alone; that the netmask is \
              required is inferred from Strata Cloud Manager"),
        example: Example::Commands {
            broken: "set template T-core-dc1 config deviceconfig high-availability interface ha1 netmask 255.255.255.255",
            fixed: "set template T-core-dc1 config deviceconfig high-availability interface ha1 netmask 255.255.255.252",
            also: &[],
        },
        fix: "Set the netmask of the network that both firewalls have their addresses in, such as 255.255.255.252.",
    },
    check: Check::Firewall(check),
};

fn check(firewall: &FirewallView<'_, '_>, findings: &mut Findings) {
    if !firewall.is_paired() {
        return;
    }
    for kind in ADDRESSED {
        let label = kind.label();
        let link = firewall.link(kind).filter(|link| link.ip_address.is_some() && !link.is_on_management());
        let Some(link) = link else { continue };
        // It may be the management port.
        if link.port.as_ref().is_some_and(|port| port.text().is_none()) {
            continue;
        }
        let help = "set the netmask of the network that both firewalls are in";
        let Some(netmask) = &link.netmask else {
            if firewall.is_complete() {
                let finding = Finding::at(&link, format!("{label} has an address and no netmask")).link(kind);
                let finding = finding.severity(firewall.severity(Severity::Warning));
                findings.report(finding.help(help));
            }
            continue;
        };
        let Some(fault) = End::of(firewall, kind).and_then(|end| end.subnet.err()) else { continue };
        let shown = netmask.shown();
        let (message, severity) = match fault {
            NetmaskFault::OneHost { .. } => {
                let severity = if link.gateway.is_some() { Severity::Warning } else { LINT.severity };
                (format!("netmask {shown} of {label} has room for one address alone"), severity)
            }
            NetmaskFault::None { .. } => {
                (format!("`{shown}` of {label} is no netmask of a network"), LINT.severity)
            }
            // Two families at one end are told of as such.
            NetmaskFault::Family { .. } => continue,
        };
        findings.report(Finding::at(netmask, message).severity(severity).link(kind).help(help));
    }
}
