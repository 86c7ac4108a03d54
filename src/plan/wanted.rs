//! The whole configuration as a spec wants it.

use std::collections::BTreeSet;

use super::Options;
use super::conflict::Conflicts;
use super::last::{Last, objects};
use super::overlay::{Drift, Overlay, abandoned};
use super::roster::Roster;
use super::wish::{add_readonly, wish};
use crate::diag::{Diagnostic, Sink};
use crate::diff::{Noise, diff};
use crate::merge::splice;
use crate::panos::{Export, Panorama, PanoramaObject};
use crate::source::Sources;
use crate::spec::Spec;
use crate::xml::{Document, Element, Node, write};

/// What the export is to become, and what of it is not the spec's.
#[derive(Debug)]
pub struct Wanted {
    /// The configuration: the export's own bytes, but for what changes.
    pub document: Document,
    /// Who changes in the clusters.
    pub roster: Roster,
    /// What others put into objects of the spec.
    pub drift: Vec<Drift>,
}

/// What a spec wants of an export.
#[derive(Debug, Clone, Copy)]
pub struct Question<'i, 'd> {
    /// The spec.
    pub spec: &'i Spec,
    /// The Panorama objects of its clusters, in the order of the fleet.
    pub configs: &'i [Element],
    /// The export.
    pub base: Panorama<'d>,
    /// What the last generation made.
    pub last: Option<&'i Last>,
    /// What is allowed.
    pub options: &'i Options,
}

/// Lays a spec over an export.
///
/// Conflicts go to `sink`; `None` where one stops it.
pub fn wanted(question: Question<'_, '_>, sources: &mut Sources, sink: &mut Sink) -> Option<Wanted> {
    let Question { spec, configs, base, last, options } = question;
    let panorama = base;
    let base = panorama.config();
    let mut wish = wish(spec, configs);
    let plain = parse(write(&wish), "the spec's objects", sources, sink)?;
    let roster = Roster::new(spec, base, plain.root(), last);
    let former: BTreeSet<String> = roster
        .leaving
        .iter()
        .cloned()
        .chain(roster.replaced.iter().map(|replaced| replaced.old.clone()))
        .collect();
    let (gone, _) = last.map(|last| abandoned(last, base, plain.root())).unwrap_or_default();
    // What stays is in the way of others as before.
    let leave = if options.keeps { &[][..] } else { &gone };
    let is_ours = |object: PanoramaObject, name: &str| {
        let named = |entry: Node<'_>| entry.attribute("name").is_some_and(|found| found == name);
        objects(plain.root(), object).any(named)
            || last.is_some_and(|last| last.object(object, name).is_some())
    };
    let mut edits = roster.settle(base.document(), base, &is_ours, options, sink);
    let conflicts = Conflicts {
        spec,
        panorama,
        base,
        wish: plain.root(),
        last,
        abandoned: leave,
        roster: &roster,
        former: &former,
        options,
    };
    conflicts.find(&mut edits, sink);
    if sink.has_errors() {
        return None;
    }
    let settled = match edits.is_empty() {
        true => None,
        false => Some(parse(edits.into_text(), "the export with its members settled", sources, sink)?),
    };
    let before = match &settled {
        Some(document) => Export::of(document)?.config(),
        None => base,
    };
    add_readonly(&mut wish, spec, before, options);
    let wish = parse(write(&wish), "the spec's objects", sources, sink)?;
    let mut overlay = Overlay::new(options, last, &gone, &roster);
    let difference =
        diff(before, wish.root(), &Noise::default()).and_then(|difference| overlay.judge(difference));
    let mut drift = overlay.drift;
    if settled.is_some() {
        drift.iter_mut().for_each(|drift| relocate(drift, base));
    }
    let text = match difference {
        None => before.document().text().to_owned(),
        Some(difference) => match splice(&difference) {
            Ok(text) => text,
            Err(diagnostic) => {
                sink.report(diagnostic);
                return None;
            }
        },
    };
    let document = parse(text, "the configuration as it is wanted", sources, sink)?;
    Some(Wanted { document, roster, drift })
}

/// What stands in a text of our own making is told where it stands in the export.
fn relocate(drift: &mut Drift, base: Node<'_>) {
    let Some(node) = base.get(&drift.path) else { return };
    let is_it = |member: &Node<'_>| Some(member.text().trim()) == drift.text.as_deref();
    let member = node.children().filter(|child| child.name() == "member").find(is_it);
    drift.span = member.unwrap_or(node).span();
}

fn parse(text: String, name: &str, sources: &mut Sources, sink: &mut Sink) -> Option<Document> {
    let id = sources.add(name, text);
    match Document::parse(id, sources.get(id).shared_text()) {
        Ok(document) => Some(document),
        Err(diagnostic) => {
            sink.report(Diagnostic {
                help: Some("this is a fault of panha's: please report it".to_owned()),
                ..diagnostic
            });
            None
        }
    }
}
