//! Changes put into a configuration: into its text, everything else byte for byte as it was, or as commands of
//! the CLI.
//!
//! Belongs here: how a change is made. Does not belong here: which changes (`diff`, `plan`).

mod commands;
mod edits;
mod layout;
mod splice;

pub use commands::{Command, MoveTo, commands};
pub use edits::Edits;
pub use splice::splice;
