//! Data to bytes: how problems look on a terminal and in JSON.
//!
//! Belongs here: formats. Does not belong here: judging anything, or printing it.

mod explained;
mod human;
mod json;

pub use explained::explained;
pub use human::{human, summary};
pub use json::{Facts, REPORT_SCHEMA, json};
