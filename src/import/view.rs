//! The members of a cluster as their configuration has them.

use std::collections::BTreeMap;
use std::net::IpAddr;

use super::found::{Found, template_of};
use crate::effective::{
    ClusterMember, Effective, FirewallSettings, Given, HighAvailability, LinkSettings, PairSettings, Setting,
};
use crate::model::{InterfaceMode, LinkKind, LinkSubnet};

/// A member, typed.
pub(super) struct View<'e, 'd> {
    pub(super) effective: &'e Effective<'d>,
    pub(super) settings: FirewallSettings<'e, 'd>,
    pub(super) ha: HighAvailability<'e, 'd>,
    /// Its own entry in the list of members, its own list first.
    pub(super) listed: Option<ClusterMember<'e, 'd>>,
    pub(super) pair: Option<PairSettings<'e, 'd>>,
    links: BTreeMap<LinkKind, LinkSettings<'e, 'd>>,
}

/// The members of a cluster, in the order of their list. Those without HA settings are none.
pub(super) fn views<'e, 'd>(found: &'e Found<'d>) -> Vec<View<'e, 'd>> {
    found.members.iter().filter_map(|effective| view(effective, found)).collect()
}

fn view<'e, 'd>(effective: &'e Effective<'d>, found: &'e Found<'d>) -> Option<View<'e, 'd>> {
    let settings = effective.firewall_settings()?;
    let ha = settings.high_availability()?;
    let others = found.members.iter();
    let listed = std::iter::once(effective).chain(others).find_map(|other| {
        let cluster = other.firewall_settings()?.high_availability()?.cluster()?;
        cluster.members.into_iter().find(|member| member.serial.is(effective.serial()))
    });
    let links = LinkKind::ALL.into_iter().filter_map(|kind| Some((kind, ha.link(kind)?)));
    let links = links.filter(|(_, link)| link.is_set_up()).collect();
    Some(View { effective, settings, ha, listed, pair: ha.pair(), links })
}

impl<'e, 'd> View<'e, 'd> {
    pub(super) fn link(&self, kind: LinkKind) -> Option<&LinkSettings<'e, 'd>> {
        self.links.get(&kind)
    }

    /// Its address on a link: its own, or for HA4 what the list of members says.
    pub(super) fn address(&self, kind: LinkKind) -> Option<IpAddr> {
        let own = self.link(kind).and_then(|link| link.ip_address.as_ref()?.address());
        own.or_else(|| self.listed.as_ref()?.address(kind)?.address())
    }

    /// The network of its end of a link.
    pub(super) fn subnet(&self, kind: LinkKind) -> Option<LinkSubnet> {
        let netmask = self.link(kind)?.netmask.as_ref()?;
        LinkSubnet::of_host(self.address(kind)?, netmask.text()?).ok()
    }

    /// The address that it takes for its peer's.
    pub(super) fn peer_address(&self, kind: LinkKind) -> Option<IpAddr> {
        let pair = self.pair.as_ref()?;
        match kind {
            LinkKind::Ha1 => pair.peer_ip.as_ref()?.address(),
            LinkKind::Ha1Backup => pair.peer_ip_backup.as_ref()?.address(),
            _ => None,
        }
    }

    /// The template that a setting comes from; `None` where its stack has it.
    pub(super) fn template_of(&self, setting: Setting<'e, 'd>) -> Option<&'e str> {
        template_of(self.effective, setting.source().layer)
    }
}

/// A mode that the spec has a word for.
pub(super) fn mode_of(element: Option<&str>) -> Option<InterfaceMode> {
    use InterfaceMode::{Layer2, Layer3, Tap, VirtualWire};
    [Layer3, VirtualWire, Layer2, Tap].into_iter().find(|mode| Some(mode.as_str()) == element)
}

/// The text of a child, and the place where it is written.
pub(super) fn given<'e, 'd>(setting: Setting<'e, 'd>, path: &[&str]) -> Option<Given<'e, 'd>> {
    let (last, above) = path.split_last()?;
    above.iter().try_fold(setting, |setting, name| setting.child(name))?.given(last)
}
