//! How bad the user takes findings to be.

use std::str::FromStr;

use super::{Finding, Lint, Subject, Topic, Within};
use crate::diag::{Explain, Severity};

/// How bad a finding is, or that it is none. The worst comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// It counts, and is this bad.
    On(Severity),
    /// It does not count.
    Off,
}

impl Level {
    /// The words for all of them.
    pub const WORDS: [&'static str; 4] = ["error", "warning", "note", "off"];
}

impl FromStr for Level {
    type Err = LevelError;

    fn from_str(input: &str) -> Result<Self, LevelError> {
        match input {
            "error" => Ok(Self::On(Severity::Error)),
            "warning" => Ok(Self::On(Severity::Warning)),
            "note" => Ok(Self::On(Severity::Note)),
            "off" => Ok(Self::Off),
            _ => Err(LevelError { input: input.to_owned() }),
        }
    }
}

/// A word that is no level.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{input}` is no level")]
pub struct LevelError {
    input: String,
}

impl Explain for LevelError {
    fn code(&self) -> &'static str {
        "level-unknown"
    }

    fn help(&self) -> Option<String> {
        Some(format!("it is one of {}", Level::WORDS.join(", ")))
    }
}

/// The lints that a level is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leveled {
    /// One lint.
    Lint(&'static str),
    /// All of a topic.
    Topic(Topic),
}

impl Leveled {
    fn is_for(self, lint: &Lint) -> bool {
        match self {
            Self::Lint(id) => lint.id == id,
            Self::Topic(topic) => lint.topic == topic,
        }
    }
}

/// A level and what it is for.
#[derive(Debug, Clone)]
struct Rule {
    leveled: Leveled,
    level: Level,
    within: Within,
    is_flag: bool,
}

impl Rule {
    /// Of two that fit, the greater one counts: a flag over the file, the narrower place over the wider
    /// one, a lint over its topic.
    fn rank(&self) -> (bool, usize, usize, bool) {
        let (limits, steps) = self.within.narrowness();
        (self.is_flag, limits, steps, matches!(self.leveled, Leveled::Lint(_)))
    }
}

/// Every level that the user set.
#[derive(Debug, Clone, Default)]
pub struct Levels(Vec<Rule>);

impl Levels {
    /// Sets a level of the file.
    pub fn set(&mut self, leveled: Leveled, level: Level, within: Within) {
        self.0.push(Rule { leveled, level, within, is_flag: false });
    }

    /// Sets a level over the file's, whatever it is limited to there.
    pub fn set_flag(&mut self, leveled: Leveled, level: Level) {
        self.0.push(Rule { leveled, level, within: Within::default(), is_flag: true });
    }

    /// Is a lint off wherever it looks?
    pub fn is_off(&self, lint: &Lint) -> bool {
        let mut rules: Vec<&Rule> = self.0.iter().filter(|rule| rule.leveled.is_for(lint)).collect();
        // The last of those that are alike counts, and this sort leaves their order.
        rules.sort_by_key(|rule| rule.rank());
        let general = rules.iter().rposition(|rule| rule.within.is_everything());
        general.is_some_and(|general| rules[general..].iter().all(|rule| rule.level == Level::Off))
    }

    /// The level of a finding for those who have it: the worst of theirs.
    pub(super) fn level_of(&self, finding: &Finding, subjects: &[Subject<'_>]) -> Level {
        let of_subject = |subject| {
            let rules = self.0.iter().filter(|rule| rule.leveled.is_for(finding.lint));
            let rules = rules.filter(|rule| rule.within.holds(&finding.path, subject));
            rules.max_by_key(|rule| rule.rank()).map_or(Level::On(finding.severity), |rule| rule.level)
        };
        subjects.iter().map(of_subject).min().unwrap_or(Level::On(finding.severity))
    }
}
