//! Changes that nobody would make, chosen by bytes: what random tests and the fuzzer do to a configuration.

use panha::xml::Element;

/// Texts that something may choke on.
const TEXTS: &[&str] = &[
    "",
    " ",
    "None",
    "$",
    "$undefined",
    "$ha4_ip",
    "yes",
    "no",
    "0",
    "-1",
    "99999999999999999999",
    "4294967296",
    "192.0.2.1/33",
    "192.0.2.1/",
    "/24",
    "0.0.0.0",
    "255.255.255.255",
    "255.0.255.0",
    "::",
    "2001:db8::1/64",
    "ethernet1/",
    "ethernet0/0",
    "ethernet1/1.99999",
    "ae",
    "hsci",
    "management",
    "013201000011",
    "any",
    "]]>",
    "\u{202e}\u{e9}\u{1f525}",
    "a'b\"c&d<e>",
    "-AQ==",
    "-AQ==x=y",
    "$5$",
];

/// Names that mean something somewhere.
const NAMES: &[&str] = &[
    "entry",
    "member",
    "variable",
    "type",
    "config",
    "devices",
    "template",
    "template-stack",
    "device-group",
    "high-availability",
    "cluster",
    "cluster-members",
    "group",
    "ha4",
    "ha4-backup",
    "interface",
    "vsys",
    "zone",
    "network",
    "rules",
    "target",
    "layer3",
    "ha",
    "parent-dg",
    "unknown",
];

/// A tree, changed as the bytes say; every four of them are one change.
pub(crate) fn edited(base: &Element, bytes: &[u8]) -> Element {
    let mut tree = base.clone();
    for change in bytes.chunks_exact(4) {
        let [what, high, low, choice] = change else { continue };
        let at = usize::from(u16::from_be_bytes([*high, *low]));
        edit(&mut tree, at, *what, usize::from(*choice));
    }
    tree
}

fn count(element: &Element) -> usize {
    element.children().iter().map(|child| 1 + count(child)).sum()
}

/// Does something to the n-th element below the root.
fn edit(root: &mut Element, at: usize, what: u8, choice: usize) {
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

fn change(parent: &mut Element, index: usize, what: u8, choice: usize) {
    let text = TEXTS[choice % TEXTS.len()];
    let child = parent.children()[index].clone();
    let renamed = |name: &str| {
        let mut renamed = Element::new(name);
        child.attributes().iter().for_each(|(name, value)| renamed.set_attribute(name, value));
        for below in child.children() {
            renamed.push(below.clone());
        }
        if child.is_leaf() {
            renamed.set_text(child.text());
        }
        renamed
    };
    let children = parent.children_mut();
    match what % 8 {
        0 => drop(children.remove(index)),
        1 => children.insert(index, child),
        2 => children[index].set_text(text),
        3 => children[index].set_attribute("name", text),
        4 => children[index] = renamed(NAMES[choice % NAMES.len()]),
        5 => children[index] = Element::new(child.name()).with(child),
        6 => children.reverse(),
        _ => {
            let copy = children[choice % children.len()].clone();
            children[index].push(copy);
        }
    }
}
