//! Why a firewall's values are what they are, for a person.

use super::effective::shown_path;
use super::secret::without_secret;
use crate::effective::{Beaten, Effective, Lost, Origin, Resolution, VariableOrigin};
use crate::source::Sources;
use crate::xml::{ConfigPath, Element, Step};

/// How many children of an element are named where a path leads nowhere.
const MOST_CHILDREN: usize = 20;

/// The values at a path and below, each with the one who sets it, its variable, and whom it beat;
/// empty where there is nothing.
pub fn why(effective: &Effective<'_>, path: &ConfigPath, sources: &Sources) -> String {
    let origins = effective.why(path);
    origins.iter().map(|origin| of_value(origin, sources)).collect::<Vec<_>>().join("\n")
}

fn of_value(origin: &Origin, sources: &Sources) -> String {
    let mut text = format!("{}\n", shown_path(&origin.path));
    let value = match (&origin.value, &origin.variable) {
        (Some(value), _) => shown_value(&origin.path, value),
        (None, Some(VariableOrigin { name, resolution: Resolution::Unset, .. })) => {
            format!("none: variable {name} has no value")
        }
        (None, Some(VariableOrigin { name, .. })) => format!("none: variable {name} is defined nowhere"),
        (None, None) => "none".to_owned(),
    };
    text.push_str(&format!("  value: {value}\n"));
    text.push_str(&format!("  from: {} ({})\n", origin.layer, sources.line_of(origin.span)));
    if let Some(variable) = &origin.variable {
        text.push_str(&of_variable(variable, &origin.path, sources));
    }
    text.extend(origin.beaten.iter().map(|beaten| of_beaten(beaten, &origin.path, sources)));
    text
}

fn of_variable(variable: &VariableOrigin, path: &ConfigPath, sources: &Sources) -> String {
    let told = match variable.resolution {
        Resolution::Set => "",
        Resolution::Unset => ", which is unset",
        Resolution::Undefined => ", which is undefined",
    };
    let mut text = format!("  variable: {}{told}\n", variable.name);
    for (number, (level, span, value)) in (1..).zip(&variable.definitions) {
        let value = value.as_deref().map_or_else(|| "no value".to_owned(), |value| shown_value(path, value));
        text.push_str(&format!("    {number}. {level} ({}): {value}\n", sources.line_of(*span)));
    }
    text
}

fn of_beaten(beaten: &Beaten, path: &ConfigPath, sources: &Sources) -> String {
    let value = match &beaten.value {
        Some(value) => shown_value(path, value),
        None => "has what is around it, not this".to_owned(),
    };
    format!("  beats: {} ({}): {value}\n", beaten.layer, sources.line_of(beaten.span))
}

/// A value on one line, so that the next line is the next fact.
fn shown_value(path: &ConfigPath, value: &str) -> String {
    let value = without_secret(path, value);
    if value.trim().is_empty() {
        return "(empty)".to_owned();
    }
    value.trim().replace('\\', "\\\\").replace('\r', "\\r").replace('\n', "\\n")
}

/// What there is where a path leads to nothing: who would have set it, how far the path leads, and
/// where it goes on from there.
pub fn nothing_at(effective: &Effective<'_>, path: &ConfigPath, sources: &Sources) -> String {
    let (config, path) = (effective.config(), Effective::whole(path));
    let steps = path.steps();
    let mut ancestor = &config;
    let mut taken = 0;
    while let Some(step) = steps.get(taken)
        && let Some(child) = child_at(ancestor, step)
    {
        ancestor = child;
        taken += 1;
    }
    let mut text = if taken == steps.len() {
        format!("{} is there, with no value in it\n", shown_path(&path))
    } else {
        format!("firewall {} gets nothing at {}\n", effective.serial(), shown_path(&path))
    };
    if let Some(lost) = effective.lost(&path) {
        text.push_str(&of_lost(&lost, &path, sources));
    }
    if taken < steps.len() {
        text.push_str(&below(ancestor, &steps[..taken].iter().cloned().collect()));
    }
    text
}

fn child_at<'e>(element: &'e Element, step: &Step) -> Option<&'e Element> {
    match &step.entry {
        Some(entry) => element.child_entry(entry),
        None => element.child(&step.name),
    }
}

fn of_lost(lost: &Lost, path: &ConfigPath, sources: &Sources) -> String {
    let Lost { unit, layer, span, beaten } = lost;
    let mut text = String::new();
    for Beaten { layer, span, value } in beaten {
        let value =
            value.as_deref().map(|value| format!(": {}", shown_value(path, value))).unwrap_or_default();
        text.push_str(&format!("  {layer} has it ({}){value}\n", sources.line_of(*span)));
    }
    let (unit, place) = (shown_path(unit), sources.line_of(*span));
    text.push_str(&format!("  but {layer} ({place}) replaces all of {unit}\n"));
    text
}

fn below(ancestor: &Element, path: &ConfigPath) -> String {
    let path = shown_path(path);
    if ancestor.is_leaf() {
        return format!("  the nearest there is: {path}, with nothing below\n");
    }
    let mut text = format!("  the nearest there is: {path}, with\n");
    let mut names: Vec<String> = Vec::new();
    for child in ancestor.children() {
        let entry = child.entry_name().map(str::to_owned);
        let name = Step { name: child.name().to_owned(), entry }.to_string();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    for name in names.iter().take(MOST_CHILDREN) {
        text.push_str(&format!("    {name}\n"));
    }
    if names.len() > MOST_CHILDREN {
        text.push_str(&format!("    and {} more\n", names.len() - MOST_CHILDREN));
    }
    text
}
