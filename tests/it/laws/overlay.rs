//! What a firewall gets from Panorama, worked out anew from `panorama.xml`: the templates of its
//! stack laid over each other, variables filled in, the device group folded in.

use std::collections::BTreeMap;

use super::tree::{End, Leaf, Tree};

/// Panorama's one device entry.
const DEVICE: &str = "devices/localhost.localdomain";

/// Children of a device group that are not for the firewall.
const NOT_PUSHED: [&str; 3] = ["description", "devices", "reference-templates"];

/// The values of variables by name.
type Variables = BTreeMap<String, String>;

/// The leaves that a firewall ends up with, sorted; lists keep their order.
pub(super) fn of_firewall(panorama: &Tree, serial: &str) -> Result<Vec<Leaf>, String> {
    let device = panorama.below(DEVICE).ok_or("no device entry")?;
    let stacks = device.children_below("template-stack");
    let stack = stacks.iter().find(|stack| stack.at(&["devices", serial]).is_some());
    let stack = stack.ok_or_else(|| format!("{serial} is in no stack"))?;
    let mut config = Tree { name: "config".into(), entry: None, text: String::new(), children: Vec::new() };
    let mut variables = Variables::new();
    if let Some(own) = stack.at(&["devices", serial]) {
        declare(own, &mut variables);
    }
    for name in stack.texts_below("templates") {
        // Templates that stand in Panorama already are not in the file.
        let Some(template) = device.at(&["template", name]) else { continue };
        declare(template, &mut variables);
        for child in template.children_below("config") {
            lay_below(&mut config, child, &[]);
        }
    }
    fill_in(&mut config, &variables);
    // Device groups know no variables: a `$` in an object's name is one of its characters.
    is_resolved(&config.leaves())?;
    fold(&mut config, device.below("device-group").and_then(|groups| groups.children.first()))?;
    Ok(sorted(config.leaves()))
}

/// The leaves of a firewall's own file, in the same form.
pub(super) fn of_file(firewall: &Tree) -> Vec<Leaf> {
    sorted(firewall.leaves())
}

fn sorted(mut leaves: Vec<Leaf>) -> Vec<Leaf> {
    leaves.sort();
    leaves
}

/// Higher ones come first: what has a value already keeps it.
fn declare(of: &Tree, variables: &mut Variables) {
    for variable in of.children_below("variable") {
        let value = variable.children_below("type").first().map(|kind| kind.text.clone());
        variables.entry(variable.word().to_owned()).or_insert(value.unwrap_or_default());
    }
}

/// Is it taken whole from the highest template that has it?
fn is_whole(above: &[&str], tree: &Tree) -> bool {
    let parent = above.last().copied().unwrap_or("");
    tree.name == "entry" && matches!(parent, "ethernet" | "aggregate-ethernet" | "link-group" | "zone")
}

fn lay_below(above: &mut Tree, tree: &Tree, path: &[&str]) {
    let is_like = |other: &&mut Tree| {
        (&other.name, &other.entry) == (&tree.name, &tree.entry)
            && (tree.name != "member" || other.text == tree.text)
    };
    match above.children.iter_mut().find(is_like) {
        None => above.children.push(tree.clone()),
        Some(own) if is_whole(path, own) || !own.text.is_empty() => {}
        Some(own) => {
            let path = [path, &[tree.word()]].concat();
            tree.children.iter().for_each(|child| lay_below(own, child, &path));
        }
    }
}

fn fill_in(tree: &mut Tree, variables: &Variables) {
    for text in std::iter::once(&mut tree.text).chain(&mut tree.entry) {
        if let Some(value) = variables.get(text.as_str()) {
            text.clone_from(value);
        }
    }
    tree.children.iter_mut().for_each(|child| fill_in(child, variables));
}

/// Objects go into the virtual system as they are, pre rules and then post rules into its rulebase.
fn fold(config: &mut Tree, device_group: Option<&Tree>) -> Result<(), String> {
    let device_group = device_group.ok_or("no device group")?;
    let mut vsys = config;
    for step in ["devices", "localhost.localdomain", "vsys", "vsys1"] {
        let child = vsys.children.iter_mut().find(|child| child.word() == step);
        vsys = child.ok_or_else(|| format!("no {step}"))?;
    }
    let mut rules = Vec::new();
    for child in device_group.children.iter().filter(|child| !NOT_PUSHED.contains(&child.word())) {
        match child.word() {
            "pre-rulebase" | "post-rulebase" => {}
            _ => vsys.children.push(child.clone()),
        }
    }
    for rulebase in ["pre-rulebase", "post-rulebase"] {
        rules.extend(device_group.children_below(&format!("{rulebase}/security/rules")).iter().cloned());
    }
    if !rules.is_empty() {
        let nested =
            |name: &str, children| Tree { name: name.into(), entry: None, text: String::new(), children };
        vsys.children.push(nested("rulebase", vec![nested("security", vec![nested("rules", rules)])]));
    }
    Ok(())
}

/// The two have the same leaves.
pub(super) fn same(expected: &[Leaf], found: &[Leaf]) -> Result<(), String> {
    if expected == found {
        return Ok(());
    }
    let only = |these: &[Leaf], others: &[Leaf]| -> Vec<Leaf> {
        these.iter().filter(|leaf| others.binary_search(leaf).is_err()).cloned().collect()
    };
    let (above, below) = (only(expected, found), only(found, expected));
    Err(format!("only in Panorama: {above:?}\nonly in the firewall's file: {below:?}"))
}

/// The names of a firewall's rules, in order, are those of the pre rules and then of the post rules.
pub(super) fn rules_in_order(panorama: &Tree, firewall: &Tree) -> Result<(), String> {
    let group = panorama.below(&format!("{DEVICE}/device-group")).and_then(|groups| groups.children.first());
    let group = group.ok_or("no device group")?;
    let mut expected = group.words_below("pre-rulebase/security/rules");
    expected.extend(group.words_below("post-rulebase/security/rules"));
    let found = firewall.words_below(&format!("{DEVICE}/vsys/vsys1/rulebase/security/rules"));
    if found == expected { Ok(()) } else { Err(format!("rules {found:?}, not {expected:?}")) }
}

/// Nothing is left of variables, and nothing says that it is unset.
fn is_resolved(leaves: &[Leaf]) -> Result<(), String> {
    let is_left = |text: &String| text.starts_with('$') || text == "None";
    let has_left =
        |(words, end): &&Leaf| words.iter().any(is_left) || matches!(end, End::Value(text) if is_left(text));
    match leaves.iter().find(has_left) {
        None => Ok(()),
        Some(leaf) => Err(format!("not resolved: {leaf:?}")),
    }
}
