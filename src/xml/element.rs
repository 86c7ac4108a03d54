//! What we build: a small tree that owns its parts.

use super::path::{ConfigPath, Step};

/// An XML element with its attributes, and with either text or child elements.
///
/// It never holds both: pushing a child clears the text, and setting a text clears the children.
/// That is how every configuration looks, and it leaves the layout to [`write`](super::write()).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
    children: Vec<Element>,
}

impl Element {
    /// An empty element.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), attributes: Vec::new(), text: String::new(), children: Vec::new() }
    }

    /// An element that holds a text.
    pub fn leaf(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::new(name) }
    }

    /// `<entry name="…">`, with which PAN-OS names the items of a list.
    pub fn entry(name: impl Into<String>) -> Self {
        let mut entry = Self::new("entry");
        entry.set_attribute("name", name);
        entry
    }

    /// The name of the element.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text; empty where there are children.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Sets the text. The children go: an element has one or the other.
    pub fn set_text(&mut self, text: impl Into<String>) {
        self.text = text.into();
        self.children.clear();
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// The attributes in the order they are written: names and values.
    pub fn attributes(&self) -> &[(String, String)] {
        &self.attributes
    }

    /// Sets an attribute; a new one comes last.
    pub fn set_attribute(&mut self, name: impl Into<String>, value: impl Into<String>) {
        let (name, value) = (name.into(), value.into());
        match self.attributes.iter_mut().find(|(found, _)| *found == name) {
            Some((_, old)) => *old = value,
            None => self.attributes.push((name, value)),
        }
    }

    /// Keeps the attributes whose names are wanted.
    pub fn retain_attributes(&mut self, is_wanted: impl Fn(&str) -> bool) {
        self.attributes.retain(|(name, _)| is_wanted(name));
    }

    /// The `name` attribute, which tells an entry from its siblings.
    pub fn entry_name(&self) -> Option<&str> {
        self.attribute("name")
    }

    /// The children in the order they are written.
    pub fn children(&self) -> &[Element] {
        &self.children
    }

    /// The children, to remove, sort or replace them. Add one with [`Element::push`], which also
    /// clears the text.
    pub fn children_mut(&mut self) -> &mut Vec<Element> {
        &mut self.children
    }

    /// The first child of this name.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The first child `<entry name="…">` with this name.
    pub fn child_entry(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == "entry" && child.entry_name() == Some(name))
    }

    /// Adds a child behind the others and returns it. The text goes: an element has one or the other.
    pub fn push(&mut self, child: Element) -> &mut Element {
        self.text.clear();
        self.children.push(child);
        self.children.last_mut().expect("a child was just pushed")
    }

    /// Adds a child, for building a tree in one expression; see [`Element::push`].
    #[must_use]
    pub fn with(mut self, child: Element) -> Self {
        self.push(child);
        self
    }

    /// The element a path leads to. The path starts at the children of this element; the empty path
    /// leads to the element itself. Where siblings are alike, the first is taken, as PAN-OS does.
    pub fn get(&self, path: &ConfigPath) -> Option<&Element> {
        path.steps()
            .iter()
            .try_fold(self, |element, step| element.children.iter().find(|child| child.is_at(step)))
    }

    /// The element a path leads to, as with [`Element::get`]; what is missing on the way is added
    /// behind its siblings.
    pub fn ensure(&mut self, path: &ConfigPath) -> &mut Element {
        path.steps().iter().fold(self, |element, step| {
            match element.children.iter().position(|child| child.is_at(step)) {
                Some(index) => &mut element.children[index],
                None => element.push(Element::at(step)),
            }
        })
    }

    /// This element, with every text that is nothing but blanks and line ends taken for layout.
    ///
    /// For what people and templates lay out by hand: `<layer3>`, a line end and `</layer3>` mean
    /// an empty element there.
    #[must_use]
    pub fn without_blank_texts(mut self) -> Self {
        if self.text.trim().is_empty() {
            self.text.clear();
        }
        self.children = self.children.into_iter().map(Element::without_blank_texts).collect();
        self
    }

    /// Has the element no children? It may have a text, or not.
    pub fn is_leaf(&self) -> bool {
        self.children.is_empty()
    }

    fn at(step: &Step) -> Self {
        let mut element = Self::new(&step.name);
        if let Some(entry) = &step.entry {
            element.set_attribute("name", entry);
        }
        element
    }

    fn is_at(&self, step: &Step) -> bool {
        self.name == step.name && (step.entry.is_none() || self.entry_name() == step.entry.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> ConfigPath {
        text.parse().expect("a path")
    }

    #[test]
    fn ensure_creates_what_is_missing_and_no_more() {
        let mut root = Element::new("config");
        root.ensure(&path("devices/entry[@name='a']/network")).set_text("x");
        root.ensure(&path("devices/entry[@name='b']"));
        root.ensure(&path("devices/entry[@name='a']/network"));
        let expected = Element::new("config").with(
            Element::new("devices")
                .with(Element::entry("a").with(Element::leaf("network", "x")))
                .with(Element::entry("b")),
        );
        assert_eq!(root, expected);
        assert_eq!(root.get(&path("devices/entry[@name='a']/network")).map(Element::text), Some("x"));
        assert_eq!(root.get(&path("devices/entry[@name='c']")), None);
        assert_eq!(root.get(&ConfigPath::default()), Some(&expected));
    }

    #[test]
    fn text_or_children_but_not_both() {
        let mut element = Element::leaf("a", "text");
        element.push(Element::new("b"));
        assert_eq!((element.text(), element.children().len()), ("", 1));
        element.set_text("text");
        assert_eq!((element.text(), element.is_leaf()), ("text", true));
    }

    #[test]
    fn blank_texts_are_layout_where_that_is_wanted() {
        let laid_out = Element::new("a").with(Element::leaf("b", "\n  ")).with(Element::leaf("c", " x "));
        let expected = Element::new("a").with(Element::new("b")).with(Element::leaf("c", " x "));
        assert_eq!(laid_out.without_blank_texts(), expected);
    }

    #[test]
    fn attributes_keep_their_order_when_set_again() {
        let mut element = Element::entry("a");
        element.set_attribute("loc", "x");
        element.set_attribute("name", "b");
        assert_eq!(element.attributes(), [("name".into(), "b".into()), ("loc".into(), "x".into())]);
    }
}
