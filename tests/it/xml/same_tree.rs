//! Is our tree the one that roxmltree, another reader, sees?

use panha::xml::Node;

/// A tree reduced to what must be equal: names, attributes in order, own text, children.
#[derive(Debug, PartialEq)]
pub(super) struct Tree {
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
    children: Vec<Tree>,
}

/// Our tree.
pub(super) fn ours(node: Node<'_>) -> Tree {
    Tree {
        name: node.name().to_owned(),
        attributes: node.attributes().map(|(name, value)| (name.to_owned(), value.into_owned())).collect(),
        text: node.text().into_owned(),
        children: node.children().map(ours).collect(),
    }
}

/// The tree of roxmltree, or why it refuses the text.
pub(super) fn theirs(text: &str) -> Result<Tree, String> {
    let document = roxmltree::Document::parse(text).map_err(|error| error.to_string())?;
    Ok(from_roxmltree(document.root_element()))
}

fn from_roxmltree(node: roxmltree::Node<'_, '_>) -> Tree {
    Tree {
        name: node.tag_name().name().to_owned(),
        attributes: node.attributes().map(|a| (a.name().to_owned(), a.value().to_owned())).collect(),
        text: node.children().filter(|child| child.is_text()).filter_map(|child| child.text()).collect(),
        children: node.children().filter(|child| child.is_element()).map(from_roxmltree).collect(),
    }
}
