//! An HA4 interface whose address is not the one in the firewall's own entry.

use crate::diag::Severity;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, FirewallView, Lint, Topic};
use crate::model::LinkKind;

pub(crate) static LINT: Lint = Lint {
    id: "ha4-address-differs",
    topic: Topic::Ha4,
    severity: Severity::Error,
    summary: "the address of an HA4 interface is not the one in the list of members",
    explanation: Explanation {
        checks: "The address of a firewall's HA4 interface is that of its own entry in the list of cluster members; \
                 the same for HA4 backup.",
        why: "Both are one fact in two places. The other members send their sessions to the address in the list, \
              where nobody listens.",
        basis: Basis::Contradiction("the local member's HA4 address stands in two places"),
        example: Example::Commands {
            broken: "set template-stack S-core devices 013201000031 variable $ha4_ip type ip-netmask 192.0.2.6",
            fixed: "set template-stack S-core devices 013201000031 variable $ha4_ip type ip-netmask 192.0.2.5",
            also: &[],
        },
        fix: "Find out which of the two the firewall really should have, and write it in both places. The other \
              members need the same entry.",
    },
    check: Check::Firewall(check),
};

fn check(firewall: &FirewallView<'_, '_>, findings: &mut Findings) {
    let (Some(cluster), Some(serial)) = (&firewall.cluster, &firewall.entry.serial) else { return };
    let Some(own) = cluster.members.iter().find(|member| member.serial.is(serial)) else { return };
    for kind in [LinkKind::Ha4, LinkKind::Ha4Backup] {
        let link = firewall.link(kind);
        let here = link.as_ref().and_then(|link| link.ip_address.as_ref());
        let (Some(here), Some(listed)) = (here, own.address(kind)) else { continue };
        let (Some(address), Some(entry)) = (here.text(), listed.text()) else { continue };
        if !super::is_same_address(address, entry) {
            let label = kind.label();
            let message = format!("{label} of {} is {address}, its entry in the list of members has {entry}", firewall.shown());
            let finding = Finding::at(here, message).label(format!("address of the {label} interface"));
            let finding = finding.and(listed, "address in the list of members").link(kind);
            findings.report(finding.help("write the same address in both places, in the lists of all members"));
        }
    }
}
