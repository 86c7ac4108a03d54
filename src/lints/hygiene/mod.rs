//! Secrets, names and values.
