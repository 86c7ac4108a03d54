//! An element in the HA settings that no source names.

use super::ha_elements::{is_known_below, known_at};
use crate::diag::{Severity, near_match};
use crate::effective::Setting;
use crate::lint::{Basis, Check, Estate, Example, Explanation, Finding, Findings, Lint, SameSettings, Topic};
use crate::panos::device;
use crate::xml::ConfigPath;

pub(crate) static LINT: Lint = Lint {
    id: "unknown-ha-element",
    topic: Topic::Hygiene,
    severity: Severity::Note,
    summary: "an element in the HA settings is not recognised, and was not judged",
    explanation: Explanation {
        checks: "Every element below `high-availability` is one that a public source names. The web interface has \
                 settings whose element no public source names: the cluster synchronisation timeout, the monitor \
                 fail hold down time of a cluster, and the keep-alive threshold of HA4. They are told of here, and \
                 are most likely right.",
        why: "What is not recognised is not looked at by other lints. If it is a typing error, the firewall refuses \
              the commit.",
        basis: Basis::Inferred(
            "firewall schema 10.0.6 has no clusters; their elements are known from public configurations only",
        ),
        example: Example::Commands {
            broken: "set template T-core config devices localhost.localdomain deviceconfig high-availability cluster descripton x",
            fixed: "delete template T-core config devices localhost.localdomain deviceconfig high-availability cluster descripton",
            also: &[],
        },
        fix: "Compare the element with what a firewall of your release shows (`show config running`). If it is right \
              there, suppress the finding.",
    },
    check: Check::Estate(check),
};

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let path: ConfigPath = device().child("deviceconfig").child("high-availability");
    for same in estate.by_settings() {
        if let Some(ha) = same.config().and_then(|config| config.get(&path)) {
            look(ha, "", &same, findings);
        }
    }
}

fn look(setting: Setting<'_, '_>, path: &str, same: &SameSettings<'_>, findings: &mut Findings) {
    let known = known_at(path);
    for child in setting.children() {
        let name = child.name();
        if path == "group" && name == "entry" {
            // Until PAN-OS 8.0 the group was an entry named for its id.
            look(child, path, same, findings);
            continue;
        }
        if let Some(mut known) = known.clone()
            && known.all(|known| known != name)
        {
            let around = if path.is_empty() { "high-availability" } else { setting.name() };
            let message = format!("`{name}` in `{around}` is not recognised, and was not judged");
            let help = match near_match(name, known_at(path).into_iter().flatten()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "compare it with what a firewall of your release shows".to_owned(),
            };
            let finding = Finding::at(child, message).help(help);
            findings.report(finding.on_firewalls(same.firewalls.iter().copied()));
            continue;
        }
        let below = if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") };
        if known_at(&below).is_some() || is_known_below(&below) {
            look(child, &below, same, findings);
        }
    }
}
