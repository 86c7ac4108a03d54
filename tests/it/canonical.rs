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

/// A tree as text in which nothing but the order of siblings is evened out, where it means nothing. Of several
/// alike, the first stays the first. The path is that of what is around it.
pub(crate) fn exact(element: Element, around: &[String]) -> String {
    write(&exactly(element, &mut around.to_vec()))
}

fn exactly(mut element: Element, path: &mut Vec<String>) -> Element {
    path.push(element.name().to_owned());
    let mut children: Vec<Element> =
        element.children_mut().drain(..).map(|child| exactly(child, path)).collect();
    if !is_ordered(path) {
        children.sort_by_key(|child| {
            let text = if child.name() == "member" { child.text() } else { "" };
            (child.name().to_owned(), child.entry_name().map(str::to_owned), text.to_owned())
        });
    }
    let mut attributes = element.attributes().to_vec();
    attributes.sort();
    let mut exact = Element::new(element.name());
    attributes.iter().for_each(|(name, value)| exact.set_attribute(name, value));
    exact.set_text(element.text());
    path.pop();
    children.into_iter().fold(exact, Element::with)
}

/// The lists whose order counts that tests have; a second opinion on what `panos::is_ordered` says.
pub(crate) fn is_ordered(path: &[String]) -> bool {
    let [.., around, above, name] = path else { return false };
    match name.as_str() {
        "rules" => around.ends_with("rulebase") && above != "default-security-rules",
        "templates" => around == "template-stack",
        "ip" | "ipv6" if around == "virtual-address" => true,
        "ip" => above != "interface" && path.iter().any(|name| name == "interface"),
        "address" => above == "ipv6",
        "ip-mapping" => above == "underlay-net",
        "include-exclude-network" => above.ends_with("-include-exclude-list"),
        "external-list" => true,
        _ => false,
    }
}

/// Every row of the program's table is known here as well: a row that is added there is judged here too.
#[test]
fn the_second_opinion_knows_every_list() {
    for row in include_str!("../../src/panos/ordered_lists.txt").lines() {
        let list = row.strip_suffix("/entry").expect("a list of entries");
        let path: Vec<String> = format!("config/{list}").split('/').map(str::to_owned).collect();
        assert!(is_ordered(&path), "{row}");
    }
}
