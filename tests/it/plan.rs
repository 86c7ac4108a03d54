//! Plans: the real binary on `fixtures/plan/<situation>`, what it tells, and whether it is true.
//!
//! A case is a folder. What Panorama has is `base.xml`, or what `before.yaml` gives once it was loaded; `edits.txt`
//! is what others did there since, in commands. `after.yaml` is planned, with the arguments in `args.txt` (`--last`
//! stands for the folder that `before.yaml` was generated into). `told.txt` is what the user is told of problems,
//! `plan.txt` the plan, `plan.json` the same for machines, `out/` the files: each where it is there or anything
//! is told, and `SNAPSHOTS=overwrite cargo test --test it plan` writes it anew (`CASE=<situation>` runs one).
//!
//! Of every case it is seen besides that the sessions do what is told, there and back.

mod laws;
pub(crate) mod made;
mod untouched;
mod way;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use panha::xml::{Element, write};
use snapbox::{Assert, Data, assert::DEFAULT_ACTION_ENV};

use crate::base::{ALREADY_THERE, exported};
use crate::edit::apply;
use crate::fleet_strategy::SpecFiles;

const BASE: &str = "panorama.xml";

/// Exports that say a thing twice: no session can lead there and back.
const NOT_PROVED: [&str; 2] = ["rule-stands-there-twice", "rule-stands-there-twice-and-is-kept"];

fn is_overwriting() -> bool {
    std::env::var(DEFAULT_ACTION_ENV).is_ok_and(|action| action == "overwrite")
}

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/plan");
    let entries = fs::read_dir(folder).expect("fixtures/plan").map(|entry| entry.expect("an entry").path());
    let is_asked_for = |case: &PathBuf| {
        let name = case.file_name().unwrap_or_default().to_string_lossy().into_owned();
        case.is_dir()
            && std::env::var("CASE").is_ok_and(|asked| asked == name) != std::env::var("CASE").is_err()
    };
    let mut cases: Vec<PathBuf> = entries.filter(is_asked_for).collect();
    cases.sort();
    cases
}

/// What a case says in a file, if it has it.
fn said(case: &Path, file: &str) -> Option<String> {
    fs::read_to_string(case.join(file)).ok()
}

/// The export that a case starts from.
fn base(case: &Path) -> Result<String, String> {
    let edits = said(case, "edits.txt");
    let mut config = match said(case, "base.xml") {
        Some(text) if edits.is_none() => return Ok(text),
        Some(text) => way::config(&text)?,
        None => {
            let spec = said(case, "before.yaml").ok_or("neither before.yaml nor base.xml")?;
            exported(&SpecFiles { spec, inventory: String::new() }, ALREADY_THERE)?
        }
    };
    apply(&mut config, &edits.unwrap_or_default())?;
    number_rules(&mut config, "", &mut 0);
    Ok(write(&config))
}

/// Panorama gives every rule a `uuid`, which no command can set.
fn number_rules(element: &mut Element, around: &str, count: &mut usize) {
    let is_rulebase = element.name() == "rules" && around != "default-security-rules";
    let name = element.name().to_owned();
    for child in element.children_mut() {
        if is_rulebase && child.name() == "entry" {
            *count += 1;
            child.set_attribute("uuid", format!("00000000-0000-4000-8000-{count:012}"));
        }
        number_rules(child, &name, count);
    }
}

/// A folder in which a case is run.
struct Run {
    temp: tempfile::TempDir,
    args: Vec<String>,
}

impl Run {
    fn new(case: &Path) -> Result<Self, String> {
        let temp = tempfile::tempdir().map_err(|error| error.to_string())?;
        let folder = temp.path().to_owned();
        let put =
            |file: &str, text: &str| fs::write(folder.join(file), text).map_err(|error| error.to_string());
        for file in ["before.yaml", "after.yaml"] {
            said(case, file).map_or(Ok(()), |text| put(file, &text))?;
        }
        put(BASE, &base(case)?)?;
        let args = said(case, "args.txt").unwrap_or_default();
        let args: Vec<String> = args.split_whitespace().map(str::to_owned).collect();
        let mut run = Self { temp, args };
        if let Some(at) = run.args.iter().position(|arg| arg == "--last") {
            run.args.insert(at + 1, "last".to_owned());
            // It is the same spec as it was: of the same name.
            fs::create_dir(run.temp.path().join("before")).map_err(|error| error.to_string())?;
            put("before/after.yaml", &said(case, "before.yaml").unwrap_or_default())?;
            let output = run.panha(&["generate", "before/after.yaml", "-o", "last"]);
            if !output.status.success() {
                return Err(String::from_utf8_lossy(&output.stderr).into_owned());
            }
        }
        Ok(run)
    }

    fn panha(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_panha"));
        command.current_dir(self.temp.path()).args(args).output().expect("the binary runs")
    }

    /// `plan` or `merge` with the arguments of the case.
    fn change(&self, verb: &str, base: &str, more: &[&str]) -> Output {
        let args: Vec<&str> = self.args.iter().map(String::as_str).collect();
        self.panha(&[&[verb, "after.yaml", "--base", base], args.as_slice(), more].concat())
    }

    fn read(&self, file: &str) -> Result<String, String> {
        fs::read_to_string(self.temp.path().join(file)).map_err(|error| format!("{file}: {error}"))
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn same_as_file(file: &Path, found: String) -> Result<(), String> {
    if !file.exists() && !is_overwriting() {
        return if found.is_empty() {
            Ok(())
        } else {
            Err(format!("there is no {}:\n{found}", file.display()))
        };
    }
    if found.is_empty() && is_overwriting() {
        return if file.exists() { fs::remove_file(file).map_err(|error| error.to_string()) } else { Ok(()) };
    }
    let assert = Assert::new().action_env(DEFAULT_ACTION_ENV);
    let expected = Data::read_from(file, None).raw();
    assert.try_eq(Some(&file.display()), found.into(), expected).map_err(|error| error.to_string())
}

fn check(case: &Path) -> Result<(), String> {
    let run = Run::new(case)?;
    let planned = run.change("plan", BASE, &["-o", "out"]);
    let name = case.file_name().unwrap_or_default().to_string_lossy();
    // Whatever the golden text says: such a plan is a fault of panha's.
    if text(&planned.stderr).contains("plan-not-proved") && !NOT_PROVED.contains(&&*name) {
        return Err(format!("the plan is not proved:\n{}", text(&planned.stderr)));
    }
    same_as_file(&case.join("told.txt"), text(&planned.stderr))?;
    same_as_file(&case.join("plan.txt"), text(&planned.stdout))?;
    let json = text(&run.change("plan", BASE, &["--format", "json"]).stdout);
    if case.join("plan.json").exists() {
        same_as_file(&case.join("plan.json"), json.clone())?;
    }
    match planned.status.code() {
        Some(0) => nothing_is_done(&run),
        Some(1) => {
            if case.join("out").exists() {
                artifacts(&run, &case.join("out"))?;
            }
            everything_is_true(&run, &json)
        }
        Some(2) => nothing_is_written(&run, &planned),
        code => Err(format!("exit code {code:?}: {}", text(&planned.stderr))),
    }
}

/// The files but for the list of them, which is that of their hashes.
fn artifacts(run: &Run, expected: &Path) -> Result<(), String> {
    for folder in ["", "rollback"] {
        for file in ["plan.xml", "load.txt", "set.txt"] {
            let path = Path::new(folder).join(file);
            let found = run.read(&format!("out/{}", path.display())).unwrap_or_default();
            if is_overwriting() {
                fs::create_dir_all(expected.join(folder)).map_err(|error| error.to_string())?;
            }
            same_as_file(&expected.join(path), found)?;
        }
    }
    Ok(())
}

fn nothing_is_done(run: &Run) -> Result<(), String> {
    if run.read("out/manifest.json").is_ok() {
        return Err("there is nothing to do, and files for it".to_owned());
    }
    let merged = run.change("merge", BASE, &["-o", "merged.xml"]);
    let is_same = merged.status.success() && run.read("merged.xml")? == run.read(BASE)?;
    is_same.then_some(()).ok_or_else(|| "there is nothing to do, and merge does something".to_owned())
}

fn nothing_is_written(run: &Run, planned: &Output) -> Result<(), String> {
    let merged = run.change("merge", BASE, &["-o", "merged.xml"]);
    if run.temp.path().join("out").exists() || run.temp.path().join("merged.xml").exists() {
        return Err("something was written in spite of errors".to_owned());
    }
    let is_same =
        planned.stdout.is_empty() && planned.stderr == merged.stderr && merged.status.code() == Some(2);
    is_same.then_some(()).ok_or_else(|| format!("merge tells otherwise:\n{}", text(&merged.stderr)))
}

/// The plan leads to what merge writes, and back; nothing else is touched; and once is enough.
fn everything_is_true(run: &Run, json: &str) -> Result<(), String> {
    let merged = run.change("merge", BASE, &["-o", "merged.xml"]);
    if !merged.status.success() {
        return Err(format!("merge fails:\n{}", text(&merged.stderr)));
    }
    let (base, merged) = (run.read(BASE)?, run.read("merged.xml")?);
    let file = |path: &str| run.read(path).ok().map(|text| way::file(&text)).transpose();
    let files = way::Files {
        load: run.read("out/load.txt")?,
        set: run.read("out/set.txt")?,
        file: file("out/plan.xml")?,
        load_back: run.read("out/rollback/load.txt")?,
        set_back: run.read("out/rollback/set.txt")?,
        file_back: file("out/rollback/plan.xml")?,
    };
    way::leads_there_and_back(&base, &merged, &files)?;
    untouched::check(&base, &merged, &untouched::done(json)?)?;
    let again = run.change("plan", "merged.xml", &[]);
    if again.status.code() != Some(0) {
        return Err(format!("done once, it is not done:\n{}{}", text(&again.stdout), text(&again.stderr)));
    }
    let twice = run.change("merge", "merged.xml", &["-o", "twice.xml"]);
    let is_same = twice.status.success() && run.read("twice.xml")? == merged;
    is_same.then_some(()).ok_or_else(|| "merged twice is not merged once".to_owned())
}

#[test]
fn plans_tell_what_is_expected_and_lead_there_and_back() {
    let cases = cases();
    assert!(!cases.is_empty(), "no cases");
    let told = |case: &PathBuf| {
        let name = case.file_name().unwrap_or_default().to_string_lossy().into_owned();
        check(case).err().map(|fault| format!("--- {name}: {fault}"))
    };
    let faults: Vec<String> = cases.iter().filter_map(told).collect();
    assert!(faults.is_empty(), "{} of {} cases:\n\n{}", faults.len(), cases.len(), faults.join("\n\n"));
}
