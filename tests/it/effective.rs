//! What a firewall gets: of a generated `panorama.xml`, what the generator wrote for it; of each
//! `fixtures/effective/<case>`, what is expected there.
//!
//! A case holds `panorama.xml`, and `serial.txt` with a serial number and a path. Expected are
//! `expected.xml`, `why.txt` for the path, and `told.txt` with the warnings, if there are any.
//! `SNAPSHOTS=overwrite cargo test --test it effective` writes what is expected anew.

use std::fs;
use std::path::{Path, PathBuf};

use panha::effective::Resolver;
use panha::panos::Export;
use panha::source::Sources;
use panha::xml::{ConfigPath, Document};

use crate::canonical::content;
use panha::{diag::Sink, report};
use snapbox::{Assert, Data, assert::DEFAULT_ACTION_ENV};

fn document(path: &Path) -> Document {
    let mut sources = Sources::default();
    let text = fs::read_to_string(path).expect("a golden file");
    let id = sources.add(path.display().to_string(), text);
    Document::parse(id, sources.get(id).shared_text()).expect("well formed")
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}

#[test]
fn a_generated_panorama_gives_each_firewall_what_was_generated_for_it() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/generate");
    let mut compared = 0;
    for cluster in folders(&cases).iter().flat_map(|case| folders(&case.join("expected"))) {
        if !cluster.join("panorama.xml").exists() {
            continue;
        }
        let document_of_panorama = document(&cluster.join("panorama.xml"));
        let Some(Export::Panorama(panorama)) = Export::of(&document_of_panorama) else {
            panic!("{}: no Panorama", cluster.display());
        };
        let resolver = Resolver::new(panorama);
        for serial in resolver.serials() {
            let effective = resolver.effective(serial).expect("a firewall of the Panorama");
            let written = document(&cluster.join(format!("firewalls/{serial}.xml")));
            let expected = written.root().to_element().expect("no mixed content");
            assert_eq!(content(effective.config()), content(expected), "{}: {serial}", cluster.display());
            compared += 1;
        }
    }
    assert!(compared > 30, "{compared} firewalls were compared");
}

/// What a case gives, by the file that holds what is expected.
fn outcome(case: &Path) -> [(&'static str, String); 3] {
    let read = |name: &str| fs::read_to_string(case.join(name)).expect("a file of the case");
    let serial_and_path = read("serial.txt");
    let mut lines = serial_and_path.lines();
    let serial = lines.next().expect("a serial number");
    let path: ConfigPath = lines.next().unwrap_or("/config").parse().expect("a path");
    let mut sources = Sources::default();
    let id = sources.add("panorama.xml", read("panorama.xml"));
    let document = Document::parse(id, sources.get(id).shared_text()).expect("well formed");
    let Some(Export::Panorama(panorama)) = Export::of(&document) else { panic!("no Panorama") };
    let resolver = Resolver::new(panorama);
    let effective = resolver.effective(serial).expect("a firewall of the case");
    let why = report::why(&effective, &path, &sources);
    let why = if why.is_empty() { report::nothing_at(&effective, &path, &sources) } else { why };
    let mut sink = Sink::default();
    effective.doubts().into_iter().for_each(|doubt| sink.report(doubt));
    let told = report::human(&sink.into_sorted(), &sources);
    let told = anstream::adapter::strip_str(&told).to_string();
    [("expected.xml", report::effective_xml(&effective)), ("why.txt", why), ("told.txt", told)]
}

#[test]
fn every_case_gives_what_is_expected() {
    let cases = folders(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/effective"));
    let is_overwriting = std::env::var(DEFAULT_ACTION_ENV).is_ok_and(|action| action == "overwrite");
    let assert = Assert::new().action_env(DEFAULT_ACTION_ENV);
    let mut faults = Vec::new();
    for case in &cases {
        for (name, text) in outcome(case) {
            let expected = case.join(name);
            // No warnings, no file.
            if text.is_empty() && !expected.exists() {
                continue;
            }
            if !expected.exists() && !is_overwriting {
                faults.push(format!("{}: it is missing", expected.display()));
            } else if let Err(error) =
                assert.try_eq(Some(&expected.display()), text.into(), Data::read_from(&expected, None).raw())
            {
                faults.push(error.to_string());
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(cases.len() > 20, "{} cases", cases.len());
}
