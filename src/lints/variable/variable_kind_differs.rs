//! A variable of one name and several kinds.

use std::collections::HashMap;

use super::{indices, place};
use crate::diag::Severity;
use crate::effective::Definition;
use crate::lint::{Basis, Check, Draft, Example, Explanation, Finding, Findings, Lint, PanoramaView, Topic};
use crate::panos::Variable;

pub(crate) static LINT: Lint = Lint {
    id: "variable-kind-differs",
    topic: Topic::Variable,
    severity: Severity::Warning,
    summary: "a variable is of one kind in one place, and of another kind in another",
    explanation: Explanation {
        checks: "A variable is of one kind in the templates of a stack, in the stack, and for its firewalls.",
        why: "The kind says what the value may be and where the variable may be used. With two kinds, a value of one kind \
              stands where the other one is meant.",
        basis: Basis::Inferred("an override gives a value to what is defined below it; that the kinds must agree is not \
              documented"),
        example: Example::Commands {
            broken: "set template T-core-dc1 variable $group_id type group-id 11
set template T-core-dc1 config deviceconfig high-availability group group-id $group_id
set template-stack S-core-dc1 variable $group_id type device-priority 11",
            fixed: "set template-stack S-core-dc1 variable $group_id type group-id 11",
            also: &[],
        },
        fix: "Use the kind of the lowest definition everywhere, or give the other variable a name of its own.",
    },
    check: Check::Panorama(check),
};

fn check(view: &PanoramaView<'_, '_>, findings: &mut Findings) {
    for stack in view.resolver.stacks() {
        // The lowest definition says what the variable is, those above override it.
        let mut lowest: HashMap<&str, &Definition<'_>> = HashMap::new();
        for definition in stack.definitions() {
            lowest.insert(&definition.variable.name, definition);
        }
        let against = |variable: &Variable<'_>| lowest.get(variable.name.as_ref()).copied();
        for variable in stack.definitions().map(|definition| &definition.variable) {
            if let Some(finding) = against(variable).and_then(|lowest| judge(variable, lowest)) {
                let get_it = stack.devices.iter().filter(|device| device.variable(&variable.name).is_none());
                findings.report(finding.on_firewalls(indices(view, get_it)));
            }
        }
        for device in &stack.devices {
            for variable in &device.variables {
                if let Some(finding) = against(variable).and_then(|lowest| judge(variable, lowest)) {
                    findings.report(finding.on_firewalls(indices(view, [device])));
                }
            }
        }
    }
}

fn judge(variable: &Variable<'_>, lowest: &Definition<'_>) -> Option<Draft> {
    let (here, there) = (variable.value?, lowest.variable.value?);
    if here.name() == there.name() {
        return None;
    }
    let message = format!(
        "variable `{}` is of kind {} here, and of kind {} in {}",
        variable.name, here.name(), there.name(), lowest.level
    );
    let finding = Finding::at(place(variable), message).and(there, "the other kind");
    Some(finding.help(format!("make it {} in both places, or give it another name", there.name())))
}
