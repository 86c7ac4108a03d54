//! The lints, one file each; the file is named for the lint.
//!
//! Belongs here: what is wrong, why, and how it is put right. Does not belong here: what lints get to see
//! and how they are run (`lint`), how findings look (`report`).

use std::net::IpAddr;

/// Puts the lints of each topic into [`LINTS`], in this order.
macro_rules! lints {
    ($($topic:ident { $($lint:ident),* $(,)? })*) => {
        $(mod $topic;)*

        /// Every lint.
        pub static LINTS: &[&crate::lint::Lint] = &[$($(&$topic::$lint::LINT,)*)*];
    };
}

lints! {
    cluster {
        cluster_id_differs,
        self_not_listed,
    }
    ha4 {
        ha4_address_differs,
    }
    pair {
        pair_peer_ip_wrong,
    }
    variable {
        variable_undefined,
    }
    panorama {
        stack_template_missing,
        duplicate_entry,
        dangling_reference,
    }
    consistency {
        zone_missing_on_member,
        zone_mode_differs,
        rule_zone_unknown,
    }
    spec {
        spec_firewall_missing,
        spec_setting_differs,
    }
    hygiene {
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

/// The lint of an id.
pub fn lint(id: &str) -> Option<&'static crate::lint::Lint> {
    LINTS.iter().copied().find(|lint| lint.id == id)
}
