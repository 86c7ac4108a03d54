//! Members of a cluster side by side: where they differ, and whether they should.

use std::collections::BTreeMap;

use super::origin::Origin;
use crate::xml::{ConfigPath, Step};

/// A firewall to compare.
#[derive(Debug, Clone)]
pub struct Compared {
    /// Its serial number, or what else it is known by.
    pub name: String,
    /// Everything it gets.
    pub values: Vec<Origin>,
    /// Which pair it is in, if it is in one: firewalls with the same number are peers.
    pub pair: Option<usize>,
}

/// A setting in which firewalls differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Where it stands, below `config`.
    pub path: ConfigPath,
    /// The firewalls that were compared, by index, and what each has there: nothing, a value, or
    /// several values of a list.
    pub values: Vec<(usize, Vec<Origin>)>,
    /// Why they may differ; `None` where they should not.
    pub expected: Option<&'static str>,
}

/// Settings that may differ between members, and why.
///
/// A `*` stands for any one step, an entry's name is not looked at, and what is below counts too. From
/// the vendor's list of what HA does not synchronise, and from what an HA link is.
pub const EXPECTED: &[(&str, &str)] = &[
    ("deviceconfig/system/hostname", "each firewall has its own host name"),
    ("deviceconfig/system/ip-address", "each firewall has its own management address"),
    ("deviceconfig/system/ipv6-address", "each firewall has its own management address"),
    ("deviceconfig/system/netmask", "the management network may differ between sites"),
    ("deviceconfig/system/default-gateway", "the management network may differ between sites"),
    ("deviceconfig/system/ipv6-default-gateway", "the management network may differ between sites"),
    ("deviceconfig/system/panorama", "firewalls may report to different Panoramas"),
    ("deviceconfig/system/route", "service routes are not synchronised"),
    ("deviceconfig/system/snmp-setting/snmp-system/location", "each firewall has its own place"),
    ("deviceconfig/system/geo-location", "each firewall has its own place"),
    ("deviceconfig/high-availability/interface/*/ip-address", "each end of an HA link has its own address"),
    ("deviceconfig/high-availability/group/peer-ip", "each peer has the other's address"),
    ("deviceconfig/high-availability/group/peer-ip-backup", "each peer has the other's address"),
    (
        "deviceconfig/high-availability/group/election-option/device-priority",
        "peers have priorities of their own",
    ),
    (
        "deviceconfig/high-availability/group/mode/active-active/device-id",
        "peers have device ids of their own",
    ),
];

/// Settings of a pair: they are compared between peers, not between pairs.
const OF_PAIR: &[&str] = &[
    "deviceconfig/high-availability/enabled",
    "deviceconfig/high-availability/group",
    "deviceconfig/high-availability/interface/ha1",
    "deviceconfig/high-availability/interface/ha1-backup",
    "deviceconfig/high-availability/interface/ha2",
    "deviceconfig/high-availability/interface/ha2-backup",
    "deviceconfig/high-availability/interface/ha3",
];

/// Addresses of interfaces: peers of a pair share them, other members have their own.
const ADDRESSES: &[&str] = &["network/interface/*/entry/layer3/ip", "network/interface/*/entry/layer3/ipv6"];

const OWN_ADDRESSES: &str = "members that are no pair have interface addresses of their own";

/// Compares firewalls: every setting in which they differ, by path.
pub fn compare(firewalls: &[Compared]) -> Vec<Difference> {
    let tables: Vec<BTreeMap<ConfigPath, Vec<&Origin>>> =
        firewalls.iter().map(|f| table(&f.values)).collect();
    let mut paths: Vec<&ConfigPath> = tables.iter().flat_map(BTreeMap::keys).collect();
    paths.sort();
    paths.dedup();
    let everyone: Vec<usize> = (0..firewalls.len()).collect();
    let peers = peers(firewalls);
    let mut differences = Vec::new();
    for path in paths {
        let is_of = |patterns: &[&str]| patterns.iter().any(|pattern| matches(pattern, path));
        let expected = EXPECTED.iter().find(|(pattern, _)| matches(pattern, path)).map(|(_, why)| *why);
        let mut add = |group: &[usize], expected: Option<&'static str>| {
            if differ(&tables, group, path) {
                let values = group.iter().map(|index| {
                    let origins = tables[*index].get(path).into_iter().flatten();
                    (*index, origins.map(|origin| (*origin).clone()).collect())
                });
                differences.push(Difference { path: path.clone(), values: values.collect(), expected });
            }
        };
        if is_of(OF_PAIR) {
            peers.iter().for_each(|pair| add(pair, expected));
        } else if is_of(ADDRESSES) {
            peers.iter().for_each(|pair| add(pair, None));
            let one_of_each = one_of_each(firewalls, &peers);
            add(&one_of_each, Some(OWN_ADDRESSES));
        } else {
            add(&everyone, expected);
        }
    }
    differences
}

/// The firewalls of each pair.
fn peers(firewalls: &[Compared]) -> Vec<Vec<usize>> {
    let mut pairs: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, firewall) in firewalls.iter().enumerate() {
        if let Some(pair) = firewall.pair {
            pairs.entry(pair).or_default().push(index);
        }
    }
    pairs.into_values().filter(|pair| pair.len() > 1).collect()
}

/// The first of each pair, and all that are in none.
fn one_of_each(firewalls: &[Compared], peers: &[Vec<usize>]) -> Vec<usize> {
    let is_second = |index: &usize| peers.iter().any(|pair| pair[1..].contains(index));
    (0..firewalls.len()).filter(|index| !is_second(index)).collect()
}

/// The values by path. Members of a list stand at the list; entries that are addresses at what holds
/// them, because their names are the values.
fn table(values: &[Origin]) -> BTreeMap<ConfigPath, Vec<&Origin>> {
    let mut table: BTreeMap<ConfigPath, Vec<&Origin>> = BTreeMap::new();
    for origin in values {
        let steps = origin.path.steps();
        let is_address =
            |step: &Step| step.entry.is_some() && ADDRESSES.iter().any(|p| matches(p, &origin.path));
        let length = match steps.last() {
            Some(step) if step.name == "member" || is_address(step) => steps.len() - 1,
            _ => steps.len(),
        };
        table.entry(steps[..length].iter().cloned().collect()).or_default().push(origin);
    }
    table
}

fn differ(tables: &[BTreeMap<ConfigPath, Vec<&Origin>>], group: &[usize], path: &ConfigPath) -> bool {
    // The order of a list is that of the templates it was joined from, and says nothing.
    let shown = |index: &usize| {
        let origins = tables[*index].get(path).into_iter().flatten();
        let mut shown: Vec<_> = origins.map(|origin| (origin.value.as_deref(), &origin.path)).collect();
        shown.sort_unstable();
        shown
    };
    let mut shown = group.iter().map(shown);
    let first = shown.next();
    shown.any(|other| Some(other) != first)
}

/// Does a pattern hold for a path: the whole pattern, from below the device entry on?
fn matches(pattern: &str, path: &ConfigPath) -> bool {
    let [devices, entry, steps @ ..] = path.steps() else { return false };
    let mut words = pattern.split('/');
    let mut rest = steps.iter();
    (devices.name == "devices" && entry.name == "entry")
        && words.all(|word| rest.next().is_some_and(|step| word == "*" || word == step.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_hold_for_what_is_below() {
        let path = |text: &str| -> ConfigPath {
            format!("devices/entry[@name='localhost.localdomain']/{text}").parse().expect("a path")
        };
        let addresses = "deviceconfig/high-availability/interface/*/ip-address";
        assert!(matches(addresses, &path("deviceconfig/high-availability/interface/ha4/ip-address")));
        assert!(!matches(addresses, &path("deviceconfig/high-availability/interface/ha4/netmask")));
        assert!(!matches(addresses, &path("deviceconfig/high-availability/interface")));
        assert!(matches(
            "deviceconfig/system/route",
            &path("deviceconfig/system/route/service/entry[@name='x']")
        ));
        assert!(matches(
            ADDRESSES[0],
            &path("network/interface/ethernet/entry[@name='ethernet1/1']/layer3/ip")
        ));
    }
}
