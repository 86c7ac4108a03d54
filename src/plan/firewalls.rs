//! What a plan means for each firewall: what it gets before and after.

use std::collections::{BTreeMap, BTreeSet};

use super::location::Location;
use super::words::words;
use crate::diag::Diagnostic;
use crate::diff::{Noise, diff};
use crate::effective::{Effective, Layer, Resolver};
use crate::panos::{Panorama, PanoramaObject};
use crate::source::Sources;
use crate::xml::{ConfigPath, Document, Element, write};

/// Firewalls for which a plan means the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirewallChange {
    /// Serial numbers.
    pub serials: Vec<String>,
    /// What becomes of what they get, a phrase each.
    pub words: Vec<String>,
}

/// What becomes of the firewalls that a plan reaches, those with the same change together, in the order of the
/// first serial number of each.
pub(super) struct Reached {
    pub(super) changes: Vec<FirewallChange>,
    /// What is pushed once the change is made, and once it is taken back.
    pub(super) pushes: [Pushes; 2],
    /// Names of firewalls by serial number: those of the spec, and host names.
    pub(super) names: BTreeMap<String, String>,
}

/// The stacks and device groups that bring a change to the firewalls.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pushes {
    /// Names of template stacks.
    pub stacks: BTreeSet<String>,
    /// Names of device groups.
    pub groups: BTreeSet<String>,
}

impl Pushes {
    fn take(&mut self, effective: &Effective<'_>) {
        self.stacks.extend(effective.template_stack().map(str::to_owned));
        self.groups.extend(effective.device_groups().map(str::to_owned));
    }
}

/// Compares what each firewall gets, of those whose stack or device groups something is done to.
///
/// # Errors
/// What was resolved cannot be read again, which is a fault of ours.
pub(super) fn reached(
    before: Panorama<'_>,
    after: Panorama<'_>,
    touched: &BTreeSet<&Location>,
    names: BTreeMap<String, String>,
    sources: &mut Sources,
) -> Result<Reached, Diagnostic> {
    let touch = Touch { locations: touched, parents: parents(before, after) };
    let (before, after) = (Resolver::new(before), Resolver::new(after));
    let serials: BTreeSet<&str> = before.serials().chain(after.serials()).collect();
    let mut alike: BTreeMap<Vec<String>, Vec<String>> = BTreeMap::new();
    let mut reached = Reached { changes: Vec::new(), pushes: Default::default(), names };
    for serial in serials {
        let (was, will) = (before.effective(serial), after.effective(serial));
        if !was.iter().chain(&will).any(|effective| touch.reaches(effective)) {
            continue;
        }
        let words = match (&was, &will) {
            (None, None) => continue,
            (None, Some(will)) => {
                [vec!["comes to Panorama".to_owned()], memberships(None, Some(will))].concat()
            }
            (Some(was), None) => {
                [vec!["goes from Panorama".to_owned()], memberships(Some(was), None)].concat()
            }
            (Some(was), Some(will)) => memberships(Some(was), Some(will)),
        };
        // Of a firewall that gets its first stack, or loses it, everything would be told.
        let has_stack = |effective: &Option<Effective<'_>>| {
            effective.as_ref().is_some_and(|effective| effective.template_stack().is_some())
        };
        let words = match has_stack(&was) && has_stack(&will) {
            false => words,
            true => [words, difference(&was, &will, serial, &reached.names, sources)?].concat(),
        };
        if words.is_empty() {
            continue;
        }
        will.iter().for_each(|effective| reached.pushes[0].take(effective));
        was.iter().for_each(|effective| reached.pushes[1].take(effective));
        if let Some(name) = will.as_ref().or(was.as_ref()).and_then(host_name) {
            reached.names.entry(serial.to_owned()).or_insert(name);
        }
        alike.entry(words).or_default().push(serial.to_owned());
    }
    reached.changes = alike.into_iter().map(|(words, serials)| FirewallChange { serials, words }).collect();
    reached.changes.sort_by(|a, b| a.serials.cmp(&b.serials));
    Ok(reached)
}

/// The device groups above each, before and after.
fn parents(before: Panorama<'_>, after: Panorama<'_>) -> BTreeMap<String, BTreeSet<String>> {
    let mut parents: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for group in before.device_groups().chain(after.device_groups()) {
        let above = parents.entry(group.name().to_owned()).or_default();
        above.extend(group.parent().map(str::to_owned));
    }
    parents
}

/// What something is done to.
struct Touch<'p> {
    locations: &'p BTreeSet<&'p Location>,
    parents: BTreeMap<String, BTreeSet<String>>,
}

impl Touch<'_> {
    fn has(&self, object: PanoramaObject, name: &str) -> bool {
        self.locations.contains(&Location::Object(object, name.to_owned()))
    }

    fn reaches(&self, effective: &Effective<'_>) -> bool {
        let is_shared = self.locations.contains(&Location::Shared);
        let mut groups: Vec<&str> = effective.device_groups().collect();
        is_shared && !groups.is_empty()
            || effective.template_stack().is_some_and(|stack| self.has(PanoramaObject::TemplateStack, stack))
            || effective.layers().iter().any(|layer| match layer {
                Layer::Template(name) => self.has(PanoramaObject::Template, name),
                _ => false,
            })
            || {
                // Groups that are above themselves are met once.
                let mut seen = BTreeSet::new();
                loop {
                    let Some(group) = groups.pop() else { break false };
                    if self.has(PanoramaObject::DeviceGroup, group) {
                        break true;
                    }
                    if seen.insert(group) {
                        groups.extend(self.parents.get(group).into_iter().flatten().map(String::as_str));
                    }
                }
            }
    }
}

/// What differs in what a firewall gets.
fn difference(
    was: &Option<Effective<'_>>,
    will: &Option<Effective<'_>>,
    serial: &str,
    names: &BTreeMap<String, String>,
    sources: &mut Sources,
) -> Result<Vec<String>, Diagnostic> {
    let mut document = |effective: &Option<Effective<'_>>| {
        let config = effective.as_ref().map_or_else(|| Element::new("config"), Effective::config);
        let id = sources.add("what a firewall gets", write(&config));
        Document::parse(id, sources.get(id).shared_text())
    };
    let (was, will) = (document(was)?, document(will)?);
    let difference = diff(was.root(), will.root(), &Noise::none());
    Ok(difference.map(|difference| words(&difference, serial, names)).unwrap_or_default())
}

/// Stack and device groups that are others.
fn memberships(was: Option<&Effective<'_>>, will: Option<&Effective<'_>>) -> Vec<String> {
    let stack = |effective: &Effective<'_>| effective.template_stack().map(str::to_owned);
    let mut words = Vec::new();
    words.extend(became("template stack", [was.and_then(stack), will.and_then(stack)]));
    words.extend(became("device group", [was.and_then(groups), will.and_then(groups)]));
    words
}

fn groups(effective: &Effective<'_>) -> Option<String> {
    let groups: Vec<&str> = effective.device_groups().collect();
    (!groups.is_empty()).then(|| groups.join(", "))
}

fn became(what: &str, [was, will]: [Option<String>; 2]) -> Option<String> {
    match (was, will) {
        (was, will) if was == will => None,
        (Some(was), Some(will)) => Some(format!("{what} {was} to {will}")),
        (Some(was), None) => Some(format!("leaves {what} {was}")),
        (None, Some(will)) => Some(format!("gets {what} {will}")),
        (None, None) => None,
    }
}

fn host_name(effective: &Effective<'_>) -> Option<String> {
    let path = ConfigPath::default().child("deviceconfig").child("system").child("hostname");
    effective.device_setting(&path)?.given_text().text().map(str::to_owned)
}
