//! Which child of one element is which child of the other.

use std::collections::{HashMap, VecDeque};

use super::Noise;
use super::key::{Key, is_same};
use crate::xml::Node;

/// The children of two elements, brought together.
pub(super) struct Siblings<'a, 'b> {
    pub(super) before: Vec<Node<'a>>,
    pub(super) after: Vec<Node<'b>>,
    /// For each child before, its place after.
    pub(super) after_of: Vec<Option<usize>>,
    /// For each child after, its place before.
    pub(super) before_of: Vec<Option<usize>>,
}

impl<'a, 'b> Siblings<'a, 'b> {
    pub(super) fn new(before: Vec<Node<'a>>, after: Vec<Node<'b>>, noise: &Noise) -> Self {
        let (after_of, before_of) = (vec![None; before.len()], vec![None; after.len()]);
        let mut siblings = Self { before, after, after_of, before_of };
        // Most lists begin alike, and many are alike from begin to end.
        let pairs = siblings.before.iter().zip(&siblings.after);
        let alike = pairs.take_while(|(before, after)| is_same(**before, **after, noise)).count();
        for index in 0..alike {
            siblings.pair(index, index);
        }
        siblings.pair_rest(alike, noise);
        siblings
    }

    fn pair(&mut self, before: usize, after: usize) {
        self.after_of[before] = Some(after);
        self.before_of[after] = Some(before);
    }

    /// Of several alike, the first is the first.
    fn pair_rest(&mut self, start: usize, noise: &Noise) {
        if start == self.before.len() || start == self.after.len() {
            return;
        }
        let mut places: HashMap<Key<'_>, VecDeque<usize>> = HashMap::new();
        for (index, node) in self.before.iter().enumerate().skip(start) {
            places.entry(Key::of(*node, noise)).or_default().push_back(index);
        }
        let mut pairs = Vec::new();
        for (index, node) in self.after.iter().enumerate().skip(start) {
            if let Some(before) = places.get_mut(&Key::of(*node, noise)).and_then(VecDeque::pop_front) {
                pairs.push((before, index));
            }
        }
        for (before, after) in pairs {
            self.pair(before, after);
        }
    }
}
