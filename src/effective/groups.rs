//! Which firewalls belong side by side, and what they differ in.

use std::collections::{BTreeMap, BTreeSet};

use super::compare::{Compared, Difference, compare};
use super::inventory::{ClusterEntry, InventoryEntry, inventory};
use super::{Resolver, firewall_values};
use crate::diag::{Diagnostic, Sink, near_matches};
use crate::panos::Export;

/// Which firewalls to compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen<'a> {
    /// Each cluster that is found, and each pair that is in none.
    Found,
    /// The clusters of this label, id, description or template stack.
    Cluster(&'a str),
    /// These, by serial number, host name or file.
    Firewalls(&'a [String]),
}

/// Firewalls side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// What they have in common: `cluster 7`.
    pub name: String,
    /// The firewalls that were compared.
    pub firewalls: Vec<String>,
    /// Which of them are pairs, by index.
    pub pairs: Vec<Vec<usize>>,
    /// Every setting in which they differ, by path.
    pub differences: Vec<Difference>,
}

impl Comparison {
    /// Differences that should not be.
    pub fn unexpected(&self) -> impl Iterator<Item = &Difference> {
        self.differences.iter().filter(|difference| difference.expected.is_none())
    }

    /// Differences with a reason.
    pub fn expected(&self) -> impl Iterator<Item = &Difference> {
        self.differences.iter().filter(|difference| difference.expected.is_some())
    }
}

/// Compares the firewalls of exports, each export with the name of its file.
///
/// `None` where there is nothing to compare, and `sink` is told why.
pub fn comparisons<'d>(
    exports: &[(&'d str, Export<'d>)],
    chosen: Chosen<'_>,
    sink: &mut Sink,
) -> Option<Vec<Comparison>> {
    let entries = inventory(exports.iter().copied());
    let groups = match chosen {
        Chosen::Found => found(&entries),
        Chosen::Cluster(name) => {
            let is_called = |of: &[usize]| of.iter().any(|index| is_called(&entries[*index], name));
            clusters(&entries).into_iter().filter(|group| is_called(&group.of)).collect()
        }
        Chosen::Firewalls(names) => vec![Group { cluster: None, of: named(&entries, names, sink)? }],
    };
    let (groups, alone): (Vec<_>, Vec<_>) = groups.into_iter().partition(|group| group.of.len() > 1);
    for Group { cluster, of } in alone {
        if let (Some(cluster), [only]) = (cluster, of.as_slice()) {
            let name = entries[*only].name();
            let message =
                format!("{cluster} has no second firewall to compare: the exports have only {name}");
            sink.report(Diagnostic::warning("compare-alone", message));
        }
    }
    if groups.is_empty() {
        sink.report(nothing(&entries, chosen));
        return None;
    }
    let mut resolvers: BTreeMap<&str, Resolver<'d>> = BTreeMap::new();
    for (name, export) in exports {
        if let Export::Panorama(panorama) = export {
            resolvers.insert(name, Resolver::new(*panorama));
        }
    }
    let values_of = |entry: &InventoryEntry| match (resolvers.get(entry.export.as_str()), &entry.serial) {
        (Some(resolver), Some(serial)) => resolver.effective(serial).map(|effective| effective.values()),
        _ => exports.iter().find_map(|(name, export)| match export {
            Export::Firewall(firewall) if *name == entry.export => Some(firewall_values(*firewall)),
            _ => None,
        }),
    };
    let comparison = |Group { cluster, of }: Group| {
        let pairs = pairs(&of, &entries);
        let pair_of = |position: usize| pairs.iter().position(|pair| pair.contains(&position));
        let firewalls = distinct_names(&of, &entries);
        let compared: Vec<Compared> = (of.iter().zip(&firewalls).enumerate())
            .map(|(position, (index, name))| Compared {
                name: name.clone(),
                values: values_of(&entries[*index]).unwrap_or_default(),
                pair: pair_of(position),
            })
            .collect();
        if let Some(cluster) = &cluster {
            absent(cluster, &of, &entries, sink);
        }
        let unnamed = if (of.len(), pairs.len()) == (2, 1) { "pair" } else { "firewalls" };
        let name = cluster.unwrap_or_else(|| unnamed.to_owned());
        Comparison { name, differences: compare(&compared), firewalls, pairs }
    };
    Some(groups.into_iter().map(comparison).collect())
}

/// Firewalls to compare, by index.
struct Group {
    /// What to call the cluster, if they are one.
    cluster: Option<String>,
    of: Vec<usize>,
}

/// What an export itself tells: clusters, and pairs that are in none. Where several firewalls' own
/// exports tell of neither, they all are one group: why else would one be given them?
fn found(entries: &[InventoryEntry]) -> Vec<Group> {
    let mut groups = clusters(entries);
    for (index, entry) in entries.iter().enumerate() {
        let Some(peer) = entry.pair.as_ref().and_then(|pair| pair.peer.as_deref()) else { continue };
        let peer = (index + 1..entries.len()).find(|other| {
            let other = &entries[*other];
            other.name() == peer && realm(other) == realm(entry)
        });
        if let (None, Some(peer)) = (&entry.cluster, peer)
            && entries[peer].cluster.is_none()
        {
            groups.push(Group { cluster: None, of: vec![index, peer] });
        }
    }
    let is_own = |entry: &InventoryEntry| realm(entry).is_none();
    if groups.is_empty() && entries.len() > 1 && entries.iter().all(is_own) {
        groups.push(Group { cluster: None, of: (0..entries.len()).collect() });
    }
    groups
}

/// The firewalls of each cluster. A Panorama's and those of firewalls' own exports are apart.
fn clusters(entries: &[InventoryEntry]) -> Vec<Group> {
    let mut clusters: BTreeMap<(Option<&str>, &str), Group> = BTreeMap::new();
    for (index, entry) in entries.iter().enumerate() {
        if let Some(cluster) = &entry.cluster {
            let group = || Group { cluster: Some(format!("cluster {}", shown(cluster))), of: Vec::new() };
            clusters.entry((realm(entry), &cluster.label)).or_insert_with(group).of.push(index);
        }
    }
    clusters.into_values().collect()
}

/// A cluster's label and description.
fn shown(cluster: &ClusterEntry) -> String {
    let ClusterEntry { label, description, .. } = cluster;
    description.as_ref().map_or_else(|| label.clone(), |text| format!("{label} ({text})"))
}

/// The Panorama that a firewall is told of by; `None` for its own export.
fn realm(entry: &InventoryEntry) -> Option<&str> {
    entry.is_of_panorama.then_some(entry.export.as_str())
}

fn is_called(entry: &InventoryEntry, name: &str) -> bool {
    let cluster = entry.cluster.as_ref();
    let of_cluster = cluster.into_iter().flat_map(|cluster| {
        [Some(cluster.label.as_str()), cluster.id.as_deref(), cluster.description.as_deref()]
    });
    of_cluster.chain([entry.template_stack.as_deref()]).flatten().any(|text| text == name)
}

/// The firewalls of these names, in the order of the names.
fn named(entries: &[InventoryEntry], names: &[String], sink: &mut Sink) -> Option<Vec<usize>> {
    let mut chosen = Vec::new();
    let mut is_complete = true;
    for name in names {
        let is_it = |entry: &InventoryEntry| {
            entry.serial.as_deref() == Some(name)
                || entry.hostname.as_deref() == Some(name)
                || entry.export == *name
        };
        let before = chosen.len();
        for index in (0..entries.len()).filter(|index| is_it(&entries[*index])) {
            if !chosen.contains(&index) {
                chosen.push(index);
            }
        }
        if chosen.len() == before && !entries.iter().any(is_it) {
            is_complete = false;
            let near = near_matches(name, entries.iter().map(InventoryEntry::name));
            let help = match near.is_empty() {
                true => "`panha inventory` lists those that there are".to_owned(),
                false => format!("did you mean {}?", near.join(", ")),
            };
            let message = format!("the exports have no firewall `{name}`");
            sink.report(Diagnostic::error("compare-unknown", message).help(help));
        }
    }
    is_complete.then_some(chosen)
}

/// Tells of members that the exports lack, so that nobody takes the comparison for whole.
fn absent(cluster: &str, of: &[usize], entries: &[InventoryEntry], sink: &mut Sink) {
    let members = of.iter().filter_map(|index| entries[*index].cluster.as_ref());
    let mut absent: Vec<&str> = members.flat_map(|cluster| &cluster.members).map(String::as_str).collect();
    absent.retain(|serial| !of.iter().any(|index| entries[*index].name() == *serial));
    absent.sort_unstable();
    absent.dedup();
    if !absent.is_empty() && of.iter().all(|index| entries[*index].serial.is_some()) {
        let message = format!("{cluster} was compared without {}", absent.join(", "));
        let help = "they are members, and the exports do not have them";
        sink.report(Diagnostic::warning("compare-incomplete", message).help(help));
    }
}

/// The pairs among these firewalls, by position.
fn pairs(of: &[usize], entries: &[InventoryEntry]) -> Vec<Vec<usize>> {
    let mut pairs = Vec::new();
    for (position, index) in of.iter().enumerate() {
        let entry = &entries[*index];
        let Some(peer) = entry.pair.as_ref().and_then(|pair| pair.peer.as_deref()) else { continue };
        let is_peer = |other: &usize| {
            let other = &entries[of[*other]];
            other.name() == peer && realm(other) == realm(entry)
        };
        if let Some(peer) = (position + 1..of.len()).find(is_peer) {
            pairs.push(vec![position, peer]);
        }
    }
    pairs
}

/// Names to show; with the file where two exports tell of one firewall.
fn distinct_names(of: &[usize], entries: &[InventoryEntry]) -> Vec<String> {
    let name = |index: &usize| entries[*index].name();
    let is_alone = |index: &usize| of.iter().filter(|other| name(other) == name(index)).count() == 1;
    let shown = |index: &usize| match is_alone(index) {
        true => name(index).to_owned(),
        false => format!("{} ({})", name(index), entries[*index].export),
    };
    of.iter().map(shown).collect()
}

fn nothing(entries: &[InventoryEntry], chosen: Chosen<'_>) -> Diagnostic {
    match chosen {
        Chosen::Found => Diagnostic::error(
            "compare-nothing",
            "the exports tell of no cluster and no pair of two firewalls",
        )
        .help("name the firewalls to compare, by serial number; `panha inventory` lists them"),
        Chosen::Cluster(name) => {
            let clusters = entries.iter().filter_map(|entry| Some(shown(entry.cluster.as_ref()?)));
            let clusters: BTreeSet<String> = clusters.collect();
            let message = format!("the exports have no cluster `{name}` of two firewalls or more");
            let help = match clusters.is_empty() {
                true => "they tell of no cluster".to_owned(),
                false => {
                    format!("clusters there are: {}", clusters.into_iter().collect::<Vec<_>>().join(", "))
                }
            };
            Diagnostic::error("compare-unknown", message).help(help)
        }
        Chosen::Firewalls(_) => {
            Diagnostic::error("compare-nothing", "one firewall has nothing to differ from")
                .help("name two or more")
        }
    }
}
