//! A variable that nothing uses.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::indices;
use crate::diag::{Severity, near_match};
use crate::effective::{StackDevice, StackVariables};
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, Lint, PanoramaView, Topic};
use crate::xml::Node;

pub(crate) static LINT: Lint = Lint {
    id: "variable-unused",
    topic: Topic::Variable,
    severity: Severity::Warning,
    summary: "a variable is defined and nothing uses it",
    explanation: Explanation {
        checks: "Every variable that a template, a template stack or a firewall's entry defines is used by a template of \
                 the stacks that have it, or by the stack. A value for one firewall, of a name that nothing defines \
                 and nothing uses, is a warning; the rest is a note, also where a template outside the stack uses it.",
        why: "It does nothing. Often it is left over, or the name is misspelt and another variable has no value.",
        basis: Basis::Contradiction("a name is defined that nothing uses"),
        example: Example::Commands {
            broken: "set template-stack S-core devices 013201000031 variable $ha4_backupip type ip-netmask 192.0.2.37",
            fixed: "delete template-stack S-core devices 013201000031 variable $ha4_backupip",
            also: &[],
        },
        fix: "Correct the name, add the template that uses the variable to the stack, or delete the variable.",
    },
    check: Check::Panorama(check),
};

fn check(view: &PanoramaView<'_, '_>, findings: &mut Findings) {
    let of_templates: BTreeMap<String, HashSet<String>> = view
        .panorama
        .templates()
        .map(|template| (template.name().to_owned(), names_in(template.config())))
        .collect();
    // What is used by some stack that has the template, and its firewalls. Nothing is said of a template that
    // no stack has.
    let mut used_with: HashMap<String, (HashSet<String>, Vec<usize>)> = HashMap::new();
    let mut incomplete: HashSet<String> = HashSet::new();
    for stack in view.resolver.stacks() {
        let mut used = names_in(stack.stack().config());
        let templates: Vec<String> = stack.stack().templates().map(|name| name.into_owned()).collect();
        templates.iter().filter_map(|name| of_templates.get(name)).for_each(|names| used.extend(names.iter().cloned()));
        let firewalls = indices(view, &stack.devices);
        for name in &templates {
            let (names, on) = used_with.entry(name.clone()).or_default();
            for name in &used {
                if !names.contains(name) {
                    names.insert(name.clone());
                }
            }
            on.extend(&firewalls);
        }
        if stack.is_complete() {
            of_stack(view, &stack, &used, &of_templates, findings);
        } else {
            incomplete.extend(templates);
        }
    }
    for template in view.panorama.templates().filter(|template| !incomplete.contains(template.name())) {
        let Some((used, on)) = used_with.get(template.name()) else { continue };
        for variable in template.variables().filter(|variable| !used.contains(variable.name.as_ref())) {
            let message = format!("variable `{}` of template `{}` is used nowhere", variable.name, template.name());
            let finding = Finding::at(variable.entry, message).severity(Severity::Note);
            let finding = finding.on_firewalls(on.iter().copied());
            findings.report(finding.help("delete it, if nothing else needs it"));
        }
    }
}

/// Looks at what a stack and its firewalls define.
fn of_stack<'d>(
    view: &PanoramaView<'_, 'd>,
    stack: &StackVariables<'_, 'd>,
    used: &HashSet<String>,
    of_templates: &BTreeMap<String, HashSet<String>>,
    findings: &mut Findings,
) {
    for variable in stack.stack().variables().filter(|variable| !used.contains(variable.name.as_ref())) {
        let message = format!("variable `{}` of template stack `{}` is used nowhere", variable.name, stack.name());
        let finding = Finding::at(variable.entry, message).severity(Severity::Note);
        let finding = finding.on_firewalls(indices(view, &stack.devices));
        findings.report(finding.help(match user(&variable.name, of_templates) {
            Some(template) => add_template(template),
            None => "delete it, if nothing else needs it".to_owned(),
        }));
    }
    let defined: HashSet<&str> =
        stack.definitions().map(|definition| definition.variable.name.as_ref()).collect();
    // The same name for many firewalls of a stack is one mistake.
    let mut lost: BTreeMap<String, (Node<'d>, Vec<&StackDevice<'d>>)> = BTreeMap::new();
    for device in &stack.devices {
        let unknown = |name: &str| !used.contains(name) && !defined.contains(name);
        for variable in device.variables.iter().filter(|variable| unknown(&variable.name)) {
            let (_, devices) =
                lost.entry(variable.name.to_string()).or_insert_with(|| (variable.entry, Vec::new()));
            devices.push(device);
        }
    }
    let severity = if view.panorama.is_partial() { Severity::Note } else { LINT.severity };
    for (name, (entry, devices)) in lost {
        // Whoever took a template out of the stack may want it back; a misspelt name is in no template.
        let user = user(&name, of_templates);
        let what = if user.is_some() { "nothing in the stack uses it" } else { "nothing defines or uses it" };
        let message = format!(
            "variable `{name}` has a value for firewalls of template stack `{}`, and {what}",
            stack.name()
        );
        // What has a value already was not meant.
        let has_value = |known: &str| devices.iter().any(|device| device.variable(known).is_some());
        let known: BTreeSet<&str> = used.iter().map(String::as_str).filter(|known| !has_value(known)).collect();
        let help = match (user, near_match(&name, known)) {
            (Some(template), _) => add_template(template),
            (None, Some(near)) => format!("did you mean `{near}`?"),
            (None, None) => "delete it, or correct its name".to_owned(),
        };
        let severity = if user.is_some() { Severity::Note } else { severity };
        let finding = Finding::at(entry, message).severity(severity);
        findings.report(finding.on_firewalls(indices(view, devices)).help(help));
    }
}

/// A template that uses a variable. It is not in the stack, where nothing in the stack does.
fn user<'t>(name: &str, of_templates: &'t BTreeMap<String, HashSet<String>>) -> Option<&'t str> {
    of_templates.iter().find(|(_, names)| names.contains(name)).map(|(template, _)| template.as_str())
}

fn add_template(template: &str) -> String {
    format!("add a template that uses it, such as `{template}`, to the stack, or delete it")
}

/// Every name of a variable that stands in a configuration, also within a text.
fn names_in(config: Option<Node<'_>>) -> HashSet<String> {
    let mut names = HashSet::new();
    if let Some(config) = config {
        collect(config, &mut names);
    }
    names
}

fn collect(node: Node<'_>, names: &mut HashSet<String>) {
    let mut children = node.children().peekable();
    let text = children.peek().is_none().then(|| node.text());
    for text in node.attribute("name").into_iter().chain(text) {
        add(&text, names);
    }
    children.for_each(|child| collect(child, names));
}

fn add(text: &str, names: &mut HashSet<String>) {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    for (start, _) in text.match_indices('$') {
        let rest = &text[start + 1..];
        let end = rest.find(|c: char| !is_part(c)).unwrap_or(rest.len());
        if end > 0 {
            names.insert(format!("${}", &rest[..end]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_wherever_they_stand() {
        let names = |text: &str| {
            let mut names = HashSet::new();
            add(text, &mut names);
            let mut names: Vec<String> = names.into_iter().collect();
            names.sort();
            names.join(" ")
        };
        assert_eq!(names("$ha4_ip"), "$ha4_ip");
        assert_eq!(names("host-$site.example.com, ä$b-2/24"), "$b-2 $site");
        assert_eq!(names("costs 5 $ or $"), "");
    }
}
