//! A plan for a person: by object, by firewall, and in one line.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::diff::{Counts, noted_rows};
use super::secret::without_secret;
use crate::diff::Row;
use crate::panos::short_path;
use crate::plan::{Brought, Drift, Plan, Planned};
use crate::source::{Sources, visible};
use crate::xml::ConfigPath;

/// How many serial numbers of one change are named.
const MOST_NAMED: usize = 6;

/// The whole plan, with what it leads to as far as that is not what the spec wants; `has_all` shows every value of
/// what comes and goes.
pub fn plan(planned: &Planned, brought: &[Brought], has_all: bool, sources: &Sources) -> String {
    let plan = &planned.plan;
    let rows: Vec<Row> = plan.actions.iter().map(|action| action.row.clone()).collect();
    let note = |index: usize| match plan.actions[index].side {
        Some(side) => format!("  [{} changed]", side.word()),
        None => String::new(),
    };
    let mut parts = vec![noted_rows(&rows, &note, has_all, sources), parents(plan), firewalls(plan)];
    if !plan.is_empty() {
        parts.push(roster(planned));
    }
    parts.push(drift(&planned.wanted.drift, false, sources));
    parts.push(drift(&planned.wanted.drift, true, sources));
    parts.push(summary(plan, brought, &rows));
    parts.retain(|part| !part.is_empty());
    parts.join("\n")
}

fn parents(plan: &Plan) -> String {
    let line = |group: &str, parent: Option<&str>| {
        format!("device group {}\n  ~ goes below {}\n", visible(group), visible(parent.unwrap_or("Shared")))
    };
    plan.parents.iter().map(|new| line(&new.group, new.parent.as_deref())).collect()
}

fn firewalls(plan: &Plan) -> String {
    if plan.firewalls.is_empty() {
        return String::new();
    }
    let mut text = "firewalls\n".to_owned();
    for change in &plan.firewalls {
        let _ = writeln!(text, "  {}: {}", named(&change.serials, &plan.names), change.words.join("; "));
    }
    text
}

fn roster(planned: &Planned) -> String {
    let (roster, names) = (&planned.wanted.roster, &planned.plan.names);
    let mut text = String::new();
    for replaced in &roster.replaced {
        let new = named(std::slice::from_ref(&replaced.new), names);
        let _ = writeln!(text, "{new} takes the place of {}, wherever that is named", replaced.old);
    }
    for leaving in &roster.leaving {
        let leaving = named(std::slice::from_ref(leaving), names);
        let _ = writeln!(
            text,
            "{leaving} leaves its cluster; it stays a managed device, and keeps what was pushed to it until something else is"
        );
    }
    text
}

/// Firewalls by name and number: `fw1 (0132…)`, `3 firewalls (fw1, fw2, fw3)`.
fn named(serials: &[String], names: &BTreeMap<String, String>) -> String {
    let name = |serial: &String| names.get(serial).map(|name| visible(name).into_owned());
    if let [serial] = serials {
        return match name(serial) {
            Some(name) => format!("{name} ({})", visible(serial)),
            None => visible(serial).into_owned(),
        };
    }
    let shown = serials.iter().take(MOST_NAMED);
    let mut list: Vec<String> =
        shown.map(|serial| name(serial).unwrap_or_else(|| visible(serial).into_owned())).collect();
    if serials.len() > MOST_NAMED {
        list.push(format!("{} more", serials.len() - MOST_NAMED));
    }
    format!("{} firewalls ({})", serials.len(), list.join(", "))
}

/// What stays although the spec does not make it.
fn drift(drift: &[Drift], is_held: bool, sources: &Sources) -> String {
    let items: Vec<&Drift> = drift.iter().filter(|drift| drift.is_held == is_held).collect();
    if items.is_empty() {
        return String::new();
    }
    let mut text = match is_held {
        false => "not of the spec, and kept (--prune takes it away)\n".to_owned(),
        true => "not wanted any more, and kept because of --no-remove\n".to_owned(),
    };
    for item in items {
        let rest = item.path.strip_prefix(&item.location.path()).unwrap_or_else(|| item.path.clone());
        let config = ConfigPath::default().child("config");
        let inside = rest.strip_prefix(&config).filter(|inside| !inside.is_empty()).unwrap_or(rest);
        let place = if inside.is_empty() { "all of it".to_owned() } else { short_path(&inside) };
        let value = item.text.as_ref().map(|text| format!(": {}", without_secret(&item.path, text)));
        let _ = writeln!(
            text,
            "  {}: {}{} ({})",
            visible(&item.location.to_string()),
            visible(&place),
            visible(&value.unwrap_or_default()),
            sources.line_of(item.span)
        );
    }
    text
}

fn summary(plan: &Plan, brought: &[Brought], rows: &[Row]) -> String {
    if plan.is_empty() && brought.iter().any(|brought| brought.is_against_spec) {
        return "nothing to load; but the firewalls do not get all that the spec wants, as the warnings say\n".to_owned();
    }
    if plan.is_empty() && plan.is_limited {
        return "nothing to do where --only looks\n".to_owned();
    } else if plan.is_empty() {
        return "nothing to do: Panorama has what the spec wants\n".to_owned();
    }
    let counts = Counts::of(rows).to_string();
    let parents = match plan.parents.len() {
        0 => String::new(),
        1 => "1 device group below another".to_owned(),
        count => format!("{count} device groups below others"),
    };
    let changes: Vec<String> = [counts, parents].into_iter().filter(|part| !part.is_empty()).collect();
    let firewalls: usize = plan.firewalls.iter().map(|change| change.serials.len()).sum();
    let firewalls = match firewalls {
        0 => "no firewall gets anything else".to_owned(),
        1 => "1 firewall gets something else".to_owned(),
        count => format!("{count} firewalls get something else"),
    };
    format!("{}; {firewalls}\n", changes.join(", "))
}
