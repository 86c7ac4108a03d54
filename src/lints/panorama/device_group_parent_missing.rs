//! A device group below one that does not exist.

use std::collections::BTreeSet;

use crate::diag::{Severity, near_match};
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, Lint, PanoramaView, Topic};

pub(crate) static LINT: Lint = Lint {
    id: "device-group-parent-missing",
    topic: Topic::Panorama,
    severity: Severity::Error,
    summary: "the parent of a device group does not exist",
    explanation: Explanation {
        checks: "Every device group that is named as a parent is in the export. In a file that was generated, and \
                 relies on what is in Panorama already, it is a note.",
        why: "The group gets nothing from the groups above the missing one, and nobody can say what its firewalls \
              really get.",
        basis: Basis::Contradiction("a name is used that nothing has"),
        example: Example::Exports { broken: &[BROKEN], fixed: &[FIXED], also: &[] },
        fix: "Move the device group below one that exists, with `request move-dg`: Panorama keeps `readonly` itself, and \
              no `set` command changes it.",
    },
    check: Check::Panorama(check),
};

const BROKEN: &str = device_groups! {
    "DG-datacenters" below "",
    "DG-core" below "<parent-dg>DG-datacentres</parent-dg>",
};

const FIXED: &str = device_groups! {
    "DG-datacenters" below "",
    "DG-core" below "<parent-dg>DG-datacenters</parent-dg>",
};

fn check(view: &PanoramaView<'_, '_>, findings: &mut Findings) {
    let groups: Vec<_> = view.panorama.device_groups().collect();
    let names: BTreeSet<&str> = groups.iter().map(|group| group.name()).collect();
    for group in &groups {
        let (Some(parent), Some(node)) = (group.parent(), group.parent_node()) else { continue };
        if names.contains(parent) {
            continue;
        }
        let message = format!("parent `{parent}` of device group `{}` does not exist", group.name());
        let is_partial = view.panorama.is_partial();
        let help = match near_match(parent, names.iter().copied()) {
            _ if is_partial => "it has to be in Panorama already".to_owned(),
            Some(near) => format!("did you mean `{near}`?"),
            None => "move the device group below one that exists".to_owned(),
        };
        let severity = if is_partial { Severity::Note } else { LINT.severity };
        let firewalls: BTreeSet<usize> =
            group.devices().filter_map(|(serial, _)| view.index_of(&serial)).collect();
        let finding = Finding::at(node, message).and(group.entry(), "the device group").severity(severity);
        findings.report(finding.help(help).on_firewalls(firewalls));
    }
}
