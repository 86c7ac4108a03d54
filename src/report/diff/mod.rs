//! What differs between two configurations, and what of it firewalls get.

mod canonical;
mod counts;
mod human;
mod json;
mod object;
mod unified;

use crate::diff::Value;
use crate::report::secret::shown_secret;

pub(super) use counts::Counts;
pub(super) use human::noted_rows;
pub use human::{diff, diff_effective};
pub(super) use json::{ChangeEntry, change_entry};
pub use json::{DIFF_SCHEMA, diff_effective_json, diff_json};
pub use unified::diff_unified;

/// What was compared.
#[derive(Debug, Clone, Copy)]
pub struct Sides<'a> {
    /// The name of the file before.
    pub before: &'a str,
    /// The name of the file after.
    pub after: &'a str,
    /// Are these parts of configurations, whose paths do not start below `config`?
    pub are_parts: bool,
}

/// A text as it may be shown, one that is a secret without what is secret about it.
fn shown(value: &Value) -> String {
    match value.secret {
        None => value.text.clone(),
        Some(form) => shown_secret(form, &value.text),
    }
}
