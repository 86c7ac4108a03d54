//! What is to be laid over a configuration: everything that is loaded, put together to one tree.

use std::collections::HashMap;

use super::{Mode, Part};
use crate::diag::{Diagnostic, Sink};
use crate::panos::alternatives_within;
use crate::source::Span;
use crate::xml::{Element, Node, Step};

/// Attributes that say where an element comes from, or who changed it when: of the device that a file was
/// exported from, not of the one that it is loaded to.
const OF_EXPORT: &[&str] = &["admin", "dirtyId", "time", "ptpl", "src", "loc"];

/// What tells an element from its siblings: its own name, and the name of an entry or the text of a member.
pub(super) type Key = (String, String);

/// An element that is to be laid over the one of the same place.
#[derive(Debug)]
pub(super) struct Layer {
    pub(super) step: Step,
    /// All of them but `name`.
    pub(super) attributes: Vec<(String, String)>,
    pub(super) text: String,
    pub(super) children: Vec<Layer>,
    /// The first child of each kind.
    index: HashMap<Key, usize>,
    /// Where a file has it; `None` where a path alone leads through it.
    pub(super) origin: Option<Span>,
    /// Is it all there is to be, and nothing stays of what was there?
    pub(super) is_whole: bool,
    /// Are its attributes those of what is there? A snippet says nothing about what it is put into.
    pub(super) keeps_attributes: bool,
}

impl Layer {
    /// Nothing, to be laid over a whole configuration.
    pub(super) fn config() -> Self {
        Self::at(Step::child("config"))
    }

    fn at(step: Step) -> Self {
        Self {
            step,
            attributes: Vec::new(),
            text: String::new(),
            children: Vec::new(),
            index: HashMap::new(),
            origin: None,
            is_whole: false,
            keeps_attributes: true,
        }
    }

    /// An element of a file, without what is in it.
    fn of(node: Node<'_>) -> Self {
        let name = node.attribute("name").map(std::borrow::Cow::into_owned);
        let mut layer = Self::at(Step { name: node.name().to_owned(), entry: name });
        layer.origin = Some(node.start_tag_span());
        layer.keeps_attributes = false;
        layer.take_attributes(node);
        layer
    }

    /// An element of a file with all that is in it.
    fn whole(node: Node<'_>, sink: &mut Sink) -> Self {
        let mut layer = Self::of(node);
        layer.fill(node, sink);
        layer
    }

    fn fill(&mut self, node: Node<'_>, sink: &mut Sink) {
        if is_mixed(node, sink) {
            return;
        }
        if node.is_leaf() {
            self.text = text_of(node);
        }
        for child in node.children() {
            self.push(Self::whole(child, sink));
        }
    }

    /// The same as an element, to be written.
    pub(super) fn to_element(&self) -> Element {
        let mut element = Element::new(&self.step.name);
        if let Some(name) = &self.step.entry {
            element.set_attribute("name", name);
        }
        self.attributes.iter().for_each(|(name, value)| element.set_attribute(name, value));
        if self.children.is_empty() {
            element.set_text(&self.text);
        }
        for child in &self.children {
            element.push(child.to_element());
        }
        element
    }

    /// Takes in what is loaded to a place, over what was loaded before.
    pub(super) fn take(&mut self, part: &Part<'_>, at: &[Step], mode: Mode, sink: &mut Sink) {
        let mut around = vec![self.step.name.clone()];
        let Some(start) = part.span() else { return };
        let mut target = self;
        for step in at {
            if !target.text.is_empty() {
                return sink.report(shape_differs(start, target.origin, Holds::Elements));
            }
            let index = target.place_for(Self::at(step.clone()), &around, sink);
            around.push(step.name.clone());
            target = &mut target.children[index];
        }
        match (part, mode) {
            (Part::Below(nodes), Mode::Merge) => {
                if !target.text.is_empty() {
                    return sink.report(shape_differs(start, target.origin, Holds::Elements));
                }
                nodes.iter().for_each(|node| target.merge_child(*node, &mut around, sink));
            }
            (Part::Over(node), Mode::Merge) => {
                target.keeps_attributes = false;
                target.merge(*node, &mut around, sink);
            }
            (Part::Below(nodes), Mode::Replace) => {
                target.clear();
                for node in nodes {
                    target.push(Self::whole(*node, sink));
                }
            }
            (Part::Over(node), Mode::Replace) => {
                target.clear();
                target.keeps_attributes = false;
                target.attributes.clear();
                target.take_attributes(*node);
                target.origin = Some(node.start_tag_span());
                target.fill(*node, sink);
            }
        }
    }

    /// Takes out what is in it; what was there will go.
    fn clear(&mut self) {
        self.is_whole = true;
        self.text.clear();
        self.children.clear();
        self.index.clear();
    }

    pub(super) fn key(&self) -> Key {
        let id = match self.step.name.as_str() {
            "entry" => self.step.entry.as_deref().unwrap_or_default(),
            "member" => self.text.trim(),
            _ => "",
        };
        (self.step.name.clone(), id.to_owned())
    }

    fn push(&mut self, child: Layer) -> usize {
        let index = self.children.len();
        self.index.entry(child.key()).or_insert(index);
        self.children.push(child);
        index
    }

    /// Where the like of a child is, which is put there if there is none.
    fn place_for(&mut self, child: Layer, around: &[String], sink: &mut Sink) -> usize {
        let Some(index) = self.index.get(&child.key()).copied() else {
            return self.come(child, around, sink);
        };
        self.children[index].origin = child.origin.or(self.children[index].origin);
        index
    }

    /// Puts a child there, and takes out what it excludes.
    fn come(&mut self, mut child: Layer, around: &[String], sink: &mut Sink) -> usize {
        let names = around.iter().rev().map(String::as_str);
        let others: Vec<&str> = alternatives_within(names, &child.step.name).collect();
        let goes = |layer: &Layer| others.contains(&layer.step.name.as_str());
        if let Some(other) = self.children.iter().find(|layer| goes(layer)) {
            if let (Some(first), Some(second)) = (other.origin, child.origin)
                && first.source == second.source
            {
                sink.report(choice_twice(first, second, &other.step.name, &child.step.name));
            }
            // Its like, if there was one, went when the other one came.
            child.is_whole = true;
            self.children.retain(|layer| !goes(layer));
            self.index.clear();
            for (index, layer) in self.children.iter().enumerate() {
                self.index.entry(layer.key()).or_insert(index);
            }
        }
        self.push(child)
    }

    fn merge_child(&mut self, node: Node<'_>, around: &mut Vec<String>, sink: &mut Sink) {
        let mut child = Self::of(node);
        if child.step.name == "member" {
            child.text = text_of(node);
        }
        let index = self.place_for(child, around, sink);
        around.push(node.name().to_owned());
        self.children[index].merge(node, around, sink);
        around.pop();
    }

    fn merge(&mut self, node: Node<'_>, around: &mut Vec<String>, sink: &mut Sink) {
        if is_mixed(node, sink) {
            return;
        }
        self.take_attributes(node);
        if node.is_leaf() {
            let text = text_of(node);
            if text.is_empty() {
                return;
            }
            if !self.children.is_empty() {
                sink.report(shape_differs(node.start_tag_span(), self.origin, Holds::Text));
                return;
            }
            self.text = text;
        } else if !self.text.is_empty() {
            sink.report(shape_differs(node.start_tag_span(), self.origin, Holds::Elements));
            return;
        }
        self.origin = Some(node.start_tag_span());
        for child in node.children() {
            self.merge_child(child, around, sink);
        }
    }

    fn take_attributes(&mut self, node: Node<'_>) {
        // Those of a configuration tell the release that wrote it.
        if node.name() == "config" {
            return;
        }
        for (name, value) in node.attributes() {
            if name == "name" || OF_EXPORT.contains(&name) {
                continue;
            }
            match self.attributes.iter_mut().find(|(found, _)| found == name) {
                Some((_, old)) => *old = value.into_owned(),
                None => self.attributes.push((name.to_owned(), value.into_owned())),
            }
        }
    }
}

/// The text of an element without children. Blanks alone are layout: people lay out snippets by hand.
fn text_of(node: Node<'_>) -> String {
    let text = node.text();
    if text.trim().is_empty() { String::new() } else { text.into_owned() }
}

fn is_mixed(node: Node<'_>, sink: &mut Sink) -> bool {
    let problem = node.has_mixed_content().then(|| node.to_element().err()).flatten();
    let is_mixed = problem.is_some();
    problem.into_iter().for_each(|problem| sink.report(problem));
    is_mixed
}

/// What an element that is loaded holds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Holds {
    Text,
    Elements,
}

/// A text for elements, or elements for a text.
pub(super) fn shape_differs(loaded: Span, there: Option<Span>, holds: Holds) -> Diagnostic {
    let (message, here, beside) = match holds {
        Holds::Text => ("a text is loaded to where elements are", "holds a text", "holds elements"),
        Holds::Elements => ("elements are loaded to where a text is", "an element", "holds a text"),
    };
    let problem = Diagnostic::error("shape-differs", message)
        .labelled(loaded, here)
        .help("one of the two stands in the wrong place, or is of another release");
    match there {
        Some(there) => problem.and(there, beside),
        None => problem,
    }
}

fn choice_twice(first: Span, second: Span, one: &str, other: &str) -> Diagnostic {
    let message =
        format!("`{one}` and `{other}` exclude each other, and the file has both: the later one stays");
    Diagnostic::warning("choice-twice", message)
        .labelled(second, "stays")
        .and(first, "goes")
        .help("take one of them out of the file")
}
