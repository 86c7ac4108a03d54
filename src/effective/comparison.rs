//! Which firewalls belong side by side, and what they differ in.

use std::collections::{BTreeMap, BTreeSet};

use super::compare::{Difference, compare};
use super::inventory::{ClusterEntry, InventoryEntry, inventory_of};
use super::origin::{Origin, firewall_values};
use super::{Effective, Resolver};
use crate::diag::{Diagnostic, Sink, near_matches};
use crate::panos::Export;

/// Which firewalls to compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen<'a> {
    /// Each cluster that is found, and each pair that is in none.
    Found,
    /// Clusters of this label, id, description or template stack.
    Cluster(&'a str),
    /// These, by serial number.
    Firewalls(&'a [String]),
}

/// Firewalls side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// What they have in common: `cluster 7`.
    pub name: String,
    /// The firewalls that were compared.
    pub firewalls: Vec<String>,
    /// The same, by their place in the inventory.
    pub members: Vec<usize>,
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
    let resolvers = Resolver::of_exports(exports);
    let entries = inventory_of(exports, &resolvers);
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
    let comparison = |Group { cluster, of }: Group| {
        let pairs = pairs(&of, &entries);
        unpaired(&of, &pairs, &entries, sink);
        if let Some(cluster) = &cluster {
            absent(cluster, &of, &entries, sink);
        }
        let firewalls = distinct_names(&of, &entries);
        let members: Vec<&InventoryEntry> = of.iter().map(|index| &entries[*index]).collect();
        let differences = compare(&values(&members, exports, &resolvers, sink), &pairs);
        let unnamed = if (of.len(), pairs.len()) == (2, 1) { "pair" } else { "firewalls" };
        let name = cluster.unwrap_or_else(|| unnamed.to_owned());
        Comparison { name, differences, firewalls, members: of, pairs }
    };
    Some(groups.into_iter().map(comparison).collect())
}

/// What each firewall gets. Doubts about its templates go to `sink`: what is missing may be what differs.
fn values<'d>(
    members: &[&InventoryEntry],
    exports: &[(&str, Export<'d>)],
    resolvers: &[Option<Resolver<'d>>],
    sink: &mut Sink,
) -> Vec<Vec<Origin>> {
    let effective: Vec<Option<Effective<'d>>> = members
        .iter()
        .map(|entry| resolvers[entry.export_index].as_ref()?.effective(entry.serial.as_deref()?))
        .collect();
    let all: Option<Vec<&Effective<'_>>> = effective.iter().map(Option::as_ref).collect();
    // What all get from the same device groups cannot differ, and is most of what there is.
    let has_same_groups = all.is_some_and(|all| all.windows(2).all(|two| two[0].has_same_groups(two[1])));
    let of = |(entry, effective): (&&InventoryEntry, &Option<Effective<'d>>)| match effective {
        Some(effective) => {
            effective.doubts().into_iter().for_each(|doubt| sink.report(doubt));
            if has_same_groups { effective.own_values() } else { effective.values() }
        }
        None => match exports[entry.export_index].1 {
            Export::Firewall(firewall) => firewall_values(firewall),
            Export::Panorama(_) => Vec::new(),
        },
    };
    members.iter().zip(&effective).map(of).collect()
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
        let peer = entry.pair.as_ref().and_then(|pair| pair.peer_index).filter(|peer| *peer > index);
        if let Some(peer) = peer
            && entry.cluster.is_none()
            && entries[peer].cluster.is_none()
        {
            groups.push(Group { cluster: None, of: vec![index, peer] });
        }
    }
    let is_own = |entry: &InventoryEntry| entry.realm().is_none();
    if groups.is_empty() && entries.len() > 1 && entries.iter().all(is_own) {
        groups.push(Group { cluster: None, of: (0..entries.len()).collect() });
    }
    groups
}

/// The firewalls of each cluster. A Panorama's and those of firewalls' own exports are apart.
fn clusters(entries: &[InventoryEntry]) -> Vec<Group> {
    let realms: BTreeSet<Option<usize>> = entries.iter().map(InventoryEntry::realm).collect();
    // Two Panoramas, such as yesterday's and today's, may have one cluster each.
    let has_several = realms.len() > 1;
    let mut clusters: BTreeMap<(Option<usize>, &str), Group> = BTreeMap::new();
    for (index, entry) in entries.iter().enumerate() {
        if let Some(cluster) = &entry.cluster {
            let of_export = if has_several { format!(" of {}", entry.export) } else { String::new() };
            let title = format!("cluster {}{of_export}", shown(cluster));
            let group = || Group { cluster: Some(title), of: Vec::new() };
            clusters.entry((entry.realm(), &cluster.label)).or_insert_with(group).of.push(index);
        }
    }
    clusters.into_values().collect()
}

/// A cluster's label and description.
fn shown(cluster: &ClusterEntry) -> String {
    let ClusterEntry { label, description, .. } = cluster;
    description.as_ref().map_or_else(|| label.clone(), |text| format!("{label} ({text})"))
}

/// Is a firewall of the cluster of this label, id or description, or of this template stack?
pub fn is_called(entry: &InventoryEntry, name: &str) -> bool {
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
        let is_it = |entry: &InventoryEntry| entry.serial.as_deref() == Some(name);
        for index in (0..entries.len()).filter(|index| is_it(&entries[*index])) {
            if !chosen.contains(&index) {
                chosen.push(index);
            }
        }
        if !entries.iter().any(is_it) {
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

/// Tells of members that were not compared, so that nobody takes the comparison for whole.
fn absent(cluster: &str, of: &[usize], entries: &[InventoryEntry], sink: &mut Sink) {
    if of.iter().any(|index| entries[*index].serial.is_none()) {
        return;
    }
    let members = of.iter().filter_map(|index| entries[*index].cluster.as_ref());
    let members: BTreeSet<&str> = members.flat_map(|cluster| &cluster.members).map(String::as_str).collect();
    let of_this: BTreeSet<&str> = of.iter().map(|index| entries[*index].name()).collect();
    let realm_of_this = of.first().map(|index| entries[*index].realm());
    let (mut absent, mut elsewhere) = (Vec::new(), Vec::new());
    for serial in members.difference(&of_this) {
        let is_it = |entry: &&InventoryEntry| entry.name() == *serial && Some(entry.realm()) == realm_of_this;
        match entries.iter().find(is_it) {
            None => absent.push(*serial),
            Some(entry) => {
                let id = entry.cluster.as_ref().and_then(|cluster| cluster.id.as_deref());
                elsewhere
                    .push(format!("{serial} has {}", id.map_or_else(|| "none".to_owned(), str::to_owned)));
            }
        }
    }
    if !absent.is_empty() {
        let message = format!("{cluster} was compared without {}", absent.join(", "));
        let help = "they are members, and the exports do not have them";
        sink.report(Diagnostic::warning("compare-incomplete", message).help(help));
    }
    if !elsewhere.is_empty() {
        let message = format!("members of {cluster} have another cluster id: {}", elsewhere.join(", "));
        let help = "they were not compared with it; name the firewalls to do that";
        sink.report(Diagnostic::warning("compare-other-cluster-id", message).help(help));
    }
}

/// Tells of firewalls whose pair settings are compared with nobody's.
fn unpaired(of: &[usize], pairs: &[Vec<usize>], entries: &[InventoryEntry], sink: &mut Sink) {
    let is_unpaired = |position: &usize| {
        let has_pair = entries[of[*position]].pair.is_some();
        has_pair && !pairs.iter().any(|pair| pair.contains(position))
    };
    let unpaired: Vec<&str> =
        (0..of.len()).filter(is_unpaired).map(|position| entries[of[position]].name()).collect();
    if !unpaired.is_empty() {
        let message = format!("the pair settings of {} were compared with nobody's", unpaired.join(", "));
        let help = "a peer has the same group id, and each has the HA1 address of the other as peer-ip; \
                    name two firewalls to compare them as a pair";
        sink.report(Diagnostic::warning("compare-unpaired", message).help(help));
    }
}

/// The pairs among these firewalls, by position. Two alone that are configured for a pair, and have no
/// peer, are taken for one: what keeps them apart is what is looked for.
fn pairs(of: &[usize], entries: &[InventoryEntry]) -> Vec<Vec<usize>> {
    let peer_of = |index: &usize| entries[*index].pair.as_ref().map(|pair| pair.peer_index);
    if of.len() == 2 && of.iter().all(|index| peer_of(index) == Some(None)) {
        return vec![vec![0, 1]];
    }
    let pair = |(position, index): (usize, &usize)| {
        let peer = peer_of(index)??;
        let peer = of.iter().position(|other| *other == peer)?;
        (peer > position).then(|| vec![position, peer])
    };
    of.iter().enumerate().filter_map(pair).collect()
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
