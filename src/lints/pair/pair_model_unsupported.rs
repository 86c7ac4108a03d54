//! A pair of a model that has none.

use crate::diag::Severity;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, FirewallView, Lint, Topic};
use crate::model::{Support, member_limit};

pub(crate) static LINT: Lint = Lint {
    id: "pair-model-unsupported",
    topic: Topic::Pair,
    severity: Severity::Error,
    summary: "an HA pair is configured on a model that does not support it",
    explanation: Explanation {
        checks: "High availability of a pair is not on for a PA-7500. The model is what `--model` or a spec tells: an \
                 export does not say it.",
        why: "On this model NGFW clusters take the place of HA pairs and of HA clusters. They are two nodes, and are set \
              up in Panorama under Firewall Clusters.",
        basis: Basis::Stated("PAN-OS 11.1 to 12.1 administration, \"NGFW Clustering\": it replaces legacy HA pairs and legacy \
              HA clustering"),
        example: Example::Model { broken: "PA-7500", fixed: "PA-5250", also: &["member-limit-exceeded"] },
        fix: "Make an NGFW cluster of the two firewalls, and take the settings of the pair out.",
    },
    check: Check::Firewall(check),
};

fn check(firewall: &FirewallView<'_, '_>, findings: &mut Findings) {
    let is_on = |given: &crate::effective::Given<'_, '_>| given.is("yes");
    let Some(pair) = firewall.pair.as_ref().filter(|pair| pair.enabled.as_ref().is_some_and(is_on)) else { return };
    let Some((model, row)) = firewall.model().and_then(|model| Some((model, member_limit(model)?))) else { return };
    if row.support == Support::No {
        let message = format!("{model} does not support HA pairs");
        let help = format!("it has NGFW clustering instead ({})", row.source);
        findings.report(Finding::at(pair.group, message).help(help));
    }
}
