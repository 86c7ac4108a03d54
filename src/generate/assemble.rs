//! Puts fragments and snippets together to one tree.

use super::pack::Fragment;
use crate::source::SourceId;
use crate::xml::{ConfigPath, Element};

/// Something that was there already and does not agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Clash {
    /// A text that was replaced by another.
    Replaced { path: String, old: String, new: String },
    /// A text where there are elements, or elements where there is a text: left as it was.
    Shape { path: String },
}

/// The entry of a Panorama object with these fragments in it, and which of them clash.
pub(crate) fn entry(name: &str, fragments: Vec<Fragment>) -> (Element, Vec<(SourceId, Clash)>) {
    let mut entry = Element::entry(name);
    let mut clashes = Vec::new();
    for Fragment { source, place, elements } in fragments {
        for element in elements {
            let of_element = graft(&mut entry, &place.path, element);
            clashes.extend(of_element.into_iter().map(|clash| (source, clash)));
        }
    }
    (entry, clashes)
}

/// Puts an element below a place: into the one that is its like, or behind the others.
pub(crate) fn graft(root: &mut Element, place: &ConfigPath, element: Element) -> Vec<Clash> {
    let mut clashes = Vec::new();
    merge_child(root.ensure(place), element, &place.to_string(), &mut clashes);
    clashes
}

fn merge_child(parent: &mut Element, incoming: Element, path: &str, clashes: &mut Vec<Clash>) {
    let path = match incoming.entry_name() {
        Some(name) => format!("{path}/{}[@name='{name}']", incoming.name()),
        None => format!("{path}/{}", incoming.name()),
    };
    match parent.children().iter().position(|child| is_like(child, &incoming)) {
        Some(index) => merge(&mut parent.children_mut()[index], incoming, &path, clashes),
        None => {
            if parent.text().is_empty() {
                parent.push(incoming);
            } else {
                clashes.push(Clash::Shape { path });
            }
        }
    }
}

fn merge(target: &mut Element, mut incoming: Element, path: &str, clashes: &mut Vec<Clash>) {
    if incoming.is_leaf() {
        let text = incoming.text();
        if text.is_empty() || text == target.text() {
            return;
        }
        if !target.is_leaf() {
            clashes.push(Clash::Shape { path: path.to_owned() });
            return;
        }
        if !target.text().is_empty() {
            let (path, old, new) = (path.to_owned(), target.text().to_owned(), text.to_owned());
            clashes.push(Clash::Replaced { path, old, new });
        }
        target.set_text(text);
        return;
    }
    for child in incoming.children_mut().drain(..) {
        merge_child(target, child, path, clashes);
    }
}

/// Are the two the same thing? Entries by name, list members by text, anything else by its element.
fn is_like(a: &Element, b: &Element) -> bool {
    a.name() == b.name() && a.entry_name() == b.entry_name() && (a.name() != "member" || a.text() == b.text())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;
    use crate::xml::{Document, write};

    fn element(text: &str) -> Element {
        let mut sources = Sources::default();
        let id = sources.add("x", text);
        let document = Document::parse(id, sources.get(id).shared_text()).expect("well formed");
        document.root().to_element().expect("no mixed content")
    }

    fn grafted(root: &str, place: &str, incoming: &str) -> (Element, Vec<Clash>) {
        let mut root = element(root);
        let clashes = graft(&mut root, &place.parse().expect("a path"), element(incoming));
        (root, clashes)
    }

    #[test]
    fn likes_are_merged_and_others_stand_behind() {
        let (root, clashes) = grafted(
            "<a><b><entry name='x'><m/></entry><list><member>1</member></list></b></a>",
            "b",
            "<entry name='x'><n>2</n></entry>",
        );
        assert_eq!(clashes, []);
        let expected = "<a><b><entry name='x'><m/><n>2</n></entry><list><member>1</member></list></b></a>";
        assert_eq!(write(&root), write(&element(expected)));
        let (root, _) =
            grafted("<a><l><member>1</member></l></a>", "/", "<l><member>2</member><member>1</member></l>");
        let expected = "<a><l><member>1</member><member>2</member></l></a>";
        assert_eq!(write(&root), write(&element(expected)));
    }

    #[test]
    fn disagreement_is_told() {
        let (root, clashes) = grafted("<a><b>1</b></a>", "/", "<b>2</b>");
        assert_eq!(root, element("<a><b>2</b></a>"));
        assert_eq!(clashes, [Clash::Replaced { path: "//b".into(), old: "1".into(), new: "2".into() }]);
        let (root, clashes) = grafted("<a><b>1</b></a>", "/", "<b><c/></b>");
        assert_eq!(root, element("<a><b>1</b></a>"));
        assert_eq!(clashes, [Clash::Shape { path: "//b/c".into() }]);
    }
}
