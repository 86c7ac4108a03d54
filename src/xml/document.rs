//! What was read: an arena of nodes over the untouched text.

use std::sync::Arc;

use crate::diag::Diagnostic;
use crate::source::SourceId;

use super::input::Input;
use super::names::Names;
use super::node::Node;
use super::parse::{self, Roots};

/// An XML text and the tree of its elements.
///
/// A node takes 20 bytes; attributes and text are read out of the source when asked for. The text
/// itself is never changed: writing an unedited document means writing [`Document::text`].
#[derive(Debug)]
pub struct Document {
    source: SourceId,
    text: Arc<String>,
    arena: Arena,
}

/// The elements of a text, in the order of their start tags.
#[derive(Debug)]
pub(super) struct Arena {
    /// The elements; the descendants of one follow it up to its `subtree_end`.
    pub(super) nodes: Vec<NodeData>,
    /// Their names.
    pub(super) names: Names,
}

/// One element of an [`Arena`].
#[derive(Debug, Clone, Copy)]
pub(super) struct NodeData {
    /// Id in the arena's names.
    pub(super) name: u32,
    /// Index of the parent, [`NodeData::NO_PARENT`] for a root.
    pub(super) parent: u32,
    /// Index behind the last descendant.
    pub(super) subtree_end: u32,
    /// Offset of the `<` of the start tag.
    pub(super) start: u32,
    /// Offset behind the `>` of the end tag.
    pub(super) end: u32,
}

impl NodeData {
    /// Stands for the parent of a root.
    pub(super) const NO_PARENT: u32 = u32::MAX;
}

impl Document {
    /// Reads a document: one root element, an XML declaration before it or none.
    ///
    /// Elements may lie 256 deep, and the text may have up to 2^32 - 2 bytes.
    ///
    /// # Errors
    /// The first thing that keeps the text from being well-formed XML, or a DOCTYPE.
    pub fn parse(source: SourceId, text: Arc<String>) -> Result<Self, Diagnostic> {
        Self::parse_roots(source, text, Roots::One)
    }

    /// Reads a snippet: like [`Document::parse`], but with one or more root elements, between which
    /// only white space, comments and processing instructions may stand.
    ///
    /// # Errors
    /// The first thing that keeps each root from being well-formed XML, and text between them.
    pub fn parse_fragment(source: SourceId, text: Arc<String>) -> Result<Self, Diagnostic> {
        Self::parse_roots(source, text, Roots::Many)
    }

    fn parse_roots(source: SourceId, text: Arc<String>, roots: Roots) -> Result<Self, Diagnostic> {
        let arena = parse::parse(Input { source, text: &text }, roots).map_err(|refusal| *refusal)?;
        Ok(Self { source, text, arena })
    }

    /// The first root element; a document has no other.
    pub fn root(&self) -> Node<'_> {
        Node::new(self, 0)
    }

    /// The root elements, in order: one in a document, one or more in a snippet.
    pub fn roots(&self) -> impl Iterator<Item = Node<'_>> {
        self.siblings(0, self.arena.nodes.len() as u32)
    }

    /// The id of the text the document was read from.
    pub fn source(&self) -> SourceId {
        self.source
    }

    /// The text the document was read from, byte for byte.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text with its id.
    pub(super) fn input(&self) -> Input<'_> {
        Input { source: self.source, text: &self.text }
    }

    /// What is known of the element with an index.
    pub(super) fn data(&self, index: u32) -> &NodeData {
        &self.arena.nodes[index as usize]
    }

    /// The name of an element.
    pub(super) fn name(&self, data: &NodeData) -> &str {
        self.arena.names.get(&self.text, data.name)
    }

    /// The elements of one level: the one at `first`, and each that follows a subtree, before `end`.
    pub(super) fn siblings(&self, first: u32, end: u32) -> impl Iterator<Item = Node<'_>> + use<'_> {
        let some_before_end = move |index: u32| (index < end).then_some(index);
        std::iter::successors(some_before_end(first), move |index| {
            some_before_end(self.data(*index).subtree_end)
        })
        .map(|index| Node::new(self, index))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_stay_small() {
        assert_eq!(size_of::<NodeData>(), 20);
    }
}
