//! No export makes a lint or a report panic, whatever is in it.

mod edits;

use std::sync::LazyLock;

use panha::lint::{self, Facts};
use panha::lints::LINTS;
use panha::panos::Export;
use panha::report;
use panha::source::Sources;
use panha::xml::{Document, Element, write};
use proptest::prelude::*;

use crate::base::base;

static PANORAMA: LazyLock<Element> = LazyLock::new(base);

/// Reviews what changed trees hold, and reports it in every format.
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
    let review = lint::review(&exports, Facts::default(), LINTS);
    assert!(report::review(&review, &sources).contains("firewall"));
    assert!(report::review_json(&review, &sources).contains("findings"));
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
    fn no_lint_panics_on_any_firewalls(bytes in prop::collection::vec(any::<u8>(), 4..200)) {
        let firewall = firewall();
        survives(&[edits::edited(&firewall, &bytes), firewall]);
    }
}
