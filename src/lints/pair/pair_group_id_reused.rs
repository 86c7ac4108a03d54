//! Pairs of one group id that may see each other.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::IpAddr;

use ipnet::IpNet;

use crate::diag::Severity;
use crate::lint::{Basis, Check, Estate, Example, Explanation, Finding, Findings, FirewallView, Lint, Realm, Topic};
use crate::model::GroupId;
use crate::xml::Node;

pub(crate) static LINT: Lint = Lint {
    id: "pair-group-id-reused",
    topic: Topic::Pair,
    severity: Severity::Warning,
    summary: "pairs that may be in one broadcast domain have the same group ID",
    explanation: Explanation {
        checks: "Two pairs have different group IDs, if they are members of one cluster, or have interfaces with \
                 different addresses in one network. Pairs of other sites may have the same group ID, and nothing is \
                 said of them.",
        why: "The group ID is part of the virtual MAC address of each interface. Where two pairs with one group ID meet in \
              a broadcast domain they have the same MAC addresses, and traffic goes to the wrong pair.",
        basis: Basis::Inferred("the group ID has to be unique in a broadcast domain (web interface help 11.1, \"HA General \
              Settings\"; knowledge base kA10g000000CmAnCAK); that these pairs share one follows from cluster and \
              addresses only"),
        example: Example::Commands {
            broken: "set template T-core-dc2 config devices localhost.localdomain deviceconfig high-availability group group-id 11",
            fixed: "set template T-core-dc2 config devices localhost.localdomain deviceconfig high-availability group group-id 12",
            also: &[],
        },
        fix: "Give each pair a group ID of its own, 1 to 63, among all pairs that share a network.",
    },
    check: Check::Estate(check),
};

/// As many other places are shown at most.
const MOST_PLACES: usize = 3;

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let mut pairs_of: BTreeMap<(Realm, &str), Vec<[usize; 2]>> = BTreeMap::new();
    for pair in &estate.pairs {
        // As for all lints of pairs, it is enough that one of the two is on.
        let is_on = |index: &usize| {
            estate.firewalls.get(*index).and_then(|entry| entry.pair.as_ref()).is_some_and(|pair| pair.is_enabled)
        };
        let Some(first) = estate.firewalls.get(pair[0]).filter(|_| pair.iter().any(is_on)) else { continue };
        let Some(of_pair) = &first.pair else { continue };
        // A variable without a value stands there by its name.
        let id = of_pair.group_id.as_deref().filter(|id| id.parse::<GroupId>().is_ok());
        if let Some(id) = id {
            pairs_of.entry((first.realm(), id)).or_default().push(*pair);
        }
    }
    for ((_, id), pairs) in pairs_of.into_iter().filter(|(_, pairs)| pairs.len() > 1) {
        for near in meeting(estate, &pairs) {
            report(estate, id, &near, findings);
        }
    }
}

fn report(estate: &Estate<'_>, id: &str, near: &Near, findings: &mut Findings) {
    let mut places: Vec<Node<'_>> = Vec::new();
    for pair in &near.pairs {
        let place = estate.look_at(pair[0], |view| Some(view.pair.as_ref()?.group_id.as_ref()?.written_at()));
        if let Some(place) = place.flatten()
            && places.iter().all(|other| other.span() != place.span())
        {
            places.push(place);
        }
    }
    let Some((last, others)) = places.split_last() else { return };
    let message = format!("group ID {id} is used by {} pairs that may meet: {}", near.pairs.len(), near.reason);
    let others = others.iter().rev().take(MOST_PLACES);
    let finding = others.fold(Finding::at(*last, message), |finding, other| finding.and(*other, "also used here"));
    let finding = finding.on_firewalls(near.pairs.iter().flatten().copied());
    findings.report(finding.help("give each pair a group ID of its own: it is part of the virtual MAC addresses"));
}

/// Pairs that may share a broadcast domain.
struct Near {
    pairs: Vec<[usize; 2]>,
    reason: String,
}

/// Which of these pairs may share a broadcast domain: members of one cluster, and those with different
/// addresses in one network.
fn meeting(estate: &Estate<'_>, pairs: &[[usize; 2]]) -> Vec<Near> {
    let mut places: Vec<(Vec<usize>, String)> = of_clusters(estate, pairs);
    places.extend(of_networks(estate, pairs));
    // Pairs that meet others in several places are told of once.
    let mut group_of: Vec<usize> = (0..pairs.len()).collect();
    let mut reasons: HashMap<usize, String> = HashMap::new();
    for (met, reason) in places {
        let groups: BTreeSet<usize> = met.iter().map(|pair| group_of[*pair]).collect();
        let Some(first) = groups.first().copied() else { continue };
        let known = groups.iter().find_map(|group| reasons.get(group).cloned());
        reasons.insert(first, known.unwrap_or(reason));
        group_of.iter_mut().filter(|group| groups.contains(group)).for_each(|group| *group = first);
    }
    let mut near: BTreeMap<usize, Vec<[usize; 2]>> = BTreeMap::new();
    for (pair, group) in pairs.iter().zip(group_of) {
        near.entry(group).or_default().push(*pair);
    }
    let told = near.into_iter().filter(|(_, pairs)| pairs.len() > 1);
    told.filter_map(|(group, pairs)| Some(Near { pairs, reason: reasons.remove(&group)? })).collect()
}

fn of_clusters(estate: &Estate<'_>, pairs: &[[usize; 2]]) -> Vec<(Vec<usize>, String)> {
    let mut members: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, pair) in pairs.iter().enumerate() {
        if let Some(cluster) = estate.cluster_of(pair[0]) {
            members.entry(&cluster.label).or_default().push(index);
        }
    }
    let shared = members.into_iter().filter(|(_, pairs)| pairs.len() > 1);
    shared.map(|(label, pairs)| (pairs, format!("they are members of cluster {label}"))).collect()
}

fn of_networks(estate: &Estate<'_>, pairs: &[[usize; 2]]) -> Vec<(Vec<usize>, String)> {
    let mut networks: BTreeMap<IpNet, Vec<(usize, IpAddr)>> = BTreeMap::new();
    for (index, pair) in pairs.iter().enumerate() {
        // Both firewalls of a pair are in the same networks.
        for address in estate.look_at(pair[0], addresses).unwrap_or_default() {
            networks.entry(address.trunc()).or_default().push((index, address.addr()));
        }
    }
    let shared = networks.into_iter().filter_map(|(network, ends)| {
        let pairs: BTreeSet<usize> = ends.iter().map(|(pair, _)| *pair).collect();
        let addresses: BTreeSet<IpAddr> = ends.iter().map(|(_, address)| *address).collect();
        // Where several have one address, it is not one network, but the same at several sites.
        let is_one = pairs.len() > 1 && addresses.len() == ends.len();
        is_one.then(|| (pairs.into_iter().collect(), format!("they have addresses in {network}")))
    });
    shared.collect()
}

/// The addresses of layer 3 and VLAN interfaces that have neighbours.
fn addresses(view: &FirewallView<'_, '_>) -> Vec<IpNet> {
    let with_neighbours = view.interfaces.iter().filter(|interface| matches!(interface.mode, Some("layer3" | "vlan")));
    let given = with_neighbours.flat_map(|interface| &interface.addresses);
    let networks = given.filter_map(|given| given.parse::<IpNet>());
    networks.filter(|net| net.prefix_len() < net.max_prefix_len() && net.prefix_len() > 0).collect()
}
