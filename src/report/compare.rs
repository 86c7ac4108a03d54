//! Firewalls side by side: for a person, and as JSON.

use std::fmt::Write as _;

use serde::Serialize;

use super::effective::{FromEntry, LayerEntry, shown_path};
use super::inventory::one_line;
use super::json::document;
use super::secret::without_secret;
use crate::effective::{Comparison, Difference, Layer, Origin};
use crate::panos::short_path;
use crate::source::Sources;
use crate::xml::ConfigPath;

/// Version of the JSON envelope; fields are only ever added to it.
pub const COMPARE_SCHEMA: &str = "panha.compare/1";

/// For people: what should not differ first, each setting with the values and who has them.
pub fn comparisons(comparisons: &[Comparison], sources: &Sources) -> String {
    comparisons.iter().map(|comparison| of_group(comparison, sources)).collect::<Vec<_>>().join("\n")
}

fn of_group(comparison: &Comparison, sources: &Sources) -> String {
    let Comparison { name, firewalls, pairs, .. } = comparison;
    let mut text = format!("{name}: {}\n", firewalls.join(", "));
    // Two that are a pair are called one already.
    for pair in pairs.iter().filter(|_| firewalls.len() > 2) {
        let names: Vec<&str> = pair.iter().map(|index| firewalls[*index].as_str()).collect();
        text.push_str(&format!("  pair: {}\n", names.join(", ")));
    }
    let unexpected: Vec<&Difference> = comparison.unexpected().collect();
    let expected: Vec<&Difference> = comparison.expected().collect();
    for (title, differences) in [("unexpected", unexpected), ("expected", expected)] {
        if !differences.is_empty() {
            text.push_str(&format!("\n  {title}: {}\n", differences.len()));
        }
        for difference in differences {
            of_difference(difference, firewalls, sources, &mut text);
        }
    }
    if comparison.differences.is_empty() {
        text.push_str("  no difference\n");
    }
    text
}

fn of_difference(difference: &Difference, firewalls: &[String], sources: &Sources, text: &mut String) {
    let Difference { path, position, values, expected } = difference;
    let why = expected.map(|why| format!(": {why}")).unwrap_or_default();
    let order = position.map(|position| format!(", in another order from number {position} on"));
    writeln!(text, "  {}{}{why}", short_path(path), order.unwrap_or_default()).expect("into memory");
    let mut rows: Vec<(Row<'_>, Vec<String>)> = Vec::new();
    for (index, origins) in values {
        let row = Row {
            values: origins.iter().map(|origin| origin.value.as_deref()).collect(),
            shown: shown_values(path, origins, sources),
        };
        let who = who(&firewalls[*index], origins, sources);
        match rows.iter_mut().find(|(other, _)| *other == row) {
            Some((_, all)) => all.push(who),
            None => rows.push((row, vec![who])),
        }
    }
    for (row, who) in rows {
        writeln!(text, "    {}: {}", who.join(", "), row.shown).expect("into memory");
    }
}

/// What some firewalls have in common. The values count as well, for different secrets look alike.
#[derive(PartialEq)]
struct Row<'a> {
    values: Vec<Option<&'a str>>,
    shown: String,
}

/// A firewall; where its own export sets the value, with the place.
fn who(name: &str, origins: &[Origin], sources: &Sources) -> String {
    let own = origins.iter().find(|origin| origin.layer == Layer::Firewall);
    match own.map(|origin| sources.line_of(origin.span)) {
        Some(place) if place.starts_with(name) => place,
        Some(place) => format!("{name} ({place})"),
        None => name.to_owned(),
    }
}

/// The values with the one who sets each, layers that set several told once.
fn shown_values(path: &ConfigPath, origins: &[Origin], sources: &Sources) -> String {
    if origins.is_empty() {
        return "nothing".to_owned();
    }
    let mut by_place: Vec<(Option<String>, Vec<String>)> = Vec::new();
    for origin in origins {
        let (from, value) = (set_at(origin, sources), shown_value(path, origin));
        match by_place.last_mut() {
            Some((last, values)) if *last == from => values.push(value),
            _ => by_place.push((from, vec![value])),
        }
    }
    let shown = by_place.iter().map(|(from, values)| match from {
        Some(from) => format!("{} ({from})", values.join(", ")),
        None => values.join(", "),
    });
    shown.collect::<Vec<_>>().join(", ")
}

/// Who sets a value, and where: with a variable, where its value is written. `None` for the firewall.
pub(in crate::report) fn set_at(origin: &Origin, sources: &Sources) -> Option<String> {
    let variable = origin.variable.as_ref();
    let definition = variable.and_then(|variable| Some((variable, variable.definitions.first()?)));
    match definition {
        Some((variable, (level, span, _))) => {
            Some(format!("{} of {level}, {}", variable.name, sources.line_of(*span)))
        }
        None if origin.layer == Layer::Firewall => None,
        None => Some(format!("{}, {}", origin.layer, sources.line_of(origin.span))),
    }
}

/// A value on one line.
pub(in crate::report) fn shown_value(path: &ConfigPath, origin: &Origin) -> String {
    match value_of(path, origin) {
        Some(value) if value.trim().is_empty() => "(empty)".to_owned(),
        Some(value) => one_line(&value),
        None => {
            let name = origin.variable.as_ref().map_or("a variable", |variable| &variable.name);
            format!("none: {name} has no value")
        }
    }
}

/// A value of what stands at a path: behind the way from there to it, which is told by names of entries.
fn value_of(path: &ConfigPath, origin: &Origin) -> Option<String> {
    let value = without_secret(&origin.path, origin.value.as_deref()?);
    let rest = origin.path.steps()[path.steps().len()..].iter().filter(|step| step.name != "member");
    let mut words: Vec<&str> = rest.map(|step| step.entry.as_deref().unwrap_or(&step.name)).collect();
    if words.is_empty() {
        return Some(value);
    }
    words.extend(Some(value.trim()).filter(|value| !value.is_empty()));
    Some(words.join(" "))
}

#[derive(Serialize)]
struct Envelope<'a> {
    schema: &'static str,
    comparisons: Vec<ComparisonEntry<'a>>,
}

#[derive(Serialize)]
struct ComparisonEntry<'a> {
    name: &'a str,
    firewalls: &'a [String],
    pairs: Vec<Vec<&'a str>>,
    differences: Vec<DifferenceEntry<'a>>,
}

#[derive(Serialize)]
struct DifferenceEntry<'a> {
    path: String,
    /// Why they may differ; `null` where they should not.
    expected: Option<&'static str>,
    /// Where an order differs: the number of the first entry that does.
    position: Option<usize>,
    firewalls: Vec<FirewallEntry<'a>>,
}

#[derive(Serialize)]
struct FirewallEntry<'a> {
    firewall: &'a str,
    values: Vec<ValueEntry<'a>>,
}

#[derive(Serialize)]
struct ValueEntry<'a> {
    /// `null` where a variable has no value.
    value: Option<String>,
    from: FromEntry<'a>,
    variable: Option<&'a str>,
}

/// For machines, with a final newline. Secrets are left out.
pub fn comparisons_json(comparisons: &[Comparison], sources: &Sources) -> String {
    let comparisons = comparisons.iter().map(|comparison| entry(comparison, sources)).collect();
    let envelope = Envelope { schema: COMPARE_SCHEMA, comparisons };
    document(&envelope)
}

fn entry<'a>(comparison: &'a Comparison, sources: &'a Sources) -> ComparisonEntry<'a> {
    let name = |index: &usize| comparison.firewalls[*index].as_str();
    let value = |path: &ConfigPath, origin: &'a Origin| ValueEntry {
        value: value_of(path, origin),
        from: FromEntry::new(LayerEntry::of(&origin.layer), origin.span, sources),
        variable: origin.variable.as_ref().map(|variable| variable.name.as_str()),
    };
    let difference = |difference: &'a Difference| DifferenceEntry {
        path: shown_path(&difference.path),
        expected: difference.expected,
        position: difference.position,
        firewalls: difference
            .values
            .iter()
            .map(|(index, origins)| FirewallEntry {
                firewall: name(index),
                values: origins.iter().map(|origin| value(&difference.path, origin)).collect(),
            })
            .collect(),
    };
    ComparisonEntry {
        name: &comparison.name,
        firewalls: &comparison.firewalls,
        pairs: comparison.pairs.iter().map(|pair| pair.iter().map(name).collect()).collect(),
        differences: comparison.differences.iter().map(difference).collect(),
    }
}
