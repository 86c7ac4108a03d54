//! What `panha review` makes of findings.

mod formats;
mod judgement;

use panha::diag::Sink;
use panha::lint::{Baseline, Config, Facts, Review};
use panha::lints;
use panha::panos::Export;
use panha::pipeline::{self, ReviewInput};
use panha::report;
use panha::source::Sources;
use panha::xml::{Document, write};

use crate::base::base;
use crate::edit::apply;

/// Faults in a cluster, in a pair and in a stack.
const BROKEN: &str = "
    set template-stack S-core devices 013201000031 variable $ha4_ip type ip-netmask 192.0.2.6
    set template-stack S-core-dc1 devices 013201000011 variable $peer_ip type ip-netmask 198.51.100.3
    set template-stack S-edge-fw-edge-1 templates T|edge<b>`local`
";

/// Reviews the faults under a configuration, over what an earlier run found.
fn reviewed<T>(
    commands: &str,
    config: &str,
    baseline: Option<&str>,
    then: impl FnOnce(&Review, &Sources) -> T,
) -> T {
    let mut tree = base();
    apply(&mut tree, commands).expect("commands");
    let mut sources = Sources::default();
    // A name that is no URI and would end a property or a cell.
    let id = sources.add("exports/größe, 100%|a:b.xml", write(&tree));
    let document = Document::parse(id, sources.get(id).shared_text()).expect("XML");
    let config = sources.add("panha.toml", config);
    let mut sink = Sink::default();
    let mut config = Config::parse(&sources, config, &lints::all().collect::<Vec<_>>(), &mut sink);
    assert!(!sink.has_errors(), "{}", report::human(&sink.into_sorted(), &sources));
    let baseline = baseline.map(|text| {
        let id = sources.add("known.json", text);
        Baseline::parse(&sources, id).unwrap_or_else(|error| panic!("{error:?}"))
    });
    let Ok(model) = "PA-5250".parse();
    config.facts = Facts { model: Some(model), ..Facts::default() };
    let exports = [(sources.get(id).name(), Export::of(&document).expect("a Panorama"))];
    let today = "2026-11-22".parse().ok();
    let review =
        pipeline::review(ReviewInput { exports: &exports, base: None, config: &config, today, baseline });
    then(&review, &sources)
}
