//! Peers in different modes.

use super::difference::{Chosen, chosen_at, difference_of_choice};
use super::parted::parted;
use crate::diag::Severity;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, Lint, PairView, Topic};

pub(crate) static LINT: Lint = Lint {
    id: "pair-mode-differs",
    topic: Topic::Pair,
    severity: Severity::Error,
    summary: "the firewalls of a pair are in different modes",
    explanation: Explanation {
        checks: "Both firewalls of a pair are active-passive, or both are active-active. A group without a mode is \
                 active-passive. Templates of one stack do not set both modes: PAN-OS takes one, and nobody says which.",
        why: "Firewalls of different modes are no pair: one of them becomes non-functional.",
        basis: Basis::Stated("knowledge base kA14u000000HELJCA4; default of the mode: firewall schema 10.0.6"),
        example: Example::Commands {
            broken: parted!("group mode active-active device-id 1
delete template T-core-dc1 config devices localhost.localdomain deviceconfig high-availability group mode
set template-stack S-core-dc1 config devices localhost.localdomain deviceconfig high-availability group mode active-passive passive-link-state auto"),
            fixed: "set template-stack S-fw-dc1-b config devices localhost.localdomain deviceconfig high-availability group mode active-passive passive-link-state auto",
            also: &[],
        },
        fix: "Set one mode for both firewalls, best in the template that they share.",
    },
    check: Check::Pair(check),
};

fn check(pair: &PairView<'_, '_>, findings: &mut Findings) {
    if !pair.is_on() {
        return;
    }
    for (firewall, settings, _) in pair.sides() {
        if let Chosen::Several(first, second) = chosen_at(settings.group, &["mode"]) {
            let message = format!("both {} and {} are set as the mode", first.name(), second.name());
            let finding = Finding::at(second, message).and(first, "the other mode").on([firewall]);
            let finding = finding.severity(Severity::Warning);
            findings.report(finding.help("remove one of the two: nobody says which one PAN-OS takes"));
        }
    }
    let differs = difference_of_choice(pair, "mode", "active-passive", |settings| chosen_at(settings.group, &["mode"]));
    if let Some(finding) = differs {
        findings.report(finding.help("set one mode for both, best in the template that they share"));
    }
}
