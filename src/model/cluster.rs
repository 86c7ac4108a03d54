//! Fleet, Cluster and Member: what a spec means.

use std::collections::BTreeMap;
use std::net::IpAddr;

use super::{
    Arrangement, ClusterId, ClusterName, DeviceGroupName, EthernetPort, ExistingDeviceGroup, HaPort,
    HoldTimeMs, Interface, InterfaceAddress, LinkKind, MemberName, ModelName, Pair, PairRole, PanosVersion,
    Policy, Serial, Slot, StackName, TemplateName, Zone,
};

/// All clusters of a spec.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fleet {
    /// Release of the Panorama that gets the files.
    pub panorama_version: Option<PanosVersion>,
    /// The clusters, in the order of the spec.
    pub clusters: Vec<Cluster>,
}

/// Firewalls that synchronise sessions over HA4 links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cluster {
    /// Our name for it, and the name of its folder.
    pub name: ClusterName,
    /// Its id, the same on every member.
    pub id: ClusterId,
    /// `cluster/description`.
    pub description: Option<String>,
    /// How member values get into templates.
    pub layout: Layout,
    /// What the members run on.
    pub platform: Platform,
    /// Model of every member.
    pub model: Option<ModelName>,
    /// Release of every member.
    pub panos: Option<PanosVersion>,
    /// The HA4 link.
    pub ha4: HaLink,
    /// The HA4 backup link.
    pub ha4_backup: Option<HaLink>,
    /// The template with what all members share.
    pub template: TemplateName,
    /// Its description.
    pub template_description: Option<String>,
    /// The template stack; stacks of pairs are named after it.
    pub template_stack: StackName,
    /// Its description.
    pub template_stack_description: Option<String>,
    /// The templates of each stack, highest priority first; holds [`Cluster::template`].
    pub stack_templates: Vec<String>,
    /// The device group.
    pub device_group: DeviceGroupName,
    /// Its description.
    pub device_group_description: Option<String>,
    /// The device group it goes under; Shared where there is none.
    pub device_group_parent: Option<ExistingDeviceGroup>,
    /// The pairs.
    pub pairs: Vec<Pair>,
    /// The members, by slot.
    pub members: Vec<Member>,
    /// Dataplane interfaces.
    pub interfaces: Vec<Interface>,
    /// Zones.
    pub zones: Vec<Zone>,
    /// Objects and rules.
    pub policy: Policy,
    /// Which templates and stacks that makes.
    pub arrangement: Arrangement,
}

/// How member values get into templates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// As template variables, with values per device in the template stack.
    Variables,
    /// Literally, in a small template and a stack for each member: for builds that refuse a variable
    /// in an HA field.
    PerMember,
}

/// What the members run on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Platform {
    /// Hardware, or a VM-Series that knows every HA element.
    Full,
    /// A public cloud build, which knows only some (schema 10.0.6, `cfg.platform.cloud-ha-support`).
    Cloud,
}

/// The settings of an HA link that are the same at all its ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HaLink {
    /// The port.
    pub port: HaPort,
    /// The netmask, where the link has addresses.
    pub netmask: Option<IpAddr>,
    /// The gateway, where the ends are in different subnets.
    pub gateway: Option<IpAddr>,
    /// The ports of the aggregate, where the port is one.
    pub aggregate_ports: Vec<EthernetPort>,
    /// Is HA1 encrypted?
    pub is_encrypted: Option<bool>,
    /// How long HA1 waits before it takes its link for failed.
    pub monitor_hold_time: Option<HoldTimeMs>,
}

/// A firewall of a cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Our name for it.
    pub name: MemberName,
    /// Its serial number.
    pub serial: Serial,
    /// Its place in every HA4 subnet.
    pub slot: Slot,
    /// Its part in a pair, if it is in one.
    pub role: Option<PairRole>,
    /// Its own address on each link that has addresses.
    pub addresses: BTreeMap<LinkKind, IpAddr>,
    /// Its addresses on dataplane interfaces, in order.
    pub interface_addresses: BTreeMap<EthernetPort, Vec<InterfaceAddress>>,
    /// `cluster-members/entry/comments`.
    pub comments: String,
    /// Does it take part in session synchronisation?
    pub synchronizes_sessions: bool,
}

impl Cluster {
    /// The pair that a member is in.
    pub fn pair_of(&self, member: &Member) -> Option<&Pair> {
        member.role.as_ref().map(|role| &self.pairs[role.pair])
    }

    /// The HA4 links, HA4 first.
    pub fn cluster_links(&self) -> impl Iterator<Item = (LinkKind, &HaLink)> {
        let backup = self.ha4_backup.as_ref().map(|link| (LinkKind::Ha4Backup, link));
        std::iter::once((LinkKind::Ha4, &self.ha4)).chain(backup)
    }
}
