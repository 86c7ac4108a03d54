//! The Panorama CLI session that loads a cluster's files, and the one that sets the same by commands.

use super::session::{ENTER, Session};
use super::tree::{ClusterTree, panorama};
use crate::model::{Cluster, Member};
use crate::panos::{PanoramaObject, device, set_commands};
use crate::xml::Element;

const REGISTER: &str = "Make the firewalls known to Panorama; those it knows already stay as they are.";

/// Name under which Panorama keeps the imported file: at most 32 characters of `a-z 0-9 _ . -`
/// and, in a shortened one, `~`.
///
/// `cluster` is the index of the cluster, which keeps shortened names apart.
pub(crate) fn import_name(name: &str, cluster: usize) -> String {
    let plain: String = name.to_ascii_lowercase();
    let whole = format!("panha-{plain}.xml");
    if whole.len() <= 32 {
        return whole;
    }
    // No whole name has a `~`, so a shortened one is never another cluster's.
    let tail = format!("~{}.xml", cluster + 1);
    let room = 32 - "panha-".len() - tail.len();
    format!("panha-{}{tail}", plain.chars().take(room).collect::<String>())
}

/// `load.txt`: import, load each object, set the parent, commit, push.
pub(crate) fn load(cluster: &Cluster, tree: &ClusterTree, import_name: &str) -> String {
    let mut session = Session::new(&format!(
        "Loads HA cluster {} into Panorama. Paste step by step; lines that start with # are for you.",
        cluster.name
    ));
    session.import("panorama.xml", import_name);
    session.step(ENTER);
    session.configure();
    session
        .step(&format!("{REGISTER}\nCommit that: a partial load wants no changes before it (PAN-279336)."));
    register(&mut session, cluster);
    session.command("commit");
    for (object, entries) in [
        (PanoramaObject::Template, tree.templates.as_slice()),
        (PanoramaObject::TemplateStack, tree.stacks.as_slice()),
        (PanoramaObject::DeviceGroup, std::slice::from_ref(&tree.device_group)),
    ] {
        for entry in entries {
            let name = entry.entry_name().unwrap_or_default();
            let mut step = format!("Load {} {name}.", object.words());
            if object == PanoramaObject::TemplateStack {
                step.push_str(&about_stack(cluster, entry));
            }
            session.step(&step);
            let path = device().child(object.element()).entry(name);
            session.load_partial("merge", import_name, &path);
        }
    }
    finish(&mut session, cluster);
    session.text
}

/// `set.txt`: the same, as set commands.
pub(crate) fn set(cluster: &Cluster, tree: &ClusterTree) -> String {
    let mut session = Session::new(&format!(
        "Sets HA cluster {} on Panorama, as load.txt does but without a file to import.",
        cluster.name
    ));
    session.step(ENTER);
    session.configure();
    session.step(REGISTER);
    register(&mut session, cluster);
    let root = panorama(tree, None);
    let objects = root.get(&device()).map(Element::children).unwrap_or_default();
    for object in objects {
        for entry in object.children() {
            let (kind, name) = (object.name(), entry.entry_name().unwrap_or_default());
            let mut step = format!("Set {} {name}.", kind.replace('-', " "));
            if kind == PanoramaObject::TemplateStack.element() {
                step.push_str(&about_stack(cluster, entry));
            }
            session.step(&step);
            for command in set_commands::of_entry(kind, entry) {
                session.command(&command);
            }
        }
    }
    finish(&mut session, cluster);
    session.text
}

/// `firewalls/<serial>.set.txt`: what one firewall ends up with, as its own CLI takes it.
pub(crate) fn firewall(cluster: &Cluster, member: &Member, config: &Element) -> String {
    let mut session = Session::new(&format!(
        "Sets firewall {} ({}) of HA cluster {}, for a site without Panorama or to compare by.",
        member.serial, member.name, cluster.name
    ));
    session.step("Take paste at full speed, then enter configuration mode.");
    session.configure();
    session.step("Set what the firewall ends up with.");
    for command in set_commands::of_firewall(config) {
        session.command(&command);
    }
    session.step("Look at the difference (show config diff), then commit.");
    session.command("commit");
    session.command("exit");
    session.step("See that the cluster came up and that members-count is the number of members.");
    session.command("show high-availability cluster state");
    session.text
}

/// What Panorama must have, and must not have, for a stack to be good.
fn about_stack(cluster: &Cluster, stack: &Element) -> String {
    let made = |name: &str| cluster.arrangement.templates.iter().any(|plan| plan.name.as_str() == name);
    let members = stack.child("templates").map(Element::children).unwrap_or_default();
    let foreign: Vec<_> = members.iter().map(Element::text).filter(|name| !made(name)).collect();
    let mut about = " A firewall is in one stack only: take these out of any other first.".to_owned();
    if !foreign.is_empty() {
        about.push_str(&format!(
            "\nThese templates of it must be in Panorama already: {}.",
            foreign.join(", ")
        ));
    }
    about
}

fn register(session: &mut Session, cluster: &Cluster) {
    for member in &cluster.members {
        session.command(&format!("set mgt-config devices {}", member.serial));
    }
}

fn finish(session: &mut Session, cluster: &Cluster) {
    let group = set_commands::quoted(cluster.device_group.as_str());
    if let Some(parent) = &cluster.device_group_parent {
        session.step(&format!(
            "Put the device group below {parent}, which must exist: no partial load can do that. The CLI form is\n\
             inferred from the XML API:\n\
             <request><move-dg><entry name=\"{}\"><new-parent-dg>{parent}</new-parent-dg></entry></move-dg></request>",
            cluster.device_group
        ));
        let parent = set_commands::quoted(parent.as_str());
        session.command(&format!("run request move-dg entry {group} new-parent-dg {parent}"));
    }
    session.step("Look at the difference (Commit > Preview Changes), then commit everything as a superuser: after a\npartial load Panorama may refuse a selective commit.");
    session.command("commit");
    session.command("exit");
    session.push_stacks(cluster.arrangement.stacks.iter().map(|stack| stack.name.as_str()));
    session.push_groups([cluster.device_group.as_str()].into_iter());
    session.see_cluster();
}
