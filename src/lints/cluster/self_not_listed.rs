//! A firewall that its own list of members lacks.

use super::member_list::{list_element, mistyped};
use crate::diag::Severity;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, FirewallView, Lint, Topic};

pub(crate) static LINT: Lint = Lint {
    id: "self-not-listed",
    topic: Topic::Cluster,
    severity: Severity::Error,
    summary: "a firewall is not in its own list of cluster members",
    explanation: Explanation {
        checks: "The list of cluster members of a firewall has an entry with its own serial number.",
        why: "The list must hold the local firewall as well as all others. Without itself in it, the firewall \
              is no member, and its sessions are not synchronised.",
        basis: Basis::Stated("Configure HA clustering 10.0; web interface help 11.1, \"Cluster Config\""),
        example: Example::Commands {
            broken: "delete template T-core config devices localhost.localdomain deviceconfig high-availability cluster cluster-members 013201000031",
            fixed: "set template T-core config devices localhost.localdomain deviceconfig high-availability cluster cluster-members 013201000031 ha4-ip-address 192.0.2.5
set template T-core config devices localhost.localdomain deviceconfig high-availability cluster cluster-members 013201000031 ha4-backup-ip-address 192.0.2.37
set template T-core config devices localhost.localdomain deviceconfig high-availability cluster cluster-members 013201000031 session-synchronization enabled
set template T-core config devices localhost.localdomain deviceconfig high-availability cluster cluster-members 013201000031 comments fw-dc3",
            also: &[],
        },
        fix: "Add an entry for the firewall with the addresses of its own HA4 and HA4 backup interfaces, in the \
              list that all members share.",
    },
    check: Check::Firewall(check),
};

fn check(firewall: &FirewallView<'_, '_>, findings: &mut Findings) {
    let (Some(cluster), Some(serial)) = (&firewall.cluster, &firewall.entry.serial) else { return };
    let is_listed = cluster.members.iter().any(|member| member.serial.is(serial));
    if is_listed || !firewall.is_clustered() {
        return;
    }
    if cluster.members.is_empty() {
        let finding = Finding::at(list_element(cluster), "the list of cluster members is empty");
        findings.report(finding.help("add an entry for each member, with its HA4 and HA4 backup addresses"));
        return;
    }
    let message = format!("{} is not in its own list of cluster members", firewall.shown());
    findings.report(match mistyped(firewall) {
        Some(entry) => {
            let has = entry.serial.shown();
            Finding::at(&entry.serial, format!("{message}; the entry with its address is `{has}`"))
                .and(firewall.place, "the firewall")
                .help(format!("correct the serial number of the entry to `{serial}`"))
        }
        None => Finding::at(list_element(cluster), message)
            .and(firewall.place, "the firewall")
            .help(format!("add an entry `{serial}` with the addresses of its HA4 and HA4 backup interfaces")),
    });
}
