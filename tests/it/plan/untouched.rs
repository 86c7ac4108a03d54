//! What no action names is in the merged file as it was, byte for byte. Read by roxmltree, so that our own reader
//! cannot be wrong twice.

use roxmltree::{Document, Node};

/// The names of the elements down to one, with those of entries.
type Steps = Vec<(String, Option<String>)>;

/// An action: its place, and whether it only moves.
pub(super) struct Done {
    pub(super) steps: Steps,
    pub(super) is_move: bool,
}

/// The actions of `panha plan --format json`.
pub(super) fn done(json: &str) -> Result<Vec<Done>, String> {
    let json: serde_json::Value = serde_json::from_str(json).map_err(|error| error.to_string())?;
    let actions = json["actions"].as_array().ok_or("no actions")?;
    let done = |action: &serde_json::Value| {
        let path: panha::xml::ConfigPath =
            action["path"].as_str().ok_or("no path")?.parse().map_err(|error| format!("{error}"))?;
        let steps = path.steps().iter().map(|step| (step.name.clone(), step.entry.clone())).collect();
        Ok(Done { steps, is_move: action["action"] == "move" })
    };
    actions.iter().map(done).collect()
}

/// Is everything else as it was?
pub(super) fn check(base: &str, merged: &str, done: &[Done]) -> Result<(), String> {
    let read = |text| Document::parse(text).map_err(|error| error.to_string());
    let (before, after) = (read(base)?, read(merged)?);
    let (before, after) = (config(&before).ok_or("no config")?, config(&after).ok_or("no config")?);
    let (outer, new_outer) = (before.range(), after.range());
    if base[..outer.start] != merged[..new_outer.start] || base[outer.end..] != merged[new_outer.end..] {
        return Err("what is around the configuration is another".to_owned());
    }
    Look { base, merged, done }.at(before, after, &mut vec![("config".to_owned(), None)])
}

fn config<'d>(document: &'d Document<'d>) -> Option<Node<'d, 'd>> {
    document.descendants().find(|node| node.has_tag_name("config"))
}

struct Look<'t> {
    base: &'t str,
    merged: &'t str,
    done: &'t [Done],
}

impl Look<'_> {
    fn at(&self, before: Node<'_, '_>, after: Node<'_, '_>, path: &mut Steps) -> Result<(), String> {
        if self.base[before.range()] == self.merged[after.range()] {
            return Ok(());
        }
        let is_readonly = path.get(1).is_some_and(|(name, _)| name == "readonly");
        if is_readonly && ["id", "parent-dg", "max-internal-id"].contains(&before.tag_name().name()) {
            let is_changeable = before.tag_name().name() != "id";
            return is_changeable.then_some(()).ok_or_else(|| told(path, "has another number"));
        }
        if self.done.iter().any(|done| !done.is_move && path.starts_with(&done.steps)) {
            return Ok(());
        }
        // What Panorama keeps for itself is in no action.
        let is_root = path.len() == 1;
        if !is_readonly && !is_root && !self.done.iter().any(|done| done.steps.starts_with(path)) {
            return Err(told(path, "is another, and no action names it"));
        }
        let tag = |text: &str| {
            let tag = &text[..text.find('>').unwrap_or(text.len())];
            tag.trim_end_matches('/').to_owned()
        };
        if tag(&self.base[before.range()]) != tag(&self.merged[after.range()]) {
            return Err(told(path, "has another start tag"));
        }
        self.children(before, after, path, is_readonly)
    }

    fn children(
        &self,
        before: Node<'_, '_>,
        after: Node<'_, '_>,
        path: &mut Steps,
        is_readonly: bool,
    ) -> Result<(), String> {
        let is_named = |path: &Steps| is_readonly || self.done.iter().any(|done| done.steps == *path);
        let new: Vec<Node<'_, '_>> = after.children().filter(Node::is_element).collect();
        let mut taken = vec![false; new.len()];
        let mut last = 0;
        for child in before.children().filter(Node::is_element) {
            path.push(step(child));
            // Members have no place of their own: their list is named.
            let is_named = is_named(path) || child.has_tag_name("member");
            let at = (0..new.len()).find(|index| !taken[*index] && is_same(child, new[*index]));
            match at {
                None if is_named || self.is_around_removed(path) => {}
                None => return Err(told(path, "is gone, and no action names it")),
                Some(at) => {
                    taken[at] = true;
                    if at < last && !is_named {
                        return Err(told(path, "stands elsewhere, and no action names it"));
                    }
                    if !is_named {
                        last = at;
                    }
                    self.at(child, new[at], path)?;
                }
            }
            path.pop();
        }
        for (node, _) in new.iter().zip(taken).filter(|(_, taken)| !taken) {
            path.push(step(*node));
            let brings = self.done.iter().any(|done| done.steps.starts_with(path));
            if !is_named(path) && !brings {
                return Err(told(path, "is new, and no action names it"));
            }
            path.pop();
        }
        Ok(())
    }

    /// A container of which every object goes is named by them.
    fn is_around_removed(&self, path: &Steps) -> bool {
        self.done.iter().any(|done| done.steps.starts_with(path))
    }
}

fn step(node: Node<'_, '_>) -> (String, Option<String>) {
    (node.tag_name().name().to_owned(), node.attribute("name").map(str::to_owned))
}

fn is_same(before: Node<'_, '_>, after: Node<'_, '_>) -> bool {
    step(before) == step(after) && (!before.has_tag_name("member") || before.text() == after.text())
}

fn told(path: &Steps, what: &str) -> String {
    let step = |(name, entry): &(String, Option<String>)| match entry {
        Some(entry) => format!("{name}[{entry}]"),
        None => name.clone(),
    };
    format!("{} {what}", path.iter().map(step).collect::<Vec<_>>().join("/"))
}
