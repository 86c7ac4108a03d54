//! What is wrong with the user's material.
//!
//! Belongs here: the facts of a problem, gathered in a [`Sink`]. Does not belong here: how a
//! problem looks on a terminal or in JSON ([`crate::report`]).

use crate::source::Span;

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// We cannot go on with this material.
    Error,
    /// We can go on, and the firewall will probably not do what the user wants.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// The word users see.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A place and what is to be said of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What stands there; empty where the message says it all.
    pub text: String,
}

/// One problem: a message, its place, the places that make it one, and a way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Stable id in kebab case, such as `cluster-id-range`.
    pub code: &'static str,
    /// One sentence without a full stop, repeating the input.
    pub message: String,
    /// Where it is; `None` only where no text has the place (a missing file).
    pub primary: Option<Label>,
    /// The other places that make it a problem.
    pub secondary: Vec<Label>,
    /// What to do.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A problem without a place yet.
    pub fn new(severity: Severity, code: &'static str, message: impl Into<String>) -> Self {
        // A message is one line, whatever the input that it repeats.
        let message = message.into().replace('\n', "\\n");
        Self { severity, code, message, primary: None, secondary: Vec::new(), help: None }
    }

    /// An error.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    /// A warning.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    /// A note.
    pub fn note(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, message)
    }

    /// Sets the place.
    #[must_use]
    pub fn at(self, span: Span) -> Self {
        self.labelled(span, "")
    }

    /// Sets the place and what stands there.
    #[must_use]
    pub fn labelled(mut self, span: Span, text: impl Into<String>) -> Self {
        self.primary = Some(Label { span, text: text.into() });
        self
    }

    /// Adds a second place.
    #[must_use]
    pub fn and(mut self, span: Span, text: impl Into<String>) -> Self {
        self.secondary.push(Label { span, text: text.into() });
        self
    }

    /// An error of a single value, at the value's place.
    pub fn of(error: &impl Explain, span: Span) -> Self {
        Self::without_place(error).at(span)
    }

    /// An error of a single value that stands in no file, such as an argument.
    pub fn without_place(error: &impl Explain) -> Self {
        Self { help: error.help(), ..Self::error(error.code(), error.to_string()) }
    }

    /// Asks whether one of the candidates was meant, or says what else to do.
    #[must_use]
    pub fn guess<'c>(
        self,
        input: &str,
        candidates: impl IntoIterator<Item = &'c str>,
        otherwise: impl Into<String>,
    ) -> Self {
        match near_match(input, candidates) {
            Some(near) => self.help(format!("did you mean `{near}`?")),
            None => self.help(otherwise),
        }
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }
}

/// An error of a single value that knows its diagnostic id and a way out.
///
/// Types whose `FromStr` fails with such an error need no code of their own to be reported at a place.
pub trait Explain: std::fmt::Display {
    /// The diagnostic's id.
    fn code(&self) -> &'static str;

    /// What to do, if there is something better to say than the rule in the message.
    fn help(&self) -> Option<String> {
        None
    }
}

/// The candidate that a mistyped word was probably meant to be.
pub fn near_match<'c>(input: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    near_matches(input, candidates).into_iter().next()
}

/// The candidates that a mistyped word may have been meant to be, the nearest first.
pub fn near_matches<'c>(input: &str, candidates: impl IntoIterator<Item = &'c str>) -> Vec<&'c str> {
    // Words this short are all alike.
    if input.chars().count() < 4 {
        return Vec::new();
    }
    let folded = input.to_lowercase().replace('-', "_");
    let distance =
        |candidate: &str| strsim::damerau_levenshtein(&folded, &candidate.to_lowercase().replace('-', "_"));
    // A third of the letters wrong is a typing error, more is another word.
    let most = input.chars().count() / 3;
    let scored = candidates.into_iter().map(|candidate| (distance(candidate), candidate));
    let mut near: Vec<_> = scored.filter(|(distance, _)| *distance <= most).collect();
    near.sort_by_key(|(distance, _)| *distance);
    near.into_iter().map(|(_, candidate)| candidate).collect()
}

/// Where every stage puts what it finds, so that one run tells all.
#[derive(Debug, Default)]
pub struct Sink(Vec<Diagnostic>);

impl Sink {
    /// Takes a problem. The same problem at the same place counts once: `defaults` are read again
    /// for every cluster they lie under.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        if !self.0.contains(&diagnostic) {
            self.0.push(diagnostic);
        }
    }

    /// Is there anything that forbids going on?
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// How many problems of one severity there are.
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// The places of all problems, in the order in which they were found.
    pub fn places(&self) -> impl Iterator<Item = Span> {
        let labels =
            self.0.iter().flat_map(|diagnostic| diagnostic.primary.iter().chain(&diagnostic.secondary));
        labels.map(|label| label.span)
    }

    /// All problems, by place, then severity, then code: the same input gives the same order.
    pub fn into_sorted(mut self) -> Vec<Diagnostic> {
        self.0.sort_by(|a, b| {
            let key = |d: &Diagnostic| (d.primary.as_ref().map(|label| label.span), d.severity, d.code);
            key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
        });
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_matches_are_typing_errors_only() {
        let keys = ["cluster_id", "name", "members", "ha4"];
        assert_eq!(near_match("clusterid", keys), Some("cluster_id"));
        assert_eq!(near_match("cluster-id", keys), Some("cluster_id"));
        assert_eq!(near_match("Name", keys), Some("name"));
        assert_eq!(near_match("nmae", keys), Some("name"));
        assert_eq!(near_match("zones", keys), None);
    }

    #[test]
    fn the_same_problem_counts_once() {
        let mut sink = Sink::default();
        sink.report(Diagnostic::warning("a", "b"));
        sink.report(Diagnostic::warning("a", "b"));
        assert_eq!((sink.count(Severity::Warning), sink.has_errors()), (1, false));
    }
}
