//! A pair that has no link for its sessions.

use super::difference::given_at;
use crate::diag::Severity;
use crate::effective::LinkSettings;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, FirewallView, Lint, PairView, Topic};
use crate::model::LinkKind;

pub(crate) static LINT: Lint = Lint {
    id: "pair-ha2-missing",
    topic: Topic::Pair,
    severity: Severity::Warning,
    summary: "a pair synchronises sessions and has no HA2 link",
    explanation: Explanation {
        checks: "The firewalls of a pair have an HA2 link, unless state synchronization is turned off. Where it is not \
                 set it is on. HA2 on one firewall only is told of by `pair-link-port-differs`.",
        why: "HA2 carries sessions, forwarding tables, IPsec associations and ARP tables to the peer. Without it every \
              session is lost when the other firewall takes over, though synchronization is on. HA4 is for clusters, and \
              nobody says that it does the work of HA2 inside a pair.",
        basis: Basis::Inferred("the purpose of HA2 (HA links and backup links); default of state synchronization: firewall \
              schema 10.0.6"),
        example: Example::Commands {
            broken: "delete template T-core-dc1 config deviceconfig high-availability interface ha2",
            fixed: "set template T-core-dc1 config deviceconfig high-availability interface ha2 port hsci",
            also: &[],
        },
        fix: "Set up HA2 on both firewalls, on HSCI, a dedicated port or a dataplane interface of type HA; or turn state \
              synchronization off.",
    },
    check: Check::Pair(check),
};

fn check(pair: &PairView<'_, '_>, findings: &mut Findings) {
    let has_some = pair.firewalls.iter().any(|firewall| !lacks(firewall));
    if has_some || !pair.is_on() {
        return;
    }
    for (firewall, settings, _) in pair.sides() {
        let enabled = given_at(settings.group, &["state-synchronization", "enabled"]);
        if enabled.is_some_and(|enabled| !enabled.is("yes")) {
            continue;
        }
        let finding = Finding::at(settings.group, "sessions are synchronised, and there is no HA2 link");
        let finding = finding.severity(firewall.severity(LINT.severity)).on([firewall]).link(LinkKind::Ha2);
        findings.report(finding.help("set up HA2 on both firewalls, or turn state synchronization off"));
    }
}

/// Is it known that a firewall has neither HA2 nor HA2 backup?
fn lacks(firewall: &FirewallView<'_, '_>) -> bool {
    let is_set_up = |kind| firewall.link(kind).as_ref().is_some_and(LinkSettings::is_set_up);
    firewall.is_complete() && ![LinkKind::Ha2, LinkKind::Ha2Backup].into_iter().any(is_set_up)
}
