//! Which findings count: levels, suppressions, baseline.

use panha::diag::Severity;
use panha::lint::Review;
use panha::report;
use serde_json::Value;

use super::{BROKEN, reviewed};

/// The severities of a lint's findings.
fn severities(review: &Review, lint: &str) -> Vec<Severity> {
    let findings = review.findings.iter().filter(|finding| finding.lint.id == lint);
    findings.map(|finding| finding.severity).collect()
}

#[test]
fn the_narrowest_level_counts_and_the_later_of_two_alike() {
    let path = "path = \"/config/devices/entry/template-stack/entry[@name='S-core']\"";
    let general = "[levels]\nha4-address-differs = \"warning\"\n";
    let of = |limits: &str, level: &str| format!("[[levels-for]]\n{limits}\nlevels.{level}\n");
    let cases = [
        (general.to_owned(), "warning"),
        ("[levels]\ntopic.ha4-links = \"note\"\n".to_owned(), "note"),
        // The lint over its topic.
        ("[levels]\ntopic.ha4-links = \"off\"\nha4-address-differs = \"note\"\n".to_owned(), "note"),
        // A place over everything, also for a topic.
        (general.to_owned() + &of("cluster = 20", "topic.ha4-links = \"note\""), "note"),
        // Two limits over one, a longer path over a shorter one.
        (
            of("cluster = \"20\"\nfirewall = \"013201000031\"", "ha4-address-differs = \"note\"")
                + &of(path, "ha4-address-differs = \"off\""),
            "note",
        ),
        (
            of(path, "ha4-address-differs = \"note\"")
                + &of("path = \"/config/devices\"", "ha4-address-differs = \"off\""),
            "note",
        ),
        // The later of two alike.
        (
            of("cluster = 20", "ha4-address-differs = \"off\"")
                + &of("cluster = 20", "ha4-address-differs = \"note\""),
            "note",
        ),
        // Another cluster, firewall or place.
        (
            of("cluster = 21", "ha4-address-differs = \"off\"")
                + &of("firewall = \"013201000041\"", "ha4-address-differs = \"off\"")
                + &of("path = \"/config/shared\"", "ha4-address-differs = \"off\""),
            "error",
        ),
    ];
    for (config, expected) in cases {
        reviewed(BROKEN, &config, None, |review, _| {
            let found: Vec<_> =
                severities(review, "ha4-address-differs").into_iter().map(Severity::as_str).collect();
            assert_eq!(found, [expected], "{config}");
        });
    }
}

#[test]
fn what_was_known_is_known_again_and_no_more_often() {
    let first = reviewed(BROKEN, "", None, report::review_json);
    reviewed(BROKEN, "", Some(&first), |review, _| {
        assert!(review.findings.is_empty() && review.known.len() >= 3, "{:#?}", review.findings);
    });
    // Of a run over a baseline, what was known counts as well, and so on.
    let second = reviewed(BROKEN, "", Some(&first), report::review_json);
    reviewed(BROKEN, "", Some(&second), |review, _| assert!(review.findings.is_empty()));
    // Each finding that was told of counts for one.
    let mut json: Value = serde_json::from_str(&first).expect("JSON");
    json["findings"].as_array_mut().expect("findings").pop();
    reviewed(BROKEN, "", Some(&json.to_string()), |review, _| assert_eq!(review.findings.len(), 1));
}

/// What several firewalls have counts as much as for the one for which it counts most, and goes only where
/// each of them has a reason.
#[test]
fn a_finding_of_many_needs_a_reason_for_each_of_them() {
    // In the template of a pair.
    const SHARED: &str = "set template T-core-dc1 config deviceconfig system ntp-servers primary-ntp-server ntp-server-address $nowhere";
    let of = |config: &str| {
        reviewed(SHARED, config, None, |review, _| {
            let severities = review.findings.iter().filter(|finding| finding.firewalls.len() > 1);
            let severities: Vec<Severity> = severities.map(|finding| finding.severity).collect();
            (severities, review.suppressed.iter().map(|s| s.reason.clone()).collect::<Vec<_>>())
        })
    };
    let (plain, _) = of("");
    let (id, names) = reviewed(SHARED, "", None, |review, _| {
        let finding = review.findings.iter().find(|finding| finding.firewalls.len() > 1);
        let finding = finding.expect("one finding for many");
        let names = finding.firewalls.iter().map(|i| review.firewalls[*i].entry.name().to_owned());
        (finding.lint.id, names.collect::<Vec<_>>())
    });
    let suppress = |name: &str| {
        format!("[[suppress]]\nlint = \"{id}\"\nfirewall = \"{name}\"\nreason = \"for {name}\"\n")
    };
    assert_eq!(of(&suppress(&names[0])).0.len(), plain.len());
    let (left, reasons) = of(&names.iter().map(|name| suppress(name)).collect::<String>());
    assert_eq!(left.len(), plain.len() - 1);
    assert_eq!(reasons, [names.iter().map(|name| format!("for {name}")).collect::<Vec<_>>().join("; ")]);
    let level = |name: &str, level: &str| {
        format!("[[levels-for]]\nfirewall = \"{name}\"\nlevels.{id} = \"{level}\"\n")
    };
    assert_eq!(of(&level(&names[0], "off")).0, plain);
    let off: String = names.iter().map(|name| level(name, "off")).collect();
    assert_eq!(of(&off).0.len(), plain.len() - 1);
    assert!(of(&(off + &level(&names[1], "note"))).0.contains(&Severity::Note));
}
