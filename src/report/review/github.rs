//! A review as workflow commands, which GitHub Actions turns into annotations.

use super::shown_on;
use crate::diag::Severity;
use crate::lint::{Finding, Review};
use crate::source::Sources;

/// As many firewalls are named with a finding at most: an annotation is small.
const MOST_NAMED: usize = 4;

/// One command for each finding, on a line of its own; the worst come first, because GitHub shows ten of
/// each kind in a step.
pub fn review_github(review: &Review, sources: &Sources) -> String {
    let mut findings: Vec<&Finding> = review.findings.iter().collect();
    findings.sort_by_key(|finding| finding.severity);
    findings.into_iter().map(|finding| command(finding, review, sources)).collect()
}

fn command(finding: &Finding, review: &Review, sources: &Sources) -> String {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let source = sources.get(finding.primary.span.source);
    let start = source.position(finding.primary.span.start as usize);
    let end = source.position(finding.primary.span.end as usize);
    let mut properties = vec![("file", source.name().to_owned()), ("line", start.line.to_string())];
    if end.line == start.line {
        properties.push(("col", start.column.to_string()));
        // Theirs is the last column, ours the one behind it.
        properties.push(("endColumn", end.column.saturating_sub(1).max(start.column).to_string()));
    } else {
        // Columns of several lines are not taken.
        properties.push(("endLine", end.line.to_string()));
    }
    properties.push(("title", format!("{}: {}", finding.lint.id, finding.lint.summary)));
    let properties: Vec<String> =
        properties.into_iter().map(|(name, value)| format!("{name}={}", property(&value))).collect();
    let on = shown_on(finding, review, MOST_NAMED).map(|on| format!("\n{on}"));
    let help = finding.help.as_ref().map(|help| format!("\nhelp: {help}"));
    let message = format!("{}{}{}", finding.message, on.unwrap_or_default(), help.unwrap_or_default());
    format!("::{command} {}::{}\n", properties.join(","), data(&message))
}

/// What would end a message.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// What would end a property, as well.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_ends_it() {
        assert_eq!(data("50%: a,b\r\nc::error::d"), "50%25: a,b%0D%0Ac::error::d");
        assert_eq!(property("C:/a,b%.xml\n"), "C%3A/a%2Cb%25.xml%0A");
    }
}
