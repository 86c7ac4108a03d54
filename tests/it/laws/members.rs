//! What members of a cluster, and peers of a pair, must have in common and what not.

use std::collections::{BTreeMap, BTreeSet};

use super::tree::Tree;
use crate::fleet_strategy::{Cluster, Keys, Member, Yaml};

const HA: &str = "devices/localhost.localdomain/deviceconfig/high-availability";

/// The configurations of a cluster's firewalls by serial.
pub(super) type Firewalls = BTreeMap<String, Tree>;

fn ha<'t>(firewalls: &'t Firewalls, member: &Member) -> Result<&'t Tree, String> {
    let config = firewalls.get(&member.serial).ok_or_else(|| format!("no firewall {}", member.serial))?;
    config.below(HA).ok_or_else(|| format!("no high-availability on {}", member.serial))
}

/// The entries of the cluster's list, by serial.
pub(super) fn list(ha: &Tree) -> BTreeMap<&str, &Tree> {
    ha.children_below("cluster/cluster-members").iter().map(|entry| (entry.word(), entry)).collect()
}

fn ensure(is: bool, what: impl FnOnce() -> String) -> Result<(), String> {
    if is { Ok(()) } else { Err(what()) }
}

pub(super) fn of_cluster(cluster: &Cluster, firewalls: &Firewalls) -> Result<(), String> {
    let serials: BTreeSet<&str> = cluster.members.iter().map(|member| member.serial.as_str()).collect();
    let files: BTreeSet<&str> = firewalls.keys().map(String::as_str).collect();
    ensure(files == serials, || format!("firewalls {files:?}, members {serials:?}"))?;
    let mut first_list = None;
    for member in &cluster.members {
        let ha = ha(firewalls, member)?;
        let list = list(ha);
        let keys: BTreeSet<&str> = list.keys().copied().collect();
        ensure(keys == serials, || format!("{} lists {keys:?}, not {serials:?}", member.serial))?;
        let whole = ha.below("cluster");
        ensure(*first_list.get_or_insert(whole) == whole, || format!("{} has another list", member.serial))?;
        for (link, in_list) in [("ha4", "ha4-ip-address"), ("ha4-backup", "ha4-backup-ip-address")] {
            let local = ha.text_below(&format!("interface/{link}/ip-address"));
            let listed = list[member.serial.as_str()].text_below(in_list);
            ensure(local == listed, || format!("{}: {link} {local:?}, listed {listed:?}", member.serial))?;
            ensure(link != "ha4" || local.is_some(), || format!("{} has no HA4 address", member.serial))?;
        }
        let is_paired = ha.below("enabled").is_some() || ha.below("group").is_some();
        ensure(is_paired == member.pair.is_some(), || format!("{}: in a pair or not?", member.serial))?;
    }
    Ok(())
}

pub(super) fn of_pairs(cluster: &Cluster, firewalls: &Firewalls) -> Result<(), String> {
    for (index, pair) in cluster.pairs.iter().enumerate() {
        let peers: Vec<&Member> =
            cluster.members.iter().filter(|member| member.pair == Some(index)).collect();
        let [a, b] = peers[..] else { return Err(format!("{} peers", peers.len())) };
        let (of_a, of_b) = (ha(firewalls, a)?, ha(firewalls, b)?);
        for (from, to, peer) in [(of_a, of_b, b), (of_b, of_a, a)] {
            ensure(from.text_below("enabled") == Some("yes"), || format!("pair {index} is not enabled"))?;
            for (link, key, field) in
                [("ha1", "ha1", "peer-ip"), ("ha1-backup", "ha1_backup", "peer-ip-backup")]
            {
                let said = from.text_below(&format!("group/{field}"));
                let real = address(to, peer, link, key);
                ensure(said == real, || format!("pair {index}: {field} {said:?}, the peer has {real:?}"))?;
            }
            ensure(from.below("group/peer-ip").is_some(), || format!("pair {index} has no peer-ip"))?;
        }
        let group_id = "group/group-id";
        let ids = (of_a.text_below(group_id), of_b.text_below(group_id));
        ensure(ids.0.is_some() && ids.0 == ids.1, || format!("pair {index}: group ids {ids:?}"))?;
        let device_id = "group/mode/active-active/device-id";
        let mut ids = [of_a.text_below(device_id), of_b.text_below(device_id)];
        ids.sort_unstable();
        let expected = if pair.is_active_active { [Some("0"), Some("1")] } else { [None, None] };
        ensure(ids == expected, || format!("pair {index}: device ids {ids:?}"))?;
    }
    Ok(())
}

/// A peer's address on a link: that of the link, or of its management port, which only the spec says.
fn address<'t>(ha: &'t Tree, peer: &'t Member, link: &str, key: &str) -> Option<&'t str> {
    let link = ha.below(&format!("interface/{link}"))?;
    let is_on_management = link.text_below("port") == Some("management");
    let said = || peer.keys.value(key).and_then(Yaml::scalar);
    if is_on_management { said() } else { link.text_below("ip-address") }
}
