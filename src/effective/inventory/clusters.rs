//! Which firewalls are one cluster.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Candidate;

/// Finds the clusters: firewalls with one cluster id, each of which lists the other, or lists one that
/// another one lists. A cluster id may be used more than once, on separate HA4 networks, and what
/// one member's list lacks is still a member. Without a list the template stack tells.
pub(super) fn find(candidates: &mut [Candidate]) {
    let mut sets = Sets::default();
    let mut set_of: Vec<Option<usize>> = Vec::new();
    for (index, candidate) in candidates.iter().enumerate() {
        let Some(cluster) = &candidate.entry.cluster else {
            set_of.push(None);
            continue;
        };
        let id = cluster.id.clone().unwrap_or_default();
        let own = match &candidate.entry.serial {
            Some(serial) => Part::Serial(serial.clone()),
            None => Part::Unnamed(index),
        };
        let own = sets.part(&id, own);
        let of_stack = candidate.entry.template_stack.iter().filter(|_| cluster.listed.is_empty());
        let others = cluster.listed.iter().cloned().map(Part::Serial);
        for part in others.chain(of_stack.cloned().map(|stack| Part::Stack(candidate.realm, stack))) {
            let other = sets.part(&id, part);
            sets.join(own, other);
        }
        set_of.push(Some(own));
    }
    let mut members: HashMap<usize, BTreeSet<String>> = HashMap::new();
    for ((_, part), index) in sets.index.clone() {
        let members = members.entry(sets.root(index)).or_default();
        if let Part::Serial(serial) = part {
            members.insert(serial);
        }
    }
    let mut sets_of_id: BTreeMap<Option<String>, BTreeSet<usize>> = BTreeMap::new();
    for (candidate, set) in candidates.iter().zip(&mut set_of) {
        if let (Some(cluster), Some(set)) = (&candidate.entry.cluster, set) {
            *set = sets.root(*set);
            sets_of_id.entry(cluster.id.clone()).or_default().insert(*set);
        }
    }
    for (candidate, set) in candidates.iter_mut().zip(set_of) {
        let (Some(cluster), Some(set)) = (&mut candidate.entry.cluster, set) else { continue };
        cluster.members = members.get(&set).into_iter().flatten().cloned().collect();
        let id = cluster.id.as_deref().unwrap_or("no id");
        let is_alone = sets_of_id.get(&cluster.id).is_none_or(|sets| sets.len() == 1);
        cluster.label = match cluster.members.first() {
            Some(first) if !is_alone => format!("{id}@{first}"),
            _ => id.to_owned(),
        };
    }
}

/// What can be part of a cluster.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Part {
    Serial(String),
    /// A firewall of unknown serial number, by its place in the inventory.
    Unnamed(usize),
    /// A template stack of one export.
    Stack(usize, String),
}

/// Disjoint sets of parts; each id has its own.
#[derive(Debug, Default)]
struct Sets {
    index: HashMap<(String, Part), usize>,
    parents: Vec<usize>,
}

impl Sets {
    fn part(&mut self, id: &str, part: Part) -> usize {
        let next = self.parents.len();
        let index = *self.index.entry((id.to_owned(), part)).or_insert(next);
        if index == next {
            self.parents.push(next);
        }
        index
    }

    fn root(&mut self, mut index: usize) -> usize {
        while self.parents[index] != index {
            self.parents[index] = self.parents[self.parents[index]];
            index = self.parents[index];
        }
        index
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.parents[one.max(other)] = one.min(other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::effective::inventory::{ClusterEntry, InventoryEntry};

    fn candidate(serial: &str, id: &str, listed: &[&str]) -> Candidate {
        let cluster = ClusterEntry {
            id: Some(id.to_owned()),
            listed: listed.iter().map(|serial| (*serial).to_owned()).collect(),
            ..ClusterEntry::default()
        };
        Candidate {
            entry: InventoryEntry {
                serial: (!serial.is_empty()).then(|| serial.to_owned()),
                template_stack: Some("S".to_owned()),
                cluster: Some(cluster),
                ..InventoryEntry::default()
            },
            ..Candidate::default()
        }
    }

    fn labels(mut candidates: Vec<Candidate>) -> Vec<(String, String)> {
        find(&mut candidates);
        let clusters = candidates.into_iter().filter_map(|candidate| candidate.entry.cluster);
        clusters.map(|cluster| (cluster.label, cluster.members.join(" "))).collect()
    }

    fn rows(rows: &[(&str, &str)]) -> Vec<(String, String)> {
        rows.iter().map(|(label, members)| ((*label).to_owned(), (*members).to_owned())).collect()
    }

    #[test]
    fn clusters_of_one_id_are_told_apart_by_their_members() {
        let found = labels(vec![
            candidate("a", "7", &["a", "b"]),
            candidate("b", "7", &["b", "a"]),
            candidate("c", "7", &["c", "d"]),
            candidate("d", "7", &["c", "d"]),
            candidate("e", "8", &["e"]),
        ]);
        let expected = [("7@a", "a b"), ("7@a", "a b"), ("7@c", "c d"), ("7@c", "c d"), ("8", "e")];
        assert_eq!(found, rows(&expected));
    }

    #[test]
    fn a_member_that_one_list_lacks_is_a_member() {
        let found = labels(vec![candidate("a", "7", &["a", "b"]), candidate("b", "7", &["b", "c"])]);
        assert_eq!(found, rows(&[("7", "a b c"), ("7", "a b c")]));
    }

    #[test]
    fn without_lists_the_stack_tells_and_without_serials_the_lists() {
        let found = labels(vec![candidate("a", "7", &[]), candidate("b", "7", &[])]);
        assert_eq!(found, rows(&[("7", "a b"), ("7", "a b")]));
        let found = labels(vec![candidate("", "7", &["a", "b"]), candidate("", "7", &["a", "b"])]);
        assert_eq!(found, rows(&[("7", "a b"), ("7", "a b")]));
    }
}
