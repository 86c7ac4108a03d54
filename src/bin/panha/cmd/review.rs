//! `panha review`

use panha::diag::Sink;
use panha::effective::{self, Chosen, Comparison};
use panha::lint::{Facts, Review};
use panha::lints::LINTS;
use panha::panos::Export;
use panha::{lint, report};

use crate::args::{Format, ReviewArgs, ReviewFormat};
use crate::exports::Exports;
use crate::tell::{self, Problems};
use crate::{DONE, FOUND};

pub(crate) fn run(args: &ReviewArgs) -> anyhow::Result<u8> {
    let mut sink = Sink::default();
    let exports = Exports::read(&args.exports, &mut sink);
    let used: Vec<_> = exports.used().collect();
    let has_panorama = used.iter().any(|(_, export)| matches!(export, Export::Panorama(_)));
    let reviewed = (!used.is_empty()).then(|| lint::review(&used, Facts::default(), LINTS));
    if reviewed.is_some() && has_panorama && !args.quiet {
        sink.report(super::cannot_show());
    }
    let problems = Problems::tell(sink, exports.sources(), Format::Human);
    // What could not be read may be what is broken.
    let review = problems.unless_errors(reviewed)?;
    let text = match args.format {
        ReviewFormat::Human => report::review(&review, exports.sources()),
        ReviewFormat::Json => report::review_json(&review, exports.sources()),
        ReviewFormat::Html => report::review_html(&review, &comparisons(&used), exports.sources()),
    };
    tell::result(&text)?;
    Ok(code(&review, args))
}

/// Members side by side. What the comparison has doubts about, the review has told.
fn comparisons(exports: &[(&str, Export<'_>)]) -> Vec<Comparison> {
    effective::comparisons(exports, Chosen::Found, &mut Sink::default()).unwrap_or_default()
}

fn code(review: &Review, args: &ReviewArgs) -> u8 {
    let fails = |severity| args.fail_on.is_reached_by(severity);
    if review.findings.iter().any(|finding| fails(finding.severity)) { FOUND } else { DONE }
}
