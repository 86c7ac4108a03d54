//! A setting that is not what the spec wants.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::Severity;
use crate::effective::Origin;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, FirewallView, Lint, Topic};
use crate::panos::{ENCRYPTED, SecretForm, device, hash_of_encrypted, is_salted_hash, is_secret, short_path};
use crate::xml::ConfigPath;

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
        let is_hidden = has_secret(path, &has) || has_secret(path, wanted);
        if is_hidden && !can_differ(&has, wanted) {
            continue;
        }
        let finding = match origins.first() {
            Some(origin) if is_hidden => {
                Finding::at(*origin, format!("`{}` is not the secret that the spec has", short_path(path)))
            }
            Some(origin) => {
                let (shown, has) = (short_path(path), list(&has));
                Finding::at(*origin, format!("`{shown}` is {has}, the spec wants {}", list(wanted)))
            }
            None => {
                let missing = highest_missing(path, &by_path);
                if !told.insert(missing.clone()) {
                    continue; // a rule or an object is one thing that is missing, not all that is in it
                }
                let is_shown = missing == *path && !is_hidden;
                let wants = if is_shown { format!("the spec wants {}", list(wanted)) } else { "the spec has it".to_owned() };
                Finding::at(nearest(path, &by_path, firewall), format!("`{}` is missing, {wants}", short_path(&missing)))
            }
        };
        findings.report(finding.help("change the spec, or load what `panha generate` makes of it"));
    }
}

/// Is a secret among the values of a path?
fn has_secret(path: &ConfigPath, values: &[impl AsRef<str>]) -> bool {
    let is_of_secret = is_secret(path);
    values.iter().any(|value| SecretForm::of(value.as_ref(), is_of_secret).is_some())
}

/// Is it known that secrets differ? Encrypted ones are compared by their hash; one that is encrypted or hashed
/// says nothing of one in clear.
fn can_differ(has: &[&str], wanted: &[String]) -> bool {
    let is_readable = |value: &str| !value.trim_ascii().starts_with(ENCRYPTED) && !is_salted_hash(value);
    match (has, wanted) {
        ([has], [wanted]) => match (hash_of_encrypted(has), hash_of_encrypted(wanted)) {
            (Some(has), Some(wanted)) => has != wanted,
            _ => is_readable(has) && is_readable(wanted),
        },
        _ => true,
    }
}

/// The highest element on the way to a value of which there is nothing.
fn highest_missing(path: &ConfigPath, by_path: &BTreeMap<ConfigPath, Vec<&Origin>>) -> ConfigPath {
    let steps = path.steps();
    let device = device();
    let least = if path.starts_with(&device) { device.steps().len() + 1 } else { 1 };
    let mut above = (least..steps.len()).map(|length| steps[..length].iter().cloned().collect::<ConfigPath>());
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
    let above = (1..steps.len()).rev().map(|length| steps[..length].iter().cloned().collect::<ConfigPath>());
    let mut beside = above.filter_map(|above| {
        let (found, origins) = by_path.range(&above..).next()?;
        found.starts_with(&above).then(|| origins.first()).flatten()
    });
    beside.next().map_or_else(|| firewall.place.into(), |origin| (*origin).into())
}

fn list(values: &[impl AsRef<str>]) -> String {
    let values: Vec<&str> = values.iter().map(AsRef::as_ref).collect();
    match values.iter().all(|value| value.is_empty()) {
        true => "empty".to_owned(),
        false => values.join(", "),
    }
}
