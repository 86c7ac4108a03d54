//! A virtual system in more than one device group.

use std::collections::BTreeMap;

use crate::diag::Severity;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, Lint, PanoramaView, Topic};
use crate::panos::vsys_of;
use crate::xml::Node;

pub(crate) static LINT: Lint = Lint {
    id: "device-in-two-device-groups",
    topic: Topic::Panorama,
    severity: Severity::Error,
    summary: "a virtual system of a firewall is in more than one device group",
    explanation: Explanation {
        checks: "Every virtual system of a firewall is in one device group at most. An entry that names no virtual \
                 system stands for all.",
        why: "A virtual system gets its rules from one device group and those above it. Panorama refuses a second \
              one, so a file that has it was put together by hand.",
        basis: Basis::Stated("Panorama administrator's guide, \"Device Groups\": one device group for a virtual system"),
        example: Example::Commands {
            broken: "set device-group DG-edge devices 013201000031",
            fixed: "delete device-group DG-edge devices 013201000031",
            also: &[],
        },
        fix: "Take the firewall, or its virtual system, out of all device groups but one.",
    },
    check: Check::Panorama(check),
};

/// A firewall's place in a device group: the group, the entry, and the virtual systems in it.
type Membership<'d> = (String, Node<'d>, Vec<String>);

fn check(view: &PanoramaView<'_, '_>, findings: &mut Findings) {
    let mut groups_of: BTreeMap<String, Vec<Membership<'_>>> = BTreeMap::new();
    for group in view.panorama.device_groups() {
        for (serial, entry) in group.devices() {
            let groups = groups_of.entry(serial.into_owned()).or_default();
            // The same group twice is a duplicate entry.
            if groups.iter().all(|(name, ..)| name != group.name()) {
                let vsys = vsys_of(entry).into_iter().map(|name| name.into_owned()).collect();
                groups.push((group.name().to_owned(), entry, vsys));
            }
        }
    }
    for (serial, groups) in groups_of {
        for (index, (second, entry, of_second)) in groups.iter().enumerate() {
            let common = groups[..index].iter().find_map(|(first, at, of_first)| {
                Some((first, at, common(of_first, of_second)?))
            });
            let Some((first, at, vsys)) = common else { continue };
            let who = if vsys.is_empty() { String::new() } else { format!("{} of ", vsys.join(", ")) };
            let message = format!("{who}firewall {serial} is in device group `{second}` and in `{first}`");
            let finding = Finding::at(*entry, message).and(*at, format!("in device group {first}"));
            let finding = finding.help("take it out of all device groups but one");
            findings.report(finding.on_firewalls(view.index_of(&serial)));
        }
    }
}

/// The virtual systems that are in both lists, where an empty one stands for all. `None` if there are none;
/// empty if both stand for all.
fn common(one: &[String], other: &[String]) -> Option<Vec<String>> {
    match (one, other) {
        (all, named) | (named, all) if all.is_empty() => Some(named.to_vec()),
        _ => {
            let common: Vec<String> = one.iter().filter(|name| other.contains(name)).cloned().collect();
            (!common.is_empty()).then_some(common)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::common;

    #[test]
    fn no_name_stands_for_all() {
        let names = |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_owned).collect() };
        let common = |one: &str, other: &str| common(&names(one), &names(other)).map(|names| names.join(" "));
        assert_eq!(common("", ""), Some(String::new()));
        assert_eq!(common("", "vsys1 vsys2"), Some("vsys1 vsys2".to_owned()));
        assert_eq!(common("vsys2", ""), Some("vsys2".to_owned()));
        assert_eq!(common("vsys1", "vsys2"), None);
        assert_eq!(common("vsys1 vsys3", "vsys3"), Some("vsys3".to_owned()));
    }
}
