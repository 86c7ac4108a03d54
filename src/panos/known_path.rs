//! Where something can stand in a whole configuration.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::place::{self, describe};
use super::{Export, LOCALHOST, PanoramaObject, Place, PlaceError, choices, lists};
use crate::xml::{ConfigPath, Step};

/// Children of `config`, of a Panorama and of a firewall.
pub const TOP_LEVEL: &[&str] = &["mgt-config", "shared", "devices", "panorama", "readonly"];

/// Children of the device entry of a Panorama, from public exports and the scopes of a commit.
const PANORAMA: &[&str] = &[
    "deviceconfig",
    "template",
    "template-stack",
    "device-group",
    "log-collector",
    "log-collector-group",
    "platform",
    "plugins",
    "wildfire-appliance",
    "wildfire-appliance-cluster",
];

/// Those of a firewall, from its schema 10.0.6.
const FIREWALL: &[&str] = &["deviceconfig", "network", "vsys", "platform", "plugins"];

static NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let upper = [TOP_LEVEL, PANORAMA, FIREWALL].into_iter().flatten().copied();
    upper.chain(place::names()).chain(choices::names()).chain(lists::names()).collect()
});

/// Is this the name of an element that we know from somewhere? Of many others nothing is known.
pub fn is_known_name(name: &str) -> bool {
    NAMES.contains(name)
}

/// Checks that a path below `config` leads somewhere that this kind of device knows.
///
/// Only the upper levels are known, as for a [`Place`].
///
/// # Errors
/// The first step that leads nowhere.
pub fn admit_path(export: Export<'_>, path: &ConfigPath) -> Result<(), PlaceError> {
    let nowhere = |step: &Step, parent: &str, children: &[&str]| PlaceError::Nowhere {
        step: describe(step),
        parent: parent.to_owned(),
        children: children.iter().map(|child| (*child).to_owned()).collect(),
    };
    let is_one_of = |step: &Step, names: &[&str]| step.entry.is_none() && names.contains(&&*step.name);
    let [top, rest @ ..] = path.steps() else { return Ok(()) };
    if !is_one_of(top, TOP_LEVEL) {
        return Err(nowhere(top, "config", TOP_LEVEL));
    }
    let [device, rest @ ..] = rest else { return Ok(()) };
    if top.name != "devices" {
        return Ok(());
    }
    if device.name != "entry" || device.entry.as_deref().is_some_and(|name| name != LOCALHOST) {
        return Err(nowhere(device, "devices", &[&format!("entry[@name='{LOCALHOST}']")]));
    }
    let [container, rest @ ..] = rest else { return Ok(()) };
    let known = if matches!(export, Export::Panorama(_)) { PANORAMA } else { FIREWALL };
    if !is_one_of(container, known) {
        return Err(nowhere(container, &describe(device), known));
    }
    let object = PanoramaObject::ALL.into_iter().find(|object| object.element() == container.name);
    let (Some(object), [entry, rest @ ..]) = (object, rest) else { return Ok(()) };
    if entry.name != "entry" {
        return Err(nowhere(entry, &container.name, &["entry[@name='…']"]));
    }
    Place { object, path: rest.iter().cloned().collect() }.admit(None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;
    use crate::xml::Document;

    fn refused(device: &str, path: &str) -> Option<String> {
        let mut sources = Sources::default();
        let text =
            format!("<config><devices><entry name='{LOCALHOST}'><{device}/></entry></devices></config>");
        let id = sources.add("x.xml", text);
        let document = Document::parse(id, sources.get(id).shared_text()).expect("well formed");
        let export = Export::of(&document).expect("a configuration");
        admit_path(export, &path.parse().expect("a path")).err().map(|error| error.to_string())
    }

    #[test]
    fn known_paths_are_admitted() {
        let device = "devices/entry[@name='localhost.localdomain']";
        for path in ["/", "mgt-config/users", "shared/anything/at/all", "devices", "devices/entry"] {
            assert_eq!(refused("template", path), None, "{path}");
            assert_eq!(refused("network", path), None, "{path}");
        }
        for path in ["template", "device-group/entry[@name='DG']/address", "log-collector-group/x"] {
            assert_eq!(refused("template", &format!("{device}/{path}")), None, "{path}");
        }
        assert_eq!(refused("network", &format!("{device}/network/interface/x")), None);
    }

    #[test]
    fn names_are_known_from_every_list() {
        for name in
            ["devices", "log-collector", "variable", "pre-rulebase", "dhcp-client", "external-list", "ip"]
        {
            assert!(is_known_name(name), "{name}");
        }
        assert!(!is_known_name("devcies") && !is_known_name(""));
    }

    #[test]
    fn paths_that_lead_nowhere_are_refused() {
        let refused = |device: &str, path: &str| refused(device, path).expect("refused");
        assert_eq!(refused("template", "device"), "`device` below `config` lands nowhere");
        let of_panorama = refused("template", "devices/entry/network");
        assert_eq!(of_panorama, "`network` below `entry` lands nowhere");
        assert!(refused("network", "devices/entry/template").contains("`template` below `entry`"));
        assert!(refused("template", "devices/entry[@name='fw1']").contains("below `devices`"));
        assert!(refused("template", "devices/entry/template/config").contains("below `template`"));
        assert!(
            refused("template", "devices/entry/device-group/entry[@name='D']/network").contains("`network`")
        );
    }
}
