//! An active/active firewall without HA3.

use crate::diag::Severity;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, Lint, PairView, Topic};
use crate::model::LinkKind;

pub(crate) static LINT: Lint = Lint {
    id: "pair-ha3-missing",
    topic: Topic::Pair,
    severity: Severity::Error,
    summary: "an active/active pair has no HA3 link",
    explanation: Explanation {
        checks: "Each firewall of an active/active pair has an HA3 link with a port.",
        why: "Over HA3 the two forward packets to each other, when one gets packets of a session that the other one \
              owns. Without it such sessions break.",
        basis: Basis::Stated("web interface help 11.1, \"HA Active/Active Config\"; HA links and backup links"),
        example: Example::Commands {
            broken: "delete template T-core-dc2 config devices localhost.localdomain deviceconfig high-availability interface ha3",
            fixed: "set template T-core-dc2 config devices localhost.localdomain deviceconfig high-availability interface ha3 port hsci",
            also: &[],
        },
        fix: "Set the HA3 port on both firewalls: HSCI, an aggregate of type HA, or a dataplane interface of type HA.",
    },
    check: Check::Pair(check),
};

fn check(pair: &PairView<'_, '_>, findings: &mut Findings) {
    if !pair.is_on() || !pair.is_mode("active-active") {
        return;
    }
    for (firewall, settings, _) in pair.sides() {
        let ha3 = firewall.link(LinkKind::Ha3);
        if ha3.as_ref().is_some_and(|link| link.port.is_some()) || !firewall.is_complete() {
            continue;
        }
        let finding = match &ha3 {
            Some(link) => Finding::at(link, "HA3 of an active/active firewall has no port"),
            None => Finding::at(settings.mode.unwrap_or(settings.group), "an active/active firewall has no HA3"),
        };
        let severity = if firewall.is_partial() { Severity::Note } else { LINT.severity };
        let finding = finding.severity(severity).on([firewall]).link(LinkKind::Ha3);
        findings.report(finding.help("set its port: `hsci`, or an interface of type HA"));
    }
}
