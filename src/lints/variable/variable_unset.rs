//! A variable without a value.

use std::collections::HashSet;

use super::{indices, place, shared};
use crate::diag::Severity;
use crate::effective::{StackDevice, StackVariables, VariableUse};
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, Lint, PanoramaView, Topic};
use crate::xml::Node;

pub(crate) static LINT: Lint = Lint {
    id: "variable-unset",
    topic: Topic::Variable,
    severity: Severity::Error,
    summary: "a variable is used and has no value",
    explanation: Explanation {
        checks: "Every variable in what a firewall gets has a value: from the firewall's entry in its template stack, \
                 from the stack, or from a template. The word `None` stands for no value. In a file that panha \
                 generated it is a note: the value may be in Panorama already.",
        why: "Panorama has nothing to put in the place of the variable, so the firewall cannot get this setting.",
        basis: Basis::Contradiction("a value is used that is nowhere; that `None` means no value is seen in public overrides"),
        example: Example::Commands {
            broken: "delete template-stack S-core devices 013201000031 variable $ha4_backup_ip",
            fixed: "set template-stack S-core devices 013201000031 variable $ha4_backup_ip type ip-netmask 192.0.2.37",
            also: &[],
        },
        fix: "Give the variable a value in the firewall's entry in its template stack, or one for all in the stack.",
    },
    check: Check::Panorama(check),
};

fn check(view: &PanoramaView<'_, '_>, findings: &mut Findings) {
    for stack in view.resolver.stacks().filter(StackVariables::is_complete) {
        let mut seen = HashSet::new();
        for usage in stack.uses() {
            if seen.insert(&usage.name) {
                look(view, &stack, usage, findings);
            }
        }
    }
}

fn look<'d>(
    view: &PanoramaView<'_, 'd>,
    stack: &StackVariables<'_, 'd>,
    usage: &VariableUse<'d>,
    findings: &mut Findings,
) {
    let name = &usage.name;
    let shared = shared(stack, name);
    let is_unset_for_others = shared.is_some_and(|shared| shared.variable.value().is_none());
    // Where the value is missing, for each firewall that has none.
    let lacks = |device: &StackDevice<'d>| -> Option<Node<'d>> {
        match device.variable(name) {
            Some(own) => own.value().is_none().then(|| place(own)),
            None => is_unset_for_others.then_some(device.entry),
        }
    };
    let unset: Vec<_> =
        stack.devices.iter().filter_map(|device| Some((device, lacks(device)?))).collect();
    let severity = if view.panorama.is_partial() { Severity::Note } else { LINT.severity };
    let mut report = |at: Node<'d>, who: &str, devices: &[&StackDevice<'d>]| {
        let message = format!("variable `{name}` has no value for {who}");
        let mut finding = Finding::at(at, message).and(usage.node, "used here");
        if let Some(shared) = shared {
            finding = finding.and(place(&shared.variable), "defined here, without a value for all");
        }
        let finding = finding.severity(severity).on_firewalls(indices(view, devices.iter().copied()));
        findings.report(finding.help(format!(
            "give `{name}` a value in the entry of each firewall in template stack `{}`, or one value for all",
            stack.name()
        )));
    };
    match (shared, &unset[..]) {
        (Some(shared), [_, _, ..]) if unset.len() == stack.devices.len() => {
            let devices: Vec<&StackDevice<'d>> = unset.iter().map(|(device, _)| *device).collect();
            let who = format!("any firewall of template stack `{}`", stack.name());
            report(place(&shared.variable), &who, &devices);
        }
        _ => {
            for (device, at) in &unset {
                let index = view.index_of(&device.serial);
                let entry = index.and_then(|index| view.estate.firewalls.get(index));
                let who = entry.map_or_else(|| device.serial.clone().into_owned(), |entry| entry.shown());
                report(*at, &who, &[device]);
            }
        }
    }
}
