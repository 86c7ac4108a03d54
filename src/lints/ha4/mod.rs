//! HA4 and HA4 backup links.

pub(super) mod ha4_address_differs;

use super::is_same_address;
