//! The lints, one file each; the file is named for the lint.
//!
//! Belongs here: what is wrong, why, and how it is put right. Does not belong here: what lints get to see
//! and how they are run (`lint`), how findings look (`report`).

use std::net::IpAddr;

use crate::lint::{Lint, SUPPRESSION_LINTS};

/// Puts the lints of each topic into [`LINTS`], in this order.
macro_rules! lints {
    ($($topic:ident { $($lint:ident),* $(,)? })*) => {
        $(mod $topic;)*

        /// Every lint over exports.
        pub static LINTS: &[&Lint] = &[$($(&$topic::$lint::LINT,)*)*];
    };
}

lints! {
    cluster {
        cluster_id_differs,
        self_not_listed,
        cluster_id_missing,
        cluster_id_out_of_range,
        cluster_id_reused,
        clustering_disabled,
        pair_peer_not_listed,
        member_list_differs,
        member_limit_exceeded,
        member_limit_unknown,
        duplicate_member_address,
        member_not_managed,
        member_in_other_stack,
        member_outside_device_group,
        session_synchronization_off,
        single_member_cluster,
    }
    ha4 {
        ha4_address_differs,
        ha4_missing,
        ha4_backup_missing,
        ha4_same_port,
        ha4_port_not_ha,
        ha4_port_unusable,
        ha4_outside_subnet,
        ha4_network_address,
        ha4_host_mask,
        ha4_subnet_overlap,
        ha4_mixed_families,
        ha_port_in_use,
        ha4_same_slot,
        ha4_without_cluster,
    }
    pair {
        pair_peer_ip_wrong,
        pair_peer_missing,
        pair_address_equal,
        pair_group_id_differs,
        pair_group_id_reused,
        pair_mode_differs,
        pair_model_unsupported,
        pair_device_id_equal,
        pair_priority_equal,
        pair_preemption_one_sided,
        pair_timers_differ,
        pair_ha1_backup_missing,
        pair_ha3_missing,
        pair_state_sync_off,
        pair_monitoring_off,
        pair_enabled_missing,
        pair_link_family_differs,
        pair_link_port_differs,
        pair_transport_differs,
        pair_active_active_differs,
        pair_both_hostnames_equal,
        pair_port_unusable,
        pair_port_not_ha,
        pair_address_on_management,
        pair_netmask_wrong,
        pair_peer_outside_subnet,
        pair_backup_subnet_overlap,
        pair_ha2_missing,
        pair_ha2_address_missing,
        pair_group_id_missing,
        pair_keep_alive_action,
        pair_passive_link_layer2,
    }
    variable {
        variable_undefined,
        variable_unset,
        variable_kind_differs,
        variable_prefix_in_address,
        variable_unused,
        variable_value_invalid,
        variable_same_everywhere,
    }
    panorama {
        stack_template_missing,
        duplicate_entry,
        stack_too_many_templates,
        device_in_two_stacks,
        device_in_two_device_groups,
        device_unassigned,
        device_group_parent_missing,
        device_group_cycle,
        device_group_too_deep,
        name_too_long,
        template_stack_name_equal,
        dangling_reference,
        default_vsys_missing,
        firewall_in_two_exports,
    }
    consistency {
        zone_missing_on_member,
        zone_mode_differs,
        rule_zone_unknown,
        rule_targets_one_member,
        vsys_map_differs,
        member_config_differs,
        mixed_versions,
        mixed_models,
        ngfw_cluster_mixed,
    }
    spec {
        spec_firewall_missing,
        spec_setting_differs,
    }
    hygiene {
        plain_secret,
        shared_secret_reused,
        unknown_ha_element,
        value_out_of_range,
    }
}

/// Are two texts one address? A prefix length does not count, and IPv6 may be written in several ways.
fn is_same_address(one: &str, other: &str) -> bool {
    let bare = |text: &str| text.split('/').next().unwrap_or(text).trim().to_owned();
    let (one, other) = (bare(one), bare(other));
    match (one.parse::<IpAddr>(), other.parse::<IpAddr>()) {
        (Ok(one), Ok(other)) => one == other,
        _ => one == other,
    }
}

/// Every lint there is: those over exports, then those over the file that suppresses what they find.
pub fn all() -> impl Iterator<Item = &'static Lint> + Clone {
    LINTS.iter().copied().chain(SUPPRESSION_LINTS)
}

/// The lint of an id.
pub fn lint(id: &str) -> Option<&'static Lint> {
    all().find(|lint| lint.id == id)
}
