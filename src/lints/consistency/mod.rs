//! What the members of a cluster should have in common.
