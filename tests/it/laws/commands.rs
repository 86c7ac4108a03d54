//! What set commands describe, against the XML beside them.

use super::run::Artifacts;
use super::tree::{End, Leaf, Tree};
use crate::fleet_strategy::{Cluster, Member};
use crate::set_reader::{Command, Verb, read};

/// The words of a command with its value among them; the list apart.
fn flat((mut words, end): Leaf) -> Command {
    let list = match end {
        End::Nothing => None,
        End::Value(value) => {
            words.push(value);
            None
        }
        End::List(list) => Some(list),
    };
    Command { verb: Verb::Set, words, list }
}

/// The leaves of a configuration with what is below the device entry moved up, as a CLI has it.
fn of_cli(config: &Tree) -> Vec<Leaf> {
    let up = |(words, end): Leaf| match &words[..] {
        [devices, localhost, rest @ ..] if devices == "devices" && localhost == "localhost.localdomain" => {
            (rest.to_vec(), end)
        }
        _ => (words, end),
    };
    config.leaves().into_iter().map(up).collect()
}

/// The order counts: rules and lists mean something by it.
pub(super) fn of_panorama(cluster: &Cluster, artifacts: &Artifacts) -> Result<(), String> {
    let config = Tree::read(&artifacts[&format!("{}/panorama.xml", cluster.name)])?;
    let mut found = read(&artifacts[&format!("{}/set.txt", cluster.name)])?;
    let mut registered = found.drain(..cluster.members.len().min(found.len())).collect::<Vec<_>>();
    registered.sort_by(|a, b| a.words.cmp(&b.words));
    let device = |member: &Member| Command {
        verb: Verb::Set,
        words: ["mgt-config", "devices", &member.serial].map(str::to_owned).to_vec(),
        list: None,
    };
    let mut devices: Vec<_> = cluster.members.iter().map(device).collect();
    devices.sort_by(|a, b| a.words.cmp(&b.words));
    same(&devices, &registered)?;
    same(&of_cli(&config).into_iter().map(flat).collect::<Vec<_>>(), &found)
}

pub(super) fn of_firewall(xml: &str, commands: &str) -> Result<(), String> {
    let config = Tree::read(xml)?;
    let below_vsys = |(words, end): Leaf| match &words[..] {
        [vsys, vsys1, rest @ ..] if vsys == "vsys" && vsys1 == "vsys1" => {
            // A firewall has this one already: an empty one is no command.
            (!rest.is_empty()).then(|| (rest.to_vec(), end))
        }
        _ => Some((words, end)),
    };
    let expected: Vec<_> = of_cli(&config).into_iter().filter_map(below_vsys).map(flat).collect();
    same(&expected, &read(commands)?)
}

fn same(expected: &[Command], found: &[Command]) -> Result<(), String> {
    for at in 0..expected.len().max(found.len()) {
        if expected.get(at) != found.get(at) {
            return Err(format!("XML: {:?}\nset: {:?}", expected.get(at), found.get(at)));
        }
    }
    Ok(())
}
