//! A port that HA4 cannot use.

use super::end::{LINKS, participants};
use crate::diag::{Explain, Severity};
use crate::lint::{Basis, Check, ClusterView, Example, Explanation, Finding, Findings, Lint, Topic};
use crate::lints::cluster::member_list::Gathered;
use crate::model::HaPort;

pub(crate) static LINT: Lint = Lint {
    id: "ha4-port-unusable",
    topic: Topic::Ha4,
    severity: Severity::Error,
    summary: "HA4 uses a port that it cannot use",
    explanation: Explanation {
        checks: "HA4 and HA4 backup use dataplane interfaces, neither HSCI nor dedicated HA, AUX or management \
                 ports. An aggregate is a warning: the vendor documents it for HA3 only.",
        why: "HSCI is not used for HA4, says the vendor, and the other ports belong to other links. HA4 needs an \
              interface of type HA, and there it can be sized for the sessions of all members.",
        basis: Basis::Stated("HA clustering best practices 10.1; Configure HA clustering 10.0"),
        example: Example::Commands {
            broken: "set template T-core config devices localhost.localdomain deviceconfig high-availability interface ha4 port hsci",
            fixed: "set template T-core config devices localhost.localdomain deviceconfig high-availability interface ha4 port ethernet1/21",
            also: &[],
        },
        fix: "Choose a dataplane interface, set its type to HA, and make it the port of the link.",
    },
    check: Check::Cluster(check),
};

fn check(cluster: &ClusterView<'_, '_>, findings: &mut Findings) {
    for kind in LINKS {
        let mut gathered = Gathered::default();
        for member in participants(cluster) {
            let Some(port) = member.link(kind).and_then(|link| link.port) else { continue };
            let Some(parsed) = port.text().map(str::parse::<HaPort>) else { continue };
            let fault = match parsed {
                Ok(HaPort::Aggregate(number)) => {
                    let message = format!("{} on an aggregate, ae{number}, is not documented", kind.label());
                    gathered.add(message, &[member], |message| {
                        let finding = Finding::at(&port, message).severity(Severity::Warning).link(kind);
                        finding.help("the vendor shows aggregates for HA3 only: try it on one firewall first")
                    });
                    continue;
                }
                Ok(usable) => kind.admit(usable).err(),
                Err(fault) => Some(fault),
            };
            let Some(fault) = fault else { continue };
            gathered.add(format!("{} on {}: {fault}", kind.label(), port.shown()), &[member], |_| {
                let help = fault.help().unwrap_or_else(|| "choose a dataplane interface of type HA".to_owned());
                Finding::at(&port, fault.to_string()).link(kind).help(help)
            });
        }
        gathered.report(findings);
    }
}
