//! A layer over a configuration, as the changes that it makes there.

use std::borrow::Cow;
use std::collections::HashMap;

use super::layer::{Holds, Layer, shape_differs};
use super::part::nearest;
use crate::diag::{Diagnostic, Sink};
use crate::diff::{AttributeChange, Change, Difference};
use crate::panos::{Export, admit_path, alternatives, is_known_name};
use crate::xml::{ConfigPath, Node, Step};

/// What a layer is laid over, and where in it we are.
pub(super) struct Laying<'x, 'a> {
    pub(super) base: Export<'a>,
    pub(super) path: Vec<Step>,
    pub(super) sink: &'x mut Sink,
}

impl<'a> Laying<'_, 'a> {
    /// The changes that a layer makes to an element; `after` is the layer, as it was written.
    pub(super) fn lay<'b>(
        &mut self,
        before: Node<'a>,
        layer: &Layer,
        after: Node<'b>,
    ) -> Option<Difference<'a, 'b>> {
        let attributes = attributes(before, layer);
        let (is_text_changed, changes) = if layer.is_whole {
            exchange(before, after)
        } else if layer.children.is_empty() {
            (self.is_text_changed(before, layer), Vec::new())
        } else {
            (false, self.children(before, layer, after))
        };
        let difference = Difference { before, after, is_text_changed, attributes, changes };
        (!difference.is_empty()).then_some(difference)
    }

    /// An empty element says nothing of what is in it.
    fn is_text_changed(&mut self, before: Node<'a>, layer: &Layer) -> bool {
        if layer.text.is_empty() {
            return false;
        }
        if before.is_leaf() {
            return before.text() != layer.text;
        }
        self.shape_differs(before, layer, Holds::Text);
        false
    }

    fn shape_differs(&mut self, before: Node<'a>, layer: &Layer, holds: Holds) {
        let there = before.start_tag_span();
        self.sink.report(match layer.origin {
            Some(origin) => shape_differs(origin, Some(there), holds),
            None => {
                let message = format!("--at leads through `{}`, which holds a text", before.name());
                Diagnostic::error("shape-differs", message)
                    .labelled(there, "holds a text")
                    .help("name an element that holds others")
            }
        });
    }

    fn children<'b>(&mut self, before: Node<'a>, layer: &Layer, after: Node<'b>) -> Vec<Change<'a, 'b>> {
        if before.is_leaf() && !before.text().trim().is_empty() {
            self.shape_differs(before, layer, Holds::Elements);
            return Vec::new();
        }
        let there = Children::of(before);
        let (mut stay, mut come) = (Vec::new(), Vec::new());
        for (child, node) in layer.children.iter().zip(after.children()) {
            for other in alternatives(before, &child.step.name).flat_map(|name| there.all(before, name)) {
                self.sink.report(gives_way(other, child, &self.path));
                stay.push((other.span().range().start, Change::Removed { node: other }));
            }
            match there.like(child) {
                Some(found) => {
                    self.path.push(child.step.clone());
                    let within = self.lay(found, child, node).map(|within| Change::Within(Box::new(within)));
                    self.path.pop();
                    stay.extend(within.map(|within| (found.span().range().start, within)));
                }
                None => {
                    self.judge(before, child);
                    come.push(Change::Added { node, behind: None });
                }
            }
        }
        stay.sort_by_key(|(start, _)| *start);
        stay.dedup_by_key(|(start, _)| *start);
        stay.into_iter().map(|(_, change)| change).chain(come).collect()
    }

    /// Says what is wrong with an element that is not there yet, where we know what can be there.
    fn judge(&mut self, parent: Node<'a>, child: &Layer) {
        let above: ConfigPath = self.path.iter().cloned().collect();
        let mut path = above.clone();
        path.push(child.step.clone());
        // What is there beyond our knowledge is right.
        let is_known = admit_path(self.base, &above).is_ok();
        let refused = admit_path(self.base, &path).err().filter(|_| is_known);
        if let Some(error) = refused {
            self.sink.report(match child.origin {
                Some(origin) => Diagnostic::of(&error, origin),
                None => Diagnostic::without_place(&error),
            });
        } else if child.origin.is_none() {
            self.doubt(parent, &child.step).into_iter().for_each(|doubt| self.sink.report(doubt));
        }
    }

    /// A step of a path that leads to something new, which looks like something that is there.
    fn doubt(&self, parent: Node<'a>, step: &Step) -> Option<Diagnostic> {
        let place = parent.name_span();
        if let Some(name) = &step.entry {
            let names = parent.children().filter_map(|child| child.attribute("name"));
            let near = nearest(name, names)?;
            let message = format!("there is no `{name}` yet, so it is made");
            return Some(
                Diagnostic::note("path-new-entry", message).labelled(place, format!("`{near}` is here")),
            );
        }
        let near = nearest(&step.name, parent.children().map(Node::name))?;
        // Many elements have names that are alike: those that occur elsewhere are no slips.
        let is_known = is_known_name(&step.name)
            || self.base.config().descendants().any(|node| node.name() == step.name);
        let message = format!("there is no `{}` in `{}` yet, so it is made", step.name, parent.name());
        let help = format!("did you mean `{near}`?");
        (!is_known).then(|| Diagnostic::warning("path-new-element", message).at(place).help(help))
    }
}

/// Everything there goes, and everything of the layer comes; nothing if that is the same.
fn exchange<'a, 'b>(before: Node<'a>, after: Node<'b>) -> (bool, Vec<Change<'a, 'b>>) {
    let content = |node: Node<'_>| {
        let element = node.to_element().ok()?.without_blank_texts();
        Some((element.text().to_owned(), element.children().to_vec()))
    };
    let wanted = content(after);
    if wanted.is_some() && content(before) == wanted {
        return (false, Vec::new());
    }
    let removed = before.children().map(|node| Change::Removed { node });
    let added = after.children().map(|node| Change::Added { node, behind: None });
    (after.is_leaf(), removed.chain(added).collect())
}

fn attributes(before: Node<'_>, layer: &Layer) -> Vec<AttributeChange> {
    if layer.keeps_attributes {
        return Vec::new();
    }
    let mut changes = Vec::new();
    for (name, value) in &layer.attributes {
        let old = before.attribute(name).map(Cow::into_owned);
        // A rule that is there keeps its identity.
        if old.as_ref() != Some(value) && (name != "uuid" || old.is_none() || layer.is_whole) {
            changes.push(AttributeChange { name: name.clone(), before: old, after: Some(value.clone()) });
        }
    }
    if layer.is_whole && before.name() != "config" {
        let is_gone = |name: &str| name != "name" && layer.attributes.iter().all(|(other, _)| other != name);
        let gone = before.attributes().filter(|(name, _)| is_gone(name));
        changes.extend(gone.map(|(name, value)| AttributeChange {
            name: name.to_owned(),
            before: Some(value.into_owned()),
            after: None,
        }));
    }
    changes
}

fn gives_way(other: Node<'_>, child: &Layer, path: &[Step]) -> Diagnostic {
    let place = path.last().map_or("config", |step| step.entry.as_deref().unwrap_or(&step.name));
    let message = format!("`{}` in `{place}` gives way to `{}`", other.name(), child.step.name);
    let problem = Diagnostic::note("choice-gives-way", message)
        .labelled(other.start_tag_span(), "goes")
        .help("PAN-OS knows one of them at a time; that a merge exchanges them is inferred");
    match child.origin {
        Some(origin) => problem.and(origin, "comes"),
        None => problem,
    }
}

/// The children of an element, to be found by what tells them.
struct Children<'a>(HashMap<(&'a str, Cow<'a, str>), Node<'a>>);

impl<'a> Children<'a> {
    fn of(parent: Node<'a>) -> Self {
        let mut children = HashMap::new();
        for child in parent.children() {
            let id = match child.name() {
                "entry" => child.attribute("name").unwrap_or_default(),
                "member" => trimmed(child.text()),
                _ => Cow::Borrowed(""),
            };
            // Of several alike, the first counts, as for PAN-OS.
            children.entry((child.name(), id)).or_insert(child);
        }
        Self(children)
    }

    fn like(&self, layer: &Layer) -> Option<Node<'a>> {
        let (name, id) = layer.key();
        self.0.get(&(name.as_str(), Cow::Owned(id))).copied()
    }

    /// All children of a name, if there are any.
    fn all(&self, parent: Node<'a>, name: &'static str) -> impl Iterator<Item = Node<'a>> + use<'a> {
        let is_there = self.0.contains_key(&(name, Cow::Borrowed("")));
        parent.children().filter(move |child| is_there && child.name() == name)
    }
}

fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.trim().len() == text.len() { text } else { Cow::Owned(text.trim().to_owned()) }
}
