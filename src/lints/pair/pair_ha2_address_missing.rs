//! HA2 over IP or UDP without an address.

use super::difference::given_at;
use crate::diag::Severity;
use crate::effective::PairSettings;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, Lint, PairView, Topic};
use crate::model::LinkKind;

pub(crate) static LINT: Lint = Lint {
    id: "pair-ha2-address-missing",
    topic: Topic::Pair,
    severity: Severity::Warning,
    summary: "HA2 uses transport ip or udp and has no address",
    explanation: Explanation {
        checks: "HA2 and HA2 backup have an IP address where their transport is `ip` or `udp`. With `ethernet`, which is \
                 the default, they need none.",
        why: "IP (protocol 99) and UDP (port 29281) need an address at both ends. Without one no sessions are \
              synchronised.",
        basis: Basis::Inferred("the protocols of each transport (HA links and backup links; web interface help 11.1, \"HA \
              Communications\"); no source found says what the commit does"),
        example: Example::Commands {
            broken: "set template T-core-dc1 config deviceconfig high-availability group state-synchronization transport udp",
            fixed: "set template T-core-dc1 config deviceconfig high-availability group state-synchronization transport ethernet",
            also: &[],
        },
        fix: "Give HA2 an address and a netmask on both firewalls, or set the transport to `ethernet`.",
    },
    check: Check::Pair(check),
};

fn check(pair: &PairView<'_, '_>, findings: &mut Findings) {
    if !pair.is_on() {
        return;
    }
    let of_group = |settings: &PairSettings<'_, '_>, name| {
        given_at(settings.group, &["state-synchronization", name]).map(|given| given.shown().to_owned())
    };
    // Two transports are told of as such.
    let [one, other] = pair.settings.map(|settings| of_group(settings, "transport"));
    let Some(transport) = one.filter(|one| Some(one) == other.as_ref() && ["ip", "udp"].contains(&one.as_str())) else {
        return;
    };
    for (firewall, settings, _) in pair.sides() {
        if of_group(settings, "enabled").is_some_and(|enabled| enabled == "no") || !firewall.is_complete() {
            continue;
        }
        for kind in [LinkKind::Ha2, LinkKind::Ha2Backup] {
            let link = firewall.link(kind).filter(|link| link.port.is_some() && link.ip_address.is_none());
            let Some(link) = link else { continue };
            let message = format!("{} has no address, and its transport is {transport}", kind.label());
            let finding = Finding::at(&link, message).on([firewall]).link(kind);
            let given = given_at(settings.group, &["state-synchronization", "transport"]);
            let finding = given.iter().fold(finding, |finding, given| finding.and(given, "the transport"));
            let finding = finding.severity(firewall.severity(LINT.severity));
            findings.report(finding.help("set an address and a netmask, or the transport `ethernet`"));
        }
    }
}
