//! Every lint has an example that makes it fire, and what repairs it. What the user is told stands in
//! `fixtures/lints/<id>.txt` (`SNAPSHOTS=overwrite cargo test --test it lints` writes them anew).

mod cases;
mod secrets;

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use panha::diag::{Severity, Sink};
use panha::lint::{Basis, Config, Example, Facts, Intent, Lint, Review};
use panha::lints::{LINTS, all};
use panha::panos::{Export, secrets_in};
use panha::pipeline::{self, ReviewInput};
use panha::report;
use panha::source::Sources;
use panha::xml::{Document, write};
use snapbox::Data;
use snapbox::assert::DEFAULT_ACTION_ENV;

use crate::base::{base, spec};
use crate::edit::apply;
use crate::laws::run::intent;

/// The model of every firewall of the base.
const MODEL: &str = "PA-5250";

/// The day on which suppressions are judged.
const TODAY: &str = "2026-11-22";

/// Reviews exports, and hands on what was found with the text for a person.
pub(crate) fn review<T>(exports: &[String], facts: Facts, then: impl FnOnce(&Review, &str) -> T) -> T {
    review_with(exports, facts, "", then)
}

/// The same, under a `panha.toml`.
fn review_with<T>(
    exports: &[String],
    facts: Facts,
    config: &str,
    then: impl FnOnce(&Review, &str) -> T,
) -> T {
    let mut sources = Sources::default();
    let documents: Vec<Document> = exports
        .iter()
        .enumerate()
        .map(|(index, text)| {
            let name = if index == 0 { "export.xml".to_owned() } else { format!("export-{}.xml", index + 1) };
            let id = sources.add(name, text.as_str());
            Document::parse(id, sources.get(id).shared_text()).unwrap_or_else(|error| panic!("{error:?}"))
        })
        .collect();
    let config = sources.add("panha.toml", config);
    let exports: Vec<(&str, Export<'_>)> = documents
        .iter()
        .map(|document| {
            (sources.get(document.source()).name(), Export::of(document).expect("a configuration"))
        })
        .collect();
    let mut sink = Sink::default();
    let mut config = Config::parse(&sources, config, &all().collect::<Vec<_>>(), &mut sink);
    let models = std::mem::take(&mut config.facts.models);
    config.facts = facts;
    config.facts.models.extend(models);
    let problems = report::human(&sink.into_sorted(), &sources);
    assert!(problems.is_empty(), "{problems}");
    let today = TODAY.parse().ok();
    let input = ReviewInput { exports: &exports, base: None, config: &config, today, baseline: None };
    let review = pipeline::review(input);
    for document in &documents {
        let secrets = secrets_in(document.root());
        sources.hide(document.source(), secrets.iter().map(|secret| secret.span().range()));
    }
    let text = report::review(&review, &sources);
    then(&review, &anstream::adapter::strip_str(&text).to_string())
}

/// All firewalls are of one model.
pub(crate) fn model(name: &str) -> Facts {
    let Ok(model) = name.parse();
    Facts { model: Some(model), ..Facts::default() }
}

/// The spec of the base says what is meant.
pub(crate) fn meant() -> Facts {
    static INTENT: LazyLock<Arc<Intent>> = LazyLock::new(|| Arc::new(intent(&spec())));
    Facts { intent: Some(Arc::clone(&INTENT)), ..Facts::default() }
}

/// Lint, message and firewalls of each finding, in order.
fn all_findings(exports: &[String], facts: Facts) -> Vec<(&'static str, String, Vec<usize>)> {
    review(exports, facts, |review, _| {
        let findings = review.findings.iter();
        findings.map(|f| (f.lint.id, f.message.clone(), f.firewalls.clone())).collect()
    })
}

fn edited(commands: &[&str]) -> Result<String, String> {
    let mut config = base();
    commands.iter().try_for_each(|commands| apply(&mut config, commands))?;
    Ok(write(&config))
}

fn owned(exports: &[&str]) -> Vec<String> {
    exports.iter().map(|export| (*export).to_owned()).collect()
}

fn broken(example: Example) -> Result<(Vec<String>, Facts), String> {
    Ok(match example {
        Example::Commands { broken, .. } => (vec![edited(&[broken])?], model(MODEL)),
        Example::Spec { broken, .. } => (vec![edited(&[broken])?], meant()),
        Example::Exports { broken, .. } => (owned(broken), model(MODEL)),
        Example::Model { broken, .. } => (vec![edited(&[])?], model(broken)),
        Example::Config { .. } => (vec![edited(&[])?], model(MODEL)),
    })
}

fn fixed(example: Example) -> Result<(Vec<String>, Facts), String> {
    Ok(match example {
        Example::Commands { broken, fixed, .. } => (vec![edited(&[broken, fixed])?], model(MODEL)),
        Example::Spec { broken, fixed, .. } => (vec![edited(&[broken, fixed])?], meant()),
        Example::Exports { fixed, .. } => (owned(fixed), model(MODEL)),
        Example::Model { fixed, .. } => (vec![edited(&[])?], model(fixed)),
        Example::Config { .. } => (vec![edited(&[])?], model(MODEL)),
    })
}

fn also(example: Example) -> &'static [&'static str] {
    match example {
        Example::Commands { also, .. }
        | Example::Spec { also, .. }
        | Example::Exports { also, .. }
        | Example::Model { also, .. } => also,
        Example::Config { .. } => &[],
    }
}

/// What stands in `panha.toml`, before and after.
fn configs(example: Example) -> [&'static str; 2] {
    match example {
        Example::Config { broken, fixed } => [broken, fixed],
        _ => ["", ""],
    }
}

fn check(lint: &Lint) -> Result<(), String> {
    let example = lint.explanation.example;
    let (exports, facts) = broken(example)?;
    let [config, fixed_config] = configs(example);
    let (fired, text) = review_with(&exports, facts, config, |review, text| {
        let ids: BTreeSet<&str> = review.findings.iter().map(|finding| finding.lint.id).collect();
        (ids, text.to_owned())
    });
    let expected: BTreeSet<&str> = also(example).iter().copied().chain([lint.id]).collect();
    if fired != expected {
        return Err(format!("the example fires {fired:?}, it should fire {expected:?}:\n{text}"));
    }
    let (exports, facts) = fixed(example)?;
    let left = review_with(&exports, facts, fixed_config, |review, text| {
        (!review.findings.is_empty()).then(|| text.to_owned())
    });
    if let Some(left) = left {
        return Err(format!("the repaired example still has findings:\n{left}"));
    }
    let golden = root(&format!("fixtures/lints/{}.txt", lint.id));
    snapbox::Assert::new()
        .action_env(DEFAULT_ACTION_ENV)
        .try_eq(Some(&lint.id), text.into(), Data::read_from(&golden, None).raw())
        .map_err(|error| error.to_string())
}

#[test]
fn each_example_fires_its_lint_and_its_fix_is_clean() {
    let only = std::env::var("LINT").ok();
    let faults: Vec<String> = all()
        .filter(|lint| only.as_ref().is_none_or(|only| lint.id.starts_with(only.as_str())))
        .filter_map(|lint| {
            let outcome = catch_unwind(AssertUnwindSafe(|| check(lint)));
            let fault = outcome.unwrap_or_else(|_| Err("panicked".to_owned())).err()?;
            Some(format!("{}: {fault}", lint.id))
        })
        .collect();
    assert!(faults.is_empty(), "{} lints:\n\n{}", faults.len(), faults.join("\n\n"));
}

#[test]
fn the_base_has_nothing_to_find() {
    for facts in [model(MODEL), meant()] {
        review(&[write(&base())], facts, |review, text| assert!(review.findings.is_empty(), "{text}"));
    }
}

/// What `panha generate` writes is a part of a configuration: what may be in Panorama already is a note.
#[test]
fn what_we_generate_is_clean() {
    let mut faults = Vec::new();
    let files = files_below(&root("fixtures/generate"));
    let exports = files.iter().filter(|file| file.ends_with("panorama.xml") || is_firewall(file));
    for file in exports {
        let text = std::fs::read_to_string(file).expect("a fixture");
        let is_clean =
            |review: &Review| review.findings.iter().all(|finding| finding.severity == Severity::Note);
        review(&[text], model(MODEL), |review, text| {
            if !is_clean(review) {
                faults.push(format!("{}:\n{text}", file.display()));
            }
        });
    }
    assert!(files.len() > 20 && faults.is_empty(), "{}", faults.join("\n"));
}

fn is_firewall(file: &Path) -> bool {
    let is_xml = file.extension().is_some_and(|extension| extension == "xml");
    is_xml && file.parent().is_some_and(|folder| folder.ends_with("firewalls"))
}

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    files.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
}

#[test]
fn what_is_inferred_is_no_error_and_every_lint_is_explained() {
    for lint in all() {
        let explanation = &lint.explanation;
        let is_inferred = matches!(explanation.basis, Basis::Inferred(_));
        assert!(!(is_inferred && lint.severity == Severity::Error), "{} is inferred, and an error", lint.id);
        for text in [lint.summary, explanation.checks, explanation.why, explanation.fix] {
            assert!(!text.trim().is_empty(), "{} does not explain itself", lint.id);
            assert!(!text.contains("  "), "{}: two blanks in {text:?}", lint.id);
        }
        assert!(!lint.summary.ends_with('.') && lint.summary.len() <= 90, "{}: {:?}", lint.id, lint.summary);
    }
}

#[test]
fn ids_are_unique_and_each_file_is_named_for_its_lint() {
    let mut ids: Vec<&str> = LINTS.iter().map(|lint| lint.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), LINTS.len());
    for id in ids {
        let file = format!("{}.rs", id.replace('-', "_"));
        let folders = std::fs::read_dir(root("src/lints")).expect("lints");
        let is_there = folders.filter_map(Result::ok).any(|folder| folder.path().join(&file).exists());
        assert!(is_there, "src/lints has no {file}");
    }
}
