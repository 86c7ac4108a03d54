//! What has to go where a spec is refused: the smallest part without which the rest still says the truth.

use std::ops::Range;

use super::yaml::{TreePath, Yaml, YamlValue};
use crate::diag::Diagnostic;

/// Keys of a cluster without which it is none.
const OF_CLUSTER: &[&str] = &["name", "cluster_id", "ha4"];

/// Keys of a pair that go as a whole.
const OF_PAIR: &[&str] =
    &["ha1_backup", "ha2", "ha2_backup", "ha3", "ha2_keep_alive", "link_monitoring", "interfaces"];

/// The part that a problem is about. `places` are those of the spec's text.
pub(super) fn unit(spec: &Yaml, places: &[(Range<usize>, TreePath)], problem: &Diagnostic) -> TreePath {
    let path = problem.primary.as_ref().and_then(|label| innermost(places, &label.span.range()));
    let path = path.unwrap_or_default();
    let keys = keys(spec, &path);
    let key = |at: usize| keys.get(at).and_then(Option::as_deref).unwrap_or_default();
    // A part that lacks something, or does not fit what others say of it.
    let is_of_holder =
        matches!(problem.code, "missing-key" | "one-value" | "pair-members" | "address-reused");
    let length = match key(2) {
        _ if path.len() <= 2 => path.len(),
        of_cluster if OF_CLUSTER.contains(&of_cluster) => 2,
        // A rule without one of its sources, or a zone without one of its interfaces, is another one.
        "policy" => 5,
        "zones" | "interfaces" => 4,
        "pairs" if OF_PAIR.contains(&key(4)) && (is_of_holder || !is_single(key(5))) => 5,
        "pairs" if matches!(key(4), "name" | "group_id" | "ha1") || is_of_holder => 4,
        "members" if matches!(key(4), "name" | "serial") || is_of_holder => 4,
        "template_stack" => 4,
        _ => path.len(),
    };
    // Where nothing can be found, the first cluster is what cannot be said.
    if path.is_empty() { first_cluster(spec) } else { path[..length.min(path.len())].to_vec() }
}

/// Keys of a link that it can do without.
fn is_single(key: &str) -> bool {
    matches!(key, "gateway" | "transport" | "action" | "threshold_ms")
}

fn innermost(places: &[(Range<usize>, TreePath)], range: &Range<usize>) -> Option<TreePath> {
    let around = places.iter().filter(|(place, _)| place.start <= range.start && range.end <= place.end);
    let innermost = around.min_by_key(|(place, path)| (place.len(), usize::MAX - path.len()));
    innermost.map(|(_, path)| path.clone())
}

/// The key at each step of a path; `None` for the steps into lists.
fn keys(spec: &Yaml, path: &[usize]) -> Vec<Option<String>> {
    let mut keys = Vec::new();
    let mut value = spec;
    for at in path {
        keys.push(match &value.value {
            YamlValue::Map(map) => map.0.get(*at).map(|(key, _)| key.clone()),
            _ => None,
        });
        let Some(child) = value.children().get(*at).copied() else { break };
        value = child;
    }
    keys
}

fn first_cluster(spec: &Yaml) -> TreePath {
    let clusters = spec.keys().and_then(|keys| keys.0.iter().position(|(key, _)| key == "clusters"));
    vec![clusters.unwrap_or_default(), 0]
}
