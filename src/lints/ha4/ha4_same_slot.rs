//! HA4 and its backup on one card.

use super::end::participants;
use crate::diag::Severity;
use crate::lint::{Basis, Check, ClusterView, Example, Explanation, Finding, Findings, Lint, Topic};
use crate::lints::cluster::member_list::Gathered;
use crate::model::{EthernetPort, LinkKind, ModelName};

pub(crate) static LINT: Lint = Lint {
    id: "ha4-same-slot",
    topic: Topic::Ha4,
    severity: Severity::Note,
    summary: "HA4 and HA4 backup are on one card of a chassis",
    explanation: Explanation {
        checks: "On a firewall with cards, HA4 and HA4 backup are in different slots. That it has cards is taken from \
                 its model (PA-5450, PA-7050, PA-7080), or from a port in a slot above 1.",
        why: "When the card fails, both links are gone at once, and no sessions are synchronised.",
        basis: Basis::Inferred("both ports are in one slot"),
        example: Example::Commands {
            broken: "set template T-core config devices localhost.localdomain network interface ethernet ethernet2/21 ha
set template T-core config devices localhost.localdomain network interface ethernet ethernet2/22 ha
set template T-core config devices localhost.localdomain deviceconfig high-availability interface ha4 port ethernet2/21
set template T-core config devices localhost.localdomain deviceconfig high-availability interface ha4-backup port ethernet2/22",
            fixed: "set template T-core config devices localhost.localdomain deviceconfig high-availability interface ha4-backup port ethernet1/22
delete template T-core config devices localhost.localdomain network interface ethernet ethernet2/22
delete template T-core config devices localhost.localdomain network interface ethernet ethernet1/21",
            also: &[],
        },
        fix: "Move HA4 backup to a port of another card, if the chassis has one.",
    },
    check: Check::Cluster(check),
};

/// Models with network cards in slots (hardware references; others have all ports in slot 1).
const CHASSIS: &[&str] = &["PA-5450", "PA-7050", "PA-7080"];

fn check(cluster: &ClusterView<'_, '_>, findings: &mut Findings) {
    let mut gathered = Gathered::default();
    for member in participants(cluster) {
        let port = |kind| member.link(kind).and_then(|link| link.port);
        let (Some(main), Some(backup)) = (port(LinkKind::Ha4), port(LinkKind::Ha4Backup)) else { continue };
        let ports = (main.parse::<EthernetPort>(), backup.parse::<EthernetPort>());
        let (Some(one), Some(other)) = ports else { continue };
        let is_chassis = |model: &ModelName| CHASSIS.contains(&model.to_string().as_str());
        let has_cards = one.slot() > 1 || member.model().is_some_and(is_chassis);
        // Two links on one port are told of as such.
        if has_cards && one != other && one.slot() == other.slot() {
            let message = format!("HA4 on {one} and HA4 backup on {other} fail with one card, in slot {}", one.slot());
            gathered.add(message, &[member], |message| {
                Finding::at(&backup, message)
                    .label("HA4 backup")
                    .and(&main, "HA4")
                    .link(LinkKind::Ha4Backup)
                    .help("move HA4 backup to another card, if there is one")
            });
        }
    }
    gathered.report(findings);
}
