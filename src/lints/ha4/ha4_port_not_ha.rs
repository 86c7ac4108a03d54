//! An HA4 port that is no HA interface.

use super::end::LINKS;
use crate::diag::Severity;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, FirewallView, Lint, Topic};
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
    check: Check::Firewall(check),
};

fn check(firewall: &FirewallView<'_, '_>, findings: &mut Findings) {
    if !firewall.is_clustered() {
        return;
    }
    for kind in LINKS {
        let Some(port) = firewall.link(kind).and_then(|link| link.port) else { continue };
        // What no HA4 link can use is told of as such.
        let Some(HaPort::Ethernet(_) | HaPort::Aggregate(_)) = port.parse::<HaPort>() else { continue };
        let label = kind.label();
        let (name, help) = (port.shown(), "set the interface type to HA, or correct the port");
        let Some(interface) = firewall.interface(name) else {
            let may_be_elsewhere = firewall.entry.is_of_panorama;
            let severity = if may_be_elsewhere { Severity::Warning } else { LINT.severity };
            if firewall.is_complete() {
                let message = format!("{label} uses {name}, which is not set up as an interface");
                let finding = Finding::at(&port, message).severity(firewall.severity(severity)).link(kind);
                findings.report(finding.help("set it up as an interface of type HA, or correct the port"));
            }
            continue;
        };
        let what = match (interface.mode, &interface.aggregate_group) {
            (Some("ha"), _) => continue,
            (Some(mode), _) => format!("is of type {mode}"),
            (None, Some(group)) => format!("is part of {}", group.shown()),
            (None, None) => "has no type".to_owned(),
        };
        findings.report(
            Finding::at(&port, format!("{label} uses {name}, which {what} and not HA"))
                .and(interface, "the interface")
                .link(kind)
                .help(help),
        );
    }
}
