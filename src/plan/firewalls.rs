//! What a plan means for each firewall: what it gets before and after.

use std::collections::{BTreeMap, BTreeSet};

use super::location::Location;
use super::words::words;
use crate::diff::{Difference, Noise, Row, Scope};
use crate::effective::{Effective, Layer, Resolver};
use crate::impact::impact;
use crate::panos::{Panorama, PanoramaObject};
use crate::xml::ConfigPath;

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
    /// The firewalls that get more than another name in the target of a rule.
    pub(super) affected: BTreeSet<String>,
}

/// What something is done to, as far as it decides what is pushed.
pub(super) struct Touched<'p> {
    pub(super) locations: &'p BTreeSet<Location>,
    /// Are device groups moved?
    pub(super) has_new_parents: bool,
}

impl Touched<'_> {
    fn has(&self, object: PanoramaObject, name: &str) -> bool {
        self.locations.contains(&Location::Object(object, name.to_owned()))
    }

    fn has_policy(&self) -> bool {
        let is_policy = |location: &Location| {
            matches!(location, Location::Shared | Location::Object(PanoramaObject::DeviceGroup, _))
        };
        self.has_new_parents || self.locations.iter().any(is_policy)
    }
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
    /// What brings a change to a firewall: the stack, if something is done to it or its templates; the device groups,
    /// if something is done to one or to Shared; both, if they are others.
    fn take(&mut self, effective: &Effective<'_>, is_elsewhere: bool, touched: &Touched<'_>) {
        let is_template = |layer: &Layer| matches!(layer, Layer::Template(name) if touched.has(PanoramaObject::Template, name));
        if let Some(stack) = effective.template_stack() {
            let is_touched = touched.has(PanoramaObject::TemplateStack, stack)
                || effective.layers().iter().any(is_template);
            if is_touched || is_elsewhere {
                self.stacks.insert(stack.to_owned());
            }
        }
        if is_elsewhere || touched.has_policy() {
            self.groups.extend(effective.device_groups().map(str::to_owned));
        }
    }
}

/// Compares what each firewall gets.
pub(super) fn reached(
    before: Panorama<'_>,
    after: Panorama<'_>,
    difference: &Difference<'_, '_>,
    touched: &Touched<'_>,
    names: BTreeMap<String, String>,
) -> Reached {
    let impact = impact(before, after, Some(difference), &Noise::none(), &Scope::default());
    let (before, after) = (Resolver::new(before), Resolver::new(after));
    let mut reached =
        Reached { changes: Vec::new(), pushes: Default::default(), names, affected: BTreeSet::new() };
    // A change is told once with all whom it reaches; here it is the other way round.
    let mut rows_of: BTreeMap<&str, Vec<Row>> = BTreeMap::new();
    for group in &impact.groups {
        for serial in &group.serials {
            rows_of.entry(serial).or_default().extend(group.rows.iter().cloned());
        }
    }
    // Who is in another stack or device group is told, also where that gives the same.
    for serial in before.serials().chain(after.serials()) {
        if before.memberships(serial) != after.memberships(serial) {
            rows_of.entry(serial).or_default();
        }
    }
    let mut alike: BTreeMap<Vec<String>, Vec<String>> = BTreeMap::new();
    for (serial, rows) in rows_of {
        let (was, will) = (before.effective(serial), after.effective(serial));
        if let Some(name) = will.as_ref().or(was.as_ref()).and_then(host_name) {
            reached.names.entry(serial.to_owned()).or_insert(name);
        }
        let mut phrases = memberships(was.as_ref(), will.as_ref());
        let is_elsewhere = !phrases.is_empty();
        will.iter().for_each(|effective| reached.pushes[0].take(effective, is_elsewhere, touched));
        was.iter().for_each(|effective| reached.pushes[1].take(effective, is_elsewhere, touched));
        let is_more = |row: &Row| !row.path.steps().iter().any(|step| step.name == "target");
        if is_elsewhere || rows.iter().any(is_more) {
            reached.affected.insert(serial.to_owned());
        }
        // Of a firewall that gets its first stack, or loses it, everything would be told.
        if phrases.is_empty() || is_in_a_stack(was.as_ref()) && is_in_a_stack(will.as_ref()) {
            phrases.extend(words(&rows, serial, &reached.names));
        }
        alike.entry(phrases).or_default().push(serial.to_owned());
    }
    reached.changes = alike.into_iter().map(|(words, serials)| FirewallChange { serials, words }).collect();
    reached.changes.iter_mut().for_each(|change| change.serials.sort());
    reached.changes.sort_by(|a, b| a.serials.cmp(&b.serials));
    reached
}

fn is_in_a_stack(effective: Option<&Effective<'_>>) -> bool {
    effective.is_some_and(|effective| effective.template_stack().is_some())
}

/// Whether it comes or goes, and stack and device groups that are others.
fn memberships(was: Option<&Effective<'_>>, will: Option<&Effective<'_>>) -> Vec<String> {
    let stack = |effective: &Effective<'_>| effective.template_stack().map(str::to_owned);
    let groups = |effective: &Effective<'_>| {
        let groups: Vec<&str> = effective.device_groups().collect();
        (!groups.is_empty()).then(|| groups.join(", "))
    };
    let presence = match (was, will) {
        (None, Some(_)) => Some("comes to Panorama".to_owned()),
        (Some(_), None) => Some("goes from Panorama".to_owned()),
        _ => None,
    };
    let stack = became("template stack", [was.and_then(stack), will.and_then(stack)]);
    let groups = became("device group", [was.and_then(groups), will.and_then(groups)]);
    [presence, stack, groups].into_iter().flatten().collect()
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
