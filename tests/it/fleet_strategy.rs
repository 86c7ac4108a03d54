//! Random valid specs.
//!
//! Proptest makes rows of bytes; a fleet is made of the choices they stand for ([`dice`]). Whatever
//! they are, the spec is valid: every name, subnet and serial has the index of its cluster in it.

mod cluster;
mod dice;
mod inventory;
mod mutation;
mod network;
mod pair;
mod policy;
mod yaml;

use std::fmt;

use proptest::collection::vec;
use proptest::prelude::*;

use cluster::ClusterDice;
pub(crate) use mutation::Names;
pub(crate) use yaml::{Keys, Map, Yaml};

/// A valid spec.
#[derive(Clone)]
pub(crate) struct Fleet {
    pub(crate) panorama: Option<&'static str>,
    pub(crate) clusters: Vec<Cluster>,
    /// Keys that stand under `defaults`, as indices of [`inventory::HOISTED`].
    hoisted: Vec<usize>,
}

/// A cluster: its keys but for the members, and what tests ask for.
#[derive(Clone)]
pub(crate) struct Cluster {
    pub(crate) name: String,
    pub(crate) keys: Map,
    pub(crate) pairs: Vec<Pair>,
    pub(crate) members: Vec<Member>,
    /// The dataplane interfaces that it defines.
    pub(crate) interfaces: Vec<String>,
    /// How many of the last members stand in the inventory, if they can.
    rows_of_inventory: usize,
}

/// What tests ask of a pair.
#[derive(Clone)]
pub(crate) struct Pair {
    pub(crate) is_active_active: bool,
}

/// A member: its keys, and what tests ask for.
#[derive(Clone)]
pub(crate) struct Member {
    pub(crate) serial: String,
    pub(crate) pair: Option<usize>,
    pub(crate) keys: Map,
}

/// The files of a spec.
pub(crate) struct SpecFiles {
    pub(crate) spec: String,
    pub(crate) inventory: String,
}

impl Fleet {
    /// The spec as text. Order 0 leaves the keys of maps in their usual order, others shuffle them.
    pub(crate) fn files(&self, order: u64) -> SpecFiles {
        let (spec, inventory) = inventory::laid_out(self, true);
        SpecFiles { spec: yaml::write(&spec, order), inventory }
    }

    /// The same without defaults and inventory: every key stands at its cluster.
    pub(crate) fn plain_files(&self) -> SpecFiles {
        let (spec, inventory) = inventory::laid_out(self, false);
        SpecFiles { spec: yaml::write(&spec, 0), inventory }
    }
}

impl Cluster {
    /// Its free texts but for those that are nothing but blanks, which say nothing, and the description
    /// of the template stack, behind which stacks of a pair or a member say whose they are.
    pub(crate) fn texts(&self) -> Vec<&str> {
        let mut texts = Vec::new();
        for (_, value) in self.keys.iter().filter(|(key, _)| key != "template_stack") {
            collect_texts(value, &mut texts);
        }
        self.members.iter().for_each(|member| texts_of(&member.keys, &mut texts));
        texts.retain(|text| !text.trim().is_empty());
        texts
    }

    /// Adds a member in no pair behind all others, in the next slot. It has no place in the inventory.
    pub(crate) fn add_last_member(&mut self, cluster: usize) {
        let serial = format!("01329999999{cluster}");
        let slots = self.members.iter().enumerate().map(|(index, member)| cluster::slot(index, member));
        let slot = 1 + slots.max().unwrap_or(0);
        let mut keys: Map = vec![("name".to_owned(), Yaml::word("the-new-one"))];
        keys.put("serial", Yaml::text(serial.clone()));
        keys.put("slot", Yaml::word(slot));
        let interfaces = self.addresses_of_last();
        keys.put_some("interfaces", (!interfaces.is_empty()).then_some(Yaml::Map(interfaces)));
        self.members.push(Member { serial, pair: None, keys });
        self.rows_of_inventory = 0;
    }

    /// The addresses that the last member and its pair say: a new one needs as many.
    fn addresses_of_last(&self) -> Map {
        let map = |keys: &Map| match keys.value("interfaces") {
            Some(Yaml::Map(map)) => map.clone(),
            _ => Map::new(),
        };
        let Some(last) = self.members.last() else { return Map::new() };
        let mut addresses = map(&last.keys);
        if let (Some(pair), Some(Yaml::List(pairs))) = (last.pair, self.keys.value("pairs"))
            && let Some(Yaml::Map(pair)) = pairs.get(pair)
        {
            addresses.extend(map(pair).into_iter().filter(|(port, _)| last_has_none(&last.keys, port)));
        }
        addresses
    }
}

fn collect_texts<'y>(value: &'y Yaml, texts: &mut Vec<&'y str>) {
    match value {
        Yaml::Map(map) => texts_of(map, texts),
        Yaml::List(items) => items.iter().for_each(|item| collect_texts(item, texts)),
        _ => {}
    }
}

fn texts_of<'y>(map: &'y Map, texts: &mut Vec<&'y str>) {
    for (key, value) in map {
        match key.as_str() {
            "description" | "comments" | "comment" | "dynamic" => texts.extend(value.scalar()),
            _ => collect_texts(value, texts),
        }
    }
}

fn last_has_none(keys: &Map, port: &str) -> bool {
    !matches!(keys.value("interfaces"), Some(Yaml::Map(map)) if map.value(port).is_some())
}

/// What a failing test shows: the files.
impl fmt::Debug for Fleet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let SpecFiles { spec, inventory } = self.files(0);
        write!(f, "\n--- spec.yaml\n{spec}--- members.csv\n{inventory}---\n")
    }
}

/// Any valid spec.
pub(crate) fn fleets() -> impl Strategy<Value = Fleet> {
    let own = (vec(any::<u8>(), 0..24), prop_oneof![3 => vec(clusters(), 1), 1 => vec(clusters(), 1..=3)]);
    own.prop_map(|(dice, clusters)| {
        let mut dice = dice::Dice::new(dice);
        let panorama = dice.maybe(|dice| dice.pick(&["11.1.6", "10.2.0-h1", "12.1"]));
        let hoisted = (0..inventory::HOISTED.len()).filter(|_| dice.rarely()).collect();
        let clusters = clusters.into_iter().enumerate();
        let clusters = clusters.map(|(index, dice)| cluster::cluster(index, dice)).collect();
        Fleet { panorama, clusters, hoisted }
    })
}

fn clusters() -> impl Strategy<Value = ClusterDice> {
    let row = |longest: usize| vec(any::<u8>(), 0..longest);
    let units = prop_oneof![4 => vec(row(30), 1..=4), 1 => vec(row(30), 5..=16)];
    let policy = prop::option::of((row(200), vec(row(60), 0..=3)));
    (row(150), vec(row(60), 1..=2), units, vec(row(30), 0..=4), policy).prop_map(
        |(own, shapes, units, interfaces, policy)| ClusterDice { own, shapes, units, interfaces, policy },
    )
}
