//! A variable that nobody defines.

use crate::diag::{Severity, near_match};
use crate::effective::Resolution;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, FirewallView, Lint, Topic};

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
    check: Check::Firewall(check),
};

fn check(firewall: &FirewallView<'_, '_>, findings: &mut Findings) {
    let Some(effective) = firewall.effective.filter(|_| firewall.is_complete()) else { return };
    for usage in effective.variable_uses() {
        if effective.resolution(&usage.name) == Resolution::Undefined {
            let message = format!("variable `{}` is used and not defined", usage.name);
            let defined = effective.variables().definitions().map(|definition| &*definition.variable.name);
            // What is used elsewhere is another variable, not this one misspelt.
            let unused = defined.filter(|name| effective.variable_uses().iter().all(|usage| usage.name != *name));
            let help = match near_match(&usage.name, unused) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "define it in the template that uses it, in the stack, or for the firewall".to_owned(),
            };
            let severity = if firewall.is_partial() { Severity::Note } else { LINT.severity };
            findings.report(Finding::at(usage.node, message).severity(severity).help(help));
        }
    }
}
