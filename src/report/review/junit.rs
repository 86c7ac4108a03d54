//! A review as JUnit XML, for what CI servers show of tests.
//!
//! A suite is a cluster, a test a lint over it. CI servers show one failure of a test, so that is where all
//! findings of a lint are listed.

use std::collections::HashMap;

use super::{labels, placed, shown_on};
use crate::diag::Severity;
use crate::lint::{Check, Finding, Lint, Review, Suppressed};
use crate::source::Sources;
use crate::xml::{Element, without_forbidden, write};

/// Tests that nobody passes or fails are left out: what looks at no cluster, in a cluster's suite.
struct Suite<'a> {
    name: String,
    /// The cluster's label; `None` for what is outside clusters.
    cluster: Option<&'a str>,
}

/// A review as a document of suites. `lints` are those that are on; findings that are less bad than
/// `fail_on` do not make a test fail.
pub fn review_junit(review: &Review, lints: &[&Lint], fail_on: Severity, sources: &Sources) -> String {
    let clusters = review.clusters.iter();
    let of_clusters = clusters
        .map(|cluster| Suite { name: format!("cluster {}", cluster.label), cluster: Some(&cluster.label) });
    let rest = Suite { name: "outside clusters".to_owned(), cluster: None };
    let mut suites = Element::new("testsuites");
    suites.set_attribute("name", "panha review");
    let outcomes = outcomes(review, fail_on);
    let suite = |suite: Suite<'_>| suite.element(review, lints, &outcomes, sources);
    let inside: Vec<Element> = of_clusters.chain([rest]).map(suite).collect();
    for count in ["tests", "failures", "errors"] {
        let of_suite = |suite: &Element| suite.attribute(count).and_then(|n| n.parse::<usize>().ok());
        let total: usize = inside.iter().filter_map(of_suite).sum();
        suites.set_attribute(count, total.to_string());
    }
    inside.into_iter().for_each(|suite| {
        suites.push(suite);
    });
    write(&suites)
}

/// What each lint found in each suite, by the label of the cluster and the lint's id. Lints without a
/// finding there are not in it: of thousands of clusters, most lints find nothing in most.
type Outcomes<'a> = HashMap<(Option<&'a str>, &'static str), Outcome<'a>>;

fn outcomes(review: &Review, fail_on: Severity) -> Outcomes<'_> {
    let mut outcomes = Outcomes::new();
    for finding in &review.findings {
        for key in keys(finding) {
            let outcome = outcomes.entry(key).or_default();
            if finding.severity <= fail_on { &mut outcome.failed } else { &mut outcome.minor }.push(finding);
        }
    }
    for finding in &review.known {
        keys(finding).for_each(|key| outcomes.entry(key).or_default().known.push(finding));
    }
    for suppressed in &review.suppressed {
        keys(&suppressed.finding)
            .for_each(|key| outcomes.entry(key).or_default().suppressed.push(suppressed));
    }
    outcomes
}

fn keys(finding: &Finding) -> impl Iterator<Item = (Option<&str>, &'static str)> {
    labels(finding).map(|label| (label, finding.lint.id))
}

impl<'a> Suite<'a> {
    fn element(
        &self,
        review: &Review,
        lints: &[&Lint],
        outcomes: &Outcomes<'a>,
        sources: &Sources,
    ) -> Element {
        let nothing = Outcome::default();
        let outcome = |lint: &Lint| outcomes.get(&(self.cluster, lint.id)).unwrap_or(&nothing);
        let tests: Vec<Element> = lints
            .iter()
            .filter(|lint| self.looks(lint, review) || !outcome(lint).is_empty())
            .map(|lint| outcome(lint).element(lint, &self.name, review, sources))
            .collect();
        let with = |child: &str| tests.iter().filter(|test| test.child(child).is_some()).count();
        let mut suite = Element::new("testsuite");
        let counts = [("failures", with("failure")), ("errors", 0), ("skipped", with("skipped"))];
        suite.set_attribute("name", text(&self.name));
        suite.set_attribute("tests", tests.len().to_string());
        for (name, count) in counts {
            suite.set_attribute(name, count.to_string());
        }
        tests.into_iter().for_each(|test| {
            suite.push(test);
        });
        suite
    }

    /// Does a lint look at what is in the suite?
    fn looks(&self, lint: &Lint, review: &Review) -> bool {
        match lint.check {
            Check::Firewall(_) | Check::Pair(_) => true,
            Check::Cluster(_) => self.cluster.is_some(),
            Check::Panorama(_) | Check::Estate(_) => self.cluster.is_none(),
            Check::Suppressions => self.cluster.is_none() && review.config.is_some(),
        }
    }
}

/// What a lint found in a suite.
#[derive(Default)]
struct Outcome<'a> {
    failed: Vec<&'a Finding>,
    /// Less bad than what makes a failure.
    minor: Vec<&'a Finding>,
    known: Vec<&'a Finding>,
    suppressed: Vec<&'a Suppressed>,
}

impl Outcome<'_> {
    fn is_empty(&self) -> bool {
        self.failed.is_empty() && self.minor.is_empty() && self.known.is_empty() && self.suppressed.is_empty()
    }

    /// A test: a lint over the suite.
    fn element(&self, lint: &Lint, suite: &str, review: &Review, sources: &Sources) -> Element {
        let mut test = Element::new("testcase");
        // Jenkins takes what stands before the last dot for a package.
        test.set_attribute("classname", text(&format!("panha.{}", suite.replace('.', "_"))));
        test.set_attribute("name", lint.id);
        let told = |finding: &&Finding| told(finding, review, sources);
        if let Some(worst) = self.failed.iter().min_by_key(|finding| finding.severity) {
            let message = match self.failed.len() {
                1 => worst.message.clone(),
                count => format!("{count} findings: {}", lint.summary),
            };
            let all: Vec<String> = self.failed.iter().map(told).collect();
            let mut failure = Element::leaf("failure", text(&all.join("\n")));
            failure.set_attribute("type", worst.severity.as_str());
            failure.set_attribute("message", text(&message));
            test.push(failure);
        } else if !self.suppressed.is_empty() {
            // A test that passes only because of a suppression should not look like one that found nothing.
            let mut reasons: Vec<&str> = self.suppressed.iter().map(|s| s.reason.as_str()).collect();
            reasons.dedup();
            let mut skipped = Element::new("skipped");
            skipped.set_attribute("message", text(&format!("suppressed: {}", reasons.join("; "))));
            test.push(skipped);
        }
        let suppressed = self.suppressed.iter().map(|suppressed| {
            let until = suppressed.until.iter().map(|until| format!(" until {until}"));
            let reason = format!("suppressed{}: {}", until.collect::<String>(), suppressed.reason);
            format!("{reason}\n{}", told(&&suppressed.finding))
        });
        let known = self.known.iter().map(|finding| format!("known before\n{}", told(finding)));
        let aside: Vec<String> = self.minor.iter().map(told).chain(known).chain(suppressed).collect();
        if !aside.is_empty() {
            test.push(Element::leaf("system-out", text(&aside.join("\n"))));
        }
        test
    }
}

/// A finding as lines of text.
fn told(finding: &Finding, review: &Review, sources: &Sources) -> String {
    let mut told = format!("{}: {}\n", finding.severity.as_str(), finding.message);
    told.push_str(&format!("  at {}\n", placed(&finding.primary, sources)));
    for label in &finding.secondary {
        told.push_str(&format!("  and {}\n", placed(label, sources)));
    }
    if let Some(on) = shown_on(finding, review, usize::MAX) {
        told.push_str(&format!("  {on}\n"));
    }
    if let Some(help) = &finding.help {
        told.push_str(&format!("  help: {help}\n"));
    }
    told
}

fn text(text: &str) -> String {
    without_forbidden(text).into_owned()
}
