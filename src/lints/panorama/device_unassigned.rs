//! A managed firewall that gets no settings or no rules.

use std::collections::BTreeSet;

use crate::diag::Severity;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, Lint, PanoramaView, Topic};

pub(crate) static LINT: Lint = Lint {
    id: "device-unassigned",
    topic: Topic::Panorama,
    severity: Severity::Note,
    summary: "a managed firewall is in no template stack or in no device group",
    explanation: Explanation {
        checks: "Every managed firewall is in a template stack and in a device group. If the Panorama has no template \
                 stack at all, or no device group, that half is not asked for.",
        why: "A firewall without a template stack gets no settings from Panorama, and without a device group no \
              rules. That may be wanted; often a firewall was added and forgotten.",
        basis: Basis::Inferred("it may be wanted; a member that is forgotten looks the same"),
        example: Example::Commands {
            broken: "set mgt-config devices 013201000099",
            fixed: "delete mgt-config devices 013201000099",
            also: &[],
        },
        fix: "Add the firewall to a template stack and a device group, or take it off the list of managed firewalls.",
    },
    check: Check::Panorama(check),
};

fn check(view: &PanoramaView<'_, '_>, findings: &mut Findings) {
    if view.panorama.is_partial() {
        return;
    }
    let stacks: Vec<_> = view.panorama.template_stacks().collect();
    let groups: Vec<_> = view.panorama.device_groups().collect();
    let in_stack: BTreeSet<_> = stacks.iter().flat_map(|stack| stack.devices()).map(|(serial, _)| serial).collect();
    let in_group: BTreeSet<_> = groups.iter().flat_map(|group| group.devices()).map(|(serial, _)| serial).collect();
    for (serial, entry) in view.panorama.managed_devices() {
        let lacks_stack = !stacks.is_empty() && !in_stack.contains(&serial);
        let lacks_group = !groups.is_empty() && !in_group.contains(&serial);
        let (where_not, what_not) = match (lacks_stack, lacks_group) {
            (true, true) => ("no template stack and no device group", "it gets nothing from Panorama"),
            (true, false) => ("no template stack", "it gets no settings from Panorama"),
            (false, true) => ("no device group", "it gets no objects and rules from Panorama"),
            (false, false) => continue,
        };
        let message = format!("managed firewall {serial} is in {where_not}");
        let finding = Finding::at(entry, message).help(format!("{what_not}; add it, if that is not wanted"));
        findings.report(finding.on_firewalls(view.index_of(&serial)));
    }
}
