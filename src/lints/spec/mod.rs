//! What is there against what was meant.

pub(super) mod spec_firewall_missing;
pub(super) mod spec_setting_differs;
