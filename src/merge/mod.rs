//! Changes put into the text of a configuration, everything else byte for byte as it was.
//!
//! Belongs here: how a change is written into an existing text. Does not belong here: which changes
//! (`diff`, `plan`).

mod layout;
mod splice;

pub use splice::splice;
