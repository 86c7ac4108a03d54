//! The clusters that a Panorama has.

use std::collections::BTreeMap;

use crate::effective::{Effective, InventoryEntry, Layer, Resolver, inventory_of, is_called};
use crate::panos::{DeviceGroup, Export, Panorama, Template, TemplateStack};
use crate::source::Span;
use crate::xml::Node;

/// What a Panorama has, with its clusters found.
pub struct Estate<'d> {
    panorama: Panorama<'d>,
    /// The clusters, by label.
    pub clusters: Vec<Found<'d>>,
    /// Pairs whose firewalls are in no cluster: their entries in their stack, and their serial numbers.
    pub pairs_alone: Vec<(Span, String, String)>,
}

/// A cluster as firewalls are configured for it.
#[derive(Debug)]
pub struct Found<'d> {
    /// What the inventory calls it.
    pub label: String,
    /// The cluster id.
    pub(super) id: Option<String>,
    /// Its members in the order of their list.
    pub(super) members: Vec<Effective<'d>>,
    /// The peer of each member, by index, where addresses tell.
    pub(super) peers: Vec<Option<usize>>,
    /// Serial numbers that lists name and no stack of this Panorama has.
    pub(super) unknown: Vec<String>,
    /// Its list of members, or whatever else there is of it.
    pub(super) place: Span,
}

impl<'d> Estate<'d> {
    /// Looks for clusters: all, or those that are called `chosen` (label, id, description or template stack).
    pub fn new(name: &'d str, panorama: Panorama<'d>, chosen: Option<&str>) -> Self {
        let exports = [(name, Export::Panorama(panorama))];
        let resolvers = Resolver::of_exports(&exports);
        let entries = inventory_of(&exports, &resolvers);
        let [Some(resolver)] = &resolvers[..] else {
            return Self { panorama, clusters: Vec::new(), pairs_alone: Vec::new() };
        };
        let mut by_label: BTreeMap<&str, Vec<&InventoryEntry>> = BTreeMap::new();
        for entry in &entries {
            if let Some(cluster) = &entry.cluster {
                by_label.entry(&cluster.label).or_default().push(entry);
            }
        }
        let is_wanted =
            |of: &[&InventoryEntry]| chosen.is_none_or(|name| of.iter().any(|e| is_called(e, name)));
        let wanted = by_label.into_iter().filter(|(_, of)| is_wanted(of));
        let clusters = wanted.filter_map(|(label, of)| found(label, &of, resolver)).collect();
        Self { panorama, clusters, pairs_alone: pairs_alone(&entries, resolver) }
    }

    /// The Panorama.
    pub fn panorama(&self) -> Panorama<'d> {
        self.panorama
    }

    pub(super) fn stack(&self, name: &str) -> Option<TemplateStack<'d>> {
        self.panorama.template_stacks().find(|stack| stack.name() == name)
    }

    pub(super) fn template(&self, name: &str) -> Option<Template<'d>> {
        self.panorama.templates().find(|template| template.name() == name)
    }

    pub(super) fn device_group(&self, name: &str) -> Option<DeviceGroup<'d>> {
        self.panorama.device_groups().find(|group| group.name() == name)
    }
}

fn found<'d>(label: &str, of: &[&InventoryEntry], resolver: &Resolver<'d>) -> Option<Found<'d>> {
    let first = of.first()?.cluster.as_ref()?;
    let mut serials: Vec<&str> = of.iter().filter_map(|entry| entry.serial.as_deref()).collect();
    let at = |serial: &&str| first.listed.iter().position(|listed| listed == serial).unwrap_or(usize::MAX);
    serials.sort_by_key(|serial| (at(serial), (*serial).to_owned()));
    let members: Vec<Effective<'d>> =
        serials.iter().filter_map(|serial| resolver.effective(serial)).collect();
    let index_of = |serial: &str| members.iter().position(|member| member.serial() == serial);
    let peer = |member: &Effective<'_>| {
        let entry = of.iter().find(|entry| entry.serial.as_deref() == Some(member.serial()))?;
        index_of(entry.pair.as_ref()?.peer.as_deref()?)
    };
    let peers = members.iter().map(peer).collect();
    let unknown = first.members.iter().filter(|serial| index_of(serial).is_none()).cloned().collect();
    let place = members.iter().find_map(list_of).or_else(|| members.first().map(Effective::entry))?;
    Some(Found {
        label: label.to_owned(),
        id: first.id.clone(),
        unknown,
        peers,
        place: place.start_tag_span(),
        members,
    })
}

/// Where a firewall's list of members stands, or else its cluster id.
fn list_of<'d>(member: &Effective<'d>) -> Option<Node<'d>> {
    let cluster = member.firewall_settings()?.high_availability()?.cluster()?;
    let list = cluster.element.child("cluster-members");
    Some(list.unwrap_or(cluster.element).source().node)
}

fn pairs_alone(entries: &[InventoryEntry], resolver: &Resolver<'_>) -> Vec<(Span, String, String)> {
    let is_alone = |entry: &InventoryEntry| entry.cluster.is_none();
    let pair = |(index, entry): (usize, &InventoryEntry)| {
        let peer =
            entry.pair.as_ref()?.peer_index.filter(|peer| *peer > index && is_alone(&entries[*peer]))?;
        let serial = entry.serial.as_deref()?;
        let place = resolver.effective(serial)?.entry().span();
        Some((place, serial.to_owned(), entries[peer].name().to_owned()))
    };
    entries.iter().enumerate().filter(|(_, entry)| is_alone(entry)).filter_map(pair).collect()
}

/// The template that an element of a firewall's settings comes from; `None` where its stack has it.
pub(super) fn template_of<'e>(member: &'e Effective<'_>, layer: u16) -> Option<&'e str> {
    match member.layers().get(usize::from(layer))? {
        Layer::Template(name) => Some(name),
        _ => None,
    }
}
