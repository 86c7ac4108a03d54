//! IPv4 and IPv6 on one HA4 link.

use super::end::LINKS;
use crate::diag::Severity;
use crate::lint::{Basis, Check, ClusterView, Example, Explanation, Finding, Findings, Lint, Topic};
use crate::lints::cluster::member_list::{few, is_contradicted, lists};

pub(crate) static LINT: Lint = Lint {
    id: "ha4-mixed-families",
    topic: Topic::Ha4,
    severity: Severity::Warning,
    summary: "some HA4 addresses of a cluster are IPv4 and some IPv6",
    explanation: Explanation {
        checks: "The HA4 addresses of all members are of one IP version, and so are the HA4 backup addresses. The two \
                 links may differ.",
        why: "Every member has one address per link, so that a member with an IPv6 address reaches none that has an \
              IPv4 address.",
        basis: Basis::Inferred("a link has one address; nothing is said of mixed clusters"),
        example: Example::Commands {
            broken: "set template T-core config devices localhost.localdomain deviceconfig high-availability cluster cluster-members 013201000031 ha4-ip-address 2001:db8::5
set template-stack S-core devices 013201000031 variable $ha4_ip type ip-netmask 2001:db8::5
set template-stack S-core config devices localhost.localdomain deviceconfig high-availability interface ha4 netmask ffff:ffff:ffff:ffff::",
            fixed: "set template T-core config devices localhost.localdomain deviceconfig high-availability cluster cluster-members 013201000031 ha4-ip-address 192.0.2.5
set template-stack S-core devices 013201000031 variable $ha4_ip type ip-netmask 192.0.2.5
delete template-stack S-core config devices localhost.localdomain deviceconfig high-availability interface ha4 netmask",
            also: &[],
        },
        fix: "Give all members addresses of one IP version.",
    },
    check: Check::Cluster(check),
};

fn check(cluster: &ClusterView<'_, '_>, findings: &mut Findings) {
    let lists = lists(cluster);
    for kind in LINKS {
        let mut of_version: [Vec<_>; 2] = Default::default();
        for entry in lists.iter().flat_map(|list| list.entries) {
            let address = entry.address(kind).filter(|_| !is_contradicted(cluster, entry, kind));
            let Some((given, address)) = address.and_then(|given| Some((given, given.address()?))) else { continue };
            let [v4, v6] = &mut of_version;
            let entries = if address.is_ipv4() { v4 } else { v6 };
            if entries.iter().all(|(serial, _)| *serial != entry.serial.shown()) {
                entries.push((entry.serial.shown(), given));
            }
        }
        let [v4, v6] = of_version;
        let (fewer, more, version, other) =
            if v6.len() <= v4.len() { (v6, v4, "IPv6", "IPv4") } else { (v4, v6, "IPv4", "IPv6") };
        let (Some((_, first)), Some((_, usual))) = (fewer.first(), more.first()) else { continue };
        let label = kind.label();
        let whose = few(fewer.iter().map(|(serial, _)| *serial));
        let verb = if fewer.len() == 1 { "address of" } else { "addresses of" };
        let is = if fewer.len() == 1 { "is" } else { "are" };
        let message = format!("{label} {verb} {whose} {is} {version}, the others of the cluster have {other}");
        findings.report(
            Finding::at(*first, message)
                .and(*usual, other)
                .link(kind)
                .help("give all members addresses of one IP version"),
        );
    }
}
