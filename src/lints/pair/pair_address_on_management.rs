//! An address of its own for a link that is on the management port.

use crate::diag::Severity;
use crate::effective::FirewallSettings;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, FirewallView, Lint, Topic};
use crate::lints::is_same_address;
use crate::model::LinkKind;

pub(crate) static LINT: Lint = Lint {
    id: "pair-address-on-management",
    topic: Topic::Pair,
    severity: Severity::Warning,
    summary: "HA1 is on the management port and has another address",
    explanation: Explanation {
        checks: "HA1 and HA1 backup have no address of their own where they are on the management port, or the one of the \
                 management interface.",
        why: "The management port has its address already, and the peer has to know that one. An address beside it is \
              left over from another port, or the port is wrong.",
        basis: Basis::Inferred("the vendor's Strata Cloud Manager and examples for public clouds have neither address nor \
              netmask there"),
        example: Example::Commands {
            broken: "set template T-core-dc2 config deviceconfig high-availability interface ha1-backup port management",
            fixed: "set template T-core-dc2 config deviceconfig high-availability interface ha1-backup port ha1-b",
            also: &[],
        },
        fix: "Correct the port; or remove address and netmask, and give the peer the management address as its peer IP.",
    },
    check: Check::Firewall(check),
};

fn check(firewall: &FirewallView<'_, '_>, findings: &mut Findings) {
    if !firewall.is_paired() {
        return;
    }
    let of_management = [FirewallSettings::management_address, FirewallSettings::management_address_ipv6]
        .map(|read| firewall.settings.and_then(read));
    for kind in [LinkKind::Ha1, LinkKind::Ha1Backup] {
        let Some(link) = firewall.link(kind).filter(|link| link.is_on_management()) else { continue };
        let (Some(port), Some(address)) = (&link.port, &link.ip_address) else { continue };
        let Some(text) = address.text() else { continue };
        let of_management = of_management.iter().flatten();
        if of_management.filter_map(|given| given.text()).any(|management| is_same_address(management, text)) {
            continue;
        }
        let message = format!("{} is on the management port, and has an address of its own", kind.label());
        let finding = Finding::at(port, message).and(address.setting(), "the address").link(kind);
        findings.report(finding.help("correct the port, or remove address and netmask: that port has its own"));
    }
}
