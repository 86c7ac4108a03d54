//! Which objects of a Panorama differ, so that only firewalls that get something from them are looked at.

use std::collections::HashSet;

use crate::diff::{Change, Difference};
use crate::effective::{Effective, Layer};
use crate::panos::PanoramaObject;
use crate::xml::Node;

/// Names of objects that differ.
#[derive(Debug, Default)]
pub(super) struct Touched {
    templates: HashSet<String>,
    /// Stacks that differ for all of their firewalls.
    stacks: HashSet<String>,
    /// Device groups that differ for all of their firewalls.
    groups: HashSet<String>,
    /// Firewalls that differ themselves, in a stack or in a device group.
    serials: HashSet<String>,
    has_shared: bool,
    /// What holds the containers came or went.
    has_all: bool,
}

impl Touched {
    /// By what differs between two whole configurations.
    pub(super) fn by(difference: &Difference<'_, '_>) -> Self {
        let mut touched = Self::default();
        for change in &difference.changes {
            match node(change).name() {
                "shared" => touched.has_shared = true,
                "devices" => touched.devices(change, false),
                // The parents of device groups stand there.
                "readonly" => {
                    let inside = within(change);
                    touched.has_all |= inside.is_none();
                    for change in inside.into_iter().flat_map(|inside| &inside.changes) {
                        touched.devices(change, true);
                    }
                }
                _ => {}
            }
        }
        touched
    }

    fn devices(&mut self, devices: &Change<'_, '_>, is_readonly: bool) {
        let Some(entries) = within(devices) else {
            self.has_all = true;
            return;
        };
        for entry in &entries.changes {
            let Some(containers) = within(entry) else {
                self.has_all = true;
                continue;
            };
            for container in &containers.changes {
                let Some(object) = object(node(container)) else { continue };
                match within(container) {
                    None => self.whole(node(container)),
                    Some(inside) => {
                        inside.changes.iter().for_each(|entry| self.object(object, entry, is_readonly))
                    }
                }
            }
        }
    }

    /// A container that came or went, with all that is in it: often the first object that Panorama numbers.
    fn whole(&mut self, container: Node<'_>) {
        if let Some(object) = object(container) {
            let names = container.children().filter_map(|entry| entry.attribute("name"));
            self.named(object).extend(names.map(|name| name.into_owned()));
        }
    }

    fn named(&mut self, object: PanoramaObject) -> &mut HashSet<String> {
        match object {
            PanoramaObject::Template => &mut self.templates,
            PanoramaObject::TemplateStack => &mut self.stacks,
            PanoramaObject::DeviceGroup => &mut self.groups,
        }
    }

    fn object(&mut self, object: PanoramaObject, entry: &Change<'_, '_>, is_readonly: bool) {
        let Some(name) = node(entry).attribute("name") else { return };
        let is_device =
            |change: &&Change<'_, '_>| node(change).name() == "devices" && within(change).is_some();
        let Some(inside) = within(entry).filter(|_| object != PanoramaObject::Template && !is_readonly)
        else {
            self.named(object).insert(name.into_owned());
            return;
        };
        if !inside.changes.iter().all(|change| is_device(&change)) {
            self.named(object).insert(name.into_owned());
        }
        let devices = inside.changes.iter().filter(is_device).filter_map(within);
        let serials =
            devices.flat_map(|devices| &devices.changes).filter_map(|device| node(device).attribute("name"));
        self.serials.extend(serials.map(|serial| serial.into_owned()));
    }

    /// May a firewall get other settings?
    pub(super) fn settings_of(&self, effective: &Effective<'_>) -> bool {
        let has_template =
            |layer: &Layer| matches!(layer, Layer::Template(name) if self.templates.contains(name));
        self.has_all
            || self.serials.contains(effective.serial())
            || effective.template_stack().is_some_and(|stack| self.stacks.contains(stack))
            || effective.layers().iter().any(has_template)
    }

    /// May a firewall get another policy?
    pub(super) fn policy_of(&self, effective: &Effective<'_>) -> bool {
        let is_touched = |layer: &Layer| match layer {
            Layer::DeviceGroup(name) => self.groups.contains(name),
            Layer::Shared => self.has_shared,
            _ => false,
        };
        self.has_all
            || self.serials.contains(effective.serial())
            || effective.policies().any(|(_, _, policy)| policy.layers.iter().any(is_touched))
    }
}

fn object(container: Node<'_>) -> Option<PanoramaObject> {
    PanoramaObject::ALL.into_iter().find(|object| object.element() == container.name())
}

fn node<'n>(change: &Change<'n, 'n>) -> Node<'n> {
    match change {
        Change::Added { node, .. } | Change::Removed { node } => *node,
        Change::Moved { before, .. } => *before,
        Change::Within(within) => within.before,
    }
}

/// What differs about something that is there before and after.
fn within<'x, 'a, 'b>(change: &'x Change<'a, 'b>) -> Option<&'x Difference<'a, 'b>> {
    match change {
        Change::Within(within) | Change::Moved { within: Some(within), .. } => Some(within),
        _ => None,
    }
}
