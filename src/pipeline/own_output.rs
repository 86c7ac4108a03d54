//! What we generate is looked at with our own lints.

use crate::diag::{Diagnostic, Severity, Sink};
use crate::generate::Artifact;
use crate::lint::{self, Facts};
use crate::lints::LINTS;
use crate::panos::Export;
use crate::source::Sources;
use crate::spec::Spec;
use crate::xml::Document;

/// The configurations among the artifacts, each whole by itself. Without a Panorama's these are the firewalls'.
fn exports(artifacts: &[Artifact]) -> Vec<&Artifact> {
    let ending = |end: &str| artifacts.iter().filter(|artifact| artifact.path.ends_with(end)).collect();
    let panoramas: Vec<&Artifact> = ending("/panorama.xml");
    if panoramas.is_empty() { ending(".xml") } else { panoramas }
}

/// Tells of what contradicts itself. The spec was checked, so it is a snippet's or a Tera file's doing; and
/// what is doubtful only was told of the spec already.
pub(super) fn review(spec: &Spec, artifacts: &[Artifact], sources: &mut Sources, sink: &mut Sink) {
    let documents: Vec<(&str, Document)> = exports(artifacts)
        .into_iter()
        .filter_map(|artifact| {
            let id = sources.add(artifact.path.as_str(), artifact.text.as_str());
            Some((artifact.path.as_str(), Document::parse(id, sources.get(id).shared_text()).ok()?))
        })
        .collect();
    let exports: Vec<(&str, Export<'_>)> =
        documents.iter().filter_map(|(name, document)| Some((*name, Export::of(document)?))).collect();
    let mut facts = Facts::default();
    for cluster in &spec.fleet.clusters {
        for (member, model) in cluster.members.iter().zip(std::iter::repeat(&cluster.model)) {
            facts.models.extend(model.iter().map(|model| (member.serial.to_string(), model.clone())));
        }
    }
    for finding in lint::review(&exports, facts, LINTS).findings {
        if finding.severity == Severity::Error {
            let message = format!("in what is generated, {}", finding.message);
            let mut diagnostic = Diagnostic::warning(finding.lint.id, message);
            (diagnostic.primary, diagnostic.secondary) = (Some(finding.primary), finding.secondary);
            sink.report(diagnostic.help(format!(
                "a snippet or a Tera file does this; see `panha explain {}`",
                finding.lint.id
            )));
        }
    }
}
