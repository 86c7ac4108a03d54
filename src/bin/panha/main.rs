//! The command line: arguments, files, output and exit codes. What is done is in the library.

// Here, and only here, output goes to the user.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod args;
mod change;
mod cmd;
mod disk;
mod exports;
mod out_dir;
mod out_file;
mod stats;
mod tell;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};

/// Done, and nothing to complain of.
pub(crate) const DONE: u8 = 0;

/// Findings or differences, or nothing where something was asked for.
pub(crate) const FOUND: u8 = 1;

/// Could not do it: usage, unreadable, invalid input.
const FAILED: u8 = 2;

fn main() -> ExitCode {
    let Args { command } = Args::parse();
    let format = command.format();
    let done = match command {
        Command::Generate(args) => cmd::generate::run(&args).map(|()| DONE),
        Command::Check(args) => cmd::check::run(&args).map(|()| DONE),
        Command::Plan(args) => cmd::plan::run(&args),
        Command::Merge(args) => cmd::merge::run(&args).map(|()| DONE),
        Command::Effective(args) => cmd::effective::run(&args),
        Command::Compare(args) => cmd::compare::run(&args),
        Command::Diff(args) => cmd::diff::run(&args),
        Command::Inventory(args) => cmd::inventory::run(&args).map(|()| DONE),
        Command::Review(args) => cmd::review::run(&args),
        Command::Explain(args) => cmd::explain::run(&args).map(|()| DONE),
        Command::Redact(args) => cmd::redact::run(&args).map(|()| DONE),
        Command::Apply(args) => cmd::apply::run(&args).map(|()| DONE),
        Command::Import(args) => cmd::import::run(&args).map(|()| DONE),
        Command::Templates(args) => cmd::templates::run(&args).map(|()| DONE),
    };
    match done {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            tell::failure(&error, format);
            ExitCode::from(FAILED)
        }
    }
}
