//! Anything else in which the members of a cluster differ.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::Severity;
use crate::effective::{Difference, Effective, Origin, Setting, export_differences, setting_differences};
use crate::lint::{
    Basis, Check, ClusterView, Example, Explanation, Finding, Findings, FirewallView, Lint, Topic,
};
use crate::model::LinkKind;
use crate::panos::{Export, Firewall, hash_of_encrypted, is_salted_hash, is_secret, short_path};
use crate::xml::ConfigPath;

pub(crate) static LINT: Lint = Lint {
    id: "member-config-differs",
    topic: Topic::Consistency,
    severity: Severity::Warning,
    summary: "a setting differs between members of a cluster that should be equal",
    explanation: Explanation {
        checks: "Peers of a pair that is in no cluster count as members. The members of a cluster get the same settings from their templates. Settings that each member has \
                 of its own are left out, as `panha compare` lists them, and so are values of variables: they are \
                 there to differ. Settings of an HA pair are compared between its peers. What other lints tell is \
                 not told again: zones, virtual systems, HA links, most of the HA settings, targets of rules. Of \
                 firewalls' own exports everything is compared. At most 10 settings are told for a cluster.",
        why: "A session that fails over meets another configuration. HA4 synchronises sessions and no settings, so \
              nobody else keeps members equal.",
        basis: Basis::Inferred("HA clustering best practices 10.1 recommend equal configuration and policy"),
        example: Example::Commands {
            broken: "set template T-core-dc1 config devices localhost.localdomain deviceconfig system timezone UTC",
            fixed: "delete template T-core-dc1 config devices localhost.localdomain deviceconfig system timezone",
            also: &[],
        },
        fix: "Set it in a template that all members share. `panha compare` shows all differences.",
    },
    check: Check::Members(check),
};

/// Settings told for one cluster. More are most likely one mistake.
const MOST: usize = 10;

/// Below `high-availability` only what stands here is told; the rest is the matter of other lints.
const OF_HA: [&str; 2] = ["configuration-synchronization", "monitoring"];

fn check(cluster: &ClusterView<'_, '_>, findings: &mut Findings) {
    let members: Vec<&FirewallView<'_, '_>> =
        cluster.members.iter().copied().filter(|view| view.is_complete()).collect();
    if members.len() < 2 {
        return;
    }
    let pairs = pairs(&members);
    let effective: Vec<&Effective<'_>> = members.iter().filter_map(|view| view.effective).collect();
    let own: Vec<Firewall<'_>> = members.iter().filter_map(|view| own_export(view)).collect();
    let differences = if effective.len() == members.len() {
        setting_differences(&effective, &pairs)
    } else if own.len() == members.len() {
        export_differences(&own, &pairs)
    } else {
        return;
    };
    if differences.is_empty() {
        return;
    }
    let ports = link_ports(&members);
    let mut told: BTreeSet<(ConfigPath, Vec<usize>)> = BTreeSet::new();
    let has_variable = |difference: &Difference| {
        difference.values.iter().flat_map(|(_, origins)| origins).any(|origin| origin.variable.is_some())
    };
    let differences = differences.iter().filter(|difference| difference.expected.is_none());
    for difference in differences.filter(|difference| !has_variable(difference)) {
        let lacking: Vec<usize> = difference.values.iter().filter(|(_, has)| has.is_empty()).map(|(at, _)| *at).collect();
        let path = widest(&difference.path, &lacking, &members);
        if is_told_elsewhere(&path, !lacking.is_empty(), &ports) || !told.insert((path.clone(), lacking.clone())) {
            continue;
        }
        if told.len() <= MOST {
            report(difference, &path, &lacking, &members, findings);
        }
    }
    if let (Some(more), Some(member)) = (told.len().checked_sub(MOST).filter(|more| *more > 0), members.first()) {
        let settings = if more == 1 { "1 more setting differs".to_owned() } else { format!("{more} more settings differ") };
        let message = format!("{settings} between members");
        let place = member.cluster.as_ref().map(|cluster| cluster.element.source().node);
        let finding = Finding::at(place.unwrap_or(member.place), message);
        findings.report(finding.help("`panha compare` shows all of them"));
    }
}

/// The export of a firewall that tells of itself.
fn own_export<'d>(view: &FirewallView<'_, 'd>) -> Option<Firewall<'d>> {
    match view.estate.exports.get(view.entry.export_index)?.export {
        Export::Firewall(firewall) if view.effective.is_none() => Some(firewall),
        _ => None,
    }
}

/// The pairs among members, by their place here.
fn pairs(members: &[&FirewallView<'_, '_>]) -> Vec<Vec<usize>> {
    let of_index: BTreeMap<usize, usize> =
        members.iter().enumerate().map(|(place, member)| (member.index, place)).collect();
    let pair = |(place, member): (usize, &&FirewallView<'_, '_>)| {
        let pair = member.entry.pair.as_ref()?;
        let peer = *of_index.get(&pair.peer_index.or(pair.likely_peer_index)?)?;
        (peer > place).then(|| vec![place, peer])
    };
    members.iter().enumerate().filter_map(pair).collect()
}

/// Interfaces that carry an HA link of a member.
fn link_ports(members: &[&FirewallView<'_, '_>]) -> BTreeSet<String> {
    let links = members.iter().flat_map(|member| LinkKind::ALL.map(|kind| member.link(kind)));
    links.flatten().filter_map(|link| Some(link.port?.shown().to_owned())).collect()
}

/// The highest element that members lack, where they lack one: the setting may be one of many in it.
fn widest(path: &ConfigPath, lacking: &[usize], members: &[&FirewallView<'_, '_>]) -> ConfigPath {
    let lacks = |path: &ConfigPath| {
        let views = lacking.iter().filter_map(|at| members.get(*at));
        views.map(|member| member.config).all(|config| config.is_none_or(|config| config.get(path).is_none()))
    };
    if lacking.is_empty() {
        return path.clone();
    }
    let steps = path.steps();
    let prefixes = (DEVICE_STEPS + 1..steps.len()).map(|length| steps[..length].iter().cloned().collect());
    prefixes.into_iter().find(lacks).unwrap_or_else(|| path.clone())
}

/// Steps to the device entry.
const DEVICE_STEPS: usize = 2;

/// What a firewall's export repeats of its Panorama's, and what PAN-OS keeps for itself.
const NOT_ITS_OWN: [&str; 3] = ["panorama", "readonly", "template"];

/// Is there a lint that tells it more precisely?
fn is_told_elsewhere(path: &ConfigPath, is_lacking: bool, ports: &BTreeSet<String>) -> bool {
    if path.steps().first().is_some_and(|step| NOT_ITS_OWN.contains(&step.name.as_str())) {
        return true;
    }
    let names: Vec<&str> = path.steps().iter().map(|step| step.name.as_str()).collect();
    match names.get(DEVICE_STEPS..).unwrap_or_default() {
        ["deviceconfig", "high-availability", below @ ..] => !below.iter().any(|name| OF_HA.contains(name)),
        ["network", "interface", ..] => {
            path.steps().iter().filter_map(|step| step.entry.as_ref()).any(|entry| ports.contains(entry))
        }
        ["vsys"] | ["vsys", "entry"] | ["vsys", "entry", "display-name"] => true,
        // A zone that is missing, or of another kind.
        ["vsys", "entry", "zone", ..] => is_lacking,
        _ => false,
    }
}

fn report(
    difference: &Difference,
    path: &ConfigPath,
    lacking: &[usize],
    members: &[&FirewallView<'_, '_>],
    findings: &mut Findings,
) {
    let mut groups: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
    for (at, origins) in &difference.values {
        groups.entry(compared(origins)).or_default().push(*at);
    }
    // Those that differ from most; of two groups that are alike, the second.
    let Some((usual, with_usual)) = groups.iter().rev().max_by_key(|(_, at)| at.len()) else { return };
    let first = groups.iter().filter(|(values, _)| *values != usual).min_by_key(|(_, at)| at.first().copied());
    let Some((values, with)) = first else { return };
    let place = |at: &[usize], path: &ConfigPath| -> Option<Setting<'_, '_>> {
        at.iter().find_map(|at| members.get(*at)?.config?.get(path))
    };
    let shown_path = short_path(path);
    let is_secret = is_secret(&difference.path);
    let (all, differing) = (difference.values.len(), groups.iter().filter(|(value, _)| *value != usual));
    let differing: Vec<usize> = differing.flat_map(|(_, at)| at).copied().collect();
    let views = |at: &[usize]| -> Vec<&FirewallView<'_, '_>> {
        at.iter().filter_map(|at| members.get(*at)).copied().collect()
    };
    if let Some(position) = difference.position {
        let Some(here) = place(with, path) else { return };
        let message = format!("rules of `{shown_path}` are in another order, from rule {position} on");
        let finding = Finding::at(here, message).on(views(&differing));
        findings.report(finding.help("give all members the rules in the same order"));
        return;
    }
    if !lacking.is_empty() {
        let having: Vec<usize> =
            difference.values.iter().filter(|(_, has)| !has.is_empty()).map(|(at, _)| *at).collect();
        let Some(here) = place(&having, path).or_else(|| place(&having, &difference.path)) else { return };
        let message = format!("`{shown_path}` is set on {} of {all} members", having.len());
        let few = if having.len() < lacking.len() { &having } else { lacking };
        let finding = Finding::at(here, message).on(views(few));
        findings.report(finding.help("set it in a template that all members share"));
        return;
    }
    let Some(here) = place(with, &difference.path) else { return };
    let told = |values: &[String]| if is_secret { "another one".to_owned() } else { shown(values) };
    let message = match is_secret {
        true => format!("`{shown_path}` is not the same on all members"),
        false => format!("`{shown_path}` is {} here and {} on other members", told(values), told(usual)),
    };
    let mut finding = Finding::at(here, message).on(views(&differing));
    if let Some(there) = place(with_usual, &difference.path) {
        finding = finding.and(there, "on other members");
    }
    findings.report(finding.help("set it in a template that all members share"));
}

/// What of values counts: of an encrypted secret its hash, of a salted hash that there is one; an entry's name
/// where it has no value of its own.
fn compared(origins: &[Origin]) -> Vec<String> {
    let value = |origin: &Origin| {
        let value = origin.value.as_deref().unwrap_or_default();
        let counts = if is_salted_hash(value) { "$" } else { hash_of_encrypted(value).unwrap_or(value) };
        let name = origin.path.steps().last().and_then(|step| step.entry.clone());
        if counts.trim().is_empty() { name.unwrap_or_default() } else { counts.to_owned() }
    };
    let mut values: Vec<String> = origins.iter().map(value).collect();
    values.sort();
    values
}

/// Longest value to show.
const LONGEST: usize = 60;

fn shown(values: &[String]) -> String {
    let text = values.join(", ");
    let short: String = text.chars().take(LONGEST).collect();
    let more = if short.len() < text.len() { "…" } else { "" };
    if text.is_empty() { "empty".to_owned() } else { format!("`{short}{more}`") }
}
