//! A pair that is configured and not switched on.

use super::parted::parted;
use crate::diag::Severity;
use crate::effective::PairSettings;
use crate::lint::{Basis, Check, Draft, Example, Explanation, Finding, Findings, FirewallView, Lint, PairView, Topic};

pub(crate) static LINT: Lint = Lint {
    id: "pair-enabled-missing",
    topic: Topic::Pair,
    severity: Severity::Error,
    summary: "a pair is configured and not switched on",
    explanation: Explanation {
        checks: "`high-availability/enabled` is `yes` on both firewalls of a pair. On one of them only is an error; on \
                 none is a warning, or a note where both say `no`. While it is on for none, no other lint of pairs looks.",
        why: "Where it is not set, high availability is off. The firewall does not look for its peer, and the peer \
              thinks that it is alone.",
        basis: Basis::Contradiction("of two firewalls that name each other as peers, one is no pair; default: firewall schema \
              10.0.6"),
        example: Example::Commands {
            broken: parted!("enabled no"),
            fixed: "set template-stack S-fw-dc1-b config deviceconfig high-availability enabled yes",
            also: &[],
        },
        fix: "Set `high-availability/enabled` to `yes` for both firewalls, or take the settings of the pair out.",
    },
    check: Check::Pair(check),
};

/// Is high availability on, as far as that can be told?
fn is_on(firewall: &FirewallView<'_, '_>, settings: &PairSettings<'_, '_>) -> Option<bool> {
    match &settings.enabled {
        Some(enabled) => enabled.text().map(|text| text == "yes"),
        None => firewall.is_complete().then_some(false),
    }
}

fn check(pair: &PairView<'_, '_>, findings: &mut Findings) {
    for (firewall, settings, peer) in pair.sides() {
        let Some(of_peer) = peer.pair.as_ref().filter(|_| is_on(firewall, settings) == Some(false)) else { continue };
        let finding = match is_on(peer, of_peer) {
            None => continue,
            Some(true) => {
                let finding = finding_at(settings, "high availability is off, and on for the peer");
                of_peer.enabled.iter().fold(finding, |finding, enabled| finding.and(enabled, "on for the peer"))
            }
            Some(false) => {
                let says_no = |settings: &PairSettings<'_, '_>| settings.enabled.as_ref().is_some_and(|given| given.is("no"));
                let is_meant = says_no(settings) && says_no(of_peer);
                let finding = finding_at(settings, "a pair is configured, and high availability is not enabled");
                finding.severity(if is_meant { Severity::Note } else { Severity::Warning })
            }
        };
        let finding = if firewall.is_partial() { finding.severity(Severity::Note) } else { finding };
        findings.report(finding.on([firewall]).help("set `high-availability/enabled` to `yes` on both firewalls"));
    }
}

fn finding_at(settings: &PairSettings<'_, '_>, message: impl Into<String>) -> Draft {
    match &settings.enabled {
        Some(enabled) => Finding::at(enabled, message),
        None => Finding::at(settings.group, message),
    }
}
