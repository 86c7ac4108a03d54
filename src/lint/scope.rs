//! What a lint gets to see: one firewall, a pair, a cluster, or a Panorama.

use super::{ClusterGroup, Estate};
use crate::diag::Severity;
use crate::effective::{
    ClusterSettings, Effective, FirewallSettings, HighAvailability, InterfaceSettings, InventoryEntry,
    LinkSettings, Origin, PairSettings, Resolver, Setting, VsysSettings, firewall_values,
};
use crate::model::{LinkKind, ModelName};
use crate::panos::{Export, Panorama};
use crate::xml::Node;

/// A firewall: what it gets from a Panorama, or has in its own export.
pub struct FirewallView<'e, 'd> {
    /// Its place in the inventory.
    pub index: usize,
    /// What the inventory tells of it.
    pub entry: &'e InventoryEntry,
    /// The whole review.
    pub estate: &'e Estate<'d>,
    /// What its Panorama gives it; `None` for a firewall's own export.
    pub effective: Option<&'e Effective<'d>>,
    /// Its `config`, where there is any.
    pub config: Option<Setting<'e, 'd>>,
    /// Its device entry, typed.
    pub settings: Option<FirewallSettings<'e, 'd>>,
    /// `deviceconfig/high-availability`.
    pub ha: Option<HighAvailability<'e, 'd>>,
    /// `high-availability/cluster`.
    pub cluster: Option<ClusterSettings<'e, 'd>>,
    /// `high-availability/group`.
    pub pair: Option<PairSettings<'e, 'd>>,
    /// Its interfaces with subinterfaces.
    pub interfaces: Vec<InterfaceSettings<'e, 'd>>,
    /// Its virtual systems.
    pub vsys: Vec<VsysSettings<'e, 'd>>,
    /// The element that stands for it: its entry in a stack, device group or list of managed firewalls,
    /// or its own device entry.
    pub place: Node<'d>,
}

impl<'e, 'd> FirewallView<'e, 'd> {
    /// Looks at a firewall; `effective` is what its Panorama gives it.
    pub(super) fn new(
        index: usize,
        estate: &'e Estate<'d>,
        effective: Option<&'e Effective<'d>>,
    ) -> Option<Self> {
        let entry = &estate.firewalls[index];
        let (config, settings, place) = match (effective, estate.exports[entry.export_index].export) {
            (Some(effective), _) => (effective.settings(), effective.firewall_settings(), effective.entry()),
            (None, Export::Firewall(firewall)) => {
                let device = firewall.device()?;
                let settings = FirewallSettings::new(Setting::of_firewall(device));
                (Some(Setting::of_firewall(firewall.config())), Some(settings), device)
            }
            (None, Export::Panorama(_)) => return None,
        };
        let ha = settings.and_then(FirewallSettings::high_availability);
        Some(Self {
            index,
            entry,
            estate,
            effective,
            config,
            settings,
            ha,
            cluster: ha.and_then(HighAvailability::cluster),
            pair: ha.and_then(HighAvailability::pair),
            interfaces: settings.map(FirewallSettings::interfaces).unwrap_or_default(),
            vsys: settings.map(FirewallSettings::vsys).unwrap_or_default(),
            place,
        })
    }

    /// Everything that it gets, or has in its own export, value by value.
    pub fn values(&self) -> Vec<Origin> {
        match (self.effective, self.estate.exports[self.entry.export_index].export) {
            (Some(effective), _) => effective.values(),
            (None, Export::Firewall(firewall)) => firewall_values(firewall),
            (None, Export::Panorama(_)) => Vec::new(),
        }
    }

    /// Serial number, or what else tells it from others.
    pub fn name(&self) -> &'e str {
        self.entry.name()
    }

    /// Its name with its host name: `013201000011 (fw-dc1-a)`.
    pub fn shown(&self) -> String {
        self.entry.shown()
    }

    /// Its end of an HA link.
    pub fn link(&self, kind: LinkKind) -> Option<LinkSettings<'e, 'd>> {
        self.ha?.link(kind)
    }

    /// An interface by name.
    pub fn interface(&self, name: &str) -> Option<&InterfaceSettings<'e, 'd>> {
        self.interfaces.iter().find(|interface| interface.name.is(name))
    }

    /// Is it configured for a cluster, and switched on?
    pub fn is_clustered(&self) -> bool {
        let enabled = self.cluster.as_ref().and_then(|cluster| cluster.enabled.as_ref());
        enabled.is_some_and(|enabled| enabled.is("yes"))
    }

    /// Is it configured for a pair, and switched on?
    pub fn is_paired(&self) -> bool {
        let enabled = self.pair.as_ref().and_then(|pair| pair.enabled.as_ref());
        enabled.is_some_and(|enabled| enabled.is("yes"))
    }

    /// Its entry in its template stack, else what stands for it.
    pub fn stack_place(&self) -> Node<'d> {
        self.effective.and_then(|effective| effective.template_stack_entry()).unwrap_or(self.place)
    }

    /// Its model, if the user told it.
    pub fn model(&self) -> Option<&'e ModelName> {
        let facts = &self.estate.facts;
        self.entry.serial.as_deref().map_or(facts.model.as_ref(), |serial| facts.model_of(serial))
    }

    /// Is what tells of it a part of a configuration, to load where more may be? Every export has
    /// administrators.
    pub fn is_partial(&self) -> bool {
        match self.estate.exports[self.entry.export_index].export {
            Export::Panorama(panorama) => panorama.is_partial(),
            Export::Firewall(firewall) => firewall.config().child("mgt-config").is_none(),
        }
    }

    /// How bad something is that may be good where a part of a configuration is loaded: a note in such a
    /// part.
    pub fn severity(&self, severity: Severity) -> Severity {
        if self.is_partial() { Severity::Note } else { severity }
    }

    /// Is everything there that it gets from Panorama? If not, nothing can be said of what it lacks: a
    /// template of its stack is not in the export, or it is in no stack.
    pub fn is_complete(&self) -> bool {
        self.effective.is_none_or(Effective::is_complete)
    }
}

/// Two firewalls that are, or should be, an HA pair.
pub struct PairView<'e, 'd> {
    /// The firewalls, in the order of the inventory.
    pub firewalls: [&'e FirewallView<'e, 'd>; 2],
    /// Their `high-availability/group`.
    pub settings: [&'e PairSettings<'e, 'd>; 2],
    /// Does each point at the other, in one group? If not, they are taken for a pair by what else fits.
    pub is_mutual: bool,
}

impl<'e, 'd> PairView<'e, 'd> {
    pub(super) fn new([one, other]: [&'e FirewallView<'e, 'd>; 2]) -> Option<Self> {
        let is_mutual = one.entry.pair.as_ref()?.peer_index == Some(other.index);
        Some(Self {
            firewalls: [one, other],
            settings: [one.pair.as_ref()?, other.pair.as_ref()?],
            is_mutual,
        })
    }

    /// Each firewall with its settings and its peer.
    pub fn sides(
        &self,
    ) -> [(&'e FirewallView<'e, 'd>, &'e PairSettings<'e, 'd>, &'e FirewallView<'e, 'd>); 2] {
        let ([a, b], [of_a, of_b]) = (self.firewalls, self.settings);
        [(a, of_a, b), (b, of_b, a)]
    }

    /// Both firewalls, for a message.
    pub fn shown(&self) -> String {
        format!("{} and {}", self.firewalls[0].shown(), self.firewalls[1].shown())
    }

    /// Is high availability on, on one of them at least? Where it cannot be told, it is taken to be.
    pub fn is_on(&self) -> bool {
        self.sides().into_iter().any(|(firewall, settings, _)| match &settings.enabled {
            Some(enabled) => enabled.text().is_none_or(|text| text == "yes"),
            None => !firewall.is_complete(),
        })
    }

    /// Does a part of a configuration tell of it? See [`FirewallView::is_partial`].
    pub fn is_partial(&self) -> bool {
        self.firewalls.iter().any(|firewall| firewall.is_partial())
    }

    /// Are both in this mode, and no template sets the other one as well?
    pub fn is_mode(&self, mode: &str) -> bool {
        self.settings.iter().all(|pair| pair.mode.is_some_and(|found| found.name() == mode))
    }
}

/// Firewalls that are, or should be, one cluster, or a pair that is in none.
pub struct ClusterView<'e, 'd> {
    /// Label and serial numbers.
    pub group: &'e ClusterGroup,
    /// Is it a pair that is in no cluster?
    pub is_pair: bool,
    /// The whole review.
    pub estate: &'e Estate<'d>,
    /// Its members that an export tells of, in the order of the inventory.
    pub members: Vec<&'e FirewallView<'e, 'd>>,
}

impl<'e, 'd> ClusterView<'e, 'd> {
    /// What it is, for a message.
    pub fn noun(&self) -> &'static str {
        if self.is_pair { "pair" } else { "cluster" }
    }

    /// Does a member take part: is its cluster switched on, or is this a pair?
    pub fn takes_part(&self, member: &FirewallView<'_, '_>) -> bool {
        self.is_pair || member.is_clustered()
    }

    /// Each member with its cluster settings.
    pub fn settings(&self) -> impl Iterator<Item = (&'e FirewallView<'e, 'd>, &'e ClusterSettings<'e, 'd>)> {
        self.members.iter().filter_map(|member| Some((*member, member.cluster.as_ref()?)))
    }

    /// How bad something is that may be good where a part of a configuration is loaded: a note in such a
    /// part.
    pub fn severity(&self, severity: Severity) -> Severity {
        let is_partial = self.members.iter().any(|member| member.is_partial());
        if is_partial { Severity::Note } else { severity }
    }

    /// The member of a serial number.
    pub fn member(&self, serial: &str) -> Option<&'e FirewallView<'e, 'd>> {
        self.members.iter().copied().find(|member| member.entry.serial.as_deref() == Some(serial))
    }
}

/// A Panorama.
pub struct PanoramaView<'e, 'd> {
    /// The name of its file.
    pub name: &'d str,
    /// Its place among the exports.
    pub export_index: usize,
    /// Its configuration.
    pub panorama: Panorama<'d>,
    /// What its firewalls get.
    pub resolver: &'e Resolver<'d>,
    /// The whole review.
    pub estate: &'e Estate<'d>,
}

impl PanoramaView<'_, '_> {
    /// The place in the inventory of a firewall of this Panorama.
    pub fn index_of(&self, serial: &str) -> Option<usize> {
        self.estate.index_of(Some(self.export_index), serial)
    }
}
