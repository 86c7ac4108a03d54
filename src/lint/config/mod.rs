//! `panha.toml`: what the user says of lints, findings and firewalls.
//!
//! Belongs here: its keys, and every problem with them. Does not belong here: what they do
//! ([`judge`](super::judge())).

mod tree;

use super::suppression::SUPPRESSION_LINTS;
use super::{Facts, Level, Leveled, Levels, Lint, PathPattern, Suppression, Topic, Within};
use crate::diag::{Diagnostic, Severity, Sink};
use crate::model::{ModelName, Serial};
use crate::source::{At, SourceId, Sources};

use tree::{Item, Table};

/// What the user says, all of it checked.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// The name of its file, if there is one.
    pub name: Option<String>,
    /// How bad findings are.
    pub levels: Levels,
    /// The least that counts as a failure.
    pub fail_on: Option<Severity>,
    /// What no export tells.
    pub facts: Facts,
    /// The findings to live with.
    pub suppressions: Vec<Suppression>,
}

impl Config {
    /// Its keys.
    pub const KEYS: &'static [&'static str] = &["levels", "levels-for", "fail-on", "models", "suppress"];
    /// Those of `[[levels-for]]`.
    pub const LEVELS_FOR_KEYS: &'static [&'static str] = &["path", "cluster", "firewall", "levels"];
    /// Those of `[[suppress]]`.
    pub const SUPPRESS_KEYS: &'static [&'static str] =
        &["lint", "reason", "until", "path", "cluster", "firewall", "message-contains"];

    /// Reads the file that was added to `sources` as `id`; `lints` are all that it may name.
    ///
    /// Every problem goes to `sink`; what is left is good, and should be used only if there was no error.
    pub fn parse(sources: &Sources, id: SourceId, lints: &[&'static Lint], sink: &mut Sink) -> Self {
        let read = |root: Table<'_>, sink: &mut Sink| Reader { lints, sink }.config(&root);
        let config = tree::parse(sources, id, Config::KEYS, sink, read).unwrap_or_default();
        Self { name: Some(sources.get(id).name().to_owned()), ..config }
    }

    /// Takes a level from the command line: `cluster-id-differs=note`, `topic.variables=off`.
    pub fn set_level(&mut self, flag: &str, lints: &[&'static Lint], sink: &mut Sink) {
        let Some((name, level)) = flag.split_once('=') else {
            let message = format!("`--level {flag}` has no level");
            let help = "write it like --level cluster-id-differs=note";
            return sink.report(Diagnostic::error("level-flag", message).help(help));
        };
        let leveled = match name.strip_prefix("topic.") {
            Some(topic) => leveled_topic(topic),
            None => leveled_lint(name, lints),
        };
        let told = |diagnostic: Diagnostic| Diagnostic {
            message: format!("`--level {flag}`: {}", diagnostic.message),
            ..diagnostic
        };
        match (leveled, level.parse::<Level>()) {
            (Ok(leveled), Ok(level)) => self.levels.set_flag(leveled, level),
            (leveled, level) => {
                leveled.err().into_iter().for_each(|diagnostic| sink.report(told(diagnostic)));
                let trouble = level.err().map(|error| Diagnostic::without_place(&error));
                trouble.into_iter().for_each(|diagnostic| sink.report(told(diagnostic)));
            }
        }
    }

    /// What is to be said where there are last days and nobody says which day it is.
    pub fn undated(&self) -> Option<Diagnostic> {
        let mut days = self.suppressions.iter().filter_map(|suppression| suppression.until.as_ref());
        let first = days.next()?;
        let note = match days.count() {
            0 => Diagnostic::note(
                "today-unknown",
                "this suppression holds, because no `--today` says it is over",
            ),
            more => {
                let message =
                    format!("{} suppressions hold, because no `--today` says they are over", more + 1);
                Diagnostic::note("today-unknown", message)
            }
        };
        let help =
            "give the day, as in --today 2026-11-22; panha looks at no clock, so that a run can be repeated";
        Some(note.at(first.span).help(help))
    }
}

/// No such lint, with the one that may be meant.
fn leveled_lint(id: &str, lints: &[&'static Lint]) -> Result<Leveled, Diagnostic> {
    lint_of(id, lints).map(|lint| Leveled::Lint(lint.id))
}

fn lint_of(id: &str, lints: &[&'static Lint]) -> Result<&'static Lint, Diagnostic> {
    lints.iter().copied().find(|lint| lint.id == id).ok_or_else(|| {
        Diagnostic::error("unknown-lint", format!("there is no lint `{id}`")).guess(
            id,
            lints.iter().map(|lint| lint.id),
            "`panha explain --list` lists all",
        )
    })
}

fn leveled_topic(key: &str) -> Result<Leveled, Diagnostic> {
    let topic = Topic::ALL.into_iter().find(|topic| topic.key() == key);
    topic.map(Leveled::Topic).ok_or_else(|| {
        let keys: Vec<_> = Topic::ALL.iter().map(|topic| topic.key()).collect();
        let otherwise = format!("it is one of {}", keys.join(", "));
        Diagnostic::error("unknown-topic", format!("there is no topic `{key}`")).guess(
            key,
            keys.iter().copied(),
            otherwise,
        )
    })
}

struct Reader<'r> {
    lints: &'r [&'static Lint],
    sink: &'r mut Sink,
}

impl Reader<'_> {
    fn config(&mut self, root: &Table<'_>) -> Config {
        root.knows(Config::KEYS, self.sink);
        let mut config = Config::default();
        if let Some(table) = root.get("levels").and_then(|item| item.table("`levels`", self.sink)) {
            self.levels(&table, &Within::default(), &mut config.levels);
        }
        for table in self.tables(root, "levels-for", "`[[levels-for]]`") {
            self.levels_for(&table, &mut config.levels);
        }
        config.fail_on = root.get("fail-on").and_then(|item| self.fail_on(item));
        if let Some(table) = root.get("models").and_then(|item| item.table("`models`", self.sink)) {
            self.models(&table, &mut config.facts);
        }
        let suppressions = self.tables(root, "suppress", "`[[suppress]]`");
        config.suppressions = suppressions.iter().filter_map(|table| self.suppression(table)).collect();
        config
    }

    fn tables<'t>(&mut self, root: &Table<'t>, key: &str, what: &'static str) -> Vec<Table<'t>> {
        root.get(key).map(|item| item.tables(what, self.sink)).unwrap_or_default()
    }

    fn levels(&mut self, table: &Table<'_>, within: &Within, into: &mut Levels) {
        for (key, item) in table.entries() {
            if key.value != "topic" {
                self.level(key, leveled_lint(key.value, self.lints), item, within, into);
            } else if let Some(topics) = item.table("`topic`", self.sink) {
                for (key, item) in topics.entries() {
                    self.level(key, leveled_topic(key.value), item, within, into);
                }
            }
        }
    }

    fn level(
        &mut self,
        key: At<&str>,
        leveled: Result<Leveled, Diagnostic>,
        item: Item<'_>,
        within: &Within,
        into: &mut Levels,
    ) {
        let leveled = self.told(leveled.map_err(|diagnostic| diagnostic.at(key.span)));
        let level = item.text(self.sink).and_then(|text| {
            let level = text.value.parse::<Level>();
            self.told(level.map_err(|error| Diagnostic::of(&error, text.span)))
        });
        if let (Some(leveled), Some(level)) = (leveled, level) {
            into.set(leveled, level, within.clone());
        }
    }

    fn levels_for(&mut self, table: &Table<'_>, into: &mut Levels) {
        table.knows(Config::LEVELS_FOR_KEYS, self.sink);
        let within = self.within(table);
        let help = "such as levels.cluster-id-differs = \"note\"";
        let Some(item) = table.required("levels", help, self.sink) else { return };
        let levels = item.table("`levels`", self.sink);
        let (Some(within), Some(levels)) = (within, levels) else { return };
        if within.is_everything() {
            let message = "`[[levels-for]]` does not say for what";
            let help = "name a path, cluster or firewall; levels for everything are in [levels]";
            self.sink.report(Diagnostic::error("levels-for-everything", message).at(table.span).help(help));
        }
        self.levels(&levels, &within, into);
    }

    /// What a table is limited to; `None` where that could not be read.
    fn within(&mut self, table: &Table<'_>) -> Option<Within> {
        let path = match table.get("path") {
            None => Some(None),
            Some(item) => item.text(self.sink).and_then(|text| {
                let help = "such as /config/devices/entry/template/entry[@name='T-core']; `entry` alone, and [@name='*'], stand for every entry";
                let pattern = PathPattern::parse(text.value);
                let trouble = |error: crate::xml::PathError| {
                    Diagnostic::error("path-pattern", error.to_string()).at(text.span).help(help)
                };
                self.told(pattern.map_err(trouble)).map(Some)
            }),
        };
        let mut words = |key| match table.get(key) {
            None => Some(Vec::new()),
            Some(item) => item.words(self.sink),
        };
        let (clusters, firewalls) = (words("cluster"), words("firewall"));
        Some(Within { path: path?, clusters: clusters?, firewalls: firewalls? })
    }

    fn fail_on(&mut self, item: Item<'_>) -> Option<Severity> {
        let text = item.text(self.sink)?;
        let all = [Severity::Error, Severity::Warning, Severity::Note];
        let found = all.into_iter().find(|severity| severity.as_str() == text.value);
        let trouble = || {
            let message = format!("`fail-on` cannot be `{}`", text.value);
            let words = all.map(Severity::as_str);
            let otherwise = format!("it is one of {}", words.join(", "));
            Diagnostic::error("unknown-value", message).at(text.span).guess(text.value, words, otherwise)
        };
        self.told(found.ok_or_else(trouble))
    }

    fn models(&mut self, table: &Table<'_>, facts: &mut Facts) {
        for (key, item) in table.entries() {
            let Some(model) = item.text(self.sink) else { continue };
            let Ok(model) = model.value.parse::<ModelName>();
            if key.value == "default" {
                facts.model = Some(model);
                continue;
            }
            let serial = key.value.parse::<Serial>();
            if let Some(serial) = self.told(serial.map_err(|error| Diagnostic::of(&error, key.span))) {
                facts.models.insert(serial.to_string(), model);
            }
        }
    }

    fn suppression(&mut self, table: &Table<'_>) -> Option<Suppression> {
        table.knows(Config::SUPPRESS_KEYS, self.sink);
        let lint = table.required("lint", "the id of a lint; `panha explain --list` lists all", self.sink);
        let lint = lint.and_then(|item| {
            let id = item.text(self.sink)?;
            let lint = lint_of(id.value, self.lints).map_err(|diagnostic| diagnostic.at(id.span));
            Some(At::new(self.told(lint)?, id.span))
        });
        if let Some(lint) = &lint
            && SUPPRESSION_LINTS.iter().any(|own| own.id == lint.value.id)
        {
            let message = format!("`{}` cannot be suppressed", lint.value.id);
            let help = format!("give it another level: {} = \"off\" in [levels]", lint.value.id);
            self.sink
                .report(Diagnostic::error("suppression-of-suppression", message).at(lint.span).help(help));
        }
        let help = "say why it may stay, for those who read the report";
        let reason = table.required("reason", help, self.sink);
        let reason = reason.and_then(|item| {
            let reason = item.text(self.sink)?;
            if reason.value.trim().is_empty() {
                self.sink.report(
                    Diagnostic::error("reason-empty", "the reason is empty").at(reason.span).help(help),
                );
            }
            Some(reason.value.trim().to_owned())
        });
        let until = match table.get("until") {
            None => Some(None),
            Some(item) => item.day(self.sink).map(|day| Some(At::new(day, item.span))),
        };
        let message_contains = match table.get("message-contains") {
            None => Some(None),
            Some(item) => item.text(self.sink).map(|text| Some(text.value.to_owned())),
        };
        let (within, lint) = (self.within(table), lint?);
        Some(Suppression {
            lint: lint.value,
            within: within?,
            message_contains: message_contains?,
            reason: reason?,
            until: until?,
            span: lint.span,
        })
    }

    /// What there is to go on with; a problem is told.
    fn told<T>(&mut self, result: Result<T, Diagnostic>) -> Option<T> {
        result.map_err(|diagnostic| self.sink.report(diagnostic)).ok()
    }
}
