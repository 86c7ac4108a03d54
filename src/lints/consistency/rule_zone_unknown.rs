//! A rule with a zone that the firewall does not have.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::diag::{Severity, near_match};
use crate::effective::{Effective, FirewallSettings, Policy, Setting, is_targeted};
use crate::lint::{Basis, Check, Estate, Example, Explanation, Finding, Findings, Lint, Topic};
use crate::lints::cluster::member_list::few;
use crate::panos::{Export, device};
use crate::xml::Node;

pub(crate) static LINT: Lint = Lint {
    id: "rule-zone-unknown",
    topic: Topic::Consistency,
    severity: Severity::Warning,
    summary: "a rule names a zone that the firewall does not have",
    explanation: Explanation {
        checks: "The source and destination zones of every rule that a virtual system gets exist in its templates. \
                 Firewalls without a template stack, with missing templates, or without any zone in their templates \
                 are left out: their zones are elsewhere.",
        why: "Panorama takes any text for a zone. The firewall looks for it at the commit, and refuses the rule if \
              there is none. The zone may have been set up on the firewall itself, which no export of Panorama \
              shows; so it is a warning.",
        basis: Basis::Stated("firewall schema 10.0.6: the zones of a rule are zones of its virtual system"),
        example: Example::Commands {
            broken: "set device-group DG-core pre-rulebase security rules allow-dns to outsite",
            fixed: "delete device-group DG-core pre-rulebase security rules allow-dns to outsite",
            also: &[],
        },
        fix: "Correct the name in the rule, define the zone in a template, or give the rule a target.",
    },
    check: Check::Estate(check),
};

/// Names that stand for no zone of their own.
const NOT_ZONES: [&str; 3] = ["any", "multicast", ""];

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let mut known = HashMap::new();
    let mut pushes: Vec<(Effective<'_>, Vec<usize>)> = Vec::new();
    for (index, entry) in estate.firewalls.iter().enumerate() {
        match estate.effective(index) {
            Some(effective) => {
                let policies = effective.policies();
                let policies: Vec<_> = policies
                    .map(|(_, vsys, policy)| (std::ptr::from_ref(policy) as usize, vsys.to_vec()))
                    .collect();
                let Some(settings) = effective.settings_id() else { continue };
                let at = *known.entry((settings, policies)).or_insert(pushes.len());
                match pushes.get_mut(at) {
                    Some((_, firewalls)) => firewalls.push(index),
                    None => pushes.push((effective, vec![index])),
                }
            }
            None => {
                if let Some(Export::Firewall(firewall)) =
                    estate.exports.get(entry.export_index).map(|reviewed| reviewed.export)
                {
                    let config = Setting::of_firewall(firewall.config());
                    look_at_own(config, index, findings);
                }
            }
        }
    }
    for (effective, firewalls) in &pushes {
        if effective.missing_templates().is_empty() {
            look_at_push(estate, effective, firewalls, findings);
        }
    }
}

/// The zones of each virtual system.
fn zones_of(config: Setting<'_, '_>) -> BTreeMap<String, BTreeSet<String>> {
    let Some(device) = config.get(&device()) else { return BTreeMap::new() };
    let names = |vsys: &crate::effective::VsysSettings<'_, '_>| -> BTreeSet<String> {
        vsys.zones().iter().map(|zone| zone.name.shown().to_owned()).collect()
    };
    let vsys = FirewallSettings::new(device).vsys();
    vsys.iter().map(|vsys| (vsys.name.shown().to_owned(), names(vsys))).collect()
}

/// Firewalls that get the same settings and rules.
fn look_at_push(estate: &Estate<'_>, effective: &Effective<'_>, firewalls: &[usize], findings: &mut Findings) {
    let Some(config) = effective.settings_as_written() else { return };
    let by_vsys = zones_of(config);
    for (_, named, policy) in effective.policies() {
        // Where the group names no virtual system, it is for all of the firewall: any of them may be meant.
        let groups: Vec<(&str, BTreeSet<String>)> = if named.is_empty() {
            let Some(first) = by_vsys.keys().next() else { continue };
            vec![(first, by_vsys.values().flatten().cloned().collect())]
        } else {
            let zones = |name: &String| by_vsys.get(name).cloned().unwrap_or_default();
            named.iter().map(|name| (name.as_str(), zones(name))).collect()
        };
        for (vsys, zones) in groups.iter().filter(|(_, zones)| !zones.is_empty()) {
            let mut unknown = Unknown::default();
            for rule in rules_of(policy) {
                unknown.look(rule, zones, |rule| {
                    let serial = |index: &usize| estate.firewalls.get(*index)?.serial.as_deref();
                    let targeted =
                        |index: &usize| serial(index).is_some_and(|serial| is_targeted(rule, serial, vsys));
                    firewalls.iter().copied().filter(targeted).collect()
                });
            }
            let is_partial = estate.firewalls.get(firewalls[0]).is_some_and(|entry| {
                let export = estate.exports.get(entry.export_index).map(|reviewed| reviewed.export);
                matches!(export, Some(Export::Panorama(panorama)) if panorama.is_partial())
            });
            unknown.report(zones, &Lacking::new(vsys, &by_vsys, !named.is_empty()), is_partial, findings);
        }
    }
}

fn rules_of<'p, 'd>(policy: &'p Policy<'d>) -> impl Iterator<Item = Node<'d>> + use<'p, 'd> {
    policy.rulebases.values().flatten().map(|rule| rule.node)
}

/// A firewall's own rules.
fn look_at_own(config: Setting<'_, '_>, firewall: usize, findings: &mut Findings) {
    let Some(device) = config.get(&device()) else { return };
    let by_vsys = zones_of(config);
    for vsys in FirewallSettings::new(device).vsys() {
        let Some(zones) = by_vsys.get(vsys.name.shown()).filter(|zones| !zones.is_empty()) else { continue };
        let mut unknown = Unknown::default();
        for rule in vsys.entry.find("rulebase/*/rules/entry") {
            unknown.look(rule.source().node, zones, |_| vec![firewall]);
        }
        unknown.report(zones, &Lacking::new(vsys.name.shown(), &by_vsys, true), false, findings);
    }
}

/// The virtual system that lacks zones, among those of its firewall.
struct Lacking<'v> {
    vsys: &'v str,
    /// Are the rules for this one, and not for the firewall as a whole?
    is_named: bool,
    by_vsys: &'v BTreeMap<String, BTreeSet<String>>,
}

impl<'v> Lacking<'v> {
    fn new(vsys: &'v str, by_vsys: &'v BTreeMap<String, BTreeSet<String>>, is_named: bool) -> Self {
        Self { vsys, is_named: is_named && by_vsys.len() > 1, by_vsys }
    }

    /// The other virtual systems that have a zone.
    fn others(&self, zone: &str) -> Vec<&'v str> {
        let others = self.by_vsys.iter().filter(|(_, zones)| self.is_named && zones.contains(zone));
        others.map(|(vsys, _)| vsys.as_str()).collect()
    }

    fn is_elsewhere(&self, zone: &str) -> bool {
        !self.others(zone).is_empty()
    }

    /// Who does not have a zone, and who does.
    fn of(&self, zone: &str) -> String {
        match self.others(zone)[..] {
            [] => "the firewall does not have".to_owned(),
            [other] => format!("{} of the firewall does not have; {other} has", self.vsys),
            ref others => format!("{} of the firewall does not have; {} have", self.vsys, few(others.iter().copied())),
        }
    }
}

/// Zones that rules name and nobody has, with the rules.
#[derive(Default)]
struct Unknown<'d>(BTreeMap<String, Vec<(Node<'d>, Node<'d>, Vec<usize>)>>);

impl<'d> Unknown<'d> {
    fn look(&mut self, rule: Node<'d>, zones: &BTreeSet<String>, firewalls: impl Fn(Node<'d>) -> Vec<usize>) {
        for member in zones_named_by(rule) {
            let name = member.text();
            let name = name.trim();
            if NOT_ZONES.contains(&name) || zones.contains(name) {
                continue;
            }
            let firewalls = firewalls(rule);
            if !firewalls.is_empty() {
                self.0.entry(name.to_owned()).or_default().push((rule, member, firewalls));
            }
        }
    }

    fn report(self, zones: &BTreeSet<String>, lacking: &Lacking<'_>, is_partial: bool, findings: &mut Findings) {
        for (zone, rules) in self.0 {
            let Some((rule, member, _)) = rules.first() else { continue };
            let names: BTreeSet<_> = rules.iter().map(|(rule, ..)| rule.span()).collect();
            let more = match names.len() - 1 {
                0 => " names".to_owned(),
                1 => " and 1 more name".to_owned(),
                count => format!(" and {count} more name"),
            };
            let name = rule.attribute("name").unwrap_or_default();
            let message = format!("rule `{name}`{more} zone `{zone}`, which {}", lacking.of(&zone));
            let help = match near_match(&zone, zones.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None if lacking.is_elsewhere(&zone) => {
                    format!("define it in {} as well, or give the rule a target without {0}", lacking.vsys)
                }
                None => "define it in a template, unless it is on the firewall itself".to_owned(),
            };
            let firewalls: BTreeSet<usize> = rules.iter().flat_map(|(.., firewalls)| firewalls).copied().collect();
            let severity = if is_partial { Severity::Note } else { LINT.severity };
            let finding = Finding::at(*member, message).severity(severity).help(help);
            findings.report(finding.on_firewalls(firewalls));
        }
    }
}

/// The members of a rule's `from` and `to`, or of `zone` in them, as in rules of policy based forwarding and
/// DoS protection.
fn zones_named_by<'d>(rule: Node<'d>) -> impl Iterator<Item = Node<'d>> {
    let sides = rule.children().filter(|child| matches!(child.name(), "from" | "to"));
    let lists = sides.flat_map(|side| [Some(side), side.child("zone")]).flatten();
    lists.flat_map(Node::children).filter(|child| child.name() == "member")
}
