//! A firewall in more than one template stack.

use std::collections::BTreeMap;

use crate::diag::Severity;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, Lint, PanoramaView, Topic};
use crate::xml::Node;

pub(crate) static LINT: Lint = Lint {
    id: "device-in-two-stacks",
    topic: Topic::Panorama,
    severity: Severity::Error,
    summary: "a firewall is in more than one template stack",
    explanation: Explanation {
        checks: "Every firewall is in one template stack at most.",
        why: "A firewall gets its settings from one stack. Panorama refuses a second one, so a file that has it was \
              put together by hand, and nobody says which stack counts.",
        basis: Basis::Stated("Panorama administrator's guide 10.1, \"Templates and Template Stacks\""),
        example: Example::Commands {
            broken: "set template-stack S-spare templates T-global
set template-stack S-spare devices 013201000031",
            fixed: "delete template-stack S-spare devices 013201000031",
            also: &[],
        },
        fix: "Take the firewall out of all stacks but one.",
    },
    check: Check::Panorama(check),
};

fn check(view: &PanoramaView<'_, '_>, findings: &mut Findings) {
    let mut stacks_of: BTreeMap<String, Vec<(String, Node<'_>)>> = BTreeMap::new();
    for stack in view.panorama.template_stacks() {
        for (serial, entry) in stack.devices() {
            let stacks = stacks_of.entry(serial.into_owned()).or_default();
            // The same stack twice is a duplicate entry.
            if stacks.iter().all(|(name, _)| name != stack.name()) {
                stacks.push((stack.name().to_owned(), entry));
            }
        }
    }
    for (serial, stacks) in stacks_of {
        let [(first, at), others @ ..] = stacks.as_slice() else { continue };
        for (other, entry) in others {
            let message = format!("firewall {serial} is in template stack `{other}` and in `{first}`");
            let finding = Finding::at(*entry, message).and(*at, format!("in template stack {first}"));
            let finding = finding.help("take it out of all template stacks but one");
            findings.report(finding.on_firewalls(view.index_of(&serial)));
        }
    }
}
