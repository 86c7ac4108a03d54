//! HA beside the other kind of cluster.

use crate::diag::Severity;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, FirewallView, Lint, Topic};

pub(crate) static LINT: Lint = Lint {
    id: "ngfw-cluster-mixed",
    topic: Topic::Consistency,
    severity: Severity::Warning,
    summary: "an HA pair or HA cluster on a firewall with an interconnect of NGFW clusters",
    explanation: Explanation {
        checks: "A firewall with an interface that is switched on as a cluster interconnect is configured for no HA \
                 pair and no HA cluster.",
        why: "NGFW clusters (two nodes, set up in Panorama under Firewall Clusters) take the place of HA pairs and HA \
              clusters; they share a word and no settings. What NGFW clusters look like in an export is not \
              published but for one switch, so it is a warning.",
        basis: Basis::Inferred("NGFW Clustering 11.1 to 12.1; the switch is in a vendor library, without a description"),
        example: Example::Commands {
            broken: "set template T-core config devices localhost.localdomain network interface ethernet ethernet1/7 layer3 cluster-interconnect yes",
            fixed: "delete template T-core config devices localhost.localdomain network interface ethernet ethernet1/7 layer3 cluster-interconnect",
            also: &[],
        },
        fix: "Use one of the two.",
    },
    check: Check::Firewall(check),
};

fn check(firewall: &FirewallView<'_, '_>, findings: &mut Findings) {
    let pair = firewall.pair.as_ref().filter(|pair| pair.enabled.as_ref().is_some_and(|it| it.is("yes")));
    let cluster = firewall.cluster.as_ref().filter(|_| firewall.is_clustered());
    let (what, place) = match (cluster, pair) {
        (Some(cluster), _) => ("an HA cluster", cluster.element),
        (None, Some(pair)) => ("an HA pair", pair.group),
        (None, None) => return,
    };
    let ethernet = firewall.settings.and_then(|settings| settings.network("interface"));
    let interfaces = ethernet.map(|ethernet| ethernet.find("ethernet/entry")).unwrap_or_default();
    let interconnect = interfaces.into_iter().find_map(|interface| {
        interface.child("layer3")?.given("cluster-interconnect").filter(|given| given.is("yes"))
    });
    if let Some(interconnect) = interconnect {
        let message = format!("cluster interconnect on a firewall with {what}");
        let finding = Finding::at(&interconnect, message).and(place, what);
        findings.report(finding.help("use an NGFW cluster or HA, not both"));
    }
}
