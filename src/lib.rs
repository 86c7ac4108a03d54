//! scratch
pub mod diag;
pub mod generate;
pub mod model;
pub mod report;
pub mod source;
pub mod spec;
pub mod xml;
