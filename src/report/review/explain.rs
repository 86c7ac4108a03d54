//! What a lint is: for a person, as a table, and as JSON.

use std::fmt::Write as _;

use serde::Serialize;

use super::markdown;
use crate::lint::{Example, Lint};
use crate::report::json::document;

/// Version of the JSON envelope; fields are only ever added to it.
const LINTS_SCHEMA: &str = "panha.lints/1";

/// What a heading stands over: words, or lines that are to be kept as they are.
enum Part {
    Words(String),
    Lines(String),
}

/// The headings, the same for all lints, each with what stands under it.
fn sections(lint: &Lint) -> [(&'static str, Vec<Part>); 4] {
    let explanation = &lint.explanation;
    let (mark, source) = (explanation.basis.shown(), explanation.basis.source());
    let (broken, fixed) = example(explanation.example);
    [
        ("What it checks", vec![Part::Words(explanation.checks.to_owned())]),
        (
            "Why it matters",
            vec![Part::Words(explanation.why.to_owned()), Part::Words(format!("Source ({mark}): {source}"))],
        ),
        ("Example", vec![Part::Lines(broken)]),
        ("How to fix", vec![Part::Words(explanation.fix.to_owned()), Part::Lines(fixed)]),
    ]
}

/// Everything there is to know of a lint, under the same headings for all.
pub fn explained_lint(lint: &Lint) -> String {
    let mut text =
        format!("{} ({}, {})\n{}\n", lint.id, lint.severity.as_str(), lint.topic.as_str(), lint.summary);
    for (heading, parts) in sections(lint) {
        write!(text, "\n{heading}\n").expect("into memory");
        for Part::Words(body) | Part::Lines(body) in parts {
            body.lines().for_each(|line| writeln!(text, "  {line}").expect("into memory"));
        }
    }
    text
}

/// The same as Markdown, without id and summary, which stand elsewhere there.
pub(super) fn explained_markdown(lint: &Lint) -> String {
    let mut text = String::new();
    for (heading, parts) in sections(lint) {
        write!(text, "**{heading}**\n\n").expect("into memory");
        for part in parts {
            match part {
                Part::Words(words) => write!(text, "{}\n\n", markdown::escaped(&words)),
                Part::Lines(lines) if lines.trim().is_empty() => Ok(()),
                Part::Lines(lines) => write!(text, "{}\n\n", markdown::block(&lines)),
            }
            .expect("into memory");
        }
    }
    text.trim_end().to_owned()
}

/// What breaks it and what repairs it.
fn example(example: Example) -> (String, String) {
    match example {
        Example::Commands { broken, fixed, .. } | Example::Spec { broken, fixed, .. } => {
            (broken.to_owned(), fixed.to_owned())
        }
        Example::Exports { broken, fixed, .. } => (broken.join("\n"), format!("\n{}", fixed.join("\n"))),
        Example::Model { broken, fixed, .. } => {
            (format!("all firewalls are {broken}"), format!("all firewalls are {fixed}"))
        }
        Example::Config { broken, fixed } => (broken.to_owned(), fixed.to_owned()),
    }
}

/// A row for each lint: id, severity, topic, what it finds.
pub fn lint_list(lints: &[&Lint]) -> String {
    let width = lints.iter().map(|lint| lint.id.len()).max().unwrap_or(0);
    let row = |lint: &&Lint| {
        let (severity, topic) = (lint.severity.as_str(), lint.topic.as_str());
        format!("{:width$}  {severity:7}  {topic:12}  {}\n", lint.id, lint.summary)
    };
    let header = format!("{:width$}  {:7}  {:12}  {}\n", "LINT", "LEVEL", "TOPIC", "FINDS");
    header + &lints.iter().map(row).collect::<String>()
}

#[derive(Serialize)]
struct Envelope {
    schema: &'static str,
    lints: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    id: &'static str,
    severity: &'static str,
    topic: &'static str,
    summary: &'static str,
    checks: &'static str,
    why: &'static str,
    /// `stated`, `contradiction` or `inferred`.
    basis: &'static str,
    source: &'static str,
    fix: &'static str,
}

/// Every lint for machines, with a final newline.
pub fn lint_list_json(lints: &[&Lint]) -> String {
    let entry = |lint: &&Lint| {
        let explanation = &lint.explanation;
        Entry {
            id: lint.id,
            severity: lint.severity.as_str(),
            topic: lint.topic.as_str(),
            summary: lint.summary,
            checks: explanation.checks,
            why: explanation.why,
            basis: explanation.basis.mark(),
            source: explanation.basis.source(),
            fix: explanation.fix,
        }
    };
    document(&Envelope { schema: LINTS_SCHEMA, lints: lints.iter().map(entry).collect() })
}
