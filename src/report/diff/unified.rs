//! Changes as a unified diff of text, as many tools read it.

use std::collections::HashSet;

use similar::TextDiff;

use super::canonical::Canonical;
use super::object::Object;
use crate::diff::{Change, Difference, Noise, Part, Secrets};
use crate::panos::{PanoramaObject, device, hash_of_encrypted};
use crate::source::Span;
use crate::xml::{ConfigPath, Node, Step};

/// So many lines around a change are shown.
const CONTEXT: usize = 3;

/// The changed objects of two configurations as a unified diff, named by their paths.
///
/// The text is not that of the files: siblings are sorted where their order means nothing, noise is left out,
/// and secrets are not shown, so that each line that differs is a change.
pub fn diff_unified(changes: &[Change<'_, '_>], noise: &Noise, secrets: &Secrets) -> String {
    let mut units = Vec::new();
    changes.iter().for_each(|change| collect(change, &ConfigPath::default(), &mut units));
    let mut text = String::new();
    for Unit { path, before, after, within } in units {
        let another = within.map(changed_secrets).unwrap_or_default();
        let lines = |node: Option<Node<'_>>, is_after: bool| -> Vec<String> {
            let is_another = |leaf: Node<'_>| is_after && another.contains(&leaf.span());
            let canonical = Canonical { noise, secrets, is_another: &is_another };
            node.map(|node| canonical.lines(node)).unwrap_or_default()
        };
        let (old, new) = (lines(before, false), lines(after, true));
        let (old_lines, new_lines): (Vec<&str>, Vec<&str>) =
            (old.iter().map(String::as_str).collect(), new.iter().map(String::as_str).collect());
        let of_lines = TextDiff::from_slices(&old_lines, &new_lines);
        let name = |side: &str, node: Option<Node<'_>>| match node {
            Some(_) => format!("{side}{}", crate::source::visible(&path.to_string())),
            None => "/dev/null".to_owned(),
        };
        let (old_name, new_name) = (name("a", before), name("b", after));
        let mut unified = of_lines.unified_diff();
        unified.context_radius(CONTEXT).header(&old_name, &new_name);
        text.push_str(&unified.to_string());
    }
    text
}

/// An object that differs.
struct Unit<'x, 'a, 'b> {
    path: ConfigPath,
    before: Option<Node<'a>>,
    after: Option<Node<'b>>,
    within: Option<&'x Difference<'a, 'b>>,
}

/// Goes down to templates, device groups and the like, which are compared as a whole.
fn collect<'x, 'a, 'b>(change: &'x Change<'a, 'b>, around: &ConfigPath, units: &mut Vec<Unit<'x, 'a, 'b>>) {
    let step = |node: Node<'_>| {
        let mut path = around.clone();
        let entry = node.attribute("name").filter(|_| node.name() == "entry");
        path.push(Step { name: node.name().to_owned(), entry: entry.map(|name| name.into_owned()) });
        path
    };
    match change {
        Change::Added { node, .. } => {
            units.push(Unit { path: step(*node), before: None, after: Some(*node), within: None });
        }
        Change::Removed { node } => {
            units.push(Unit { path: step(*node), before: Some(*node), after: None, within: None });
        }
        Change::Within(within) => {
            let path = step(within.before);
            // Below the root, `config` is in no path.
            let is_root = path.steps().len() == 1 && path.steps()[0].name == "config";
            let inside = if is_root { ConfigPath::default() } else { path.clone() };
            if is_way(within, &inside) {
                within.changes.iter().for_each(|change| collect(change, &inside, units));
            } else {
                let (before, after) = (Some(within.before), Some(within.after));
                units.push(Unit { path, before, after, within: Some(within) });
            }
        }
        Change::Moved { .. } => {}
    }
}

/// Is an element only on the way to what differs? A rule or an interface is shown as a whole, and so is a list
/// to which something came.
fn is_way(within: &Difference<'_, '_>, path: &ConfigPath) -> bool {
    let is_own = within.is_text_changed || !within.attributes.is_empty();
    let is_small = within.before.name() == "entry" && !device().starts_with(path) && !is_object(path);
    let has_objects = PanoramaObject::ALL.iter().any(|object| *path == device().child(object.element()));
    let is_below = |change: &Change<'_, '_>| match change {
        Change::Within(_) => true,
        Change::Added { .. } | Change::Removed { .. } => has_objects || device().starts_with(path),
        Change::Moved { .. } => false,
    };
    !is_own && !is_small && within.changes.iter().all(is_below)
}

/// Does a path lead to a template, a device group or the like, or to the device in one?
fn is_object(path: &ConfigPath) -> bool {
    let object = Object::of(path);
    let rest = object.rest.strip_prefix(&ConfigPath::default().child("config")).unwrap_or(object.rest);
    object.name.is_some() && (rest.is_empty() || device().starts_with(&rest))
}

/// The secrets after, of which there is another before that looks alike.
fn changed_secrets(difference: &Difference<'_, '_>) -> HashSet<Span> {
    let mut changed = HashSet::new();
    difference.visit(&mut |around, part| {
        let [old, new] = [around.before, around.after].map(Node::text);
        if matches!(part, Part::Text) && hash_of_encrypted(&old) == hash_of_encrypted(&new) {
            changed.insert(around.after.span());
        }
    });
    changed
}
