//! The tree of changes.

use std::collections::{HashMap, HashSet};

use crate::source::Span;
use crate::xml::Node;

/// What differs between an element before and the same one after.
#[derive(Debug, Clone)]
pub struct Difference<'a, 'b> {
    /// The element before.
    pub before: Node<'a>,
    /// The element after.
    pub after: Node<'b>,
    /// Is the text another? Where only one of the two has children, the other has no text.
    pub is_text_changed: bool,
    /// Attributes that are others.
    pub attributes: Vec<AttributeChange>,
    /// What differs below: what went and what changed in the order of before, and then, in the order of
    /// after, what came and what was moved.
    pub changes: Vec<Change<'a, 'b>>,
}

/// An attribute that is another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributeChange {
    /// Its name.
    pub name: String,
    /// The value before; `None` if there was none.
    pub before: Option<String>,
    /// The value after; `None` if there is none.
    pub after: Option<String>,
}

/// What became of a child.
#[derive(Debug, Clone)]
pub enum Change<'a, 'b> {
    /// It was not there.
    Added {
        /// The child.
        node: Node<'b>,
        /// Where it came; `None` where the order means nothing.
        behind: Option<Behind<'a, 'b>>,
    },
    /// It is not there any more.
    Removed {
        /// The child.
        node: Node<'a>,
    },
    /// It is elsewhere among its like.
    Moved {
        /// The child before.
        before: Node<'a>,
        /// The child after.
        after: Node<'b>,
        /// Where it went.
        behind: Behind<'a, 'b>,
        /// What else differs about it.
        within: Option<Box<Difference<'a, 'b>>>,
    },
    /// Something about it, or below it, is different.
    Within(Box<Difference<'a, 'b>>),
}

/// A place in a list whose order counts.
#[derive(Debug, Clone, Copy)]
pub enum Behind<'a, 'b> {
    /// At the top: before the first of those that stay where they are.
    Nothing {
        /// The first of those that stay.
        stays: Option<Node<'a>>,
    },
    /// Behind another child.
    Sibling {
        /// That child after.
        after: Node<'b>,
        /// That child before, if it stays where it is; otherwise it came or was moved itself.
        stays: Option<Node<'a>>,
    },
}

/// One thing in a [`Difference`], to judge it by itself.
#[derive(Debug, Clone, Copy)]
pub enum Part<'x, 'a, 'b> {
    /// The text of an element.
    Text,
    /// An attribute of an element.
    Attribute(&'x AttributeChange),
    /// A child that was not there.
    Added(Node<'b>),
    /// A child that is not there any more.
    Removed(Node<'a>),
    /// The place of a child, not what else differs about it.
    Moved(Node<'a>, Node<'b>),
}

/// Where what is left out would have come, by its place after: what would have come behind it comes there.
#[derive(Default)]
struct LeftOut<'a, 'b>(HashMap<Span, Behind<'a, 'b>>);

impl<'a, 'b> LeftOut<'a, 'b> {
    fn anchored(&self, behind: Behind<'a, 'b>) -> Behind<'a, 'b> {
        match behind {
            // Changes are in the order of after: what it is behind is settled already.
            Behind::Sibling { after, .. } => self.0.get(&after.span()).copied().unwrap_or(behind),
            Behind::Nothing { .. } => behind,
        }
    }
}

impl<'a, 'b> Difference<'a, 'b> {
    /// What is left when only some of the parts count; `None` if nothing is.
    ///
    /// `counts` is given the difference that a part belongs to, which is that of the parent for a child that
    /// came, went or was moved.
    #[must_use]
    pub fn retain(mut self, counts: &mut impl FnMut(&Self, Part<'_, 'a, 'b>) -> bool) -> Option<Self> {
        let changes = std::mem::take(&mut self.changes);
        let attributes = std::mem::take(&mut self.attributes);
        self.is_text_changed = self.is_text_changed && counts(&self, Part::Text);
        let attributes = attributes.into_iter().filter(|change| counts(&self, Part::Attribute(change)));
        self.attributes = attributes.collect();
        let mut kept = Vec::with_capacity(changes.len());
        let mut left_out = LeftOut::default();
        for change in changes {
            let change = match change {
                Change::Added { node, behind } => {
                    let behind = behind.map(|behind| left_out.anchored(behind));
                    let is_kept = counts(&self, Part::Added(node));
                    if let Some(behind) = behind.filter(|_| !is_kept) {
                        left_out.0.insert(node.span(), behind);
                    }
                    is_kept.then_some(Change::Added { node, behind })
                }
                Change::Removed { node } => counts(&self, Part::Removed(node)).then_some(change),
                Change::Within(within) => {
                    within.retain(counts).map(|within| Change::Within(Box::new(within)))
                }
                Change::Moved { before, after, behind, within } => {
                    let within = within.and_then(|within| within.retain(counts)).map(Box::new);
                    let behind = left_out.anchored(behind);
                    if counts(&self, Part::Moved(before, after)) {
                        Some(Change::Moved { before, after, behind, within })
                    } else {
                        left_out.0.insert(after.span(), behind);
                        within.map(Change::Within)
                    }
                }
            };
            kept.extend(change);
        }
        self.changes = kept;
        (!self.is_empty()).then_some(self)
    }

    /// Does nothing differ?
    pub fn is_empty(&self) -> bool {
        !self.is_text_changed && self.attributes.is_empty() && self.changes.is_empty()
    }

    /// The last child after that did not come.
    pub fn last_old(&self) -> Option<Node<'b>> {
        let came = self.changes.iter().filter_map(|change| match change {
            Change::Added { node, .. } => Some(node.span()),
            _ => None,
        });
        let came: HashSet<Span> = came.collect();
        self.after.children().filter(|child| !came.contains(&child.span())).last()
    }

    /// Calls `see` with every part, each with the difference that it belongs to.
    pub fn visit(&self, see: &mut impl FnMut(&Self, Part<'_, 'a, 'b>)) {
        if self.is_text_changed {
            see(self, Part::Text);
        }
        for attribute in &self.attributes {
            see(self, Part::Attribute(attribute));
        }
        for change in &self.changes {
            match change {
                Change::Added { node, .. } => see(self, Part::Added(*node)),
                Change::Removed { node } => see(self, Part::Removed(*node)),
                Change::Within(within) => within.visit(see),
                Change::Moved { before, after, within, .. } => {
                    see(self, Part::Moved(*before, *after));
                    if let Some(within) = within {
                        within.visit(see);
                    }
                }
            }
        }
    }
}
