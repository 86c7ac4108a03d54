//! What a plan may do, and what it must not.

use crate::xml::ConfigPath;

/// What the user allows and forbids.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What others put into our objects goes.
    pub prunes: bool,
    /// Nothing that is there goes; a value still gives way to another.
    pub keeps: bool,
    /// Firewalls are taken out of the stacks and device groups of others.
    pub takes_over: bool,
    /// Only what is at or below one of these places, below `config`; everything where there is none.
    pub only: Vec<ConfigPath>,
    /// Serial numbers of firewalls that must get what they have.
    pub protected: Vec<String>,
    /// Codes of conflicts that the user knows of.
    pub accepted: Vec<String>,
}

impl Options {
    /// Is a change at a place wanted at all? What comes at a place brings all that is below it.
    pub(super) fn allows(&self, path: &ConfigPath) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| path.starts_with(only))
    }
}
