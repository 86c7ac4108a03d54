//! A listed firewall that gets no cluster.

use super::member_list::{Gathered, lists};
use crate::diag::Severity;
use crate::lint::{Basis, Check, ClusterView, Example, Explanation, Finding, Findings, Lint, Topic};

pub(crate) static LINT: Lint = Lint {
    id: "member-in-other-stack",
    topic: Topic::Cluster,
    severity: Severity::Warning,
    summary: "a listed firewall gets no cluster settings from its template stack",
    explanation: Explanation {
        checks: "Every firewall that a list of cluster members names gets cluster settings itself: from its template \
                 stack, or in its own export. One that is in no stack at all is a note.",
        why: "The firewall takes no part in the cluster, and the other members send their sessions to it for \
              nothing. Most often it was moved to another template stack, or never left its old one.",
        basis: Basis::Inferred("the firewall may have cluster settings of its own, which a Panorama does not show"),
        example: Example::Commands {
            broken: "delete template-stack S-edge-fw-edge-2 templates T-edge",
            fixed: "set template-stack S-edge-fw-edge-2 templates T-edge",
            also: &[],
        },
        fix: "Put the template with the cluster settings into the firewall's template stack, or take the firewall \
              out of the list.",
    },
    check: Check::Cluster(check),
};

fn check(cluster: &ClusterView<'_, '_>, findings: &mut Findings) {
    let mut gathered = Gathered::default();
    for list in lists(cluster) {
        let Some(owner) = list.owners.first() else { continue };
        for entry in list.entries {
            let Some(serial) = entry.serial.text() else { continue };
            let Some(listed) = cluster.estate.beside(owner.entry, serial) else { continue };
            let is_complete = listed.missing_templates.is_empty();
            let (whose, severity) = match &listed.template_stack {
                Some(stack) if is_complete => {
                    (format!("its template stack `{stack}` gives it no cluster"), LINT.severity)
                }
                Some(_) => continue,
                // In a whole Panorama it is told of as such.
                None if listed.is_of_panorama && !owner.is_partial() => continue,
                None if listed.is_of_panorama => ("is in no template stack".to_owned(), Severity::Note),
                None => ("its own export has no cluster".to_owned(), LINT.severity),
            };
            if listed.cluster.is_some() {
                continue;
            }
            let index = cluster.estate.index_beside(owner.entry, serial);
            let place = index.and_then(|index| cluster.estate.look_at(index, |view| view.stack_place()));
            gathered.add(format!("{} is listed as a member, and {whose}", listed.shown()), &list.owners, |message| {
                let finding = Finding::at(&entry.serial, message).severity(cluster.severity(severity));
                let finding = finding.help("give its stack the template with the cluster, or take it out of the list");
                match place {
                    Some(place) => finding.and(place, "the firewall"),
                    None => finding,
                }
            });
        }
    }
    gathered.report(findings);
}
