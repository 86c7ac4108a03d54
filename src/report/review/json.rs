//! A review for machines.

use std::collections::HashMap;

use serde::Serialize;

use crate::diag::Severity;
use crate::lint::{Finding, Review, ReviewedFirewall};
use crate::report::json::{PlaceEntry, document, place};
use crate::source::Sources;

/// Version of the JSON envelope; fields are only ever added to it.
pub const REVIEW_SCHEMA: &str = "panha.review/1";

#[derive(Serialize)]
struct Envelope<'a> {
    schema: &'static str,
    /// The file with levels and suppressions.
    config: Option<&'a str>,
    /// The file with the findings of an earlier run.
    baseline: Option<&'a str>,
    /// The day for which suppressions were judged.
    today: Option<&'a str>,
    summary: Summary,
    firewalls: Vec<FirewallEntry<'a>>,
    clusters: Vec<ClusterEntry<'a>>,
    pairs: Vec<[&'a str; 2]>,
    findings: Vec<FindingEntry<'a>>,
    suppressed: Vec<SuppressedEntry<'a>>,
    known: Vec<FindingEntry<'a>>,
}

#[derive(Serialize)]
struct Summary {
    errors: usize,
    warnings: usize,
    notes: usize,
    suppressed: usize,
    known: usize,
}

#[derive(Serialize)]
struct FirewallEntry<'a> {
    /// Serial number, or the name of its file.
    name: &'a str,
    serial: Option<&'a str>,
    hostname: Option<&'a str>,
    export: &'a str,
    /// The label of the one of `clusters` that it is a member of.
    cluster: Option<&'a str>,
    links: Vec<LinkEntry<'a>>,
}

#[derive(Serialize)]
struct LinkEntry<'a> {
    link: &'static str,
    port: Option<&'a str>,
    address: Option<&'a str>,
}

#[derive(Serialize)]
struct ClusterEntry<'a> {
    label: &'a str,
    description: Option<&'a str>,
    members: Vec<&'a str>,
    /// Serial numbers that a member lists and no export knows.
    absent: &'a [String],
}

#[derive(Serialize)]
struct FindingEntry<'a> {
    lint: &'static str,
    severity: &'static str,
    message: &'a str,
    place: PlaceEntry<'a>,
    other_places: Vec<PlaceEntry<'a>>,
    path: &'a str,
    help: Option<&'a str>,
    firewalls: Vec<&'a str>,
    clusters: &'a [String],
    link: Option<&'static str>,
    /// By what it is known again in another run, also with other lines.
    fingerprint: String,
}

#[derive(Serialize)]
struct SuppressedEntry<'a> {
    reason: &'a str,
    until: Option<&'a str>,
    /// Did the earlier run tell of it?
    known: bool,
    finding: FindingEntry<'a>,
}

/// A review in one JSON document with a final newline.
pub fn review_json(review: &Review, sources: &Sources) -> String {
    let count = |severity: Severity| review.findings.iter().filter(|f| f.severity == severity).count();
    let name = |index: &usize| review.firewalls[*index].entry.name();
    let with_label =
        review.clusters.iter().flat_map(|cluster| cluster.members.iter().map(|at| (*at, &*cluster.label)));
    let label_of: HashMap<usize, &str> = with_label.collect();
    let firewalls = review.firewalls.iter().enumerate();
    let envelope = Envelope {
        schema: REVIEW_SCHEMA,
        config: review.config.as_deref(),
        baseline: review.baseline.as_deref(),
        today: review.today.as_deref(),
        summary: Summary {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
            suppressed: review.suppressed.len(),
            known: review.known.len(),
        },
        firewalls: firewalls.map(|(at, found)| firewall(found, label_of.get(&at).copied())).collect(),
        clusters: review
            .clusters
            .iter()
            .map(|cluster| ClusterEntry {
                label: &cluster.label,
                description: cluster.description.as_deref(),
                members: cluster.members.iter().map(name).collect(),
                absent: &cluster.absent,
            })
            .collect(),
        pairs: review.pairs.iter().map(|[one, other]| [name(one), name(other)]).collect(),
        findings: review.findings.iter().map(|finding| entry(finding, review, sources)).collect(),
        suppressed: review
            .suppressed
            .iter()
            .map(|suppressed| SuppressedEntry {
                reason: &suppressed.reason,
                until: suppressed.until.as_deref(),
                known: suppressed.is_known,
                finding: entry(&suppressed.finding, review, sources),
            })
            .collect(),
        known: review.known.iter().map(|finding| entry(finding, review, sources)).collect(),
    };
    document(&envelope)
}

fn firewall<'a>(firewall: &'a ReviewedFirewall, cluster: Option<&'a str>) -> FirewallEntry<'a> {
    let entry = &firewall.entry;
    FirewallEntry {
        name: entry.name(),
        serial: entry.serial.as_deref(),
        hostname: entry.hostname.as_deref(),
        export: &entry.export,
        cluster,
        links: firewall
            .links
            .iter()
            .map(|link| LinkEntry {
                link: link.kind.element(),
                port: link.port.as_deref(),
                address: link.address.as_deref(),
            })
            .collect(),
    }
}

fn entry<'a>(finding: &'a Finding, review: &'a Review, sources: &'a Sources) -> FindingEntry<'a> {
    FindingEntry {
        lint: finding.lint.id,
        severity: finding.severity.as_str(),
        message: &finding.message,
        place: place(&finding.primary, sources),
        other_places: finding.secondary.iter().map(|label| place(label, sources)).collect(),
        path: &finding.path,
        help: finding.help.as_deref(),
        firewalls: finding.firewalls.iter().map(|index| review.firewalls[*index].entry.name()).collect(),
        clusters: &finding.clusters,
        link: finding.link.map(|link| link.element()),
        fingerprint: finding.fingerprint(&review.firewalls),
    }
}
