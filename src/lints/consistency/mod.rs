//! What the members of a cluster should have in common.

pub(super) mod rule_zone_unknown;
pub(super) mod zone_missing_on_member;
pub(super) mod zone_mode_differs;
mod zones;
