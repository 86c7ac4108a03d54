//! The keys of a pair and of its links.

use super::view::{View, given};
use super::yaml::{Keys, Yaml};
use crate::effective::{Given, PairSettings, Setting};
use crate::model::{LinkKind, LinkSubnet};

/// The links of a pair that a spec has keys for.
pub(super) const LINKS: [LinkKind; 5] =
    [LinkKind::Ha1, LinkKind::Ha1Backup, LinkKind::Ha2, LinkKind::Ha2Backup, LinkKind::Ha3];

/// The keys of a pair, read from its first peer; where that lacks a link's network, from the second.
pub(super) fn keys(name: &str, peers: [&View<'_, '_>; 2]) -> Keys {
    let mut keys = Keys::default();
    keys.put("name", Yaml::text(name));
    let Some(pair) = &peers[0].pair else { return keys };
    let group = pair.group;
    let is_active_active = pair.mode.is_some_and(|mode| mode.name() == "active-active");
    keys.put_some("group_id", word(pair.group_id.as_ref()));
    keys.put_some("description", group.child("description").and_then(|text| Yaml::prose(text.source().node)));
    match pair.mode {
        Some(mode) if is_active_active => {
            keys.put("mode", Yaml::word("active-active").at(mode.source().node.span()));
            active_active(mode, &mut keys);
        }
        Some(mode) => {
            keys.put_some("passive_link_state", text(mode, &["passive-link-state"]));
            let hold_down = text(mode, &["monitor-fail-hold-down-time"]);
            keys.put_some("monitor_fail_hold_down_time_min", hold_down);
        }
        None => {}
    }
    election(pair, &mut keys);
    keys.put_some(
        "configuration_synchronization",
        flag(group, &["configuration-synchronization", "enabled"]),
    );
    let synchronizes = flag(group, &["state-synchronization", "enabled"]);
    keys.put_some("state_synchronization", synchronizes.filter(|flag| flag.scalar() != Some("true")));
    for kind in LINKS {
        let Some(view) = peers.into_iter().find(|view| view.link(kind).is_some()) else { continue };
        let subnet = subnet(kind, peers);
        keys.put_map(kind.key(), link(kind, view, subnet, group));
    }
    keys.put_some("ha2_keep_alive", keep_alive(group, is_active_active));
    keys.put_some("link_monitoring", group.child("monitoring").and_then(link_monitoring));
    keys
}

fn text(setting: Setting<'_, '_>, path: &[&str]) -> Option<Yaml> {
    word(given(setting, path).as_ref())
}

/// A word of the spec's own: whatever is none is told when the spec is checked.
fn word(given: Option<&Given<'_, '_>>) -> Option<Yaml> {
    Yaml::given(given?)
}

fn flag(setting: Setting<'_, '_>, path: &[&str]) -> Option<Yaml> {
    given(setting, path).and_then(|given| flag_of(&given))
}

fn flag_of(given: &Given<'_, '_>) -> Option<Yaml> {
    match given.text()? {
        "yes" => Some(Yaml::flag(true)),
        "no" => Some(Yaml::flag(false)),
        _ => None,
    }
    .map(|flag| flag.at(given.written_at().span()))
}

fn active_active(mode: Setting<'_, '_>, keys: &mut Keys) {
    keys.put_some("tentative_hold_time_s", text(mode, &["tentative-hold-time"]));
    let sync = ["network-configuration", "sync"];
    keys.put_some("synchronize_virtual_router", flag(mode, &[sync[0], sync[1], "virtual-router"]));
    keys.put_some("synchronize_qos", flag(mode, &[sync[0], sync[1], "qos"]));
    let owner = mode.child("session-owner-selection").and_then(only_child);
    let Some(owner) = owner else { return };
    keys.put("session_owner", element(owner));
    // What sets sessions up is a choice of first-packet alone.
    let Some(setup) = owner.child("session-setup").and_then(only_child) else { return };
    if setup.name() != "ip-modulo" {
        keys.put("session_setup", element(setup));
    }
    keys.put_some("hash_key", text(setup, &["hash-key"]));
    keys.put_some("hash_seed", text(setup, &["hash-seed"]));
}

/// The one element in a choice; of several nobody says which counts.
fn only_child<'e, 'd>(choice: Setting<'e, 'd>) -> Option<Setting<'e, 'd>> {
    match choice.children()[..] {
        [only] => Some(only),
        _ => None,
    }
}

fn element(setting: Setting<'_, '_>) -> Yaml {
    Yaml::text(setting.name()).at(setting.source().node.span())
}

fn election(pair: &PairSettings<'_, '_>, keys: &mut Keys) {
    let preemptive = pair.preemptive.as_ref().and_then(flag_of);
    keys.put_some("preemptive", preemptive.filter(|flag| flag.scalar() == Some("true")));
    keys.put_some("heartbeat_backup", pair.heartbeat_backup.as_ref().and_then(flag_of));
    let timers = pair.group.child("election-option").and_then(|election| election.child("timers"));
    keys.put_some("timers", timers.and_then(only_child).map(element));
}

/// The network of a link, where both peers agree on it; of one of them, where the other tells none.
pub(super) fn subnet(kind: LinkKind, peers: [&View<'_, '_>; 2]) -> Option<LinkSubnet> {
    peers[0].subnet(kind).or_else(|| peers[1].subnet(kind))
}

fn link(kind: LinkKind, view: &View<'_, '_>, subnet: Option<LinkSubnet>, group: Setting<'_, '_>) -> Keys {
    let mut keys = Keys::default();
    let Some(link) = view.link(kind) else { return keys };
    keys.put_some("port", word(link.port.as_ref()));
    let origin = link.netmask.as_ref().map(|netmask| netmask.node().span());
    if kind != LinkKind::Ha3 && !link.is_on_management() {
        let subnet = subnet.map(|subnet| Yaml::text(subnet.to_string()));
        keys.put_some("subnet", subnet.map(|subnet| Yaml { origin, ..subnet }));
        keys.put_some("gateway", word(link.gateway.as_ref()));
    }
    if kind == LinkKind::Ha1 {
        keys.put_some("encryption", flag(link.element, &["encryption", "enabled"]));
        keys.put_some("monitor_hold_time_ms", text(link.element, &["monitor-hold-time"]));
    }
    if kind == LinkKind::Ha2 {
        keys.put_some("transport", text(group, &["state-synchronization", "transport"]));
    }
    if kind == LinkKind::Ha3 {
        keys.put_list("aggregate_ports", aggregate_ports(view, kind));
    }
    keys
}

/// The ports of the aggregate that a link uses.
pub(super) fn aggregate_ports(view: &View<'_, '_>, kind: LinkKind) -> Vec<Yaml> {
    let port = view.link(kind).and_then(|link| link.port.as_ref());
    let Some(port) = port.and_then(Given::text) else { return Vec::new() };
    let interfaces = view.settings.interfaces();
    let is_of_aggregate = |group: &Option<Given<'_, '_>>| group.as_ref().is_some_and(|group| group.is(port));
    let ports = interfaces.iter().filter(|interface| is_of_aggregate(&interface.aggregate_group));
    ports.filter_map(|interface| Yaml::given(&interface.name)).collect()
}

fn keep_alive(group: Setting<'_, '_>, is_active_active: bool) -> Option<Yaml> {
    let element = group.child("state-synchronization")?.child("ha2-keep-alive")?;
    element.given("enabled").filter(|enabled| enabled.is("yes"))?;
    let mut keys = Keys::default();
    let usual = if is_active_active { "split-datapath" } else { "log-only" };
    keys.put_some("action", text(element, &["action"]).filter(|action| action.scalar() != Some(usual)));
    keys.put_some("threshold_ms", text(element, &["threshold"]));
    Some(Yaml::map(keys).at(element.source().node.span()))
}

fn link_monitoring(monitoring: Setting<'_, '_>) -> Option<Yaml> {
    let element = monitoring.child("link-monitoring")?;
    if element.given("enabled").is_some_and(|enabled| enabled.is("no")) {
        return None;
    }
    let condition = |setting: Setting<'_, '_>| {
        text(setting, &["failure-condition"]).filter(|condition| condition.scalar() != Some("any"))
    };
    let group = |entry: Setting<'_, '_>| {
        let mut keys = Keys::default();
        keys.put_some("name", entry.given_name().as_ref().and_then(Yaml::given));
        let members = entry.child("interface").map(Setting::members).unwrap_or_default();
        keys.put_list("interfaces", members.iter().filter_map(Yaml::given).collect());
        keys.put_some("failure_condition", condition(entry));
        Yaml::map(keys).at(entry.source().node.span())
    };
    let groups: Vec<Yaml> = element
        .child("link-group")
        .map(Setting::entries)
        .unwrap_or_default()
        .into_iter()
        .map(group)
        .collect();
    if groups.is_empty() {
        return None;
    }
    let mut keys = Keys::default();
    keys.put_some("failure_condition", condition(element));
    keys.put("groups", Yaml::list(groups));
    Some(Yaml::map(keys).at(element.source().node.span()))
}
