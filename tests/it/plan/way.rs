//! A session that `panha plan` wrote, gone on a copy of the configuration as Panorama would: by the text alone.
//!
//! Nothing here knows how the session was made: commands are carried out by the tests' own CLI, and a partial
//! load by what its line says.

use std::collections::BTreeMap;

use panha::panos::{Export, PanoramaObject, device};
use panha::source::Sources;
use panha::xml::{ConfigPath, Document, Element};

use crate::canonical::exact;
use crate::edit::run;
use crate::set_reader::{lines, words};

/// The `config` element of an export, wherever in the text it stands.
pub(super) fn config(text: &str) -> Result<Element, String> {
    let mut sources = Sources::default();
    let id = sources.add("export.xml", text);
    let document = Document::parse(id, sources.get(id).shared_text()).map_err(|problem| problem.message)?;
    let Some(Export::Panorama(panorama)) = Export::of(&document) else {
        return Err("no Panorama".to_owned());
    };
    panorama.config().to_element().map_err(|problem| problem.message)
}

/// A file to import.
pub(super) fn file(text: &str) -> Result<Element, String> {
    let mut sources = Sources::default();
    let id = sources.add("plan.xml", text);
    let document = Document::parse(id, sources.get(id).shared_text()).map_err(|problem| problem.message)?;
    document.root().to_element().map_err(|problem| problem.message)
}

/// What a session makes of a configuration; `file` is what it imports.
pub(super) fn gone(start: &Element, session: &str, file: Option<&Element>) -> Result<Element, String> {
    let mut config = start.clone();
    for line in lines(session)? {
        match line {
            Ok(command) => run(&mut config, &command)?,
            Err(line) => other(&mut config, &line, file).map_err(|why| format!("`{line}`: {why}"))?,
        }
    }
    Ok(config)
}

/// A line that is no command of configuration mode.
fn other(config: &mut Element, line: &str, file: Option<&Element>) -> Result<(), String> {
    let words = words(line)?;
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["load", "config", "partial", "mode", mode, "from", _, "from-xpath", from, "to-xpath", to] => {
            let file = file.ok_or("there is no file to import")?;
            let (from, to) = (path(from)?, path(to)?);
            let part = file.get(&from).ok_or("the file has nothing there")?;
            let to = to.strip_prefix(&ConfigPath::default().child("config")).ok_or("it starts elsewhere")?;
            load(config, mode, part, &to)
        }
        ["run", "request", "move-dg", "entry", group, rest @ ..] => {
            let place = readonly_group(group);
            match rest {
                [] => match config.get(&place) {
                    Some(_) => {
                        config.ensure(&place).children_mut().retain(|child| child.name() != "parent-dg")
                    }
                    None => return Err("it is below Shared already".to_owned()),
                },
                ["new-parent-dg", parent] => {
                    if config.get(&device().child("device-group").entry(*parent)).is_none() {
                        return Err("there is no such parent".to_owned());
                    }
                    config.ensure(&place.child("parent-dg")).set_text(*parent);
                }
                _ => return Err("nobody knows what that means".to_owned()),
            }
            Ok(())
        }
        ["scp", "import", ..] | ["set", "cli", ..] | ["configure" | "commit" | "exit"] => Ok(()),
        ["commit-all", "template-stack", "name", name] => {
            is_there(config, PanoramaObject::TemplateStack, name)
        }
        ["commit-all", "shared-policy", "device-group", name] => {
            is_there(config, PanoramaObject::DeviceGroup, name)
        }
        ["show", "high-availability", "cluster", "state"] => Ok(()),
        _ => Err("nobody knows what that means".to_owned()),
    }
}

fn is_there(config: &Element, object: PanoramaObject, name: &str) -> Result<(), String> {
    let entry = device().child(object.element()).entry(name);
    config.get(&entry).map(|_| ()).ok_or_else(|| "there is no such thing to push".to_owned())
}

fn readonly_group(group: &str) -> ConfigPath {
    ConfigPath::default().child("readonly").join(&device().child("device-group").entry(group))
}

fn path(text: &str) -> Result<ConfigPath, String> {
    text.parse().map_err(|error: panha::xml::PathError| error.to_string())
}

fn load(config: &mut Element, mode: &str, part: &Element, to: &ConfigPath) -> Result<(), String> {
    match mode {
        "replace" if config.get(to).is_none() => Err("there is nothing to replace".to_owned()),
        "replace" => {
            *config.ensure(to) = part.clone();
            Ok(())
        }
        "merge" => {
            merge(config.ensure(to), part);
            Ok(())
        }
        _ => Err("there is no such mode".to_owned()),
    }
}

fn merge(target: &mut Element, part: &Element) {
    part.attributes().iter().for_each(|(name, value)| target.set_attribute(name, value));
    if part.is_leaf() && !part.text().is_empty() {
        target.set_text(part.text());
    }
    for child in part.children() {
        let at = target.children().iter().position(|other| match child.name() {
            "entry" => other.entry_name() == child.entry_name(),
            "member" => other.text() == child.text(),
            name => other.name() == name,
        });
        match at {
            Some(index) => merge(&mut target.children_mut()[index], child),
            None => drop(target.push(child.clone())),
        }
    }
}

/// A configuration as two are compared: without what Panorama numbers itself, with the device groups above others,
/// and without the lists of objects that are empty, which it keeps or not.
pub(super) fn comparable(config: &Element, has_uuids: bool) -> String {
    let mut plain = Element::new("config");
    for child in config.children().iter().filter(|child| child.name() != "readonly") {
        // Who changed what is Panorama's own to note.
        let tracking = ["admin", "dirtyId", "time", "uuid"];
        plain.push(without(child.clone(), if has_uuids { &tracking[..3] } else { &tracking }));
    }
    let is_empty_list = |child: &Element| {
        child.is_leaf() && ["template", "template-stack", "device-group"].contains(&child.name())
    };
    if plain.get(&device()).is_some() {
        plain.ensure(&device()).children_mut().retain(|child| !is_empty_list(child));
        if plain.get(&device()).is_some_and(Element::is_leaf) {
            plain.children_mut().retain(|child| child.name() != "devices");
        }
    }
    if plain.child("mgt-config").is_some() {
        let mgt = plain.ensure(&ConfigPath::default().child("mgt-config"));
        mgt.children_mut().retain(|child| child.name() != "devices" || !child.is_leaf());
        if mgt.is_leaf() {
            plain.children_mut().retain(|child| child.name() != "mgt-config");
        }
    }
    let parents: Vec<String> =
        parents(config).into_iter().map(|(group, parent)| format!("{group} below {parent}\n")).collect();
    exact(plain, &[]) + &parents.concat()
}

/// Without these attributes.
fn without(mut element: Element, names: &[&str]) -> Element {
    let mut plain = Element::new(element.name());
    let kept = element.attributes().iter().filter(|(name, _)| !names.contains(&name.as_str()));
    kept.for_each(|(name, value)| plain.set_attribute(name, value));
    plain.set_text(element.text());
    element.children_mut().drain(..).map(|child| without(child, names)).fold(plain, Element::with)
}

/// The device groups that are there and below others.
fn parents(config: &Element) -> BTreeMap<String, String> {
    let groups = config.get(&device().child("device-group")).map(Element::children).unwrap_or_default();
    let parent = |group: &Element| {
        let name = group.entry_name()?;
        let parent = config.get(&readonly_group(name).child("parent-dg"))?;
        Some((name.to_owned(), parent.text().to_owned()))
    };
    groups.iter().filter_map(parent).collect()
}

/// Two texts that should be one: where they part.
pub(super) fn same(what: &str, found: &str, wanted: &str) -> Result<(), String> {
    if found == wanted {
        return Ok(());
    }
    let (found, wanted): (Vec<&str>, Vec<&str>) = (found.lines().collect(), wanted.lines().collect());
    let at = found.iter().zip(&wanted).take_while(|(a, b)| a == b).count();
    let around =
        |lines: &[&str]| lines[at.saturating_sub(6).min(lines.len())..(at + 4).min(lines.len())].join("\n");
    Err(format!("{what}: it gives\n{}\nwhere this is wanted\n{}", around(&found), around(&wanted)))
}

/// What `panha plan` writes.
pub(super) struct Files {
    pub(super) load: String,
    pub(super) set: String,
    pub(super) file: Option<Element>,
    pub(super) load_back: String,
    pub(super) set_back: String,
    pub(super) file_back: Option<Element>,
}

/// Does each session lead from one configuration to the other, or back?
pub(super) fn leads_there_and_back(base: &str, merged: &str, files: &Files) -> Result<(), String> {
    let (before, after) = (config(base)?, config(merged)?);
    for (what, start, end, session, file, has_uuids) in [
        ("load.txt", &before, &after, &files.load, files.file.as_ref(), true),
        ("set.txt", &before, &after, &files.set, None, false),
        ("rollback/load.txt", &after, &before, &files.load_back, files.file_back.as_ref(), true),
        ("rollback/set.txt", &after, &before, &files.set_back, None, false),
    ] {
        let found = gone(start, session, file).map_err(|why| format!("{what}: {why}"))?;
        same(what, &comparable(&found, has_uuids), &comparable(end, has_uuids))?;
    }
    Ok(())
}
