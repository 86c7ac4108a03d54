//! What is found in public samples of Panorama configurations, where they are there. The findings are in
//! `fixtures/corpus/findings.txt`, what each means in the README beside it.

use std::fs;
use std::path::Path;

use panha::lint::{self, Facts};
use panha::lints::LINTS;
use panha::panos::Export;
use panha::source::Sources;
use panha::xml::Document;
use snapbox::{Assert, Data, assert::DEFAULT_ACTION_ENV};

/// One line for each finding.
fn findings_in(path: &Path) -> String {
    let name = path.file_name().expect("a file").to_string_lossy().into_owned();
    let mut sources = Sources::default();
    let id = sources.add(name.as_str(), fs::read_to_string(path).expect("UTF-8"));
    let document = Document::parse(id, sources.get(id).shared_text()).expect("well formed");
    let export = Export::of(&document).expect("a configuration");
    let review = lint::review(&[(&name, export)], Facts::default(), LINTS);
    let line = |finding: &lint::Finding| {
        let place = sources.line_of(finding.primary.span);
        let message = without_serials(&finding.message);
        format!("{place}: {}[{}]: {message}\n", finding.severity.as_str(), finding.lint.id)
    };
    let lines: String = review.findings.iter().map(line).collect();
    if lines.is_empty() { format!("{name}: nothing\n") } else { lines }
}

/// Serial numbers of others are not ours to repeat.
fn without_serials(message: &str) -> String {
    let word = |word: &str| match word.len() > 7 && word.bytes().all(|byte| byte.is_ascii_digit()) {
        true => "SERIAL".to_owned(),
        false => word.to_owned(),
    };
    message.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

#[test]
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn what_is_found_in_public_samples_is_known() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = root.join("../shared/corpus/panorama");
    let Ok(folder) = fs::read_dir(&corpus) else {
        eprintln!("skipped: no folder {}", corpus.display());
        return;
    };
    let mut paths: Vec<_> = folder.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    let found: String = paths.iter().map(|path| findings_in(path)).collect();
    let golden = root.join("fixtures/corpus/findings.txt");
    Assert::new().action_env(DEFAULT_ACTION_ENV).eq(found, Data::read_from(&golden, None).raw());
}
