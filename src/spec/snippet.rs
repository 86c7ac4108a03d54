//! The user's own XML: anything the spec has no word for.

use super::Named;
use super::wire::{SnippetWire, Text};
use crate::diag::{Diagnostic, Sink};
use crate::panos::{PanoramaObject, Place, PlaceError};
use crate::source::{Files, Sources, Span};
use crate::xml::{ConfigPath, Document, Element};

/// A snippet of one cluster, ready to be put in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// Index of the cluster it is for.
    pub cluster: usize,
    /// Where it goes.
    pub place: Place,
    /// What goes there, each element with its place in the file.
    pub elements: Vec<(Element, Span)>,
}

/// Loads one snippet; every problem goes to `sink`.
pub(super) fn load(
    cluster: usize,
    wire: &SnippetWire,
    named: &mut Named,
    sources: &mut Sources,
    files: &dyn Files,
    sink: &mut Sink,
) -> Option<Snippet> {
    let place = place(wire, sink);
    let Some(file) = &wire.file else {
        let help = "an XML file, relative to the spec";
        sink.report(Diagnostic::error("missing-key", "a snippet needs `file`").at(wire.span).help(help));
        return None;
    };
    let id = named.read(file, sources, files, sink)?;
    let document = match Document::parse_fragment(id, sources.get(id).shared_text()) {
        Ok(document) => document,
        Err(diagnostic) => {
            sink.report(diagnostic.and(file.span, "the snippet is named here"));
            return None;
        }
    };
    if document.roots().next().is_none() {
        let message = format!("snippet `{}` holds no element", file.value);
        sink.report(
            Diagnostic::error("snippet-empty", message)
                .at(file.span)
                .help("put at least one element into it"),
        );
    }
    let place = place?;
    let mut elements = Vec::new();
    for root in document.roots() {
        if let Err(error) = place.admit(Some(root.name())) {
            sink.report(
                Diagnostic::of(&error, root.name_span()).and(at_span(wire, file), "put there by this"),
            );
            continue;
        }
        match root.to_element() {
            Ok(element) => elements.push((element.without_blank_texts(), root.start_tag_span())),
            Err(diagnostic) => sink.report(diagnostic),
        }
    }
    Some(Snippet { cluster, place, elements })
}

fn place(wire: &SnippetWire, sink: &mut Sink) -> Option<Place> {
    let objects: Vec<_> = PanoramaObject::ALL.iter().map(|object| object.element()).collect();
    let Some(into) = &wire.into else {
        let help = format!("one of {}", objects.join(", "));
        sink.report(Diagnostic::error("missing-key", "a snippet needs `into`").at(wire.span).help(help));
        return None;
    };
    let Some(object) = PanoramaObject::ALL.into_iter().find(|object| object.element() == into.value) else {
        let message = format!("`into` cannot be `{}`", into.value);
        let otherwise = format!("it is one of {}", objects.join(", "));
        sink.report(Diagnostic::error("unknown-value", message).at(into.span).guess(
            &into.value,
            objects.iter().copied(),
            otherwise,
        ));
        return None;
    };
    let Some(at) = &wire.at else { return Some(Place { object, path: ConfigPath::default() }) };
    let path = match at.value.parse::<ConfigPath>() {
        Ok(path) => path,
        Err(error) => {
            sink.report(Diagnostic::of(&PlaceError::from(error), at.span));
            return None;
        }
    };
    let place = Place { object, path };
    match place.admit(None) {
        Ok(()) => Some(place),
        Err(error) => {
            sink.report(Diagnostic::of(&error, at.span));
            None
        }
    }
}

fn at_span(wire: &SnippetWire, file: &Text) -> Span {
    wire.at.as_ref().unwrap_or(file).span
}
