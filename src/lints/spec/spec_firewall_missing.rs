//! A firewall of the spec that no export tells of.

use std::collections::BTreeSet;

use crate::diag::{Severity, near_match};
use crate::lint::{Basis, Check, Estate, Example, Explanation, Finding, Findings, Lint, Topic};
use crate::panos::Export;

pub(crate) static LINT: Lint = Lint {
    id: "spec-firewall-missing",
    topic: Topic::Spec,
    severity: Severity::Error,
    summary: "a firewall of the spec is in no template stack",
    explanation: Explanation {
        checks: "With --spec: every firewall of the spec is in a template stack of the Panorama, or has an export of \
                 its own.",
        why: "It gets nothing of what the spec wants for it, and the other members of its cluster wait for it in vain.",
        basis: Basis::Contradiction("the spec has a firewall that the exports lack"),
        example: Example::Spec {
            broken: "delete template-stack S-core devices 013201000031",
            fixed: "set template-stack S-core devices 013201000031 variable $ha4_ip type ip-netmask 192.0.2.5
set template-stack S-core devices 013201000031 variable $ha4_backup_ip type ip-netmask 192.0.2.37",
            also: &["device-unassigned"],
        },
        fix: "Load what `panha generate` makes of the spec, or take the firewall out of the spec.",
    },
    check: Check::Estate(check),
};

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let Some(intent) = &estate.facts.intent else { return };
    let Some(first) = estate.exports.first() else { return };
    let config = match first.export {
        Export::Panorama(panorama) => panorama.config(),
        Export::Firewall(firewall) => firewall.config(),
    };
    let place = config.child("mgt-config").and_then(|mgt| mgt.child("devices")).unwrap_or(config);
    let with_settings: BTreeSet<&str> = estate
        .firewalls
        .iter()
        .filter(|entry| !entry.is_of_panorama || entry.template_stack.is_some())
        .filter_map(|entry| entry.serial.as_deref())
        .collect();
    let known: BTreeSet<&str> = estate.firewalls.iter().filter_map(|entry| entry.serial.as_deref()).collect();
    let missing = intent.firewalls.iter().filter(|(serial, _)| !with_settings.contains(serial.as_str()));
    for (serial, firewall) in missing {
        let message = format!(
            "firewall {serial} ({}) of cluster {} in the spec is in no template stack",
            firewall.name, firewall.cluster
        );
        let strangers = known.iter().copied().filter(|other| !intent.firewalls.contains_key(*other));
        let help = match near_match(serial, strangers) {
            Some(near) => format!("is {near} meant, which the spec does not have?"),
            None => "load what `panha generate` makes of the spec".to_owned(),
        };
        findings.report(Finding::at(place, message).help(help));
    }
}
