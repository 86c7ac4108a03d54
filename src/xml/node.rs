//! One element of a document.

use std::borrow::Cow;
use std::fmt;

use crate::diag::Diagnostic;
use crate::source::Span;

use super::chars::is_blank_text;
use super::content::{attribute_value, character_data};
use super::document::{Document, NodeData};
use super::element::Element;
use super::path::{ConfigPath, Step};
use super::tag::TagScanner;
use super::trouble;

/// One element of a [`Document`], as cheap to copy as a reference.
#[derive(Clone, Copy)]
pub struct Node<'d> {
    document: &'d Document,
    index: u32,
}

impl<'d> Node<'d> {
    /// The element with an index in the document's arena.
    pub(super) fn new(document: &'d Document, index: u32) -> Self {
        Self { document, index }
    }

    /// The name of the element, a prefix included.
    pub fn name(self) -> &'d str {
        self.document.name(self.data())
    }

    /// The value of an attribute, references resolved and white space normalised.
    pub fn attribute(self, name: &str) -> Option<Cow<'d, str>> {
        self.attributes().find(|(found, _)| *found == name).map(|(_, value)| value)
    }

    /// The attributes in the order of the text: names and values.
    pub fn attributes(self) -> impl Iterator<Item = (&'d str, Cow<'d, str>)> {
        let mut scanner = self.scanner_behind_name();
        std::iter::from_fn(move || {
            let attribute = scanner.next_attribute().ok()??;
            Some((attribute.name, attribute_value(&self.document.text()[attribute.value])))
        })
    }

    /// Where the value of an attribute stands, between its quotes.
    pub fn attribute_span(self, name: &str) -> Option<Span> {
        let mut scanner = self.scanner_behind_name();
        let attribute =
            std::iter::from_fn(|| scanner.next_attribute().ok()?).find(|found| found.name == name)?;
        Some(self.span_of(attribute.value.start, attribute.value.end))
    }

    /// The child elements in order.
    pub fn children(self) -> impl Iterator<Item = Node<'d>> {
        self.document.siblings(self.index + 1, self.data().subtree_end)
    }

    /// The elements below this one, in the order of their start tags.
    pub fn descendants(self) -> impl Iterator<Item = Node<'d>> {
        (self.index + 1..self.data().subtree_end).map(move |index| Self::new(self.document, index))
    }

    /// The first child element of this name.
    pub fn child(self, name: &str) -> Option<Node<'d>> {
        self.children().find(|child| child.name() == name)
    }

    /// The first child `<entry name="…">` with this name.
    pub fn entry(self, name: &str) -> Option<Node<'d>> {
        self.children()
            .filter(|child| child.name() == "entry")
            .find(|entry| entry.attribute("name").is_some_and(|found| found == name))
    }

    /// The element a path leads to. The path starts at the children of this element; the empty path leads to the
    /// element itself. Where siblings are alike, the first is taken, as PAN-OS does.
    pub fn get(self, path: &ConfigPath) -> Option<Node<'d>> {
        path.steps().iter().try_fold(self, |node, step| match &step.entry {
            Some(entry) => node.entry(entry),
            None => node.child(&step.name),
        })
    }

    /// The element around this one; `None` for a root.
    pub fn parent(self) -> Option<Node<'d>> {
        let parent = self.data().parent;
        (parent != NodeData::NO_PARENT).then(|| Self::new(self.document, parent))
    }

    /// The way to it from the root, the root's own step included.
    pub fn path(self) -> ConfigPath {
        let mut steps: Vec<Step> = std::iter::successors(Some(self), |node| node.parent())
            .map(|node| Step {
                name: node.name().to_owned(),
                entry: node.attribute("name").map(Cow::into_owned),
            })
            .collect();
        steps.reverse();
        steps.into_iter().collect()
    }

    /// Are there no child elements?
    pub fn is_leaf(self) -> bool {
        self.data().subtree_end == self.index + 1
    }

    /// The element's own character data, joined over its children: references resolved, CDATA taken
    /// as text, each line end a `\n`. The text of child elements is not in it.
    pub fn text(self) -> Cow<'d, str> {
        let (start, end) = self.content();
        if self.is_leaf() {
            return character_data(&self.document.text()[start..end]);
        }
        let mut text = String::new();
        let mut at = start;
        for child in self.children().map(|child| child.span().range()) {
            text.push_str(&character_data(&self.document.text()[at..child.start]));
            at = child.end;
        }
        text.push_str(&character_data(&self.document.text()[at..end]));
        Cow::Owned(text)
    }

    /// What stands between start tag and end tag, as it is written there; empty in `<x/>`.
    pub fn content_span(self) -> Span {
        let (start, end) = self.content();
        self.span_of(start, end)
    }

    /// The text under [`Node::content_span`].
    pub fn raw_content(self) -> &'d str {
        let (start, end) = self.content();
        &self.document.text()[start..end]
    }

    /// The whole element as it is written.
    pub fn raw(self) -> &'d str {
        let data = self.data();
        &self.document.text()[data.start as usize..data.end as usize]
    }

    /// The whole element, from the `<` of its start tag to behind the `>` of its end tag.
    pub fn span(self) -> Span {
        let data = self.data();
        self.span_of(data.start as usize, data.end as usize)
    }

    /// The start tag.
    pub fn start_tag_span(self) -> Span {
        self.span_of(self.data().start as usize, self.start_tag_end())
    }

    /// The text under [`Node::start_tag_span`].
    pub fn raw_start_tag(self) -> &'d str {
        &self.document.text()[self.data().start as usize..self.start_tag_end()]
    }

    /// The name in the start tag.
    pub fn name_span(self) -> Span {
        let start = self.data().start as usize + 1;
        self.span_of(start, start + self.name().len())
    }

    /// Are there both child elements and text that is more than white space?
    pub fn has_mixed_content(self) -> bool {
        !self.is_leaf() && !is_blank_text(&self.text())
    }

    /// The element as a tree of its own. Comments, processing instructions and the white space
    /// between elements are left out; the text of an element without children is kept exactly.
    ///
    /// # Errors
    /// Text beside child elements, at any depth, with its place.
    pub fn to_element(self) -> Result<Element, Diagnostic> {
        let mut element = Element::new(self.name());
        for (name, value) in self.attributes() {
            element.set_attribute(name, value);
        }
        if self.is_leaf() {
            element.set_text(self.text());
        } else if self.has_mixed_content() {
            return Err(trouble::mixed_content(self));
        }
        for child in self.children() {
            element.push(child.to_element()?);
        }
        Ok(element)
    }

    /// The first text beside the child elements, without the blanks around it; `None` if there is none.
    pub(super) fn stray_text(self) -> Option<Span> {
        let text = self.document.text();
        let (start, end) = self.content();
        let gap_ends = self.children().map(|child| child.data().start as usize).chain([end]);
        let gap_starts = std::iter::once(start).chain(self.children().map(|child| child.data().end as usize));
        let mut gaps = gap_starts.zip(gap_ends);
        let (start, end) = gaps.find(|(start, end)| !is_blank_text(&character_data(&text[*start..*end])))?;
        let gap = &text[start..end];
        let stray = gap.trim_ascii();
        let start = start + gap.len() - gap.trim_ascii_start().len();
        Some(self.span_of(start, start + stray.len()))
    }

    /// The document this element is in.
    pub fn document(self) -> &'d Document {
        self.document
    }

    fn data(self) -> &'d NodeData {
        self.document.data(self.index)
    }

    fn span_of(self, start: usize, end: usize) -> Span {
        Span::new(self.document.source(), start, end)
    }

    fn scanner_behind_name(self) -> TagScanner<'d> {
        let mut scanner = TagScanner::new(self.document.input(), self.data().start as usize);
        scanner.name();
        scanner
    }

    /// Offset behind the `>` of the start tag.
    fn start_tag_end(self) -> usize {
        // Most tags are a name and no more.
        let behind_name = self.data().start as usize + 1 + self.name().len();
        if self.document.text().as_bytes()[behind_name] == b'>' {
            return behind_name + 1;
        }
        TagScanner::new(self.document.input(), self.data().start as usize).tag_end()
    }

    /// Where the content stands, between start tag and end tag.
    fn content(self) -> (usize, usize) {
        let start = self.start_tag_end();
        let end = self.data().end as usize;
        if start == end {
            return (start, start);
        }
        let end_tag = self.document.text()[start..end].rfind('<').expect("an end tag ends the element");
        (start, start + end_tag)
    }
}

/// The name and the range of bytes: a node is not worth printing with its whole document.
impl fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}> at {:?}", self.name(), self.span().range())
    }
}
