//! Layer 2 interfaces that are up on the passive firewall.

use crate::diag::Severity;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, Lint, PairView, Topic};

pub(crate) static LINT: Lint = Lint {
    id: "pair-passive-link-layer2",
    topic: Topic::Pair,
    severity: Severity::Error,
    summary: "the passive link state is auto, and the firewall has layer 2 interfaces",
    explanation: Explanation {
        checks: "The passive link state of an active/passive pair is not `auto` where a firewall of it has layer 2 \
                 interfaces. In a file that was generated it is a note: the spec is told of.",
        why: "With `auto` the interfaces of the passive firewall are up. Layer 2 interfaces of both firewalls together \
              can make a loop.",
        basis: Basis::Stated("web interface help 11.1, \"HA General Settings\": auto must not be used with layer 2 interfaces"),
        example: Example::Commands {
            broken: "set template T-core config devices localhost.localdomain network interface ethernet ethernet1/3 layer2",
            fixed: "set template T-core-dc1 config devices localhost.localdomain deviceconfig high-availability group mode active-passive passive-link-state shutdown",
            also: &[],
        },
        fix: "Set the passive link state to `shutdown`, or use no layer 2 interfaces.",
    },
    check: Check::Pair(check),
};

fn check(pair: &PairView<'_, '_>, findings: &mut Findings) {
    if !pair.is_on() {
        return;
    }
    for (firewall, settings, _) in pair.sides() {
        let mode = settings.mode.filter(|mode| mode.name() == "active-passive");
        let state = mode.and_then(|mode| mode.given("passive-link-state")).filter(|state| state.is("auto"));
        let layer2 = firewall.interfaces.iter().find(|interface| interface.mode == Some("layer2"));
        let Some((state, interface)) = state.zip(layer2) else { continue };
        let finding = Finding::at(&state, "passive link state auto with layer 2 interfaces can make a loop");
        let finding = finding.and(interface.entry, "a layer 2 interface").on([firewall]);
        // Of a spec that file is made from, it is told already.
        let finding = finding.severity(firewall.severity(LINT.severity));
        findings.report(finding.help("set the passive link state to `shutdown`"));
    }
}
