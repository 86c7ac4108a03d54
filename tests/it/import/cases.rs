//! Exports that panha did not make, and what is said of them: `fixtures/import/<case>` has `panorama.xml` (or in
//! `export.txt` the path of one), the spec in `expected.yaml` where there is one, and in `told.txt` what the user
//! hears. `SNAPSHOTS=overwrite cargo test --test it import` writes them anew.

use std::fs;
use std::path::{Path, PathBuf};

use panha::generate::Target;
use panha::source::Sources;
use panha::xml::Document;
use panha::{diag::Sink, panos::Export, pipeline, report};
use snapbox::{Assert, Data, assert::DEFAULT_ACTION_ENV};

use super::round_trip::{comes_back, import};
use crate::fleet_strategy::SpecFiles;
use crate::laws::run::{Artifacts, generate};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn folders(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join(folder)).expect("a folder");
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    folders
}

/// The spec of a case, and what is told.
fn outcome(case: &Path) -> (Option<String>, String) {
    let elsewhere = fs::read_to_string(case.join("export.txt")).ok();
    let export = elsewhere.map_or_else(|| case.join("panorama.xml"), |path| root().join(path.trim()));
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let id = sources.add("panorama.xml", fs::read_to_string(export).expect("an export"));
    let document = Document::parse(id, sources.get(id).shared_text()).expect("well formed");
    let Some(Export::Panorama(panorama)) = Export::of(&document) else { panic!("no Panorama") };
    let spec = pipeline::import("panorama.xml", panorama, None, &mut sink);
    let told = report::human(&sink.into_sorted(), &sources);
    (spec, anstream::adapter::strip_str(&told).to_string())
}

#[test]
fn every_case_gives_the_spec_and_the_text_that_are_expected() {
    let is_overwriting = std::env::var(DEFAULT_ACTION_ENV).is_ok_and(|action| action == "overwrite");
    let assert = Assert::new().action_env(DEFAULT_ACTION_ENV);
    let cases = folders("fixtures/import");
    let mut faults = Vec::new();
    for case in &cases {
        let (spec, told) = outcome(case);
        if let Some(spec) = &spec {
            let files = SpecFiles { spec: spec.clone(), inventory: String::new() };
            faults.extend(generate(&files, Target::Panorama).err());
        }
        for (name, text) in [("expected.yaml", spec.unwrap_or_default()), ("told.txt", told)] {
            let expected = case.join(name);
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
    assert!(cases.len() > 5, "{} cases", cases.len());
}

#[test]
fn every_generated_fixture_comes_back() {
    let mut faults = Vec::new();
    let mut count = 0;
    for case in folders("fixtures/generate") {
        for cluster in folders(&case.join("expected").to_string_lossy()) {
            let read = |name: &str| fs::read_to_string(cluster.join(name)).ok();
            let (Some(panorama), Some(load)) = (read("panorama.xml"), read("load.txt")) else { continue };
            let name = cluster.display().to_string();
            let artifacts: Artifacts =
                [("x/panorama.xml".to_owned(), panorama), ("x/load.txt".to_owned(), load)].into();
            // A pack of Tera files makes other objects of the same spec.
            if case.join("pack").exists() {
                continue;
            }
            count += 1;
            // Snippets add what a spec has no key for: that alone is told.
            let has_more = ["datacenters", "snippet-on-interface"].iter().any(|case| name.contains(case));
            if !has_more {
                faults.extend(comes_back(&artifacts).err().map(|error| format!("{name}: {error}")));
                continue;
            }
            let (spec, told) = import(&artifacts["x/panorama.xml"]);
            let other: Vec<_> = told.iter().filter(|told| !told.starts_with("import-stays")).collect();
            if spec.is_none() || told.is_empty() || !other.is_empty() {
                faults.push(format!("{name}: {told:?}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(count > 10, "{count} clusters came back");
}
