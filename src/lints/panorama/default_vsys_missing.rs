//! A default virtual system that a template or stack does not have.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Severity, near_match};
use crate::effective::Setting;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, Lint, PanoramaView, Topic};
use crate::model::PanosVersion;
use crate::panos::TEMPLATE_VSYS;
use crate::xml::Node;

pub(crate) static LINT: Lint = Lint {
    id: "default-vsys-missing",
    topic: Topic::Panorama,
    severity: Severity::Warning,
    summary: "the default virtual system of a template or stack is not in it, or not set",
    explanation: Explanation {
        checks: "The virtual system in `settings/default-vsys` of a template, or of a stack, is one that it sets \
                 something for. Before PAN-OS 10.0, a template that sets something for a virtual system also has a \
                 default one; a note.",
        why: "A firewall that has one virtual system takes only what a template sets for its default one. If that is \
              another one, zones and their like never arrive.",
        basis: Basis::Inferred(
            "Panorama administrator's guide 7.1 tells what it does; a vendor's configuration remarks that it may not \
             be needed from 10.0 on",
        ),
        example: Example::Commands {
            broken: "set template T-core settings default-vsys vsys2",
            fixed: "set template T-core settings default-vsys vsys1",
            also: &[],
        },
        fix: "Set the default virtual system to one that the template has.",
    },
    check: Check::Panorama(check),
};

/// From here on it may not be needed.
const NOT_NEEDED: PanosVersion = PanosVersion::feature(10, 0);

fn check(view: &PanoramaView<'_, '_>, findings: &mut Findings) {
    let version = view.panorama.version().and_then(|version| version.parse::<PanosVersion>().ok());
    let is_old = version.is_some_and(|version| version < NOT_NEEDED);
    let templates: Vec<_> = view.panorama.templates().collect();
    let vsys_of: BTreeMap<&str, BTreeSet<String>> =
        templates.iter().map(|template| (template.name(), vsys_in(template.config()))).collect();
    for template in &templates {
        let Some(vsys) = vsys_of.get(template.name()) else { continue };
        let who = format!("template `{}`", template.name());
        look(template.entry(), vsys, &who, findings);
        let has_default = template.entry().child("settings").and_then(|it| it.child("default-vsys")).is_some();
        if is_old && !has_default && sets_something(template.config()) {
            let message = format!("{who} sets something for a virtual system, and has no default virtual system");
            let finding = Finding::at(template.entry(), message).severity(Severity::Note);
            findings.report(finding.help("set `settings/default-vsys`, unless all firewalls have several"));
        }
    }
    for stack in view.panorama.template_stacks() {
        let mut vsys = vsys_in(stack.config());
        let names: Vec<_> = stack.templates().collect();
        if names.iter().all(|name| vsys_of.contains_key(name.as_ref())) {
            vsys.extend(names.iter().filter_map(|name| vsys_of.get(name.as_ref())).flatten().cloned());
            look(stack.entry(), &vsys, &format!("template stack `{}`", stack.name()), findings);
        }
    }
}

fn look(entry: Node<'_>, vsys: &BTreeSet<String>, who: &str, findings: &mut Findings) {
    let Some(default) = entry.child("settings").and_then(|settings| settings.child("default-vsys")) else { return };
    let name = default.text();
    let name = name.trim();
    // Every firewall has the first one; a template without any sets nothing that could be lost.
    if name.is_empty() || name == TEMPLATE_VSYS || vsys.is_empty() || vsys.contains(name) {
        return;
    }
    let message = format!("the default virtual system of {who} is `{name}`, which it sets nothing for");
    let help = match near_match(name, vsys.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            format!("set it to one that is there: {}", vsys.iter().cloned().collect::<Vec<_>>().join(", "))
        }
    };
    findings.report(Finding::at(default, message).help(help));
}

/// The virtual systems of a `config`, by id and display name.
fn vsys_in(config: Option<Node<'_>>) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for entry in vsys_entries(config) {
        names.extend(entry.attribute("name").map(|name| name.into_owned()));
        names.extend(entry.child("display-name").map(|name| name.text().trim().to_owned()));
    }
    names
}

fn sets_something(config: Option<Node<'_>>) -> bool {
    vsys_entries(config).any(|entry| entry.children().next().is_some())
}

fn vsys_entries(config: Option<Node<'_>>) -> impl Iterator<Item = Node<'_>> {
    let entries = config.map(|config| Setting::of_firewall(config).find("devices/entry/vsys/entry"));
    entries.unwrap_or_default().into_iter().map(|entry| entry.source().node)
}
