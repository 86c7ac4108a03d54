//! What holds for the changes between any two configurations, and for a text that they are spliced into.
//! `PROPTEST_CASES` raises the number of pairs.

mod commands;
mod impact;
mod layout;
mod samples;
mod secrets;
mod trees;

use panha::diff::{Difference, Noise, Part, diff};
use panha::merge::splice;
use panha::source::Sources;
use panha::xml::{Document, Element, Node};
use proptest::prelude::*;

use crate::canonical::exact;
use layout::{Layout, laid_out, layouts};
use trees::{edited, on_one_line, reordered, trees};

/// So many pairs for each law, unless the environment asks for more.
const PAIRS: u32 = 400;

fn config() -> ProptestConfig {
    let default = ProptestConfig::default();
    let is_asked = std::env::var_os("PROPTEST_CASES").is_some();
    ProptestConfig {
        cases: if is_asked { default.cases.max(PAIRS) } else { PAIRS },
        failure_persistence: None,
        max_shrink_iters: 800,
        ..default
    }
}

fn parsed(text: &str) -> Document {
    let mut sources = Sources::default();
    let id = sources.add("x.xml", text);
    Document::parse(id, sources.get(id).shared_text())
        .unwrap_or_else(|refused| panic!("{}:\n{text}", refused.message))
}

/// The first text with all changes to the second one in it.
fn merged(before: &Document, after: &Document) -> String {
    match diff(before.root(), after.root(), &Noise::none()) {
        Some(difference) => splice(&difference).expect("no text beside elements"),
        None => before.text().to_owned(),
    }
}

fn element(document: &Document) -> Element {
    document.root().to_element().expect("no text beside elements")
}

/// What is wrong about the way from one text to another and back.
fn way(before: &str, after: &str) -> Result<(), String> {
    let (a, b) = (parsed(before), parsed(after));
    let there = parsed(&merged(&a, &b));
    if let Some(left) = diff(there.root(), b.root(), &Noise::none()) {
        return Err(format!("left behind {left:#?}\nin {}", there.text()));
    }
    if exact(element(&there), &[]) != exact(element(&b), &[]) {
        return Err(format!("not what is after:\n{}", there.text()));
    }
    let back = parsed(&merged(&there, &a));
    if exact(element(&back), &[]) != exact(element(&a), &[]) {
        return Err(format!("not the way back:\n{}\nfrom\n{}", back.text(), there.text()));
    }
    unchanged_bytes(&a, &b, there.text())
}

/// What is the same on both sides is there as it was written, and so is all in front of the first change and
/// behind the last.
fn unchanged_bytes(a: &Document, b: &Document, spliced: &str) -> Result<(), String> {
    let Some(difference) = diff(a.root(), b.root(), &Noise::none()) else {
        return if spliced == a.text() { Ok(()) } else { Err("changed without a difference".to_owned()) };
    };
    let mut touched: Vec<std::ops::Range<usize>> = Vec::new();
    difference.visit(&mut |around: &Difference<'_, '_>, _: Part<'_, '_, '_>| {
        touched.push(around.before.span().range());
    });
    let start = touched.iter().map(|range| range.start).min().expect("a change");
    let end = touched.iter().map(|range| range.end).max().expect("a change");
    let (head, tail) = (&a.text()[..start], &a.text()[end..]);
    if !spliced.starts_with(head) || !spliced.ends_with(tail) {
        return Err(format!("bytes around the changes are others:\n{spliced}"));
    }
    same_subtrees(a.root(), b.root(), &mut vec![a.root().name().to_owned()], spliced)
}

/// By our own comparison: children by name, in order of those alike.
fn same_subtrees(a: Node<'_>, b: Node<'_>, path: &mut Vec<String>, spliced: &str) -> Result<(), String> {
    let key = |node: Node<'_>| {
        let text =
            if node.name() == "member" && node.is_leaf() { node.text().into_owned() } else { String::new() };
        let entry = node.attribute("name").filter(|_| node.name() == "entry");
        (node.name().to_owned(), entry.map(|name| name.into_owned()), text)
    };
    let mut taken = vec![false; b.children().count()];
    for child in a.children() {
        let others = b.children().zip(&mut taken);
        let other = others.filter(|(_, taken)| !**taken).find(|(other, _)| key(*other) == key(child));
        let Some((other, taken)) = other else { continue };
        *taken = true;
        let tree = |node: Node<'_>| exact(node.to_element().expect("no text beside elements"), path);
        if tree(child) != tree(other) {
            path.push(child.name().to_owned());
            same_subtrees(child, other, path, spliced)?;
            path.pop();
        } else if !spliced.contains(child.raw()) {
            return Err(format!("{} was written anew in\n{spliced}", child.raw()));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_spliced_text_is_what_is_after_and_the_way_back_is_what_was_before(
        tree in trees(),
        changes in prop::collection::vec(any::<u8>(), 0..60),
        layouts in (layouts(), layouts()),
    ) {
        let after = edited(&tree, &changes);
        let (before, after) = (laid_out(&tree, &layouts.0), laid_out(&after, &layouts.1));
        way(&before, &after).map_err(|why| {
            TestCaseError::fail(format!("{why}\n--- before\n{before}\n--- after\n{after}\n---"))
        })?;
    }

    #[test]
    fn any_two_trees_have_a_way(one in trees(), other in trees(), layouts in (layouts(), layouts())) {
        let (before, after) = (laid_out(&one, &layouts.0), laid_out(&other, &layouts.1));
        way(&before, &after).map_err(|why| {
            TestCaseError::fail(format!("{why}\n--- before\n{before}\n--- after\n{after}\n---"))
        })?;
    }

    #[test]
    fn layout_and_an_order_that_means_nothing_are_no_difference(
        tree in trees(),
        seed in any::<u64>(),
        layouts in (layouts(), layouts()),
    ) {
        let (before, after) = (laid_out(&tree, &layouts.0), laid_out(&reordered(&tree, seed), &layouts.1));
        let (a, b) = (parsed(&before), parsed(&after));
        let difference = diff(a.root(), b.root(), &Noise::none());
        prop_assert!(difference.is_none(), "{difference:#?}\n--- before\n{before}\n--- after\n{after}\n---");
    }

    #[test]
    fn what_comes_looks_like_what_is_there(tree in trees(), changes in prop::collection::vec(any::<u8>(), 0..60)) {
        let after = on_one_line(edited(&tree, &changes));
        let before = laid_out(&on_one_line(tree), &Layout::indented("    "));
        let spliced = merged(&parsed(&before), &parsed(&laid_out(&after, &Layout::compact())));
        for line in spliced.lines() {
            let indent = line.len() - line.trim_start_matches(' ').len();
            prop_assert!(indent % 4 == 0, "`{line}` in\n{spliced}");
        }
    }

    #[test]
    fn a_text_with_carriage_returns_keeps_them_at_every_line_end(
        tree in trees(),
        changes in prop::collection::vec(any::<u8>(), 0..60),
        layouts in (layouts(), layouts()),
    ) {
        let after = laid_out(&edited(&tree, &changes), &layouts.1);
        let before = laid_out(&tree, &layouts.0).replace("\r\n", "\n").replace('\n', "\r\n");
        let spliced = merged(&parsed(&before), &parsed(&after));
        let without = spliced.replace("\r\n", "");
        prop_assert!(!without.contains(['\r', '\n']), "{spliced:?}");
    }
}
