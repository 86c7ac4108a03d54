//! Both ends of an HA link with one address.

use crate::diag::Severity;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, Lint, PairView, Topic};
use crate::model::LinkKind;

pub(crate) static LINT: Lint = Lint {
    id: "pair-address-equal",
    topic: Topic::Pair,
    severity: Severity::Error,
    summary: "both firewalls of a pair have the same address on an HA link",
    explanation: Explanation {
        checks: "The two ends of HA1, HA1 backup, HA2 and HA2 backup have addresses of their own.",
        why: "Two ends with one address do not reach each other: the peers do not see each other, or synchronise no \
              sessions.",
        basis: Basis::Contradiction("an address on a link belongs to one end"),
        example: Example::Commands {
            broken: "set template-stack S-core-dc1 devices 013201000012 variable $ha1_ip type ip-netmask 198.51.100.1",
            fixed: "set template-stack S-core-dc1 devices 013201000012 variable $ha1_ip type ip-netmask 198.51.100.2",
            also: &[],
        },
        fix: "Give one of them the address that the other one has as its peer IP.",
    },
    check: Check::Pair(check),
};

const LINKS: [LinkKind; 4] = [LinkKind::Ha1, LinkKind::Ha1Backup, LinkKind::Ha2, LinkKind::Ha2Backup];

fn check(pair: &PairView<'_, '_>, findings: &mut Findings) {
    if !pair.is_on() {
        return;
    }
    for kind in LINKS {
        let [one, other] = pair.firewalls.map(|firewall| firewall.link(kind).and_then(|link| link.ip_address));
        let (Some(one), Some(other)) = (one, other) else { continue };
        let (Some(here), Some(there)) = (one.text(), other.text()) else { continue };
        if super::is_same_address(here, there) {
            let label = kind.label();
            let message = format!("{} both have {label} address {here}", pair.shown());
            let finding = Finding::at(&other, message).and(&one, "the other end").link(kind);
            findings.report(finding.help("give one of them the address that the other one has as its peer IP"));
        }
    }
}
