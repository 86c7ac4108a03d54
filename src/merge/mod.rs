//! Changes put into a configuration: into its text, everything else byte for byte as it was, or as commands of
//! the CLI.
//!
//! Belongs here: how a change is made, and what loading a file changes. Does not belong here: what differs between
//! two configurations (`diff`), and in which order to change it (`plan`).

mod commands;
mod edits;
mod lay;
mod layer;
mod layout;
mod load;
mod mode;
mod part;
mod rank;
mod splice;
mod tally;

pub use commands::{Command, MoveTo, commands};
pub use edits::Edits;
pub use load::{Load, Loaded, load};
pub use mode::Mode;
pub use part::Part;
pub use splice::splice;
pub use tally::Tally;
