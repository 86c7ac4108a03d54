//! Every text in `fixtures/malformed` is refused, with exactly the facts in the `.txt` beside it
//! (`SNAPSHOTS=overwrite cargo test` writes them anew).

use std::path::Path;

use panha::xml::Document;
use snapbox::{Data, assert_data_eq};

use super::same_tree::theirs;
use super::{folder, parse, parse_with, read, stem, xml_files};

/// Files that roxmltree reads and we do not, each with the reason.
const ROXMLTREE_ACCEPTS: &[(&str, &str)] = &[
    ("declaration-encoding-latin-1", "it is given text, and ignores the encoding declared for its bytes"),
    (
        "declaration-in-capitals",
        "it lets a processing instruction be called `XML`, which the standard reserves",
    ),
    ("declaration-standalone-maybe", "it skips over the value of `standalone`"),
    ("declaration-version-2", "it reads a later version as if it were 1.0"),
    ("reference-to-surrogate", "it reads a number that is no character as U+FFFD"),
    ("reference-too-large", "it reads a number that is no character as U+FFFD"),
];

#[test]
fn each_malformed_file_is_refused_with_its_facts() {
    let files = xml_files(&folder("fixtures/malformed"));
    assert!(files.len() >= 45, "only {} files", files.len());
    for file in files {
        let facts = parse(&read(&file)).err().unwrap_or_else(|| panic!("{} was accepted", file.display()));
        assert_data_eq!(facts, Data::read_from(&file.with_extension("txt"), None).raw());
    }
}

#[test]
fn each_golden_file_has_its_malformed_file() {
    let folder = folder("fixtures/malformed");
    for entry in folder.read_dir().expect("the folder of fixtures") {
        let file = entry.expect("a readable folder").path();
        assert!(file.with_extension("xml").exists(), "{} has no .xml beside it", file.display());
    }
}

#[test]
fn roxmltree_refuses_the_same_files() {
    let accepted = |file: &Path| theirs(&read(file)).is_ok();
    let files = xml_files(&folder("fixtures/malformed"));
    let found: Vec<_> = files.iter().filter(|file| accepted(file)).map(|file| stem(file)).collect();
    let expected: Vec<_> = ROXMLTREE_ACCEPTS.iter().map(|(name, _)| *name).collect();
    assert_eq!(found, expected, "files that roxmltree accepts");
}

/// A part of a snippet is as strict as a document; only the number of roots differs.
#[test]
fn fragments_are_refused_for_the_same_reasons() {
    for file in xml_files(&folder("fixtures/malformed")) {
        let text = read(&file);
        let fragment = parse_with(Document::parse_fragment, &text);
        let whole = parse(&text).err();
        // A fragment may have any number of roots, none too.
        let is_about_roots = whole
            .as_ref()
            .is_some_and(|facts| facts.contains("[xml-no-root]") || facts.contains("[xml-two-roots]"));
        match is_about_roots {
            true => assert!(fragment.is_ok(), "{}", file.display()),
            false => assert_eq!(fragment.err(), whole, "{}", file.display()),
        }
    }
}

/// What cannot be seen in a file is built here.
#[test]
fn nul_is_refused_where_it_stands() {
    let facts = parse("<a>\n  x\0y\n</a>").expect_err("a NUL");
    assert!(facts.starts_with("error[xml-forbidden-character] at 2:4 \"\\0\"\n"), "{facts}");
    assert!(theirs("<a>\n  x\0y\n</a>").is_err());
}

/// Our own limit: roxmltree has none that these depths reach.
#[test]
fn depth_is_limited_to_256() {
    let nested = |depth: usize| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
    assert!(parse(&nested(256)).is_ok());
    for depth in [257, 10_000] {
        let facts = parse(&nested(depth)).expect_err("too deep");
        assert!(facts.starts_with("error[xml-too-deep] at 1:769 \"<a>\"\n"), "{facts}");
    }
}

/// Every beginning of a good text is cut off: none is accepted, none makes us panic, and each
/// refusal is placed within the text.
#[test]
fn each_beginning_of_a_text_is_refused() {
    let text = read(&folder("fixtures/wellformed/comments-everywhere.xml"));
    let text = text[..text.find("<!-- 5").expect("the last comment")].trim_end();
    let text = text[..text.rfind("<!-- 4").expect("a comment in the root")].to_owned();
    for end in text.char_indices().map(|(at, _)| at) {
        assert!(parse(&text[..end]).is_err(), "accepted: {}", &text[..end]);
    }
}

#[test]
fn fragments_may_have_several_roots_but_no_text_between_them() {
    let two = parse_with(Document::parse_fragment, "<a/>\n<!-- x -->\n<b><c/></b>\n").expect("two roots");
    assert_eq!(two.roots().map(|root| root.name()).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(two.root().name(), "a");
    let facts = parse_with(Document::parse_fragment, "<a/> and <b/>").expect_err("text between roots");
    assert!(facts.starts_with("error[xml-text-outside-root] at 1:6 \"and\"\n"), "{facts}");
}
