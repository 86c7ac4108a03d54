//! A review in every format that people and CI use, and the lints themselves.

mod explain;
mod github;
mod html;
mod human;
mod json;
mod junit;
mod markdown;
mod sarif;

#[cfg(test)]
mod tests;

pub use explain::{explained_lint, lint_list, lint_list_json};
pub use github::review_github;
pub use html::review_html;
pub use human::review;
pub use json::{REVIEW_SCHEMA, review_json};
pub use junit::review_junit;
pub use markdown::review_markdown;
pub use sarif::review_sarif;

use std::collections::HashMap;

use crate::diag::{Diagnostic, Label, Severity};
use crate::lint::{Finding, Review};
use crate::report::human::counted;
use crate::source::Sources;

/// A finding as what any problem is.
fn diagnostic(finding: &Finding) -> Diagnostic {
    Diagnostic {
        severity: finding.severity,
        code: finding.lint.id,
        message: finding.message.clone(),
        primary: Some(finding.primary.clone()),
        secondary: finding.secondary.clone(),
        help: finding.help.clone(),
    }
}

/// The findings that count, by the label of their cluster; those outside clusters under `None`. A finding
/// of two clusters is under both.
struct ByCluster<'r>(HashMap<Option<&'r str>, Vec<&'r Finding>>);

impl<'r> ByCluster<'r> {
    fn new(review: &'r Review) -> Self {
        let mut by_cluster: HashMap<_, Vec<&Finding>> = HashMap::new();
        for finding in &review.findings {
            labels(finding).for_each(|label| by_cluster.entry(label).or_default().push(finding));
        }
        Self(by_cluster)
    }

    fn of(&self, label: Option<&'r str>) -> &[&'r Finding] {
        self.0.get(&label).map(Vec::as_slice).unwrap_or_default()
    }
}

/// The clusters of a finding by label, or `None` once where it is in none.
fn labels(finding: &Finding) -> impl Iterator<Item = Option<&str>> {
    let outside = finding.clusters.is_empty().then_some(None);
    finding.clusters.iter().map(|label| Some(label.as_str())).chain(outside)
}

/// The firewalls that have a finding, by serial number and host name.
fn shown_firewalls(finding: &Finding, review: &Review) -> Vec<String> {
    finding.firewalls.iter().map(|index| review.firewalls[*index].entry.shown()).collect()
}

/// Which firewalls have a finding, where its message does not say so; `most` of them are named.
fn shown_on(finding: &Finding, review: &Review, most: usize) -> Option<String> {
    let names = shown_firewalls(finding, review);
    let is_told = names.iter().all(|name| finding.message.contains(name.as_str()));
    if is_told {
        return None;
    }
    let rest = names.len().saturating_sub(most);
    let named = names[..names.len() - rest].join(", ");
    Some(if rest == 0 { format!("on {named}") } else { format!("on {named} and {rest} more") })
}

/// How much was found: `2 errors, 1 note`.
fn found<'f>(findings: impl Iterator<Item = &'f Finding>) -> String {
    let severities: Vec<Severity> = findings.map(|finding| finding.severity).collect();
    let counted = counted(severities.iter().copied());
    if counted.is_empty() { "nothing found".to_owned() } else { counted }
}

/// A place with what is said of it, and nothing of its text: `a.xml:1:2 (the second)`.
fn placed(label: &Label, sources: &Sources) -> String {
    let place = sources.place(label.span);
    if label.text.is_empty() { place } else { format!("{place} ({})", label.text) }
}
