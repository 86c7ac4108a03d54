//! A review in every format: findings of each severity, suppressed and known ones, and what a format's
//! own readers rely on. What is expected stands in `fixtures/review`
//! (`SNAPSHOTS=overwrite cargo test --test it formats` writes it anew).
//!
//! `tests/schema/run` validates what is expected against the schemas of SARIF and JUnit.

use std::path::Path;

use panha::diag::Severity;
use panha::lint::{Lint, Review};
use panha::source::Sources;
use panha::{lints, report};
use serde_json::Value;
use snapbox::Data;
use snapbox::assert::DEFAULT_ACTION_ENV;

use super::{BROKEN, reviewed};

const CONFIG: &str = r#"[levels]
pair-peer-ip-wrong = "warning"

[[suppress]]
lint = "ha4-address-differs"
cluster = 20
reason = "it moves <to> | the \u0001 new HA4 network; CHG-1234"
until = 2027-01-31

[[suppress]]
lint = "self-not-listed"
reason = "was repaired"

[[suppress]]
lint = "duplicate-entry"
firewall = "013201000099"
reason = "of another Panorama"
"#;

/// Those that a JUnit report has tests of, so that a new lint changes nothing here.
const TESTED: &[&str] = &[
    "duplicate-entry",
    "ha4-address-differs",
    "pair-peer-ip-wrong",
    "stack-template-missing",
    "suppression-unused",
];

/// The whole of it: the fault of the stack was known.
fn mixed<T>(then: impl FnOnce(&Review, &Sources) -> T) -> T {
    let stack = BROKEN.lines().find(|line| line.contains("templates")).expect("a command");
    let known = reviewed(stack, "", None, report::review_json);
    reviewed(BROKEN, CONFIG, Some(&known), then)
}

fn golden(name: &str, text: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/review").join(name);
    let expected = Data::read_from(&file, None).raw();
    snapbox::Assert::new().action_env(DEFAULT_ACTION_ENV).eq(Data::text(text).raw(), expected);
}

#[test]
fn every_format_shows_what_counts_and_what_does_not() {
    mixed(|review, sources| {
        assert_eq!((review.suppressed.len(), review.known.len()), (1, 1), "{:#?}", review.findings);
        let tested: Vec<&Lint> = lints::all().filter(|lint| TESTED.contains(&lint.id)).collect();
        golden("review.txt", &anstream::adapter::strip_str(&report::review(review, sources)).to_string());
        golden("review.json", &report::review_json(review, sources));
        golden("review.sarif", &report::review_sarif(review, sources));
        golden("junit.xml", &report::review_junit(review, &tested, Severity::Warning, sources));
        golden("github.txt", &report::review_github(review, sources));
        golden("review.md", &report::review_markdown(review, sources));
    });
}

/// What SARIF's text asks for and its schema cannot say.
#[test]
fn sarif_names_rules_and_files_by_their_place_and_states_all_or_none() {
    let sarif = mixed(report::review_sarif);
    let log: Value = serde_json::from_str(&sarif).expect("JSON");
    let run = &log["runs"][0];
    let results = run["results"].as_array().expect("results");
    assert!(results.len() >= 5);
    for result in results {
        let index = |value: &Value| usize::try_from(value.as_u64().expect("an index")).expect("small");
        assert_eq!(run["tool"]["driver"]["rules"][index(&result["ruleIndex"])]["id"], result["ruleId"]);
        let related = result["relatedLocations"].as_array().into_iter().flatten();
        for location in result["locations"].as_array().expect("a place").iter().chain(related) {
            let file = &location["physicalLocation"]["artifactLocation"];
            assert_eq!(run["artifacts"][index(&file["index"])]["location"]["uri"], file["uri"]);
        }
        assert!(result["suppressions"].is_array() && result["baselineState"].is_string(), "{result:#}");
    }
    let states: Vec<&str> = results.iter().filter_map(|result| result["baselineState"].as_str()).collect();
    assert_eq!(states.iter().filter(|state| **state == "unchanged").count(), 1);
    assert!(sarif.contains("exports/gr%C3%B6%C3%9Fe%2C%20100%25%7Ca%3Ab.xml"));
    let without = reviewed(BROKEN, "", None, report::review_sarif);
    assert!(!without.contains("baselineState"));
}

/// Attributes that count and what is counted, by another reader than ours.
#[test]
fn junit_counts_what_it_holds() {
    let text = mixed(|review, sources| {
        report::review_junit(review, &lints::all().collect::<Vec<_>>(), Severity::Warning, sources)
    });
    let document = roxmltree::Document::parse(&text).expect("XML");
    let count = |node: roxmltree::Node<'_, '_>, name: &str| {
        node.descendants().filter(|node| node.has_tag_name(name)).count().to_string()
    };
    let suites = document.root_element();
    let inside = suites.children().filter(|node| node.is_element());
    for suite in inside.chain([suites]) {
        for (attribute, element) in [("tests", "testcase"), ("failures", "failure"), ("skipped", "skipped")] {
            if let Some(said) = suite.attribute(attribute) {
                assert_eq!(said, count(suite, element), "{attribute} of {suite:?}");
            }
        }
    }
    for test in document.descendants().filter(|node| node.has_tag_name("testcase")) {
        let outcomes = test.children().filter(|n| n.has_tag_name("failure") || n.has_tag_name("skipped"));
        assert!(outcomes.count() <= 1, "{test:?}");
    }
}
