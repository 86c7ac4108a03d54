//! One result of a lint: facts and places, no format.

use super::{Estate, FirewallView, Lint, Place, ReviewedFirewall};
use crate::diag::{Label, Severity};
use crate::generate::Sha256;
use crate::model::LinkKind;
use crate::source::visible;

/// What a lint found.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The lint.
    pub lint: &'static Lint,
    /// How bad it is.
    pub severity: Severity,
    /// One sentence without a full stop. It names a firewall only where another one in its place would
    /// make another finding.
    pub message: String,
    /// Where it is.
    pub primary: Label,
    /// The other places that make it one.
    pub secondary: Vec<Label>,
    /// What to do.
    pub help: Option<String>,
    /// The element, from the root of its file.
    /// As text: of thousands of findings, steps would be most of what is in memory.
    pub path: String,
    /// The firewalls that have it, by their place in the inventory.
    pub firewalls: Vec<usize>,
    /// The clusters of these firewalls, by label.
    pub clusters: Vec<String>,
    /// The HA link that it breaks.
    pub link: Option<LinkKind>,
}

/// A finding as a lint reports it, before it is known who else has it.
#[derive(Debug)]
#[must_use = "a finding counts once it is reported"]
pub struct Draft {
    severity: Option<Severity>,
    message: String,
    primary: Label,
    secondary: Vec<Label>,
    help: Option<String>,
    path: String,
    firewalls: Option<Vec<usize>>,
    link: Option<LinkKind>,
}

impl Finding {
    /// A finding at a place, with its message.
    pub fn at<'d>(place: impl Into<Place<'d>>, message: impl Into<String>) -> Draft {
        let place = place.into();
        Draft {
            severity: None,
            // A message is one line, whatever the export that it repeats.
            message: visible(&message.into()).into_owned(),
            primary: Label::new(place.span(), ""),
            secondary: place.used_at().into_iter().collect(),
            help: None,
            path: place.path().to_string(),
            firewalls: None,
            link: None,
        }
    }
}

impl Finding {
    /// What makes two findings one: everything but who has it.
    fn key(&self) -> (&Label, &str, &str, &[Label]) {
        (&self.primary, self.lint.id, &self.message, &self.secondary)
    }

    /// By what it is known again in another run: lint, element, message and firewalls, but neither the
    /// line nor the name of the file, which change from export to export.
    pub fn fingerprint(&self, firewalls: &[ReviewedFirewall]) -> String {
        let names = self.firewalls.iter().map(|index| firewalls[*index].entry.name());
        let facts: Vec<String> = [self.lint.id.to_owned(), self.path.clone(), self.message.clone()]
            .into_iter()
            .chain(names.map(str::to_owned))
            .collect();
        Sha256::of(facts.join("\n").as_bytes()).to_string()[..FINGERPRINT_DIGITS].to_owned()
    }
}

/// Hexadecimal digits of a fingerprint: enough that no two of an export are alike by chance.
const FINGERPRINT_DIGITS: usize = 16;

impl Draft {
    /// Says what stands at the place.
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary = Label::new(self.primary.span, text);
        self
    }

    /// Adds a second place, and what stands there.
    pub fn and<'d>(mut self, place: impl Into<Place<'d>>, text: impl Into<String>) -> Self {
        let span = place.into().span();
        // The same element under two names says nothing.
        if span != self.primary.span && self.secondary.iter().all(|label| label.span != span) {
            self.secondary.push(Label::new(span, text));
        }
        self
    }

    /// Says what to do.
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(visible(&text.into()).into_owned());
        self
    }

    /// Names the firewalls that have it, where they are not all that the lint looks at.
    pub fn on<'v, 'e: 'v, 'd: 'e>(
        mut self,
        firewalls: impl IntoIterator<Item = &'v FirewallView<'e, 'd>>,
    ) -> Self {
        self.firewalls = Some(firewalls.into_iter().map(|firewall| firewall.index).collect());
        self
    }

    /// Names the firewalls that have it by their place in the inventory, where no view of them is at hand.
    pub fn on_firewalls(mut self, firewalls: impl IntoIterator<Item = usize>) -> Self {
        self.firewalls = Some(firewalls.into_iter().collect());
        self
    }

    /// Names the HA link that it breaks.
    pub fn link(mut self, kind: LinkKind) -> Self {
        self.link = Some(kind);
        self
    }

    /// Makes it less bad than the lint's findings are in general.
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }
}

/// Where lints put what they find.
#[derive(Debug)]
pub struct Findings {
    lint: &'static Lint,
    /// The firewalls that are looked at.
    firewalls: Vec<usize>,
    found: Vec<Finding>,
}

impl Findings {
    pub(super) fn new(lint: &'static Lint) -> Self {
        Self { lint, firewalls: Vec::new(), found: Vec::new() }
    }

    /// Looks with another lint, or at something else.
    pub(super) fn turn(&mut self, lint: &'static Lint, firewalls: Vec<usize>) {
        (self.lint, self.firewalls) = (lint, firewalls);
    }

    /// Takes a finding.
    pub fn report(&mut self, draft: Draft) {
        // A finding is at most as bad as its lint: an inferred one is never an error.
        let severity = draft.severity.map_or(self.lint.severity, |severity| severity.max(self.lint.severity));
        self.found.push(Finding {
            lint: self.lint,
            severity,
            message: draft.message,
            primary: draft.primary,
            secondary: draft.secondary,
            help: draft.help,
            path: draft.path,
            firewalls: draft.firewalls.unwrap_or_else(|| self.firewalls.clone()),
            clusters: Vec::new(),
            link: draft.link,
        });
    }

    pub(super) fn into_found(self) -> Vec<Finding> {
        self.found
    }
}

/// One finding for what several firewalls have from the same place; sorted by place, then lint.
pub(super) fn joined(found: Vec<Finding>, estate: &Estate<'_>) -> Vec<Finding> {
    // Sorted and not looked up: keys for thousands of findings would be a copy of them all.
    let mut joined = found;
    joined.sort_by(|a, b| a.key().cmp(&b.key()));
    joined.dedup_by(|later, first| {
        let is_same = later.key() == first.key();
        if is_same {
            first.firewalls.append(&mut later.firewalls);
            first.severity = first.severity.min(later.severity);
        }
        is_same
    });
    for finding in &mut joined {
        finding.firewalls.sort_unstable();
        finding.firewalls.dedup();
        let clusters = finding.firewalls.iter().filter_map(|index| estate.cluster_of(*index));
        finding.clusters = clusters.map(|group| group.label.clone()).collect();
        finding.clusters.sort_unstable();
        finding.clusters.dedup();
    }
    sort(&mut joined);
    joined
}

/// By place, then lint.
pub(super) fn sort(findings: &mut [Finding]) {
    findings.sort_by(|a, b| {
        let key = |finding: &Finding| (finding.primary.span, finding.severity, finding.lint.id);
        key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
    });
}
