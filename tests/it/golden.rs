//! Golden folders: the real binary on `fixtures/generate/<case>`, every byte it writes.
//!
//! `SNAPSHOTS=overwrite cargo test --test it golden` writes what is expected anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use snapbox::{Assert, Data, assert::DEFAULT_ACTION_ENV};

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/generate");
    let mut cases: Vec<PathBuf> = fs::read_dir(folder)
        .expect("fixtures/generate")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_dir())
        .collect();
    cases.sort();
    cases
}

/// Every file below a folder, by its path in there.
fn files(folder: &Path) -> BTreeSet<String> {
    let files = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
    files
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            entry.path().strip_prefix(folder).expect("below it").to_string_lossy().replace('\\', "/")
        })
        .collect()
}

/// Runs a case; its arguments stand in `args.txt`, or are `spec.yaml`.
fn run(case: &Path, output: &Path) -> std::process::Output {
    let args = fs::read_to_string(case.join("args.txt")).unwrap_or_else(|_| "spec.yaml".to_owned());
    Command::new(env!("CARGO_BIN_EXE_panha"))
        .current_dir(case)
        .arg("generate")
        .args(args.split_whitespace())
        .arg("-o")
        .arg(output)
        .output()
        .expect("the binary runs")
}

#[test]
fn every_case_writes_what_is_expected() {
    let is_overwriting = std::env::var(DEFAULT_ACTION_ENV).is_ok_and(|action| action == "overwrite");
    let assert = Assert::new().action_env(DEFAULT_ACTION_ENV);
    let mut faults = Vec::new();
    for case in cases() {
        let temp = tempfile::tempdir().expect("a temporary folder");
        let output = run(&case, temp.path());
        let name = case.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        if !output.status.success() {
            faults.push(format!("{name}: {}\n{told}", output.status));
            continue;
        }
        let expected = case.join("expected");
        let (actual, wanted) = (files(temp.path()), files(&expected));
        for gone in wanted.difference(&actual) {
            if is_overwriting {
                fs::remove_file(expected.join(gone)).expect("a golden file to remove");
            } else {
                faults.push(format!("{name}: {gone} was not written"));
            }
        }
        let mut compare = |path: &Path, text: String| {
            if !path.exists() && !is_overwriting {
                faults.push(format!("{name}: {} is not expected", path.display()));
            } else if let Err(error) =
                assert.try_eq(Some(&path.display()), text.into(), Data::read_from(path, None).raw())
            {
                faults.push(format!("{name}: {error}"));
            }
        };
        for file in &actual {
            let text = fs::read_to_string(temp.path().join(file)).expect("UTF-8");
            compare(&expected.join(file), text);
        }
        compare(&case.join("told.txt"), told);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
