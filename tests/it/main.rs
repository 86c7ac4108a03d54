//! One integration test binary.

mod apply;
mod base;
mod bundle;
mod canonical;
mod cli;
mod corpus;
mod diff;
mod docs;
mod edit;
mod effective;
mod fleet_strategy;
mod floors;
mod golden;
mod hostile;
mod import;
mod invalid;
mod iron_skillet;
mod laws;
mod lints;
mod mutations;
mod plan;
mod redact;
mod review;
mod set_reader;
mod tera_contract;
mod xml;
