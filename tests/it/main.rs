//! One integration test binary.

mod cli;
mod docs;
mod effective;
mod floors;
mod golden;
mod xml;
