//! A review as one HTML page that needs nothing else: no network, no fonts, no server.
//!
//! Decisions are made here, in the structures that the Tera files get; the files only write down. Every
//! text goes through [`text::Text`] and is escaped by Tera. The page's own style and script are the only
//! ones that its Content-Security-Policy lets run: it names their hashes.

mod card;
mod drawing;
mod finding;
mod matrix;
mod text;
mod topology;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use serde::Serialize;
use tera::Tera;

use card::{Card, CardParts};
use finding::{FindingEntry, LintEntry, SuppressedEntry};
use matrix::Matrix;
use text::Text;
use topology::{ByFirewall, Found, Topology, counted};

use crate::diag::Severity;
use crate::effective::Comparison;
use crate::generate::Sha256;
use crate::lint::{Finding, Lint, Review};
use crate::source::Sources;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// The Tera files; a name that ends in `.html` is escaped.
const FILES: &[(&str, &str)] = &[
    ("report.html", include_str!("report.html")),
    ("card.html", include_str!("card.html")),
    ("drawing.html", include_str!("drawing.html")),
    ("matrix.html", include_str!("matrix.html")),
    ("finding.html", include_str!("finding.html")),
    ("style.css", STYLE),
    ("script.js", SCRIPT),
];

static TERA: LazyLock<Tera> = LazyLock::new(|| {
    let mut tera = Tera::default();
    tera.autoescape_on([".html"]);
    tera.add_raw_templates(FILES.iter().copied()).expect("our own Tera files are right");
    tera
});

/// So many files are named at once.
const FIRST_EXPORTS: usize = 5;
/// As many cards, or fewer, are all open; else those with errors and warnings are.
const FEW_CARDS: usize = 3;
/// Pairs without a cluster are drawn if they are few, or something was found.
const FEW_PAIRS: usize = 8;

/// The context of `report.html`.
#[derive(Debug, Serialize)]
struct Page {
    title: String,
    version: &'static str,
    style_hash: String,
    script_hash: String,
    /// `2 errors, 1 warning`, with its class.
    verdict: String,
    verdict_class: &'static str,
    scope: String,
    exports: Vec<Text>,
    folded_exports: Vec<Text>,
    fold_exports: String,
    tiles: Vec<Tile>,
    cards: Vec<Card>,
    quiet_pairs: Vec<Text>,
    quiet_pairs_told: Option<String>,
    loose: Vec<Matrix>,
    findings: Vec<FindingEntry>,
    findings_told: String,
    severities: Vec<Choice>,
    clusters: Vec<Choice>,
    lints: Vec<Choice>,
    suppressed: Vec<SuppressedEntry>,
    known: Vec<FindingEntry>,
    explained: Vec<LintEntry>,
}

/// A count at the top.
#[derive(Debug, Serialize)]
struct Tile {
    count: usize,
    label: &'static str,
    class: &'static str,
    /// Where it leads.
    target: Option<&'static str>,
}

/// What the findings can be filtered by.
#[derive(Debug, Serialize)]
struct Choice {
    value: String,
    /// What the address of the page calls it.
    key: Text,
    label: Text,
    count: usize,
}

/// A review as an HTML page. `comparisons` are those of the same exports.
pub fn review_html(review: &Review, comparisons: &[Comparison], sources: &Sources) -> String {
    render(&Page::new(review, comparisons, sources))
}

fn render(page: &impl Serialize) -> String {
    let context = tera::Context::from_serialize(page).expect("a page is a map");
    TERA.render("report.html", &context).expect("our own Tera files fit their contexts")
}

/// Gives every finding an anchor of its own.
#[derive(Default)]
struct Anchors(HashMap<String, usize>);

impl Anchors {
    fn next(&mut self, finding: &Finding, review: &Review) -> String {
        let fingerprint = finding.fingerprint(&review.firewalls);
        let count = self.0.entry(fingerprint.clone()).or_default();
        *count += 1;
        match *count {
            1 => format!("finding-{fingerprint}"),
            n => format!("finding-{fingerprint}-{n}"),
        }
    }
}

impl Page {
    fn new(review: &Review, comparisons: &[Comparison], sources: &Sources) -> Self {
        let mut anchors = Anchors::default();
        let mut anchors_of = |findings: &mut dyn Iterator<Item = &Finding>| -> Vec<String> {
            findings.map(|finding| anchors.next(finding, review)).collect()
        };
        let found_anchors = anchors_of(&mut review.findings.iter());
        let suppressed_anchors =
            anchors_of(&mut review.suppressed.iter().map(|suppressed| &suppressed.finding));
        let known_anchors = anchors_of(&mut review.known.iter());

        let labels: BTreeSet<&str> = review.clusters.iter().map(|cluster| cluster.label.as_str()).collect();
        let labels: Vec<&str> = labels.into_iter().collect();
        let choices = |finding: &Finding| {
            let places =
                finding.clusters.iter().filter_map(|label| labels.binary_search(&label.as_str()).ok());
            let places: Vec<String> = places.map(|place| place.to_string()).collect();
            if places.is_empty() { "-".to_owned() } else { places.join(" ") }
        };
        let entry = |finding: &Finding, anchor: String| {
            FindingEntry::new(finding, anchor, choices(finding), review, sources)
        };
        let entries = |findings: &[Finding], anchors: &[String]| -> Vec<FindingEntry> {
            findings.iter().zip(anchors).map(|(finding, anchor)| entry(finding, anchor.clone())).collect()
        };

        let found = Found::of(review.findings.iter());
        let mut groups = Groups::new(review);
        groups.take_findings(review);
        let mut matrices: BTreeMap<usize, Vec<Matrix>> = BTreeMap::new();
        let mut loose = Vec::new();
        for comparison in comparisons {
            let matrix = Matrix::new(comparison, review, sources);
            match comparison.members.first().and_then(|member| groups.of_firewall.get(member)) {
                Some(group) => matrices.entry(*group).or_default().push(matrix),
                None => loose.push(matrix),
            }
        }
        let by_firewall = ByFirewall::new(review);
        let (mut cards, mut quiet_pairs) = (Vec::new(), Vec::new());
        let is_crowded = groups.pairs.len() > FEW_PAIRS;
        for index in 0..groups.findings.len() {
            let findings = groups.findings[index].iter();
            let findings = findings.map(|at| (&review.findings[*at], found_anchors[*at].clone())).collect();
            let matrices = matrices.remove(&index).unwrap_or_default();
            let id = format!("group-{}", index + 1);
            match review.clusters.get(index) {
                Some(cluster) => {
                    cards.push(Card::new(CardParts {
                        id,
                        title: format!("Cluster {}", cluster.label),
                        description: cluster.description.as_deref(),
                        topology: Topology::new(&cluster.members, &cluster.absent, review, &by_firewall),
                        findings,
                        choice: labels.binary_search(&cluster.label.as_str()).ok().map(|at| at.to_string()),
                        matrices,
                    }));
                }
                None => {
                    let pair = groups.pairs[index - review.clusters.len()];
                    let [one, other] = pair.map(|member| review.firewalls[member].entry.shown());
                    let title = format!("Pair {one} and {other}");
                    let card = Card::new(CardParts {
                        id,
                        title: title.clone(),
                        description: None,
                        topology: Topology::new(&pair, &[], review, &by_firewall),
                        findings,
                        choice: None,
                        matrices,
                    });
                    if is_crowded && card.is_quiet() {
                        quiet_pairs.push(Text::of(&title));
                    } else {
                        cards.push(card);
                    }
                }
            }
        }
        cards.sort_by_key(Card::rank);
        if cards.len() <= FEW_CARDS {
            cards.iter_mut().for_each(Card::open);
        }

        let mut exports: Vec<Text> = review.exports.iter().map(|name| Text::of(name)).collect();
        let fold = if exports.len() <= FIRST_EXPORTS + 1 { exports.len() } else { FIRST_EXPORTS };
        let folded_exports = exports.split_off(fold);
        Self {
            title: match review.exports.as_slice() {
                [only] => format!("HA review of {}", Text::of(only).as_str()),
                several => format!("HA review of {} files", several.len()),
            },
            version: env!("CARGO_PKG_VERSION"),
            style_hash: Sha256::of(STYLE).base64(),
            script_hash: Sha256::of(SCRIPT).base64(),
            verdict: found.shown(),
            verdict_class: found.class(),
            scope: [
                counted(review.firewalls.len(), "firewall"),
                counted(review.clusters.len(), "cluster"),
                counted(review.pairs.len(), "pair"),
            ]
            .join(", "),
            fold_exports: format!("{} more files", folded_exports.len()),
            exports,
            folded_exports,
            tiles: tiles(found, review),
            cards,
            quiet_pairs_told: (!quiet_pairs.is_empty()).then(|| {
                format!("{} without a cluster: nothing found", counted(quiet_pairs.len(), "more pair"))
            }),
            quiet_pairs,
            loose,
            findings: entries(&review.findings, &found_anchors),
            findings_told: counted(found.total(), "finding"),
            severities: severities(found),
            clusters: cluster_choices(review, &labels),
            lints: lint_choices(review),
            suppressed: review
                .suppressed
                .iter()
                .zip(suppressed_anchors)
                .map(|(suppressed, anchor)| {
                    SuppressedEntry::new(suppressed, entry(&suppressed.finding, anchor))
                })
                .collect(),
            known: entries(&review.known, &known_anchors),
            explained: explained(review),
        }
    }
}

/// What has a card: the clusters, then the pairs that are in none.
struct Groups {
    pairs: Vec<[usize; 2]>,
    of_firewall: HashMap<usize, usize>,
    /// By group, the places of its findings in the review.
    findings: Vec<Vec<usize>>,
}

impl Groups {
    fn new(review: &Review) -> Self {
        let mut of_firewall = HashMap::new();
        for (index, cluster) in review.clusters.iter().enumerate() {
            of_firewall.extend(cluster.members.iter().map(|member| (*member, index)));
        }
        let is_alone = |pair: &&[usize; 2]| pair.iter().all(|member| !of_firewall.contains_key(member));
        let pairs: Vec<[usize; 2]> = review.pairs.iter().filter(is_alone).copied().collect();
        let clusters = review.clusters.len();
        for (index, pair) in pairs.iter().enumerate() {
            of_firewall.extend(pair.iter().map(|member| (*member, clusters + index)));
        }
        Self { findings: vec![Vec::new(); clusters + pairs.len()], pairs, of_firewall }
    }

    /// Finds the groups of each finding: the clusters that it names and the pairs of its firewalls.
    fn take_findings(&mut self, review: &Review) {
        let labels = review.clusters.iter().map(|cluster| cluster.label.as_str());
        let by_label: HashMap<&str, usize> = labels.zip(0..).collect();
        for (at, finding) in review.findings.iter().enumerate() {
            let of_clusters = finding.clusters.iter().filter_map(|label| by_label.get(label.as_str()));
            let of_firewalls = finding.firewalls.iter().filter_map(|at| self.of_firewall.get(at));
            let of_pairs = of_firewalls.filter(|group| **group >= review.clusters.len());
            let groups: BTreeSet<usize> = of_clusters.chain(of_pairs).copied().collect();
            groups.into_iter().for_each(|group| self.findings[group].push(at));
        }
    }
}

fn tiles(found: Found, review: &Review) -> Vec<Tile> {
    let tile = |count, label, class, target| Tile { count, label, class, target };
    let class = |count: usize, class| if count > 0 { class } else { "none" };
    let mut tiles = vec![
        tile(found.errors, "errors", class(found.errors, "error"), Some("findings")),
        tile(found.warnings, "warnings", class(found.warnings, "warning"), Some("findings")),
        tile(found.notes, "notes", class(found.notes, "note"), Some("findings")),
    ];
    let others = [
        (review.suppressed.len(), "suppressed", "suppressed"),
        (review.known.len(), "known before", "known"),
    ];
    for (count, label, target) in others {
        tiles.push(tile(count, label, class(count, "plain"), (count > 0).then_some(target)));
    }
    tiles
}

fn severities(found: Found) -> Vec<Choice> {
    let choice = |(count, severity): (usize, Severity)| Choice {
        value: severity.as_str().to_owned(),
        key: Text::of(severity.as_str()),
        label: Text::of(&format!("{}s", severity.as_str())),
        count,
    };
    let counts =
        [(found.errors, Severity::Error), (found.warnings, Severity::Warning), (found.notes, Severity::Note)];
    counts.into_iter().map(choice).collect()
}

fn cluster_choices(review: &Review, labels: &[&str]) -> Vec<Choice> {
    let mut counts = vec![0; labels.len()];
    let mut outside = 0;
    for finding in &review.findings {
        outside += usize::from(finding.clusters.is_empty());
        for label in &finding.clusters {
            if let Ok(place) = labels.binary_search(&label.as_str()) {
                counts[place] += 1;
            }
        }
    }
    let described = review.clusters.iter().map(|cluster| (&*cluster.label, cluster.description.as_ref()));
    let described: HashMap<&str, Option<&String>> = described.collect();
    let choice = |(place, label): (usize, &&str)| {
        let description = described.get(label).copied().flatten();
        let description = description.map(|text| format!(" ({})", Text::of(text).fitted(40).as_str()));
        let shown = format!("{label}{}", description.unwrap_or_default());
        Choice {
            value: place.to_string(),
            key: Text::of(label),
            label: Text::of(&shown),
            count: counts[place],
        }
    };
    let mut choices: Vec<Choice> = labels.iter().enumerate().map(choice).collect();
    if outside > 0 && !choices.is_empty() {
        choices.push(Choice {
            value: "-".to_owned(),
            key: Text::of("-"),
            label: Text::of("outside clusters"),
            count: outside,
        });
    }
    choices
}

fn lint_choices(review: &Review) -> Vec<Choice> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    review.findings.iter().for_each(|finding| *counts.entry(finding.lint.id).or_default() += 1);
    let choice = |(id, count): (&str, usize)| Choice {
        value: id.to_owned(),
        key: Text::of(id),
        label: Text::of(id),
        count,
    };
    counts.into_iter().map(choice).collect()
}

/// The lints that found something, by name.
fn explained(review: &Review) -> Vec<LintEntry> {
    let all = review.findings.iter().chain(&review.known);
    let all = all.chain(review.suppressed.iter().map(|suppressed| &suppressed.finding));
    let lints: BTreeMap<&str, &'static Lint> = all.map(|finding| (finding.lint.id, finding.lint)).collect();
    lints.into_values().map(LintEntry::new).collect()
}
