//! Data to bytes: how problems and results look on a terminal, in JSON and in CSV.
//!
//! Belongs here: formats. Does not belong here: judging anything, or printing it.

mod explained;
mod human;
mod inventory;
mod json;

pub use explained::explained;
pub use human::{human, summary};
pub use inventory::{INVENTORY_SCHEMA, inventory_csv, inventory_json, inventory_table};
pub use json::{Facts, REPORT_SCHEMA, json};
