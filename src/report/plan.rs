//! A plan for a person: by object, by firewall, and in one line.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::secret::without_secret;
use crate::panos::short_path;
use crate::pipeline::Planned;
use crate::plan::{Action, ActionKind, Drift, Location, Value};
use crate::source::{Sources, visible};
use crate::xml::ConfigPath;

/// How many serial numbers of one change are named.
const MOST_NAMED: usize = 6;

/// How many settings of one thing that comes or goes are shown.
const MOST_SETTINGS: usize = 12;

/// The longest value that is shown, in characters.
const LONGEST: usize = 100;

/// The whole plan.
pub fn plan(planned: &Planned, sources: &Sources) -> String {
    let plan = &planned.plan;
    let mut text = String::new();
    let mut of: BTreeMap<&Location, Vec<&Action>> = BTreeMap::new();
    for action in &plan.actions {
        of.entry(&action.location).or_default().push(action);
    }
    for (location, actions) in of {
        let _ = writeln!(text, "{location}");
        for action in actions {
            let _ = writeln!(text, "  {}", line(action, sources));
            text.push_str(&settings(action));
        }
    }
    for parent in &plan.parents {
        let below = parent.parent.as_deref().unwrap_or("Shared");
        let _ = writeln!(text, "device group {}\n  ~ goes below {below}", parent.group);
    }
    if !plan.firewalls.is_empty() {
        text.push_str("\nfirewalls\n");
        for change in &plan.firewalls {
            let _ = writeln!(text, "  {}: {}", named(&change.serials, &plan.names), change.words.join("; "));
        }
    }
    let roster = &planned.wanted.roster;
    let has_change = !(roster.replaced.is_empty() && roster.leaving.is_empty());
    if has_change && !plan.is_empty() {
        text.push('\n');
        for replaced in &roster.replaced {
            let new = named(std::slice::from_ref(&replaced.new), &plan.names);
            let _ = writeln!(text, "{new} takes the place of {}, wherever that is named", replaced.old);
        }
        for leaving in &roster.leaving {
            let leaving = named(std::slice::from_ref(leaving), &plan.names);
            let _ =
                writeln!(text, "{leaving} leaves its cluster; Panorama keeps it among its managed devices");
        }
    }
    text.push_str(&drift(&planned.wanted.drift, sources));
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(&summary(planned));
    text
}

/// One action: what, where, the values, and where it stands in the export.
fn line(action: &Action, sources: &Sources) -> String {
    let sign = match action.kind {
        ActionKind::Add => '+',
        ActionKind::Change => '~',
        ActionKind::Remove => '-',
        ActionKind::Move => '>',
    };
    let place = place(&action.location, &action.path);
    let value = match (&action.before, &action.after) {
        (Some(Value::Members(old)), Some(Value::Members(new))) => format!(": {}", members(old, new)),
        (Some(old), Some(new)) => format!(": {} -> {}", shown(&action.path, old), shown(&action.path, new)),
        (None, Some(value)) | (Some(value), None) => match shown(&action.path, value) {
            value if value.is_empty() => String::new(),
            value => format!(": {value}"),
        },
        (None, None) => String::new(),
    };
    let behind = match action.behind.as_deref() {
        None => String::new(),
        Some("") => " at the top".to_owned(),
        Some(name) => format!(" behind {}", visible(name)),
    };
    let side = action.side.map(|side| format!("  [{}]", side.words())).unwrap_or_default();
    let origin =
        if action.is_there { format!("  ({})", sources.place(action.origin)) } else { String::new() };
    format!("{sign} {place}{behind}{value}{side}{origin}")
}

/// What is in something that comes or goes, as far as it fits.
fn settings(action: &Action) -> String {
    let ((None, Some(Value::Settings(settings))) | (Some(Value::Settings(settings)), None)) =
        (&action.before, &action.after)
    else {
        return String::new();
    };
    let mut text = String::new();
    for (place, value) in settings.iter().take(MOST_SETTINGS) {
        let value = match shown(&action.path.join(place), value) {
            value if value.is_empty() => String::new(),
            value => format!(": {value}"),
        };
        let _ = writeln!(text, "      {}{value}", visible(&short_in_object(place)));
    }
    if settings.len() > MOST_SETTINGS {
        let _ = writeln!(text, "      and {} more", settings.len() - MOST_SETTINGS);
    }
    text
}

/// A place as seen from its object.
fn place(location: &Location, path: &ConfigPath) -> String {
    match path.strip_prefix(&location.path()) {
        Some(rest) if rest.is_empty() => "all of it".to_owned(),
        Some(rest) => visible(&short_in_object(&rest)).into_owned(),
        None => visible(&short_path(path)).into_owned(),
    }
}

/// Without the parts that every template has above its settings.
fn short_in_object(path: &ConfigPath) -> String {
    let config = ConfigPath::default().child("config");
    match path.strip_prefix(&config).filter(|rest| !rest.is_empty()) {
        Some(rest) => short_path(&rest),
        None => path.to_string().trim_start_matches('/').to_owned(),
    }
}

fn members(old: &[String], new: &[String]) -> String {
    let signed = |sign: char, list: &[String], other: &[String]| -> Vec<String> {
        let gone = list.iter().filter(|member| !other.contains(member));
        gone.map(|member| format!("{sign}{}", visible(member))).collect()
    };
    let changes = [signed('-', old, new), signed('+', new, old)].concat();
    match changes.is_empty() {
        true => format!("[{}] -> [{}]", old.join(" "), new.join(" ")),
        false => changes.join(" "),
    }
}

fn shown(path: &ConfigPath, value: &Value) -> String {
    let text = match value {
        Value::Text(text) => visible(&without_secret(path, text)).into_owned(),
        Value::Members(members) => format!("[{}]", visible(&members.join(" "))),
        Value::Settings(settings) if settings.len() == 1 => "1 setting".to_owned(),
        Value::Settings(settings) => format!("{} settings", settings.len()),
    };
    match text.chars().count() > LONGEST {
        true => text.chars().take(LONGEST).chain(['…']).collect(),
        false => text,
    }
}

/// Firewalls by name and number: `fw1 (0132…)`, `3 firewalls (fw1, fw2, fw3)`.
fn named(serials: &[String], names: &BTreeMap<String, String>) -> String {
    let name = |serial: &String| names.get(serial).map(|name| visible(name).into_owned());
    if let [serial] = serials {
        return match name(serial) {
            Some(name) => format!("{name} ({serial})"),
            None => serial.clone(),
        };
    }
    let shown = serials.iter().take(MOST_NAMED).map(|serial| name(serial).unwrap_or_else(|| serial.clone()));
    let mut list: Vec<String> = shown.collect();
    if serials.len() > MOST_NAMED {
        list.push(format!("{} more", serials.len() - MOST_NAMED));
    }
    format!("{} firewalls ({})", serials.len(), list.join(", "))
}

fn drift(drift: &[Drift], sources: &Sources) -> String {
    let mut text = String::new();
    for (is_held, title) in [
        (false, "not of the spec, and kept (--prune takes it away)"),
        (true, "not wanted any more, and kept because of --no-remove"),
    ] {
        let items: Vec<&Drift> = drift.iter().filter(|drift| drift.is_held == is_held).collect();
        if items.is_empty() {
            continue;
        }
        let _ = writeln!(text, "\n{title}");
        for item in items {
            let value =
                item.text.as_ref().map(|text| format!(": {}", shown(&item.path, &Value::Text(text.clone()))));
            let _ = writeln!(
                text,
                "  {}: {}{}  ({})",
                item.location,
                place(&item.location, &item.path),
                value.unwrap_or_default(),
                sources.place(item.span)
            );
        }
    }
    text
}

fn summary(planned: &Planned) -> String {
    let plan = &planned.plan;
    if plan.is_empty() {
        return "nothing to do: Panorama has what the spec wants\n".to_owned();
    }
    let count = |kind: ActionKind| plan.actions.iter().filter(|action| action.kind == kind).count();
    let counts = ActionKind::ALL.map(|kind| format!("{} to {}", count(kind), kind.word()));
    let parents = match plan.parents.len() {
        0 => String::new(),
        1 => ", 1 device group to another parent".to_owned(),
        count => format!(", {count} device groups to other parents"),
    };
    let firewalls: usize = plan.firewalls.iter().map(|change| change.serials.len()).sum();
    let firewalls = match firewalls {
        0 => "no firewall gets anything else".to_owned(),
        1 => "1 firewall gets something else".to_owned(),
        count => format!("{count} firewalls get something else"),
    };
    format!("{}{parents}; {firewalls}\n", counts.join(", "))
}
