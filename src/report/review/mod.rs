//! A review in every format that people and CI use, and the lints themselves.

mod explain;
mod html;
mod human;
mod json;

pub use explain::{explained_lint, lint_list, lint_list_json};
pub use html::review_html;
pub use human::review;
pub use json::{REVIEW_SCHEMA, review_json};

use crate::diag::Diagnostic;
use crate::lint::{Finding, Review};

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

/// The firewalls that have a finding, by serial number and host name.
fn shown_firewalls(finding: &Finding, review: &Review) -> Vec<String> {
    finding.firewalls.iter().map(|index| review.firewalls[*index].entry.shown()).collect()
}
