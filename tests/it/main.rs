//! One integration test binary.

mod bundle;
mod canonical;
mod cli;
mod docs;
mod effective;
mod fleet_strategy;
mod floors;
mod golden;
mod invalid;
mod laws;
mod set_reader;
mod tera_contract;
mod xml;
