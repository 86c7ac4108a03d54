//! HA pairs.

mod cloud;
mod difference;
mod links;
mod parted;

pub(super) mod pair_active_active_differs;
pub(super) mod pair_address_equal;
pub(super) mod pair_address_on_management;
pub(super) mod pair_backup_subnet_overlap;
pub(super) mod pair_both_hostnames_equal;
pub(super) mod pair_device_id_equal;
pub(super) mod pair_enabled_missing;
pub(super) mod pair_group_id_differs;
pub(super) mod pair_group_id_missing;
pub(super) mod pair_group_id_reused;
pub(super) mod pair_ha1_backup_missing;
pub(super) mod pair_ha2_address_missing;
pub(super) mod pair_ha2_missing;
pub(super) mod pair_ha3_missing;
pub(super) mod pair_keep_alive_action;
pub(super) mod pair_link_family_differs;
pub(super) mod pair_link_port_differs;
pub(super) mod pair_mode_differs;
pub(super) mod pair_model_unsupported;
pub(super) mod pair_monitoring_off;
pub(super) mod pair_netmask_wrong;
pub(super) mod pair_passive_link_layer2;
pub(super) mod pair_peer_ip_wrong;
pub(super) mod pair_peer_missing;
pub(super) mod pair_peer_outside_subnet;
pub(super) mod pair_port_not_ha;
pub(super) mod pair_port_unusable;
pub(super) mod pair_preemption_one_sided;
pub(super) mod pair_priority_equal;
pub(super) mod pair_state_sync_off;
pub(super) mod pair_timers_differ;
pub(super) mod pair_transport_differs;

use super::is_same_address;
