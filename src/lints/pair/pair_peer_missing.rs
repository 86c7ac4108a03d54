//! A firewall with high availability on, whose peer is in none of the exports.

use crate::diag::Severity;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, FirewallView, Lint, Topic};

pub(crate) static LINT: Lint = Lint {
    id: "pair-peer-missing",
    topic: Topic::Pair,
    severity: Severity::Warning,
    summary: "high availability is on, and no firewall in the exports is the peer",
    explanation: Explanation {
        checks: "A firewall on which high availability is on has the settings of a pair, and one other firewall in the \
                 exports is its peer: each has the HA1 address that the other takes for its peer's, or they fit \
                 otherwise. A peer that no export tells of is a note; no settings of a pair are a warning, unless the \
                 firewall is in an HA cluster.",
        why: "Nothing can be said of a pair of which one half is not there. If the peer should be in the exports, its \
              HA1 address or the peer IP is wrong on both.",
        basis: Basis::Inferred("high availability of a pair needs a peer; Panorama does not name it"),
        example: Example::Commands {
            broken: "delete template-stack S-core-dc1 devices 013201000012
delete device-group DG-core devices 013201000012
delete mgt-config devices 013201000012
delete template T-core config devices localhost.localdomain deviceconfig high-availability cluster cluster-members 013201000012",
            fixed: "set mgt-config devices 013201000012
set device-group DG-core devices 013201000012
set template T-core config devices localhost.localdomain deviceconfig high-availability cluster cluster-members 013201000012 ha4-ip-address 192.0.2.2
set template T-core config devices localhost.localdomain deviceconfig high-availability cluster cluster-members 013201000012 ha4-backup-ip-address 192.0.2.34
set template T-core config devices localhost.localdomain deviceconfig high-availability cluster cluster-members 013201000012 session-synchronization enabled
set template-stack S-core-dc1 devices 013201000012 variable $ha4_ip type ip-netmask 192.0.2.2
set template-stack S-core-dc1 devices 013201000012 variable $ha4_backup_ip type ip-netmask 192.0.2.34
set template-stack S-core-dc1 devices 013201000012 variable $peer_ip type ip-netmask 198.51.100.1
set template-stack S-core-dc1 devices 013201000012 variable $peer_ip_backup type ip-netmask 198.51.100.5
set template-stack S-core-dc1 devices 013201000012 variable $device_priority type device-priority 110
set template-stack S-core-dc1 devices 013201000012 variable $ha1_ip type ip-netmask 198.51.100.2
set template-stack S-core-dc1 devices 013201000012 variable $ha1_backup_ip type ip-netmask 198.51.100.6",
            also: &[],
        },
        fix: "Review the export of the peer as well. If it is there, compare the HA1 addresses and peer IPs of both.",
    },
    check: Check::Firewall(check),
};

fn check(firewall: &FirewallView<'_, '_>, findings: &mut Findings) {
    let Some(ha) = firewall.ha else { return };
    let is_on = ha.setting().given("enabled").is_some_and(|enabled| enabled.is("yes"));
    if !is_on || !firewall.is_complete() {
        return;
    }
    let found = firewall.entry.pair.as_ref().map(|pair| pair.peer_index.or(pair.likely_peer_index).is_some());
    let finding = match (found, &firewall.pair) {
        (Some(true), _) => return,
        (_, Some(pair)) => {
            let group_id = pair.group_id.as_ref().map_or_else(|| "no group ID".to_owned(), |id| format!("group ID {}", id.shown()));
            let message = format!("{} is in a pair with {group_id}, and no firewall in the exports is its peer", firewall.shown());
            Finding::at(pair.group, message)
                .severity(Severity::Note)
                .help("review the peer's export as well; if it is there, compare HA1 addresses and peer IPs of both")
        }
        (_, None) if firewall.cluster.is_some() => return,
        (_, None) => {
            let message = "high availability is on, and there is no group that tells with whom";
            Finding::at(ha.setting(), message).help("set group ID, peer IP and HA1, or switch high availability off")
        }
    };
    findings.report(finding);
}
