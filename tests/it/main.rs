//! One integration test binary.

mod floors;
mod xml;
