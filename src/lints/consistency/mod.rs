//! What the members of a cluster should have in common.

pub(super) mod member_config_differs;
pub(super) mod mixed_models;
pub(super) mod mixed_versions;
pub(super) mod ngfw_cluster_mixed;
pub(super) mod rule_targets_one_member;
pub(super) mod rule_zone_unknown;
pub(super) mod vsys_map_differs;
pub(super) mod zone_missing_on_member;
pub(super) mod zone_mode_differs;
mod zones;
