//! A spec laid over an export: what `plan` and `merge` have in common.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use panha::diag::Sink;
use panha::generate::{Manifest, Sha256, Target};
use panha::panos::{Export, Panorama, whole_path};
use panha::pipeline::{self, Input, PlanInput};
use panha::plan::{Last, Options, Planned};
use panha::source::{SourceId, Sources};

use crate::args::ChangeArgs;
use crate::cmd;
use crate::disk::{self, BesideSpec};
use crate::exports::Exports;
use crate::tell::Problems;

/// What was read, and what comes of it.
pub(crate) struct Change {
    exports: Exports,
    /// The spec.
    pub(crate) spec: SourceId,
    planned: Option<Planned>,
    sink: Sink,
}

impl Change {
    /// Reads spec and export, and plans. Problems are told by [`Self::tell`].
    ///
    /// # Errors
    /// What cannot be read, but for the export.
    pub(crate) fn read(args: &ChangeArgs) -> anyhow::Result<Self> {
        if args.spec == Path::new("-") && args.base == Path::new("-") {
            bail!("standard input can be the spec or the export, not both");
        }
        let mut sink = Sink::default();
        let mut exports = Exports::read(std::slice::from_ref(&args.base), &mut sink);
        let base = exports.take_panorama(&mut sink);
        let spec = disk::read_spec(&args.spec, exports.sources_mut())?;
        let files = BesideSpec::of(&args.spec);
        let pack = cmd::pack(args.templates.as_deref())?;
        let last =
            args.last.as_deref().map(|folder| last(folder, &mut exports, &mut sink)).transpose()?.flatten();
        let input = Input { spec, files: &files, pack: &pack, target: Target::Panorama };
        let options = options(args);
        let panorama = base.as_ref().and_then(Export::of).and_then(panorama);
        let planned = match panorama {
            Some(base) => {
                let plan = PlanInput { base, last: last.as_ref(), options: &options };
                pipeline::plan(&input, &plan, exports.sources_mut(), &mut sink)
            }
            // What is wrong with the spec is told all the same.
            None => {
                pipeline::check(&input, exports.sources_mut(), &mut sink);
                None
            }
        };
        exports.also_read(files.into_read());
        if args.spec != Path::new("-") {
            exports.also_read(vec![args.spec.clone()]);
        }
        Ok(Self { exports, spec, planned, sink })
    }

    /// The files that were read.
    pub(crate) fn files(&self) -> &[PathBuf] {
        self.exports.files()
    }

    /// Tells all problems, and gives what was planned, unless there were errors.
    ///
    /// # Errors
    /// There were.
    pub(crate) fn tell(&mut self) -> anyhow::Result<(&Planned, &Sources)> {
        let problems: Problems<'_> = self.exports.tell(std::mem::take(&mut self.sink));
        let planned = problems.unless_errors(self.planned.as_ref())?;
        Ok((planned, self.exports.sources()))
    }
}

fn panorama(export: Export<'_>) -> Option<Panorama<'_>> {
    match export {
        Export::Panorama(panorama) => Some(panorama),
        Export::Firewall(_) => None,
    }
}

fn options(args: &ChangeArgs) -> Options {
    Options {
        prunes: args.prune,
        keeps: args.no_remove,
        takes_over: args.takes_over,
        only: args.only.iter().map(whole_path).collect(),
        protected: args.protect.iter().map(ToString::to_string).collect(),
        accepted: args.accept.clone(),
    }
}

/// What `panha generate` wrote into a folder last.
fn last(folder: &Path, exports: &mut Exports, sink: &mut Sink) -> anyhow::Result<Option<Last>> {
    let path = folder.join(Manifest::FILE_NAME);
    let text = disk::read_text(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let manifest = Manifest::parse(&text).with_context(|| format!("{} is of no use", path.display()))?;
    let mut files = Vec::new();
    for file in manifest.files().iter().filter(|file| file.path.as_str().ends_with("/panorama.xml")) {
        let path = folder.join(file.path.as_str());
        let text = disk::read_text(&path).with_context(|| format!("cannot read {}", path.display()))?;
        if Sha256::of(&text) != file.sha256 {
            bail!(
                "{} was edited since panha wrote it, so it does not tell what the last generation made\nhelp: bring it back, or leave `--last` out",
                path.display()
            );
        }
        files.push(exports.sources_mut().add(disk::shown(&path), text));
        exports.also_read(vec![path]);
    }
    if files.is_empty() {
        bail!(
            "{} lists no panorama.xml: `--last` takes the output folder of `panha generate`",
            path.display()
        );
    }
    Ok(Last::new(&files, exports.sources_mut()).map_err(|problem| sink.report(problem)).ok())
}
