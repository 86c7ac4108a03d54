//! Where every value came from that the user did not write: what `check --explain` shows.

use crate::source::Span;

/// A derived value and its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// What it is the value of, as a path of names: `core.fw-dc1-a.ha4`.
    pub what: String,
    /// The value.
    pub value: String,
    /// Why it is that.
    pub why: String,
    /// What it was derived from; `None` for a default that stands in no file.
    pub place: Option<Span>,
}
