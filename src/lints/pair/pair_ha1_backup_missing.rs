//! HA1 without anything to take over from it.

use super::cloud::may_be_in_cloud;
use crate::diag::Severity;
use crate::effective::{LinkSettings, PairSettings};
use crate::lint::{Basis, Check, Draft, Example, Explanation, Finding, Findings, FirewallView, Lint, PairView, Topic};
use crate::model::LinkKind;

pub(crate) static LINT: Lint = Lint {
    id: "pair-ha1-backup-missing",
    topic: Topic::Pair,
    severity: Severity::Warning,
    summary: "HA1 has no backup",
    explanation: Explanation {
        checks: "A firewall of a pair has an HA1 backup link with a backup peer IP, or heartbeat backup over the \
                 management port. Heartbeat backup is none where HA1 itself is on the management port. Firewalls in a \
                 public cloud know neither of the two.",
        why: "Over HA1 the peers see each other. When it fails and there is nothing beside it, both think that they \
              are alone, and both become active.",
        basis: Basis::Inferred("the purpose of HA1 backup and heartbeat backup (HA links and backup links; web interface help \
              11.1, \"HA General Settings\"); the vendor demands neither"),
        example: Example::Commands {
            broken: "delete template T-core-dc1 config devices localhost.localdomain deviceconfig high-availability interface ha1-backup
set template T-core-dc1 config devices localhost.localdomain deviceconfig high-availability group election-option heartbeat-backup no",
            fixed: "set template T-core-dc1 config devices localhost.localdomain deviceconfig high-availability interface ha1-backup port ha1-b
set template T-core-dc1 config devices localhost.localdomain deviceconfig high-availability interface ha1-backup ip-address $ha1_backup_ip
set template T-core-dc1 config devices localhost.localdomain deviceconfig high-availability interface ha1-backup netmask 255.255.255.252",
            also: &["variable-unused"],
        },
        fix: "Set up HA1 backup on another port, in another subnet, with a backup peer IP on both firewalls; or turn \
              on heartbeat backup.",
    },
    check: Check::Pair(check),
};

fn check(pair: &PairView<'_, '_>, findings: &mut Findings) {
    if !pair.is_on() {
        return;
    }
    for (firewall, settings, peer) in pair.sides() {
        let Some(ha1) = firewall.link(LinkKind::Ha1).filter(|_| firewall.is_complete()) else { continue };
        if let Some(finding) = lack(firewall, settings, peer, &ha1) {
            let is_partial = firewall.is_partial();
            let severity = if is_partial { Severity::Note } else { LINT.severity };
            findings.report(finding.severity(severity).on([firewall]).link(LinkKind::Ha1));
        }
    }
}

/// What a firewall lacks.
fn lack(
    firewall: &FirewallView<'_, '_>,
    settings: &PairSettings<'_, '_>,
    peer: &FirewallView<'_, '_>,
    ha1: &LinkSettings<'_, '_>,
) -> Option<Draft> {
    let backup = firewall.link(LinkKind::Ha1Backup).filter(LinkSettings::is_set_up);
    if let Some(backup) = backup {
        let message = "HA1 backup is set up and has no backup peer IP";
        let help = "set `peer-ip-backup` to the HA1 backup address of the peer";
        return settings.peer_ip_backup.is_none().then(|| Finding::at(&backup, message).help(help));
    }
    if let Some(of_peer) = peer.link(LinkKind::Ha1Backup).filter(LinkSettings::is_set_up) {
        let message = "the peer has HA1 backup, and this firewall has none";
        let finding = Finding::at(ha1, message).and(&of_peer, "HA1 backup of the peer");
        return Some(finding.help("set up HA1 backup on both, or on none"));
    }
    let heartbeat = settings.heartbeat_backup.as_ref();
    let is_unknown = heartbeat.is_some_and(|given| given.text().is_none());
    let has_heartbeat = heartbeat.is_some_and(|given| given.is("yes"));
    let help = "set up HA1 backup on another port";
    match (has_heartbeat, ha1.is_on_management()) {
        _ if is_unknown || may_be_in_cloud(firewall, settings) => None,
        (true, false) => None,
        (true, true) => {
            let message = "HA1 has no backup: it is on the management port, as heartbeat backup is";
            Some(Finding::at(ha1, message).help(help))
        }
        (false, true) => Some(Finding::at(ha1, "HA1 is on the management port and has no backup").help(help)),
        (false, false) => {
            let message = "HA1 has no backup, and heartbeat backup is off";
            Some(Finding::at(ha1, message).help(format!("{help}, or turn on heartbeat backup")))
        }
    }
}
