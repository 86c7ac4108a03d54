//! A review for a pull request or a ticket.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{ByCluster, found, shown_on};
use crate::diag::{Label, Severity};
use crate::lint::{Finding, Review, ReviewedCluster};
use crate::source::{Sources, visible};

/// As many firewalls are named with a finding at most.
const MOST_NAMED: usize = 4;

/// GitHub refuses a comment of more than 65,536 characters; what is said behind the findings is short.
const MOST_CHARS: usize = 60_000;

/// As many of them are for the table of clusters at most, so that there is room for findings.
const MOST_CHARS_OF_TABLE: usize = 20_000;

/// A review as Markdown: a table of clusters, then the findings, the worst first. Clusters and findings
/// that would make it too long for a comment are counted and left out.
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

/// A row for each cluster, those with findings first, and one for what is outside of them. Of thousands of
/// clusters, those that have no room are counted.
fn summary(review: &Review) -> String {
    let by_cluster = ByCluster::new(review);
    let row = |name: &str, firewalls: usize, findings: &[&Finding]| {
        let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
        let [errors, warnings, notes] = [Severity::Error, Severity::Warning, Severity::Note].map(count);
        format!("| {name} | {firewalls} | {errors} | {warnings} | {notes} |\n")
    };
    let mut text =
        String::from("| | firewalls | errors | warnings | notes |\n| --- | ---: | ---: | ---: | ---: |\n");
    let (with_findings, clean): (Vec<&ReviewedCluster>, Vec<_>) =
        review.clusters.iter().partition(|cluster| !by_cluster.of(Some(&cluster.label)).is_empty());
    let left_out: Vec<usize> = [with_findings, clean]
        .into_iter()
        .map(|clusters| {
            let mut left_out = 0;
            for cluster in clusters {
                let description = cluster.description.iter().map(|text| format!(" ({})", escaped(text)));
                let name = format!("cluster {}{}", escaped(&cluster.label), description.collect::<String>());
                let members = cluster.members.len() + cluster.absent.len();
                let row = row(&name, members, by_cluster.of(Some(&cluster.label)));
                if text.len() + row.len() > MOST_CHARS_OF_TABLE {
                    left_out += 1;
                } else {
                    text.push_str(&row);
                }
            }
            left_out
        })
        .collect();
    let mut clustered: Vec<usize> =
        review.clusters.iter().flat_map(|cluster| &cluster.members).copied().collect();
    clustered.sort_unstable();
    clustered.dedup();
    let rest = review.firewalls.len() - clustered.len();
    if rest > 0 || !by_cluster.of(None).is_empty() {
        text.push_str(&row("outside clusters", rest, by_cluster.of(None)));
    }
    for (count, what) in left_out.into_iter().zip(["findings, and no room here", "nothing found"]) {
        if count > 0 {
            let clusters = if count == 1 { "cluster" } else { "clusters" };
            write!(text, "\n{count} more {clusters}: {what}.\n").expect("into memory");
        }
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
    let text = &*visible(text);
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
        assert_eq!(escaped("a|b `c` <b>&@x $v_1*"), "a\\|b \\`c\\` &lt;b&gt;&amp;&#64;x \\$v\\_1\\*");
        assert_eq!(escaped("two in `a*b`, `$c`: x_y"), "two in `a*b`, `$c`: x\\_y");
        assert_eq!(escaped("an `odd one"), "an \\`odd one");
        assert_eq!(block("a\n```\nb\n"), "````text\na\n```\nb\n````");
        assert_eq!(code("a.xml:1:2"), "`a.xml:1:2`");
        assert_eq!(code("a``b"), "``` a``b ```");
    }
}
