//! The cluster and its members.

pub(super) mod member_list;

pub(super) mod cluster_id_differs;
pub(super) mod cluster_id_missing;
pub(super) mod cluster_id_out_of_range;
pub(super) mod cluster_id_reused;
pub(super) mod clustering_disabled;
pub(super) mod duplicate_member_address;
pub(super) mod member_in_other_stack;
pub(super) mod member_limit_exceeded;
pub(super) mod member_limit_unknown;
pub(super) mod member_list_differs;
pub(super) mod member_not_managed;
pub(super) mod member_outside_device_group;
pub(super) mod pair_peer_not_listed;
pub(super) mod self_not_listed;
pub(super) mod session_synchronization_off;
pub(super) mod single_member_cluster;
