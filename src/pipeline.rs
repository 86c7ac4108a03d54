//! The straight lines, one function each, no logic: read this first.

mod own_output;

use crate::diag::Sink;
use crate::generate::{self, Artifact, Pack, PackFile, Target};
use crate::lint::Intent;
use crate::source::{Files, SourceId, Sources};
use crate::spec::{self, Explained, Spec};

/// What a run starts from: the texts, and where further files come from.
pub struct Input<'a> {
    /// The spec, as added to the sources.
    pub spec: SourceId,
    /// The files that the spec names.
    pub files: &'a dyn Files,
    /// The user's Tera files, over the built-in ones.
    pub pack: &'a [PackFile],
    /// What the files are for.
    pub target: Target,
}

/// `check`: reads a spec and everything it names, and generates into nothing.
///
/// Every problem goes to `sink`. The answer says where each derived value came from; `None` where
/// there was an error.
pub fn check(input: &Input<'_>, sources: &mut Sources, sink: &mut Sink) -> Option<Vec<Explained>> {
    let (spec, _) = run(input, sources, sink)?;
    let variables = generate::explain_variables(&spec);
    Some(spec.explained.into_iter().chain(variables).collect())
}

/// `generate`: reads a spec and makes every artifact but the manifest.
///
/// Every problem goes to `sink`; `None` where one was an error, and then nothing should be written.
pub fn generate(input: &Input<'_>, sources: &mut Sources, sink: &mut Sink) -> Option<Vec<Artifact>> {
    run(input, sources, sink).map(|(_, artifacts)| artifacts)
}

/// What a spec wants of each firewall: what `review` compares with, and asks for models.
///
/// Every problem goes to `sink`; `None` where one was an error.
pub fn intent(input: &Input<'_>, sources: &mut Sources, sink: &mut Sink) -> Option<Intent> {
    let (spec, pack) = read(input, sources, sink)?;
    let configs = generate::firewall_configs(&spec, &pack, sources, sink);
    (!sink.has_errors()).then(|| Intent::new(&spec.fleet, &configs))
}

fn run(input: &Input<'_>, sources: &mut Sources, sink: &mut Sink) -> Option<(Spec, Vec<Artifact>)> {
    let (spec, pack) = read(input, sources, sink)?;
    let artifacts = generate::artifacts(&spec, &pack, input.target, sources, sink);
    if sink.has_errors() {
        return None;
    }
    own_output::review(&spec, &artifacts, sources, sink);
    Some((spec, artifacts))
}

fn read(input: &Input<'_>, sources: &mut Sources, sink: &mut Sink) -> Option<(Spec, Pack)> {
    // Both are read before either is judged: one run tells the problems of both.
    let spec = spec::load(sources, input.spec, input.files, sink);
    let pack = Pack::load(input.pack, sources, sink);
    Some((spec?, pack?))
}
