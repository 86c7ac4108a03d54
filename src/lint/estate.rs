//! Everything that lints look at: the exports, resolved, with the firewalls, clusters and pairs in them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::{FirewallView, Intent};
use crate::effective::{ClusterEntry, Effective, InventoryEntry, Resolver, Setting, inventory_of};
use crate::model::ModelName;
use crate::panos::Export;

/// What exports do not tell, and the user does.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The model of firewalls that have none of their own here.
    pub model: Option<ModelName>,
    /// Models by serial number.
    pub models: BTreeMap<String, ModelName>,
    /// What is meant, by a spec.
    pub intent: Option<Arc<Intent>>,
}

impl Facts {
    /// A firewall's model.
    pub fn model_of(&self, serial: &str) -> Option<&ModelName> {
        let intended = || self.intent.as_ref()?.firewalls.get(serial)?.model.as_ref();
        self.models.get(serial).or_else(intended).or(self.model.as_ref())
    }
}

/// An export under review.
pub struct ReviewedExport<'d> {
    /// The name of its file.
    pub name: &'d str,
    /// What it holds.
    pub export: Export<'d>,
    /// What its firewalls get, if it is a Panorama's.
    pub resolver: Option<Resolver<'d>>,
}

/// Firewalls that are, or should be, one cluster.
#[derive(Debug, Clone, Default)]
pub struct ClusterGroup {
    /// What tells the cluster from others: its id; where several clusters have that, also its first member;
    /// where several exports tell of it, also the Panorama's.
    pub label: String,
    /// The cluster ID of its members; where they list each other under several, that of most.
    pub id: Option<String>,
    /// Its members, by place in the inventory.
    pub members: Vec<usize>,
    /// Serial numbers that a member lists and no export knows.
    pub absent: Vec<String>,
}

/// The exports of a review.
pub struct Estate<'d> {
    /// The exports.
    pub exports: Vec<ReviewedExport<'d>>,
    /// Every firewall in them.
    pub firewalls: Vec<InventoryEntry>,
    /// The clusters. Firewalls of a Panorama and those that come with their own exports are apart.
    pub clusters: Vec<ClusterGroup>,
    /// The pairs, by place in the inventory, also those that a typing error keeps from being one.
    pub pairs: Vec<[usize; 2]>,
    /// What the user tells.
    pub facts: Facts,
    by_serial: BySerial,
    /// The cluster of each firewall that is in one.
    cluster_of: HashMap<usize, usize>,
    /// The firewalls that have a cluster ID, in the order of the inventory.
    by_cluster_id: HashMap<String, Vec<usize>>,
}

impl<'d> Estate<'d> {
    /// Resolves exports, each with the name of its file.
    pub fn new(exports: &[(&'d str, Export<'d>)], facts: Facts) -> Self {
        let resolvers = Resolver::of_exports(exports);
        let firewalls = inventory_of(exports, &resolvers);
        let exports = exports
            .iter()
            .zip(resolvers)
            .map(|((name, export), resolver)| ReviewedExport { name, export: *export, resolver })
            .collect();
        let by_serial = BySerial::new(&firewalls);
        let (clusters, pairs) = (clusters(&firewalls, &by_serial), pairs(&firewalls));
        let of_group = |(group, cluster): (usize, &ClusterGroup)| -> Vec<(usize, usize)> {
            cluster.members.iter().map(|member| (*member, group)).collect()
        };
        let cluster_of = clusters.iter().enumerate().flat_map(of_group).collect();
        let by_cluster_id = by_cluster_id(&firewalls);
        Self { exports, firewalls, clusters, pairs, facts, by_serial, cluster_of, by_cluster_id }
    }

    /// The cluster of a firewall, if it is in one.
    pub fn cluster_of(&self, firewall: usize) -> Option<&ClusterGroup> {
        self.cluster_of.get(&firewall).map(|group| &self.clusters[*group])
    }

    /// Are two firewalls in one cluster?
    pub fn is_same_cluster(&self, one: usize, other: usize) -> bool {
        self.cluster_of.get(&one).is_some_and(|group| self.cluster_of.get(&other) == Some(group))
    }

    /// The firewalls that have a cluster ID, whoever tells of them, in the order of the inventory.
    pub fn with_cluster_id(&self, id: &str) -> impl Iterator<Item = &InventoryEntry> {
        self.by_cluster_id.get(id).into_iter().flatten().filter_map(|index| self.firewalls.get(*index))
    }

    /// The firewall of a serial number that the same Panorama has as another one, or that comes with its
    /// own export as that one does.
    pub fn beside(&self, entry: &InventoryEntry, serial: &str) -> Option<&InventoryEntry> {
        self.index_beside(entry, serial).and_then(|index| self.firewalls.get(index))
    }

    /// The place in the inventory of a serial number, as one Panorama has it or as firewalls' own exports do.
    pub fn index_of(&self, realm: Realm, serial: &str) -> Option<usize> {
        self.by_serial.get(realm, serial)
    }

    /// What a firewall gets from its Panorama; `None` for its own export.
    pub fn effective(&self, index: usize) -> Option<Effective<'d>> {
        let entry = self.firewalls.get(index)?;
        let resolver = self.exports.get(entry.export_index)?.resolver.as_ref()?;
        resolver.effective(entry.serial.as_deref()?)
    }

    /// The firewalls, those together that get the same settings: what holds for all of them needs one look.
    pub fn by_settings(&self) -> Vec<SameSettings<'d>> {
        let mut groups: Vec<SameSettings<'d>> = Vec::new();
        let mut known = HashMap::new();
        for (index, entry) in self.firewalls.iter().enumerate() {
            let Some(reviewed) = self.exports.get(entry.export_index) else { continue };
            let effective = self.effective(index);
            let id = effective.as_ref().and_then(Effective::settings_id);
            if let Some(at) = id.and_then(|id| known.get(&(entry.export_index, id))) {
                let group: &mut SameSettings<'d> = &mut groups[*at];
                group.firewalls.push(index);
                continue;
            }
            known.extend(id.map(|id| ((entry.export_index, id), groups.len())));
            groups.push(SameSettings { firewalls: vec![index], effective, export: reviewed.export });
        }
        groups
    }

    /// Looks at one firewall, by its place in the inventory, which need not be what a lint looks at.
    pub fn look_at<T>(&self, index: usize, look: impl FnOnce(&FirewallView<'_, 'd>) -> T) -> Option<T> {
        let effective = self.effective(index);
        FirewallView::new(index, self, effective.as_ref()).map(|view| look(&view))
    }

    /// The place in the inventory of a serial number, beside another firewall.
    pub fn index_beside(&self, entry: &InventoryEntry, serial: &str) -> Option<usize> {
        self.index_of(entry.realm(), serial)
    }
}

/// Firewalls that get the same settings but for the values of variables.
pub struct SameSettings<'d> {
    /// The firewalls, by place in the inventory.
    pub firewalls: Vec<usize>,
    /// What the first gets from its Panorama; `None` for a firewall's own export.
    pub effective: Option<Effective<'d>>,
    export: Export<'d>,
}

impl<'d> SameSettings<'d> {
    /// Their `config`, with variables as they are written.
    pub fn config(&self) -> Option<Setting<'_, 'd>> {
        match (&self.effective, self.export) {
            (Some(effective), _) => effective.settings_as_written(),
            (None, Export::Firewall(firewall)) => Some(Setting::of_firewall(firewall.config())),
            (None, Export::Panorama(_)) => None,
        }
    }

    /// Is everything there that they get from Panorama? If not, nothing can be said of what they lack.
    pub fn is_complete(&self) -> bool {
        self.effective.as_ref().is_none_or(Effective::is_complete)
    }

    /// Do they come from a part of a configuration that relies on what is in Panorama already?
    pub fn is_partial(&self) -> bool {
        matches!(self.export, Export::Panorama(panorama) if panorama.is_partial())
    }
}

/// The Panorama that a firewall is told of by; `None` for its own export.
pub type Realm = Option<usize>;

/// Where the firewalls are, by serial number.
struct BySerial {
    own: HashMap<(Realm, String), usize>,
    /// Those that one Panorama alone tells of; `None` where several do.
    of_panoramas: HashMap<String, Option<usize>>,
}

impl BySerial {
    fn new(firewalls: &[InventoryEntry]) -> Self {
        let mut by_serial = Self { own: HashMap::new(), of_panoramas: HashMap::new() };
        for (index, entry) in firewalls.iter().enumerate() {
            let Some(serial) = &entry.serial else { continue };
            by_serial.own.insert((entry.realm(), serial.clone()), index);
            if entry.is_of_panorama {
                let known = by_serial.of_panoramas.entry(serial.clone());
                known.and_modify(|index| *index = None).or_insert(Some(index));
            }
        }
        by_serial
    }

    /// A firewall as a realm has it. The members of a cluster may be managed by several Panoramas: what one
    /// does not know, another one may.
    fn get(&self, realm: Realm, serial: &str) -> Option<usize> {
        let own = self.own.get(&(realm, serial.to_owned())).copied();
        let elsewhere = || realm.and_then(|_| self.of_panoramas.get(serial).copied().flatten());
        own.or_else(elsewhere)
    }
}

fn by_cluster_id(firewalls: &[InventoryEntry]) -> HashMap<String, Vec<usize>> {
    let mut firewalls_of: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, entry) in firewalls.iter().enumerate() {
        if let Some(id) = entry.cluster.as_ref().and_then(|cluster| cluster.id.as_ref()) {
            firewalls_of.entry(id.clone()).or_default().push(index);
        }
    }
    firewalls_of
}

/// The clusters of the inventory, those together whose members list each other under different ids.
fn clusters(firewalls: &[InventoryEntry], by_serial: &BySerial) -> Vec<ClusterGroup> {
    let mut groups: BTreeMap<(Realm, &str), Vec<usize>> = BTreeMap::new();
    for (index, entry) in firewalls.iter().enumerate() {
        if let Some(cluster) = &entry.cluster {
            groups.entry((entry.realm(), &cluster.label)).or_default().push(index);
        }
    }
    let mut groups: Vec<(&str, Vec<usize>)> =
        groups.into_iter().map(|((_, label), members)| (label, members)).collect();
    join_mutual(&mut groups, firewalls, by_serial);
    let known: BTreeSet<&str> = firewalls.iter().filter_map(|entry| entry.serial.as_deref()).collect();
    let mut groups_of_label: HashMap<&str, usize> = HashMap::new();
    groups.iter().for_each(|(label, _)| *groups_of_label.entry(label).or_default() += 1);
    let group = |(label, members): (&str, Vec<usize>)| {
        let clusters = members.iter().filter_map(|index| firewalls[*index].cluster.as_ref());
        let listed: BTreeSet<&String> = clusters.flat_map(|cluster| &cluster.listed).collect();
        let absent = listed.into_iter().filter(|serial| !known.contains(serial.as_str())).cloned().collect();
        let named = |cluster: &&ClusterEntry| cluster.label == label;
        let id = members.iter().filter_map(|index| firewalls[*index].cluster.as_ref()).find(named);
        let id = id.and_then(|cluster| cluster.id.clone());
        let is_alone = groups_of_label.get(label) == Some(&1);
        let of = members.first().map(|index| &firewalls[*index]).filter(|_| !is_alone);
        let label = match of {
            Some(entry) if entry.is_of_panorama => format!("{label} of {}", entry.export),
            Some(_) => format!("{label} of firewalls' own exports"),
            None => label.to_owned(),
        };
        ClusterGroup { label, id, members, absent }
    };
    groups.into_iter().map(group).collect()
}

/// Joins groups that list each other. Where only one lists the other, an entry was left behind when a
/// firewall moved, and the groups stay apart.
fn join_mutual(groups: &mut Vec<(&str, Vec<usize>)>, firewalls: &[InventoryEntry], by_serial: &BySerial) {
    let mut group_of: HashMap<usize, usize> = HashMap::new();
    for (group, (_, members)) in groups.iter().enumerate() {
        group_of.extend(members.iter().map(|member| (*member, group)));
    }
    let mut lists: BTreeSet<(usize, usize)> = BTreeSet::new();
    for (member, group) in &group_of {
        let entry = &firewalls[*member];
        for serial in entry.cluster.iter().flat_map(|cluster| &cluster.listed) {
            let listed = by_serial.get(entry.realm(), serial).and_then(|index| group_of.get(&index));
            lists.extend(listed.filter(|listed| *listed != group).map(|listed| (*group, *listed)));
        }
    }
    // The larger group gives its label; a group that has gone to another one is empty.
    for (one, other) in lists.iter().filter(|(one, other)| one < other && lists.contains(&(*other, *one))) {
        let (from, to) =
            if groups[*one].1.len() < groups[*other].1.len() { (*one, *other) } else { (*other, *one) };
        let members = std::mem::take(&mut groups[from].1);
        groups[to].1.extend(members);
        groups[to].1.sort_unstable();
    }
    groups.retain(|(_, members)| !members.is_empty());
}

fn pairs(firewalls: &[InventoryEntry]) -> Vec<[usize; 2]> {
    let peer = |entry: &InventoryEntry| {
        let pair = entry.pair.as_ref()?;
        pair.peer_index.or(pair.likely_peer_index)
    };
    let indexed = firewalls.iter().enumerate();
    indexed.filter_map(|(index, entry)| Some([index, peer(entry).filter(|peer| *peer > index)?])).collect()
}
