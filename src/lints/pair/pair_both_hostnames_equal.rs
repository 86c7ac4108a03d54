//! Two peers of one name.

use crate::diag::Severity;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, FirewallView, Lint, PairView, Topic};

pub(crate) static LINT: Lint = Lint {
    id: "pair-both-hostnames-equal",
    topic: Topic::Pair,
    severity: Severity::Warning,
    summary: "both firewalls of a pair have the same host name",
    explanation: Explanation {
        checks: "The two firewalls of a pair have different host names.",
        why: "Host names are not synchronised between peers: each has its own. With one name for both, logs, prompts and \
              alarms do not tell which of the two is meant.",
        basis: Basis::Inferred("the host name is among what peers do not synchronise (\"What Settings Don't Sync\", 10.1); \
              the vendor does not forbid equal ones"),
        example: Example::Commands {
            broken: "set template-stack S-core-dc1 config deviceconfig system hostname fw-dc1",
            fixed: "delete template-stack S-core-dc1 config deviceconfig system hostname",
            also: &[],
        },
        fix: "Take the host name out of the template that both share: set it on each firewall, or with a variable.",
    },
    check: Check::Pair(check),
};

fn check(pair: &PairView<'_, '_>, findings: &mut Findings) {
    if !pair.is_on() {
        return;
    }
    let hostname = |firewall: &FirewallView<'_, '_>| firewall.entry.hostname.clone();
    let [one, other] = pair.firewalls;
    let (Some(a), Some(b)) = (hostname(one), hostname(other)) else { return };
    let places = [one, other].map(|firewall| firewall.settings.and_then(|settings| settings.hostname()));
    let [Some(first), Some(second)] = &places else { return };
    if a.eq_ignore_ascii_case(&b) {
        let message = format!("both firewalls of the pair have the host name `{b}`");
        let finding = Finding::at(second, message).and(first, "host name of the peer");
        findings.report(finding.help("give each firewall a host name of its own"));
    }
}
