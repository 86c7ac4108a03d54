//! A review for a person: every finding with its place, then a summary for each cluster.

use super::{ByCluster, diagnostic, found, shown_on};
use crate::lint::{Finding, Review};
use crate::report::human::noted;
use crate::source::Sources;

/// As many firewalls are named with a finding at most.
const MOST_NAMED: usize = 4;

/// The text of a review, with colours; whoever prints it may strip them.
pub fn review(review: &Review, sources: &Sources) -> String {
    let finding = |finding: &Finding| {
        noted(&diagnostic(finding), shown_on(finding, review, MOST_NAMED).as_deref(), sources)
    };
    review.findings.iter().map(finding).collect::<String>() + &summary(review)
}

/// What was looked at, and how much was found in each cluster.
fn summary(review: &Review) -> String {
    let (mut text, by_cluster) = (String::new(), ByCluster::new(review));
    for cluster in &review.clusters {
        let description = cluster.description.iter().map(|text| format!(" ({text})"));
        let members = cluster.members.len() + cluster.absent.len();
        text.push_str(&format!(
            "cluster {}{}, {members} member{}: {}\n",
            cluster.label,
            description.collect::<String>(),
            plural(members),
            found(by_cluster.of(Some(&cluster.label)).iter().copied())
        ));
    }
    let elsewhere = by_cluster.of(None);
    if !elsewhere.is_empty() && !review.clusters.is_empty() {
        text.push_str(&format!("outside clusters: {}\n", found(elsewhere.iter().copied())));
    }
    let firewalls = review.firewalls.len();
    text.push_str(&format!("{firewalls} firewall{}: {}", plural(firewalls), found(review.findings.iter())));
    for (count, what) in [(review.suppressed.len(), "suppressed"), (review.known.len(), "known before")] {
        if count > 0 {
            text.push_str(&format!(", {count} {what}"));
        }
    }
    text + "\n"
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}
