//! Which firewalls are an HA pair. Nothing in a Panorama says it: same group id, and each has the
//! HA1 address that the other takes for its peer's.

use std::collections::HashMap;
use std::net::IpAddr;

use super::Candidate;

/// Finds the peer of each firewall.
///
/// Sites may all use the same HA1 addresses and group id; then those of the same template stack, else
/// of the same device groups, are peers. Where that leaves more than one, none is named; nor where the
/// other firewall has no peer or another one.
pub(super) fn find(candidates: &mut [Candidate]) {
    for candidate in candidates.iter_mut() {
        candidate.ha1.iter_mut().chain(&mut candidate.peer).flatten().for_each(normalise);
    }
    let mut by_address: ByAddress<'_> = HashMap::new();
    for (index, candidate) in candidates.iter().enumerate() {
        let mut own: Vec<&str> = addresses(&candidate.ha1).collect();
        own.dedup();
        for address in own {
            for among in Among::all(candidate) {
                by_address.entry((key(candidate, address), among)).or_default().push(index);
            }
        }
    }
    let peer_of: Vec<Option<usize>> =
        (0..candidates.len()).map(|index| peer(index, candidates, &by_address)).collect();
    let names: Vec<String> = candidates.iter().map(|candidate| candidate.entry.name().to_owned()).collect();
    for (index, candidate) in candidates.iter_mut().enumerate() {
        let mutual = peer_of[index].filter(|peer| peer_of[*peer] == Some(index));
        if let Some(pair) = &mut candidate.entry.pair {
            pair.peer = mutual.map(|peer| names[peer].clone());
            pair.peer_index = mutual;
        }
    }
    find_likely(candidates);
}

/// Finds who is meant where an address or group id is mistyped: of the firewalls without a peer, two that
/// fit each other better than anyone else.
fn find_likely(candidates: &mut [Candidate]) {
    let has_no_peer =
        |candidate: &Candidate| candidate.entry.pair.as_ref().is_some_and(|pair| pair.peer_index.is_none());
    let alone: Vec<usize> = (0..candidates.len()).filter(|index| has_no_peer(&candidates[*index])).collect();
    // Only those of a stack, a device group, or an address in common can fit.
    let mut by_trait: HashMap<(usize, Trait<'_>), Vec<usize>> = HashMap::new();
    for index in &alone {
        for common in traits(&candidates[*index]) {
            by_trait.entry((candidates[*index].realm, common)).or_default().push(*index);
        }
    }
    let best = |index: usize| -> Option<usize> {
        let one = &candidates[index];
        let buckets = traits(one).filter_map(|common| by_trait.get(&(one.realm, common)));
        let near = buckets.filter(|bucket| bucket.len() <= MOST_ALIKE).flatten();
        let mut near: Vec<usize> = near.copied().filter(|other| *other != index).collect();
        near.sort_unstable();
        near.dedup();
        let mut fits: Vec<_> =
            near.into_iter().filter_map(|other| Some((fit(one, &candidates[other])?, other))).collect();
        fits.sort_unstable_by(|a, b| b.cmp(a));
        match fits[..] {
            [(first, _), (second, _), ..] if first == second => None,
            [(_, other), ..] => Some(other),
            [] => None,
        }
    };
    let best_of: HashMap<usize, usize> =
        alone.iter().filter_map(|index| Some((*index, best(*index)?))).collect();
    for index in alone {
        let other = best_of.get(&index).copied().filter(|other| best_of.get(other) == Some(&index));
        if let Some(pair) = &mut candidates[index].entry.pair {
            pair.likely_peer_index = other;
        }
    }
}

/// What more than this many have in common says nothing about who is whose peer.
const MOST_ALIKE: usize = 64;

/// What two peers may have in common.
#[derive(PartialEq, Eq, Hash)]
enum Trait<'c> {
    Address(&'c str),
    Stack(&'c str),
    Group(&'c str),
}

fn traits(candidate: &Candidate) -> impl Iterator<Item = Trait<'_>> {
    let of_addresses = addresses(&candidate.ha1).chain(addresses(&candidate.peer)).map(Trait::Address);
    let of_stack = candidate.entry.template_stack.as_deref().map(Trait::Stack);
    let of_groups = candidate.entry.device_groups.iter().map(|group| Trait::Group(group));
    of_addresses.chain(of_stack).chain(of_groups)
}

/// How well two firewalls fit as peers; `None` where that is not enough to say so.
fn fit(one: &Candidate, other: &Candidate) -> Option<u8> {
    let group_id =
        |candidate: &Candidate| candidate.entry.pair.as_ref().and_then(|pair| pair.group_id.clone());
    let points = 3 * u8::from(points_at(one, other)) + 3 * u8::from(points_at(other, one));
    let in_one_group = group_id(one).is_some() && group_id(one) == group_id(other);
    let of_one_stack =
        one.entry.template_stack.is_some() && one.entry.template_stack == other.entry.template_stack;
    let of_one_policy =
        !one.entry.device_groups.is_empty() && one.entry.device_groups == other.entry.device_groups;
    // Both ends may have been given one address. Sites that all use the same addresses have stacks of their own.
    let is_own = !one.entry.is_of_panorama;
    let shares = in_one_group && (of_one_stack || is_own) && shares_an_address(one, other);
    let same = u8::from(in_one_group) + u8::from(of_one_stack) + u8::from(of_one_policy);
    (points > 0 || shares || same == 3).then_some(points + 2 * u8::from(shares) + same)
}

/// Is an address in both, whose ever it is said to be?
fn shares_an_address(one: &Candidate, other: &Candidate) -> bool {
    let all = |candidate: &'_ Candidate| -> Vec<String> {
        addresses(&candidate.ha1).chain(addresses(&candidate.peer)).map(str::to_owned).collect()
    };
    let of_other = all(other);
    all(one).iter().any(|address| of_other.contains(address))
}

/// Realm, group id and HA1 address.
type Key<'c> = (usize, Option<&'c str>, &'c str);

fn key<'c>(candidate: &'c Candidate, address: &'c str) -> Key<'c> {
    let group_id = candidate.entry.pair.as_ref().and_then(|pair| pair.group_id.as_deref());
    (candidate.realm, group_id, address)
}

/// Among which firewalls the peer is looked for.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Among<'c> {
    All,
    /// Those of one template stack.
    Stack(Option<&'c str>),
    /// Those of the same device groups.
    Groups(&'c [String]),
}

impl<'c> Among<'c> {
    /// From many to few.
    fn all(candidate: &'c Candidate) -> [Self; 3] {
        let entry = &candidate.entry;
        [Self::All, Self::Stack(entry.template_stack.as_deref()), Self::Groups(&entry.device_groups)]
    }
}

type ByAddress<'c> = HashMap<(Key<'c>, Among<'c>), Vec<usize>>;

/// The one firewall that has the peer's address and points back, of all, else of the same stack, else of the
/// same device groups. Thousands may have that address, so two of them end the search.
fn peer<'c>(index: usize, candidates: &'c [Candidate], by_address: &ByAddress<'c>) -> Option<usize> {
    let one = candidates.get(index)?;
    one.entry.pair.as_ref()?;
    for among in Among::all(one) {
        let keys = addresses(&one.peer).map(|address| (key(one, address), among.clone()));
        let buckets = keys.filter_map(|key| by_address.get(&key));
        let mut crossed =
            buckets.flatten().copied().filter(|other| *other != index && points_at(&candidates[*other], one));
        if let Some(first) = crossed.next()
            && crossed.all(|other| other == first)
        {
            return Some(first);
        }
    }
    None
}

fn points_at(one: &Candidate, other: &Candidate) -> bool {
    addresses(&one.peer).any(|peer| addresses(&other.ha1).any(|own| own == peer))
}

/// Writes an address as all that are equal to it are written: IPv6 may be written in several ways, and a
/// variable may have a prefix length where an address is meant. What is no address stays what it is.
fn normalise(text: &mut String) {
    let bare = text.split('/').next().unwrap_or(text).trim();
    *text = bare.parse::<IpAddr>().map_or_else(|_| bare.to_owned(), |address| address.to_string());
}

fn addresses(of: &[Option<String>; 2]) -> impl Iterator<Item = &str> {
    of.iter().flatten().map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::effective::inventory::{InventoryEntry, PairEntry};

    fn candidate(serial: &str, stack: &str, group_id: &str, own: &str, peer: &str) -> Candidate {
        let pair = PairEntry { group_id: Some(group_id.to_owned()), ..PairEntry::default() };
        Candidate {
            entry: InventoryEntry {
                serial: Some(serial.to_owned()),
                template_stack: Some(stack.to_owned()),
                pair: Some(pair),
                ..InventoryEntry::default()
            },
            ha1: [Some(own.to_owned()), None],
            peer: [Some(peer.to_owned()), None],
            ..Candidate::default()
        }
    }

    fn peers(mut candidates: Vec<Candidate>) -> Vec<Option<String>> {
        find(&mut candidates);
        candidates.into_iter().map(|candidate| candidate.entry.pair.and_then(|pair| pair.peer)).collect()
    }

    fn some(serials: &[&str]) -> Vec<Option<String>> {
        serials.iter().map(|serial| (!serial.is_empty()).then(|| (*serial).to_owned())).collect()
    }

    const A: &str = "192.0.2.1";
    const B: &str = "192.0.2.2";

    #[test]
    fn crossed_addresses_in_one_group_are_a_pair() {
        let found = peers(vec![
            candidate("a", "S", "1", "192.0.2.1/30", B),
            candidate("b", "S", "1", B, "192.0.2.1/30"),
            candidate("c", "S", "2", A, B),
            candidate("d", "S", "1", "192.0.2.3", A),
        ]);
        assert_eq!(found, some(&["b", "a", "", ""]));
    }

    #[test]
    fn the_same_addresses_everywhere_are_told_apart_by_stack() {
        let found = peers(vec![
            candidate("a", "S1", "1", A, B),
            candidate("b", "S1", "1", B, A),
            candidate("c", "S2", "1", A, B),
            candidate("d", "S2", "1", B, A),
        ]);
        assert_eq!(found, some(&["b", "a", "d", "c"]));
    }

    #[test]
    fn addresses_are_equal_however_they_are_written() {
        let found = peers(vec![
            candidate("a", "S", "1", "2001:DB8::1", "2001:db8:0:0::2"),
            candidate("b", "S", "1", "2001:db8::2", "2001:db8::1/64"),
        ]);
        assert_eq!(found, some(&["b", "a"]));
    }

    #[test]
    fn two_that_fit_alike_are_not_guessed_between() {
        let found = peers(vec![
            candidate("a", "S", "1", A, B),
            candidate("b", "S", "1", B, A),
            candidate("c", "S", "1", B, A),
        ]);
        assert_eq!(found, some(&["", "", ""]));
    }

    #[test]
    fn peers_are_mutual() {
        let found = peers(vec![
            candidate("a", "S1", "1", A, B),
            candidate("b", "S1", "1", B, A),
            candidate("c", "S2", "1", A, B),
        ]);
        assert_eq!(found, some(&["b", "a", ""]), "c points at b, and b is the peer of a");
    }

    fn likely(mut candidates: Vec<Candidate>) -> Vec<Option<usize>> {
        find(&mut candidates);
        candidates
            .into_iter()
            .map(|candidate| candidate.entry.pair.and_then(|p| p.likely_peer_index))
            .collect()
    }

    #[test]
    fn a_typing_error_leaves_the_likely_peer() {
        let wrong_address = vec![
            candidate("a", "S", "1", A, "192.0.2.77"),
            candidate("b", "S", "1", B, A),
            candidate("c", "S", "2", "192.0.2.9", "192.0.2.10"),
        ];
        assert_eq!(likely(wrong_address), [Some(1), Some(0), None]);
        let wrong_group = vec![candidate("a", "S", "1", A, B), candidate("b", "T", "2", B, A)];
        assert_eq!(likely(wrong_group), [Some(1), Some(0)]);
        let same_end = vec![candidate("a", "S", "1", A, B), candidate("b", "S", "1", A, B)];
        assert_eq!(likely(same_end), [Some(1), Some(0)], "both ends have one address");
        let strangers = vec![candidate("a", "S", "1", A, "x"), candidate("b", "T", "1", B, "y")];
        assert_eq!(likely(strangers), [None, None]);
        let pair = vec![candidate("a", "S", "1", A, B), candidate("b", "S", "1", B, A)];
        assert_eq!(likely(pair), [None, None], "a pair needs no guess");
    }

    #[test]
    fn a_firewall_is_not_its_own_peer() {
        assert_eq!(peers(vec![candidate("a", "S", "1", A, A)]), some(&[""]));
    }
}
