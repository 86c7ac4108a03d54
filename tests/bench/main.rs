//! How long reading and resolving take, as ratios to what is the least one can do: read the file and
//! look at every byte. See `tests/bench/README.md`.

#![allow(clippy::print_stdout, missing_docs)]

mod difference;
mod synthetic;

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use panha::effective::{Resolver, Setting};
use panha::lint::{self, Facts, Lint};
use panha::lints::LINTS;
use panha::panos::Export;
use panha::source::Sources;
use panha::xml::Document;

/// Size of our own Panorama where no other is wanted.
const MEGABYTES: usize = 100;

/// The quickest of so many times counts: others were disturbed.
const TIMES: usize = 5;

fn main() {
    // Cargo adds `--bench`.
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        [] => with_synthetic(MEGABYTES),
        ["--mb", megabytes] => with_synthetic(megabytes.parse().expect("a number of megabytes")),
        ["--write", megabytes, path] => {
            write_synthetic(megabytes.parse().expect("a number of megabytes"), Path::new(path));
        }
        ["--each-lint", path] => each_lint(Path::new(path)),
        ["--memory", path, ref ids @ ..] => memory_of(Path::new(path), ids),
        ["--diff", path] => difference::measure(Path::new(path)),
        ["--once", path] => println!("{} values", once(Path::new(path))),
        [path] => measure(Path::new(path)),
        _ => println!(
            "usage: [EXPORT | --mb N | --write N PATH | --diff EXPORT | --once EXPORT | --each-lint EXPORT | --memory EXPORT LINT…]"
        ),
    }
}

fn write_synthetic(megabytes: usize, path: &Path) {
    let file = fs::File::create(path).expect("a file to write");
    synthetic::write(megabytes, &mut std::io::BufWriter::new(file)).expect("room for it");
}

fn with_synthetic(megabytes: usize) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path: PathBuf = folder.path().join("panorama.xml");
    write_synthetic(megabytes, &path);
    measure(&path);
}

fn measure(path: &Path) {
    let size = fs::metadata(path).expect("an export").len();
    println!("{} MB, quickest of {TIMES}", size / 1_000_000);
    let (baseline, _) = quickest(|| count_tags(path));
    println!("baseline: read the file and count `<`: {baseline:.1?}");

    let (reading, (sources, document)) = quickest(|| read(path));
    ratio("read and parse", reading, baseline, Some(6.0));
    let (resolving, (firewalls, _)) = quickest(|| resolve_all(&document, |_| 0));
    ratio(&format!("resolve {firewalls} firewalls"), resolving, baseline, Some(12.0));
    let (walking, (_, values)) = quickest(|| resolve_all(&document, values_in));
    ratio(&format!("resolve, and read each of {values} settings"), walking, baseline, None);
    let (reviewing, findings) = quickest(|| review(&document, LINTS));
    let all = LINTS.len();
    ratio(
        &format!("read, and review with {all} lints ({findings} findings)"),
        reading + reviewing,
        baseline,
        Some(25.0),
    );
    match peak_memory() {
        Some(bytes) => println!("peak memory / file size: {:.2} (wanted: 2.5)", bytes as f64 / size as f64),
        None => println!("peak memory / file size: unknown on this system"),
    }

    let text = sources.get(document.source()).shared_text();
    let (ours, _) = quickest(|| Document::parse(document.source(), text.clone()).expect("well formed"));
    let (theirs, ()) = quickest(|| {
        let options = roxmltree::ParsingOptions { nodes_limit: u32::MAX, ..Default::default() };
        black_box(roxmltree::Document::parse_with_options(&text, options).expect("well formed"));
    });
    let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
    println!("parse / roxmltree: {ratio:.2} (wanted: 0.5)");
}

/// The least one can do with a file.
fn count_tags(path: &Path) -> usize {
    let bytes = fs::read(path).expect("an export");
    black_box(bytes.iter().filter(|byte| **byte == b'<').count())
}

fn read(path: &Path) -> (Sources, Document) {
    let mut sources = Sources::default();
    let id = sources.add("export", fs::read_to_string(path).expect("UTF-8"));
    let document = Document::parse(id, sources.get(id).shared_text()).expect("well formed");
    (sources, document)
}

/// How many findings there are.
fn review(document: &Document, lints: &[&'static Lint]) -> usize {
    let export = Export::of(document).expect("a configuration");
    black_box(lint::review(&[("export", export)], Facts::default(), lints)).findings.len()
}

/// The peak of a review with the lints named, or all.
fn memory_of(path: &Path, ids: &[&str]) {
    let (_, document) = read(path);
    let named = |lint: &&&'static Lint| ids.is_empty() || ids.contains(&lint.id);
    let lints: Vec<&'static Lint> = LINTS.iter().filter(named).copied().collect();
    let findings = review(&document, &lints);
    let megabytes = peak_memory().unwrap_or_default() / 1_000_000;
    println!("{megabytes} MB, {} lints, {findings} findings", lints.len());
}

/// What each lint takes beside what all need, the slowest first.
fn each_lint(path: &Path) {
    let (_, document) = read(path);
    let (least, _) = quickest(|| review(&document, &LINTS[..1]));
    println!("the least a lint takes: {least:.1?}");
    let time = |lint: &&'static Lint| {
        let (took, findings) = quickest(|| review(&document, &[*lint]));
        (took.saturating_sub(least), lint.id, findings)
    };
    let mut times: Vec<_> = LINTS.iter().map(time).collect();
    times.sort_unstable_by(|a, b| b.cmp(a));
    for (took, id, findings) in times {
        println!("{took:>10.1?} {id} ({findings} findings)");
    }
}

/// What `panha` does with every firewall of an export, once: for counting instructions.
fn once(path: &Path) -> usize {
    let (_, document) = read(path);
    resolve_all(&document, values_in).1
}

/// How many firewalls there are, and how many values `look` found.
fn resolve_all(document: &Document, look: fn(Setting<'_, '_>) -> usize) -> (usize, usize) {
    let Some(Export::Panorama(panorama)) = Export::of(document) else { panic!("no Panorama") };
    let resolver = Resolver::new(panorama);
    let mut values = 0;
    for serial in resolver.serials() {
        let effective = resolver.effective(serial).expect("a firewall of the Panorama");
        values += effective.settings().map_or(0, look);
        black_box(&effective);
    }
    (resolver.serials().count(), values)
}

fn values_in(setting: Setting<'_, '_>) -> usize {
    if setting.is_leaf() {
        black_box(setting.value().text());
        return 1;
    }
    setting.children().into_iter().map(values_in).sum()
}

fn quickest<T>(mut work: impl FnMut() -> T) -> (Duration, T) {
    let mut best = Duration::MAX;
    let mut done = None;
    for _ in 0..TIMES {
        // What the last time made must not count into the memory of this one.
        drop(done.take());
        let start = Instant::now();
        done = Some(work());
        best = best.min(start.elapsed());
    }
    (best, done.expect("done at least once"))
}

fn ratio(what: &str, took: Duration, baseline: Duration, wanted: Option<f64>) {
    let ratio = took.as_secs_f64() / baseline.as_secs_f64();
    let wanted = wanted.map(|wanted| format!(" (wanted: {wanted})")).unwrap_or_default();
    println!("{what} / baseline: {ratio:.1}{wanted}, {took:.1?}");
}

/// The most memory the process ever had, in bytes.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}
