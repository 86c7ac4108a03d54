//! One integration test binary.

mod cli;
mod docs;
mod floors;
mod golden;
mod xml;
