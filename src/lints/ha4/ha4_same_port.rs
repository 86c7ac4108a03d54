//! HA4 and HA4 backup on one port.

use crate::diag::Severity;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, FirewallView, Lint, Topic};
use crate::model::LinkKind;

pub(crate) static LINT: Lint = Lint {
    id: "ha4-same-port",
    topic: Topic::Ha4,
    severity: Severity::Error,
    summary: "HA4 and HA4 backup use one port",
    explanation: Explanation {
        checks: "HA4 and HA4 backup are on two ports.",
        why: "A backup on the port that it is the backup of fails with it. The vendor's procedure sets up two \
              interfaces.",
        basis: Basis::Contradiction("a link is its own backup"),
        example: Example::Commands {
            broken: "set template T-core config devices localhost.localdomain deviceconfig high-availability interface ha4-backup port ethernet1/21",
            fixed: "set template T-core config devices localhost.localdomain deviceconfig high-availability interface ha4-backup port ethernet1/22",
            also: &[],
        },
        fix: "Move HA4 backup to another dataplane interface of type HA.",
    },
    check: Check::Firewall(check),
};

fn check(firewall: &FirewallView<'_, '_>, findings: &mut Findings) {
    let (Some(main), Some(backup)) = (firewall.link(LinkKind::Ha4), firewall.link(LinkKind::Ha4Backup)) else { return };
    let (Some(main), Some(backup)) = (main.port, backup.port) else { return };
    let Some(port) = main.text().filter(|port| backup.is(port) && firewall.is_clustered()) else { return };
    findings.report(
        Finding::at(&backup, format!("HA4 and HA4 backup both use {port}"))
            .label("HA4 backup")
            .and(&main, "HA4")
            .link(LinkKind::Ha4Backup)
            .help("move HA4 backup to another dataplane interface of type HA"),
    );
}
