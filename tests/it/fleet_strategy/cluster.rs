//! One cluster: its members with their slots and addresses, and the names of its Panorama objects.

use super::dice::Dice;
use super::network::{Network, network};
use super::pair::{PairShape, Subnet, shape};
use super::policy::policy;
use super::yaml::{Keys, Map, Yaml};
use super::{Cluster, Member, Pair};

/// The choices of one cluster. Each row makes one thing, so that shrinking can leave it out.
#[derive(Clone, Debug)]
pub(super) struct ClusterDice {
    pub(super) own: Vec<u8>,
    pub(super) shapes: Vec<Vec<u8>>,
    /// A member in no pair, or the two of a pair.
    pub(super) units: Vec<Vec<u8>>,
    pub(super) interfaces: Vec<Vec<u8>>,
    pub(super) policy: Option<(Vec<u8>, Vec<Vec<u8>>)>,
}

const LARGEST: usize = 16;

/// The cluster with this index; no other index makes one that has anything in common with it.
pub(super) fn cluster(index: usize, dice: ClusterDice) -> Cluster {
    let mut own = Dice::new(dice.own);
    let name = format!("{}{}", ["edge", "Core", "dc_3"][index], own.pick(&["", ".x", "-Y", "_1"]));
    let mut keys = Map::new();
    keys.put("name", Yaml::text(name.clone()));
    keys.put("cluster_id", Yaml::word([7, 99, 1][index]));
    let is_cloud = own.rarely();
    keys.put_some("platform", (is_cloud || own.flip()).then(|| platform(is_cloud)));
    keys.put_some("layout", own.maybe(|own| Yaml::word(own.pick(&["variables", "per-member"]))));
    keys.put_some("model", own.maybe(|own| Yaml::word(own.pick(&["PA-5250", "VM-700", "PA-9999"]))));
    keys.put_some("panos", own.maybe(|own| Yaml::word(own.pick(&["11.1.6-h3", "10.0", "12.1.2"]))));
    keys.put_some("description", own.maybe(Dice::text).map(Yaml::text));
    objects(index, &name, &mut own, &mut keys);

    let mut members: Vec<Member> = Vec::new();
    let mut units: Vec<(Vec<usize>, Dice)> = Vec::new();
    for dice in dice.units {
        let mut dice = Dice::new(dice);
        let size = if dice.flip() { 2 } else { 1 };
        if members.len() + size > LARGEST {
            break;
        }
        let pair = (size == 2).then(|| units.iter().filter(|(peers, _)| peers.len() == 2).count());
        let peers = (0..size).map(|_| {
            members.push(member(index, members.len(), pair, &mut dice));
            members.len() - 1
        });
        let peers = peers.collect();
        units.push((peers, dice));
    }
    let pair_of: Vec<_> = members.iter().map(|member| member.pair).collect();
    let mut network = network(index, dice.interfaces, &pair_of);
    let shapes: Vec<PairShape> =
        dice.shapes.into_iter().map(|dice| shape(dice, !is_cloud, &network.ports)).collect();
    let has_priorities = own.flip();
    let mut pairs = Vec::new();
    let mut pair_keys = Vec::new();
    for (peers, mut dice) in units.into_iter().filter(|(peers, _)| peers.len() == 2) {
        let shape = &shapes[dice.below(shapes.len())];
        pair_keys.push(pair(index, pairs.len(), shape, &peers, &mut members, &mut dice, &mut network));
        for index in &peers {
            if has_priorities && dice.flip() {
                let priority = Yaml::word(dice.pick(&[90, 110, 0, 255]));
                members[*index].keys.put("device_priority", priority);
            }
        }
        pairs.push(Pair { is_active_active: shape.is_active_active });
    }
    for (member, map) in members.iter_mut().zip(&network.of_members) {
        member.keys.put_some("interfaces", (!map.is_empty()).then(|| Yaml::Map(map.clone())));
    }
    ha4(index, &mut own, &mut keys, &mut members);
    keys.put_some("pairs", (!pair_keys.is_empty()).then_some(Yaml::List(pair_keys)));
    let Network { ports, interfaces, zones, zone_names, .. } = network;
    keys.put("interfaces", Yaml::Map(interfaces));
    keys.put("zones", Yaml::Map(zones));
    keys.put_some("policy", dice.policy.map(|(own, rules)| policy(own, rules, &zone_names)));
    let rows = if own.rarely() { own.below(members.len() + 1) } else { 0 };
    Cluster { name, keys, pairs, members, interfaces: ports, rows_of_inventory: rows }
}

fn platform(is_cloud: bool) -> Yaml {
    Yaml::word(if is_cloud { "cloud" } else { "full" })
}

/// Names given or left to derive, foreign templates, descriptions.
fn objects(index: usize, cluster: &str, dice: &mut Dice, keys: &mut Map) {
    let mut template = Map::new();
    let name = dice.maybe(|_| format!("TPL.{index}"));
    let own = name.clone().unwrap_or_else(|| format!("T-{cluster}"));
    template.put_some("name", name.map(Yaml::text));
    template.put_some("description", dice.maybe(Dice::text).map(Yaml::text));
    let mut stack = Map::new();
    stack.put_some("name", dice.maybe(|_| Yaml::text(format!("Stack_{index}"))));
    stack.put_some("description", dice.maybe(Dice::text).map(Yaml::text));
    if dice.flip() {
        let mut templates = vec![own];
        for foreign in ["T-datacenter", "T global", "z"] {
            if dice.flip() {
                templates.insert(dice.below(templates.len() + 1), foreign.to_owned());
            }
        }
        stack.put("templates", Yaml::texts(templates));
    }
    let mut group = Map::new();
    group.put_some("name", dice.maybe(|_| Yaml::text(format!("DG {index} of it"))));
    group.put_some("description", dice.maybe(Dice::text).map(Yaml::text));
    group.put_some("parent", dice.maybe(|dice| Yaml::text(dice.pick(&["DG top", "shared"]))));
    for (key, map) in [("template", template), ("template_stack", stack), ("device_group", group)] {
        keys.put_some(key, (!map.is_empty()).then_some(Yaml::Map(map)));
    }
}

fn member(cluster: usize, index: usize, pair: Option<usize>, dice: &mut Dice) -> Member {
    let serial = match dice.below(3) {
        2 => format!("007Z{cluster}K{index:09}"),
        1 => format!("0079{cluster}0{index:09}"),
        _ => format!("0132{cluster}{index:07}"),
    };
    let mut keys = Map::new();
    keys.put("name", Yaml::text(format!("fw{}{index}", dice.pick(&["", "-", ".", "_A"]))));
    keys.put("serial", Yaml::text(serial.clone()));
    keys.put_some("pair", pair.map(|pair| Yaml::text(format!("pair{pair}"))));
    // Explicit slots are distinct from those of places, and run the other way.
    keys.put_some("slot", dice.maybe(|_| Yaml::word(60 - index)));
    keys.put_some("comments", dice.maybe(Dice::text).map(Yaml::text));
    let flags = ["true", "false", "yes", "no"];
    keys.put_some("session_synchronization", dice.maybe(|dice| Yaml::word(dice.pick(&flags))));
    Member { serial, pair, keys }
}

/// The slot a member has.
pub(super) fn slot(index: usize, member: &Member) -> usize {
    let said = member.keys.value("slot").and_then(Yaml::scalar);
    said.map_or(index + 1, |slot| slot.parse().expect("a number"))
}

/// HA4 and its backup: subnets with room for one member more, and own addresses from their end.
fn ha4(cluster: usize, dice: &mut Dice, keys: &mut Map, members: &mut [Member]) {
    let slots = members.iter().enumerate().map(|(index, member)| slot(index, member));
    let needed = 1 + slots.max().unwrap_or(0) + members.len();
    for (number, key) in ["ha4", "ha4_backup"].into_iter().enumerate() {
        if number == 1 && dice.rarely() {
            continue;
        }
        let is_ipv6 = dice.rarely();
        let widths = [5, 6, 7, 8, 12].into_iter();
        let bits = widths.filter(|bits| (1 << bits) - 2 >= needed).nth(dice.below(2)).expect("enough room");
        let hosts = (1_usize << bits) - 2;
        let port = dice.pick(&[["ethernet1/21", "ethernet1/22"], ["ethernet2/21", "ae4"]])[number];
        let (subnet, host): (String, &dyn Fn(usize) -> String) = match is_ipv6 {
            true => (format!("2001:db8:4{cluster}:{number}::/{}", 128 - bits), &|host| {
                format!("2001:db8:4{cluster}:{number}::{host:x}")
            }),
            false => (format!("172.{}.{}.0/{}", 16 + cluster, 16 * number, 32 - bits), &|host| {
                format!("172.{}.{}.{}", 16 + cluster, 16 * number + host / 256, host % 256)
            }),
        };
        let link = vec![("port".to_owned(), Yaml::word(port)), ("subnet".to_owned(), Yaml::word(subnet))];
        keys.put(key, Yaml::Map(link));
        for (index, member) in members.iter_mut().enumerate() {
            let own = dice.rarely().then(|| Yaml::text(host(hosts - index)));
            member.keys.put_some(key, own);
        }
    }
}

/// The keys of a pair; what its peers say themselves goes into theirs.
fn pair(
    cluster: usize,
    number: usize,
    shape: &PairShape,
    peers: &[usize],
    members: &mut [Member],
    dice: &mut Dice,
    network: &mut Network,
) -> Yaml {
    let mut keys = vec![("name".to_owned(), Yaml::text(format!("pair{number}")))];
    keys.put("group_id", Yaml::word(if dice.rarely() { 63 } else { number + 1 }));
    keys.extend(shape.keys.iter().cloned());
    for (at, link) in shape.links.iter().enumerate() {
        let (mut said, subnet, link) = (link.keys.clone(), link.subnet, link.key);
        let third = 100 + 10 * number + at;
        let network = subnet.map(|Subnet { is_ipv6, length }| match is_ipv6 {
            true => format!("2001:db8:a{cluster}:{third:x}::/{length}"),
            false => format!("10.{cluster}.{third}.0/{length}"),
        });
        said.put_some("subnet", network.map(Yaml::word));
        keys.put(link, Yaml::Map(said));
        for (peer, index) in peers.iter().enumerate() {
            let own = match subnet {
                _ if shape.is_on_management(link) => Some(format!("192.0.2.{}", 1 + index)),
                // The other way round than they are planned.
                Some(Subnet { is_ipv6: false, .. }) if dice.rarely() => {
                    Some(format!("10.{cluster}.{third}.{}", 2 - peer))
                }
                _ => None,
            };
            members[*index].keys.put_some(link, own.map(Yaml::text));
        }
        if !shape.is_on_management(link) {
            both_or_none(link, peers, members);
        }
    }
    let device_ids = (shape.is_active_active && dice.flip()).then(|| usize::from(dice.flip()));
    for (peer, index) in peers.iter().enumerate() {
        let keys = &mut members[*index].keys;
        keys.put_some("device_id", device_ids.map(|first| Yaml::word(first ^ peer)));
    }
    if let Some(map) = network.of_pairs.get(number).filter(|map| !map.is_empty()) {
        keys.put("interfaces", Yaml::Map(map.clone()));
    }
    Yaml::Map(keys)
}

/// One peer's own address may be the one that is planned for the other: then both say theirs.
fn both_or_none(link: &str, peers: &[usize], members: &mut [Member]) {
    let says = |index: &usize| members[*index].keys.value(link).is_some();
    if peers.iter().any(says) && !peers.iter().all(says) {
        for index in peers {
            members[*index].keys.retain(|(key, _)| key != link);
        }
    }
}
