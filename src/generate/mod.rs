//! gen
mod artifact;
pub use artifact::Artifact;
