//! A review as SARIF 2.1.0, for code scanning.
//!
//! Only what SARIF asks for and viewers show has a structure here. No text of an export is in it: a
//! region is a place, without its snippet.

use serde::Serialize;

use super::explain::explained_markdown;
use super::{explained_lint, shown_on};
use crate::diag::{Label, Severity};
use crate::lint::{Basis, Finding, Lint, Review, Suppressed};
use crate::report::json::document;
use crate::source::Sources;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    column_kind: &'static str,
    artifacts: Vec<Artifact>,
    results: Vec<ResultEntry<'a>>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    full_name: String,
    semantic_version: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    short_description: Text,
    full_description: Text,
    default_configuration: Configuration,
    help: Help,
    properties: RuleProperties,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct RuleProperties {
    tags: Vec<&'static str>,
    /// Of GitHub: how sure we are.
    precision: &'static str,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct Artifact {
    location: ArtifactUri,
    roles: [&'static str; 1],
}

#[derive(Serialize)]
struct ArtifactUri {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultEntry<'a> {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Text,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: Fingerprints,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline_state: Option<&'static str>,
    /// Empty says that it is not suppressed.
    suppressions: Vec<SuppressionEntry<'a>>,
    properties: ResultProperties<'a>,
}

#[derive(Serialize)]
struct Fingerprints {
    /// With the version of how it is made.
    #[serde(rename = "panhaFinding/v1")]
    panha_finding: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<LogicalLocation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
    index: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation {
    fully_qualified_name: String,
    kind: &'static str,
}

#[derive(Serialize)]
struct SuppressionEntry<'a> {
    kind: &'static str,
    status: &'static str,
    justification: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    properties: Option<SuppressionProperties<'a>>,
}

#[derive(Serialize)]
struct SuppressionProperties<'a> {
    until: &'a str,
}

#[derive(Serialize)]
struct ResultProperties<'a> {
    firewalls: Vec<&'a str>,
    clusters: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<&'static str>,
}

/// A review as one SARIF document with a final newline: findings, then those that an earlier run knew,
/// then those that are suppressed.
pub fn review_sarif(review: &Review, sources: &Sources) -> String {
    let mut builder = Builder { review, sources, rules: Vec::new(), files: Vec::new() };
    let has_baseline = review.baseline.is_some();
    let state = |is_known: bool| has_baseline.then_some(if is_known { "unchanged" } else { "new" });
    let mut results = Vec::new();
    results.extend(review.findings.iter().map(|finding| builder.result(finding, state(false), None)));
    results.extend(review.known.iter().map(|finding| builder.result(finding, state(true), None)));
    results.extend(
        review.suppressed.iter().map(|suppressed| {
            builder.result(&suppressed.finding, state(suppressed.is_known), Some(suppressed))
        }),
    );
    let role = |file: &str| match review.config.as_deref() == Some(file) {
        true => "userSpecifiedConfiguration",
        false => "analysisTarget",
    };
    let artifact = |file: &&str| Artifact { location: ArtifactUri { uri: uri(file) }, roles: [role(file)] };
    let version = env!("CARGO_PKG_VERSION");
    document(&Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            column_kind: "unicodeCodePoints",
            artifacts: builder.files.iter().map(artifact).collect(),
            tool: Tool {
                driver: Driver {
                    name: "panha",
                    full_name: format!("panha {version}"),
                    semantic_version: version,
                    rules: builder.rules.iter().map(|lint| rule(lint)).collect(),
                },
            },
            results,
        }],
    })
}

/// Gathers the lints and files that results name by their place in a list.
struct Builder<'a> {
    review: &'a Review,
    sources: &'a Sources,
    rules: Vec<&'static Lint>,
    files: Vec<&'a str>,
}

impl<'a> Builder<'a> {
    fn result(
        &mut self,
        finding: &'a Finding,
        baseline_state: Option<&'static str>,
        suppressed: Option<&'a Suppressed>,
    ) -> ResultEntry<'a> {
        let mut location = self.location(&finding.primary, None);
        if finding.path != "/" {
            let name = finding.path.clone();
            location.logical_locations =
                vec![LogicalLocation { fully_qualified_name: name, kind: "element" }];
        }
        let related = finding.secondary.iter().enumerate();
        let rule = self.rules.iter().position(|lint| lint.id == finding.lint.id);
        let rule_index = rule.unwrap_or_else(|| {
            self.rules.push(finding.lint);
            self.rules.len() - 1
        });
        let review = self.review;
        let suppression = |suppressed: &'a Suppressed| SuppressionEntry {
            kind: "external",
            status: "accepted",
            justification: &suppressed.reason,
            properties: suppressed.until.as_deref().map(|until| SuppressionProperties { until }),
        };
        ResultEntry {
            rule_id: finding.lint.id,
            rule_index,
            level: level(finding.severity),
            message: Text { text: message(finding, review) },
            related_locations: related.map(|(id, label)| self.location(label, Some(id))).collect(),
            locations: [location],
            partial_fingerprints: Fingerprints { panha_finding: finding.fingerprint(&review.firewalls) },
            baseline_state,
            suppressions: suppressed.into_iter().map(suppression).collect(),
            properties: ResultProperties {
                firewalls: finding
                    .firewalls
                    .iter()
                    .map(|index| review.firewalls[*index].entry.name())
                    .collect(),
                clusters: &finding.clusters,
                link: finding.link.map(|link| link.element()),
            },
        }
    }

    fn location(&mut self, label: &Label, id: Option<usize>) -> Location {
        let source = self.sources.get(label.span.source);
        let index = self.files.iter().position(|file| *file == source.name()).unwrap_or_else(|| {
            self.files.push(source.name());
            self.files.len() - 1
        });
        let (start, end) =
            (source.position(label.span.start as usize), source.position(label.span.end as usize));
        Location {
            id,
            physical_location: PhysicalLocation {
                artifact_location: ArtifactLocation { uri: uri(source.name()), index },
                region: Region {
                    start_line: start.line,
                    start_column: start.column,
                    end_line: end.line,
                    end_column: end.column,
                },
            },
            logical_locations: Vec::new(),
            message: (!label.text.is_empty()).then(|| Text { text: label.text.clone() }),
        }
    }
}

/// Viewers show little else, so it says who has it and what to do.
fn message(finding: &Finding, review: &Review) -> String {
    let on = shown_on(finding, review, usize::MAX).map(|on| format!("\n{on}"));
    let help = finding.help.as_ref().map(|help| format!("\nhelp: {help}"));
    format!("{}{}{}", finding.message, on.unwrap_or_default(), help.unwrap_or_default())
}

fn level(severity: Severity) -> &'static str {
    // The same words, as it happens.
    severity.as_str()
}

fn rule(lint: &Lint) -> Rule {
    let explanation = &lint.explanation;
    Rule {
        id: lint.id,
        short_description: Text { text: lint.summary.to_owned() },
        full_description: Text { text: format!("{}\n{}", explanation.checks, explanation.why) },
        default_configuration: Configuration { level: level(lint.severity) },
        help: Help { text: explained_lint(lint), markdown: explained_markdown(lint) },
        properties: RuleProperties {
            tags: vec![lint.topic.key()],
            precision: match explanation.basis {
                Basis::Contradiction(_) => "very-high",
                Basis::Stated(_) => "high",
                Basis::Inferred(_) => "medium",
            },
        },
    }
}

/// The name of a file as a URI: relative stays relative.
fn uri(name: &str) -> String {
    let encoded: String = name
        .bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect();
    let has_drive = matches!(name.as_bytes(), [letter, b':', b'/', ..] if letter.is_ascii_alphabetic());
    match encoded.strip_prefix("./") {
        _ if has_drive => format!("file:///{}", encoded.replacen("%3A", ":", 1)),
        _ if encoded.starts_with('/') => format!("file://{encoded}"),
        Some(rest) => rest.to_owned(),
        None => encoded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_file_becomes_a_uri() {
        let cases = [
            ("exports/running-config.xml", "exports/running-config.xml"),
            ("./größe 1.xml", "gr%C3%B6%C3%9Fe%201.xml"),
            ("a:b#c?.xml", "a%3Ab%23c%3F.xml"),
            ("/srv/a.xml", "file:///srv/a.xml"),
            ("C:/srv/a.xml", "file:///C:/srv/a.xml"),
            ("<stdin>", "%3Cstdin%3E"),
        ];
        for (name, expected) in cases {
            assert_eq!(uri(name), expected, "{name}");
        }
    }
}
