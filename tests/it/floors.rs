//! The house: modules stand on floors and import downwards only, files stay small, no drawers, and
//! each dependency says why it is there.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Each module, its floor, and the siblings on its own floor that it may know.
const FLOORS: &[(&str, u8, &[&str])] = &[
    ("source", 0, &[]),
    ("diag", 0, &["source"]),
    ("xml", 1, &[]),
    ("model", 1, &[]),
    ("panos", 2, &[]),
    // A snippet says where in Panorama it goes.
    ("spec", 2, &["panos"]),
    ("diff", 3, &[]),
    ("effective", 3, &[]),
    ("generate", 3, &[]),
    // Changes are what is put into a text.
    ("merge", 3, &["diff"]),
    ("redact", 3, &[]),
    ("impact", 4, &[]),
    ("import", 4, &[]),
    ("lint", 4, &[]),
    ("lints", 4, &["lint"]),
    // A plan says what it means for each firewall, and what lints find where it leads.
    ("plan", 4, &["impact", "lint", "lints"]),
    ("report", 5, &[]),
    ("pipeline", 5, &[]),
];

/// What a file may hold before it is two files.
const MOST_LINES: usize = 600;

const DRAWERS: &[&str] = &["util", "utils", "helper", "helpers", "common", "misc", "types"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below a folder.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The module a library file belongs to.
fn module_of(file: &Path) -> Option<String> {
    let inside = file.strip_prefix(root().join("src")).ok()?;
    let first = inside.components().next()?.as_os_str().to_string_lossy().into_owned();
    let module = first.trim_end_matches(".rs").to_owned();
    (module != "lib" && module != "bin").then_some(module)
}

/// The modules that a line of code names: `crate::xml::write`, `use crate::{diag, source}`.
fn named_modules(line: &str) -> Vec<String> {
    let code = line.split("//").next().unwrap_or_default();
    let mut named = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let group = rest.strip_prefix('{').and_then(|rest| rest.split('}').next());
        let parts: Vec<&str> = group.map_or_else(|| vec![rest], |group| group.split(',').collect());
        for part in parts {
            let word: String = part.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            named.push(word);
        }
    }
    named
}

#[test]
fn imports_point_downwards() {
    let floors: BTreeMap<&str, (u8, &[&str])> =
        FLOORS.iter().map(|(module, floor, siblings)| (*module, (*floor, *siblings))).collect();
    let mut faults = Vec::new();
    for file in rust_files(&root().join("src")) {
        let Some(module) = module_of(&file) else { continue };
        let Some((floor, siblings)) = floors.get(module.as_str()) else {
            faults.push(format!("{}: module `{module}` has no row in FLOORS", file.display()));
            continue;
        };
        let text = fs::read_to_string(&file).expect("a source file");
        for (number, line) in text.lines().enumerate() {
            for named in named_modules(line) {
                let Some((other, _)) = floors.get(named.as_str()) else { continue };
                let is_allowed = named == module || other < floor || siblings.contains(&named.as_str());
                if !is_allowed {
                    faults.push(format!(
                        "{}:{}: {module} (F{floor}) imports {named} (F{other})",
                        file.display(),
                        number + 1
                    ));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_module_is_declared_on_its_floor() {
    let lib = fs::read_to_string(root().join("src/lib.rs")).expect("src/lib.rs");
    let declared: Vec<&str> =
        lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    let mut rows: Vec<&str> = FLOORS.iter().map(|(module, ..)| *module).collect();
    let floor_of =
        |module: &&str| FLOORS.iter().find(|(other, ..)| other == module).map(|(_, floor, _)| *floor);
    assert!(declared.is_sorted_by_key(floor_of), "src/lib.rs declares modules in floor order: {declared:?}");
    let mut declared = declared;
    declared.sort_unstable();
    rows.sort_unstable();
    assert_eq!(declared, rows, "src/lib.rs and FLOORS name the same modules");
}

#[test]
fn files_stay_small_and_there_are_no_drawers() {
    let mut faults = Vec::new();
    for file in rust_files(&root().join("src")) {
        let lines = fs::read_to_string(&file).expect("a source file").lines().count();
        if lines > MOST_LINES {
            faults.push(format!("{}: {lines} lines, which noun is missing?", file.display()));
        }
        let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        if DRAWERS.contains(&stem.as_str()) {
            faults.push(format!("{}: a drawer", file.display()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_dependency_says_why_and_names_files_that_are_there() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("Cargo.toml");
    let mut faults = Vec::new();
    let mut is_dependency = false;
    let mut comment = String::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            is_dependency = line.ends_with("dependencies]");
        } else if let Some(text) = line.strip_prefix("# ") {
            comment.push_str(text);
            comment.push(' ');
            continue;
        } else if is_dependency && line.contains('=') {
            if comment.is_empty() {
                faults.push(format!("Cargo.toml: no comment above `{line}`"));
            }
            let places = comment.split(':').next().unwrap_or_default().split(", ");
            for place in places.map(str::trim).filter(|place| place.contains('/') || place.ends_with(".rs")) {
                let is_there =
                    [root().join("src").join(place), root().join(place)].iter().any(|p| p.exists());
                if !is_there {
                    faults.push(format!(
                        "Cargo.toml: `{line}` is said to be used by {place}, which is not there"
                    ));
                }
            }
        }
        comment.clear();
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
