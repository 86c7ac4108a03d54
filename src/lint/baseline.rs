//! What an earlier run found.

use std::collections::HashMap;

use serde::Deserialize;

use super::{Finding, ReviewedFirewall};
use crate::diag::Diagnostic;
use crate::source::{Position, SourceId, Sources, Span};

/// The envelope of `report`, which writes what is read here; a test holds them to each other.
const SCHEMA: &str = "panha.review/1";

/// The findings of an earlier run, by fingerprint, each as often as it was found.
#[derive(Debug, Clone, Default)]
pub struct Baseline {
    /// The name of its file.
    pub name: String,
    found: HashMap<String, usize>,
    suppressed: HashMap<String, usize>,
}

#[derive(Deserialize)]
struct Envelope {
    #[serde(default)]
    findings: Vec<Told>,
    #[serde(default)]
    known: Vec<Told>,
    #[serde(default)]
    suppressed: Vec<ToldSuppressed>,
}

/// Only so much, to know whether the rest can be read.
#[derive(Deserialize)]
struct Version {
    schema: String,
}

#[derive(Deserialize)]
struct Told {
    fingerprint: String,
}

#[derive(Deserialize)]
struct ToldSuppressed {
    finding: Told,
}

impl Baseline {
    /// Reads the JSON of an earlier review.
    ///
    /// # Errors
    /// What is no such JSON, with its place.
    pub fn parse(sources: &Sources, id: SourceId) -> Result<Self, Diagnostic> {
        const HELP: &str = "a baseline is what `panha review --format json` wrote";
        let source = sources.get(id);
        let name = source.name().to_owned();
        let text = &source.text()[source.mark()..];
        let trouble = |error: serde_json::Error| {
            // It counts columns in bytes; what we write is a text a line.
            let at = source.offset(Position { line: error.line(), column: error.column() });
            let reason = error.to_string();
            let reason = reason.split(" at line ").next().unwrap_or(&reason).to_owned();
            let message = format!("{name} is no review: {reason}");
            Diagnostic::error("baseline-unreadable", message).at(Span::new(id, at, at)).help(HELP)
        };
        let Version { schema } = serde_json::from_str(text).map_err(&trouble)?;
        if schema != SCHEMA {
            let message = format!("{name} is no review of this version: its schema is `{schema}`");
            let at = text.find(&schema).map_or(0, |at| source.mark() + at);
            let span = Span::new(id, at, at + schema.len());
            let help = format!("{HELP}, in the envelope `{SCHEMA}`");
            return Err(Diagnostic::error("baseline-schema", message).at(span).help(help));
        }
        let Envelope { findings, known, suppressed } = serde_json::from_str(text).map_err(&trouble)?;
        let mut baseline = Self { name: name.clone(), ..Self::default() };
        for told in findings.into_iter().chain(known) {
            *baseline.found.entry(told.fingerprint).or_default() += 1;
        }
        for told in suppressed {
            *baseline.suppressed.entry(told.finding.fingerprint).or_default() += 1;
        }
        Ok(baseline)
    }

    /// Was a finding there already? Each that was found counts for one that is found now.
    pub(super) fn take(&mut self, finding: &Finding, firewalls: &[ReviewedFirewall]) -> bool {
        take(&mut self.found, &finding.fingerprint(firewalls))
    }

    /// The same, for a finding that is suppressed now: it may have been so already.
    pub(super) fn take_suppressed(&mut self, finding: &Finding, firewalls: &[ReviewedFirewall]) -> bool {
        let fingerprint = finding.fingerprint(firewalls);
        take(&mut self.suppressed, &fingerprint) || take(&mut self.found, &fingerprint)
    }
}

fn take(left: &mut HashMap<String, usize>, fingerprint: &str) -> bool {
    match left.get_mut(fingerprint) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    }
}
