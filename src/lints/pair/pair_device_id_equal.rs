//! Active/active firewalls without device ids of their own.

use crate::diag::Severity;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, Lint, PairView, Topic};

pub(crate) static LINT: Lint = Lint {
    id: "pair-device-id-equal",
    topic: Topic::Pair,
    severity: Severity::Error,
    summary: "the firewalls of an active/active pair do not have device IDs 0 and 1",
    explanation: Explanation {
        checks: "One firewall of an active/active pair has device ID 0, the other one 1.",
        why: "The device ID tells the two apart, for instance who has which floating address. With one device ID on \
              both, one of them becomes non-functional.",
        basis: Basis::Stated("web interface help 11.1, \"HA Active/Active Config\"; knowledge base kA14u000000HELJCA4"),
        example: Example::Commands {
            broken: "set template-stack S-core-dc2 devices 013201000022 variable $device_id type device-id 0",
            fixed: "set template-stack S-core-dc2 devices 013201000022 variable $device_id type device-id 1",
            also: &[],
        },
        fix: "Give one firewall device ID 0 and the other one 1, each in its own entry in the template stack.",
    },
    check: Check::Pair(check),
};

fn check(pair: &PairView<'_, '_>, findings: &mut Findings) {
    if !pair.is_on() || !pair.is_mode("active-active") {
        return;
    }
    for (firewall, settings, _) in pair.sides() {
        if let Some(mode) = settings.mode.filter(|_| settings.device_id.is_none() && firewall.is_complete()) {
            let finding = Finding::at(mode, "an active/active firewall has no device ID").on([firewall]);
            let finding = finding.severity(if firewall.is_partial() { Severity::Note } else { LINT.severity });
            findings.report(finding.help("set device ID 0 on one firewall of the pair and 1 on the other"));
        }
    }
    let [Some(one), Some(other)] = pair.settings.map(|settings| settings.device_id.as_ref()) else { return };
    if let Some(id) = one.text().filter(|id| other.is(id)) {
        let message = format!("both firewalls of an active/active pair have device ID {id}");
        let finding = Finding::at(other, message).and(one, "the other firewall's");
        findings.report(finding.help("set device ID 0 on one of them and 1 on the other"));
    }
}
