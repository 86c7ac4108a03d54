//! Members side by side: settings that differ as rows, members as columns.

use std::collections::HashMap;

use serde::Serialize;

use super::text::Text;
use super::topology::counted;
use crate::effective::{Comparison, Difference, Origin};
use crate::lint::Review;
use crate::panos::short_path;
use crate::report::compare::{set_at, shown_value};
use crate::source::Sources;

/// So many settings of each kind are shown at most; `panha compare` has them all.
const MOST_ROWS: usize = 400;
/// And so many values of a list.
const MOST_VALUES: usize = 12;

/// A comparison as a table.
#[derive(Debug, Serialize)]
pub(super) struct Matrix {
    name: Text,
    members: Vec<Column>,
    unexpected: Vec<Row>,
    more_unexpected: usize,
    #[serde(skip)]
    unexpected_count: usize,
    unexpected_shown: String,
    expected: Vec<Row>,
    more_expected: usize,
    expected_shown: String,
    is_same: bool,
    is_expected: bool,
}

#[derive(Debug, Serialize)]
struct Column {
    name: Text,
    detail: Text,
}

/// A setting.
#[derive(Debug, Serialize)]
struct Row {
    path: Text,
    /// What differs is the order of entries, from this number on.
    position: Option<usize>,
    /// Why it may differ.
    reason: Option<&'static str>,
    cells: Vec<Cell>,
}

/// What a member has there.
#[derive(Debug, Serialize)]
struct Cell {
    /// `same` as most, `odd`, or `apart`, where it was not compared.
    class: &'static str,
    /// Cells of one letter have one value; different secrets look alike.
    letter: String,
    values: Vec<CellValue>,
    more: usize,
}

#[derive(Debug, Serialize, Clone, PartialEq)]
struct CellValue {
    value: Text,
    from: Option<Text>,
}

/// Members that have the same there: by what it is and not by what is shown, for different secrets look
/// alike.
struct Same<'d> {
    values: Vec<(Option<&'d str>, String)>,
    members: usize,
}

impl Matrix {
    pub(super) fn new(comparison: &Comparison, review: &Review, sources: &Sources) -> Self {
        let column = |(index, shown): (&usize, &String)| match review.firewalls.get(*index) {
            Some(firewall) if firewall.entry.hostname.is_some() => Column {
                name: Text::of(firewall.entry.hostname.as_deref().unwrap_or_default()),
                detail: Text::of(shown),
            },
            _ => Column { name: Text::of(shown), detail: Text::default() },
        };
        let unexpected: Vec<&Difference> = comparison.unexpected().collect();
        let expected: Vec<&Difference> = comparison.expected().collect();
        let rows = |differences: &[&Difference]| -> Vec<Row> {
            let shown = differences.iter().take(MOST_ROWS);
            shown.map(|difference| Row::new(difference, comparison.members.len(), sources)).collect()
        };
        Self {
            name: Text::of(&comparison.name),
            members: comparison.members.iter().zip(&comparison.firewalls).map(column).collect(),
            unexpected: rows(&unexpected),
            more_unexpected: unexpected.len().saturating_sub(MOST_ROWS),
            unexpected_count: unexpected.len(),
            unexpected_shown: counted(unexpected.len(), "unexpected difference"),
            expected: rows(&expected),
            more_expected: expected.len().saturating_sub(MOST_ROWS),
            expected_shown: counted(expected.len(), "expected difference"),
            is_expected: unexpected.is_empty() && !expected.is_empty(),
            is_same: comparison.differences.is_empty(),
        }
    }

    pub(super) fn unexpected_count(&self) -> usize {
        self.unexpected_count
    }
}

impl Row {
    fn new(difference: &Difference, members: usize, sources: &Sources) -> Self {
        let mut groups: Vec<Same<'_>> = Vec::new();
        let mut group_of: HashMap<usize, usize> = HashMap::new();
        for (index, origins) in &difference.values {
            let value = |origin: &Origin| shown_value(&difference.path, origin);
            let mut values: Vec<_> = origins.iter().map(|o| (o.value.as_deref(), value(o))).collect();
            values.sort_unstable();
            let place = groups.iter().position(|group| group.values == values).unwrap_or_else(|| {
                groups.push(Same { values, members: 0 });
                groups.len() - 1
            });
            groups[place].members += 1;
            group_of.insert(*index, place);
        }
        let most = groups.iter().map(|group| group.members).max().unwrap_or(0);
        let has_majority = groups.iter().filter(|group| group.members == most).count() == 1;
        let cell = |index: usize| {
            let (Some(place), Some((_, origins))) =
                (group_of.get(&index), difference.values.iter().find(|(other, _)| *other == index))
            else {
                return Cell { class: "apart", letter: String::new(), values: Vec::new(), more: 0 };
            };
            let is_most = has_majority && groups[*place].members == most;
            Cell {
                class: if is_most { "same" } else { "odd" },
                letter: letter(*place),
                values: origins
                    .iter()
                    .take(MOST_VALUES)
                    .map(|o| CellValue::new(difference, o, sources))
                    .collect(),
                more: origins.len().saturating_sub(MOST_VALUES),
            }
        };
        Self {
            path: Text::of(&short_path(&difference.path)),
            position: difference.position,
            reason: difference.expected,
            cells: (0..members).map(cell).collect(),
        }
    }
}

impl CellValue {
    fn new(difference: &Difference, origin: &Origin, sources: &Sources) -> Self {
        Self {
            value: Text::of(&shown_value(&difference.path, origin)),
            from: set_at(origin, sources).as_deref().map(Text::of),
        }
    }
}

/// `A` to `Z`, then `A1`.
fn letter(place: usize) -> String {
    let first = char::from(b'A' + (place % 26) as u8);
    if place < 26 { first.to_string() } else { format!("{first}{}", place / 26) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_do_not_end() {
        assert_eq!([0, 25, 26, 53].map(letter), ["A", "Z", "A1", "B2"]);
    }
}
