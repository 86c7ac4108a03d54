//! A finding on a page.

use serde::Serialize;

use super::text::Text;
use crate::lint::{Finding, Lint, Review, Suppressed};
use crate::report::review::shown_firewalls;
use crate::source::{Sources, Span};

/// So many firewalls are shown at once; the others when asked for.
const FIRST_FIREWALLS: usize = 6;
/// So many are shown at all; the JSON has them all.
const MOST_FIREWALLS: usize = 300;
/// So many second places are shown.
const MOST_PLACES: usize = 20;

/// A finding, ready to be shown.
#[derive(Debug, Serialize)]
pub(super) struct FindingEntry {
    /// By what a link finds it; unique on the page.
    pub(super) anchor: String,
    severity: &'static str,
    lint: &'static str,
    message: Text,
    place: PlaceEntry,
    others: Vec<PlaceEntry>,
    more_others: usize,
    path: Text,
    firewalls: Vec<Text>,
    folded_firewalls: Vec<Text>,
    more_firewalls: usize,
    /// `7 more firewalls`
    fold: String,
    help: Option<Text>,
    link: Option<&'static str>,
    /// The clusters, by place among those that one can choose; `-` where it is in none.
    pub(super) choices: String,
    clusters: Vec<Text>,
}

/// Where something is, and what stands there.
#[derive(Debug, Serialize)]
struct PlaceEntry {
    at: Text,
    label: Text,
}

/// A finding that somebody has a reason to live with.
#[derive(Debug, Serialize)]
pub(super) struct SuppressedEntry {
    reason: Text,
    until: Option<Text>,
    finding: FindingEntry,
}

/// What is explained of a lint.
#[derive(Debug, Serialize)]
pub(super) struct LintEntry {
    id: &'static str,
    severity: &'static str,
    topic: &'static str,
    summary: &'static str,
    checks: &'static str,
    why: &'static str,
    basis: &'static str,
    source: &'static str,
    fix: &'static str,
}

impl FindingEntry {
    pub(super) fn new(
        finding: &Finding,
        anchor: String,
        choices: String,
        review: &Review,
        sources: &Sources,
    ) -> Self {
        let place = |span: Span, label: &str| PlaceEntry {
            at: Text::of(&sources.line_of(span)),
            label: Text::of(label),
        };
        let mut firewalls: Vec<Text> =
            shown_firewalls(finding, review).iter().take(MOST_FIREWALLS).map(|name| Text::of(name)).collect();
        let all = finding.firewalls.len();
        let first = if all <= FIRST_FIREWALLS + 1 { all } else { FIRST_FIREWALLS };
        let folded = firewalls.split_off(first);
        Self {
            anchor,
            severity: finding.severity.as_str(),
            lint: finding.lint.id,
            message: Text::of(&finding.message),
            place: place(finding.primary.span, &finding.primary.text),
            others: finding
                .secondary
                .iter()
                .take(MOST_PLACES)
                .map(|label| place(label.span, &label.text))
                .collect(),
            more_others: finding.secondary.len().saturating_sub(MOST_PLACES),
            path: Text::of(&finding.path),
            fold: format!("{} more firewalls", all - first),
            more_firewalls: all - first - folded.len(),
            firewalls,
            folded_firewalls: folded,
            help: finding.help.as_deref().map(Text::of),
            link: finding.link.map(|link| link.label()),
            choices,
            clusters: finding.clusters.iter().map(|label| Text::of(label)).collect(),
        }
    }
}

impl SuppressedEntry {
    pub(super) fn new(suppressed: &Suppressed, finding: FindingEntry) -> Self {
        Self {
            reason: Text::of(&suppressed.reason),
            until: suppressed.until.as_deref().map(Text::of),
            finding,
        }
    }
}

impl LintEntry {
    pub(super) fn new(lint: &Lint) -> Self {
        let explanation = &lint.explanation;
        Self {
            id: lint.id,
            severity: lint.severity.as_str(),
            topic: lint.topic.as_str(),
            summary: lint.summary,
            checks: explanation.checks,
            why: explanation.why,
            basis: explanation.basis.shown(),
            source: explanation.basis.source(),
            fix: explanation.fix,
        }
    }
}
