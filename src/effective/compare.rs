//! Members of a cluster side by side: where they differ, and whether they should.

use std::collections::{BTreeMap, BTreeSet};

use super::origin::Origin;
use crate::panos::{hash_of_encrypted, is_salted_hash};
use crate::xml::{ConfigPath, Step};

/// A setting in which firewalls differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Where it stands, below `config`.
    pub path: ConfigPath,
    /// Where what differs is the order of entries, as of rules: the number of the first that does, among
    /// those that all have. The values are what stands there.
    pub position: Option<usize>,
    /// The firewalls that differ and those they were compared with, by index, and what each has there: nothing, a value, or
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

/// Addresses of interfaces: peers of a pair share them, other members have their own. An entry's name
/// is the address.
pub const ADDRESSES: &[&str] = &[
    "network/interface/*/entry/layer3/ip",
    "network/interface/*/entry/layer3/ipv6",
    "network/interface/*/entry/layer3/units/entry/ip",
    "network/interface/*/entry/layer3/units/entry/ipv6",
    "network/interface/*/ip",
    "network/interface/*/ipv6",
    "network/interface/*/units/entry/ip",
    "network/interface/*/units/entry/ipv6",
];

/// Why members have different addresses.
pub const OWN_ADDRESSES: &str = "members that are no pair have interface addresses of their own";

/// Compares firewalls, each given by all its values: every setting in which they differ, by path. `peers`
/// are the pairs among them, by index.
pub(super) fn compare(firewalls: &[Vec<Origin>], peers: &[Vec<usize>]) -> Vec<Difference> {
    let tables: Vec<BTreeMap<ConfigPath, Vec<&Origin>>> =
        firewalls.iter().map(|values| table(values)).collect();
    let mut paths: Vec<&ConfigPath> = tables.iter().flat_map(BTreeMap::keys).collect();
    paths.sort();
    paths.dedup();
    let everyone: Vec<usize> = (0..firewalls.len()).collect();
    let pair_ports = pair_ports(firewalls);
    let mut differences = Vec::new();
    for (index, path) in paths.iter().copied().enumerate() {
        let is_above_others = paths.get(index + 1).is_some_and(|next| next.starts_with(path));
        if is_above_others && tables.iter().all(|table| is_empty(table.get(path))) {
            continue; // a container with nothing in it, where others have something in it
        }
        let is_of = |patterns: &[&str]| patterns.iter().any(|pattern| matches(pattern, path));
        let expected = EXPECTED.iter().find(|(pattern, _)| matches(pattern, path)).map(|(_, why)| *why);
        let mut add = |groups: &[Vec<usize>], expected: Option<&'static str>| {
            let differing = groups.iter().filter(|group| differ(&tables, group, path)).flatten();
            let value = |index: &usize| {
                let origins = tables[*index].get(path).into_iter().flatten();
                (*index, origins.map(|origin| (*origin).clone()).collect())
            };
            let values: Vec<(usize, Vec<Origin>)> = differing.map(value).collect();
            if !values.is_empty() {
                differences.push(Difference { path: path.clone(), position: None, values, expected });
            }
        };
        let is_pair_port = interface(path).is_some_and(|name| pair_ports.contains(name));
        if is_of(OF_PAIR) || is_pair_port {
            add(peers, expected);
        } else if is_of(ADDRESSES) {
            add(peers, None);
            add(&[one_of_each(firewalls.len(), peers)], Some(OWN_ADDRESSES));
        } else {
            add(std::slice::from_ref(&everyone), expected);
        }
    }
    differences.extend(orders(firewalls));
    differences.sort_by(|a, b| a.path.cmp(&b.path));
    differences
}

/// Rulebases that firewalls work through in another order.
fn orders(firewalls: &[Vec<Origin>]) -> Vec<Difference> {
    let lists: Vec<_> = firewalls.iter().map(|values| rules(values)).collect();
    let mut paths: Vec<&ConfigPath> = lists.iter().flat_map(BTreeMap::keys).collect();
    paths.sort();
    paths.dedup();
    let mut differences = Vec::new();
    for path in paths {
        let with: Vec<usize> = (0..lists.len()).filter(|index| lists[*index].contains_key(path)).collect();
        let names = |index: &usize| lists[*index][path].iter().map(|(name, _)| *name);
        let mut common: BTreeSet<&str> = with.iter().take(1).flat_map(names).collect();
        for index in &with {
            let here: BTreeSet<&str> = names(index).collect();
            common.retain(|name| here.contains(name));
        }
        let of_all = |index: &usize| -> Vec<&Origin> {
            let rules = lists[*index][path].iter().filter(|(name, _)| common.contains(name));
            rules.map(|(_, origin)| *origin).collect()
        };
        let ordered: Vec<Vec<&Origin>> = with.iter().map(of_all).collect();
        let name =
            |list: usize, position: usize| ordered[list][position].path.steps().get(path.steps().len());
        let differs =
            |position: &usize| (1..ordered.len()).any(|list| name(list, *position) != name(0, *position));
        if let Some(position) = (0..common.len()).find(differs) {
            let there = |(list, index): (usize, &usize)| {
                let step = name(list, position).expect("a rule's path is longer than its rulebase's").clone();
                let mut path = path.clone();
                path.push(step);
                let origin = Origin { path, value: Some(String::new()), ..ordered[list][position].clone() };
                (*index, vec![origin])
            };
            let values = with.iter().enumerate().map(there).collect();
            differences.push(Difference {
                path: path.clone(),
                position: Some(position + 1),
                values,
                expected: None,
            });
        }
    }
    differences
}

/// The rules of each rulebase in order, each with its first value.
fn rules(values: &[Origin]) -> BTreeMap<ConfigPath, Vec<(&str, &Origin)>> {
    let mut rules: BTreeMap<ConfigPath, Vec<(&str, &Origin)>> = BTreeMap::new();
    for origin in values {
        let steps = origin.path.steps();
        let is_rulebase = |three: &[Step]| three[0].name == "rulebase" && three[2].name == "rules";
        let Some(start) = steps.windows(3).position(is_rulebase) else { continue };
        let Some(Step { entry: Some(name), .. }) = steps.get(start + 3) else { continue };
        let list = rules.entry(steps[..start + 3].iter().cloned().collect()).or_default();
        if list.last().is_none_or(|(last, _)| last != name) {
            list.push((name, origin));
        }
    }
    rules
}

fn is_empty(origins: Option<&Vec<&Origin>>) -> bool {
    let is_empty = |origin: &&Origin| origin.value.as_deref().is_some_and(|value| value.trim().is_empty());
    origins.into_iter().flatten().all(is_empty)
}

/// The ports on which a pair's own links are: what is set for them belongs to the pair as well.
fn pair_ports(firewalls: &[Vec<Origin>]) -> BTreeSet<&str> {
    let is_port = |origin: &&Origin| {
        let is_link = OF_PAIR.iter().any(|pattern| matches(pattern, &origin.path));
        is_link && origin.path.steps().last().is_some_and(|step| step.name == "port")
    };
    firewalls.iter().flatten().filter(is_port).filter_map(|origin| origin.value.as_deref()).collect()
}

/// The interface in whose entry a path leads.
fn interface(path: &ConfigPath) -> Option<&str> {
    let Some([network, interface, _, entry]) = path.steps().get(2..6) else { return None };
    let is_interface = network.name == "network" && interface.name == "interface";
    entry.entry.as_deref().filter(|_| is_interface)
}

/// The first of each pair, and all that are in none.
fn one_of_each(firewalls: usize, peers: &[Vec<usize>]) -> Vec<usize> {
    let is_second = |index: &usize| peers.iter().any(|pair| pair[1..].contains(index));
    (0..firewalls).filter(|index| !is_second(index)).collect()
}

/// The values by path. Members of a list stand at the list; addresses at what holds them, because their
/// names are the values.
fn table(values: &[Origin]) -> BTreeMap<ConfigPath, Vec<&Origin>> {
    let mut table: BTreeMap<ConfigPath, Vec<&Origin>> = BTreeMap::new();
    for origin in values {
        let steps = origin.path.steps();
        let addresses = ADDRESSES.iter().find(|pattern| matches(pattern, &origin.path));
        let length = match (addresses, steps.last()) {
            (Some(pattern), _) => DEVICE_STEPS + pattern.split('/').count(),
            (None, Some(step)) if step.name == "member" => steps.len() - 1,
            _ => steps.len(),
        };
        table.entry(steps[..length].iter().cloned().collect()).or_default().push(origin);
    }
    table
}

/// What of a value counts: of an encrypted secret its hash, of a salted hash that there is one.
fn comparable(origin: &Origin) -> Option<&str> {
    let value = origin.value.as_deref()?;
    let salted = is_salted_hash(value).then_some("$");
    Some(salted.or_else(|| hash_of_encrypted(value)).unwrap_or(value))
}

fn differ(tables: &[BTreeMap<ConfigPath, Vec<&Origin>>], group: &[usize], path: &ConfigPath) -> bool {
    // The order of a list is that of the templates it was joined from, and says nothing.
    let shown = |index: &usize| {
        let origins = tables[*index].get(path).into_iter().flatten();
        let mut shown: Vec<_> = origins.map(|origin| (comparable(origin), &origin.path)).collect();
        shown.sort_unstable();
        shown
    };
    let mut shown = group.iter().map(shown);
    let first = shown.next();
    shown.any(|other| Some(other) != first)
}

/// Steps to the device entry.
const DEVICE_STEPS: usize = 2;

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
    use crate::effective::Layer;
    use crate::source::{Sources, Span};

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

    fn firewall(values: &[(&str, &str)]) -> Vec<Origin> {
        let origin = |(path, value): &(&str, &str)| Origin {
            path: format!("devices/entry[@name='localhost.localdomain']/{path}").parse().expect("a path"),
            value: Some((*value).to_owned()),
            layer: Layer::Firewall,
            span: Span::new(Sources::default().add("x", ""), 0, 0),
            variable: None,
            beaten: Vec::new(),
        };
        values.iter().map(origin).collect()
    }

    fn shown(firewalls: &[Vec<Origin>], peers: &[Vec<usize>]) -> Vec<(String, bool, Vec<usize>)> {
        let differences = compare(firewalls, peers).into_iter();
        let indices = |difference: &Difference| difference.values.iter().map(|(index, _)| *index).collect();
        differences
            .map(|difference| {
                let last = difference.path.steps()[2..].iter().map(ToString::to_string);
                (last.collect::<Vec<_>>().join("/"), difference.expected.is_some(), indices(&difference))
            })
            .collect()
    }

    #[test]
    fn pair_settings_are_compared_between_peers_with_the_ports_of_their_links() {
        let group = "deviceconfig/high-availability/group/group-id";
        let port = "deviceconfig/high-availability/interface/ha1/port";
        let comment = |name: &str| format!("network/interface/ethernet/entry[@name='{name}']/comment");
        let (seven, eight) = (comment("ethernet1/7"), comment("ethernet1/8"));
        let of_seven = [(group, "1"), (port, "ethernet1/7"), (seven.as_str(), "HA1")];
        let of_eight = [(group, "2"), (port, "ethernet1/8"), (eight.as_str(), "HA1")];
        let mut firewalls =
            vec![firewall(&of_seven), firewall(&of_seven), firewall(&of_eight), firewall(&of_eight)];
        let pairs = [vec![0, 1], vec![2, 3]];
        assert_eq!(shown(&firewalls, &pairs), []);
        firewalls[3] = firewall(&[(group, "3"), (port, "ethernet1/8")]);
        let expected = vec![(group.to_owned(), false, vec![2, 3]), (eight, false, vec![2, 3])];
        assert_eq!(shown(&firewalls, &pairs), expected);
    }

    #[test]
    fn peers_share_addresses_and_others_have_their_own() {
        let ip = "network/interface/ethernet/entry[@name='ethernet1/1']/layer3/ip";
        let [one, two] = ["192.0.2.1/24", "192.0.2.2/24"].map(|ip_| format!("{ip}/entry[@name='{ip_}']"));
        let with = |address: &str| firewall(&[(address, "")]);
        let pairs = [with(&one), with(&one), with(&two), with(&two)];
        assert_eq!(shown(&pairs, &[vec![0, 1], vec![2, 3]]), [(ip.to_owned(), true, vec![0, 2])]);
        let peers = [with(&one), with(&two)];
        assert_eq!(shown(&peers, &[vec![0, 1]]), [(ip.to_owned(), false, vec![0, 1])]);
        let [one, two] = ["192.0.2.1", "192.0.2.2"].map(|address| {
            format!("network/interface/loopback/units/entry[@name='loopback.1']/ip/entry[@name='{address}']")
        });
        let loopbacks = [firewall(&[(&one, "")]), firewall(&[(&two, "")])];
        assert!(shown(&loopbacks, &[])[0].1, "expected");
    }

    #[test]
    fn secrets_are_compared_by_what_can_be_told_of_them() {
        let with = |value| firewall(&[("deviceconfig/system/secure-proxy-password", value)]);
        assert_eq!(compare(&[with("-AQ==aGFzaA==Zmlyc3Q="), with("-AQ==aGFzaA==c2Vjb25k")], &[]), []);
        assert_eq!(compare(&[with("-AQ==aGFzaA==Zmlyc3Q="), with("-AQ==b3RoZXI=c2Vjb25k")], &[]).len(), 1);
        assert_eq!(compare(&[with("$5$salt$one"), with("$5$pepper$one")], &[]), []);
        assert_eq!(compare(&[with("$5$salt$one"), with("")], &[]).len(), 1);
    }

    #[test]
    fn rules_in_another_order_differ_and_one_that_only_some_have_does_not_hide_it() {
        let rule = |name: &str| {
            format!("vsys/entry[@name='vsys1']/rulebase/security/rules/entry[@name='{name}']/action")
        };
        let [a, b, c] = ["a", "b", "c"].map(rule);
        let order = |rules: &[&String]| -> Vec<Origin> {
            let values: Vec<(&str, &str)> = rules.iter().map(|rule| (rule.as_str(), "allow")).collect();
            firewall(&values)
        };
        assert_eq!(compare(&[order(&[&a, &b]), order(&[&a, &b])], &[]), []);
        let differences = compare(&[order(&[&a, &b, &c]), order(&[&a, &c, &b])], &[]);
        assert_eq!(differences.iter().map(|difference| difference.position).collect::<Vec<_>>(), [Some(2)]);
        let differences = compare(&[order(&[&a, &b]), order(&[&c, &b, &a])], &[]);
        let positions: Vec<_> = differences.iter().map(|difference| difference.position).collect();
        assert_eq!(positions, [Some(1), None], "the order, and the rule that one lacks");
    }
}
