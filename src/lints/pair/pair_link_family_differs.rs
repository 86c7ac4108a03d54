//! IPv4 at one end of an HA link, IPv6 at the other.

use std::net::IpAddr;

use crate::diag::Severity;
use crate::effective::Given;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, FirewallView, Lint, PairView, Topic};
use crate::model::LinkKind;

pub(crate) static LINT: Lint = Lint {
    id: "pair-link-family-differs",
    topic: Topic::Pair,
    severity: Severity::Error,
    summary: "an HA link has IPv4 at one place and IPv6 at another",
    explanation: Explanation {
        checks: "The addresses of HA1, HA1 backup, HA2 and HA2 backup are IPv4 on both firewalls of a pair, or IPv6 on \
                 both. The netmask and the gateway of an address are of its family.",
        why: "The ends of such a link cannot talk to each other. With different families on HA2 or HA2 backup a \
              firewall becomes non-functional.",
        basis: Basis::Stated("knowledge base kA14u000000HELJCA4; HA links and backup links"),
        example: Example::Commands {
            broken: "set template-stack S-core-dc1 devices 013201000012 variable $ha1_backup_ip type ip-netmask 2001:db8::6",
            fixed: "set template-stack S-core-dc1 devices 013201000012 variable $ha1_backup_ip type ip-netmask 198.51.100.6",
            also: &[],
        },
        fix: "Use one family at both ends, with a netmask and a gateway of that family.",
    },
    check: Check::Pair(check),
};

/// The links of a pair that have addresses.
const LINKS: &[LinkKind] = &[LinkKind::Ha1, LinkKind::Ha1Backup, LinkKind::Ha2, LinkKind::Ha2Backup];

fn check(pair: &PairView<'_, '_>, findings: &mut Findings) {
    if !pair.is_on() {
        return;
    }
    let [one, other] = pair.firewalls;
    for kind in LINKS.iter().copied() {
        let links = [one, other].map(|firewall| firewall.link(kind));
        let [a, b] = &links;
        if let (Some(a), Some(b)) = (
            a.as_ref().and_then(|link| link.ip_address.as_ref()),
            b.as_ref().and_then(|link| link.ip_address.as_ref()),
        ) && let (Some(of_a), Some(of_b)) = (family(a), family(b))
            && of_a != of_b
        {
            let message = format!("{} is {of_b} here ({}), and {of_a} on the peer ({})", kind.label(), b.shown(), a.shown());
            let finding = Finding::at(b, message).and(a, format!("{} of the peer", kind.label())).link(kind);
            findings.report(finding.help("use IPv4 at both ends, or IPv6"));
            continue;
        }
        for firewall in [one, other] {
            within(firewall, kind, findings);
        }
    }
}

/// Looks at the netmask and gateway of one end.
fn within(firewall: &FirewallView<'_, '_>, kind: LinkKind, findings: &mut Findings) {
    let Some(link) = firewall.link(kind) else { return };
    let Some((address, of_address)) = link.ip_address.as_ref().and_then(|given| Some((given, family(given)?))) else { return };
    for (what, given) in [("netmask", &link.netmask), ("gateway", &link.gateway)] {
        let Some((given, of_given)) = given.as_ref().and_then(|given| Some((given, family(given)?))) else { continue };
        if of_given != of_address {
            let message = format!(
                "{what} {} of {} is {of_given}, its address {} is {of_address}",
                given.shown(), kind.label(), address.shown()
            );
            let finding = Finding::at(given, message).and(address, "the address").on([firewall]).link(kind);
            findings.report(finding.help(format!("write the address and its {what} in one family")));
        }
    }
}

/// The family of an address; a prefix length behind it does not count.
fn family(given: &Given<'_, '_>) -> Option<&'static str> {
    let address: IpAddr = given.text()?.split('/').next()?.parse().ok()?;
    Some(if address.is_ipv4() { "IPv4" } else { "IPv6" })
}
