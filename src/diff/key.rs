//! What tells an element from its siblings.

use std::borrow::Cow;

use super::Noise;
use crate::xml::Node;

/// What tells an element from its siblings: its own name, and the `name` of an entry or the text of a member.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Key<'d> {
    element: &'d str,
    id: Cow<'d, str>,
}

impl<'d> Key<'d> {
    pub(super) fn of(node: Node<'d>, noise: &Noise) -> Self {
        let element = node.name();
        let id = match element {
            "entry" => node.attribute("name").unwrap_or_default(),
            "member" => text_of(node, noise),
            _ => Cow::Borrowed(""),
        };
        Self { element, id }
    }
}

/// Are two elements the same thing, the first of each kind being compared?
pub(super) fn is_same(before: Node<'_>, after: Node<'_>, noise: &Noise) -> bool {
    // Start tags tell most entries, and whole members are as long as one: no need to read them.
    before.name() == after.name()
        && match before.name() {
            "entry" => {
                before.raw_start_tag() == after.raw_start_tag()
                    || before.attribute("name") == after.attribute("name")
            }
            "member" => before.raw() == after.raw() || text_of(before, noise) == text_of(after, noise),
            _ => true,
        }
}

/// What tells a member. One with children, which no list should have, has no text but layout.
fn text_of<'d>(member: Node<'d>, noise: &Noise) -> Cow<'d, str> {
    if member.is_leaf() { noise.told_by(member.text()) } else { Cow::Borrowed("") }
}
