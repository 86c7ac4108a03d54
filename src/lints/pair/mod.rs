//! HA pairs.

pub(super) mod pair_peer_ip_wrong;

use super::is_same_address;
