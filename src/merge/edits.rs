//! Small changes to a text, each at a place of its own.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::source::Span;
use crate::xml::{Document, Node, escape_attribute, escape_text};

/// Changes to the text of a document. None may lie within another; of two at one place, the later counts.
#[derive(Debug)]
pub struct Edits<'d> {
    document: &'d Document,
    /// What stands where instead, by where it starts.
    replaced: BTreeMap<usize, (usize, String)>,
    /// By where the parent starts: the parent, and where those of its children start that go.
    removed: BTreeMap<usize, (Node<'d>, Vec<usize>)>,
}

impl<'d> Edits<'d> {
    /// No changes yet.
    pub fn new(document: &'d Document) -> Self {
        Self { document, replaced: BTreeMap::new(), removed: BTreeMap::new() }
    }

    /// Is there nothing to change?
    pub fn is_empty(&self) -> bool {
        self.replaced.is_empty() && self.removed.is_empty()
    }

    /// Takes an element away, with the layout before it. A root stays.
    pub fn remove(&mut self, node: Node<'d>) {
        if let Some(parent) = node.parent() {
            let (_, children) = self.removed.entry(start(parent)).or_insert((parent, Vec::new()));
            children.push(start(node));
        }
    }

    /// Gives an entry another name.
    pub fn rename(&mut self, entry: Node<'d>, name: &str) {
        if let Some(old) = entry.attribute_span("name") {
            // The quotes may be single ones.
            self.replace(old, escape_attribute(name).replace('\'', "&apos;"));
        }
    }

    /// Gives a leaf another text.
    pub fn set_text(&mut self, leaf: Node<'d>, text: &str) {
        self.replace(leaf.content_span(), escape_text(text).into_owned());
    }

    fn replace(&mut self, span: Span, text: String) {
        let Range { start, end } = span.range();
        self.replaced.insert(start, (end, text));
    }

    /// The text with the changes in it.
    pub fn into_text(mut self) -> String {
        for (parent, children) in std::mem::take(&mut self.removed).into_values() {
            self.remove_children(parent, &children);
        }
        let text = self.document.text();
        let mut edited = String::with_capacity(text.len());
        let mut at = 0;
        for (start, (end, new)) in self.replaced {
            // Within what went already.
            if start < at {
                continue;
            }
            edited.push_str(&text[at..start]);
            edited.push_str(&new);
            at = end;
        }
        edited.push_str(&text[at..]);
        edited
    }

    fn remove_children(&mut self, parent: Node<'d>, gone: &[usize]) {
        let content = parent.content_span().range();
        if parent.children().all(|child| gone.contains(&start(child))) {
            self.replaced.insert(content.start, (content.end, String::new()));
            return;
        }
        let text = self.document.text();
        let mut at = content.start;
        for child in parent.children() {
            let range = child.span().range();
            if gone.contains(&range.start) {
                let gap = &text[at..range.start];
                let layout = gap.len() - gap.trim_end().len();
                self.replaced.insert(range.start - layout, (range.end, String::new()));
            }
            at = range.end;
        }
    }
}

fn start(node: Node<'_>) -> usize {
    node.span().range().start
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    const TEXT: &str =
        "<a>\n  <entry name='x'>\n    <t>1</t>\n  </entry>\n  <!-- y --><entry  name = \"y\"/>\n</a>";

    fn edited<'d>(document: &'d Document, edit: impl Fn(&mut Edits<'d>)) -> String {
        let mut edits = Edits::new(document);
        edit(&mut edits);
        edits.into_text()
    }

    #[test]
    fn what_is_not_edited_stays_as_it_is() {
        let mut sources = Sources::default();
        let id = sources.add("x.xml", TEXT);
        let document = Document::parse(id, sources.get(id).shared_text()).expect("well formed");
        let (x, y) = (document.root().entry("x").expect("x"), document.root().entry("y").expect("y"));
        assert_eq!(edited(&document, |_| {}), TEXT);
        assert_eq!(
            edited(&document, |edits| edits.rename(x, "it's \"x\"")),
            TEXT.replace("'x'", "'it&apos;s &quot;x&quot;'")
        );
        assert_eq!(
            edited(&document, |edits| edits.remove(x)),
            "<a>\n  <!-- y --><entry  name = \"y\"/>\n</a>"
        );
        assert_eq!(edited(&document, |edits| edits.remove(y)), TEXT.replace("<entry  name = \"y\"/>", ""));
        assert_eq!(
            edited(&document, |edits| [x, y].into_iter().for_each(|node| edits.remove(node))),
            "<a></a>"
        );
        let text = x.child("t").expect("t");
        assert_eq!(edited(&document, |edits| edits.set_text(text, "a<b")), TEXT.replace(">1<", ">a&lt;b<"));
        assert_eq!(
            edited(&document, |edits| {
                edits.set_text(text, "2");
                edits.remove(x);
                edits.rename(y, "z");
            }),
            "<a>\n  <!-- y --><entry  name = \"z\"/>\n</a>"
        );
    }
}
