//! What a firewall gets from its device group and those above it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::layer::Layer;
use super::overlay::{Item, Kind, LayerIndex, Sourced, overlay};
use crate::panos::{DeviceGroup, vsys_of};
use crate::xml::Node;

/// The policy of a device group, shared by all its firewalls.
#[derive(Debug)]
pub struct Policy<'d> {
    /// The device group, those above it, and Shared, which is last.
    pub layers: Vec<Layer>,
    /// Objects: the nearest definition wins. One item for each container.
    pub objects: Vec<Item<'d>>,
    /// Rules by kind, in the order in which they are evaluated.
    pub rulebases: BTreeMap<&'d str, Vec<Sourced<'d>>>,
    /// Overrides of the default rules: the nearest wins.
    pub default_rules: Option<Item<'d>>,
    /// Where the way up to Shared breaks off, if it does.
    pub lost_parent: Option<LostParent<'d>>,
}

/// A parent that a device group names, and that cannot be followed.
#[derive(Debug)]
pub struct LostParent<'d> {
    /// The device group that names it.
    pub of: Node<'d>,
    /// The parent.
    pub parent: String,
    /// Is it below the group itself? If not, the export does not hold it.
    pub is_circle: bool,
}

/// Children of a device group that say who gets it, not what they get.
const NOT_PUSHED: &[&str] = &[
    "authorization-code",
    "description",
    "devices",
    "master-device",
    "parent-dg",
    "reference-templates",
    "to-sw-version",
    "pre-rulebase",
    "post-rulebase",
    "content-preview",
];

/// The rulebase of the default rules.
const DEFAULT_RULES: &str = "default-security-rules";

impl<'d> Policy<'d> {
    /// The policy of `chain`: a device group and those above it, the nearest first.
    pub fn new(
        chain: &[&DeviceGroup<'d>],
        shared: Option<Node<'d>>,
        lost_parent: Option<LostParent<'d>>,
    ) -> Arc<Self> {
        let groups = chain.iter().map(|group| (Layer::DeviceGroup(group.name().to_owned()), group.entry()));
        let shared = shared.map(|shared| (Layer::Shared, shared));
        let (layers, nodes): (Vec<_>, Vec<_>) = groups.chain(shared).unzip();
        let sources: Vec<Sourced<'d>> =
            (0..).zip(nodes).map(|(layer, node)| Sourced { layer: layer as LayerIndex, node }).collect();
        Arc::new(Self {
            layers,
            objects: objects(&sources),
            rulebases: rulebases(&sources),
            default_rules: default_rules(&sources),
            lost_parent,
        })
    }
}

impl<'d> Policy<'d> {
    /// The rules that are meant for firewalls with certain tags.
    pub(super) fn tagged_targets(&self) -> impl Iterator<Item = Node<'d>> {
        let has_tags =
            |target: Node<'d>| target.child("tags").is_some_and(|tags| tags.children().next().is_some());
        self.rules().filter(move |rule| rule.child("target").is_some_and(has_tags))
    }

    fn rules(&self) -> impl Iterator<Item = Node<'d>> {
        self.rulebases.values().flatten().map(|rule| rule.node)
    }
}

fn objects<'d>(sources: &[Sourced<'d>]) -> Vec<Item<'d>> {
    let mut containers: Vec<(&'d str, Vec<Sourced<'d>>)> = Vec::new();
    for source in sources {
        for node in source.node.children().filter(|child| !NOT_PUSHED.contains(&child.name())) {
            let sourced = Sourced { layer: source.layer, node };
            match containers.iter_mut().find(|(name, _)| *name == node.name()) {
                Some((_, container)) => container.push(sourced),
                None => containers.push((node.name(), vec![sourced])),
            }
        }
    }
    containers.into_iter().map(|(_, container)| overlay(container, Kind::Objects)).collect()
}

/// Rules in the order in which they are evaluated: pre rules from Shared down to the group itself,
/// post rules from the group itself up to Shared.
fn rulebases<'d>(sources: &[Sourced<'d>]) -> BTreeMap<&'d str, Vec<Sourced<'d>>> {
    let mut rulebases: BTreeMap<&'d str, Vec<Sourced<'d>>> = BTreeMap::new();
    let mut take = |source: &Sourced<'d>, rulebase: &str| {
        let of_rulebase = source.node.children().filter(|child| child.name() == rulebase);
        for kind in of_rulebase.flat_map(Node::children) {
            if kind.name() == DEFAULT_RULES {
                continue;
            }
            let rules = rulebases.entry(kind.name()).or_default();
            for node in kind.child("rules").into_iter().flat_map(Node::children) {
                rules.push(Sourced { layer: source.layer, node });
            }
        }
    };
    for source in sources.iter().rev() {
        take(source, "pre-rulebase");
    }
    for source in sources {
        take(source, "post-rulebase");
    }
    rulebases
}

fn default_rules<'d>(sources: &[Sourced<'d>]) -> Option<Item<'d>> {
    let overrides: Vec<Sourced<'d>> = sources
        .iter()
        .filter_map(|source| {
            let node = source.node.child("post-rulebase")?.child(DEFAULT_RULES)?;
            Some(Sourced { layer: source.layer, node })
        })
        .collect();
    (!overrides.is_empty()).then(|| overlay(overrides, Kind::Objects))
}

/// Does a rule apply to a virtual system of a firewall?
///
/// A rule without a target applies everywhere; one with `negate` everywhere but there.
pub fn is_targeted(rule: Node<'_>, serial: &str, vsys: &str) -> bool {
    let Some(target) = rule.child("target") else { return true };
    let is_negated = target.child("negate").is_some_and(|negate| negate.text().trim() == "yes");
    let devices = target.child("devices");
    if devices.is_none_or(|devices| devices.children().next().is_none()) {
        return true;
    }
    let is_named = devices.and_then(|devices| devices.entry(serial)).is_some_and(|device| {
        let named = vsys_of(device);
        named.is_empty() || named.iter().any(|name| name == vsys)
    });
    is_named != is_negated
}
