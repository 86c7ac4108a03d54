//! A port that a link of a pair cannot use.

use super::links::used;
use crate::diag::{Explain, Severity};
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, FirewallView, Lint, Topic};
use crate::model::{HaPort, PortError};

pub(crate) static LINT: Lint = Lint {
    id: "pair-port-unusable",
    topic: Topic::Pair,
    severity: Severity::Error,
    summary: "a link of a pair uses a port that it cannot use, or has none",
    explanation: Explanation {
        checks: "HA1 and HA1 backup use the management port, a dedicated HA1 or AUX port, or a dataplane interface. HA2 \
                 and HA2 backup use HSCI, a dedicated HA2 port, or a dataplane interface. HA3 uses HSCI, an aggregate, \
                 or a dataplane interface. A link that has an address and no port, an aggregate for another link than \
                 HA3, and a port whose name is not known are warnings: nobody says that they do not work.",
        why: "Each kind of port carries its own links. A link on the wrong port never comes up: without HA1 both \
              firewalls become active, without HA2 a failover loses the sessions.",
        basis: Basis::Stated("HA links and backup links; HA ports on the PA-5200; web interface help 11.1, \"HA \
              Communications\""),
        example: Example::Commands {
            broken: "set template T-core-dc1 config deviceconfig high-availability interface ha1 port hsci",
            fixed: "set template T-core-dc1 config deviceconfig high-availability interface ha1 port ha1-a",
            also: &[],
        },
        fix: "Choose a port that carries the link, the same on both firewalls.",
    },
    check: Check::Firewall(check),
};

fn check(firewall: &FirewallView<'_, '_>, findings: &mut Findings) {
    if !firewall.is_paired() {
        return;
    }
    for link in used(firewall) {
        let (kind, label) = (link.kind, link.kind.label());
        let Some(port) = &link.port else {
            // An active/active firewall whose HA3 has no port is told of as such.
            if link.ip_address.is_some() && firewall.is_complete() {
                let finding = Finding::at(&link, format!("{label} has an address and no port")).link(kind);
                let finding = finding.severity(firewall.severity(Severity::Warning));
                findings.report(finding.help(format!("say which port {label} uses")));
            }
            continue;
        };
        let Some(parsed) = port.text().map(str::parse::<HaPort>) else { continue };
        let Err(fault) = parsed.and_then(|port| kind.admit(port)) else { continue };
        let is_stated =
            matches!(&fault, PortError::Forbidden { port, .. } if !matches!(port, HaPort::Aggregate(_)));
        let message = match &fault {
            PortError::Forbidden { .. } => fault.to_string(),
            _ => format!("{label} uses {fault}").replacen(" is no", ", which is no", 1),
        };
        let finding = Finding::at(port, message).link(kind);
        let finding = finding.severity(if is_stated { LINT.severity } else { Severity::Warning });
        findings.report(match fault.help() {
            Some(help) => finding.help(help),
            None => finding,
        });
    }
}
