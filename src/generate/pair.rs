//! What a template says of a pair.

use super::context::{
    ActiveActiveCtx, ActivePassiveCtx, KeepAliveCtx, LinkGroupCtx, LinkMonitoringCtx, PairCtx, yes_no,
};
use super::values::{Values, VariableKind};
use crate::model::{
    Cluster, FailureCondition, HashKey, KeepAlive, KeepAliveAction, LinkKind, LinkMonitoring, Member, Mode,
    Pair, PassiveLinkState, SessionOwner, SessionSetup, Timers, Transport,
};

/// The context of a pair, for all members of a template: their pairs differ in what variables can hold.
pub(crate) fn context(cluster: &Cluster, pair: &Pair, values: &mut Values<'_>) -> PairCtx {
    let settings = &pair.settings;
    let group_id = values.text("group_id", VariableKind::GroupId, "HA group id", |member| {
        cluster.pair_of(member).map(|pair| pair.group_id.to_string())
    });
    let peer = |member: &Member, kind: LinkKind| -> Option<String> {
        let peer = &cluster.members[member.role.as_ref()?.peer];
        peer.addresses.get(&kind).map(ToString::to_string)
    };
    let peer_ip = values
        .text("peer_ip", VariableKind::IpNetmask, "HA1 address of the peer", |m| peer(m, LinkKind::Ha1));
    let peer_ip_backup =
        values.text("peer_ip_backup", VariableKind::IpNetmask, "HA1 backup address of the peer", |member| {
            peer(member, LinkKind::Ha1Backup)
        });
    PairCtx {
        group_id: group_id.unwrap_or_default(),
        description: settings.description.clone(),
        peer_ip: peer_ip.unwrap_or_default(),
        peer_ip_backup,
        device_priority: device_priority(values),
        preemptive: yes_no(settings.is_preemptive.unwrap_or(false)).to_owned(),
        heartbeat_backup: settings.has_heartbeat_backup.map(|has| yes_no(has).to_owned()),
        timers: settings.timers.map(|timers| {
            match timers {
                Timers::Recommended => "recommended",
                Timers::Aggressive => "aggressive",
            }
            .to_owned()
        }),
        configuration_synchronization: settings.synchronizes_configuration.map(|is| yes_no(is).to_owned()),
        // Written out although it is the default: tools that leave it out have switched it off.
        state_synchronization: yes_no(settings.synchronizes_state.unwrap_or(true)).to_owned(),
        transport: settings.transport.map(|transport| {
            match transport {
                Transport::Ethernet => "ethernet",
                Transport::Ip => "ip",
                Transport::Udp => "udp",
            }
            .to_owned()
        }),
        ha2_keep_alive: settings.keep_alive.as_ref().map(keep_alive),
        active_passive: active_passive(&settings.mode),
        active_active: active_active(&settings.mode, values),
        link_monitoring: settings.link_monitoring.as_ref().map(link_monitoring),
    }
}

fn device_priority(values: &mut Values<'_>) -> Option<String> {
    values.text(
        "device_priority",
        VariableKind::DevicePriority,
        "HA device priority, the lower wins",
        |member| member.role.as_ref()?.device_priority.map(|priority| priority.to_string()),
    )
}

fn keep_alive(keep_alive: &KeepAlive) -> KeepAliveCtx {
    let action = match keep_alive.action {
        KeepAliveAction::LogOnly => "log-only",
        KeepAliveAction::SplitDatapath => "split-datapath",
    };
    KeepAliveCtx {
        action: action.to_owned(),
        threshold_ms: keep_alive.threshold.map(|threshold| threshold.to_string()),
    }
}

fn active_passive(mode: &Mode) -> Option<ActivePassiveCtx> {
    let Mode::ActivePassive { passive_link_state, monitor_fail_hold_down } = mode else { return None };
    Some(ActivePassiveCtx {
        passive_link_state: passive_link_state.map(|state| {
            match state {
                PassiveLinkState::Auto => "auto",
                PassiveLinkState::Shutdown => "shutdown",
            }
            .to_owned()
        }),
        monitor_fail_hold_down_time_min: monitor_fail_hold_down.map(|time| time.to_string()),
    })
}

fn active_active(mode: &Mode, values: &mut Values<'_>) -> Option<ActiveActiveCtx> {
    let Mode::ActiveActive {
        tentative_hold_time,
        synchronizes_virtual_router,
        synchronizes_qos,
        session_owner,
    } = mode
    else {
        return None;
    };
    let device_id = values.text("device_id", VariableKind::DeviceId, "HA device id", |member| {
        member.role.as_ref()?.device_id.map(|id| id.to_string())
    });
    let (owner, setup) = match session_owner {
        None => (None, None),
        Some(SessionOwner::PrimaryDevice) => (Some("primary-device"), None),
        Some(SessionOwner::FirstPacket(setup)) => (Some("first-packet"), Some(setup)),
    };
    let (hash_key, hash_seed) = match setup {
        Some(SessionSetup::IpHash { key, seed }) => (*key, *seed),
        _ => (None, None),
    };
    let setup = setup.map(|setup| match setup {
        SessionSetup::PrimaryDevice => "primary-device",
        SessionSetup::FirstPacket => "first-packet",
        SessionSetup::IpModulo => "ip-modulo",
        SessionSetup::IpHash { .. } => "ip-hash",
    });
    let hash_key = hash_key.map(|key| match key {
        HashKey::Source => "source",
        HashKey::SourceAndDestination => "source-and-destination",
    });
    Some(ActiveActiveCtx {
        device_id: device_id.unwrap_or_default(),
        tentative_hold_time_s: tentative_hold_time.map(|time| time.to_string()),
        synchronize_virtual_router: synchronizes_virtual_router.map(|is| yes_no(is).to_owned()),
        synchronize_qos: synchronizes_qos.map(|is| yes_no(is).to_owned()),
        session_owner: owner.map(str::to_owned),
        session_setup: setup.map(str::to_owned),
        hash_key: hash_key.map(str::to_owned),
        hash_seed: hash_seed.map(|seed| seed.to_string()),
    })
}

fn link_monitoring(monitoring: &LinkMonitoring) -> LinkMonitoringCtx {
    let condition = |condition: FailureCondition| {
        match condition {
            FailureCondition::Any => "any",
            FailureCondition::All => "all",
        }
        .to_owned()
    };
    LinkMonitoringCtx {
        failure_condition: condition(monitoring.failure_condition),
        groups: monitoring
            .groups
            .iter()
            .map(|group| LinkGroupCtx {
                name: group.name.to_string(),
                failure_condition: condition(group.failure_condition),
                interfaces: group.interfaces.iter().map(ToString::to_string).collect(),
            })
            .collect(),
    }
}
