//! The straight lines, one function each, no logic: read this first.

mod import;
mod own_output;

use std::collections::BTreeSet;

use crate::diag::Sink;
use crate::effective::Resolver;
use crate::generate::{self, Artifact, Pack, PackFile, Target};
use crate::lint::{self, Baseline, Config, Intent, Review};
use crate::lints::LINTS;
use crate::model::Day;
use crate::panos::{Export, Panorama};
use crate::plan::{self, Brought, Last, Look, Options, Planned, Question};
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

/// What a review starts from: exports that were read, and what the user says of them.
pub struct ReviewInput<'a, 'd> {
    /// The exports, each with the name of its file.
    pub exports: &'a [(&'d str, Export<'d>)],
    /// The Panorama that parts of a configuration among them are to be loaded into, and its text.
    pub base: Option<(SourceId, Panorama<'d>)>,
    /// Levels, suppressions, and what no export tells.
    pub config: &'a Config,
    /// The day on which suppressions are judged.
    pub today: Option<Day>,
    /// What an earlier run found.
    pub baseline: Option<Baseline>,
}

/// `review`: looks at exports with every lint, and leaves what counts.
pub fn review(input: ReviewInput<'_, '_>) -> Review {
    let exports = over_base(input.exports, input.base);
    let mut review = lint::review(&exports, input.config.facts.clone(), LINTS);
    if let Some((base, _)) = input.base {
        review = review.without_base(base, &serials_in(input.exports));
    }
    lint::judge(review, input.config, input.today, input.baseline)
}

/// Each part of a configuration over the one it is to be loaded into.
pub fn over_base<'d>(
    exports: &[(&'d str, Export<'d>)],
    base: Option<(SourceId, Panorama<'d>)>,
) -> Vec<(&'d str, Export<'d>)> {
    let over = |(name, export): &(&'d str, Export<'d>)| match (export, base) {
        (Export::Panorama(part), Some((_, base))) if part.is_partial() => {
            (*name, Export::Panorama(part.over(base)))
        }
        _ => (*name, *export),
    };
    exports.iter().map(over).collect()
}

/// The firewalls that Panoramas tell of.
fn serials_in(exports: &[(&str, Export<'_>)]) -> BTreeSet<String> {
    let resolvers = Resolver::of_exports(exports).into_iter().flatten();
    resolvers.flat_map(|resolver| resolver.serials().map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// What a spec wants of each firewall: what `review` compares with, and asks for models.
///
/// Every problem goes to `sink`; `None` where one was an error.
pub fn intent(input: &Input<'_>, sources: &mut Sources, sink: &mut Sink) -> Option<Intent> {
    let (spec, pack) = read(input, sources, sink)?;
    let configs = generate::firewall_configs(&spec, &pack, sources, sink);
    (!sink.has_errors()).then(|| Intent::new(&spec.fleet, &configs))
}

/// What a plan starts from, beside the spec.
pub struct PlanInput<'a, 'd> {
    /// The export of the Panorama.
    pub base: Panorama<'d>,
    /// What the last generation made.
    pub last: Option<&'a Last>,
    /// What is allowed.
    pub options: &'a Options,
}

/// `plan` and `merge`: what a spec makes of an export, and the way there and back.
///
/// Every problem goes to `sink`; `None` where one was an error, and then nothing should be written.
pub fn plan(
    input: &Input<'_>,
    question: &PlanInput<'_, '_>,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Option<Planned> {
    let (spec, pack) = read(input, sources, sink)?;
    plan::refuse_unknown(question.options, question.base, &spec, sink);
    let configs = generate::panorama_configs(&spec, &pack, sources, sink);
    if sink.has_errors() {
        return None;
    }
    let PlanInput { base, last, options } = *question;
    let question = Question { spec: &spec, configs: &configs, base, last, options };
    Planned::new(question, sources, sink)
}

/// What a plan leads to that was not so before, by every lint, and what of the spec firewalls do not get all the
/// same; a warning of each goes to `sink`.
pub fn brought(
    input: &Input<'_>,
    plan: &PlanInput<'_, '_>,
    planned: &Planned,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Vec<Brought> {
    // What is wrong with the spec was told when it was planned.
    let Some((spec, pack)) = read(input, sources, &mut Sink::default()) else { return Vec::new() };
    let look = Look { spec: &spec, base: plan.base, planned, options: plan.options };
    let configs = generate::firewall_configs(&spec, &pack, sources, &mut Sink::default());
    let brought = look.find(Intent::new(&spec.fleet, &configs), sources);
    brought.iter().for_each(|brought| sink.report(look.told(brought)));
    brought
}

/// `import`: the spec of the clusters that a Panorama has, or of the one that is called `chosen`, as text; `name`
/// is that of its export.
///
/// What the spec could not say, and what generating from it would change, stands in it and goes to `sink`;
/// `None` where there is no cluster that a spec can hold.
pub fn import(name: &str, panorama: Panorama<'_>, chosen: Option<&str>, sink: &mut Sink) -> Option<String> {
    import::run(name, panorama, chosen, sink)
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
