//! A value in the HA settings that the vendor does not allow.

use super::ha_elements::{Allowed, GROUP_ID, OF_GROUP, OF_HA};
use crate::diag::{Severity, near_match};
use crate::effective::{Given, Setting};
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, FirewallView, Lint, Topic};

pub(crate) static LINT: Lint = Lint {
    id: "value-out-of-range",
    topic: Topic::Hygiene,
    severity: Severity::Error,
    summary: "a value in the HA settings is not one of those that the vendor allows",
    explanation: Explanation {
        checks: "Numbers, words and switches below `high-availability`, variables replaced, are what the vendor allows: \
                 group ID 1 to 63, device priority 0 to 255, device ID 0 or 1, all timers and thresholds, HA2 \
                 transport, passive link state, failure conditions, every yes and no. The cluster ID has a lint of \
                 its own.",
        why: "The firewall refuses a commit with such a value.",
        basis: Basis::Stated("firewall schema 10.0.6; web interface help 11.1, \"Device > High Availability\""),
        example: Example::Commands {
            broken: "set template T-core-dc1 config devices localhost.localdomain deviceconfig high-availability group state-synchronization ha2-keep-alive threshold 1000",
            fixed: "set template T-core-dc1 config devices localhost.localdomain deviceconfig high-availability group state-synchronization ha2-keep-alive threshold 5000",
            also: &[],
        },
        fix: "Set a value that is allowed. If it comes from a variable, correct the variable.",
    },
    check: Check::Firewall(check),
};

fn check(firewall: &FirewallView<'_, '_>, findings: &mut Findings) {
    let Some(ha) = firewall.ha else { return };
    look(ha.setting(), OF_HA, findings);
    let Some(pair) = &firewall.pair else { return };
    look(pair.group, OF_GROUP, findings);
    // Until PAN-OS 8.0 the group's id was the name of its entry.
    if let Some(id) = pair.group_id.as_ref().filter(|_| pair.group.child("group-id").is_none()) {
        judge(id, "the group ID", &GROUP_ID, findings);
    }
}

fn look(top: Setting<'_, '_>, table: &[(&str, &str, Allowed)], findings: &mut Findings) {
    for (path, what, allowed) in table {
        for setting in top.find(path) {
            judge(&setting.given_text(), what, allowed, findings);
        }
    }
}

fn judge(given: &Given<'_, '_>, what: &str, allowed: &Allowed, findings: &mut Findings) {
    // An element without a text sets nothing.
    let Some(text) = given.text().filter(|text| !text.is_empty() && !allowed.admits(text)) else { return };
    let rule = allowed.rule();
    let message = format!("{what} is `{text}`, it must be {rule}");
    let help = match near_match(text, allowed.words().iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("write {rule}"),
    };
    findings.report(Finding::at(given, message).help(help));
}
