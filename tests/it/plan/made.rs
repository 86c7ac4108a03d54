//! Plans made in memory.

use std::collections::BTreeMap;

use panha::diag::{Severity, Sink};
use panha::generate::Target;
use panha::panos::Export;
use panha::pipeline::{self, Input, PlanInput};
use panha::plan::{Last, Options, artifacts};
use panha::report;
use panha::source::Sources;
use panha::xml::Document;

use super::{untouched, way};
use crate::fleet_strategy::SpecFiles;
use crate::laws::run::{Artifacts, Memory};

/// What comes of a plan.
pub(crate) struct Made {
    /// What merge writes.
    pub(crate) merged: String,
    pub(crate) is_empty: bool,
    /// What firewalls still do not get.
    pub(crate) against_spec: Vec<String>,
    pub(crate) json: String,
    artifacts: BTreeMap<String, String>,
}

/// Plans a spec over an export; `last` is what was generated last.
///
/// # Errors
/// The errors that users are told, or that of the export's reader.
pub(crate) fn plan(
    base: &str,
    files: &SpecFiles,
    last: Option<&Artifacts>,
    options: &Options,
) -> Result<Made, String> {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let id = sources.add("panorama.xml", base);
    let document = Document::parse(id, sources.get(id).shared_text()).map_err(|problem| problem.message)?;
    let Some(Export::Panorama(panorama)) = Export::of(&document) else {
        return Err("no Panorama".to_owned());
    };
    let made: Vec<_> = last
        .into_iter()
        .flatten()
        .filter(|(path, _)| path.ends_with("/panorama.xml"))
        .map(|(path, text)| sources.add(path.as_str(), text.as_str()))
        .collect();
    let last = last.map(|_| Last::new(&made, &mut sources)).transpose().map_err(|problem| problem.message)?;
    let spec = sources.add("spec.yaml", files.spec.clone());
    let input = Input { spec, files: &Memory(files), pack: &[], target: Target::Panorama };
    let question = PlanInput { base: panorama, last: last.as_ref(), options };
    let planned = pipeline::plan(&input, &question, &mut sources, &mut sink);
    let errors: Vec<String> = (sink.into_sorted().into_iter())
        .filter(|problem| problem.severity == Severity::Error)
        .map(|problem| format!("{}: {}", problem.code, problem.message))
        .collect();
    let planned = planned.ok_or_else(|| errors.join("\n"))?;
    let brought = pipeline::brought(&input, &question, &planned, &mut sources, &mut Sink::default());
    assert!(!report::plan(&planned, &brought, true, &sources).is_empty());
    Ok(Made {
        merged: planned.wanted.document.text().to_owned(),
        is_empty: planned.plan.is_empty(),
        against_spec: brought
            .iter()
            // A text that starts like a variable is one to whoever resolves it.
            .filter(|brought| brought.is_against_spec && !brought.message.contains("wants $"))
            .map(|brought| brought.message.clone())
            .collect(),
        json: report::plan_json(&planned, &brought, &sources),
        artifacts: artifacts(&planned.plan)
            .into_iter()
            .map(|artifact| (artifact.path, artifact.text))
            .collect(),
    })
}

impl Made {
    /// The sessions lead there and back, and nothing else is touched.
    pub(crate) fn is_true(&self, base: &str) -> Result<(), String> {
        if self.is_empty {
            return if self.merged == base {
                Ok(())
            } else {
                Err("nothing to do, and it is done".to_owned())
            };
        }
        let text = |path: &str| self.artifacts.get(path).cloned().ok_or_else(|| format!("no {path}"));
        let file = |path: &str| self.artifacts.get(path).map(|text| way::file(text)).transpose();
        let files = way::Files {
            load: text("load.txt")?,
            set: text("set.txt")?,
            file: file("plan.xml")?,
            load_back: text("rollback/load.txt")?,
            set_back: text("rollback/set.txt")?,
            file_back: file("rollback/plan.xml")?,
        };
        way::leads_there_and_back(base, &self.merged, &files)?;
        untouched::check(base, &self.merged, &untouched::done(&self.json)?)
    }
}
