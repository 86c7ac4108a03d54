//! A variable that nobody defines.

use std::collections::{BTreeSet, HashSet};

use super::indices;
use crate::diag::{Severity, near_match};
use crate::effective::StackVariables;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, Lint, PanoramaView, Topic};

pub(crate) static LINT: Lint = Lint {
    id: "variable-undefined",
    topic: Topic::Variable,
    severity: Severity::Error,
    summary: "a variable is used and defined nowhere",
    explanation: Explanation {
        checks: "Every variable in what a firewall gets is defined by a template of its stack, by the stack, or for \
                 the firewall.",
        why: "Panorama cannot replace the variable, and refuses the push to the firewall.",
        basis: Basis::Contradiction("a name is used that nothing defines"),
        example: Example::Commands {
            broken: "delete template T-core variable $ha4_backup_ip
delete template-stack S-core devices 013201000031 variable $ha4_backup_ip",
            fixed: "set template T-core variable $ha4_backup_ip type ip-netmask None
set template-stack S-core devices 013201000031 variable $ha4_backup_ip type ip-netmask 192.0.2.37",
            also: &[],
        },
        fix: "Define the variable in the template that uses it, and give each firewall its value; or correct the name.",
    },
    check: Check::Panorama(check),
};

fn check(view: &PanoramaView<'_, '_>, findings: &mut Findings) {
    let severity = if view.panorama.is_partial() { Severity::Note } else { LINT.severity };
    for stack in view.resolver.stacks().filter(StackVariables::is_complete) {
        let defined: BTreeSet<&str> = stack.definitions().map(|definition| &*definition.variable.name).collect();
        let undefined: Vec<_> = stack.uses().iter().filter(|usage| !defined.contains(&*usage.name)).collect();
        if undefined.is_empty() {
            continue;
        }
        let used: HashSet<&str> = stack.uses().iter().map(|usage| &*usage.name).collect();
        let own: Vec<BTreeSet<&str>> =
            stack.devices.iter().map(|device| device.variables.iter().map(|own| &*own.name).collect()).collect();
        for usage in undefined {
            let name = &*usage.name;
            let lack_it = stack.devices.iter().zip(&own).filter(|(_, own)| !own.contains(name));
            let lack_it: Vec<_> = lack_it.collect();
            let Some((_, own)) = lack_it.first() else { continue };
            // What is used elsewhere is another variable, not this one misspelt.
            let known = defined.iter().chain(*own).copied();
            let help = match near_match(name, known.filter(|known| !used.contains(known))) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "define it in the template that uses it, in the stack, or for the firewall".to_owned(),
            };
            let message = format!("variable `{name}` is used and not defined");
            let finding = Finding::at(usage.node, message).severity(severity).help(help);
            findings.report(finding.on_firewalls(indices(view, lack_it.iter().map(|(device, _)| *device))));
        }
    }
}
