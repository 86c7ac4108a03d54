//! HA4 and HA4 backup links.

pub(super) mod end;
pub(super) mod ha4_address_differs;
pub(super) mod ha4_backup_missing;
pub(super) mod ha4_host_mask;
pub(super) mod ha4_missing;
pub(super) mod ha4_mixed_families;
pub(super) mod ha4_network_address;
pub(super) mod ha4_outside_subnet;
pub(super) mod ha4_port_not_ha;
pub(super) mod ha4_port_unusable;
pub(super) mod ha4_same_port;
pub(super) mod ha4_same_slot;
pub(super) mod ha4_subnet_overlap;
pub(super) mod ha4_without_cluster;
pub(super) mod ha_port_in_use;

use super::is_same_address;
