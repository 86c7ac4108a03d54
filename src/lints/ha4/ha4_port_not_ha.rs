//! An HA4 port that is no HA interface.

use super::end::{LINKS, participants};
use crate::diag::Severity;
use crate::lint::{Basis, Check, ClusterView, Example, Explanation, Finding, Findings, Lint, Topic};
use crate::lints::cluster::member_list::Gathered;
use crate::model::HaPort;

pub(crate) static LINT: Lint = Lint {
    id: "ha4-port-not-ha",
    topic: Topic::Ha4,
    severity: Severity::Error,
    summary: "the port of an HA4 link is not an interface of type HA",
    explanation: Explanation {
        checks: "The port of HA4 and of HA4 backup is an interface of type HA. One that a Panorama does not set up at \
                 all is a warning: the firewall may have it in its own configuration.",
        why: "Only interfaces of type HA carry HA links, and the commit on the firewall fails where HA names another \
              one.",
        basis: Basis::Stated("Configure HA clustering 10.0; web interface help 11.1, \"HA Communications\""),
        example: Example::Commands {
            broken: "set template T-core config devices localhost.localdomain network interface ethernet ethernet1/21 layer3",
            fixed: "set template T-core config devices localhost.localdomain network interface ethernet ethernet1/21 ha",
            also: &[],
        },
        fix: "Set the interface type to HA in the template, or correct the port of the link.",
    },
    check: Check::Cluster(check),
};

fn check(cluster: &ClusterView<'_, '_>, findings: &mut Findings) {
    for kind in LINKS {
        let mut gathered = Gathered::default();
        for member in participants(cluster) {
            let Some(port) = member.link(kind).and_then(|link| link.port) else { continue };
            // What no HA4 link can use is told of as such.
            let Some(HaPort::Ethernet(_) | HaPort::Aggregate(_)) = port.parse::<HaPort>() else { continue };
            let (label, name) = (kind.label(), port.shown());
            let Some(interface) = member.interface(name) else {
                // The firewall may have it in its own configuration.
                let severity = if member.entry.is_of_panorama { Severity::Warning } else { LINT.severity };
                if member.is_complete() {
                    let message = format!("{label} uses {name}, which is not set up as an interface");
                    gathered.add(message, &[member], |message| {
                        let finding = Finding::at(&port, message).severity(cluster.severity(severity)).link(kind);
                        finding.help("set it up as an interface of type HA, or correct the port")
                    });
                }
                continue;
            };
            let what = match (interface.mode, &interface.aggregate_group) {
                (Some("ha"), _) => continue,
                (Some(mode), _) => format!("is of type {mode}"),
                (None, Some(group)) => format!("is part of {}", group.shown()),
                (None, None) => "has no type".to_owned(),
            };
            gathered.add(format!("{label} uses {name}, which {what} and not HA"), &[member], |message| {
                let finding = Finding::at(&port, message).and(interface, "the interface").link(kind);
                finding.help("set the interface type to HA, or correct the port")
            });
        }
        gathered.report(findings);
    }
}
