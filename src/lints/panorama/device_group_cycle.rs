//! Device groups above each other.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::Severity;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, Lint, PanoramaView, Topic};
use crate::panos::DeviceGroup;

pub(crate) static LINT: Lint = Lint {
    id: "device-group-cycle",
    topic: Topic::Panorama,
    severity: Severity::Error,
    summary: "a device group is above itself",
    explanation: Explanation {
        checks: "From every device group the way from parent to parent ends at Shared.",
        why: "Panorama does not allow such a circle, so the file was put together by hand. Nobody can say in which \
              order rules are evaluated.",
        basis: Basis::Contradiction("each of the groups is above and below the others"),
        example: Example::Exports { broken: &[BROKEN], fixed: &[FIXED], also: &[] },
        fix: "Move one of the device groups below Shared, with `request move-dg` and no new parent: Panorama keeps \
              `readonly` itself, and no `set` command changes it.",
    },
    check: Check::Panorama(check),
};

const BROKEN: &str = device_groups! {
    "DG-core" below "<parent-dg>DG-datacenters</parent-dg>",
    "DG-datacenters" below "<parent-dg>DG-core</parent-dg>",
};

const FIXED: &str = device_groups! {
    "DG-core" below "<parent-dg>DG-datacenters</parent-dg>",
    "DG-datacenters" below "",
};

fn check(view: &PanoramaView<'_, '_>, findings: &mut Findings) {
    let groups: Vec<_> = view.panorama.device_groups().collect();
    let by_name: BTreeMap<&str, &DeviceGroup<'_>> = groups.iter().map(|group| (group.name(), group)).collect();
    let mut done: BTreeSet<&str> = BTreeSet::new();
    for start in by_name.keys().copied() {
        let mut way: Vec<&str> = Vec::new();
        let mut next = Some(start);
        while let Some(name) = next.filter(|name| !done.contains(name)) {
            if let Some(first) = way.iter().position(|seen| *seen == name) {
                report(&way[first..], &by_name, findings);
                break;
            }
            way.push(name);
            next = by_name.get(name).and_then(|group| group.parent());
        }
        done.extend(way);
    }
}

fn report(circle: &[&str], by_name: &BTreeMap<&str, &DeviceGroup<'_>>, findings: &mut Findings) {
    let Some(group) = circle.iter().min().and_then(|name| by_name.get(name)) else { return };
    let Some(node) = group.parent_node() else { return };
    let names: Vec<String> = circle.iter().map(|name| format!("`{name}`")).collect();
    let message = match circle {
        [only] => format!("device group `{only}` is its own parent"),
        _ => format!("device groups {} are above each other", names.join(", ")),
    };
    let finding = Finding::at(node, message).and(group.entry(), "the device group");
    findings.report(finding.help("move one of them below Shared").on_firewalls([]));
}
