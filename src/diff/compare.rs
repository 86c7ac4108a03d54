//! Two elements to the tree of changes between them.

use super::longest::longest_increasing;
use super::siblings::Siblings;
use super::{AttributeChange, Behind, Change, Difference, Noise};
use crate::panos::is_ordered;
use crate::xml::Node;

/// What differs between an element and the same one after; `None` if nothing does, but noise.
///
/// The two are compared whatever their names are.
pub fn diff<'a, 'b>(before: Node<'a>, after: Node<'b>, noise: &Noise) -> Option<Difference<'a, 'b>> {
    if before.raw() == after.raw() {
        return None;
    }
    let difference = Difference {
        before,
        after,
        is_text_changed: is_text_changed(before, after, noise),
        attributes: attributes(before, after, noise),
        changes: if before.is_leaf() && after.is_leaf() { Vec::new() } else { changes(before, after, noise) },
    };
    (!difference.is_empty()).then_some(difference)
}

/// Blanks are layout in an element with children, and in one that gets some.
fn is_text_changed(before: Node<'_>, after: Node<'_>, noise: &Noise) -> bool {
    match (before.is_leaf(), after.is_leaf()) {
        (true, true) => {
            before.raw_content() != after.raw_content() && !noise.is_same_text(&before.text(), &after.text())
        }
        (true, false) => !before.text().trim().is_empty(),
        (false, true) => !noise.is_same_text("", &after.text()),
        (false, false) => false,
    }
}

fn attributes(before: Node<'_>, after: Node<'_>, noise: &Noise) -> Vec<AttributeChange> {
    if before.raw_start_tag() == after.raw_start_tag() {
        return Vec::new();
    }
    let counts = |name: &str| !noise.has_attribute(name);
    let mut changes = Vec::new();
    for (name, value) in before.attributes().filter(|(name, _)| counts(name)) {
        let new = after.attribute(name);
        if new.as_deref() != Some(&*value) {
            changes.push(AttributeChange {
                name: name.to_owned(),
                before: Some(value.into_owned()),
                after: new.map(std::borrow::Cow::into_owned),
            });
        }
    }
    for (name, value) in after.attributes().filter(|(name, _)| counts(name)) {
        if before.attribute(name).is_none() {
            changes.push(AttributeChange {
                name: name.to_owned(),
                before: None,
                after: Some(value.into_owned()),
            });
        }
    }
    changes
}

/// What differs between elements that have no common parent, such as the roots of a snippet. Their order means
/// nothing.
pub fn diff_parts<'a, 'b>(
    before: impl IntoIterator<Item = Node<'a>>,
    after: impl IntoIterator<Item = Node<'b>>,
    noise: &Noise,
) -> Vec<Change<'a, 'b>> {
    let siblings = Siblings::new(before.into_iter().collect(), after.into_iter().collect(), noise);
    changes_of(&siblings, Order::MeansNothing, noise)
}

fn changes<'a, 'b>(before: Node<'a>, after: Node<'b>, noise: &Noise) -> Vec<Change<'a, 'b>> {
    let siblings = Siblings::new(before.children().collect(), after.children().collect(), noise);
    changes_of(&siblings, Order::of(&siblings, before, after), noise)
}

fn changes_of<'a, 'b>(
    siblings: &Siblings<'a, 'b>,
    mut order: Order<'_, 'a, 'b>,
    noise: &Noise,
) -> Vec<Change<'a, 'b>> {
    let mut changes = Vec::new();
    for (index, node) in siblings.before.iter().enumerate() {
        match siblings.after_of[index] {
            None => changes.push(Change::Removed { node: *node }),
            Some(_) if order.is_moved(index) => {}
            Some(other) => {
                let within = diff(*node, siblings.after[other], noise);
                changes.extend(within.map(|within| Change::Within(Box::new(within))));
            }
        }
    }
    for (index, node) in siblings.after.iter().enumerate() {
        match siblings.before_of[index] {
            None => changes.push(Change::Added { node: *node, behind: order.behind(index) }),
            Some(other) if order.is_moved(other) => {
                let before = siblings.before[other];
                if let Some(behind) = order.behind(index) {
                    let within = diff(before, *node, noise).map(Box::new);
                    changes.push(Change::Moved { before, after: *node, behind, within });
                }
            }
            Some(_) => {}
        }
    }
    changes
}

/// The order of two lists of siblings, where it counts.
enum Order<'s, 'a, 'b> {
    MeansNothing,
    Counts {
        siblings: &'s Siblings<'a, 'b>,
        /// For each child before: is it where it was among those that are still there?
        stays: Vec<bool>,
    },
}

impl<'s, 'a, 'b> Order<'s, 'a, 'b> {
    fn of(siblings: &'s Siblings<'a, 'b>, before: Node<'a>, after: Node<'b>) -> Self {
        let is_alike = siblings.before.len() == siblings.after.len()
            && siblings.after_of.iter().enumerate().all(|(index, other)| *other == Some(index));
        if is_alike || !(is_ordered(before) || is_ordered(after)) {
            return Self::MeansNothing;
        }
        let places: Vec<usize> = siblings.before_of.iter().copied().flatten().collect();
        let mut stays = vec![false; siblings.before.len()];
        for index in longest_increasing(&places) {
            stays[places[index]] = true;
        }
        Self::Counts { siblings, stays }
    }

    /// Is a child, which is still there, elsewhere?
    fn is_moved(&self, before: usize) -> bool {
        matches!(self, Self::Counts { stays, .. } if !stays[before])
    }

    /// Where a child stands after.
    fn behind(&mut self, after: usize) -> Option<Behind<'a, 'b>> {
        let Self::Counts { siblings, stays } = self else { return None };
        let staying = |index: usize| siblings.before_of[index].filter(|before| stays[*before]);
        Some(match after.checked_sub(1) {
            Some(previous) => Behind::Sibling {
                after: siblings.after[previous],
                stays: staying(previous).map(|before| siblings.before[before]),
            },
            None => {
                let first = (0..siblings.after.len()).find_map(staying);
                Behind::Nothing { stays: first.map(|before| siblings.before[before]) }
            }
        })
    }
}
