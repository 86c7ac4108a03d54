//! How many changes there are of each kind.

use std::fmt;

use serde::Serialize;

use crate::diff::{Action, Row};

/// The number of changes by what they do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub(in crate::report) struct Counts {
    added: usize,
    removed: usize,
    changed: usize,
    moved: usize,
}

impl Counts {
    pub(in crate::report) fn of(rows: &[Row]) -> Self {
        let mut counts = Self::default();
        for row in rows {
            *match row.action {
                Action::Add => &mut counts.added,
                Action::Remove => &mut counts.removed,
                Action::Change => &mut counts.changed,
                Action::Move => &mut counts.moved,
            } += 1;
        }
        counts
    }
}

/// `2 added, 1 removed`
impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { added, removed, changed, moved } = *self;
        let counts = [(added, "added"), (removed, "removed"), (changed, "changed"), (moved, "moved")];
        let told: Vec<String> =
            counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
        f.write_str(&told.join(", "))
    }
}
