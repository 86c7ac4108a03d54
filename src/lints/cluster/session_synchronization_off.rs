//! A member with which no sessions are synchronised.

use super::member_list::{Gathered, lists};
use crate::diag::Severity;
use crate::effective::Given;
use crate::lint::{Basis, Check, ClusterView, Example, Explanation, Finding, Findings, Lint, Topic};

pub(crate) static LINT: Lint = Lint {
    id: "session-synchronization-off",
    topic: Topic::Cluster,
    severity: Severity::Warning,
    summary: "sessions are not synchronised with a member of a cluster",
    explanation: Explanation {
        checks: "Session synchronization is `enabled` in every entry of a list of members. An entry without it is \
                 fine: that is the default. The word `disabled` is a note, any other a warning. \
                 Where it is off for more than half of the members, that is one warning.",
        why: "The member is in the cluster, and its sessions are lost when it fails. That can be wanted for a while, \
              and is easily forgotten.",
        basis: Basis::Stated("web interface help 11.2, \"Cluster Config\": all members synchronise unless one is excluded"),
        example: Example::Commands {
            broken: "set template T-core config devices localhost.localdomain deviceconfig high-availability cluster cluster-members 013201000031 session-synchronization disabled",
            fixed: "set template T-core config devices localhost.localdomain deviceconfig high-availability cluster cluster-members 013201000031 session-synchronization enabled",
            also: &[],
        },
        fix: "Set session synchronization to `enabled`, the only word for it that public configurations show.",
    },
    check: Check::Cluster(check),
};

fn check(cluster: &ClusterView<'_, '_>, findings: &mut Findings) {
    let mut gathered = Gathered::default();
    for list in lists(cluster) {
        let off: Vec<&Given<'_, '_>> = list
            .entries
            .iter()
            .filter_map(|entry| entry.session_synchronization.as_ref())
            .filter(|given| given.text().is_some_and(|word| word != "enabled"))
            .collect();
        let (count, all) = (off.len(), list.entries.len());
        if let [first, rest @ ..] = &off[..]
            && all > 1
            && 2 * count > all
        {
                let whom = if count == all { format!("all {all}") } else { format!("{count} of {all}") };
                let message = format!("session synchronization of {whom} members of the cluster is not `enabled`");
                gathered.add(message, &list.owners, |message| {
                    let finding = rest.iter().take(2).fold(Finding::at(*first, message), |finding, given| finding.and(*given, ""));
                    finding.help(match count == all {
                        true => "set it to `enabled`; as it is, the cluster synchronises no sessions",
                        false => "set it to `enabled`; as it is, most members synchronise no sessions",
                    })
                });
            continue;
        }
        for entry in list.entries {
            let Some(given) = &entry.session_synchronization else { continue };
            let Some(word) = given.text().filter(|word| *word != "enabled") else { continue };
            let message = format!("session synchronization of {} is `{word}`", entry.serial.shown());
            gathered.add(message, &list.owners, |message| {
                // The word for it is inferred from its opposite; it is the user's choice.
                let severity = if word == "disabled" { Severity::Note } else { LINT.severity };
                let finding = Finding::at(given, message).severity(severity);
                finding.help("set it to `enabled`, or take the firewall out of the cluster")
            });
        }
    }
    gathered.report(findings);
}
