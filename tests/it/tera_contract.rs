//! The built-in Tera files in the library are those of the repository. What they read is tested
//! where their contexts are: `src/generate/contract_tests.rs`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use panha::generate::BUILT_IN;

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in folder.read_dir().expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

#[test]
fn each_file_under_templates_is_built_in_with_its_text_and_the_other_way_round() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let mut found = Vec::new();
    files(&root, &mut found);
    let read = |path: &PathBuf| {
        let name = path.strip_prefix(&root).expect("a path below it").to_str().expect("a name in UTF-8");
        let text = std::fs::read_to_string(path).expect("a text in UTF-8");
        (name.replace('\\', "/"), text)
    };
    let on_disk: BTreeMap<String, String> = found.iter().map(read).collect();
    let owned = |(path, text): &(&str, &str)| ((*path).to_owned(), (*text).to_owned());
    let built_in: BTreeMap<String, String> = BUILT_IN.iter().map(owned).collect();
    assert_eq!(on_disk, built_in);
    assert_eq!(BUILT_IN.len(), built_in.len(), "a path is there twice");
}
