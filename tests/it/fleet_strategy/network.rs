//! Interfaces with their addresses at every level, and zones.

use super::dice::Dice;
use super::yaml::{Keys, Map, Yaml};

/// Interfaces of a cluster, and who has which addresses.
#[derive(Default)]
pub(super) struct Network {
    /// Ports that the spec defines.
    pub(super) ports: Vec<String>,
    /// What stands under the cluster's `interfaces`.
    pub(super) interfaces: Map,
    pub(super) zones: Map,
    pub(super) zone_names: Vec<String>,
    /// What stands under the `interfaces` of pairs and of members, by index.
    pub(super) of_pairs: Vec<Map>,
    pub(super) of_members: Vec<Map>,
}

const MODES: &[&str] = &["layer3", "layer3", "virtual-wire", "layer2", "tap"];

/// A port that no spec defines: it stands in a template that is not generated here.
pub(super) const UNDEFINED: &str = "ethernet1/40";

/// The interfaces that dice say, one for each; `pairs` has each member's pair.
pub(super) fn network(cluster: usize, dice: Vec<Vec<u8>>, pairs: &[Option<usize>]) -> Network {
    let pair_count = pairs.iter().flatten().max().map_or(0, |last| last + 1);
    let mut network = Network {
        of_pairs: vec![Map::new(); pair_count],
        of_members: vec![Map::new(); pairs.len()],
        ..Network::default()
    };
    let mut zones: Vec<(String, &str, Vec<String>)> = Vec::new();
    for (index, dice) in dice.into_iter().enumerate() {
        let mut dice = Dice::new(dice);
        let port = format!("ethernet1/{}", index + 1);
        let mode = dice.pick(MODES);
        let mut keys = Map::new();
        keys.put("mode", Yaml::word(mode));
        keys.put_some("comment", dice.maybe(Dice::text).map(Yaml::text));
        if mode == "layer3" {
            addresses(cluster, index, &port, &mut dice, pairs, &mut keys, &mut network);
        }
        network.interfaces.put(&port, Yaml::Map(keys));
        match zones.iter_mut().find(|(_, other, _)| *other == mode) {
            Some((.., ports)) if dice.flip() => ports.push(port.clone()),
            _ if dice.flip() => zones.push((dice.name("zone", index), mode, vec![port.clone()])),
            _ => {}
        }
        network.ports.push(port);
    }
    if let Some((.., ports)) = zones.last_mut().filter(|_| pairs.len().is_multiple_of(4)) {
        ports.push(UNDEFINED.to_owned());
    }
    for (name, mode, ports) in zones {
        let keys = vec![("mode".to_owned(), Yaml::word(mode)), ("interfaces".to_owned(), Yaml::texts(ports))];
        network.zones.put(&name, Yaml::Map(keys));
        network.zone_names.push(name);
    }
    network
}

/// Every member has as many addresses, of the same families, wherever they are said.
fn addresses(
    cluster: usize,
    index: usize,
    port: &str,
    dice: &mut Dice,
    pairs: &[Option<usize>],
    keys: &mut Map,
    network: &mut Network,
) {
    let families: Vec<bool> = (0..dice.below(3)).map(|_| dice.flip()).collect();
    if families.is_empty() {
        return;
    }
    let many = |host: usize, is_list: bool| {
        let texts: Vec<String> = (families.iter().enumerate())
            .map(|(at, is_ipv6)| match is_ipv6 {
                true => format!("2001:db8:{cluster}:{index}{at}::{host:x}/64"),
                false => format!("10.{}.{}.{host}/24", 100 + cluster, 2 * index + at),
            })
            .collect();
        match &texts[..] {
            [only] if !is_list => Yaml::text(only.clone()),
            _ => Yaml::texts(texts),
        }
    };
    let is_list = dice.flip();
    let level = dice.below(3);
    if level == 0 {
        keys.put("ip", many(1, is_list));
    }
    if level == 1 {
        for (pair, map) in network.of_pairs.iter_mut().enumerate() {
            map.put(port, many(50 + pair, is_list));
        }
    }
    for (member, map) in network.of_members.iter_mut().enumerate() {
        let is_needed = level == 2 || (level == 1 && pairs[member].is_none());
        if is_needed || dice.rarely() {
            map.put(port, many(100 + member, is_list));
        }
    }
}
