//! Every text in `fixtures/wellformed` is read, and as the tree that roxmltree sees.

use panha::diag::Diagnostic;
use panha::source::Sources;
use panha::xml::{Document, Node};

use super::same_tree::{ours, theirs};
use super::{facts, folder, parse, read, xml_files};

#[test]
fn each_wellformed_file_is_read_like_roxmltree_reads_it() {
    let files = xml_files(&folder("fixtures/wellformed"));
    assert!(files.len() >= 30, "only {} files", files.len());
    for file in files {
        let text = read(&file);
        let document = parse(&text).unwrap_or_else(|facts| panic!("{}: {facts}", file.display()));
        assert_eq!(Ok(ours(document.root())), theirs(&text), "{}", file.display());
        assert_eq!(document.text(), text, "{}", file.display());
    }
}

#[test]
fn places_are_those_of_the_element() {
    for file in xml_files(&folder("fixtures/wellformed")) {
        let text = read(&file);
        let document = parse(&text).expect("well formed");
        for_each(document.root(), &mut |node| {
            let whole = &text[node.span().range()];
            let tag = &text[node.start_tag_span().range()];
            assert!(whole.starts_with(tag) && whole.ends_with('>'), "{whole}");
            assert!(tag.starts_with('<') && tag.ends_with('>'), "{tag}");
            assert_eq!(&text[node.name_span().range()], node.name());
            for child in node.children() {
                let parent = child.parent().expect("a child has a parent");
                assert_eq!(parent.span(), node.span());
            }
        });
    }
}

fn for_each(node: Node<'_>, visit: &mut impl FnMut(Node<'_>)) {
    visit(node);
    node.children().for_each(|child| for_each(child, visit));
}

#[test]
fn an_entry_is_found_by_the_name_it_means() {
    let document = parse("<tag><x/><entry name='a'/><entry name='R&amp;D'><color>red</color></entry></tag>")
        .expect("ok");
    let entry = document.root().entry("R&D").expect("an entry");
    assert_eq!(entry.child("color").expect("a child").text(), "red");
    assert_eq!(document.root().entry("R&amp;D").map(Node::span), None);
    assert_eq!(document.root().attribute("name"), None);
    assert!(document.root().parent().is_none());
}

#[test]
fn comments_and_layout_are_left_out_of_the_element() {
    let document = parse("<a>\n <!-- x --><b> y </b>\n <?pi?><c/><d>\n</d>\n</a>").expect("well formed");
    let element = document.root().to_element().expect("no mixed content");
    assert_eq!(
        panha::xml::write(&element),
        "<?xml version=\"1.0\"?>\n<a>\n  <b> y </b>\n  <c/>\n  <d>\n</d>\n</a>\n"
    );
}

#[test]
fn mixed_content_is_told_apart_with_its_place() {
    let document = parse("<a>\n  <b>\n    <c/>\n    left over\n    <c/>\n  </b>\n</a>").expect("well formed");
    assert!(!document.root().has_mixed_content());
    assert!(document.root().child("b").expect("a child").has_mixed_content());
    assert_eq!(
        element_facts("<a>\n  <b>\n    <c/>\n    left over\n    <c/>\n  </b>\n</a>"),
        "error[xml-mixed-content] at 4:5 \"left over\"\n  the text `left over` stands beside elements in `<b>`\n  \
         also 2:3 \"<b>\": opened here\n  help: an element holds a text or elements, not both\n"
    );
}

#[test]
fn half_removed_merge_conflict_is_told_as_one() {
    assert_eq!(
        element_facts("<a>\n  <b/>\n=======\n  <b/>\n</a>"),
        "error[xml-merge-conflict] at 3:1 \"=======\"\n  a merge conflict is left in the text: `=======`\n  \
         help: resolve the conflict and remove its markers\n"
    );
}

fn element_facts(text: &str) -> String {
    let mut sources = Sources::default();
    let id = sources.add("input.xml", text);
    let document = Document::parse(id, sources.get(id).shared_text()).expect("well formed");
    let refusal: Diagnostic = document.root().to_element().expect_err("mixed content");
    facts(&sources, &refusal)
}
