//! A stack that names a template which is not there.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Severity, near_match};
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, Lint, PanoramaView, Topic};
use crate::xml::Node;

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
    let templates: BTreeSet<String> =
        view.panorama.templates().map(|template| template.name().to_owned()).collect();
    // Many stacks may name one template that is not there: that is one fault.
    let mut missing: BTreeMap<String, Missing<'_>> = BTreeMap::new();
    for stack in view.panorama.template_stacks() {
        let members = stack.entry().child("templates").into_iter().flat_map(Node::children);
        for member in members.filter(|child| child.name() == "member") {
            let name = member.text();
            if !templates.contains(name.as_ref()) {
                let missing = missing.entry(name.into_owned()).or_default();
                missing.named_at.push((member, stack.name().to_owned()));
                missing.firewalls.extend(stack.devices().filter_map(|(serial, _)| view.index_of(&serial)));
            }
        }
    }
    let is_partial = view.panorama.is_partial();
    for (name, Missing { named_at, firewalls }) in missing {
        let Some(((first, stack), others)) = named_at.split_first() else { continue };
        let of = match others.len() {
            0 => format!("template stack `{stack}`"),
            1 => format!("template stack `{stack}` and another one"),
            more => format!("template stack `{stack}` and {more} others"),
        };
        let help = match near_match(&name, templates.iter().map(String::as_str)) {
            _ if is_partial => "it has to be in Panorama already: --base looks there".to_owned(),
            Some(near) => format!("did you mean `{near}`?"),
            None => "correct the name, take it out of the stack, or add the template".to_owned(),
        };
        let severity = if is_partial { Severity::Note } else { LINT.severity };
        let finding = Finding::at(*first, format!("template `{name}` of {of} does not exist"));
        let finding = others.iter().take(MOST_SHOWN).fold(finding, |finding, (member, stack)| {
            finding.and(*member, format!("also in template stack `{stack}`"))
        });
        findings.report(finding.severity(severity).help(help).on_firewalls(firewalls));
    }
}

/// A template that is not there.
#[derive(Default)]
struct Missing<'d> {
    /// Where stacks name it, and which.
    named_at: Vec<(Node<'d>, String)>,
    firewalls: Vec<usize>,
}

/// As many other stacks are shown at most.
const MOST_SHOWN: usize = 3;
