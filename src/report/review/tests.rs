//! Reviews of thousands of clusters: reports are made in time, and those with a limit keep it.

use std::time::{Duration, Instant};

use super::*;
use crate::effective::{ClusterEntry, InventoryEntry};
use crate::lint::{Review, ReviewedCluster, ReviewedFirewall, Suppressed};
use crate::lints::LINTS;
use crate::source::Span;

/// Clusters of two, and as many findings, each in one of the first clusters.
fn fleet(clusters: usize, findings: usize) -> (Review, Sources) {
    let mut sources = Sources::default();
    let id = sources.add("panorama.xml", "<config/>");
    let firewall = |index: usize| {
        let label = format!("{} as the inventory has it", index / 2);
        let entry = InventoryEntry {
            serial: Some(format!("{:012}", 13_201_000_001 + index)),
            export: "panorama.xml".to_owned(),
            cluster: Some(ClusterEntry { label, ..ClusterEntry::default() }),
            ..InventoryEntry::default()
        };
        ReviewedFirewall { entry, ..ReviewedFirewall::default() }
    };
    let cluster = |index: usize| ReviewedCluster {
        label: format!("{index} of panorama.xml"),
        description: Some(format!("a | b*c*_{index}_")),
        members: vec![2 * index, 2 * index + 1],
        absent: Vec::new(),
    };
    let finding = |index: usize| Finding {
        lint: LINTS[index % LINTS.len()],
        severity: [Severity::Error, Severity::Warning, Severity::Note][index % 3],
        message: format!("finding {index}"),
        primary: Label { span: Span::new(id, 0, 9), text: "here".to_owned() },
        secondary: Vec::new(),
        help: Some("repair it".to_owned()),
        path: "/".to_owned(),
        firewalls: vec![index % (2 * clusters)],
        clusters: vec![format!("{} of panorama.xml", index % (2 * clusters) / 2)],
        link: None,
    };
    let review = Review {
        findings: (0..findings).map(finding).collect(),
        suppressed: Vec::new(),
        known: Vec::new(),
        exports: vec!["panorama.xml".to_owned()],
        firewalls: (0..2 * clusters).map(firewall).collect(),
        clusters: (0..clusters).map(cluster).collect(),
        pairs: Vec::new(),
        config: None,
        baseline: None,
        today: None,
    };
    (review, sources)
}

/// To compare each finding with each lint of each cluster took 90 seconds; this takes one or two.
#[test]
fn reports_on_thousands_of_clusters_are_made_in_time() {
    let (review, sources) = fleet(2_500, 6_000);
    let start = Instant::now();
    let junit = review_junit(&review, LINTS, Severity::Warning, &sources);
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
    assert_eq!(junit.matches("<testsuite ").count(), 2_501);
    assert_eq!(junit.matches("<failure ").count(), 4_000);
    assert!(human::review(&review, &sources).contains("cluster 2499 of panorama.xml"));
}

#[test]
fn markdown_stays_below_the_limit_of_a_comment_whatever_is_in_it() {
    for (findings, told) in [
        (0, "more clusters: nothing found."),
        (100, "more clusters: nothing found."),
        (9_000, "more clusters: findings, and no room here."),
    ] {
        let (review, sources) = fleet(3_000, findings);
        let text = review_markdown(&review, &sources);
        assert!(text.chars().count() < 65_536 && text.contains(told), "{findings}: {}", text.len());
        let rows = text.lines().filter(|line| line.starts_with("| cluster ")).count();
        let counted = text.lines().filter(|line| line.contains("more clusters:"));
        let left_out =
            counted.filter_map(|line| line.split(' ').next()?.parse::<usize>().ok()).sum::<usize>();
        assert_eq!(rows + left_out, 3_000);
    }
    // Those with findings are there, though others come before them.
    let (mut review, sources) = fleet(3_000, 1);
    review.findings[0].clusters = vec!["2999 of panorama.xml".to_owned()];
    assert!(review_markdown(&review, &sources).contains("| cluster 2999 of panorama.xml "));
}

/// A firewall, its cluster and its findings can be joined by the label.
#[test]
fn json_has_one_label_for_a_cluster() {
    let (mut review, sources) = fleet(2, 4);
    review.clusters.pop();
    let json: serde_json::Value = serde_json::from_str(&review_json(&review, &sources)).expect("JSON");
    let label = &json["clusters"][0]["label"];
    assert_eq!((&json["firewalls"][0]["cluster"], &json["findings"][0]["clusters"][0]), (label, label));
    assert!(json["firewalls"][3]["cluster"].is_null());
}

/// What counts for nothing does not hide that something was suppressed.
#[test]
fn a_junit_test_that_passes_by_a_suppression_alone_is_skipped() {
    let (mut review, sources) = fleet(1, 2);
    let (lint, clusters) = (review.findings[0].lint, review.findings[0].clusters.clone());
    let [failed, minor] = &review.findings[..] else { panic!("two findings") };
    let minor = Finding { lint, clusters, severity: Severity::Note, ..minor.clone() };
    let suppressed =
        Suppressed { finding: failed.clone(), reason: "the lab".to_owned(), until: None, is_known: false };
    let failed = failed.clone();
    let outcome = |review: &Review| {
        let junit = review_junit(review, &[lint], Severity::Warning, &sources);
        (junit.matches("<failure ").count(), junit.matches("<skipped ").count())
    };
    review.findings = vec![minor];
    assert_eq!(outcome(&review), (0, 0));
    review.suppressed = vec![suppressed];
    assert_eq!(outcome(&review), (0, 1));
    review.findings.push(failed);
    assert_eq!(outcome(&review), (1, 0));
}
