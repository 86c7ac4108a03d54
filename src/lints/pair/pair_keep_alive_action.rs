//! A keep-alive action for the other mode.

use super::difference::{chosen_at, given_at};
use crate::diag::Severity;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, Lint, PairView, Topic};

pub(crate) static LINT: Lint = Lint {
    id: "pair-keep-alive-action",
    topic: Topic::Pair,
    severity: Severity::Warning,
    summary: "the action of the HA2 keep-alive is not the one for the mode of the pair",
    explanation: Explanation {
        checks: "The action of the HA2 keep-alive is `log-only` in an active/passive pair, and `split-datapath` in an \
                 active/active pair, where the keep-alive is on and an action is set.",
        why: "When HA2 fails, `split-datapath` makes each firewall go on with a session table of its own, as both carry \
              traffic. In an active/passive pair only one does, and there the vendor offers `log-only`.",
        basis: Basis::Stated("web interface help 11.1, \"HA Communications\""),
        example: Example::Commands {
            broken: "set template T-core-dc1 config deviceconfig high-availability group state-synchronization ha2-keep-alive action split-datapath",
            fixed: "set template T-core-dc1 config deviceconfig high-availability group state-synchronization ha2-keep-alive action log-only",
            also: &[],
        },
        fix: "Use `log-only` for active/passive and `split-datapath` for active/active.",
    },
    check: Check::Pair(check),
};

fn check(pair: &PairView<'_, '_>, findings: &mut Findings) {
    // With two modes, nobody knows which action is meant; those are told of as such.
    let modes = pair.settings.map(|settings| chosen_at(settings.group, &["mode"]).name("active-passive"));
    let [Some(mode), Some(of_peer)] = modes else { return };
    let Some(other) = of_other_mode(mode).filter(|_| mode == of_peer && pair.is_on()) else { return };
    for (firewall, settings, _) in pair.sides() {
        let of_keep_alive = |name| given_at(settings.group, &["state-synchronization", "ha2-keep-alive", name]);
        let is_on = of_keep_alive("enabled").is_some_and(|enabled| enabled.is("yes"));
        let Some(action) = of_keep_alive("action").filter(|action| is_on && action.is(other)) else { continue };
        let finding = Finding::at(&action, format!("keep-alive action {other} is not the one for mode {mode}"));
        let finding = settings.mode.into_iter().fold(finding, |finding, mode| finding.and(mode, "the mode"));
        let help = "log-only is for active-passive, split-datapath for active-active";
        // A template that is not there may set the mode.
        if settings.mode.is_some() || firewall.is_complete() {
            findings.report(finding.on([firewall]).help(help));
        }
    }
}

/// The action that is for the other mode than this.
fn of_other_mode(mode: &str) -> Option<&'static str> {
    match mode {
        "active-passive" => Some("split-datapath"),
        "active-active" => Some("log-only"),
        _ => None,
    }
}
