//! The settings of a pair, of which several pairs may have the same.

use super::dice::Dice;
use super::network::UNDEFINED;
use super::yaml::{Keys, Map, Yaml};

/// What pairs of one kind share.
#[derive(Clone)]
pub(super) struct PairShape {
    pub(super) is_active_active: bool,
    pub(super) links: Vec<Link>,
    /// Everything else.
    pub(super) keys: Map,
}

/// A link as all pairs of a kind have it; the subnet itself is each pair's own.
#[derive(Clone)]
pub(super) struct Link {
    pub(super) key: &'static str,
    pub(super) keys: Map,
    pub(super) subnet: Option<Subnet>,
}

/// What subnets of a link have in common.
#[derive(Clone, Copy)]
pub(super) struct Subnet {
    pub(super) is_ipv6: bool,
    pub(super) length: u8,
}

impl PairShape {
    /// Is this link on the management port, so that its address must be said?
    pub(super) fn is_on_management(&self, link: &str) -> bool {
        let mut named = self.links.iter().filter(|other| other.key == link);
        named.any(|link| link.keys.value("port").and_then(Yaml::scalar) == Some("management"))
    }
}

fn link(key: &'static str, port: &str, subnet: Option<Subnet>) -> Link {
    Link { key, keys: vec![("port".to_owned(), Yaml::word(port))], subnet }
}

fn subnet(dice: &mut Dice) -> Option<Subnet> {
    let is_ipv6 = dice.rarely();
    Some(Subnet { is_ipv6, length: if is_ipv6 { dice.pick(&[126, 64]) } else { dice.pick(&[30, 29, 24]) } })
}

fn flag(dice: &mut Dice) -> Yaml {
    Yaml::word(dice.pick(&["true", "false", "yes", "no"]))
}

/// A kind of pair. `ports` are the cluster's interfaces, for link monitoring.
pub(super) fn shape(dice: Vec<u8>, may_be_active_active: bool, ports: &[String]) -> PairShape {
    let mut dice = Dice::new(dice);
    let is_active_active = dice.flip() && may_be_active_active;
    let links = links(&mut dice, is_active_active);
    let mut keys = Map::new();
    match is_active_active {
        true => keys.put("mode", Yaml::word("active-active")),
        false => keys.put_some("mode", dice.maybe(|_| Yaml::word("active-passive"))),
    }
    mode(&mut dice, is_active_active, &mut keys);
    keys.put_some("description", dice.maybe(Dice::text).map(Yaml::text));
    for key in ["preemptive", "heartbeat_backup", "configuration_synchronization", "state_synchronization"] {
        keys.put_some(key, dice.maybe(flag));
    }
    keys.put_some("timers", dice.maybe(|dice| Yaml::word(dice.pick(&["recommended", "aggressive"]))));
    if dice.flip() {
        let mut keep_alive = Map::new();
        let actions = ["log-only", "split-datapath"];
        keep_alive.put_some("action", dice.maybe(|dice| Yaml::word(dice.pick(&actions))));
        keep_alive.put_some("threshold_ms", dice.maybe(|_| Yaml::word(5000)));
        keys.put("ha2_keep_alive", Yaml::Map(keep_alive));
    }
    if dice.flip() {
        keys.put("link_monitoring", link_monitoring(&mut dice, ports));
    }
    PairShape { is_active_active, links, keys }
}

fn links(dice: &mut Dice, is_active_active: bool) -> Vec<Link> {
    let mut links = Vec::new();
    let ha1 = dice.pick(&["ha1-a", "dedicated-ha1", "ethernet1/17", "management", "aux-1"]);
    let on_management = ha1 == "management";
    // A management port may have a subnet said, which then says nothing.
    let subnet_of_ha1 = subnet(dice).filter(|_| !on_management || dice.rarely());
    let mut ha1 = link("ha1", ha1, subnet_of_ha1);
    ha1.keys.put_some("encryption", dice.maybe(flag));
    ha1.keys.put_some("monitor_hold_time_ms", dice.maybe(|_| Yaml::word(1000)));
    links.push(ha1);
    match dice.below(4) {
        1 => links.push(link("ha1_backup", "ha1-b", subnet(dice))),
        2 => links.push(link("ha1_backup", "ethernet1/18", subnet(dice))),
        3 if !on_management => links.push(link("ha1_backup", "management", None)),
        _ => {}
    }
    if dice.rarely() {
        return with_ha3(dice, links, is_active_active);
    }
    let transport = dice.pick(&[None, Some("ethernet"), Some("ip"), Some("udp")]);
    let needs_subnet = matches!(transport, Some("ip" | "udp"));
    let port = dice.pick(&["hsci", "ha2-a", "ethernet1/19", "hsci-a"]);
    let mut ha2 = link("ha2", port, subnet(dice).filter(|_| needs_subnet || dice.rarely()));
    ha2.keys.put_some("transport", transport.map(Yaml::word));
    links.push(ha2);
    if dice.flip() {
        let port = dice.pick(&["hsci-b", "ha2-b", "ethernet1/20"]);
        links.push(link("ha2_backup", port, subnet(dice).filter(|_| needs_subnet || dice.rarely())));
    }
    with_ha3(dice, links, is_active_active)
}

fn with_ha3(dice: &mut Dice, mut links: Vec<Link>, is_active_active: bool) -> Vec<Link> {
    if is_active_active || dice.rarely() {
        links.push(link("ha3", dice.pick(&["hsci", "ae1", "ethernet1/23"]), None));
    }
    links
}

fn mode(dice: &mut Dice, is_active_active: bool, keys: &mut Map) {
    if !is_active_active {
        let states = ["auto", "shutdown"];
        keys.put_some("passive_link_state", dice.maybe(|dice| Yaml::word(dice.pick(&states))));
        keys.put_some("monitor_fail_hold_down_time_min", dice.maybe(|_| Yaml::word(60)));
        return;
    }
    keys.put_some("tentative_hold_time_s", dice.maybe(|_| Yaml::word(10)));
    keys.put_some("synchronize_virtual_router", dice.maybe(flag));
    keys.put_some("synchronize_qos", dice.maybe(flag));
    match dice.below(3) {
        1 => keys.put("session_owner", Yaml::word("primary-device")),
        2 => {
            keys.put("session_owner", Yaml::word("first-packet"));
            let setups = ["first-packet", "primary-device", "ip-modulo", "ip-hash"];
            let setup = dice.maybe(|dice| dice.pick(&setups));
            keys.put_some("session_setup", setup.map(Yaml::word));
            if setup == Some("ip-hash") {
                let hash_keys = ["source", "source-and-destination"];
                keys.put_some("hash_key", dice.maybe(|dice| Yaml::word(dice.pick(&hash_keys))));
                keys.put_some("hash_seed", dice.maybe(|_| Yaml::word(u32::MAX)));
            }
        }
        _ => {}
    }
}

fn link_monitoring(dice: &mut Dice, ports: &[String]) -> Yaml {
    let conditions = ["any", "all"];
    let mut keys = Map::new();
    keys.put_some("failure_condition", dice.maybe(|dice| Yaml::word(dice.pick(&conditions))));
    let groups = (0..1 + dice.below(2)).map(|number| {
        let mut group = Map::new();
        group.put("name", Yaml::text(dice.name("group", number)));
        group.put_some("failure_condition", dice.maybe(|dice| Yaml::word(dice.pick(&conditions))));
        let mut monitored: Vec<&str> = ports.iter().map(String::as_str).filter(|_| dice.flip()).collect();
        if monitored.is_empty() || dice.rarely() {
            monitored.push(UNDEFINED);
        }
        group.put("interfaces", Yaml::texts(monitored));
        Yaml::Map(group)
    });
    let groups = groups.collect();
    keys.put("groups", Yaml::List(groups));
    Yaml::Map(keys)
}
