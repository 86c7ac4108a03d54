//! The zones of a cluster's members, side by side.

use std::collections::BTreeMap;

use crate::effective::{VsysSettings, ZoneSettings};
use crate::lint::{ClusterView, FirewallView};
use crate::panos::TEMPLATE_VSYS;

/// A virtual system of several members, with what each has in it.
pub(super) struct SharedVsys<'v, 'e, 'd> {
    /// Its display name, else its id.
    pub(super) name: String,
    /// The members that have it, each with its zones by name.
    pub(super) members: Vec<(&'v FirewallView<'e, 'd>, BTreeMap<String, ZoneSettings<'e, 'd>>)>,
}

/// The virtual systems that at least two members have, each with the members that have zones in it.
///
/// Members whose templates are not all there are left out, and members without any zone: those are set up on
/// the firewall itself.
pub(super) fn shared_vsys<'v, 'e, 'd>(cluster: &'v ClusterView<'e, 'd>) -> Vec<SharedVsys<'v, 'e, 'd>> {
    let mut by_name: BTreeMap<String, SharedVsys<'v, 'e, 'd>> = BTreeMap::new();
    for member in cluster.members.iter().copied().filter(|member| member.is_complete()) {
        let zones: Vec<_> = member.vsys.iter().map(|vsys| (key(vsys), zones(vsys))).collect();
        if zones.iter().all(|(_, zones)| zones.is_empty()) {
            continue;
        }
        for (name, zones) in zones {
            let shared = by_name.entry(name.clone()).or_insert_with(|| SharedVsys { name, members: Vec::new() });
            shared.members.push((member, zones));
        }
    }
    by_name.into_values().filter(|vsys| vsys.members.len() > 1).collect()
}

impl SharedVsys<'_, '_, '_> {
    /// ` of vsys2`, where it is not the one that every firewall has.
    pub(super) fn suffix(&self) -> String {
        if self.name == TEMPLATE_VSYS { String::new() } else { format!(" of {}", self.name) }
    }

    /// Are settings of the members hidden from us: those made on firewalls that a Panorama manages?
    pub(super) fn is_of_panorama(&self) -> bool {
        self.members.iter().any(|(member, _)| member.effective.is_some())
    }
}

/// Templates find a firewall's virtual system by its display name, else by its id (KB kA10g000000ClJyCAK).
fn key(vsys: &VsysSettings<'_, '_>) -> String {
    let display_name = vsys.display_name.as_ref().and_then(|name| name.text());
    display_name.unwrap_or(vsys.name.shown()).to_owned()
}

fn zones<'e, 'd>(vsys: &VsysSettings<'e, 'd>) -> BTreeMap<String, ZoneSettings<'e, 'd>> {
    let zones = vsys.zones().into_iter();
    zones.filter_map(|zone| Some((zone.name.text()?.to_owned(), zone))).collect()
}
