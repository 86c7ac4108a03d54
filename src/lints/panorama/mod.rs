//! Templates, stacks, device groups and managed firewalls.

pub(super) mod dangling_reference;
pub(super) mod duplicate_entry;
mod reference;
pub(super) mod stack_template_missing;
