//! A template and a template stack of one name.

use std::collections::BTreeMap;

use crate::diag::Severity;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, Lint, PanoramaView, Topic};
use crate::xml::Node;

pub(crate) static LINT: Lint = Lint {
    id: "template-stack-name-equal",
    topic: Topic::Panorama,
    severity: Severity::Warning,
    summary: "a template and a template stack have one name",
    explanation: Explanation {
        checks: "No template has the name of a template stack.",
        why: "Both share one set of names in Panorama, which refuses the second. Where a device group refers to a \
              template or stack by name, nobody can say which is meant.",
        basis: Basis::Inferred("a public tool states that both share their names; no guide was found that does"),
        example: Example::Commands {
            broken: "set template S-core settings default-vsys vsys1",
            fixed: "rename template S-core to T-spare",
            also: &[],
        },
        fix: "Rename one of them.",
    },
    check: Check::Panorama(check),
};

fn check(view: &PanoramaView<'_, '_>, findings: &mut Findings) {
    let templates: Vec<_> = view.panorama.templates().collect();
    let by_name: BTreeMap<&str, Node<'_>> =
        templates.iter().map(|template| (template.name(), template.entry())).collect();
    for stack in view.panorama.template_stacks() {
        if let Some(template) = by_name.get(stack.name()) {
            let message = format!("template stack `{}` has the name of a template", stack.name());
            let finding = Finding::at(stack.entry(), message).and(*template, "the template");
            findings.report(finding.help("rename one of them"));
        }
    }
}
