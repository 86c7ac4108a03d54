//! Templates, stacks, device groups and managed firewalls.

pub(super) mod duplicate_entry;
pub(super) mod stack_template_missing;
