//! Which firewalls are an HA pair. Nothing in a Panorama says it: same group id, and each has the
//! HA1 address that the other takes for its peer's.

use std::collections::HashMap;

use super::Candidate;

/// Finds the peer of each firewall.
///
/// Sites may all use the same HA1 addresses and group id; then those of the same template stack, else
/// of the same device groups, are peers. Where that leaves more than one, none is named; nor where the
/// other firewall has no peer or another one.
pub(super) fn find(candidates: &mut [Candidate]) {
    let mut by_address: HashMap<Key<'_>, Vec<usize>> = HashMap::new();
    for (index, candidate) in candidates.iter().enumerate() {
        let mut own: Vec<&str> = addresses(&candidate.ha1).collect();
        own.dedup();
        for address in own {
            by_address.entry(key(candidate, address)).or_default().push(index);
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
}

/// Realm, group id and HA1 address.
type Key<'c> = (usize, Option<&'c str>, &'c str);

fn key<'c>(candidate: &'c Candidate, address: &'c str) -> Key<'c> {
    let group_id = candidate.entry.pair.as_ref().and_then(|pair| pair.group_id.as_deref());
    (candidate.realm, group_id, address)
}

fn peer(index: usize, candidates: &[Candidate], by_address: &HashMap<Key<'_>, Vec<usize>>) -> Option<usize> {
    let one = &candidates[index];
    one.entry.pair.as_ref()?;
    let mut crossed: Vec<usize> = Vec::new();
    for address in addresses(&one.peer) {
        let there = by_address.get(&key(one, address)).into_iter().flatten().copied();
        crossed.extend(there.filter(|other| *other != index && points_at(&candidates[*other], one)));
    }
    crossed.sort_unstable();
    crossed.dedup();
    let same: [fn(&Candidate, &Candidate) -> bool; 3] = [
        |_, _| true,
        |a, b| a.entry.template_stack == b.entry.template_stack,
        |a, b| a.entry.device_groups == b.entry.device_groups,
    ];
    same.into_iter().find_map(|is_same| {
        let mut left = crossed.iter().copied().filter(|other| is_same(one, &candidates[*other]));
        let first = left.next()?;
        left.next().is_none().then_some(first)
    })
}

fn points_at(one: &Candidate, other: &Candidate) -> bool {
    addresses(&one.peer).any(|peer| addresses(&other.ha1).any(|own| own == peer))
}

/// Without a prefix length: a variable may have one where an address is meant.
fn addresses(of: &[Option<String>; 2]) -> impl Iterator<Item = &str> {
    of.iter().flatten().map(|address| address.split('/').next().unwrap_or(address))
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

    #[test]
    fn a_firewall_is_not_its_own_peer() {
        assert_eq!(peers(vec![candidate("a", "S", "1", A, A)]), some(&[""]));
    }
}
