//! Secrets, names and values.

mod ha_elements;
pub(super) mod unknown_ha_element;
pub(super) mod value_out_of_range;
