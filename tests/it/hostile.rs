//! No export makes a lint, a difference, a report or a load panic, whatever is in it.

pub(crate) mod edits;

use std::sync::LazyLock;

use panha::diag::{Severity, Sink};
use panha::diff::{Change, Noise, Scope, Secrets, diff, rows};
use panha::effective::{self, Chosen};
use panha::generate::Target;
use panha::impact::impact;
use panha::lint::{Config, Facts};
use panha::lints::LINTS;
use panha::merge::{self, Mode};
use panha::panos::Export;
use panha::pipeline::{self, ReviewInput};
use panha::plan::Options;
use panha::report::{self, Sides};
use panha::source::Sources;
use panha::xml::{Document, Element, write};
use proptest::prelude::*;

use crate::apply::loaded;
use crate::base::{base, spec};
use crate::fleet_strategy::SpecFiles;
use crate::laws::run::generate;
use crate::lints::meant;
use crate::plan::made::plan;

static PANORAMA: LazyLock<Element> = LazyLock::new(base);

/// Reviews what changed trees hold, with and without a spec, and reports it in every format.
fn survives(trees: &[Element]) {
    let mut sources = Sources::default();
    let documents: Vec<Document> = trees
        .iter()
        .filter_map(|tree| {
            let id = sources.add("export.xml", write(tree));
            Document::parse(id, sources.get(id).shared_text()).ok()
        })
        .collect();
    let exports: Vec<(&str, Export<'_>)> =
        documents.iter().filter_map(|document| Some(("export.xml", Export::of(document)?))).collect();
    for (name, export) in &exports {
        if let Export::Panorama(panorama) = export
            && let Some(spec) = pipeline::import(name, *panorama, None, &mut Sink::default())
        {
            is_valid(&spec);
        }
    }
    for facts in [Facts::default(), meant()] {
        let config = Config { facts, ..Config::default() };
        let input =
            ReviewInput { exports: &exports, base: None, config: &config, today: None, baseline: None };
        let review = pipeline::review(input);
        let comparisons =
            effective::comparisons(&exports, Chosen::Found, &mut Sink::default()).unwrap_or_default();
        let json = report::review_json(&review, &sources);
        let fingerprints = json.matches("\"fingerprint\"").count();
        assert_eq!(fingerprints, review.findings.len() + review.suppressed.len() + review.known.len());
        for text in [
            report::review(&review, &sources),
            report::review_sarif(&review, &sources),
            report::review_junit(&review, LINTS, Severity::Warning, &sources),
            report::review_markdown(&review, &sources),
            report::review_html(&review, &comparisons, &sources),
        ] {
            assert!(!text.is_empty());
        }
        let lines = report::review_github(&review, &sources).lines().count();
        assert_eq!(lines, review.findings.len(), "each finding is one command");
    }
}

/// What is imported passes `panha check`, whatever it was imported from.
fn is_valid(spec: &str) {
    let files = SpecFiles { spec: spec.to_owned(), inventory: String::new() };
    if let Err(errors) = generate(&files, Target::Panorama) {
        panic!("{errors}\n{spec}");
    }
}

/// Compares two trees, and reports what differs in every format.
fn differs(before: &Element, after: &Element) {
    let mut sources = Sources::default();
    let mut parse = |tree: &Element| {
        let id = sources.add("export.xml", write(tree));
        Document::parse(id, sources.get(id).shared_text()).ok()
    };
    let (Some(before), Some(after)) = (parse(before), parse(after)) else { return };
    for noise in [Noise::default(), Noise::none()] {
        let Some(difference) = diff(before.root(), after.root(), &noise) else { continue };
        if let (Some(Export::Panorama(one)), Some(Export::Panorama(other))) =
            (Export::of(&before), Export::of(&after))
        {
            let impact = impact(one, other, Some(&difference), &noise, &Scope::default());
            assert!(!report::diff_effective(&impact, false, &sources).is_empty());
        }
        let secrets = Secrets::below([before.root(), after.root()]);
        let rows = rows(&difference, &secrets);
        assert!(!rows.is_empty(), "a difference without rows: {difference:#?}");
        let sides = Sides { before: "a", after: "b", are_parts: false };
        let commands = merge::commands(&difference).expect("no text beside elements");
        commands.iter().for_each(|command| assert!(!command.to_string().is_empty()));
        merge::splice(&difference).expect("no text beside elements");
        for text in [
            report::diff(&rows, true, &sources),
            report::diff_json(sides, &rows, &sources),
            report::diff_unified(&[Change::Within(Box::new(difference))], &noise, &secrets),
        ] {
            assert!(!text.is_empty());
        }
    }
}

/// What one firewall of the base ends up with.
fn firewall() -> Element {
    let mut sources = Sources::default();
    let id = sources.add("export.xml", write(&PANORAMA));
    let document = Document::parse(id, sources.get(id).shared_text()).expect("well formed");
    let Some(Export::Panorama(panorama)) = Export::of(&document) else { panic!("no Panorama") };
    panha::effective::Resolver::new(panorama).effective("013201000011").expect("a firewall").config()
}

/// So many changed configurations for each test; `PROPTEST_CASES` raises it.
const CASES: u32 = 64;

fn config() -> ProptestConfig {
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    let default = ProptestConfig::default();
    let cases = if asked { default.cases } else { CASES };
    ProptestConfig { cases, failure_persistence: None, ..default }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn no_lint_panics_on_any_panorama(bytes in prop::collection::vec(any::<u8>(), 4..200)) {
        survives(&[edits::edited(&PANORAMA, &bytes)]);
    }

    #[test]
    fn no_difference_of_any_panoramas_makes_a_report_panic(
        one in prop::collection::vec(any::<u8>(), 0..40),
        other in prop::collection::vec(any::<u8>(), 4..80),
    ) {
        let before = edits::edited(&PANORAMA, &one);
        differs(&before, &edits::edited(&before, &other));
        differs(&PANORAMA, &edits::edited(&firewall(), &other));
    }

    #[test]
    fn no_lint_panics_on_any_firewalls(bytes in prop::collection::vec(any::<u8>(), 4..200)) {
        let firewall = firewall();
        survives(&[edits::edited(&firewall, &bytes), firewall]);
    }

    #[test]
    fn no_load_panics_on_any_panorama(
        base in prop::collection::vec(any::<u8>(), 4..60), file in prop::collection::vec(any::<u8>(), 4..60)
    ) {
        let (base, file) = (write(&edits::edited(&PANORAMA, &base)), write(&edits::edited(&PANORAMA, &file)));
        let mut sources = Sources::default();
        let id = sources.add("export.xml", base.as_str());
        let is_export = Document::parse(id, sources.get(id).shared_text())
            .is_ok_and(|document| Export::of(&document).is_some());
        prop_assume!(is_export);
        let device = "devices/entry[@name='localhost.localdomain']";
        let places = ["", "/shared", &format!("/{device}/template"), &format!("/{device}/device-group")];
        for at in places.map(|place| format!("/config{place}")) {
            for mode in [Mode::Merge, Mode::Replace] {
                let load = |base: &str| loaded(base, &[&file], None, &at, mode);
                if let Ok(once) = load(&base) {
                    let twice = load(&once);
                    prop_assert_eq!(twice.as_ref(), Ok(&once), "{} at {}", mode, at);
                }
            }
        }
    }

    #[test]
    fn no_plan_panics_on_any_panorama(bytes in prop::collection::vec(any::<u8>(), 4..60), choice in 0..3_u8) {
        let options = Options { prunes: choice == 1, keeps: choice == 2, takes_over: true, ..Options::default() };
        let base = write(&edits::edited(&PANORAMA, &bytes));
        // What cannot be planned is told.
        let Ok(made) = plan(&base, &spec(), None, &options) else { return Ok(()) };
        let again = plan(&made.merged, &spec(), None, &options).map_err(TestCaseError::fail)?;
        prop_assert!(again.is_empty, "done once, it is not done");
        prop_assert!(again.merged == made.merged, "merged twice is not merged once");
    }
}
