//! The way back: from what a Panorama has to the spec that generates it.
//!
//! Belongs here: clusters of an export as keys of a spec, names that are to be guessed, what a spec cannot
//! hold, and the text. Does not belong here: what a key means (`spec`), what is generated from it
//! (`generate`).
//!
//! The line: Panorama → [`Estate`] → [`draft`] by each of the [`guesses`] → [`ImportedSpec`], which leaves out
//! what no spec may say until it loads → text. Whoever has both compares what it generates with what is there
//! ([`differences`]).

mod cluster;
mod difference;
mod elsewhere;
mod found;
mod imported_spec;
mod names;
mod network;
mod objects;
mod pair;
mod pairing;
mod policy;
mod refused;
mod remark;
mod slots;
mod text;
mod view;
mod yaml;

pub use cluster::{Draft, Guess, draft, guesses};
pub use difference::{Difference, DifferenceKind, differences, remarks};
pub use found::{Estate, Found};
pub use imported_spec::ImportedSpec;
pub use remark::{Remark, RemarkKind};
