//! Of which lists the order means something, and which elements exclude each other.
//!
//! The order: the vendor's firewall schema 10.0.6 marks what can be moved. On Panorama the rulebases
//! of device groups are such lists too, and the templates of a stack, of which the first wins.
//! What excludes each other: the choices of the same schema, as far as we write such elements, and the kinds
//! of template variables.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::PanoramaObject;
use crate::xml::Node;

/// The children of a list, one path in each line; `entry` stands for any entry.
const LIST: &str = include_str!("ordered_lists.txt");

static PATHS: LazyLock<HashSet<&str>> = LazyLock::new(|| LIST.lines().collect());

/// Objects that device groups and Shared have in an order of their own, beside the rules.
const ORDERED_OBJECTS: &str = "external-list";

/// Is the order of an element's children of meaning? The element may be one of a firewall, or of a template
/// or device group in a Panorama: the nearest `config` is where its path starts.
pub fn is_ordered(list: Node<'_>) -> bool {
    // Nearly all lists are none of these, so the names come before the paths.
    match list.name() {
        "rules" => {
            let mut around = std::iter::successors(list.parent(), |node| node.parent()).map(Node::name);
            let is_default = around.next() == Some("default-security-rules");
            !is_default && around.next().is_some_and(|name| name.ends_with("rulebase"))
        }
        "templates" => list
            .parent()
            .and_then(Node::parent)
            .is_some_and(|stacks| stacks.name() == PanoramaObject::TemplateStack.element()),
        ORDERED_OBJECTS | "ip" | "address" | "ip-mapping" | "include-exclude-network" => is_listed(list),
        _ => false,
    }
}

fn is_listed(list: Node<'_>) -> bool {
    let around = std::iter::successors(Some(list), |node| node.parent()).map(Node::name);
    let mut names: Vec<&str> = around.take_while(|name| *name != "config").collect();
    names.reverse();
    let in_device_group = ["devices", "entry", "device-group", "entry", ORDERED_OBJECTS];
    PATHS.contains(format!("{}/entry", names.join("/")).as_str()) || names == in_device_group
}

/// Elements of which there is one at a time: where they stand, entries left out, and their names.
const CHOICES: &[(&[&str], &[&str])] = &[
    (
        &["interface", "ethernet"],
        &["aggregate-group", "decrypt-mirror", "ha", "layer2", "layer3", "log-card", "tap", "virtual-wire"],
    ),
    (&["interface", "aggregate-ethernet"], &["decrypt-mirror", "ha", "layer2", "layer3", "virtual-wire"]),
    (&["zone", "network"], &["external", "layer2", "layer3", "tap", "tunnel", "virtual-wire"]),
    (&["group", "mode"], &["active-active", "active-passive"]),
    (&["election-option", "timers"], &["advanced", "aggressive", "recommended"]),
    (&["mode", "active-active", "session-owner-selection"], &["first-packet", "primary-device"]),
    (&["first-packet", "session-setup"], &["first-packet", "ip-hash", "ip-modulo", "primary-device"]),
    (
        &["variable", "type"],
        &[
            "as-number",
            "device-id",
            "device-priority",
            "egress-max",
            "fqdn",
            "group-id",
            "interface",
            "ip-netmask",
            "ip-range",
            "link-tag",
            "qos-profile",
        ],
    ),
    (&["address"], &["fqdn", "ip-netmask", "ip-range", "ip-wildcard"]),
    (&["address-group"], &["dynamic", "static"]),
    (&["service", "protocol"], &["sctp", "tcp", "udp"]),
];

/// The names of the other elements that go when a child of this name comes.
pub fn alternatives(parent: Node<'_>, child: &str) -> impl Iterator<Item = &'static str> {
    let around = std::iter::successors(Some(parent), |node| node.parent());
    let names: Vec<&str> = around.map(Node::name).filter(|name| *name != "entry").take(3).collect();
    let is_here = |place: &[&str]| {
        names.len() >= place.len() && names.iter().zip(place.iter().rev()).all(|(a, b)| a == b)
    };
    let row = CHOICES.iter().find(|(place, choices)| choices.contains(&child) && is_here(place));
    let choices = row.map(|(_, choices)| *choices).unwrap_or_default();
    let child = choices.iter().position(|choice| *choice == child);
    choices.iter().enumerate().filter(move |(index, _)| Some(*index) != child).map(|(_, choice)| *choice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;
    use crate::xml::Document;

    fn at_innermost<T>(path: &str, ask: impl Fn(Node<'_>) -> T) -> T {
        let names: Vec<&str> = path.split('/').collect();
        let open: String = names.iter().map(|name| format!("<{name}>")).collect();
        let close: String = names.iter().rev().map(|name| format!("</{name}>")).collect();
        let mut sources = Sources::default();
        let id = sources.add("x.xml", open + &close);
        let document = Document::parse(id, sources.get(id).shared_text()).expect("well formed");
        let innermost = document.root().descendants().last().expect("an element");
        ask(innermost)
    }

    #[test]
    fn lists_that_can_be_moved_are_ordered() {
        let template = "config/devices/entry/template/entry/config";
        for path in [
            "config/devices/entry/vsys/entry/rulebase/nat/rules".to_owned(),
            "config/devices/entry/device-group/entry/pre-rulebase/security/rules".to_owned(),
            "config/shared/post-rulebase/security/rules".to_owned(),
            "config/devices/entry/template-stack/entry/templates".to_owned(),
            "config/devices/entry/device-group/entry/external-list".to_owned(),
            format!("{template}/devices/entry/network/interface/ethernet/entry/layer3/ip"),
            format!("{template}/shared/external-list"),
        ] {
            assert!(at_innermost(&path, is_ordered), "{path}");
        }
        for path in [
            "config/devices/entry/device-group/entry/address".to_owned(),
            "config/devices/entry/device-group/entry/post-rulebase/default-security-rules/rules".to_owned(),
            "config/devices/entry/vsys/entry/reports/rules".to_owned(),
            format!("{template}/devices/entry/network/dhcp/interface/entry/ip"),
        ] {
            assert!(!at_innermost(&path, is_ordered), "{path}");
        }
    }

    #[test]
    fn one_of_a_choice_excludes_the_others() {
        let others = |path: &str, name: &str| -> Vec<&str> {
            at_innermost(path, |parent| alternatives(parent, name).collect())
        };
        assert_eq!(others("config/x/group/mode", "active-active"), ["active-passive"]);
        assert_eq!(
            others("device-group/entry/address/entry", "fqdn"),
            ["ip-netmask", "ip-range", "ip-wildcard"]
        );
        assert!(others("device-group/entry/address/entry", "description").is_empty());
        assert!(others("network/interface/ethernet/entry", "layer3").contains(&"ha"));
        assert!(others("network/interface/ethernet", "layer3").contains(&"ha"));
        assert!(others("network/x/entry", "layer3").is_empty());
    }
}
