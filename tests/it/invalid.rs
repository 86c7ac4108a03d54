//! What users get wrong, and what they are told: a case is a folder, its answer the `expected.txt` in
//! it (`SNAPSHOTS=overwrite cargo test` writes them anew).
//!
//! A case holds `spec.yaml` and the files that it names, or a `pack` of Tera files, or both; where it
//! holds no spec, it is checked with `fixtures/examples/minimal.yaml`.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use panha::diag::{Severity, Sink};
use panha::generate::{PackFile, Target};
use panha::pipeline::{self, Input};
use panha::report;
use panha::source::{FileText, Files, Sources};
use snapbox::Data;
use snapbox::assert::DEFAULT_ACTION_ENV;

/// The folders of cases.
const CASES: &[&str] = &["fixtures/invalid", "fixtures/invalid-pack", "fixtures/warned"];

/// Diagnostics that no case can show, each with the reason.
const NOT_SHOWN: &[(&str, &str)] = &[
    ("bundle-too-deep", "bundle.rs has the bundle in its own tests"),
    ("bundle-too-large", "bundle.rs has the bundle in its own tests"),
    ("failed", "JSON alone has it, where a folder or file refuses"),
    ("gzip-damaged", "tests/it/bundle.rs makes one in memory"),
    ("not-utf8", "tests/it/bundle.rs makes one in memory"),
    ("tar-damaged", "tests/it/bundle.rs makes one in memory"),
];

#[test]
fn invalid_specs_are_refused_with_their_text() {
    check_cases("fixtures/invalid", true);
}

#[test]
fn invalid_packs_are_refused_with_their_text() {
    check_cases("fixtures/invalid-pack", true);
}

#[test]
fn doubtful_specs_are_accepted_with_their_text() {
    check_cases("fixtures/warned", false);
}

/// A new check comes with a case that shows what the user is told.
#[test]
fn each_diagnostic_is_shown_by_a_case() {
    if is_overwriting() {
        return; // the other tests are still writing what is read here
    }
    let known = codes_in_sources();
    assert!(known.len() > 90, "only {} codes: does the scan still find them?", known.len());
    let told = CASES.iter().flat_map(|folder| cases(folder)).map(|case| case.join("expected.txt"));
    let told = told.chain(files_below(&root("fixtures/effective"), "txt"));
    let told = told.chain(files_below(&root("fixtures/plan"), "txt"));
    let told = told.chain(files_below(&root("fixtures/import"), "txt"));
    let told = told.chain(files_below(&root("fixtures/cli"), "trycmd"));
    let shown: BTreeSet<String> = told.flat_map(|file| codes_shown(&file)).collect();
    let excepted: BTreeSet<String> = NOT_SHOWN.iter().map(|(code, _)| (*code).to_owned()).collect();
    let missing: Vec<_> =
        known.iter().filter(|code| !shown.contains(*code) && !excepted.contains(*code)).collect();
    assert!(missing.is_empty(), "no case in fixtures shows {missing:?}");
    let stale: Vec<_> =
        excepted.iter().filter(|code| shown.contains(*code) || !known.contains(*code)).collect();
    assert!(stale.is_empty(), "exceptions without need: {stale:?}");
}

/// Runs every case of a folder, and tells of all that went wrong.
fn check_cases(folder: &str, is_refused: bool) {
    let cases = cases(folder);
    assert!(!cases.is_empty(), "{folder} has no cases");
    let faults: Vec<_> = cases.iter().filter_map(|case| check_case(case, is_refused).err()).collect();
    assert!(faults.is_empty(), "{} of {} cases:\n\n{}", faults.len(), cases.len(), faults.join("\n\n"));
}

fn check_case(case: &Path, is_refused: bool) -> Result<(), String> {
    let told = |what: &str| format!("{}: {what}", case.display());
    let (text, has_errors) = catch_unwind(AssertUnwindSafe(|| run(case))).map_err(|_| told("panicked"))?;
    match (is_refused, has_errors) {
        (true, false) => return Err(told(&format!("there is no error:\n{text}"))),
        (false, true) => return Err(told(&format!("there is an error:\n{text}"))),
        _ => {}
    }
    let expected = case.join("expected.txt");
    if !expected.exists() && !is_overwriting() {
        return Err(told(&format!("there is no expected.txt; it would be:\n{text}")));
    }
    let name = case.display().to_string();
    snapbox::Assert::new()
        .action_env(DEFAULT_ACTION_ENV)
        .try_eq(Some(&name), text.into(), Data::read_from(&expected, None).raw())
        .map_err(|error| error.to_string())
}

fn is_overwriting() -> bool {
    std::env::var(DEFAULT_ACTION_ENV).is_ok_and(|action| action == "overwrite")
}

/// What the user is told without colours, and whether that forbids going on.
fn run(case: &Path) -> (String, bool) {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let own = case.join("spec.yaml");
    let (name, spec) = if own.exists() {
        ("spec.yaml", own)
    } else {
        ("minimal.yaml", root("fixtures/examples/minimal.yaml"))
    };
    let spec = sources.add(name, read(&spec));
    let (files, pack) = (Folder(case.to_owned()), pack(case));
    let input = Input { spec, files: &files, pack: &pack, target: Target::Panorama };
    let is_valid = pipeline::check(&input, &mut sources, &mut sink).is_some();
    let diagnostics = sink.into_sorted();
    let has_errors = diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    assert_eq!(is_valid, !has_errors, "an answer where there are errors, or none where there are none");
    let text = format!("{}{}\n", report::human(&diagnostics, &sources), report::summary(&diagnostics));
    (anstream::adapter::strip_str(&text).to_string(), has_errors)
}

/// The files of a case. Errors have the same text on every system.
struct Folder(PathBuf);

impl Files for Folder {
    fn read(&self, path: &str) -> io::Result<FileText> {
        let file = self.0.join(path);
        if file.is_dir() {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
        }
        let text = fs::read_to_string(file).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => io::Error::new(io::ErrorKind::NotFound, "there is no such file"),
            _ => error,
        })?;
        Ok(FileText { name: path.to_owned(), text })
    }
}

/// The Tera files of a case.
fn pack(case: &Path) -> Vec<PackFile> {
    let folder = case.join("pack");
    let file = |file: PathBuf| {
        let parts = file.strip_prefix(&folder).expect("a file in the pack").iter();
        let path = parts.map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
        PackFile { name: format!("pack/{path}"), text: read(&file), path }
    };
    files_below(&folder, "xml").into_iter().map(file).collect()
}

/// A folder or file of this crate.
fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The folders in a folder, by name.
fn cases(folder: &str) -> Vec<PathBuf> {
    let mut cases = entries(&root(folder));
    cases.retain(|case| case.is_dir());
    cases
}

/// All files with an extension below a folder, by path; none where there is no such folder.
fn files_below(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let files = |entry: PathBuf| match entry.is_dir() {
        true => files_below(&entry, extension),
        false => vec![entry],
    };
    let all = entries(folder).into_iter().flat_map(files);
    all.filter(|file| file.extension().is_some_and(|found| found == extension)).collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = folder.read_dir().into_iter().flatten();
    let mut entries: Vec<_> = entries.map(|entry| entry.expect("a readable folder").path()).collect();
    entries.sort();
    entries
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// The codes in the `expected.txt` of a case: `error[code]: …` at the start of a line.
fn codes_shown(file: &Path) -> Vec<String> {
    let text = fs::read_to_string(file).unwrap_or_default();
    let code = |line: &str| {
        let severities = ["error[", "warning[", "note["];
        let rest = severities.iter().find_map(|severity| line.strip_prefix(severity))?;
        Some(rest.split_once(']')?.0.to_owned())
    };
    text.lines().filter_map(code).collect()
}

/// The codes of diagnostics in the sources of a spec's and a pack's checks.
///
/// A plain scan, good enough: the text literal right behind a constructor, every literal in a
/// `fn code(&self)`, and every `"…-range"` in the table of numbers. What follows `#[cfg(test)]`
/// does not count. The XML reader's codes have cases of their own, in `fixtures/malformed`.
fn codes_in_sources() -> BTreeSet<String> {
    const CONSTRUCTORS: &[&str] =
        &["Diagnostic::error(", "Diagnostic::warning(", "Diagnostic::note(", ".distinct("];
    const EXPLAIN: &str = "fn code(&self) -> &'static str {";

    let mut codes = BTreeSet::new();
    let folders = [
        "src/spec",
        "src/generate",
        "src/model",
        "src/panos",
        "src/effective",
        "src/import",
        "src/lint",
        "src/merge",
        "src/plan",
        "src/pipeline",
        "src/bin/panha",
    ];
    for file in folders.iter().flat_map(|folder| files_below(&root(folder), "rs")) {
        let text = read(&file);
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        for constructor in CONSTRUCTORS {
            let behind = text.split(constructor).skip(1);
            codes.extend(behind.filter_map(|rest| literals(rest.trim_start().strip_prefix('"')?).next()));
        }
        for body in text.split(EXPLAIN).skip(1) {
            let body = body.split("\n    }").next().unwrap_or_default();
            codes.extend(body.split_once('"').into_iter().flat_map(|(_, rest)| literals(rest)));
        }
        if file.ends_with("number.rs") {
            let all = text.split_once('"').into_iter().flat_map(|(_, rest)| literals(rest));
            codes.extend(all.filter(|literal| literal.ends_with("-range")));
        }
    }
    codes
}

/// The text literals of a source that starts inside one. None of those that matter holds an escape.
fn literals(source: &str) -> impl Iterator<Item = String> {
    source.split('"').step_by(2).map(str::to_owned)
}
