//! Random trees like configurations, and random changes of them.

use panha::xml::Element;
use proptest::prelude::*;

use crate::canonical::is_ordered;

/// Texts that are written in more ways than one, or that are nearly nothing.
const TEXTS: &[&str] =
    &["a", "b", "", " ", "\n  ", " a", "a&b <c>", "two\nlines", "\"'", "]]>", "$v", "10.0.0.1", "é東"];

/// Elements that hold what is not known.
const NAMES: &[&str] = &["x", "y", "z", "rules", "templates", "config"];

const ENTRIES: &[&str] = &["a", "b", "c", "d", "e", "R&D", "'q\"", "$v"];

fn pick<T: Copy>(from: &[T], choice: u8) -> T {
    from[usize::from(choice) % from.len()]
}

/// A configuration with lists of every kind, made of bytes.
pub(super) fn trees() -> impl Strategy<Value = Element> {
    let rows = || prop::collection::vec(any::<u8>(), 0..12);
    (rows(), rows(), rows(), rows(), rows()).prop_map(|(objects, rules, members, members2, own)| {
        let list = |name: &str, bytes: &[u8]| {
            bytes
                .iter()
                .fold(Element::new(name), |list, byte| list.with(Element::leaf("member", pick(TEXTS, *byte))))
        };
        let entries = |name: &str, bytes: &[u8]| {
            bytes.chunks(3).fold(Element::new(name), |list, bytes| list.with(entry(bytes)))
        };
        let group = Element::entry("DG")
            .with(entries("address", &objects))
            .with(Element::new("pre-rulebase").with(Element::new("security").with(entries("rules", &rules))));
        let stack = Element::entry("S").with(list("templates", &members)).with(list("list", &members2));
        let device = Element::entry("localhost.localdomain")
            .with(Element::new("device-group").with(group))
            .with(Element::new("template-stack").with(stack));
        let config = Element::new("config").with(Element::new("devices").with(device));
        own.chunks(3).fold(config, |config, bytes| config.with(any_element(bytes)))
    })
}

fn entry(bytes: &[u8]) -> Element {
    let mut entry = Element::entry(pick(ENTRIES, bytes[0]));
    if let Some(byte) = bytes.get(1) {
        if byte % 3 == 0 {
            entry.set_attribute("uuid", pick(TEXTS, byte / 3));
        }
        if byte % 2 == 0 {
            entry.push(Element::leaf("value", pick(TEXTS, byte / 2)));
        }
        if byte % 5 == 0 {
            entry.push(Element::new("from").with(Element::leaf("member", "any")));
        }
    }
    if let Some(byte) = bytes.get(2) {
        entry.push(any_element(&[*byte]));
    }
    entry
}

fn any_element(bytes: &[u8]) -> Element {
    let name = pick(NAMES, bytes[0]);
    match bytes {
        [_] => Element::leaf(name, pick(TEXTS, bytes[0] / 7)),
        [_, byte] => Element::new(name).with(Element::leaf("member", pick(TEXTS, *byte))),
        _ => Element::new(name).with(entry(&bytes[1..])).with(entry(&bytes[2..])),
    }
}

/// The tree with a change for each three bytes.
pub(super) fn edited(tree: &Element, bytes: &[u8]) -> Element {
    let mut edited = tree.clone();
    for change in bytes.chunks_exact(3) {
        let [at, what, choice] = change else { continue };
        edit(&mut edited, usize::from(*at), *what, *choice);
    }
    edited
}

fn count(element: &Element) -> usize {
    element.children().iter().map(|child| 1 + count(child)).sum()
}

/// Does something to one of the elements below.
fn edit(root: &mut Element, at: usize, what: u8, choice: u8) {
    let elements = count(root);
    if elements == 0 {
        return;
    }
    let mut rest = at % elements;
    let mut parent = root;
    loop {
        let mut index = 0;
        while rest > count(&parent.children()[index]) {
            rest -= 1 + count(&parent.children()[index]);
            index += 1;
        }
        if rest == 0 {
            return change(parent, index, what, choice);
        }
        rest -= 1;
        parent = &mut parent.children_mut()[index];
    }
}

fn change(parent: &mut Element, index: usize, what: u8, choice: u8) {
    let mut new = any_element(&[choice]);
    let children = parent.children_mut();
    let place = usize::from(choice) % (children.len() + 1);
    match what % 10 {
        0 => drop(children.remove(index)),
        1 => children.insert(place, children[index].clone()),
        2 => children[index].set_text(pick(TEXTS, choice)),
        3 => {
            children[index].set_attribute(pick(&["name", "uuid", "version"], choice), pick(TEXTS, choice / 3))
        }
        4 => children.insert(place, entry(&[choice, choice / 2, choice / 3])),
        5 => {
            let moved = children.remove(index);
            children.insert(place.min(children.len()), moved);
        }
        6 => children.reverse(),
        7 => {
            children[index].push(entry(&[choice, choice.wrapping_mul(7)]));
        }
        8 => children.insert(place, Element::leaf("member", pick(TEXTS, choice))),
        _ => {
            std::mem::swap(&mut children[index], &mut new);
            children[index].push(new);
        }
    }
}

/// The same with children in another order where the order means nothing: those of one name stay in theirs,
/// for of several alike the first is the first.
pub(super) fn reordered(tree: &Element, seed: u64) -> Element {
    reordered_at(tree, &mut vec![tree.name().to_owned()], seed)
}

fn reordered_at(tree: &Element, path: &mut Vec<String>, seed: u64) -> Element {
    let mut children = Vec::new();
    for child in tree.children() {
        path.push(child.name().to_owned());
        children.push(reordered_at(child, path, seed));
        path.pop();
    }
    if !is_ordered(path) {
        let alike = |child: &Element| {
            let name = child.entry_name().unwrap_or_default();
            // A member is told by its text, with the blanks.
            let text = if child.name() == "member" { child.text() } else { "" };
            format!("{} {name} {text}", child.name())
        };
        children.sort_by_key(|child| mixed(&alike(child), seed));
    }
    let mut element = Element::new(tree.name());
    tree.attributes().iter().for_each(|(name, value)| element.set_attribute(name, value));
    element.set_text(tree.text());
    children.into_iter().fold(element, Element::with)
}

/// FNV: any order will do that depends on the seed.
fn mixed(text: &str, seed: u64) -> u64 {
    text.bytes().fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The same without texts of several lines.
pub(super) fn on_one_line(mut tree: Element) -> Element {
    if tree.text().contains('\n') {
        tree.set_text("text");
    }
    for child in tree.children_mut() {
        *child = on_one_line(child.clone());
    }
    tree
}
