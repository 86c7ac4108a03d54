//! `panha compare`

use std::path::{Path, PathBuf};

use panha::diag::Sink;
use panha::effective::{self, Chosen, Comparison};
use panha::model::Serial;
use panha::panos::Export;
use panha::report;

use crate::args::{CompareArgs, CompareFormat};
use crate::exports::Exports;
use crate::tell;
use crate::{DONE, FOUND};

pub(crate) fn run(args: &CompareArgs) -> anyhow::Result<u8> {
    let (serials, paths): (Vec<PathBuf>, Vec<PathBuf>) =
        args.exports_and_serials.iter().cloned().partition(|argument| is_serial(argument));
    let serials: Vec<String> = serials.iter().map(|serial| serial.to_string_lossy().into_owned()).collect();
    let chosen = match (&args.cluster, serials.as_slice()) {
        (None, []) => Chosen::Found,
        (Some(cluster), []) => Chosen::Cluster(cluster),
        (None, serials) => Chosen::Firewalls(serials),
        (Some(_), _) => anyhow::bail!("either --cluster or serial numbers choose the firewalls, not both"),
    };
    anyhow::ensure!(!paths.is_empty(), "there is no export among the arguments, only serial numbers");
    let mut sink = Sink::default();
    let exports = Exports::read(&paths, &mut sink);
    let used: Vec<_> = exports.used().collect();
    let compared = if used.is_empty() { None } else { effective::comparisons(&used, chosen, &mut sink) };
    if compared.is_some() && used.iter().any(|(_, export)| matches!(export, Export::Panorama(_))) {
        sink.report(super::cannot_show());
    }
    let problems = exports.tell(sink);
    // What could not be read may be what differs.
    let compared = problems.unless_errors(compared)?;
    tell::result(&match args.format {
        CompareFormat::Human => report::comparisons(&compared, exports.sources()),
        CompareFormat::Json => report::comparisons_json(&compared, exports.sources()),
    })?;
    let is_unexpected = |comparison: &Comparison| comparison.unexpected().next().is_some();
    Ok(if compared.iter().any(is_unexpected) { FOUND } else { DONE })
}

/// Is an argument a firewall's serial number and not the name of a file?
fn is_serial(argument: &Path) -> bool {
    let is_of_form = argument.to_str().is_some_and(|text| text.parse::<Serial>().is_ok());
    is_of_form && !argument.exists()
}
