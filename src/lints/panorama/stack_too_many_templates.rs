//! A stack with more templates than Panorama takes.

use crate::diag::Severity;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, Lint, PanoramaView, Topic};

pub(crate) static LINT: Lint = Lint {
    id: "stack-too-many-templates",
    topic: Topic::Panorama,
    severity: Severity::Warning,
    summary: "a template stack has more than eight templates",
    explanation: Explanation {
        checks: "A template stack has at most 8 templates. That is what the guide of 10.1 says; those of 7.1 and 8.0 \
                 say 16. Because they contradict each other, it is a warning.",
        why: "A Panorama that takes only eight refuses the stack.",
        basis: Basis::Stated("Panorama administrator's guide 10.1: 8 templates in a stack; 7.1 and 8.0: 16"),
        example: Example::Commands {
            broken: "set template T-1 settings default-vsys vsys1
set template T-2 settings default-vsys vsys1
set template T-3 settings default-vsys vsys1
set template T-4 settings default-vsys vsys1
set template T-5 settings default-vsys vsys1
set template T-6 settings default-vsys vsys1
set template-stack S-core templates [ T-1 T-2 T-3 T-4 T-5 T-6 ]
set template T-7 settings default-vsys vsys1
set template-stack S-core templates T-7",
            fixed: "delete template-stack S-core templates T-7",
            also: &[],
        },
        fix: "Put together templates that always go together.",
    },
    check: Check::Panorama(check),
};

/// Guide 10.1.
const MOST: usize = 8;
/// Guides 7.1 and 8.0.
const MOST_ONCE: usize = 16;

fn check(view: &PanoramaView<'_, '_>, findings: &mut Findings) {
    for stack in view.panorama.template_stacks() {
        let count = stack.templates().count();
        if count <= MOST {
            continue;
        }
        let limits = match count > MOST_ONCE {
            true => format!("more than the {MOST} of the guide of 10.1, and than the {MOST_ONCE} of older ones"),
            false => format!("more than the {MOST} of the guide of 10.1; older ones say {MOST_ONCE}"),
        };
        let message = format!("template stack `{}` has {count} templates, {limits}", stack.name());
        let place = stack.entry().child("templates").unwrap_or(stack.entry());
        let firewalls: Vec<usize> = stack.devices().filter_map(|(serial, _)| view.index_of(&serial)).collect();
        let finding = Finding::at(place, message).help("put together templates that always go together");
        findings.report(finding.on_firewalls(firewalls));
    }
}
