//! Derived values as a table.

use crate::source::Sources;
use crate::spec::Explained;

/// A line for each value: what it is the value of, the value, why, and from where.
pub fn explained(explained: &[Explained], sources: &Sources) -> String {
    let width = |of: fn(&Explained) -> &str| {
        explained.iter().map(|entry| of(entry).chars().count()).max().unwrap_or(0)
    };
    let (what, value) = (width(|entry| &entry.what), width(|entry| &entry.value));
    let line = |entry: &Explained| {
        let place = entry.place.map(|span| format!(" ({})", sources.place(span))).unwrap_or_default();
        format!("{:what$}  {:value$}  {}{place}\n", entry.what, entry.value, entry.why)
    };
    explained.iter().map(line).collect()
}
