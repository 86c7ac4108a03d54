//! Reviews what the fuzzer makes of an export: the bytes are changes to a good Panorama, or, behind a zero,
//! the export itself.

#![no_main]

#[path = "../../it/hostile/edits.rs"]
mod edits;

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use panha::lint::{self, Facts};
use panha::lints::LINTS;
use panha::panos::Export;
use panha::report;
use panha::source::Sources;
use panha::xml::{Document, Element, write};

static BASE: LazyLock<Element> = LazyLock::new(|| {
    let mut sources = Sources::default();
    let id = sources.add("base.xml", include_str!("../../../fixtures/lints/base.xml"));
    let document = Document::parse(id, sources.get(id).shared_text()).expect("well formed");
    document.root().to_element().expect("no mixed content")
});

fuzz_target!(|bytes: &[u8]| {
    let text = match bytes.split_first() {
        Some((0, text)) => String::from_utf8_lossy(text).into_owned(),
        _ => write(&edits::edited(&BASE, bytes)),
    };
    let mut sources = Sources::default();
    let id = sources.add("export.xml", text);
    let Ok(document) = Document::parse(id, sources.get(id).shared_text()) else { return };
    let Some(export) = Export::of(&document) else { return };
    let review = lint::review(&[("export.xml", export)], Facts::default(), LINTS);
    report::review(&review, &sources);
    report::review_json(&review, &sources);
});
