//! How much changes.

use std::fmt;

use crate::diff::{Difference, Part};

/// How many elements change; what is in one that comes or goes is not counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Those that come.
    pub added: usize,
    /// Those that have another text or other attributes.
    pub changed: usize,
    /// Those that go.
    pub removed: usize,
    /// Those that are elsewhere, where the order counts.
    pub moved: usize,
}

impl Tally {
    /// Counts what differs.
    pub fn of(difference: &Difference<'_, '_>) -> Self {
        let mut tally = Self::default();
        difference.visit(&mut |within, part| match part {
            Part::Text => tally.changed += 1,
            Part::Attribute(change) => {
                let is_first = within.attributes.first() == Some(change) && !within.is_text_changed;
                tally.changed += usize::from(is_first);
            }
            Part::Added(_) => tally.added += 1,
            Part::Removed(_) => tally.removed += 1,
            Part::Moved(..) => tally.moved += 1,
        });
        tally
    }
}

/// `2 elements added, 1 changed`
impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = [
            (self.added, "added"),
            (self.changed, "changed"),
            (self.removed, "removed"),
            (self.moved, "moved"),
        ];
        let mut told = all.iter().filter(|(count, _)| *count > 0);
        let Some((count, what)) = told.next() else { return f.write_str("nothing changed") };
        write!(f, "{count} element{} {what}", if *count == 1 { "" } else { "s" })?;
        told.try_for_each(|(count, what)| write!(f, ", {count} {what}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_happened_is_told() {
        let tally = |added, changed, removed, moved| Tally { added, changed, removed, moved }.to_string();
        assert_eq!(tally(0, 0, 0, 0), "nothing changed");
        assert_eq!(tally(1, 0, 0, 0), "1 element added");
        assert_eq!(tally(2, 1, 0, 3), "2 elements added, 1 changed, 3 moved");
    }
}
