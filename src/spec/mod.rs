//! The spec: what the user writes, and the [`Fleet`] it means.
//!
//! Belongs here: keys, their places, defaults, inventory, and every check of the user's material. Does
//! not belong here: what Panorama objects look like (`generate`).

mod explain;
mod inventory;
mod lower;
mod places;
mod snippet;
mod wire;
mod yaml;

pub use explain::Explained;
pub use places::ClusterPlaces;
pub use snippet::Snippet;
pub use wire::{STRUCTURES, Structure};

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Severity, Sink};
use crate::model::Fleet;
use crate::source::{FileText, Files, SourceId, Sources};

use lower::{Lower, check_fleet};
use wire::{ClusterWire, FromRaw, SpecWire, Text};
use yaml::RawValue;

/// A checked spec.
#[derive(Debug)]
pub struct Spec {
    /// What it means.
    pub fleet: Fleet,
    /// The user's own XML, in the order of the spec.
    pub snippets: Vec<Snippet>,
    /// Every derived value and where it came from.
    pub explained: Vec<Explained>,
    /// Where the clusters are written, in the order of the fleet.
    pub places: Vec<ClusterPlaces>,
}

/// Loads the spec that was added to `sources` as `id`; `files` has what it refers to.
///
/// Every problem goes to `sink`; `None` where one of them is an error.
pub fn load(sources: &mut Sources, id: SourceId, files: &dyn Files, sink: &mut Sink) -> Option<Spec> {
    let raw = match yaml::parse(sources, id) {
        Ok(raw) => raw,
        Err(diagnostic) => {
            sink.report(diagnostic);
            return None;
        }
    };
    let wire = SpecWire::from_raw(&raw, sink)?;
    let mut explained = Vec::new();
    let mut clusters = wire.clusters.unwrap_or_default();
    let problems = sink.count(Severity::Error);
    if let Some(inventory) = &wire.inventory
        && let Some(inventory) = read(sources, inventory, files, sink)
    {
        let rows = inventory::parse(sources, inventory, sink);
        if !clusters.is_empty() {
            inventory::distribute(rows, &mut clusters, sink);
        }
    }
    let has_all_members = sink.count(Severity::Error) == problems;
    if clusters.is_empty() && !sink.has_errors() {
        let help = "write a list under `clusters:`; fixtures/examples/minimal.yaml is a small one";
        sink.report(Diagnostic::error("no-clusters", "the spec has no clusters").at(raw.span).help(help));
    }
    // Read once by themselves: without a cluster above them, their errors would not be seen.
    if let Some(defaults) = &wire.defaults {
        ClusterWire::from_raw(defaults, sink);
    }
    let wires: Vec<ClusterWire> = clusters
        .into_iter()
        .filter_map(|cluster| {
            let cluster = match &wire.defaults {
                Some(defaults) if matches!(cluster.value, RawValue::Map(_)) => cluster.over(defaults),
                _ => cluster,
            };
            ClusterWire::from_raw(&cluster, sink)
        })
        .collect();

    let mut lower = Lower { sink, explained: &mut explained, has_all_members };
    let panorama_version = lower.panorama_version(wire.panorama.as_ref());
    let mut lowered = Vec::new();
    let mut facts = Vec::new();
    for wire in &wires {
        let cluster = lower.cluster(wire);
        lowered.push(cluster.cluster);
        facts.push(cluster.facts);
    }
    check_fleet(&facts, sink);
    let (mut snippets, mut named) = (Vec::new(), Named::default());
    for (cluster, wire) in wires.iter().enumerate() {
        let of_cluster = wire.snippets.iter().flatten();
        snippets.extend(
            of_cluster.filter_map(|wire| snippet::load(cluster, wire, &mut named, sources, files, sink)),
        );
    }
    if sink.has_errors() {
        return None;
    }
    let clusters = lowered.into_iter().collect::<Option<Vec<_>>>()?;
    let places = facts.iter().map(ClusterPlaces::of).collect();
    Some(Spec { fleet: Fleet { panorama_version, clusters }, snippets, explained, places })
}

/// The files that a spec names, each read once: the same problem in it is then told once.
#[derive(Default)]
struct Named(BTreeMap<String, Option<SourceId>>);

impl Named {
    fn read(
        &mut self,
        path: &Text,
        sources: &mut Sources,
        files: &dyn Files,
        sink: &mut Sink,
    ) -> Option<SourceId> {
        if let Some(read) = self.0.get(&path.value) {
            return *read;
        }
        let id = read(sources, path, files, sink);
        self.0.insert(path.value.clone(), id);
        id
    }
}

/// Reads a file that the spec names, into `sources`.
fn read(sources: &mut Sources, path: &Text, files: &dyn Files, sink: &mut Sink) -> Option<SourceId> {
    match files.read(&path.value) {
        Ok(FileText { name, text }) => Some(sources.add(name, text)),
        Err(error) => {
            let message = format!("cannot read `{}`: {error}", path.value);
            let help = "paths are relative to the spec";
            sink.report(Diagnostic::error("file-unreadable", message).at(path.span).help(help));
            None
        }
    }
}
