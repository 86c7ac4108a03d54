//! The laws on configurations that are more like real ones: generated fleets, and public samples where they
//! are there.

use std::fs;
use std::path::{Path, PathBuf};

use panha::generate::Target;
use proptest::prelude::*;

use super::{parsed, way};
use crate::fleet_strategy::fleets;
use crate::laws::run::generate;

/// Pairs of fleets: each takes a hundred milliseconds.
const FLEETS: u32 = 24;

proptest! {
    #![proptest_config(ProptestConfig { cases: FLEETS, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_fleet_becomes_another_and_back(fleets in (fleets(), fleets())) {
        let panorama = |fleet: &crate::fleet_strategy::Fleet| -> Result<String, TestCaseError> {
            let artifacts = generate(&fleet.files(0), Target::Panorama).map_err(TestCaseError::fail)?;
            let path = format!("{}/panorama.xml", fleet.clusters[0].name);
            artifacts.get(&path).cloned().ok_or_else(|| TestCaseError::fail(format!("no {path}")))
        };
        let (before, after) = (panorama(&fleets.0)?, panorama(&fleets.1)?);
        way(&before, &after).map_err(TestCaseError::fail)?;
    }
}

#[test]
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn public_samples_become_each_other() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/panorama");
    let Ok(folder) = fs::read_dir(&corpus) else {
        eprintln!("skipped: no folder {}", corpus.display());
        return;
    };
    let mut paths: Vec<_> = folder.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("UTF-8");
        // Text beside elements has no place in a configuration; a sample that has some is left out.
        parsed(&text).root().to_element().is_ok().then_some((path, text))
    };
    let samples: Vec<(PathBuf, String)> = paths.into_iter().filter_map(read).collect();
    assert!(samples.len() > 1, "{} samples in {}", samples.len(), corpus.display());
    for (index, (path, before)) in samples.iter().enumerate() {
        let (other, after) = &samples[(index + 1) % samples.len()];
        if let Err(why) = way(before, after) {
            let why: String = why.chars().take(2000).collect();
            panic!("{} to {}: {why}", path.display(), other.display());
        }
    }
}
