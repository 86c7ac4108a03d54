//! panha
pub mod diag;
pub mod model;
pub mod report;
pub mod source;
pub mod spec;
