//! Changes, each with the firewalls that get it.

use std::collections::{BTreeSet, HashMap};

use crate::diff::Row;

/// Changes in the order in which they were found.
#[derive(Debug, Default)]
pub(super) struct Changes {
    rows: Vec<(Row, BTreeSet<usize>)>,
    index_of: HashMap<Row, usize>,
}

impl Changes {
    /// Adds changes that firewalls get.
    pub(super) fn add(&mut self, rows: Vec<Row>, firewalls: &[usize]) {
        for row in rows {
            let index = match self.index_of.get(&row) {
                Some(index) => *index,
                None => {
                    self.index_of.insert(row.clone(), self.rows.len());
                    self.rows.push((row, BTreeSet::new()));
                    self.rows.len() - 1
                }
            };
            self.rows[index].1.extend(firewalls);
        }
    }

    /// How many firewalls get any.
    pub(super) fn firewalls(&self) -> usize {
        self.rows.iter().flat_map(|(_, firewalls)| firewalls).collect::<BTreeSet<_>>().len()
    }

    /// Those of the same firewalls together, those of most first.
    pub(super) fn into_groups(self) -> Vec<(BTreeSet<usize>, Vec<Row>)> {
        let mut groups: Vec<(BTreeSet<usize>, Vec<Row>)> = Vec::new();
        let mut index_of: HashMap<BTreeSet<usize>, usize> = HashMap::new();
        for (row, firewalls) in self.rows {
            match index_of.get(&firewalls) {
                Some(index) => groups[*index].1.push(row),
                None => {
                    index_of.insert(firewalls.clone(), groups.len());
                    groups.push((firewalls, vec![row]));
                }
            }
        }
        groups.sort_by_key(|(firewalls, _)| std::cmp::Reverse(firewalls.len()));
        groups
    }
}
