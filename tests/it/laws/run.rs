//! Generates in memory.

use std::collections::BTreeMap;
use std::io;

use panha::diag::{Severity, Sink};
use panha::generate::Target;
use panha::lint::Intent;
use panha::pipeline::{self, Input};
use panha::source::{FileText, Files, Sources};

use crate::fleet_strategy::SpecFiles;

/// Artifacts by path.
pub(crate) type Artifacts = BTreeMap<String, String>;

pub(crate) struct Memory<'f>(pub(crate) &'f SpecFiles);

impl Files for Memory<'_> {
    fn read(&self, path: &str) -> io::Result<FileText> {
        match path {
            "members.csv" => Ok(FileText { name: path.to_owned(), text: self.0.inventory.clone() }),
            _ => Err(io::ErrorKind::NotFound.into()),
        }
    }
}

/// All artifacts of a spec, or the errors.
pub(crate) fn generate(files: &SpecFiles, target: Target) -> Result<Artifacts, String> {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let spec = sources.add("spec.yaml", files.spec.clone());
    let input = Input { spec, files: &Memory(files), pack: &[], target };
    let artifacts = pipeline::generate(&input, &mut sources, &mut sink);
    let errors: Vec<String> = sink
        .into_sorted()
        .into_iter()
        .filter(|problem| problem.severity == Severity::Error)
        .map(|problem| {
            let place = problem.primary.map(|label| sources.place(label.span)).unwrap_or_default();
            format!("{place}: {}: {}", problem.code, problem.message)
        })
        .collect();
    match artifacts {
        Some(artifacts) if errors.is_empty() => {
            Ok(artifacts.into_iter().map(|artifact| (artifact.path, artifact.text)).collect())
        }
        _ => Err(errors.join("\n")),
    }
}

/// What a spec wants of its firewalls.
pub(crate) fn intent(files: &SpecFiles) -> Intent {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let spec = sources.add("spec.yaml", files.spec.clone());
    let input = Input { spec, files: &Memory(files), pack: &[], target: Target::Panorama };
    pipeline::intent(&input, &mut sources, &mut sink).unwrap_or_else(|| panic!("{:?}", sink.into_sorted()))
}
