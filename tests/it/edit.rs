//! Panorama's CLI on a tree: what `set`, `delete`, `rename` and `move` make of a configuration.
//!
//! Lints have examples in commands, some that break a good configuration and some that repair it. So a
//! command that does nothing is an error here, where the CLI says nothing: the example would be wrong.
//!
//! As in the CLI, a word is the name of an element, of an entry, a member of a list, or the text of an
//! element. What is there already tells which, else [`holds`] does.

mod holds;
#[cfg(test)]
mod tests;

use panha::panos::LOCALHOST;
use panha::xml::Element;

use crate::set_reader::{Command, Verb, read_changes};
use holds::{Holds, alternatives};

/// Applies commands, one on a line, to a `<config>` of a Panorama.
///
/// # Errors
/// The first command that the CLI would refuse, or that changes nothing. What was done until then stays done.
pub(crate) fn apply(config: &mut Element, commands: &str) -> Result<(), String> {
    read_changes(commands)?.iter().try_for_each(|command| run(config, command))
}

/// Applies one command.
///
/// # Errors
/// As [`apply`].
pub(crate) fn run(config: &mut Element, command: &Command) -> Result<(), String> {
    let result = full(config, &command.words).and_then(|words| match command.verb {
        Verb::Set => {
            let is_changed = set(config, &mut Vec::new(), &words, command.list.as_deref())?;
            is_changed.then_some(()).ok_or_else(|| "this changes nothing".to_owned())
        }
        Verb::Delete => delete(config, &words, command.list.as_deref()),
        Verb::Rename | Verb::Move if command.list.is_some() => Err("one at a time, not a list".to_owned()),
        Verb::Rename => rename(config, &words),
        Verb::Move => move_to(config, &words),
    });
    result.map_err(|reason| format!("`{command}`: {reason}"))
}

/// The words from `config` on. The CLI starts in the one device entry, but for what stands beside it; in
/// templates it may be left out.
fn full(config: &Element, words: &[String]) -> Result<Vec<String>, String> {
    let is_firewall =
        config.get(&panha::panos::device()).is_some_and(|device| device.child("vsys").is_some());
    let device = || ["devices", LOCALHOST].map(str::to_owned);
    let mut words = words.to_vec();
    let is_template = matches!(&words[..], [what, _, config, ..]
        if (what == "template" || what == "template-stack") && config == "config");
    let is_short =
        words.get(3).is_some_and(|word| ["deviceconfig", "network", "vsys"].contains(&word.as_str()));
    if is_template && is_short {
        words.splice(3..3, device());
    }
    match words.first().map(String::as_str) {
        Some("mgt-config" | "shared" | "readonly" | "panorama" | "devices") => {}
        Some("template" | "template-stack" | "device-group" | "deviceconfig" | "plugins") => {
            words.splice(0..0, device());
        }
        Some(word) if word.starts_with("log-collector") => {
            words.splice(0..0, device());
        }
        Some("network" | "vsys") if is_firewall => {
            words.splice(0..0, device());
        }
        Some(word) => return Err(format!("Panorama has no `{word}` to start with")),
        None => return Err("there is nothing behind it".to_owned()),
    }
    Ok(words)
}

/// Sets what words say below an element; the answer says whether anything changed. The path is that of the
/// element: the names of all elements down to it, without entries.
fn set(
    at: &mut Element,
    path: &mut Vec<String>,
    words: &[String],
    list: Option<&[String]>,
) -> Result<bool, String> {
    let Some((word, rest)) = words.split_first() else {
        return list.map_or(Ok(false), |items| set_list(at, path, items));
    };
    let is_last = rest.is_empty() && list.is_none();
    let holds = holds::holds(at, path);
    // `set mgt-config devices`: a word that is known to hold something is no text.
    let is_known = || holds::by_path(&[path.as_slice(), std::slice::from_ref(word)].concat()).is_some();
    let is_value = holds == Some(Holds::Text) || holds.is_none() && is_last && !is_known();
    if is_value && !is_last {
        return Err(format!("`{}` holds the text `{}`", name_of(at), at.text()));
    } else if is_value {
        let is_changed = at.text() != word;
        at.set_text(word);
        return Ok(is_changed);
    }
    if holds == Some(Holds::Members) && !is_last {
        return Err(format!("`{}` holds members, and nothing stands below `{word}`", name_of(at)));
    }
    let (index, is_new) = match position(at, word) {
        Some(index) => (index, false),
        None => {
            let child = match holds {
                Some(Holds::Entries) => Element::entry(word),
                Some(Holds::Members) => Element::leaf("member", word),
                _ => chosen(at, path, word)?,
            };
            at.push(child);
            (at.children().len() - 1, true)
        }
    };
    let child = &mut at.children_mut()[index];
    let depth = path.len();
    if child.name() != "entry" {
        path.push(child.name().to_owned());
    }
    let is_changed = set(child, path, rest, list)?;
    path.truncate(depth);
    Ok(is_new || is_changed)
}

/// A new element of this name; those that it replaces are taken out.
fn chosen(at: &mut Element, path: &[String], name: &str) -> Result<Element, String> {
    // No element that we know has other characters: most likely the tables lack a list of entries.
    let is_element = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if !is_element {
        let at = name_of(at);
        return Err(format!(
            "`{name}` is no element, and `{at}` is not known to hold others: see edit/holds.rs"
        ));
    }
    for other in alternatives(path, name) {
        at.children_mut().retain(|child| child.name() != other);
    }
    Ok(Element::new(name))
}

fn set_list(at: &mut Element, path: &[String], items: &[String]) -> Result<bool, String> {
    if items.is_empty() {
        return Err("the list is empty".to_owned());
    }
    let item_of = match holds::holds(at, path) {
        Some(Holds::Entries) => |item: &str| Element::entry(item),
        Some(Holds::Members) | None => |item: &str| Element::leaf("member", item),
        Some(Holds::Elements | Holds::Text) => return Err(format!("`{}` holds no list", name_of(at))),
    };
    let before = at.children().len();
    for item in items {
        if position(at, item).is_none() {
            at.push(item_of(item));
        }
    }
    Ok(at.children().len() > before)
}

/// The child that a word means: an entry by its name, a member by its text, others by their own.
fn position(at: &Element, word: &str) -> Option<usize> {
    at.children().iter().position(|child| match child.name() {
        "entry" => child.entry_name() == Some(word),
        "member" => child.text() == word,
        name => name == word,
    })
}

fn name_of(element: &Element) -> &str {
    element.entry_name().unwrap_or(element.name())
}

fn index_of(at: &Element, word: &str) -> Result<usize, String> {
    position(at, word).ok_or_else(|| format!("there is no `{word}` in `{}`", name_of(at)))
}

/// What words lead to, all of which is there.
fn found<'e>(at: &'e mut Element, words: &[String]) -> Result<&'e mut Element, String> {
    words.iter().try_fold(at, |at, word| {
        let index = index_of(at, word)?;
        Ok(&mut at.children_mut()[index])
    })
}

/// The list that was emptied stays, as it does in PAN-OS.
fn delete(config: &mut Element, words: &[String], list: Option<&[String]>) -> Result<(), String> {
    let (parents, names) = match (list, words) {
        (Some(items), _) => (words, items),
        (None, [parents @ .., _]) => (parents, &words[parents.len()..]),
        (None, []) => return Err("there is nothing behind it".to_owned()),
    };
    for name in names {
        let parent = found(config, parents)?;
        let index = index_of(parent, name)?;
        parent.children_mut().remove(index);
        if let Some(readonly) = beside_in_readonly(config, parents) {
            readonly.children_mut().retain(|entry| entry.entry_name() != Some(name));
        }
    }
    Ok(())
}

/// References to what is renamed stay as they are: no source says which of them Panorama follows.
fn rename(config: &mut Element, words: &[String]) -> Result<(), String> {
    let [parents @ .., old, to, new] = words else { return Err("it says no names".to_owned()) };
    if to != "to" {
        return Err("write it as NAME to NEW".to_owned());
    }
    let parent = found(config, parents)?;
    let index = index_of(parent, old)?;
    if position(parent, new).is_some() {
        return Err(format!("there is a `{new}` already"));
    }
    let entry = &mut parent.children_mut()[index];
    if entry.name() != "entry" {
        return Err(format!("`{old}` is no entry"));
    }
    entry.set_attribute("name", new);
    for entry in beside_in_readonly(config, parents).into_iter().flat_map(Element::children_mut) {
        if entry.entry_name() == Some(old) {
            entry.set_attribute("name", new);
        }
        let parents_of_groups = entry.children_mut().iter_mut().filter(|child| child.name() == "parent-dg");
        parents_of_groups.filter(|parent| parent.text() == old).for_each(|parent| parent.set_text(new));
    }
    Ok(())
}

/// Panorama itself keeps templates, stacks and device groups in `readonly` as well, with their ids and
/// parents.
fn beside_in_readonly<'c>(config: &'c mut Element, parents: &[String]) -> Option<&'c mut Element> {
    let [devices, _, container] = parents else { return None };
    let is_kept = ["template", "template-stack", "device-group"].contains(&container.as_str());
    let words = [&["readonly".to_owned()], parents].concat();
    (is_kept && devices == "devices").then(|| found(config, &words).ok()).flatten()
}

fn move_to(config: &mut Element, words: &[String]) -> Result<(), String> {
    let (parents, name, side, other) = match words {
        [parents @ .., name, side] if side == "top" || side == "bottom" => (parents, name, side, None),
        [parents @ .., name, side, other] if side == "before" || side == "after" => {
            (parents, name, side, Some(other))
        }
        _ => return Err("write it as NAME top, bottom, before OTHER or after OTHER".to_owned()),
    };
    let parent = found(config, parents)?;
    let old = index_of(parent, name)?;
    let moved = parent.children_mut().remove(old);
    let new = match other {
        Some(other) => index_of(parent, other)? + usize::from(side == "after"),
        None if side == "top" => 0,
        None => parent.children().len(),
    };
    parent.children_mut().insert(new, moved);
    if new == old { Err("this changes nothing".to_owned()) } else { Ok(()) }
}
