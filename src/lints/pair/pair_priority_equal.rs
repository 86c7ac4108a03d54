//! Peers of one priority.

use crate::diag::Severity;
use crate::effective::{Given, PairSettings};
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, FirewallView, Lint, PairView, Topic};
use crate::model::DevicePriority;

pub(crate) static LINT: Lint = Lint {
    id: "pair-priority-equal",
    topic: Topic::Pair,
    severity: Severity::Warning,
    summary: "the firewalls of a pair have the same device priority",
    explanation: Explanation {
        checks: "The firewalls of a pair have different device priorities; where none is set it is 100. Without \
                 preemption, or in an active/active pair, it is a note only.",
        why: "The firewall with the lower number should be the active one, and with preemption it takes over again. \
              With one number for both nobody has chosen which firewall that is.",
        basis: Basis::Inferred("the meaning of the device priority and its default 100 (web interface help 11.1, \"HA General \
              Settings\"); no source found tells what two equal ones do"),
        example: Example::Commands {
            broken: "set template-stack S-core-dc1 devices 013201000012 variable $device_priority type device-priority 90",
            fixed: "set template-stack S-core-dc1 devices 013201000012 variable $device_priority type device-priority 110",
            also: &[],
        },
        fix: "Give the firewall that should be active the lower number.",
    },
    check: Check::Pair(check),
};

fn check(pair: &PairView<'_, '_>, findings: &mut Findings) {
    let [(one, of_one, _), (other, of_other, _)] = pair.sides();
    let (Some(a), Some(b)) = (priority(one, of_one), priority(other, of_other)) else { return };
    if !pair.is_on() || a != b {
        return;
    }
    let is_preemptive = |settings: &&PairSettings<'_, '_>| settings.preemptive.as_ref().is_some_and(|given| given.is("yes"));
    let is_preemptive = pair.settings.iter().any(is_preemptive);
    let by_default = [of_one, of_other].iter().all(|settings| settings.device_priority.is_none());
    let (default, preemption) =
        (if by_default { " by default" } else { "" }, if is_preemptive { ", and preemption is on" } else { "" });
    let message = format!(
        "both firewalls of the pair have device priority {}{default}{preemption}", a.get());
    let finding = match (&of_one.device_priority, &of_other.device_priority) {
        (Some(first), Some(second)) => Finding::at(second, message).and(first, "the other firewall's"),
        (Some(given), None) | (None, Some(given)) => Finding::at(given, message),
        (None, None) => Finding::at(of_other.group, message).and(of_one.group, "the other firewall's group"),
    };
    // In an active/active pair the priority decides less; where a template sets that mode besides the other one,
    // nobody says which counts.
    let may_be_active_active = |settings: &&PairSettings<'_, '_>| {
        settings.group.child("mode").is_some_and(|mode| mode.child("active-active").is_some())
    };
    let is_bad = is_preemptive && !pair.settings.iter().all(may_be_active_active);
    let finding = finding.severity(if is_bad { LINT.severity } else { Severity::Note });
    findings.report(finding.help("give the firewall that should be active the lower number"));
}

/// The priority that counts; `None` where that cannot be told.
fn priority(firewall: &FirewallView<'_, '_>, settings: &PairSettings<'_, '_>) -> Option<DevicePriority> {
    match &settings.device_priority {
        Some(given) => Given::parse(given),
        None => firewall.is_complete().then_some(DevicePriority::DEFAULT),
    }
}
