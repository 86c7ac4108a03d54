//! Findings that the user has a reason to live with, and reasons that hold no longer.

use super::{Basis, Check, Example, Explanation, Finding, Lint, Subject, Subjects, Topic, Within};
use crate::diag::{Label, Severity};
use crate::model::Day;
use crate::source::{At, Span};

/// Which findings the user lives with, and why.
#[derive(Debug, Clone)]
pub struct Suppression {
    /// The lint.
    pub lint: &'static Lint,
    /// Where.
    pub within: Within,
    /// What its message holds.
    pub message_contains: Option<String>,
    /// The reason, for those who read the report.
    pub reason: String,
    /// The last day on which it holds.
    pub until: Option<At<Day>>,
    /// The id of the lint in the file.
    pub span: Span,
}

/// The path of what stands in no configuration.
const ROOT: &str = "/";

impl Suppression {
    /// Is it over? Without knowing the day, it holds.
    pub(super) fn is_expired(&self, today: Option<Day>) -> bool {
        self.until.as_ref().zip(today).is_some_and(|(until, today)| until.value < today)
    }

    pub(super) fn is_for(&self, finding: &Finding) -> bool {
        let has_words = |words: &String| finding.message.contains(words.as_str());
        self.lint.id == finding.lint.id && self.message_contains.as_ref().is_none_or(has_words)
    }

    pub(super) fn holds(&self, finding: &Finding, subject: &Subject<'_>) -> bool {
        self.within.holds(&finding.path, subject)
    }

    /// That it is over.
    pub(super) fn expired(&self, until: &At<Day>) -> Finding {
        let message = format!("the suppression of `{}` ended on {}", self.lint.id, until.value);
        let mut finding = self.finding(&EXPIRED, message);
        finding.primary = Label { span: until.span, text: "its last day".to_owned() };
        finding.secondary = vec![Label { span: self.span, text: String::new() }];
        finding.help = Some("repair what it is about; or give the reason anew, with a later day".to_owned());
        finding
    }

    /// That it suppresses nothing.
    pub(super) fn unused(&self, subjects: &Subjects<'_>) -> Finding {
        let absent = self.within.absent(subjects);
        let message = format!("the suppression of `{}` matches nothing", self.lint.id);
        if absent.is_empty() {
            let mut finding = self.finding(&UNUSED, message);
            finding.help = Some("delete it, or correct what it names".to_owned());
            return finding;
        }
        // Whoever reviews one export of many has suppressions for the others.
        let which = absent.join(", ");
        let verb = if absent.len() == 1 { "is" } else { "are" };
        let mut finding = self.finding(&UNUSED, format!("{message}: {which} {verb} not in these exports"));
        finding.severity = Severity::Note;
        finding.help = Some(format!("delete it if {which} {verb} gone for good"));
        finding
    }

    fn finding(&self, lint: &'static Lint, message: String) -> Finding {
        Finding {
            lint,
            severity: lint.severity,
            message,
            primary: Label { span: self.span, text: String::new() },
            secondary: Vec::new(),
            help: None,
            path: ROOT.to_owned(),
            firewalls: Vec::new(),
            clusters: Vec::new(),
            link: None,
        }
    }
}

/// The lints over suppressions. They look at `panha.toml`, when all others have looked at the exports.
pub static SUPPRESSION_LINTS: [&Lint; 2] = [&UNUSED, &EXPIRED];

static UNUSED: Lint = Lint {
    id: "suppression-unused",
    topic: Topic::Suppression,
    severity: Severity::Warning,
    summary: "a suppression in panha.toml matches no finding",
    explanation: Explanation {
        checks: "Every `[[suppress]]` in panha.toml matches a finding, or at least one of the firewalls that have \
                 it. Where the suppression names a cluster or firewall that is in none of the exports, this is \
                 a note.",
        why: "What it was about is repaired, or it never matched because a name or path is wrong. Left there, it \
              hides the same fault when it comes back.",
        basis: Basis::Contradiction("panha.toml says that there is a finding, and there is none"),
        example: Example::Config {
            broken: "[[suppress]]\nlint = \"cluster-id-differs\"\nreason = \"members move one by one, CHG-1234\"",
            fixed: "",
        },
        fix: "Delete it; or repair its path, cluster, firewall or message-contains.",
    },
    check: Check::Suppressions,
};

static EXPIRED: Lint = Lint {
    id: "suppression-expired",
    topic: Topic::Suppression,
    severity: Severity::Warning,
    summary: "a suppression in panha.toml is over",
    explanation: Explanation {
        checks: "No `[[suppress]]` in panha.toml has an `until` before the day that `--today` gives. The last day \
                 itself still counts.",
        why: "Somebody promised to repair it by then. What it suppressed counts again.",
        basis: Basis::Contradiction("panha.toml gives a last day, and that is over"),
        example: Example::Config {
            broken: "[[suppress]]\nlint = \"cluster-id-differs\"\nuntil = 2026-10-31\n\
                     reason = \"members move one by one, CHG-1234\"",
            fixed: "",
        },
        fix: "Repair what it is about and delete it; or give the reason anew, with a later day.",
    },
    check: Check::Suppressions,
};
