//! An export that holds what was generated, and the spec that comes back.

use panha::diag::Sink;
use panha::generate::Target;
use panha::panos::{Export, PanoramaObject, device};
use panha::pipeline;
use panha::source::Sources;
use panha::xml::{ConfigPath, Document, Element, write};
use proptest::prelude::*;

use crate::canonical::content;
use crate::fleet_strategy::{SpecFiles, fleets};
use crate::laws::run::{Artifacts, generate};

/// So many fleets, unless the environment asks for more.
const FLEETS: u32 = 24;

fn config() -> ProptestConfig {
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    let default = ProptestConfig::default();
    let cases = if asked { default.cases } else { FLEETS };
    ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 1500, ..default }
}

fn element(text: &str) -> Element {
    let mut sources = Sources::default();
    let id = sources.add("generated.xml", text);
    let document = Document::parse(id, sources.get(id).shared_text()).expect("well formed");
    document.root().to_element().expect("no mixed content")
}

/// All objects of a run in one configuration.
pub(crate) fn objects(artifacts: &Artifacts) -> Element {
    let mut config = Element::new("config");
    for (_, text) in artifacts.iter().filter(|(path, _)| path.ends_with("/panorama.xml")) {
        let generated = element(text);
        for object in PanoramaObject::ALL {
            let path = device().child(object.element());
            let container = config.ensure(&path);
            let entries = generated.get(&path).map(Element::children).unwrap_or_default();
            entries.iter().for_each(|entry| {
                container.push(entry.clone());
            });
        }
    }
    config
}

/// Which device group is below which: sessions say it, and Panorama keeps it beside the objects.
fn parents(artifacts: &Artifacts) -> Vec<(String, String)> {
    let sessions = artifacts.iter().filter(|(path, _)| path.ends_with("/load.txt"));
    let moves = sessions.flat_map(|(_, text)| text.lines()).filter_map(|line| {
        let (group, parent) =
            line.strip_prefix("run request move-dg entry ")?.split_once(" new-parent-dg ")?;
        Some((group.trim_matches('"').to_owned(), parent.trim_matches('"').to_owned()))
    });
    moves.collect()
}

/// The export of a Panorama into which all of a run was loaded.
fn export(artifacts: &Artifacts) -> String {
    let mut config = objects(artifacts);
    config.set_attribute("version", "11.1.0");
    config.set_attribute("detail-version", "11.1.6");
    let mut serials = Vec::new();
    for stack in config.get(&device().child("template-stack")).map(Element::children).unwrap_or_default() {
        let devices = stack.child("devices").map(Element::children).unwrap_or_default();
        serials.extend(devices.iter().filter_map(Element::entry_name).map(str::to_owned));
    }
    let root = ConfigPath::default();
    for serial in serials {
        config.ensure(&root.child("mgt-config").child("devices").entry(serial));
    }
    let readonly = root.child("readonly").join(&device()).child("device-group");
    for (group, parent) in parents(artifacts).into_iter().filter(|(_, parent)| parent != "shared") {
        config.ensure(&readonly.entry(group).child("parent-dg")).set_text(parent);
    }
    write(&config)
}

/// Imports an export; answers the spec and what was told of it.
pub(crate) fn import(export: &str) -> (Option<String>, Vec<String>) {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let id = sources.add("export.xml", export);
    let Ok(document) = Document::parse(id, sources.get(id).shared_text()) else { return (None, Vec::new()) };
    let Some(Export::Panorama(panorama)) = Export::of(&document) else { return (None, Vec::new()) };
    let spec = pipeline::import("export.xml", panorama, None, &mut sink);
    let told = sink.into_sorted().into_iter().map(|problem| format!("{}: {}", problem.code, problem.message));
    (spec, told.collect())
}

/// Generates, imports, and generates again.
pub(crate) fn comes_back(first: &Artifacts) -> Result<(), String> {
    let (spec, told) = import(&export(first));
    let Some(spec) = spec else { return Err(format!("nothing was imported: {}", told.join("\n"))) };
    if !told.is_empty() {
        return Err(format!("{}\n{spec}", told.join("\n")));
    }
    let files = SpecFiles { spec: spec.clone(), inventory: String::new() };
    let second = generate(&files, Target::Panorama).map_err(|errors| format!("{errors}\n{spec}"))?;
    let (before, after) = (content(objects(first)), content(objects(&second)));
    if before != after {
        let mut lines = before.lines().zip(after.lines());
        let differing = lines.find(|(old, new)| old != new).unwrap_or_default();
        return Err(format!("{differing:?}\n{spec}"));
    }
    let (mut before, mut after) = (parents(first), parents(&second));
    before.retain(|(_, parent)| parent != "shared");
    before.sort();
    after.sort();
    if before == after { Ok(()) } else { Err(format!("parents: {before:?} and {after:?}\n{spec}")) }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_is_generated_comes_back_as_a_spec_that_generates_the_same(fleet in fleets()) {
        let first = generate(&fleet.files(0), Target::Panorama).map_err(TestCaseError::fail)?;
        comes_back(&first).map_err(TestCaseError::fail)?;
    }
}
