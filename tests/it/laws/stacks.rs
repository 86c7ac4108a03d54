//! Template stacks: their variables, their firewalls, and the interfaces that their templates name.

use std::collections::BTreeSet;

use super::tree::Tree;
use crate::fleet_strategy::Cluster;

const DEVICE: &str = "devices/localhost.localdomain";

fn is_variable(text: &str) -> bool {
    text.starts_with('$')
}

/// The variables that a configuration uses, as texts and as names of entries.
fn used(tree: &Tree, into: &mut BTreeSet<String>) {
    let words = std::iter::once(&tree.text).chain(&tree.entry).filter(|text| is_variable(text));
    into.extend(words.cloned());
    tree.children.iter().for_each(|child| used(child, into));
}

/// Name and kind of each variable that is declared somewhere.
fn declared(of: &Tree) -> BTreeSet<(String, String)> {
    let kind = |variable: &Tree| variable.children_below("type").first().map(|kind| kind.name.clone());
    let variables = of.children_below("variable").iter();
    variables.map(|variable| (variable.word().to_owned(), kind(variable).unwrap_or_default())).collect()
}

/// Each variable used is declared where it is used, and has a value, of one kind, for every firewall.
pub(super) fn variables(panorama: &Tree) -> Result<(), String> {
    let device = panorama.below(DEVICE).ok_or("no device entry")?;
    for stack in device.children_below("template-stack") {
        for name in stack.texts_below("templates") {
            let Some(template) = device.at(&["template", name]) else { continue };
            let mut names = BTreeSet::new();
            template.below("config").into_iter().for_each(|config| used(config, &mut names));
            let declared = declared(template);
            for name in names {
                let Some(variable) = declared.iter().find(|(other, _)| *other == name) else {
                    return Err(format!("template {} does not declare {name}", template.word()));
                };
                for firewall in stack.children_below("devices") {
                    if !self::declared(firewall).contains(variable) {
                        let (stack, firewall) = (stack.word(), firewall.word());
                        return Err(format!("{firewall} in stack {stack} has no {variable:?}"));
                    }
                }
            }
        }
    }
    Ok(())
}

/// Each member is in one stack, and all are in the device group. All names of stacks are there.
pub(super) fn firewalls(cluster: &Cluster, panorama: &Tree) -> Result<(), String> {
    let device = panorama.below(DEVICE).ok_or("no device entry")?;
    let stacks = device.children_below("template-stack");
    let mut serials: Vec<&str> = stacks.iter().flat_map(|stack| stack.words_below("devices")).collect();
    let mut members: Vec<&str> = cluster.members.iter().map(|member| member.serial.as_str()).collect();
    serials.sort_unstable();
    members.sort_unstable();
    if serials != members {
        return Err(format!("stacks hold {serials:?}, the cluster {members:?}"));
    }
    let group = device.children_below("device-group").first().ok_or("no device group")?;
    let mut devices = group.words_below("devices");
    devices.sort_unstable();
    let named: Vec<&str> = stacks.iter().map(Tree::word).collect();
    if devices != members || group.texts_below("reference-templates") != named {
        return Err("the device group has other firewalls or stacks".to_owned());
    }
    // Templates and stacks share one set of names, and a stack has no template twice.
    let templates = device.children_below("template").iter().map(Tree::word);
    unique(templates.chain(named.iter().copied()))?;
    stacks.iter().try_for_each(|stack| unique(stack.texts_below("templates")))
}

fn unique<'t>(words: impl IntoIterator<Item = &'t str>) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    match words.into_iter().find(|word| !seen.insert(*word)) {
        None => Ok(()),
        Some(word) => Err(format!("`{word}` is there twice")),
    }
}

/// A template cannot refer to what another one defines.
pub(super) fn interfaces(cluster: &Cluster, panorama: &Tree) -> Result<(), String> {
    for template in panorama.children_below(&format!("{DEVICE}/template")) {
        let config = |path: &str| template.children_below(&format!("config/{DEVICE}/{path}"));
        let mut defined: BTreeSet<&str> = BTreeSet::new();
        for kind in ["ethernet", "aggregate-ethernet"] {
            defined.extend(config(&format!("network/interface/{kind}")).iter().map(Tree::word));
        }
        let ha = "deviceconfig/high-availability";
        let ports = config(&format!("{ha}/interface")).iter().filter_map(|link| link.text_below("port"));
        let mut named: Vec<&str> =
            ports.filter(|port| port.starts_with("ethernet") || port.starts_with("ae")).collect();
        // The others may name what the spec does not define: then no template can.
        let mut others = Vec::new();
        for group in config(&format!("{ha}/group/monitoring/link-monitoring/link-group")) {
            others.extend(group.texts_below("interface"));
        }
        for zone in config("vsys/vsys1/zone") {
            others.extend(zone.children_below("network").iter().flat_map(|mode| &mode.children).map(text));
        }
        others.extend(config("vsys/vsys1/import/network/interface").iter().map(text));
        named.extend(others.into_iter().filter(|port| cluster.interfaces.iter().any(|own| own == port)));
        if let Some(port) = named.into_iter().find(|port| !defined.contains(port)) {
            return Err(format!("template {} names {port} and does not define it", template.word()));
        }
    }
    Ok(())
}

fn text(tree: &Tree) -> &str {
    &tree.text
}
