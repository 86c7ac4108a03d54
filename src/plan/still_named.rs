//! Objects of policy that a plan takes away while rules or groups still name them. No lint knows: a name that
//! nothing has may be predefined, or on the firewall itself; one that a plan takes away is neither.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::look::same_in;
use super::{Brought, Location};
use crate::diag::Severity;
use crate::panos::{Panorama, place_of, short_path};
use crate::xml::{Document, Node};

/// The objects that share one set of names: where they are, and the elements that name one, in rules or in objects.
struct Names {
    kinds: &'static [&'static str],
    in_rules: &'static [&'static str],
    in_objects: &'static [(&'static str, &'static str)],
}

/// As the schema of Panorama 10.0 and 11.1 names them.
const NAMES: [Names; 5] = [
    Names {
        kinds: &["address", "address-group", "external-list", "region"],
        in_rules: &["source", "destination", "translated-address", "nexthop"],
        in_objects: &[("address-group", "static")],
    },
    Names {
        kinds: &["service", "service-group"],
        in_rules: &["service"],
        in_objects: &[("service-group", "members")],
    },
    Names {
        kinds: &["application", "application-group", "application-filter"],
        in_rules: &["application"],
        in_objects: &[("application-group", "members")],
    },
    Names { kinds: &["profile-group"], in_rules: &["group"], in_objects: &[] },
    Names { kinds: &["schedule"], in_rules: &["schedule"], in_objects: &[] },
];

/// A name, by the set that it is in.
type Named<'d> = BTreeSet<(usize, Cow<'d, str>)>;

/// What a Panorama has for its device groups; Shared is the one without a name.
struct Groups<'d> {
    entries: BTreeMap<String, Node<'d>>,
    parents: BTreeMap<String, String>,
    named: BTreeMap<String, Named<'d>>,
}

impl<'d> Groups<'d> {
    fn of(panorama: Panorama<'d>) -> Self {
        let mut groups = Self { entries: BTreeMap::new(), parents: BTreeMap::new(), named: BTreeMap::new() };
        groups.entries.extend(panorama.shared().map(|shared| (String::new(), shared)));
        for group in panorama.device_groups() {
            groups.parents.insert(group.name().to_owned(), group.parent().unwrap_or_default().to_owned());
            groups.entries.insert(group.name().to_owned(), group.entry());
        }
        let named = groups.entries.iter().map(|(name, entry)| (name.clone(), names_in(*entry))).collect();
        Self { named, ..groups }
    }

    /// A device group and all above it, Shared last.
    fn line(&self, group: &str) -> Vec<&str> {
        let mut line: Vec<&str> = Vec::new();
        let mut next = self.entries.get_key_value(group).map(|(name, _)| name.as_str());
        // Where parents go round in a circle, which a lint tells, each counts once.
        while let Some(name) = next.filter(|name| !line.contains(name)) {
            line.push(name);
            next = self.parents.get(name).map(String::as_str);
        }
        line
    }

    fn visible(&self, group: &str) -> BTreeSet<(usize, &str)> {
        let named = self.line(group).into_iter().filter_map(|name| self.named.get(name)).flatten();
        named.map(|(set, name)| (*set, name.as_ref())).collect()
    }
}

fn names_in(entry: Node<'_>) -> Named<'_> {
    let mut named = Named::new();
    for (set, names) in NAMES.iter().enumerate() {
        let lists = names.kinds.iter().filter_map(|kind| entry.child(kind));
        let entries = lists.flat_map(Node::children).filter_map(|object| object.attribute("name"));
        named.extend(entries.map(|name| (set, name)));
    }
    named
}

/// Finds what names an object that could be seen from there before and cannot afterwards.
pub(super) fn find(before: Panorama<'_>, after: Panorama<'_>) -> Vec<Brought> {
    let document = before.config().document();
    let (before, after) = (Groups::of(before), Groups::of(after));
    let is_changed = |group: &&str| before.named.get(*group) != after.named.get(*group);
    let changed: BTreeSet<&str> = after.entries.keys().map(String::as_str).filter(is_changed).collect();
    let mut users = Vec::new();
    for (group, entry) in &after.entries {
        let (line_before, line) = (before.line(group), after.line(group));
        if line == line_before && line.iter().all(|name| !changed.contains(name)) {
            continue;
        }
        let (had, has) = (before.visible(group), after.visible(group));
        let lost: BTreeSet<(usize, &str)> = had.difference(&has).copied().collect();
        if !lost.is_empty() {
            look(*entry, None, &lost, &mut users);
        }
    }
    users.into_iter().map(|user| brought(user, document)).collect()
}

/// Looks below an element; `inside` is the list of rules, or of objects, that it is in.
fn look<'d>(node: Node<'d>, inside: Option<&str>, lost: &BTreeSet<(usize, &str)>, found: &mut Vec<Node<'d>>) {
    for child in node.children() {
        if child.is_leaf() {
            let text = child.text();
            let is_lost = |set: &usize| lost.contains(&(*set, text.trim()));
            let is_use = |set: &usize| inside.is_some_and(|inside| names_one(child, inside, &NAMES[*set]));
            if (0..NAMES.len()).any(|set| is_lost(&set) && is_use(&set)) {
                found.push(child);
            }
            continue;
        }
        let is_list = inside.is_none() && child.children().any(|entry| entry.name() == "entry");
        look(child, if is_list { Some(child.name()) } else { inside }, lost, found);
    }
}

/// Is an element a name of such an object?
fn names_one(leaf: Node<'_>, inside: &str, names: &Names) -> bool {
    let mut around = std::iter::successors(Some(leaf), |node| node.parent())
        .take_while(|node| node.name() != "entry" || node.parent().is_none_or(|list| list.name() != inside));
    match inside {
        "rules" => around.any(|node| names.in_rules.contains(&node.name())),
        _ => around.any(|node| names.in_objects.contains(&(inside, node.name()))),
    }
}

fn brought(user: Node<'_>, before: &Document) -> Brought {
    let name = user.text();
    let name = name.trim();
    let path = place_of(if user.name() == "member" { user.parent().unwrap_or(user) } else { user });
    let location = Location::of(&path);
    let inside = path.strip_prefix(&location.path()).unwrap_or_else(|| path.clone());
    Brought {
        code: "object-still-named",
        severity: Severity::Error,
        message: format!("`{name}` is gone, and {} of {location} still names it", short_path(&inside)),
        help: Some(
            "the commit fails: change what names it first, or keep it in the spec until then".to_owned(),
        ),
        path: user.path(),
        place: same_in(before, user),
        firewalls: Vec::new(),
        is_against_spec: false,
    }
}
