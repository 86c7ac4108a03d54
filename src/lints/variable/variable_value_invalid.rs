//! A value that a variable of its kind cannot have.

use std::borrow::Cow;
use std::cell::LazyCell;

use super::{indices, is_secret, kind, place, secret_places};
use crate::diag::Severity;
use crate::lint::{Basis, Check, Draft, Example, Explanation, Finding, Findings, Lint, PanoramaView, Topic};
use crate::panos::Variable;

pub(crate) static LINT: Lint = Lint {
    id: "variable-value-invalid",
    topic: Topic::Variable,
    severity: Severity::Error,
    summary: "a variable has a value that does not fit its kind",
    explanation: Explanation {
        checks: "The value of a variable is what its kind says: an address, a range of addresses, a host name, a \
                 number in the range of the setting, an interface. The name of another variable as the value is a \
                 warning: that it is not replaced in its turn is inferred. `None` stands for no value, which is told by another lint.",
        why: "Panorama puts the value in the place of the variable, and the firewall refuses it.",
        basis: Basis::Contradiction("kind and value do not agree. Kinds: vendor libraries pango and pan-os-codegen; ranges: \
              firewall schema 10.0.6"),
        example: Example::Commands {
            broken: "set template T-core variable $ntp type ip-netmask 203.0.113.300
set template T-core config deviceconfig system ntp-servers secondary-ntp-server ntp-server-address $ntp",
            fixed: "set template T-core variable $ntp type ip-netmask 203.0.113.30",
            also: &[],
        },
        fix: "Correct the value, or change the kind of the variable at every place that defines it.",
    },
    check: Check::Panorama(check),
};

fn check(view: &PanoramaView<'_, '_>, findings: &mut Findings) {
    let secrets = LazyCell::new(|| secret_places(view));
    let judge = |variable: &Variable<'_>| {
        let (value, fault) = fault(variable)?;
        Some(finding(variable, &value, fault, is_secret(variable, &secrets)))
    };
    for stack in view.resolver.stacks() {
        for definition in stack.definitions() {
            if let Some(finding) = judge(&definition.variable) {
                let name = &definition.variable.name;
                let is_first = super::shared(&stack, name)
                    .is_some_and(|first| first.variable.entry.span() == definition.variable.entry.span());
                let get_it = stack.devices.iter().filter(|device| is_first && device.variable(name).is_none());
                findings.report(finding.on_firewalls(indices(view, get_it)));
            }
        }
        for device in &stack.devices {
            for finding in device.variables.iter().filter_map(judge) {
                findings.report(finding.on_firewalls(indices(view, [device])));
            }
        }
    }
    // Also those of templates in no stack; what was found above already is joined with it.
    for template in view.panorama.templates() {
        for finding in template.variables().filter_map(|variable| judge(&variable)) {
            findings.report(finding.on_firewalls([]));
        }
    }
}

/// What is wrong with a value.
enum Fault {
    /// It is the name of a variable.
    Name,
    /// It does not fit the variable's kind: what it is not.
    Kind(&'static str),
}

fn fault<'d>(variable: &Variable<'d>) -> Option<(Cow<'d, str>, Fault)> {
    let value = variable.value()?;
    let rule = kind::fault(variable.kind, &value)?;
    let fault = if value.starts_with('$') { Fault::Name } else { Fault::Kind(rule) };
    Some((value, fault))
}

fn finding(variable: &Variable<'_>, value: &str, fault: Fault, is_secret: bool) -> Draft {
    let name = &variable.name;
    let of_value = if is_secret { "a secret value".to_owned() } else { format!("the value `{value}`") };
    let finding = |rule: &str| Finding::at(place(variable), format!("variable `{name}` has {of_value}, which {rule}"));
    match fault {
        // Nobody says that it is not replaced in its turn.
        Fault::Name => finding("is the name of a variable, not a value")
            .severity(Severity::Warning)
            .help("write the value itself: nothing shows that variables may name each other"),
        Fault::Kind(rule) => finding(rule).help("correct the value, or the kind of the variable"),
    }
}
