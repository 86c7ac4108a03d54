//! A device group too far below Shared.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::Severity;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, Lint, PanoramaView, Topic};
use crate::panos::DeviceGroup;

pub(crate) static LINT: Lint = Lint {
    id: "device-group-too-deep",
    topic: Topic::Panorama,
    severity: Severity::Error,
    summary: "a device group is more than four levels below Shared",
    explanation: Explanation {
        checks: "Device groups form at most four levels below Shared. Only the first group that is too deep is told, \
                 not those below it.",
        why: "Panorama has no more levels, so the file was put together by hand or by a tool, and cannot be loaded.",
        basis: Basis::Stated("Panorama administrator's guide 10.2, \"Device Group Hierarchy\""),
        example: Example::Exports { broken: &[BROKEN], fixed: &[FIXED], also: &[] },
        fix: "Move the device group below one that is nearer to Shared, with `request move-dg`: Panorama keeps `readonly` \
              itself, and no `set` command changes it.",
    },
    check: Check::Panorama(check),
};

/// Levels below Shared.
const LEVELS: usize = 4;

const BROKEN: &str = device_groups! {
    "DG-1" below "",
    "DG-2" below "<parent-dg>DG-1</parent-dg>",
    "DG-3" below "<parent-dg>DG-2</parent-dg>",
    "DG-4" below "<parent-dg>DG-3</parent-dg>",
    "DG-5" below "<parent-dg>DG-4</parent-dg>",
};

const FIXED: &str = device_groups! {
    "DG-1" below "",
    "DG-2" below "<parent-dg>DG-1</parent-dg>",
    "DG-3" below "<parent-dg>DG-2</parent-dg>",
    "DG-4" below "<parent-dg>DG-3</parent-dg>",
    "DG-5" below "<parent-dg>DG-3</parent-dg>",
};

fn check(view: &PanoramaView<'_, '_>, findings: &mut Findings) {
    let groups: Vec<_> = view.panorama.device_groups().collect();
    let by_name: BTreeMap<&str, &DeviceGroup<'_>> = groups.iter().map(|group| (group.name(), group)).collect();
    for group in &groups {
        let above = std::iter::successors(group.parent(), |name| by_name.get(name)?.parent());
        let above: Vec<&str> = above.take(LEVELS + 1).collect();
        // A circle has no end, and a lint of its own.
        let mut seen: BTreeSet<&str> = BTreeSet::from([group.name()]);
        if above.len() != LEVELS || !above.iter().all(|name| seen.insert(name)) {
            continue;
        }
        let level = above.len() + 1;
        let message = format!(
            "device group `{}` is {level} levels below Shared, under {}",
            group.name(),
            above.iter().rev().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
        );
        let finding = Finding::at(group.parent_node().unwrap_or(group.entry()), message);
        let finding = finding.and(group.entry(), "the device group");
        let firewalls: Vec<usize> = group.devices().filter_map(|(serial, _)| view.index_of(&serial)).collect();
        let help = format!("move it up: Panorama has {LEVELS} levels below Shared");
        findings.report(finding.help(help).on_firewalls(firewalls));
    }
}
