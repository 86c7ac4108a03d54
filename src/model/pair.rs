//! HA pairs inside a cluster.

use super::{
    DevicePriority, EthernetPort, GroupId, HaLink, HashSeed, HoldDownMinutes, LinkGroupName, LinkKind,
    PairName, TentativeHoldTime, ThresholdMs,
};

/// Two members that are an HA pair besides being members of the cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// Our name for it.
    pub name: PairName,
    /// Its group id. A template variable can hold it.
    pub group_id: GroupId,
    /// Everything no template variable can hold.
    pub settings: PairSettings,
}

/// The settings of a pair that are the same on both peers and that no template variable can hold:
/// pairs that differ in them cannot share a template stack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairSettings {
    /// `group/description`, at most 64 characters.
    pub description: Option<String>,
    /// Active/passive or active/active.
    pub mode: Mode,
    /// Its links, in the order of [`LinkKind`].
    pub links: Vec<(LinkKind, HaLink)>,
    /// `election-option/preemptive`.
    pub is_preemptive: Option<bool>,
    /// `election-option/heartbeat-backup`.
    pub has_heartbeat_backup: Option<bool>,
    /// `election-option/timers`.
    pub timers: Option<Timers>,
    /// `configuration-synchronization/enabled`.
    pub synchronizes_configuration: Option<bool>,
    /// `state-synchronization/enabled`.
    pub synchronizes_state: Option<bool>,
    /// `state-synchronization/transport`.
    pub transport: Option<Transport>,
    /// `state-synchronization/ha2-keep-alive`.
    pub keep_alive: Option<KeepAlive>,
    /// `monitoring/link-monitoring`.
    pub link_monitoring: Option<LinkMonitoring>,
}

impl PairSettings {
    /// The settings of one link.
    pub fn link(&self, kind: LinkKind) -> Option<&HaLink> {
        self.links.iter().find(|(other, _)| *other == kind).map(|(_, link)| link)
    }
}

/// How the peers share the work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mode {
    /// One works, one waits.
    ActivePassive {
        /// What the passive peer's links do.
        passive_link_state: Option<PassiveLinkState>,
        /// How long it stays non-functional after a monitor failure.
        monitor_fail_hold_down: Option<HoldDownMinutes>,
    },
    /// Both work.
    ActiveActive {
        /// How long a firewall stays tentative.
        tentative_hold_time: Option<TentativeHoldTime>,
        /// Are virtual routers synchronised?
        synchronizes_virtual_router: Option<bool>,
        /// Is QoS synchronised?
        synchronizes_qos: Option<bool>,
        /// Who owns a session.
        session_owner: Option<SessionOwner>,
    },
}

/// State of the passive peer's links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassiveLinkState {
    /// Down. What PAN-OS does where nothing is set.
    Shutdown,
    /// Up, for a faster failover.
    Auto,
}

/// Who owns a session in an active/active pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionOwner {
    /// The active-primary firewall, which then also sets sessions up.
    PrimaryDevice,
    /// The one that gets the first packet.
    FirstPacket(SessionSetup),
}

/// Who sets a session up in an active/active pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionSetup {
    /// The active-primary firewall.
    PrimaryDevice,
    /// The one that gets the first packet.
    FirstPacket,
    /// By the parity of the source address.
    IpModulo,
    /// By a hash of addresses.
    IpHash {
        /// Of which addresses.
        key: Option<HashKey>,
        /// With which seed.
        seed: Option<HashSeed>,
    },
}

/// Which addresses the session setup hash reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HashKey {
    /// The source.
    Source,
    /// Both.
    SourceAndDestination,
}

/// How HA2 is carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// Ethertype 0x7261.
    Ethernet,
    /// IP protocol 99.
    Ip,
    /// UDP port 29281.
    Udp,
}

/// HA2 keep-alive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeepAlive {
    /// What a failure does.
    pub action: KeepAliveAction,
    /// After how long, in milliseconds.
    pub threshold: Option<ThresholdMs>,
}

/// What a failed HA2 keep-alive does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeepAliveAction {
    /// A log entry: the choice for active/passive.
    LogOnly,
    /// Each peer goes on alone: the choice for active/active.
    SplitDatapath,
}

/// Election timers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timers {
    /// The vendor's usual ones.
    Recommended,
    /// Faster failover.
    Aggressive,
}

/// Link monitoring of a pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkMonitoring {
    /// How many groups must fail.
    pub failure_condition: FailureCondition,
    /// The groups.
    pub groups: Vec<LinkGroup>,
}

/// A group of monitored interfaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkGroup {
    /// Its name.
    pub name: LinkGroupName,
    /// How many interfaces must fail.
    pub failure_condition: FailureCondition,
    /// Its interfaces.
    pub interfaces: Vec<EthernetPort>,
}

/// Does one failure count, or only all together?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureCondition {
    /// One is enough.
    Any,
    /// All must fail.
    All,
}

/// A member's part in its pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairRole {
    /// Index of the pair in the cluster.
    pub pair: usize,
    /// Index of the other peer among the members.
    pub peer: usize,
    /// The device priority; PAN-OS takes 100 where none is set.
    pub device_priority: Option<DevicePriority>,
    /// The device id, in an active/active pair.
    pub device_id: Option<super::DeviceId>,
}
