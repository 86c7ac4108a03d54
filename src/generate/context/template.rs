//! What goes into a template.

use serde::Serialize;

use super::Context;

/// A template itself.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct TemplateCtx {
    pub(crate) description: String,
    /// The virtual system that firewalls without multi-vsys take settings from.
    pub(crate) default_vsys: String,
}

impl Context for TemplateCtx {
    fn sample() -> Self {
        Self { description: "text".into(), default_vsys: "vsys1".into() }
    }
}

/// A port that an HA link uses.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct HaInterfaceCtx {
    /// `ethernet` or `aggregate-ethernet`.
    pub(crate) kind: String,
    pub(crate) name: String,
    /// The link's name, for whoever looks at the port.
    pub(crate) comment: String,
}

impl Context for HaInterfaceCtx {
    fn sample() -> Self {
        Self { kind: "ethernet".into(), name: "ethernet1/21".into(), comment: "HA4".into() }
    }
}

/// A port of the aggregate that an HA link uses.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct AggregatePortCtx {
    pub(crate) name: String,
    /// The aggregate: `ae1`.
    pub(crate) aggregate: String,
    /// The link's name, for whoever looks at the port.
    pub(crate) comment: String,
}

impl Context for AggregatePortCtx {
    fn sample() -> Self {
        Self { name: "ethernet1/5".into(), aggregate: "ae1".into(), comment: "HA3".into() }
    }
}

/// An HA link. Addresses are bare: `address` or a template variable.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct HaLinkCtx {
    /// The element: `ha1` to `ha4-backup`.
    pub(crate) name: String,
    pub(crate) port: String,
    pub(crate) ip_address: Option<String>,
    pub(crate) netmask: Option<String>,
    pub(crate) gateway: Option<String>,
    /// `yes` or `no`.
    pub(crate) encryption: Option<String>,
    pub(crate) monitor_hold_time_ms: Option<String>,
}

impl Context for HaLinkCtx {
    fn sample() -> Self {
        Self {
            name: "ha1".into(),
            port: "ha1-a".into(),
            ip_address: Some("192.0.2.1".into()),
            netmask: Some("255.255.255.252".into()),
            gateway: Some("192.0.2.2".into()),
            encryption: Some("yes".into()),
            monitor_hold_time_ms: Some("3000".into()),
        }
    }
}

/// The cluster: the same on every member.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ClusterCtx {
    pub(crate) cluster_id: String,
    pub(crate) description: Option<String>,
    /// Every member, the local firewall too.
    pub(crate) members: Vec<MemberCtx>,
}

/// A member in the cluster's list.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct MemberCtx {
    pub(crate) serial: String,
    pub(crate) ha4_ip_address: String,
    pub(crate) ha4_backup_ip_address: Option<String>,
    /// `enabled` or `disabled`.
    pub(crate) session_synchronization: String,
    pub(crate) comments: String,
}

impl Context for ClusterCtx {
    fn sample() -> Self {
        Self {
            cluster_id: "7".into(),
            description: Some("text".into()),
            members: vec![MemberCtx {
                serial: "013201000001".into(),
                ha4_ip_address: "192.0.2.1".into(),
                ha4_backup_ip_address: Some("192.0.2.17".into()),
                session_synchronization: "enabled".into(),
                comments: "text".into(),
            }],
        }
    }
}

/// A pair, as each of its peers gets it. What peers do not share is a template variable.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct PairCtx {
    pub(crate) group_id: String,
    pub(crate) description: Option<String>,
    pub(crate) peer_ip: String,
    pub(crate) peer_ip_backup: Option<String>,
    pub(crate) device_priority: Option<String>,
    /// `yes` or `no`.
    pub(crate) preemptive: String,
    /// `yes` or `no`.
    pub(crate) heartbeat_backup: Option<String>,
    /// `recommended` or `aggressive`.
    pub(crate) timers: Option<String>,
    /// `yes` or `no`.
    pub(crate) configuration_synchronization: Option<String>,
    /// `yes` or `no`.
    pub(crate) state_synchronization: String,
    /// `ethernet`, `ip` or `udp`.
    pub(crate) transport: Option<String>,
    pub(crate) ha2_keep_alive: Option<KeepAliveCtx>,
    pub(crate) active_passive: Option<ActivePassiveCtx>,
    pub(crate) active_active: Option<ActiveActiveCtx>,
    pub(crate) link_monitoring: Option<LinkMonitoringCtx>,
}

/// HA2 keep-alive.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct KeepAliveCtx {
    /// `log-only` or `split-datapath`.
    pub(crate) action: String,
    pub(crate) threshold_ms: Option<String>,
}

/// Mode active/passive.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ActivePassiveCtx {
    /// `auto` or `shutdown`.
    pub(crate) passive_link_state: Option<String>,
    pub(crate) monitor_fail_hold_down_time_min: Option<String>,
}

/// Mode active/active.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ActiveActiveCtx {
    pub(crate) device_id: String,
    pub(crate) tentative_hold_time_s: Option<String>,
    /// `yes` or `no`.
    pub(crate) synchronize_virtual_router: Option<String>,
    /// `yes` or `no`.
    pub(crate) synchronize_qos: Option<String>,
    /// The element `primary-device` or `first-packet`.
    pub(crate) session_owner: Option<String>,
    /// The element below `session-setup`; only below `first-packet`.
    pub(crate) session_setup: Option<String>,
    /// `source` or `source-and-destination`.
    pub(crate) hash_key: Option<String>,
    pub(crate) hash_seed: Option<String>,
}

/// Link monitoring.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct LinkMonitoringCtx {
    /// `any` or `all`.
    pub(crate) failure_condition: String,
    pub(crate) groups: Vec<LinkGroupCtx>,
}

/// A group of monitored interfaces.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct LinkGroupCtx {
    pub(crate) name: String,
    /// `any` or `all`.
    pub(crate) failure_condition: String,
    pub(crate) interfaces: Vec<String>,
}

impl Context for PairCtx {
    fn sample() -> Self {
        let yes = || Some("yes".into());
        Self {
            group_id: "11".into(),
            description: Some("text".into()),
            peer_ip: "192.0.2.2".into(),
            peer_ip_backup: Some("192.0.2.6".into()),
            device_priority: Some("90".into()),
            preemptive: "yes".into(),
            heartbeat_backup: yes(),
            timers: Some("recommended".into()),
            configuration_synchronization: yes(),
            state_synchronization: "yes".into(),
            transport: Some("ethernet".into()),
            ha2_keep_alive: Some(KeepAliveCtx {
                action: "log-only".into(),
                threshold_ms: Some("10000".into()),
            }),
            active_passive: Some(ActivePassiveCtx {
                passive_link_state: Some("auto".into()),
                monitor_fail_hold_down_time_min: Some("1".into()),
            }),
            active_active: Some(ActiveActiveCtx {
                device_id: "0".into(),
                tentative_hold_time_s: Some("60".into()),
                synchronize_virtual_router: yes(),
                synchronize_qos: yes(),
                session_owner: Some("first-packet".into()),
                session_setup: Some("ip-hash".into()),
                hash_key: Some("source".into()),
                hash_seed: Some("0".into()),
            }),
            link_monitoring: Some(LinkMonitoringCtx {
                failure_condition: "any".into(),
                groups: vec![LinkGroupCtx {
                    name: "uplinks".into(),
                    failure_condition: "all".into(),
                    interfaces: vec!["ethernet1/1".into()],
                }],
            }),
        }
    }
}

/// A dataplane interface.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct InterfaceCtx {
    pub(crate) name: String,
    /// The element: `layer3`, `virtual-wire`, `layer2` or `tap`.
    pub(crate) mode: String,
    pub(crate) comment: Option<String>,
    /// IPv4 addresses with prefix length, or template variables.
    pub(crate) ip: Vec<String>,
    /// IPv6 addresses with prefix length, or template variables.
    pub(crate) ipv6: Vec<String>,
}

impl Context for InterfaceCtx {
    fn sample() -> Self {
        Self {
            name: "ethernet1/1".into(),
            mode: "layer3".into(),
            comment: Some("text".into()),
            ip: vec!["203.0.113.1/24".into()],
            ipv6: vec!["2001:db8::1/64".into()],
        }
    }
}

/// The virtual system and the interfaces it takes in.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct VsysCtx {
    pub(crate) name: String,
    pub(crate) interfaces: Vec<String>,
}

impl Context for VsysCtx {
    fn sample() -> Self {
        Self { name: "vsys1".into(), interfaces: vec!["ethernet1/1".into()] }
    }
}

/// A zone.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ZoneCtx {
    /// The virtual system it is in.
    pub(crate) vsys: String,
    pub(crate) name: String,
    /// The element: `layer3`, `virtual-wire`, `layer2` or `tap`.
    pub(crate) mode: String,
    pub(crate) interfaces: Vec<String>,
}

impl Context for ZoneCtx {
    fn sample() -> Self {
        Self {
            vsys: "vsys1".into(),
            name: "inside".into(),
            mode: "layer3".into(),
            interfaces: vec!["ethernet1/1".into()],
        }
    }
}

/// A template variable as the template declares it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct VariableCtx {
    /// With its `$`.
    pub(crate) name: String,
    /// The element: `ip-netmask`, `group-id`, `device-priority` or `device-id`.
    pub(crate) kind: String,
    /// `None` where every device has its own value: PAN-OS's word for unset.
    pub(crate) value: String,
    pub(crate) description: String,
}

impl Context for VariableCtx {
    fn sample() -> Self {
        Self {
            name: "$ha4_ip".into(),
            kind: "ip-netmask".into(),
            value: "None".into(),
            description: "text".into(),
        }
    }
}
