//! A fleet that is changed as users change theirs: members come, go and are replaced, rules move, subnets change.

use super::dice::Dice;
use super::yaml::{Keys, Map, Yaml};
use super::{Cluster, Fleet};

/// What a change leaves of the names of Panorama objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Names {
    /// All of them.
    Stay,
    /// Others may come in their place.
    Change,
}

impl Fleet {
    /// The fleet after some changes, one for each four of the bytes. Not every change leaves a valid spec.
    pub(crate) fn mutated(&self, bytes: &[u8], names: Names) -> Self {
        let mut fleet = self.clone();
        for (number, change) in bytes.chunks_exact(4).enumerate() {
            let mut dice = Dice::new(change.to_vec());
            let index = dice.below(fleet.clusters.len());
            let most = if names == Names::Stay { 12 } else { 15 };
            if dice.rarely() {
                swap_members(&mut fleet.clusters);
                continue;
            }
            mutate(&mut fleet.clusters[index], index, number, dice.below(most), &mut dice);
        }
        fleet
    }
}

fn mutate(cluster: &mut Cluster, index: usize, number: usize, what: usize, dice: &mut Dice) {
    match what {
        0 => {
            if cluster.members.len() < 16 && !has_new(cluster) {
                cluster.add_last_member(index);
            }
        }
        1 => {
            let gone = dice.below(cluster.members.len());
            if cluster.members.len() > 1 && cluster.members[gone].pair.is_none() {
                cluster.members.remove(gone);
            }
        }
        2 => {
            let replaced = dice.below(cluster.members.len());
            let member = &mut cluster.members[replaced];
            member.serial = format!("01328{number:02}{index}{replaced:04}");
            let serial = Yaml::text(member.serial.clone());
            set(&mut member.keys, "serial", serial);
        }
        3 => subnet(cluster, dice),
        4 => set(&mut cluster.keys, "description", Yaml::text(format!("changed {number}"))),
        5 => set(&mut cluster.keys, "cluster_id", Yaml::word(50 + index)),
        6 => rules(cluster, |rules| drop(rules.pop())),
        7 => rules(cluster, |rules| rules.reverse()),
        8 => rules(cluster, |rules| {
            if let Some(Yaml::Map(mut rule)) = rules.first().cloned() {
                set(&mut rule, "name", Yaml::text(format!("new rule {number}")));
                rules.insert(rules.len() / 2, Yaml::Map(rule));
            }
        }),
        9 => rules(cluster, |rules| {
            if let Some(Yaml::Map(rule)) = rules.last_mut() {
                set(rule, "source", Yaml::texts(["203.0.113.0/24"]));
                set(rule, "application", Yaml::texts(["dns", "ntp"]));
            }
        }),
        10 => address(cluster),
        11 => {
            let member = dice.below(cluster.members.len());
            let member = &mut cluster.members[member];
            set(&mut member.keys, "comments", Yaml::text(format!("changed {number}")));
        }
        12 => {
            let layout = if dice.flip() { "variables" } else { "per-member" };
            set(&mut cluster.keys, "layout", Yaml::word(layout));
        }
        13 => {
            let group = vec![("name".to_owned(), Yaml::text(format!("DG renamed {number}")))];
            set(&mut cluster.keys, "device_group", Yaml::Map(group));
        }
        _ => {
            let stack = vec![("name".to_owned(), Yaml::text(format!("Stack-renamed-{number}")))];
            set(&mut cluster.keys, "template_stack", Yaml::Map(stack));
        }
    }
}

/// The first members of the first two clusters change places.
fn swap_members(clusters: &mut [Cluster]) {
    let [one, other, ..] = clusters else { return };
    let (Some(one), Some(other)) = (one.members.first_mut(), other.members.first_mut()) else { return };
    std::mem::swap(&mut one.serial, &mut other.serial);
    for member in [one, other] {
        let serial = Yaml::text(member.serial.clone());
        set(&mut member.keys, "serial", serial);
    }
}

fn has_new(cluster: &Cluster) -> bool {
    cluster.members.iter().any(|member| member.keys.value("name") == Some(&Yaml::word("the-new-one")))
}

fn set(map: &mut Map, key: &str, value: Yaml) {
    match map.iter_mut().find(|(other, _)| other == key) {
        Some((_, old)) => *old = value,
        None => map.put(key, value),
    }
}

/// Another subnet of the same length; members have the addresses that they get there.
fn subnet(cluster: &mut Cluster, dice: &mut Dice) {
    let key = if dice.flip() { "ha4_backup" } else { "ha4" };
    let link = cluster.keys.iter_mut().find(|(other, _)| other == key);
    let Some((_, Yaml::Map(link))) = link else { return };
    let Some(old) = link.value("subnet").and_then(Yaml::scalar) else { return };
    let new = old.replacen("172.1", "172.2", 1).replacen("2001:db8:4", "2001:db8:5", 1);
    set(link, "subnet", Yaml::word(new));
    for member in &mut cluster.members {
        member.keys.retain(|(other, _)| other != key);
    }
}

fn policy(cluster: &mut Cluster) -> Option<&mut Map> {
    let policy = cluster.keys.iter_mut().find(|(key, _)| key == "policy");
    match policy {
        Some((_, Yaml::Map(policy))) => Some(policy),
        _ => None,
    }
}

fn rules(cluster: &mut Cluster, change: impl Fn(&mut Vec<Yaml>)) {
    for (key, value) in policy(cluster).into_iter().flatten() {
        if let ("pre_rules" | "post_rules", Yaml::List(rules)) = (key.as_str(), value) {
            change(rules);
        }
    }
}

/// The first address becomes one of another kind, or another one.
fn address(cluster: &mut Cluster) {
    let list = policy(cluster).and_then(|policy| policy.iter_mut().find(|(key, _)| key == "addresses"));
    if let Some((_, Yaml::List(addresses))) = list
        && let Some(Yaml::Map(address)) = addresses.first_mut()
    {
        address.retain(|(key, _)| !["ip_netmask", "ip_range", "fqdn"].contains(&key.as_str()));
        address.put("fqdn", Yaml::text("changed.example.com"));
    }
}
