//! HA4 and HA4 backup on one port.

use super::end::participants;
use crate::diag::Severity;
use crate::lint::{Basis, Check, ClusterView, Example, Explanation, Finding, Findings, Lint, Topic};
use crate::lints::cluster::member_list::Gathered;
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
    check: Check::Cluster(check),
};

fn check(cluster: &ClusterView<'_, '_>, findings: &mut Findings) {
    let mut gathered = Gathered::default();
    for member in participants(cluster) {
        let port = |kind| member.link(kind).and_then(|link| link.port);
        let (Some(main), Some(backup)) = (port(LinkKind::Ha4), port(LinkKind::Ha4Backup)) else { continue };
        let Some(name) = main.text().filter(|name| backup.is(name)) else { continue };
        gathered.add(format!("HA4 and HA4 backup both use {name}"), &[member], |message| {
            Finding::at(&backup, message)
                .label("HA4 backup")
                .and(&main, "HA4")
                .link(LinkKind::Ha4Backup)
                .help("move HA4 backup to another dataplane interface of type HA")
        });
    }
    gathered.report(findings);
}
