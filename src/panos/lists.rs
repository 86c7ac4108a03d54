//! Of which lists the order means something.
//!
//! The vendor's firewall schema 10.0.6 marks what can be moved. On Panorama the rulebases of device groups are
//! such lists too, and the templates of a stack, of which the first wins.

use std::collections::{BTreeSet, HashSet};
use std::sync::LazyLock;

use super::PanoramaObject;
use crate::xml::Node;

/// The children of a list, one path in each line; `entry` stands for any entry.
const LIST: &str = include_str!("ordered_lists.txt");

/// The paths of the lists themselves.
static PATHS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| LIST.lines().filter_map(|line| line.strip_suffix("/entry")).collect());

/// What the lists are called: a few names, so that a look through them is quick.
static LIST_NAMES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let names = LIST.lines().filter_map(|line| line.rsplit('/').nth(1)).chain([ORDERED_OBJECTS]);
    names.collect::<BTreeSet<&str>>().into_iter().collect()
});

/// The names of all elements of the lists.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    LIST.lines().flat_map(|line| line.split('/'))
}

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
        name => LIST_NAMES.contains(&name) && is_listed(list),
    }
}

fn is_listed(list: Node<'_>) -> bool {
    let around = std::iter::successors(Some(list), |node| node.parent()).map(Node::name);
    let mut names: Vec<&str> = around.take_while(|name| *name != "config").collect();
    names.reverse();
    let in_device_group = ["devices", "entry", "device-group", "entry", ORDERED_OBJECTS];
    PATHS.contains(names.join("/").as_str()) || names == in_device_group
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
    fn every_list_of_the_table_is_ordered() {
        assert_eq!(PATHS.len(), LIST.lines().count(), "each row ends in an entry, and no row stands twice");
        for path in PATHS.iter() {
            assert!(at_innermost(&format!("config/{path}"), is_ordered), "{path}");
        }
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
}
