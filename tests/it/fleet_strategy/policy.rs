//! Objects and rules.

use super::dice::Dice;
use super::yaml::{Keys, Map, Yaml};

/// The names that rules may use.
struct Names {
    zones: Vec<String>,
    tags: Vec<String>,
    addresses: Vec<String>,
    services: Vec<String>,
}

/// A policy over the zones of a cluster, with a rule for each row of dice in `rules`.
pub(super) fn policy(dice: Vec<u8>, rules: Vec<Vec<u8>>, zones: &[String]) -> Yaml {
    let mut dice = Dice::new(dice);
    let mut names =
        Names { zones: zones.to_vec(), tags: Vec::new(), addresses: Vec::new(), services: Vec::new() };
    let mut policy = Map::new();
    if dice.flip() {
        policy.put("defined_elsewhere", elsewhere(&mut names));
    }
    policy.put("tags", tags(&mut dice, &mut names));
    policy.put("addresses", addresses(&mut dice, &mut names));
    policy.put("address_groups", address_groups(&mut dice, &mut names));
    policy.put("services", services(&mut dice, &mut names));
    policy.put("service_groups", service_groups(&mut dice, &mut names));
    let rules: Vec<(bool, Yaml)> = rules
        .into_iter()
        .enumerate()
        .map(|(number, dice)| rule(number, &mut Dice::new(dice), &names))
        .collect();
    for (key, is_pre) in [("pre_rules", true), ("post_rules", false)] {
        let of_key = rules.iter().filter(|(pre, _)| *pre == is_pre).map(|(_, rule)| rule.clone());
        policy.put(key, Yaml::List(of_key.collect()));
    }
    Yaml::Map(policy)
}

fn elsewhere(names: &mut Names) -> Yaml {
    names.zones.push("zone elsewhere".to_owned());
    names.addresses.push("address elsewhere".to_owned());
    names.services.push("service elsewhere".to_owned());
    names.tags.push("\"<elsewhere>\"".to_owned());
    let keys = ["zones", "addresses", "services", "tags"];
    let lists = [&names.zones, &names.addresses, &names.services, &names.tags];
    let last = |list: &Vec<String>| Yaml::texts(list.last().cloned());
    Yaml::Map(keys.into_iter().zip(lists).map(|(key, list)| (key.to_owned(), last(list))).collect())
}

/// Some of them, at most all.
fn some(dice: &mut Dice, names: &[String]) -> Vec<String> {
    names.iter().filter(|_| dice.flip()).cloned().collect()
}

/// A description and tags, where dice say so.
fn put_labels(dice: &mut Dice, names: &Names, keys: &mut Map) {
    keys.put_some("description", dice.maybe(Dice::text).map(Yaml::text));
    keys.put_some("tags", dice.maybe(|dice| Yaml::texts(some(dice, &names.tags))));
}

fn tags(dice: &mut Dice, names: &mut Names) -> Yaml {
    let tag = |number| {
        let mut keys = Map::new();
        let name = dice.tag(number);
        keys.put("name", Yaml::text(name.clone()));
        names.tags.push(name);
        keys.put_some("color", dice.maybe(|dice| Yaml::text(format!("color{}", 1 + dice.below(42)))));
        keys.put_some("comments", dice.maybe(Dice::text).map(Yaml::text));
        Yaml::Map(keys)
    };
    Yaml::List((0..3).map(tag).collect())
}

fn addresses(dice: &mut Dice, names: &mut Names) -> Yaml {
    let address = |number| {
        let mut keys = Map::new();
        let name = dice.name("address", number);
        let (kind, value) = dice.pick(&[
            ("ip_netmask", "203.0.113.53/32"),
            ("ip_netmask", "2001:db8::/64"),
            ("ip_netmask", "203.0.113.1"),
            ("ip_range", "203.0.113.1-203.0.113.9"),
            ("ip_range", "2001:db8::1-2001:db8::9"),
            ("fqdn", "host_1.example.com"),
        ]);
        keys.put("name", Yaml::text(name.clone()));
        keys.put(kind, Yaml::text(value));
        put_labels(dice, names, &mut keys);
        names.addresses.push(name);
        Yaml::Map(keys)
    };
    Yaml::List((0..2).map(address).collect())
}

fn address_groups(dice: &mut Dice, names: &mut Names) -> Yaml {
    let group = |number| {
        let mut keys = Map::new();
        let name = dice.name("group", number);
        keys.put("name", Yaml::text(name.clone()));
        match some(dice, &names.addresses) {
            members if members.is_empty() || dice.flip() => {
                keys.put("dynamic", Yaml::text(format!("'{}'", dice.text())));
            }
            members => keys.put("static", Yaml::texts(members)),
        }
        put_labels(dice, names, &mut keys);
        names.addresses.push(name);
        Yaml::Map(keys)
    };
    Yaml::List((0..2).map(group).collect())
}

fn services(dice: &mut Dice, names: &mut Names) -> Yaml {
    let service = |number| {
        let mut keys = Map::new();
        let name = dice.name("service", number);
        keys.put("name", Yaml::text(name.clone()));
        keys.put(dice.pick(&["tcp", "udp"]), Yaml::text(dice.pick(&["443", "0", "1-65535,8443"])));
        keys.put_some("source_port", dice.maybe(|_| Yaml::text("1024-65535")));
        put_labels(dice, names, &mut keys);
        names.services.push(name);
        Yaml::Map(keys)
    };
    Yaml::List((0..2).map(service).collect())
}

fn service_groups(dice: &mut Dice, names: &mut Names) -> Yaml {
    let members = some(dice, &names.services);
    if members.is_empty() {
        return Yaml::List(Vec::new());
    }
    let mut keys = Map::new();
    let name = dice.name("services", 0);
    keys.put("name", Yaml::text(name.clone()));
    keys.put("members", Yaml::texts(members));
    keys.put_some("tags", dice.maybe(|dice| Yaml::texts(some(dice, &names.tags))));
    names.services.push(name);
    Yaml::List(vec![Yaml::Map(keys)])
}

const ACTIONS: &[&str] = &["allow", "deny", "drop", "reset-client", "reset-server", "reset-both"];

/// A rule, and whether it is a pre rule.
fn rule(number: usize, dice: &mut Dice, names: &Names) -> (bool, Yaml) {
    let is_pre = dice.flip();
    let mut keys = Map::new();
    keys.put("name", Yaml::text(dice.name("rule", number)));
    keys.put("action", Yaml::word(dice.pick(ACTIONS)));
    put_labels(dice, names, &mut keys);
    let literals = ["US", "203.0.113.0/24", "203.0.113.1-203.0.113.2"].map(str::to_owned);
    let places = [names.addresses.clone(), literals.to_vec()].concat();
    let to = [names.zones.clone(), vec!["multicast".to_owned()]].concat();
    let services = [names.services.clone(), vec!["service-http".to_owned()]].concat();
    let users = ["corp\\o'hara", "cn=\"a b\",dc=ü", "<&>'\"\\"].map(str::to_owned);
    let applications = ["dns", "web-browsing", "my app_1.0"].map(str::to_owned);
    let categories = ["news", "URL list-1"].map(str::to_owned);
    let lists: [(&str, &[String]); 8] = [
        ("from", &names.zones),
        ("to", &to),
        ("source", &places),
        ("destination", &places),
        ("source_user", &users),
        ("category", &categories),
        ("application", &applications),
        ("service", &services),
    ];
    for (key, values) in lists {
        match dice.below(3) {
            0 => {}
            1 => keys.put(key, Yaml::texts(["any"])),
            _ => keys.put(key, Yaml::texts(some(dice, values))),
        }
    }
    for key in ["negate_source", "negate_destination", "log_start", "log_end", "disabled"] {
        keys.put_some(key, dice.maybe(|dice| Yaml::word(dice.pick(&["true", "no"]))));
    }
    for key in ["log_setting", "profile_group"] {
        keys.put_some(key, dice.maybe(|dice| Yaml::text(dice.name("profile", 1))));
    }
    (is_pre, Yaml::Map(keys))
}
