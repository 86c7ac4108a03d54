//! A configuration in lines of which only real changes differ.

use crate::diff::{Noise, Secrets};
use crate::panos::is_ordered;
use crate::report::secret::shown_secret;
use crate::source::visible;
use crate::xml::{Node, escape_attribute, escape_text};

/// One level of indentation.
const INDENT: &str = "  ";

/// What the lines are made of.
pub(super) struct Canonical<'s> {
    pub(super) noise: &'s Noise,
    pub(super) secrets: &'s Secrets,
    /// Elements with a secret in them that is another one on the other side.
    pub(super) is_another: &'s dyn Fn(Node<'_>) -> bool,
}

impl Canonical<'_> {
    /// The lines of an element. Siblings stand in one order on both sides where theirs means nothing; noise
    /// is left out.
    pub(super) fn lines(&self, node: Node<'_>, depth: usize, lines: &mut Vec<String>) {
        let indent = INDENT.repeat(depth);
        let open = self.open(node);
        if node.is_leaf() {
            let text = self.text(node);
            lines.push(match text.is_empty() {
                true => format!("{indent}{open}/>"),
                false => format!("{indent}{open}>{text}</{}>", node.name()),
            });
            return;
        }
        lines.push(format!("{indent}{open}>"));
        let mut children: Vec<(Node<'_>, String)> =
            node.children().map(|child| (child, self.key(child))).collect();
        if !is_ordered(node) {
            children.sort_by(|(_, a), (_, b)| a.cmp(b));
        }
        children.iter().for_each(|(child, _)| self.lines(*child, depth + 1, lines));
        lines.push(format!("{indent}</{}>", node.name()));
    }

    fn open(&self, node: Node<'_>) -> String {
        let mut open = String::from("<");
        open.push_str(node.name());
        let mut attributes: Vec<_> =
            node.attributes().filter(|(name, _)| !self.noise.has_attribute(name)).collect();
        attributes.sort();
        for (name, value) in attributes {
            open.push_str(&format!(" {name}=\"{}\"", visible(&escape_attribute(&value))));
        }
        open
    }

    fn text(&self, leaf: Node<'_>) -> String {
        let text = leaf.text();
        let Some(form) = self.secrets.form(leaf) else {
            let text = self.noise.told_by(text);
            return visible(&escape_text(&text)).into_owned();
        };
        let another = if (self.is_another)(leaf) { ", another one" } else { "" };
        visible(&escape_text(&format!("{}{another}", shown_secret(form, &text)))).into_owned()
    }

    fn key(&self, node: Node<'_>) -> String {
        let id = match node.name() {
            "entry" => node.attribute("name").unwrap_or_default(),
            "member" if node.is_leaf() => self.noise.told_by(node.text()),
            _ => "".into(),
        };
        format!("{}\0{id}", node.name())
    }
}
