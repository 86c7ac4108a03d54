//! A setting that is not what the spec wants.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::Severity;
use crate::effective::Origin;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, FirewallView, Lint, Topic};
use crate::xml::{ConfigPath, Step};

pub(crate) static LINT: Lint = Lint {
    id: "spec-setting-differs",
    topic: Topic::Spec,
    severity: Severity::Warning,
    summary: "a setting is not what the spec wants",
    explanation: Explanation {
        checks: "With --spec: every value that `panha generate` would give a firewall is the one that it gets. What it \
                 gets besides is not looked at.",
        why: "Somebody changed it by hand, or the spec was changed and not loaded. The next one who generates and loads \
              takes the change back without knowing of it.",
        basis: Basis::Contradiction("the spec and the configuration say different things"),
        example: Example::Spec {
            broken: "set template T-core config devices localhost.localdomain deviceconfig high-availability cluster description Testing",
            fixed: "set template T-core config devices localhost.localdomain deviceconfig high-availability cluster description \"Core inspection\"",
            also: &[],
        },
        fix: "Decide which of the two is right: change the spec, or load what is generated from it.",
    },
    check: Check::Firewall(check),
};

fn check(firewall: &FirewallView<'_, '_>, findings: &mut Findings) {
    let Some(intent) = &firewall.estate.facts.intent else { return };
    let Some(serial) = &firewall.entry.serial else { return };
    let Some(intended) = intent.firewalls.get(serial).filter(|_| firewall.config.is_some()) else { return };
    let values = firewall.values();
    let mut by_path: BTreeMap<ConfigPath, Vec<&Origin>> = BTreeMap::new();
    for origin in &values {
        by_path.entry(origin.path.clone()).or_default().push(origin);
    }
    let mut told: BTreeSet<ConfigPath> = BTreeSet::new();
    for (path, wanted) in &intended.values {
        let origins = by_path.get(path).map(Vec::as_slice).unwrap_or_default();
        // A container that is empty in the one may have something in it in the other.
        let is_container = || by_path.range(path..).next().is_some_and(|(other, _)| other.starts_with(path));
        let mut has: Vec<&str> = origins.iter().map(|origin| origin.value.as_deref().unwrap_or_default().trim()).collect();
        has.sort_unstable();
        if has == *wanted || (origins.is_empty() && wanted.iter().all(String::is_empty) && is_container()) {
            continue;
        }
        let finding = match origins.first() {
            Some(origin) => {
                let (shown, has) = (shown(path), list(&has));
                Finding::at(*origin, format!("`{shown}` is {has}, the spec wants {}", list(wanted)))
            }
            None => {
                let missing = highest_missing(path, &by_path);
                if !told.insert(missing.clone()) {
                    continue; // a rule or an object is one thing that is missing, not all that is in it
                }
                let wants = if missing == *path { format!("the spec wants {}", list(wanted)) } else { "the spec has it".to_owned() };
                Finding::at(nearest(path, &by_path, firewall), format!("`{}` is missing, {wants}", shown(&missing)))
            }
        };
        findings.report(finding.help("change the spec, or load what `panha generate` makes of it"));
    }
}

/// The highest element on the way to a value of which there is nothing.
fn highest_missing(path: &ConfigPath, by_path: &BTreeMap<ConfigPath, Vec<&Origin>>) -> ConfigPath {
    let steps = path.steps();
    let mut above = (3..steps.len()).map(|length| steps[..length].iter().cloned().collect::<ConfigPath>());
    let is_missing =
        |above: &ConfigPath| by_path.range(above..).next().is_none_or(|(found, _)| !found.starts_with(above));
    above.find(is_missing).unwrap_or_else(|| path.clone())
}

/// Where something is missing: the place of the value that stands next to where it should be.
fn nearest<'d>(
    path: &ConfigPath,
    by_path: &BTreeMap<ConfigPath, Vec<&Origin>>,
    firewall: &FirewallView<'_, 'd>,
) -> crate::lint::Place<'d> {
    let steps = path.steps();
    let above = (3..steps.len()).rev().map(|length| steps[..length].iter().cloned().collect::<ConfigPath>());
    let mut beside = above.filter_map(|above| {
        let (found, origins) = by_path.range(&above..).next()?;
        found.starts_with(&above).then(|| origins.first()).flatten()
    });
    beside.next().map_or_else(|| firewall.place.into(), |origin| (*origin).into())
}

/// The path from below the device entry on.
fn shown(path: &ConfigPath) -> String {
    let steps = path.steps().iter().skip(2).map(Step::to_string);
    steps.collect::<Vec<_>>().join("/")
}

fn list(values: &[impl AsRef<str>]) -> String {
    let values: Vec<&str> = values.iter().map(AsRef::as_ref).collect();
    match values.iter().all(|value| value.is_empty()) {
        true => "empty".to_owned(),
        false => values.join(", "),
    }
}
