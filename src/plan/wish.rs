//! What a spec wants Panorama to have, all clusters in one configuration.

use super::Options;
use super::last::objects;
use super::location::{Location, READONLY};
use crate::panos::{PanoramaObject, device};
use crate::spec::Spec;
use crate::xml::{ConfigPath, Element, Node};

/// The objects of all clusters (`configs`, in the order of the fleet) and the list of their firewalls.
pub(super) fn wish(spec: &Spec, configs: &[Element]) -> Element {
    let mut wish = Element::new("config");
    let managed = wish.ensure(&Location::ManagedDevices.path());
    for member in spec.fleet.clusters.iter().flat_map(|cluster| &cluster.members) {
        managed.push(Element::entry(member.serial.to_string()));
    }
    for object in PanoramaObject::ALL {
        let container = device().child(object.element());
        for config in configs {
            for entry in config.get(&container).map(Element::children).unwrap_or_default() {
                wish.ensure(&container).push(entry.clone());
            }
        }
    }
    wish
}

/// Adds what Panorama keeps for itself, as far as the spec has a say in it: a number for each object that comes,
/// and the device group above another.
///
/// Where the export has nothing of the kind, only parents are added: Panorama numbers such objects when it
/// loads them (the loadable IronSkillet files have no numbers).
pub(super) fn add_readonly(wish: &mut Element, spec: &Spec, base: Node<'_>, options: &Options) {
    let readonly = ConfigPath::default().child(READONLY);
    let highest = base.child(READONLY).and_then(|node| node.child("max-internal-id"));
    let mut highest: Option<u64> = highest.and_then(|node| node.text().trim().parse().ok());
    let mut additions: Vec<(ConfigPath, Element)> = Vec::new();
    for object in PanoramaObject::ALL {
        let container = device().child(object.element());
        let entries = wish.get(&container).map(Element::children).unwrap_or_default();
        for name in entries.iter().filter_map(Element::entry_name) {
            let is_there =
                objects(base, object).any(|entry| entry.attribute("name").is_some_and(|found| found == name));
            let place = readonly.join(&container.entry(name));
            if !options.allows(&container.entry(name)) {
                continue;
            }
            let is_numbered = base.get(&place.child("id")).is_some();
            if let Some(highest) = highest.as_mut().filter(|_| !is_there && !is_numbered) {
                *highest += 1;
                additions.push((place.clone(), Element::leaf("id", highest.to_string())));
            }
            let parent = spec.fleet.clusters.iter().find(|cluster| {
                object == PanoramaObject::DeviceGroup && cluster.device_group.as_str() == name
            });
            if let Some(parent) = parent.and_then(|cluster| cluster.device_group_parent.as_ref()) {
                additions.push((place, Element::leaf("parent-dg", parent.as_str())));
            }
        }
    }
    for (place, element) in additions {
        wish.ensure(&place).push(element);
    }
    if let Some(highest) = highest
        && wish.child(READONLY).is_some()
    {
        wish.ensure(&readonly.child("max-internal-id")).set_text(highest.to_string());
    }
}
