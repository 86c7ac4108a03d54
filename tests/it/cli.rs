//! Command lines with what they print and their exit codes: `fixtures/cli/*.trycmd`, each run in a
//! copy of the folder of the same name. So are the command lines of some pages of the guide, beside the folder of their name.
//!
//! `TRYCMD=overwrite cargo test --test it cli` writes what is expected anew.

use std::fs;
use std::path::Path;

/// The pages of the guide whose command lines are run.
const PAGES: [&str; 2] = ["merge.md", "plan.md"];

#[test]
fn command_lines_print_what_is_expected() {
    // The cases write files, so they run in a copy: what they leave must not meet them again.
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cli");
    let temp = tempfile::tempdir().expect("a temporary folder");
    copy(&cases, temp.path());
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    for page in PAGES {
        fs::copy(docs.join(page), temp.path().join(page)).expect("the page");
    }
    // Clap wraps its help to the terminal; here there is none.
    trycmd::TestCases::new()
        .env("COLUMNS", "100")
        .case(temp.path().join("*.trycmd").display().to_string())
        .case(temp.path().join("*.md").display().to_string())
        .run();
    if std::env::var("TRYCMD").is_ok_and(|action| action == "overwrite") {
        for page in PAGES {
            fs::copy(temp.path().join(page), docs.join(page)).expect("the page to overwrite");
        }
        for entry in fs::read_dir(temp.path()).expect("the copy") {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|extension| extension == "trycmd") {
                let name = path.file_name().expect("a file name");
                fs::copy(&path, cases.join(name)).expect("a case to overwrite");
            }
        }
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.expect("an entry");
        let target = to.join(entry.path().strip_prefix(from).expect("below it"));
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target).expect("a folder");
        } else {
            fs::copy(entry.path(), &target).expect("a file");
        }
    }
}
