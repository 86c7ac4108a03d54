//! Slots that give members the HA4 addresses they have.

use crate::model::Slot;

/// The host numbers of a member on HA4 and HA4 backup.
pub(super) type Numbers = [Option<u32>; 2];

/// A slot for each member, growing in their order, such that as many addresses as can be are those of slots.
pub(super) fn slots(members: &[Numbers]) -> Vec<u32> {
    let mut slots: Vec<u32> = Vec::new();
    for fixed in fixed(members) {
        let next = slots.last().map_or(1, |last| last + 1);
        slots.push(fixed.unwrap_or(next));
    }
    slots
}

/// The slots that addresses say, where they can all hold together.
fn fixed(members: &[Numbers]) -> Vec<Option<u32>> {
    /// The best way to end with a member's number: addresses that fit, and the choice before it.
    struct Best {
        member: usize,
        slot: u32,
        fits: usize,
        before: Option<usize>,
    }
    let mut best: Vec<Best> = Vec::new();
    for (member, numbers) in members.iter().enumerate() {
        let mut known: Vec<u32> = numbers.iter().flatten().copied().collect();
        known.sort_unstable();
        known.dedup();
        for slot in known.into_iter().filter(|slot| (Slot::MIN..=Slot::MAX).contains(slot)) {
            let own = numbers.iter().flatten().filter(|number| **number == slot).count();
            let has_room = |from: u32, members: usize| {
                u32::try_from(members).is_ok_and(|members| slot >= from.saturating_add(members))
            };
            let fits =
                |before: &Best| before.member < member && has_room(before.slot, member - before.member);
            let before = (0..best.len())
                .filter(|at| fits(&best[*at]))
                .max_by_key(|at| (best[*at].fits, usize::MAX - at));
            if before.is_none() && !has_room(0, member + 1) {
                continue;
            }
            let so_far = before.map_or(0, |at| best[at].fits);
            best.push(Best { member, slot, fits: own + so_far, before });
        }
    }
    let mut fixed = vec![None; members.len()];
    let mut at = (0..best.len()).max_by_key(|at| (best[*at].fits, usize::MAX - at));
    while let Some(Best { member, slot, before, .. }) = at.map(|at| &best[at]) {
        fixed[*member] = Some(*slot);
        at = *before;
    }
    fixed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(numbers: &[(u32, u32)]) -> Vec<u32> {
        let numbers: Vec<Numbers> = numbers.iter().map(|(a, b)| [Some(*a), Some(*b)]).collect();
        slots(&numbers)
    }

    #[test]
    fn addresses_tell_slots_and_a_strange_one_takes_what_is_free() {
        assert_eq!(of(&[(1, 1), (2, 2), (3, 3)]), [1, 2, 3]);
        assert_eq!(of(&[(1, 1), (2, 2), (20, 9)]), [1, 2, 9], "the smaller of two that fit alike");
        assert_eq!(of(&[(30, 29), (2, 2), (3, 3)]), [1, 2, 3]);
        assert_eq!(of(&[(1, 1), (28, 27), (3, 3)]), [1, 2, 3]);
        assert_eq!(of(&[(3, 3), (2, 2), (1, 1)]), [3, 4, 5], "they do not grow: one of them stays");
        assert_eq!(slots(&[[None, None], [Some(5), None], [None, None]]), [1, 5, 6]);
    }
}
