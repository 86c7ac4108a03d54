//! Preemption on one firewall of a pair only.

use super::difference::difference;
use super::parted::parted;
use crate::diag::Severity;
use crate::lint::{Basis, Check, Example, Explanation, Findings, Lint, PairView, Topic};

pub(crate) static LINT: Lint = Lint {
    id: "pair-preemption-one-sided",
    topic: Topic::Pair,
    severity: Severity::Error,
    summary: "preemption is on for one firewall of a pair only",
    explanation: Explanation {
        checks: "Preemption is on for both firewalls of a pair, or for none. Where it is not set it is off.",
        why: "Preemption has to be enabled on both firewalls. With one alone, the firewall with the lower device \
              priority does not take over again.",
        basis: Basis::Stated("web interface help 11.1, \"HA General Settings\" (Election Settings)"),
        example: Example::Commands {
            broken: parted!("group election-option preemptive no"),
            fixed: "set template-stack S-fw-dc1-b config devices localhost.localdomain deviceconfig high-availability group election-option preemptive yes",
            also: &[],
        },
        fix: "Turn preemption on or off for both, best in the template that they share.",
    },
    check: Check::Pair(check),
};

fn check(pair: &PairView<'_, '_>, findings: &mut Findings) {
    if !pair.is_on() {
        return;
    }
    let differs = difference(pair, "`preemptive`", Some("no"), |_, settings| settings.preemptive.clone());
    if let Some(finding) = differs {
        findings.report(finding.help("turn preemption on for both firewalls, or off for both"));
    }
}
