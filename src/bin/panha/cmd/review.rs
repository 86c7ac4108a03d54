//! `panha review`

use std::path::Path;
use std::sync::Arc;

use panha::diag::{Severity, Sink};
use panha::effective::{self, Chosen, Comparison};
use panha::generate::Target;
use panha::lint::{Baseline, Config, Intent, Lint, Review};
use panha::lints::{self, LINTS};
use panha::panos::Export;
use panha::pipeline::{self, Input, ReviewInput};
use panha::report;

use crate::args::{ReviewArgs, ReviewFormat};
use crate::disk::BesideSpec;
use crate::exports::Exports;
use crate::out_file::OutFile;
use crate::stats::Stats;
use crate::tell;
use crate::{DONE, FOUND};

/// Read where the user names no other file.
const CONFIG: &str = "panha.toml";

pub(crate) fn run(args: &ReviewArgs) -> anyhow::Result<u8> {
    let (mut stats, mut sink) = (Stats::start(), Sink::default());
    let mut exports = Exports::read(&args.exports, &mut sink);
    args.base.iter().for_each(|base| exports.read_base(base, &mut sink));
    let lints: Vec<&'static Lint> = lints::all().collect();
    let mut config = config(args, &lints, &mut exports, &mut sink);
    config.facts.intent = args.spec.as_deref().and_then(|spec| intent(spec, &mut exports, &mut sink));
    let baseline = baseline(args, &mut exports, &mut sink);
    let output = args.output.as_ref().map(|path| OutFile::open(path, exports.files())).transpose()?;
    let used: Vec<_> = exports.used().collect();
    let bytes: usize = used.iter().map(|(_, export)| export.config().span().range().len()).sum();
    stats.step("read", &counted(&[(used.len(), "export"), (bytes, "byte")]));
    let input =
        ReviewInput { exports: &used, base: exports.base(), config: &config, today: args.today, baseline };
    let reviewed = (!used.is_empty() && !sink.has_errors()).then(|| pipeline::review(input));
    if !args.quiet && reviewed.is_some() {
        let has_panorama = used.iter().any(|(_, export)| matches!(export, Export::Panorama(_)));
        has_panorama.then(super::cannot_show).into_iter().for_each(|note| sink.report(note));
        config.undated().filter(|_| args.today.is_none()).into_iter().for_each(|note| sink.report(note));
    }
    let problems = exports.tell(if args.quiet { without_notes(sink) } else { sink });
    // What could not be read may be what is broken.
    let review = problems.unless_errors(reviewed)?;
    stats.step("review", &counted(&looked_at(&review)));
    let fail_on = args.fail_on.map(Severity::from).or(config.fail_on).unwrap_or(Severity::Warning);
    let on: Vec<&Lint> = lints.into_iter().filter(|lint| !config.levels.is_off(lint)).collect();
    let text = text(args.format, &review, &on, fail_on, exports);
    match &output {
        Some(file) => file.write(&anstream::adapter::strip_str(&text).to_string())?,
        None => tell::result(&text)?,
    }
    if args.stats {
        stats.step("report", &counted(&[(text.len(), "byte")]));
        stats.fact("config", config.name.as_deref().unwrap_or("none"));
        stats.tell();
    }
    // The worst comes first.
    let is_failure = review.findings.iter().any(|finding| finding.severity <= fail_on);
    Ok(if is_failure { FOUND } else { DONE })
}

fn looked_at(review: &Review) -> [(usize, &'static str); 4] {
    [
        (LINTS.len(), "lint"),
        (review.firewalls.len(), "firewall"),
        (review.clusters.len(), "cluster"),
        (review.pairs.len(), "pair"),
    ]
}

fn text(
    format: ReviewFormat,
    review: &Review,
    lints: &[&Lint],
    fail_on: Severity,
    exports: Exports,
) -> String {
    if format == ReviewFormat::Human {
        // Alone of all it shows what stands around a place.
        let labels = review
            .findings
            .iter()
            .flat_map(|finding| [&finding.primary].into_iter().chain(&finding.secondary));
        exports.hide_secrets(labels.map(|label| label.span));
    }
    let comparisons = if format == ReviewFormat::Html { comparisons(&exports) } else { Vec::new() };
    // The trees of large exports and a large report need not be in memory at one time.
    let sources = &exports.into_sources();
    match format {
        ReviewFormat::Human => report::review(review, sources),
        ReviewFormat::Json => report::review_json(review, sources),
        ReviewFormat::Sarif => report::review_sarif(review, sources),
        ReviewFormat::Junit => report::review_junit(review, lints, fail_on, sources),
        ReviewFormat::Github => report::review_github(review, sources),
        ReviewFormat::Markdown => report::review_markdown(review, sources),
        ReviewFormat::Html => report::review_html(review, &comparisons, sources),
    }
}

/// Members side by side. What the comparison has doubts about, the review has told.
fn comparisons(exports: &Exports) -> Vec<Comparison> {
    let used: Vec<_> = exports.used().collect();
    effective::comparisons(&pipeline::over_base(&used, exports.base()), Chosen::Found, &mut Sink::default())
        .unwrap_or_default()
}

/// What the user says of lints, from the file and over it from the flags.
fn config(args: &ReviewArgs, lints: &[&'static Lint], exports: &mut Exports, sink: &mut Sink) -> Config {
    let found = Path::new(CONFIG);
    let path = args.config.as_deref().or_else(|| found.symlink_metadata().is_ok().then_some(found));
    let mut config = Config::default();
    match path.map(|path| exports.add_file(path)) {
        Some(Ok(id)) => config = Config::parse(exports.sources(), id, lints, sink),
        Some(Err(problem)) => sink.report(problem),
        None => {}
    }
    args.level.iter().for_each(|flag| config.set_level(flag, lints, sink));
    config
}

/// What a spec wants. Of what it is only warned of, `panha check` tells.
fn intent(spec: &Path, exports: &mut Exports, sink: &mut Sink) -> Option<Arc<Intent>> {
    let id = exports.add_file(spec).map_err(|problem| sink.report(problem)).ok()?;
    let files = BesideSpec::of(spec);
    let input = Input { spec: id, files: &files, pack: &[], target: Target::Panorama };
    let mut of_spec = Sink::default();
    let intent = pipeline::intent(&input, exports.sources_mut(), &mut of_spec);
    exports.also_read(files.into_read());
    let errors = of_spec.into_sorted().into_iter().filter(|problem| problem.severity == Severity::Error);
    errors.for_each(|problem| sink.report(problem));
    intent.map(Arc::new)
}

fn baseline(args: &ReviewArgs, exports: &mut Exports, sink: &mut Sink) -> Option<Baseline> {
    let read = exports.add_file(args.baseline.as_deref()?);
    let baseline = read.and_then(|id| Baseline::parse(exports.sources(), id));
    baseline.map_err(|problem| sink.report(problem)).ok()
}

fn without_notes(sink: Sink) -> Sink {
    let mut left = Sink::default();
    let told = sink.into_sorted().into_iter().filter(|problem| problem.severity != Severity::Note);
    told.for_each(|problem| left.report(problem));
    left
}

/// `2 exports, 1 byte`
fn counted(counts: &[(usize, &str)]) -> String {
    let one = |(count, what): &(usize, &str)| format!("{count} {what}{}", if *count == 1 { "" } else { "s" });
    counts.iter().map(one).collect::<Vec<_>>().join(", ")
}
