//! A firewall of a Panorama that is not everywhere where it should be.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::diag::Severity;
use crate::lint::{
    Basis, Check, Example, Explanation, Finding, Findings, Lint, PanoramaView, Topic,
};
use crate::lints::cluster::member_list::few;
use crate::xml::Node;

pub(crate) static LINT: Lint = Lint {
    id: "device-unassigned",
    topic: Topic::Panorama,
    severity: Severity::Warning,
    summary: "a firewall is in no template stack, in no device group or not managed",
    explanation: Explanation {
        checks: "Every firewall that the Panorama names is in a template stack, in a device group and among the managed \
                 firewalls. What the Panorama does not have at all is not asked for. It is a warning where the HA \
                 peer of the firewall, or another member of its cluster, is in all of them, and else a note.",
        why: "A firewall without a template stack gets no settings from Panorama, and without a device group no \
              rules. That may be wanted; often a firewall was added and forgotten, or replaced by half.",
        basis: Basis::Inferred("it may be wanted; a member that is forgotten looks the same"),
        example: Example::Commands {
            broken: "set mgt-config devices 013201000099",
            fixed: "delete mgt-config devices 013201000099",
            also: &[],
        },
        fix: "Add the firewall to a template stack and a device group, or remove it everywhere.",
    },
    check: Check::Panorama(check),
};

fn check(view: &PanoramaView<'_, '_>, findings: &mut Findings) {
    if view.panorama.is_partial() {
        return;
    }
    let assigned = Assigned::new(view);
    for serial in assigned.serials() {
        let (lacks, Some(entry)) = (assigned.lacks(serial), assigned.entry(serial)) else { continue };
        if lacks.is_empty() {
            continue;
        }
        let is_managed = assigned.managed.contains_key(serial);
        let kind = if is_managed { "managed firewall" } else { "firewall" };
        let message = format!("{kind} {serial} is {}", few(lacks.iter().map(|(lack, _)| lack.is)));
        let finding = match assigned.companion(serial) {
            Some((what, companion)) => {
                let message = format!("{message}; its {what} {companion} is assigned");
                let finding = Finding::at(entry, message).help(format!(
                    "assign it as its {what} is, or remove what is left of it"
                ));
                match lacks.first().and_then(|(_, entries)| entries.get(companion)) {
                    Some(companion) => finding.and(*companion, format!("its {what}")),
                    None => finding,
                }
            }
            None if is_managed => {
                let means = match &lacks[..] {
                    [(lack, _)] => lack.means,
                    _ => "it gets nothing from Panorama",
                };
                let help = format!("{means}; add it, or take it off the list of managed firewalls");
                Finding::at(entry, message).severity(Severity::Note).help(help)
            }
            None => {
                let help = "add it there, or remove its other entries";
                Finding::at(entry, message).severity(Severity::Note).help(help)
            }
        };
        findings.report(finding.on_firewalls(view.index_of(serial)));
    }
}

/// A place where a firewall is missing.
struct Lack {
    is: &'static str,
    means: &'static str,
}

const NO_STACK: Lack = Lack { is: "in no template stack", means: "it gets no settings from Panorama" };
const NO_GROUP: Lack = Lack { is: "in no device group", means: "it gets no objects and rules from Panorama" };
const NOT_MANAGED: Lack =
    Lack { is: "not among the managed firewalls", means: "Panorama does not know it as its own" };

/// Where each firewall of a Panorama is named.
struct Assigned<'v, 'd> {
    view: &'v PanoramaView<'v, 'd>,
    managed: Entries<'d>,
    in_stack: Entries<'d>,
    in_group: Entries<'d>,
    has_stacks: bool,
    has_groups: bool,
    /// Firewalls that are in lists of cluster members, each with one that lists it.
    listed_by: HashMap<&'v str, &'v str>,
}

/// Firewalls with an element that names them.
type Entries<'d> = BTreeMap<Cow<'d, str>, Node<'d>>;

impl<'v, 'd> Assigned<'v, 'd> {
    fn new(view: &'v PanoramaView<'v, 'd>) -> Self {
        let stacks: Vec<_> = view.panorama.template_stacks().collect();
        let groups: Vec<_> = view.panorama.device_groups().collect();
        let mut listed_by = HashMap::new();
        for entry in view.estate.firewalls.iter().filter(|entry| entry.realm() == Some(view.export_index)) {
            let Some(serial) = entry.serial.as_deref() else { continue };
            for listed in entry.cluster.iter().filter(|cluster| cluster.is_enabled).flat_map(|cluster| &cluster.listed) {
                listed_by.entry(listed.as_str()).or_insert(serial);
            }
        }
        Self {
            view,
            managed: view.panorama.managed_devices().collect(),
            in_stack: stacks.iter().flat_map(|stack| stack.devices()).collect(),
            in_group: groups.iter().flat_map(|group| group.devices()).collect(),
            has_stacks: !stacks.is_empty(),
            has_groups: !groups.is_empty(),
            listed_by,
        }
    }

    fn serials(&self) -> BTreeSet<&str> {
        let all = [&self.managed, &self.in_stack, &self.in_group];
        all.into_iter().flat_map(BTreeMap::keys).map(AsRef::as_ref).collect()
    }

    fn entry(&self, serial: &str) -> Option<Node<'d>> {
        [&self.managed, &self.in_stack, &self.in_group].into_iter().find_map(|entries| entries.get(serial)).copied()
    }

    /// What a firewall is not in, of what the Panorama has at all, and who is in that.
    fn lacks(&self, serial: &str) -> Vec<(Lack, &Entries<'d>)> {
        let lacks_stack = self.has_stacks && !self.in_stack.contains_key(serial);
        let lacks_group = self.has_groups && !self.in_group.contains_key(serial);
        let is_unmanaged = !self.managed.is_empty() && !self.managed.contains_key(serial);
        let all = [
            (lacks_stack, (NO_STACK, &self.in_stack)),
            (lacks_group, (NO_GROUP, &self.in_group)),
            (is_unmanaged, (NOT_MANAGED, &self.managed)),
        ];
        all.into_iter().filter_map(|(is_lacking, lack)| is_lacking.then_some(lack)).collect()
    }

    /// A firewall that lacks nothing, and that this one works with: what that is, and its serial number.
    fn companion(&self, serial: &str) -> Option<(&'static str, &str)> {
        let estate = self.view.estate;
        let index = self.view.index_of(serial)?;
        let entry = estate.firewalls.get(index)?;
        let is_assigned = |serial: &&str| self.lacks(serial).is_empty();
        let name = |index: usize| estate.firewalls.get(index)?.serial.as_deref();
        let peer = entry.pair.as_ref().and_then(|pair| pair.peer_index.or(pair.likely_peer_index));
        if let Some(peer) = peer.and_then(name).filter(is_assigned) {
            return Some(("HA peer", peer));
        }
        let members = estate.cluster_of(index).into_iter().flat_map(|cluster| &cluster.members);
        let mut members = members.filter(|member| **member != index).filter_map(|member| name(*member));
        let listed_by = || self.listed_by.get(serial).copied().filter(is_assigned);
        let member = members.find(is_assigned).or_else(listed_by)?;
        Some(("fellow cluster member", member))
    }
}
