//! What a spec wants laid over what is there: what is kept of that, and what goes.

use std::collections::BTreeSet;

use super::last::Last;
use super::location::{Location, READONLY};
use super::roster::Roster;
use super::{Options, last};
use crate::diff::{Difference, Part};
use crate::panos::{PanoramaObject, alternatives, place_of};
use crate::source::Span;
use crate::xml::{ConfigPath, Node};

/// Something in an object of ours that the spec does not make.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Drift {
    /// The object.
    pub location: Location,
    /// The element, below `config`; of a member, its list.
    pub path: ConfigPath,
    /// The text of a member or leaf.
    pub text: Option<String>,
    /// Where it stands in the export.
    pub span: Span,
    /// Would it go but for `keeps`?
    pub is_held: bool,
}

/// Judges the parts of the difference between an export and what the spec wants.
pub(super) struct Overlay<'i> {
    options: &'i Options,
    last: Option<&'i Last>,
    /// Objects of the last generation that the spec does not make any more, and that nothing else holds.
    abandoned: &'i [Location],
    roster: &'i Roster,
    pub(super) drift: Vec<Drift>,
    /// How many changes are out of the places that are allowed.
    pub(super) left_out: usize,
}

impl<'i> Overlay<'i> {
    pub(super) fn new(
        options: &'i Options,
        last: Option<&'i Last>,
        abandoned: &'i [Location],
        roster: &'i Roster,
    ) -> Self {
        Self { options, last, abandoned, roster, drift: Vec::new(), left_out: 0 }
    }

    /// The difference without what stays as it is.
    pub(super) fn judge<'a, 'b>(&mut self, difference: Difference<'a, 'b>) -> Option<Difference<'a, 'b>> {
        difference.retain(&mut |within, part| self.counts(within, part))
    }

    fn counts(&mut self, within: &Difference<'_, '_>, part: Part<'_, '_, '_>) -> bool {
        match part {
            // What the spec makes has no attributes but names; those that are there are Panorama's.
            Part::Attribute(_) => false,
            Part::Text => self.is_allowed(within.before),
            Part::Moved(before, _) => self.is_allowed(before),
            Part::Added(node) => self.is_allowed(node),
            Part::Removed(node) => self.is_removed(within, node),
        }
    }

    fn is_allowed(&mut self, node: Node<'_>) -> bool {
        if self.options.only.is_empty() {
            return true;
        }
        let is_allowed = self.options.allows(&without_readonly(place_of(node)));
        self.left_out += usize::from(!is_allowed);
        is_allowed
    }

    fn is_removed(&mut self, within: &Difference<'_, '_>, node: Node<'_>) -> bool {
        let path = place_of(node);
        let location = Location::of(&without_readonly(path.clone()));
        match self.verdict(within, node, &path, &location) {
            Verdict::Stays => false,
            Verdict::Gives => true,
            Verdict::Goes if !self.options.keeps => true,
            Verdict::Goes => self.keep(location, path, node, true),
            Verdict::IsOfOthers => self.keep(location, path, node, false),
        }
    }

    /// What becomes of something that the spec does not make, a rule on each line.
    fn verdict(
        &self,
        within: &Difference<'_, '_>,
        node: Node<'_>,
        path: &ConfigPath,
        location: &Location,
    ) -> Verdict {
        let is_readonly = path.steps().first().is_some_and(|step| step.name == READONLY);
        let is_object = location.path() == without_readonly(path.clone());
        let name = node.attribute("name").filter(|_| node.name() == "entry");
        let is_in = |serials: &BTreeSet<String>| name.as_ref().is_some_and(|name| serials.contains(&**name));
        if !self.options.allows(&without_readonly(path.clone())) {
            Verdict::Stays
        } else if is_object && self.abandoned.contains(location) {
            // Of what Panorama keeps for an object, nothing is told.
            if is_readonly && self.options.keeps { Verdict::Stays } else { Verdict::Goes }
        } else if is_object || is_readonly || !matches!(location, Location::Object(..)) {
            Verdict::Stays
        } else if is_part_of_value(within, node) {
            Verdict::Gives
        } else if within.before.name() == "cluster-members" && is_in(&self.roster.members) {
            // A firewall of the spec is listed where the spec lists it, and nowhere else.
            Verdict::Goes
        } else if self.last.is_some_and(|last| was_made(last, path, node)) {
            Verdict::Goes
        } else if self.options.keeps && is_in(&self.roster.leaving) {
            // Who leaves went from these lists already, unless all is to be kept.
            Verdict::Goes
        } else if self.options.prunes && !is_assignment(within.before, node) {
            Verdict::Goes
        } else {
            Verdict::IsOfOthers
        }
    }

    fn keep(&mut self, location: Location, path: ConfigPath, node: Node<'_>, is_held: bool) -> bool {
        self.drift.push(drift(location, path, node, is_held));
        false
    }
}

/// What becomes of something that is there and that the spec does not make.
enum Verdict {
    /// It is no business of the spec's.
    Stays,
    /// It is told, and stays unless the user prunes.
    IsOfOthers,
    /// It goes, unless all that is there is to be kept.
    Goes,
    /// It is part of a value that gives way to another.
    Gives,
}

fn drift(location: Location, path: ConfigPath, node: Node<'_>, is_held: bool) -> Drift {
    let text = node.is_leaf().then(|| node.text().trim().to_owned()).filter(|text| !text.is_empty());
    let path = match node.name() {
        "member" => path.steps()[..path.steps().len() - 1].iter().cloned().collect(),
        _ => path,
    };
    Drift { location, path, text, span: node.span(), is_held }
}

/// Does it give way because the spec says another value in its place? One of two alternatives, a member of a list
/// that is a value, an address of an interface.
fn is_part_of_value(within: &Difference<'_, '_>, node: Node<'_>) -> bool {
    let Difference { before, after, .. } = *within;
    let is_text_for_elements = within.is_text_changed && after.is_leaf();
    let has_alternative = || alternatives(before, node.name()).any(|name| after.child(name).is_some());
    is_text_for_elements
        || has_alternative()
        || node.name() == "member" && !is_collection(before) && !is_foreign_interface(after, node)
        || node.name() == "entry" && is_address_list(before)
}

/// Lists to which others may add without taking anything from what the spec says: templates of a stack, and what
/// a virtual system imports. Others are one value: a rule for two sources is another rule.
fn is_collection(list: Node<'_>) -> bool {
    let around = || list.parent().map(Node::name);
    match list.name() {
        "templates" | "reference-templates" => true,
        _ => {
            around() == Some("network")
                && list.parent().and_then(Node::parent).is_some_and(|node| node.name() == "import")
        }
    }
}

/// Is it an interface that others put into a zone of the spec's? One that the spec has goes where the spec wants it,
/// as no interface is in two zones.
fn is_foreign_interface(list: Node<'_>, member: Node<'_>) -> bool {
    let around: Vec<Node<'_>> = std::iter::successors(list.parent(), |node| node.parent()).take(4).collect();
    let [network, _, zones, vsys] = around.as_slice() else { return false };
    if (network.name(), zones.name()) != ("network", "zone") {
        return false;
    }
    let imported = vsys.child("import").and_then(|import| import.child("network")?.child("interface"));
    let in_zones = zones.children().filter_map(|zone| zone.child("network")).flat_map(Node::children);
    let mut of_spec = imported.into_iter().chain(in_zones).flat_map(Node::children);
    !of_spec.any(|of_spec| of_spec.text().trim() == member.text().trim())
}

/// Does it say which virtual systems of a firewall are in a device group? Without it all of them would be.
fn is_assignment(device: Node<'_>, node: Node<'_>) -> bool {
    node.name() == "vsys" && device.parent().is_some_and(|list| list.name() == "devices")
}

/// The addresses of an interface of layer 3.
fn is_address_list(list: Node<'_>) -> bool {
    let around: Vec<&str> =
        std::iter::successors(list.parent(), |node| node.parent()).take(2).map(Node::name).collect();
    match list.name() {
        "ip" => around.first() == Some(&"layer3"),
        "address" => around == ["ipv6", "layer3"],
        _ => false,
    }
}

/// Did the last generation make it?
fn was_made(last: &Last, path: &ConfigPath, node: Node<'_>) -> bool {
    match node.name() {
        "member" => {
            let list: ConfigPath = path.steps()[..path.steps().len() - 1].iter().cloned().collect();
            let made = last.at(&list).into_iter().flat_map(Node::children);
            let text = node.text();
            made.into_iter().any(|member| member.text().trim() == text.trim())
        }
        _ => last.at(path).is_some(),
    }
}

/// The object that Panorama keeps something for, in place of what it keeps.
fn without_readonly(path: ConfigPath) -> ConfigPath {
    match path.steps() {
        [first, rest @ ..] if first.name == READONLY => rest.iter().cloned().collect(),
        _ => path,
    }
}

/// Objects of the last generation that the spec does not make any more, and in which there is nothing else.
pub(super) fn abandoned(last: &Last, config: Node<'_>, wish: Node<'_>) -> (Vec<Location>, Vec<Location>) {
    let mut empty = Vec::new();
    let mut held = Vec::new();
    for object in PanoramaObject::ALL {
        for made in last::objects(last.config(), object) {
            let Some(name) = made.attribute("name") else { continue };
            let named = |entry: &Node<'_>| entry.attribute("name").is_some_and(|found| found == name);
            if last::objects(wish, object).any(|entry| named(&entry)) {
                continue;
            }
            if let Some(there) = last::objects(config, object).find(named) {
                let location = Location::Object(object, name.into_owned());
                if holds_more(there, made) { &mut held } else { &mut empty }.push(location);
            }
        }
    }
    (empty, held)
}

/// Is there something in an object that was not made?
fn holds_more(there: Node<'_>, made: Node<'_>) -> bool {
    let difference = crate::diff::diff(made, there, &crate::diff::Noise::default());
    let mut holds_more = false;
    if let Some(difference) = difference {
        difference.visit(&mut |_, part| holds_more |= matches!(part, Part::Added(_)));
    }
    holds_more
}
