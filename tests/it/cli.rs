//! Command lines with what they print and their exit codes: `fixtures/cli/*.trycmd`, each run in a
//! copy of the folder of the same name.
//!
//! `TRYCMD=overwrite cargo test --test it cli` writes what is expected anew.

#[test]
fn command_lines_print_what_is_expected() {
    // Clap wraps its help to the terminal; here there is none.
    trycmd::TestCases::new().env("COLUMNS", "100").case("fixtures/cli/*.trycmd");
}
