//! Objects and security rules of a device group.

use crate::xml::Node;

use super::yaml::{Keys, Yaml};

/// The keys of a policy. What a kind of object has no key for is not in it.
pub(super) fn policy(group: Node<'_>) -> Keys {
    let mut keys = Keys::default();
    keys.put_list("tags", each(group, &["tag"], tag));
    keys.put_list("addresses", each(group, &["address"], address));
    keys.put_list("address_groups", each(group, &["address-group"], address_group));
    keys.put_list("services", each(group, &["service"], service));
    keys.put_list("service_groups", each(group, &["service-group"], service_group));
    keys.put_list("pre_rules", each(group, &["pre-rulebase", "security", "rules"], rule));
    keys.put_list("post_rules", each(group, &["post-rulebase", "security", "rules"], rule));
    keys
}

/// The entries of a container that can be expressed.
fn each(group: Node<'_>, path: &[&str], keys: impl Fn(Node<'_>, &mut Keys) -> Option<()>) -> Vec<Yaml> {
    let container = path.iter().try_fold(group, |node, name| node.child(name));
    let entries = container.into_iter().flat_map(Node::children).filter(|child| child.name() == "entry");
    let entry = |entry: Node<'_>| {
        let mut all = Keys::default();
        all.put("name", Yaml::text(entry.attribute("name")?).at(entry.span()));
        keys(entry, &mut all)?;
        Some(Yaml::map(all).at(entry.span()))
    };
    entries.filter_map(entry).collect()
}

fn leaf(node: Node<'_>, name: &str) -> Option<Yaml> {
    let child = node.child(name)?;
    let text = child.text();
    (!text.trim().is_empty()).then(|| Yaml::number_or_text(text.trim()).at(child.span()))
}

fn prose(node: Node<'_>, name: &str) -> Option<Yaml> {
    Yaml::prose(node.child(name)?)
}

fn members(node: Node<'_>, name: &str) -> Vec<Yaml> {
    let children = node.child(name).into_iter().flat_map(Node::children);
    let members = children.filter(|child| child.name() == "member");
    members.map(|member| Yaml::text(member.text()).at(member.span())).collect()
}

fn labels(entry: Node<'_>, keys: &mut Keys) {
    keys.put_some("description", prose(entry, "description"));
    keys.put_list("tags", members(entry, "tag"));
}

fn tag(entry: Node<'_>, keys: &mut Keys) -> Option<()> {
    keys.put_some("color", leaf(entry, "color"));
    keys.put_some("comments", prose(entry, "comments"));
    Some(())
}

fn address(entry: Node<'_>, keys: &mut Keys) -> Option<()> {
    let kinds = [("ip-netmask", "ip_netmask"), ("ip-range", "ip_range"), ("fqdn", "fqdn")];
    let (key, value) = kinds.into_iter().find_map(|(element, key)| Some((key, leaf(entry, element)?)))?;
    keys.put(key, value);
    labels(entry, keys);
    Some(())
}

fn address_group(entry: Node<'_>, keys: &mut Keys) -> Option<()> {
    let filter = entry.child("dynamic").and_then(|dynamic| prose(dynamic, "filter"));
    match filter {
        Some(filter) => keys.put("dynamic", filter),
        None => {
            let members = members(entry, "static");
            (!members.is_empty()).then_some(())?;
            keys.put_list("static", members);
        }
    }
    labels(entry, keys);
    Some(())
}

fn service(entry: Node<'_>, keys: &mut Keys) -> Option<()> {
    let protocol = entry.child("protocol")?;
    let of = protocol.children().find(|child| matches!(child.name(), "tcp" | "udp"))?;
    keys.put(of.name(), leaf(of, "port")?);
    keys.put_some("source_port", leaf(of, "source-port"));
    labels(entry, keys);
    Some(())
}

fn service_group(entry: Node<'_>, keys: &mut Keys) -> Option<()> {
    let of = members(entry, "members");
    (!of.is_empty()).then_some(())?;
    keys.put_list("members", of);
    keys.put_list("tags", members(entry, "tag"));
    Some(())
}

/// The lists of a rule: element, key, and what the spec takes where the key is absent.
const LISTS: &[(&str, &str, &str)] = &[
    ("from", "from", "any"),
    ("to", "to", "any"),
    ("source", "source", "any"),
    ("destination", "destination", "any"),
    ("source-user", "source_user", "any"),
    ("category", "category", "any"),
    ("application", "application", "any"),
    ("service", "service", "application-default"),
];

fn rule(entry: Node<'_>, keys: &mut Keys) -> Option<()> {
    let action = leaf(entry, "action")?;
    keys.put_some("description", prose(entry, "description"));
    keys.put_list("tags", members(entry, "tag"));
    let flag = |name: &str| {
        let child = entry.child(name)?;
        let is = match child.text().trim() {
            "yes" => true,
            "no" => false,
            _ => return None,
        };
        Some(Yaml::flag(is).at(child.span()))
    };
    // Not written where it is not so.
    let if_set = |name: &str| flag(name).filter(|flag| flag.scalar() == Some("true"));
    for (element, key, default) in LISTS {
        let members = members(entry, element);
        if !matches!(&members[..], [only] if only.scalar() == Some(*default)) {
            keys.put_list(key, members);
        }
        match *element {
            "source" => keys.put_some("negate_source", if_set("negate-source")),
            "destination" => keys.put_some("negate_destination", if_set("negate-destination")),
            _ => {}
        }
    }
    keys.put("action", action);
    keys.put_some("log_start", flag("log-start"));
    keys.put_some("log_end", flag("log-end"));
    keys.put_some("log_setting", leaf(entry, "log-setting"));
    let groups = entry.child("profile-setting").map(|setting| members(setting, "group")).unwrap_or_default();
    if let [only] = &groups[..] {
        keys.put("profile_group", only.clone());
    }
    keys.put_some("disabled", if_set("disabled"));
    Some(())
}
