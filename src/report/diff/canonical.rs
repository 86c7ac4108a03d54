//! A configuration in lines of which only real changes differ.

use std::borrow::Cow;

use crate::diff::{Noise, Secrets};
use crate::panos::is_ordered;
use crate::report::secret::shown_secret;
use crate::source::visible;
use crate::xml::{Element, Node, write_indented};

/// One level of indentation.
const INDENT: &str = "  ";

/// What the lines are made of.
pub(super) struct Canonical<'s> {
    pub(super) noise: &'s Noise,
    pub(super) secrets: &'s Secrets,
    /// Is the text of an element another secret than on the other side, and looks like it?
    pub(super) is_another: &'s dyn Fn(Node<'_>) -> bool,
}

impl Canonical<'_> {
    /// The lines of an element. Siblings stand in one order on both sides where theirs means nothing; noise
    /// is left out.
    pub(super) fn lines(&self, node: Node<'_>) -> Vec<String> {
        let mut text = String::new();
        write_indented(&self.element(node), Some(("", INDENT)), &mut text);
        text.lines().map(|line| visible(line).into_owned()).collect()
    }

    fn element(&self, node: Node<'_>) -> Element {
        let mut element = Element::new(node.name());
        let mut attributes: Vec<_> =
            node.attributes().filter(|(name, _)| !self.noise.has_attribute(name)).collect();
        attributes.sort();
        attributes.into_iter().for_each(|(name, value)| element.set_attribute(name, value));
        if node.is_leaf() {
            element.set_text(self.text(node));
            return element;
        }
        let mut children: Vec<Node<'_>> = node.children().collect();
        if !is_ordered(node) {
            children.sort_by_cached_key(|child| self.key(*child));
        }
        children.into_iter().map(|child| self.element(child)).fold(element, Element::with)
    }

    fn text<'d>(&self, leaf: Node<'d>) -> Cow<'d, str> {
        let text = leaf.text();
        match self.secrets.form(leaf) {
            None => self.noise.told_by(text),
            Some(form) if (self.is_another)(leaf) => {
                format!("{}, another one", shown_secret(form, &text)).into()
            }
            Some(form) => shown_secret(form, &text).into(),
        }
    }

    fn key<'d>(&self, node: Node<'d>) -> (&'d str, Cow<'d, str>) {
        let id = match node.name() {
            "entry" => node.attribute("name").unwrap_or_default(),
            "member" if node.is_leaf() => self.noise.told_by(node.text()),
            _ => "".into(),
        };
        (node.name(), id)
    }
}
