//! Which firewalls join the clusters of a spec, leave them, and take another's place.

use std::collections::{BTreeMap, BTreeSet};

use super::last::objects;
use super::{Last, Options};
use crate::diag::{Diagnostic, Sink};
use crate::merge::Edits;
use crate::panos::{PanoramaObject, device, place_of};
use crate::spec::Spec;
use crate::xml::{ConfigPath, Document, Node};

/// One firewall in place of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// The serial number that goes.
    pub old: String,
    /// The serial number that comes.
    pub new: String,
}

/// Who changes in the clusters of a spec.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roster {
    /// A member whose HA4 address another firewall gets: everything that names the one names the other.
    pub replaced: Vec<Replacement>,
    /// Members that are in no cluster of the spec any more.
    pub leaving: BTreeSet<String>,
    /// Everybody in the clusters of the spec.
    pub members: BTreeSet<String>,
}

/// Where the list of members stands in a template.
fn member_list() -> ConfigPath {
    let cluster = device().child("deviceconfig").child("high-availability").child("cluster");
    ConfigPath::default().child("config").join(&cluster).child("cluster-members")
}

/// The members in a template's list, with their entries.
fn members(template: Node<'_>) -> BTreeMap<String, Node<'_>> {
    let list = template.get(&member_list()).into_iter().flat_map(Node::children);
    list.filter_map(|entry| Some((entry.attribute("name")?.into_owned(), entry))).collect()
}

fn template<'d>(config: Node<'d>, name: &str) -> Option<Node<'d>> {
    let mut templates = objects(config, PanoramaObject::Template);
    templates.find(|entry| entry.attribute("name").is_some_and(|found| found == name))
}

impl Roster {
    /// Who changes: the members that the export has, or with the last generation those that it made, against
    /// those of the spec. `wish` is what the spec wants.
    pub(super) fn new(spec: &Spec, base: Node<'_>, wish: Node<'_>, last: Option<&Last>) -> Self {
        let wanted: BTreeSet<String> = spec
            .fleet
            .clusters
            .iter()
            .flat_map(|cluster| &cluster.members)
            .map(|member| member.serial.to_string())
            .collect();
        let mut roster = Self { members: wanted.clone(), ..Self::default() };
        for cluster in &spec.fleet.clusters {
            let name = cluster.template.as_str();
            let there = template(base, name).map(members).unwrap_or_default();
            let made =
                last.map(|last| last.object(PanoramaObject::Template, name).map(members).unwrap_or_default());
            let gone = |serial: &&String| {
                !wanted.contains(*serial) && made.as_ref().is_none_or(|made| made.contains_key(*serial))
            };
            let comes = template(wish, name).map(members).unwrap_or_default();
            for serial in there.keys().filter(gone) {
                let address = |entry: &Node<'_>| {
                    entry.child("ha4-ip-address").map(|address| address.text().trim().to_owned())
                };
                let old = address(&there[serial]);
                let new = comes
                    .iter()
                    .find(|(new, entry)| !there.contains_key(*new) && old.is_some() && address(entry) == old);
                match new {
                    Some((new, _)) => {
                        roster.replaced.push(Replacement { old: serial.clone(), new: new.clone() })
                    }
                    None => {
                        roster.leaving.insert(serial.clone());
                    }
                }
            }
        }
        // What the last generation made in a cluster that is gone, or under other names.
        for template in last.iter().flat_map(|last| objects(last.config(), PanoramaObject::Template)) {
            let is_replaced =
                |serial: &String| roster.replaced.iter().any(|replaced| replaced.old == *serial);
            let gone: Vec<String> = members(template)
                .into_keys()
                .filter(|serial| !wanted.contains(serial) && !is_replaced(serial))
                .collect();
            roster.leaving.extend(gone);
        }
        roster
    }

    /// Puts the changes into an export: who is replaced is named by the new serial number wherever it stands, and
    /// who leaves goes from the lists of its cluster, and from the targets of rules.
    ///
    /// `is_ours` tells the templates, stacks and device groups whose lists are the spec's.
    pub(super) fn settle<'d>(
        &self,
        document: &'d Document,
        config: Node<'d>,
        is_ours: &dyn Fn(PanoramaObject, &str) -> bool,
        options: &Options,
        sink: &mut Sink,
    ) -> Edits<'d> {
        let mut edits = Edits::new(document);
        if self.replaced.is_empty() && self.leaving.is_empty() {
            return edits;
        }
        let readonly = config.child(super::location::READONLY).map(|node| node.span().range());
        for node in config.descendants() {
            if readonly.as_ref().is_some_and(|readonly| readonly.contains(&node.span().range().start)) {
                continue;
            }
            if node.name() == "entry" {
                self.settle_entry(node, &mut edits, is_ours, options, sink);
            } else if node.is_leaf() && node.raw_content().len() < 64 {
                let text = node.text();
                if let Some(replaced) = self.replaced.iter().find(|replaced| replaced.old == text.trim())
                    && options.allows(&place_of(node))
                {
                    edits.set_text(node, &replaced.new);
                }
            }
        }
        edits
    }

    fn settle_entry<'d>(
        &self,
        entry: Node<'d>,
        edits: &mut Edits<'d>,
        is_ours: &dyn Fn(PanoramaObject, &str) -> bool,
        options: &Options,
        sink: &mut Sink,
    ) {
        let Some(name) = entry.attribute("name") else { return };
        let Some(list) = entry.parent() else { return };
        if let Some(replaced) = self.replaced.iter().find(|replaced| replaced.old == *name) {
            if !options.allows(&place_of(entry)) {
                return;
            }
            match list.entry(&replaced.new) {
                // It is there already: one is enough.
                Some(_) => edits.remove(entry),
                None => edits.rename(entry, &replaced.new),
            }
        } else if self.leaving.contains(&*name) && !options.keeps && options.allows(&place_of(entry)) {
            let around = list.parent();
            let is_target =
                list.name() == "devices" && around.is_some_and(|around| around.name() == "target");
            let is_listed = is_target || is_in_our_list(list, is_ours);
            let stays =
                |other: Node<'_>| other.attribute("name").is_none_or(|name| !self.leaving.contains(&*name));
            if is_target && !list.children().any(stays) {
                let rule =
                    around.and_then(Node::parent).and_then(|rule| rule.attribute("name")).unwrap_or_default();
                let is_negated = around
                    .and_then(|target| target.child("negate"))
                    .is_some_and(|negate| negate.text().trim() == "yes");
                let (message, help) = match is_negated {
                    false => (
                        format!("rule `{rule}` is for {name} alone, which leaves its cluster"),
                        "the target stays, as without one the rule would be for every firewall: delete the rule, or give it another target",
                    ),
                    true => (
                        format!("rule `{rule}` is for all firewalls but {name}, which leaves its cluster"),
                        "the target stays, as the firewall may get another use: take it out if the rule is for every firewall",
                    ),
                };
                sink.report(
                    Diagnostic::warning("target-leaves", message).at(entry.start_tag_span()).help(help),
                );
            } else if is_listed {
                edits.remove(entry);
            }
        }
    }
}

/// Is it a list of members, or the devices of a stack or device group, in an object that is the spec's?
fn is_in_our_list(list: Node<'_>, is_ours: &dyn Fn(PanoramaObject, &str) -> bool) -> bool {
    let is_object = |node: Node<'_>| {
        let object = PanoramaObject::ALL.into_iter().find(|object| {
            node.name() == "entry"
                && node.parent().is_some_and(|container| container.name() == object.element())
        });
        object.is_some_and(|object| node.attribute("name").is_some_and(|name| is_ours(object, &name)))
    };
    match list.name() {
        "devices" => list.parent().is_some_and(is_object),
        "cluster-members" => std::iter::successors(list.parent(), |node| node.parent()).any(is_object),
        _ => false,
    }
}
