//! Which elements exclude each other.
//!
//! `choices.txt` has the choices of the vendor's firewall schema 10.0.6. What of them is another release's, and
//! Panorama's own, stands here.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::xml::Node;

/// The last names of a path, entries left out, and the children of which there is one at a time. A path has as
/// many names as tell it from every other one of the schema that has two of these children.
const LIST: &str = include_str!("choices.txt");

/// What the schema lacks, because it is that of a VM and of a firewall: the slots of hardware, SCTP, and the
/// kinds of template variables. These rows come first.
const BEYOND: &str = "\
interface/ethernet: aggregate-group decrypt-mirror ha layer2 layer3 log-card tap virtual-wire
service/protocol: sctp tcp udp
variable/type: as-number device-id device-priority egress-max fqdn group-id interface ip-netmask ip-range link-tag \
qos-profile
";

/// A row of the list.
struct Choice {
    /// The names behind the last one, the innermost first.
    around: Vec<&'static str>,
    names: Vec<&'static str>,
}

/// By the last name of the path.
static CHOICES: LazyLock<HashMap<&str, Vec<Choice>>> = LazyLock::new(|| {
    let mut choices: HashMap<&str, Vec<Choice>> = HashMap::new();
    for (path, names) in BEYOND.lines().chain(LIST.lines()).filter_map(|line| line.split_once(": ")) {
        let mut path = path.rsplit('/');
        let last = path.next().unwrap_or_default();
        let choice = Choice { around: path.collect(), names: names.split(' ').collect() };
        choices.entry(last).or_default().push(choice);
    }
    choices
});

/// The names of all elements of the lists.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    let lines = BEYOND.lines().chain(LIST.lines());
    lines.flat_map(|line| line.split(['/', ' ']).map(|name| name.trim_end_matches(':')))
}

/// The names of the other elements that go when a child of this name comes to an element.
pub fn alternatives(parent: Node<'_>, child: &str) -> impl Iterator<Item = &'static str> {
    alternatives_within(std::iter::successors(Some(parent), |node| node.parent()).map(Node::name), child)
}

/// The same for an element that is told by the names of itself and of what is around it, the innermost first.
pub fn alternatives_within<'n>(
    around: impl IntoIterator<Item = &'n str>,
    child: &str,
) -> impl Iterator<Item = &'static str> {
    let mut around = around.into_iter().filter(|name| *name != "entry");
    let rows = around.next().and_then(|last| CHOICES.get(last)).map(Vec::as_slice).unwrap_or_default();
    let rows: Vec<&Choice> = rows.iter().filter(|row| row.names.contains(&child)).collect();
    let deepest = rows.iter().map(|row| row.around.len()).max().unwrap_or_default();
    let around: Vec<&str> = around.take(deepest).collect();
    let row = rows.into_iter().find(|row| around.starts_with(&row.around));
    let names = row.map(|row| row.names.as_slice()).unwrap_or_default();
    let own = names.iter().position(|name| *name == child);
    names.iter().enumerate().filter(move |(index, _)| Some(*index) != own).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn others(path: &str, child: &str) -> Vec<&'static str> {
        alternatives_within(path.rsplit('/'), child).collect()
    }

    #[test]
    fn one_of_a_choice_excludes_the_others() {
        assert_eq!(others("config/x/group/mode", "active-active"), ["active-passive"]);
        assert_eq!(
            others("device-group/entry/address/entry", "fqdn"),
            ["ip-netmask", "ip-range", "ip-wildcard"]
        );
        assert!(others("device-group/entry/address/entry", "description").is_empty());
        assert!(others("network/interface/ethernet/entry", "layer3").contains(&"ha"));
        assert!(others("network/interface/ethernet", "layer3").contains(&"ha"));
        assert!(others("network/x/entry", "layer3").is_empty());
        assert_eq!(others("deviceconfig/system/type", "static"), ["dhcp-client"]);
        assert!(others("vsys/entry/zone/entry/network", "layer3").contains(&"tap"));
        assert!(others("template-stack/entry/variable/entry/type", "fqdn").contains(&"ip-netmask"));
        assert!(others("", "layer3").is_empty());
    }

    #[test]
    fn a_longer_path_tells_a_choice_from_another() {
        assert!(others("update-schedule/threats/recurring", "hourly").contains(&"every-30-mins"));
        assert!(!others("update-schedule/anti-virus/recurring", "hourly").contains(&"every-30-mins"));
        assert!(others("certificate/entry", "csr") == ["public-key"]);
        assert!(others("certificate/entry", "private-key") == ["private-key-on-hsm"]);
    }

    #[test]
    fn every_row_has_a_path_and_several_names() {
        let rows = BEYOND.lines().chain(LIST.lines());
        for row in rows {
            let (path, names) = row.split_once(": ").unwrap_or_else(|| panic!("{row}"));
            assert!(!path.is_empty() && names.split(' ').count() > 1, "{row}");
        }
        assert!(CHOICES.len() > 100);
    }
}
