//! A stack that names a template which is not there.

use crate::diag::{Severity, near_match};
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, Lint, PanoramaView, Topic};

pub(crate) static LINT: Lint = Lint {
    id: "stack-template-missing",
    topic: Topic::Panorama,
    severity: Severity::Error,
    summary: "a template stack names a template that does not exist",
    explanation: Explanation {
        checks: "Every template that a template stack names is in the export. A file that panha generated holds what \
                 it adds to a Panorama and no more; there it is a note.",
        why: "The firewalls of the stack do not get what the template should set, and nothing can be said of what \
              they lack.",
        basis: Basis::Contradiction("a name is used that nothing has"),
        example: Example::Commands {
            broken: "set template-stack S-core templates T-globall",
            fixed: "delete template-stack S-core templates T-globall",
            also: &[],
        },
        fix: "Correct the name, take it out of the stack, or add the template.",
    },
    check: Check::Panorama(check),
};

fn check(view: &PanoramaView<'_, '_>, findings: &mut Findings) {
    let templates: Vec<_> = view.panorama.templates().collect();
    for stack in view.panorama.template_stacks() {
        let members = stack.entry().child("templates").into_iter().flat_map(crate::xml::Node::children);
        for member in members.filter(|child| child.name() == "member") {
            let name = member.text();
            if templates.iter().any(|template| template.name() == name) {
                continue;
            }
            let message = format!("template `{name}` of template stack `{}` does not exist", stack.name());
            let near = near_match(&name, templates.iter().map(|template| template.name()));
            let help = match near {
                _ if view.panorama.is_partial() => "it has to be in Panorama already".to_owned(),
                Some(near) => format!("did you mean `{near}`?"),
                None => "correct the name, take it out of the stack, or add the template".to_owned(),
            };
            let severity = if view.panorama.is_partial() { Severity::Note } else { LINT.severity };
            findings.report(Finding::at(member, message).severity(severity).help(help));
        }
    }
}
