//! Configurations as one compares them: two texts are equal where two trees mean the same.

use panha::xml::{Element, write};

/// The same tree whatever the order of siblings is, but for rules and lists, which are ordered.
fn canonical(mut element: Element) -> Element {
    let is_ordered = element.name() == "rules" || element.children().iter().all(|c| c.name() == "member");
    let mut children: Vec<Element> = element.children_mut().drain(..).map(canonical).collect();
    if !is_ordered {
        children.sort_by(|a, b| (a.name(), a.entry_name()).cmp(&(b.name(), b.entry_name())));
    }
    for child in children {
        element.push(child);
    }
    element
}

/// The children of `config`: its attributes tell the release, which an export does not know.
pub(crate) fn content(config: Element) -> String {
    let mut root = Element::new("config");
    for child in config.children() {
        root.push(child.clone());
    }
    write(&canonical(root))
}
