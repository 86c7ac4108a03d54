//! Members of different models.

use std::collections::BTreeMap;

use crate::diag::Severity;
use crate::lint::{Basis, Check, Estate, Example, Explanation, Finding, Findings, Lint, Topic};
use crate::model::ModelName;

pub(crate) static LINT: Lint = Lint {
    id: "mixed-models",
    topic: Topic::Consistency,
    severity: Severity::Error,
    summary: "members of a cluster or pair are of different models",
    explanation: Explanation {
        checks: "Peers of a pair that is in no cluster count as members. The firewalls of a cluster, or of a pair, are of one model. No export says the model; it is looked at \
                 as far as `panha.toml`, a spec or the command line tell it.",
        why: "The vendor asks for the same model on all members. Another one has other limits, for sessions too, and \
              may not be able to take over what it gets.",
        basis: Basis::Stated("HA clustering best practices 10.1: the same model on all members"),
        example: Example::Config {
            broken: "[models]\n\"013201000031\" = \"PA-3260\"\n",
            fixed: "[models]\n\"013201000031\" = \"PA-5250\"\n",
        },
        fix: "Replace the firewall by one of the same model, or make a cluster of its own for it. If only the model \
              is told wrongly, correct that.",
    },
    check: Check::Estate(check),
};

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let of_clusters = estate.clusters.iter().enumerate();
    let in_cluster: BTreeMap<usize, usize> =
        of_clusters.flat_map(|(at, cluster)| cluster.members.iter().map(move |member| (*member, at))).collect();
    for cluster in &estate.clusters {
        look(&cluster.members, "cluster", estate, findings);
    }
    for pair in &estate.pairs {
        let [one, other] = pair.map(|index| in_cluster.get(&index));
        // A pair in one cluster is told of there.
        if one.is_none() || one != other {
            look(pair, "pair", estate, findings);
        }
    }
}

fn look(members: &[usize], what: &str, estate: &Estate<'_>, findings: &mut Findings) {
    let mut by_model: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for index in members {
        if let Some(model) = model_of(*index, estate) {
            by_model.entry(model.to_string()).or_default().push(*index);
        }
    }
    // Of those that are as common, the one of the first member.
    let rank = |of_model: &[usize]| (of_model.len(), std::cmp::Reverse(of_model.first().copied()));
    let Some((usual, others)) = by_model.iter().max_by_key(|(_, of_model)| rank(of_model)) else { return };
    let place = |index: &usize| estate.look_at(*index, |view| view.stack_place());
    let other = others.first().and_then(place);
    for (model, of_model) in by_model.iter().filter(|(model, _)| *model != usual) {
        let Some(place) = of_model.first().and_then(place) else { continue };
        let finding = Finding::at(place, format!("a {model}, where others of the {what} are {usual}"));
        let finding = match other {
            Some(other) => finding.and(other, format!("a {usual}")),
            None => finding,
        };
        let finding = finding.on_firewalls(of_model.iter().copied());
        findings.report(finding.help(format!("all firewalls of a {what} have to be of one model")));
    }
}

fn model_of<'e>(index: usize, estate: &'e Estate<'_>) -> Option<&'e ModelName> {
    let serial = estate.firewalls.get(index)?.serial.as_deref();
    serial.map_or(estate.facts.model.as_ref(), |serial| estate.facts.model_of(serial))
}
