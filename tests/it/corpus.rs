//! What is found in public samples of Panorama configurations, where they are there. The findings are in
//! `fixtures/corpus/findings.txt`, what each means in the README beside it. What a merge believes of
//! configurations is held against them too.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use panha::lint::{self, Facts};
use panha::lints::LINTS;
use panha::merge::Mode;
use panha::panos::{Export, alternatives};
use panha::source::Sources;
use panha::xml::{Document, Node};
use snapbox::{Assert, Data, assert::DEFAULT_ACTION_ENV};

use crate::apply::loaded;

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

/// A merge takes out what excludes what comes: it must not take out what real configurations have side by side.
#[test]
fn no_public_sample_has_two_elements_that_exclude_each_other() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut side_by_side, mut choices) = (Vec::new(), 0);
    for folder in [root.join("fixtures"), root.join("../shared/corpus")] {
        for entry in walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok) {
            let path = entry.path();
            let Ok(text) = fs::read_to_string(path) else { continue };
            // The alternatives of Jinja are no configuration yet, and one of our files is wrong on purpose.
            if text.contains("{%") || path.ends_with("apply.in/both.xml") {
                continue;
            }
            let mut sources = Sources::default();
            let id = sources.add(path.display().to_string(), text);
            let Ok(document) = Document::parse(id, sources.get(id).shared_text()) else { continue };
            for node in document.root().descendants() {
                let parent = node.parent().expect("below the root");
                let mut others = alternatives(parent, node.name()).peekable();
                choices += usize::from(others.peek().is_some());
                let found = others.find_map(|name| parent.child(name));
                let told =
                    |other: Node<'_>| format!("{}: and `{}`", sources.place(node.span()), other.name());
                side_by_side.extend(found.map(told));
            }
        }
    }
    assert!(side_by_side.is_empty(), "{}", side_by_side.join("\n"));
    assert!(choices > 100, "{choices} elements of a choice");
}

#[test]
fn a_configuration_merged_with_itself_is_itself() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut count = 0;
    for folder in [root.join("fixtures"), root.join("../shared/corpus")] {
        for entry in walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok) {
            let path = entry.path();
            let Ok(text) = fs::read_to_string(path) else { continue };
            let mut sources = Sources::default();
            let id = sources.add("x.xml", text.as_str());
            let Ok(document) = Document::parse(id, sources.get(id).shared_text()) else { continue };
            let is_mixed = document.root().descendants().any(|node| node.has_mixed_content());
            if Export::of(&document).is_none() || is_mixed || has_likes(document.root()) {
                continue;
            }
            let merged = loaded(&text, &[&text], None, "/config", Mode::Merge);
            assert!(merged.as_ref() == Ok(&text), "{}: {:?}", path.display(), merged.err());
            count += 1;
        }
    }
    assert!(count > 50, "{count} configurations");
}

/// Does anything stand twice, as in some files that people load?
fn has_likes(node: Node<'_>) -> bool {
    let key = |child: Node<'_>| {
        let text = if child.name() == "member" { child.text().trim().to_owned() } else { String::new() };
        (child.name().to_owned(), child.attribute("name").map(std::borrow::Cow::into_owned), text)
    };
    let mut seen = HashSet::new();
    node.children().any(|child| !seen.insert(key(child)) || has_likes(child))
}
