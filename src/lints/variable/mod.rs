//! Template variables.

pub(super) mod variable_undefined;
