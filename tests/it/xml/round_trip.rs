//! What we write reads back as what it was.

use panha::xml::{ConfigPath, Element, Step, write};
use proptest::prelude::*;

use super::{parse, same_tree};

/// Every character that is special somewhere in XML, and some that only look so.
fn hostile_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<"),
        Just(">"),
        Just("&"),
        Just("'"),
        Just("\""),
        Just("]]>"),
        Just("]"),
        Just("&amp;"),
        Just("&#13;"),
        Just("<![CDATA["),
        Just("<!--"),
        Just("-->"),
        Just("\n"),
        Just("\r"),
        Just("\r\n"),
        Just("\t"),
        Just(" "),
        Just("ä"),
        Just("ß"),
        Just("東"),
        Just("🔥"),
        Just("\u{FEFF}"),
        Just("\u{85}"),
        Just("\u{2028}"),
        Just("a"),
        Just("1"),
        Just("="),
        Just("/"),
        Just("{{ x }}"),
        Just("<<<<<<< HEAD\n"),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

fn name() -> impl Strategy<Value = String> {
    "[a-zA-Z_ä][a-zA-Z0-9._ä-]{0,6}"
}

fn element() -> impl Strategy<Value = Element> {
    let attributes = || prop::collection::vec((name(), hostile_text()), 0..3);
    let leaf = (name(), hostile_text(), attributes())
        .prop_map(|(name, text, attributes)| with_attributes(Element::leaf(name, text), attributes));
    leaf.prop_recursive(5, 40, 5, move |inner| {
        (name(), prop::collection::vec(inner, 1..5), attributes()).prop_map(|(name, children, attributes)| {
            children.into_iter().fold(with_attributes(Element::new(name), attributes), Element::with)
        })
    })
}

fn with_attributes(mut element: Element, attributes: Vec<(String, String)>) -> Element {
    for (name, value) in attributes {
        element.set_attribute(name, value);
    }
    element
}

fn path() -> impl Strategy<Value = ConfigPath> {
    let step = (name(), prop::option::of("[a-z'\"/\\] @=\\[]{0,8}"));
    prop::collection::vec(step.prop_map(|(name, entry)| Step { name, entry }), 0..6)
        .prop_map(|steps| steps.into_iter().collect())
}

proptest! {
    #[test]
    fn written_elements_read_back_the_same(element in element()) {
        let text = write(&element);
        let document = parse(&text).unwrap_or_else(|facts| panic!("{facts}\n{text}"));
        prop_assert_eq!(document.root().to_element(), Ok(element), "{}", text);
        prop_assert_eq!(Ok(same_tree::ours(document.root())), same_tree::theirs(&text));
    }

    #[test]
    fn written_paths_read_back_the_same(path in path()) {
        prop_assert_eq!(path.to_string().parse(), Ok(path));
    }

    #[test]
    fn ensured_elements_are_got(mut element in element(), path in path()) {
        element.ensure(&path).set_text("here");
        prop_assert_eq!(element.get(&path).map(Element::text), Some("here"));
    }

    /// The reader must not panic on anything, and accept nothing that roxmltree refuses.
    #[test]
    fn text_soup_is_accepted_only_with_roxmltree(soup in text_soup()) {
        if let Ok(document) = parse(&soup) {
            prop_assert_eq!(Ok(same_tree::ours(document.root())), same_tree::theirs(&soup), "{}", soup);
        }
    }
}

/// Pieces of XML in any order, most of it malformed.
fn text_soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => Just("<a>"), 8 => Just("</a>"), 4 => Just("<a/>"), 2 => Just("<b x='1' y=\"2\">"), 2 => Just("</b>"),
        2 => Just("x"), 2 => Just("\n"), 2 => Just("&lt;"), 1 => Just("&#10;"), 1 => Just("<!-- c -->"),
        1 => Just("<![CDATA[d]]>"), 1 => Just("<?pi d?>"), 1 => Just("<"), 1 => Just(">"), 1 => Just("&"),
        1 => Just("'"), 1 => Just("\""), 1 => Just("]]>"), 1 => Just("--"), 1 => Just("/"), 1 => Just("="),
        1 => Just("<?xml version='1.0'?>"), 1 => Just("<!"), 1 => Just("<?"), 1 => Just("<a "), 1 => Just("\u{FEFF}"),
        1 => Just("<!DOCTYPE a>"), 1 => Just("ü"), 1 => Just(";"), 1 => Just("</"), 1 => Just("?>"), 1 => Just("["),
    ];
    prop::collection::vec(piece, 0..7)
        .prop_map(|pieces| pieces.concat())
        .prop_flat_map(|soup| prop_oneof![Just(format!("<r>{soup}</r>")), Just(soup)])
}
