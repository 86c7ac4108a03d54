//! Secrets, names and values.

mod ha_elements;
pub(super) mod plain_secret;
pub(super) mod shared_secret_reused;
pub(super) mod unknown_ha_element;
pub(super) mod value_out_of_range;
