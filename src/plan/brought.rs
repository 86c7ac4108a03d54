//! What a change brings.

use crate::diag::Severity;
use crate::source::Span;
use crate::xml::ConfigPath;

/// A finding in the configuration that a plan leads to.
#[derive(Debug)]
pub struct Brought {
    /// The lint, or what else is found in a plan.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// One sentence without a full stop.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// The element in the configuration that the plan leads to, from its root.
    pub path: ConfigPath,
    /// The same element in the export, where it has it.
    pub place: Option<Span>,
    /// Serial numbers of the firewalls that have it, and had it not before.
    pub firewalls: Vec<String>,
    /// Does it keep firewalls from what the spec wants? Then it counts whether or not it was there before.
    pub is_against_spec: bool,
}
