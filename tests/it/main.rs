//! One integration test binary.

mod cli;
mod floors;
mod golden;
mod xml;
