//! The whole configuration as a spec wants it.

use std::collections::BTreeSet;

use super::Options;
use super::conflict::Conflicts;
use super::last::{Last, objects};
use super::location::Location;
use super::overlay::{Drift, Overlay, abandoned};
use super::proof::not_proved;
use super::roster::Roster;
use super::wish::{add_readonly, wish};
use crate::diag::{Diagnostic, Sink};
use crate::diff::{Noise, diff};
use crate::merge::splice;
use crate::panos::{Export, Panorama, PanoramaObject};
use crate::source::{Sources, Span};
use crate::spec::Spec;
use crate::xml::{ConfigPath, Document, Element, Node, Step, write};

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
    options.refuse_nowhere(base, plain.root(), sink);
    let (gone, held) = last.map(|last| abandoned(last, base, plain.root())).unwrap_or_default();
    held.iter().for_each(|location| sink.report(holds_more(location, base)));
    // What stays is in the way of others as before.
    let leave = if options.keeps { &[][..] } else { &gone };
    let is_ours = |object: PanoramaObject, name: &str| {
        let named = |entry: Node<'_>| entry.attribute("name").is_some_and(|found| found == name);
        objects(plain.root(), object).any(named)
            || last.is_some_and(|last| last.object(object, name).is_some())
    };
    uncommitted(base).into_iter().for_each(|warning| sink.report(warning));
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
        drift.iter_mut().for_each(|drift| relocate(drift, base, &roster));
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
    if overlay.left_out > 0 {
        sink.report(limited(overlay.left_out));
    }
    let document = parse(text, "the configuration as it is wanted", sources, sink)?;
    // Laid over once more, the spec has nothing to say.
    let again =
        Export::of(&document).and_then(|wanted| diff(wanted.config(), wish.root(), &Noise::default()));
    if again.and_then(|again| Overlay::new(options, last, &gone, &roster).judge(again)).is_some() {
        sink.report(not_proved("the plan", "what is wanted would be changed again", None, base));
        return None;
    }
    Some(Wanted { document, roster, drift })
}

fn holds_more(location: &Location, base: Node<'_>) -> Diagnostic {
    let message = format!("{location} is not made any more, and holds more than panha made: it stays");
    let diagnostic = Diagnostic::warning("abandoned-holds-more", message)
        .help("see what `not of the spec` lists in it; delete it by hand once nothing in it is needed");
    match base.get(&location.path()) {
        Some(entry) => diagnostic.at(entry.start_tag_span()),
        None => diagnostic,
    }
}

fn limited(left_out: usize) -> Diagnostic {
    let what = if left_out == 1 {
        "1 change that the spec wants is".to_owned()
    } else {
        format!("{left_out} changes that the spec wants are")
    };
    Diagnostic::warning("plan-limited", format!("{what} left out by --only"))
        .help("what is left may name what is not there: a firewall that Panorama does not know, an object that does not exist")
}

fn uncommitted(base: Node<'_>) -> Option<Diagnostic> {
    let at = base.document().text().find(" dirtyId=\"")?;
    let span = Span::new(base.document().source(), at + 1, at + 1 + "dirtyId".len());
    let message = "the export has changes that are not committed: it is a candidate configuration";
    Some(
        Diagnostic::warning("base-uncommitted", message)
            .at(span)
            .help("commit or revert them, and export the running configuration"),
    )
}

/// What stands in a text of our own making is told where it stands in the export, or what is around it does.
fn relocate(drift: &mut Drift, base: Node<'_>, roster: &Roster) {
    let original =
        |step: &Step| match roster.replaced.iter().find(|one| Some(&one.new) == step.entry.as_ref()) {
            Some(one) => Step { entry: Some(one.old.clone()), ..step.clone() },
            None => step.clone(),
        };
    let steps = drift.path.steps();
    let paths = (0..=steps.len()).rev().map(|length| &steps[..length]);
    let nearest = paths.into_iter().find_map(|steps| {
        let path: ConfigPath = steps.iter().cloned().collect();
        base.get(&path).or_else(|| base.get(&steps.iter().map(original).collect()))
    });
    let node = nearest.unwrap_or(base);
    let is_it = |member: &Node<'_>| Some(member.text().trim()) == drift.text.as_deref();
    let member = node.children().filter(|child| child.name() == "member").find(is_it);
    drift.span = member.unwrap_or(node).start_tag_span();
}

fn parse(text: String, name: &str, sources: &mut Sources, sink: &mut Sink) -> Option<Document> {
    let id = sources.add(name, text);
    match Document::parse(id, sources.get(id).shared_text()) {
        Ok(document) => Some(document),
        Err(diagnostic) => {
            // The text is none that the user has.
            let help = Some("this is a fault of panha's: please report it".to_owned());
            sink.report(Diagnostic { primary: None, secondary: Vec::new(), help, ..diagnostic });
            None
        }
    }
}
