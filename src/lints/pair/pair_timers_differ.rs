//! Peers with different timers.

use super::difference::{chosen_at, difference, difference_of_choice, given_at};
use super::parted::parted;
use crate::diag::Severity;
use crate::effective::PairSettings;
use crate::lint::{Basis, Check, Draft, Example, Explanation, Findings, Lint, PairView, Topic};
use crate::model::LinkKind;

pub(crate) static LINT: Lint = Lint {
    id: "pair-timers-differ",
    topic: Topic::Pair,
    severity: Severity::Warning,
    summary: "the firewalls of a pair have different timers",
    explanation: Explanation {
        checks: "Both firewalls of a pair have the same HA timers: recommended, aggressive, or advanced with the same \
                 values; the same monitor hold time of HA1, threshold of the HA2 keep-alive, monitor fail hold down \
                 time and tentative hold time. Where one is not set, the default of PAN-OS counts.",
        why: "These times decide when one firewall takes the other one for failed. With different ones, a failover \
              depends on which of the two is active, and one may act long before the other one has noticed.",
        basis: Basis::Inferred("both firewalls judge each other by these times; no source found says that they must be equal. \
              Defaults: firewall schema 10.0.6"),
        example: Example::Commands {
            broken: parted!("group election-option timers aggressive"),
            fixed: "set template-stack S-fw-dc1-b config devices localhost.localdomain deviceconfig high-availability group election-option timers recommended",
            also: &[],
        },
        fix: "Set the timers in the template that both share.",
    },
    check: Check::Pair(check),
};

/// A timer below the group: the vendor's words, its path, and what PAN-OS takes where it is not set (schema
/// 10.0.6). The default heartbeat interval is another one on some platforms.
struct Timer(&'static str, &'static [&'static str], Option<&'static str>);

const PRESET: &[&str] = &["election-option", "timers"];

/// With advanced timers alone.
const ADVANCED: &[Timer] = &[
    Timer("promotion hold time", &["promotion-hold-time"], Some("2000")),
    Timer("hello interval", &["hello-interval"], Some("8000")),
    Timer("heartbeat interval", &["heartbeat-interval"], None),
    Timer("flap max", &["flap-max"], Some("3")),
    Timer("preemption hold time", &["preemption-hold-time"], Some("1")),
    Timer("monitor fail hold up time", &["monitor-fail-hold-up-time"], Some("0")),
    Timer("additional master hold up time", &["additional-master-hold-up-time"], Some("500")),
];

const OTHERS: &[Timer] = &[
    Timer("threshold of the HA2 keep-alive", &["state-synchronization", "ha2-keep-alive", "threshold"], Some("10000")),
    Timer("monitor fail hold down time", &["mode", "active-passive", "monitor-fail-hold-down-time"], Some("1")),
    Timer("tentative hold time", &["mode", "active-active", "tentative-hold-time"], Some("60")),
];

fn check(pair: &PairView<'_, '_>, findings: &mut Findings) {
    if !pair.is_on() {
        return;
    }
    let mut report = |finding: Option<Draft>| {
        if let Some(finding) = finding {
            findings.report(finding.help("set it in the template that both firewalls share"));
        }
    };
    report(difference_of_choice(pair, "preset of the HA timers", "recommended", |settings| {
        chosen_at(settings.group, PRESET)
    }));
    if pair.settings.iter().all(|settings| has_advanced(settings)) {
        for Timer(label, path, default) in ADVANCED {
            report(difference(pair, label, *default, |_, settings| {
                let advanced = chosen_at(settings.group, PRESET).element()?;
                given_at(advanced, path)
            }));
        }
    }
    for Timer(label, path, default) in OTHERS {
        report(difference(pair, label, *default, |_, settings| given_at(settings.group, path)));
    }
    report(difference(pair, "monitor hold time of HA1", Some("3000"), |firewall, _| {
        firewall.link(LinkKind::Ha1)?.element.given("monitor-hold-time")
    }));
}

fn has_advanced(settings: &PairSettings<'_, '_>) -> bool {
    chosen_at(settings.group, PRESET).name("recommended") == Some("advanced")
}
