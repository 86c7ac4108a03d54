//! A review for a pull request or a ticket.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{found, shown_on};
use crate::diag::{Label, Severity};
use crate::lint::{Finding, Review};
use crate::source::Sources;

/// As many firewalls are named with a finding at most.
const MOST_NAMED: usize = 4;

/// GitHub refuses a comment of more than 65,536 characters; what is said behind the findings is short.
const MOST_CHARS: usize = 60_000;

/// A review as Markdown: a table of clusters, then the findings, the worst first. Findings that would
/// make it too long for a comment are counted and left out.
pub fn review_markdown(review: &Review, sources: &Sources) -> String {
    let mut text = format!("## panha review: {}\n\n", found(review.findings.iter()));
    text.push_str(&summary(review));
    let mut left_out = 0;
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let findings = review.findings.iter().filter(|finding| finding.severity == severity);
        let mut of_lints: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
        findings.for_each(|finding| of_lints.entry(finding.lint.id).or_default().push(finding));
        if of_lints.is_empty() {
            continue;
        }
        let mut section = format!("### {}s\n\n", capital(severity.as_str()));
        for findings in of_lints.values() {
            let lint = findings[0].lint;
            let head = format!(
                "#### {}: {}\n\n{}\n\n",
                code(lint.id),
                escaped(lint.summary),
                escaped(lint.explanation.why)
            );
            let mut is_headed = false;
            for finding in findings {
                let item = item(finding, review, sources);
                let length = text.len() + section.len() + item.len();
                if length + if is_headed { 0 } else { head.len() } > MOST_CHARS {
                    left_out += 1;
                    continue;
                }
                if !is_headed {
                    section.push_str(&head);
                    is_headed = true;
                }
                section.push_str(&item);
            }
            if is_headed {
                section.push('\n');
            }
        }
        text.push_str(&section);
    }
    if left_out > 0 {
        let more = if left_out == 1 {
            "1 more finding is".to_owned()
        } else {
            format!("{left_out} more findings are")
        };
        writeln!(text, "{more} left out here: `panha review` shows all.\n").expect("into memory");
    }
    text.trim_end().to_owned() + "\n"
}

/// A row for each cluster, and one for what is outside of them.
fn summary(review: &Review) -> String {
    let mut text =
        String::from("| | firewalls | errors | warnings | notes |\n| --- | ---: | ---: | ---: | ---: |\n");
    let mut row = |name: &str, firewalls: usize, is_here: &dyn Fn(&&Finding) -> bool| {
        let count = |severity| {
            review.findings.iter().filter(|finding| finding.severity == severity && is_here(finding)).count()
        };
        let [errors, warnings, notes] = [Severity::Error, Severity::Warning, Severity::Note].map(count);
        writeln!(text, "| {name} | {firewalls} | {errors} | {warnings} | {notes} |").expect("into memory");
    };
    let mut clustered: Vec<usize> = Vec::new();
    for cluster in &review.clusters {
        let description = cluster.description.iter().map(|text| format!(" ({})", escaped(text)));
        let name = format!("cluster {}{}", escaped(&cluster.label), description.collect::<String>());
        let members = cluster.members.len() + cluster.absent.len();
        row(&name, members, &|finding| finding.clusters.contains(&cluster.label));
        clustered.extend(&cluster.members);
    }
    clustered.sort_unstable();
    clustered.dedup();
    let rest = review.firewalls.len() - clustered.len();
    if rest > 0 || review.findings.iter().any(|finding| finding.clusters.is_empty()) {
        row("outside clusters", rest, &|finding| finding.clusters.is_empty());
    }
    text.push('\n');
    let aside = [(review.suppressed.len(), "suppressed"), (review.known.len(), "known before")];
    let aside: Vec<String> =
        aside.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    if !aside.is_empty() {
        writeln!(text, "Not counted: {}.\n", aside.join(", ")).expect("into memory");
    }
    text
}

fn item(finding: &Finding, review: &Review, sources: &Sources) -> String {
    let mut text = format!("- {}\n", escaped(&finding.message));
    let place = |label: &Label| {
        let said = if label.text.is_empty() { String::new() } else { format!(" ({})", escaped(&label.text)) };
        format!("{}{said}", code(&sources.place(label.span)))
    };
    let places: Vec<String> = [&finding.primary].into_iter().chain(&finding.secondary).map(place).collect();
    let mut line = |name: &str, said: &str| writeln!(text, "  - {name} {said}").expect("into memory");
    line("at", &places.join(", "));
    if let Some(on) = shown_on(finding, review, MOST_NAMED) {
        line("on", &escaped(on.trim_start_matches("on ")));
    }
    if let Some(help) = &finding.help {
        line("fix:", &escaped(help));
    }
    text
}

fn capital(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    first.to_uppercase() + rest
}

/// Text that is nothing but text: no HTML, no mention, no markup, on one line. What stands between two
/// backticks, as messages quote, is code.
pub(super) fn escaped(text: &str) -> String {
    let pieces: Vec<&str> = text.split('`').collect();
    // Pieces hold no backtick, so whatever they are taken for, nothing in them is markup.
    let is_quoted = pieces.len() % 2 == 1 && !pieces.iter().skip(1).step_by(2).any(|piece| piece.is_empty());
    match is_quoted && !text.contains(['|', '\n']) {
        true => {
            let piece = |(index, piece): (usize, &&str)| match index % 2 {
                0 => plain(piece),
                _ => code(piece),
            };
            pieces.iter().enumerate().map(piece).collect()
        }
        false => plain(text),
    }
}

/// Lines as they are, whatever backticks they hold.
pub(super) fn block(lines: &str) -> String {
    let fence = "`".repeat(longest_run(lines).max(2) + 1);
    format!("{fence}text\n{}\n{fence}", lines.trim_end())
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

fn plain(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '\n' | '\r' => escaped.push(' '),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            // A mention stays one behind a backslash.
            '@' => escaped.push_str("&#64;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '$' | '!' => {
                escaped.push('\\');
                escaped.push(c);
            }
            _ => escaped.push(c),
        }
    }
    escaped
}

/// Text as code, whatever backticks it holds.
fn code(text: &str) -> String {
    let longest = longest_run(text);
    let fence = "`".repeat(longest + 1);
    let pad = if longest > 0 { " " } else { "" };
    let text = text.replace(['\n', '\r'], " ");
    format!("{fence}{pad}{text}{pad}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_nothing_but_text() {
        assert_eq!(escaped("a|b `c` <b>&@x\n$v_1*"), "a\\|b \\`c\\` &lt;b&gt;&amp;&#64;x \\$v\\_1\\*");
        assert_eq!(escaped("two in `a*b`, `$c`: x_y"), "two in `a*b`, `$c`: x\\_y");
        assert_eq!(escaped("an `odd one"), "an \\`odd one");
        assert_eq!(block("a\n```\nb\n"), "````text\na\n```\nb\n````");
        assert_eq!(code("a.xml:1:2"), "`a.xml:1:2`");
        assert_eq!(code("a``b"), "``` a``b ```");
    }
}
