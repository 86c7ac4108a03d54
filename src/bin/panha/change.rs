//! A spec laid over an export: what `plan` and `merge` have in common.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use panha::diag::{Diagnostic, Sink};
use panha::generate::{MadeBy, Manifest, Sha256, Target};
use panha::panos::{Export, Panorama, whole_path};
use panha::pipeline::{self, Input, PlanInput};
use panha::plan::{Brought, Last, Options, Planned};
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
    /// What the plan brings, where that was asked for.
    pub(crate) brought: Vec<Brought>,
    sink: Sink,
}

impl Change {
    /// Reads spec and export, and plans; `looks` asks for what the plan brings as well. Problems are told by
    /// [`Self::tell`].
    ///
    /// # Errors
    /// What cannot be read, but for the export.
    pub(crate) fn read(args: &ChangeArgs, looks: bool) -> anyhow::Result<Self> {
        if args.spec == Path::new("-") && args.base == Path::new("-") {
            bail!("standard input can be the spec or the export, not both");
        }
        let mut sink = Sink::default();
        let mut exports = Exports::read(std::slice::from_ref(&args.base), &mut sink);
        let base = exports.take_panorama(&mut sink);
        let spec = disk::read_spec(&args.spec, exports.sources_mut())?;
        let files = BesideSpec::of(&args.spec);
        let pack = cmd::pack(args.templates.as_deref())?;
        exports.also_read(pack.iter().map(|file| PathBuf::from(&file.name)).collect());
        let last = args
            .last
            .as_deref()
            .map(|folder| last(folder, &args.spec, &mut exports, &mut sink))
            .transpose()?
            .flatten();
        let input = Input { spec, files: &files, pack: &pack, target: Target::Panorama };
        let options = options(args);
        let panorama = base.as_ref().and_then(Export::of).and_then(panorama);
        let mut brought = Vec::new();
        // Of an export or a last generation that could not be read, a plan would tell what is not so.
        let planned = match panorama.filter(|_| !sink.has_errors()) {
            Some(base) => {
                let plan = PlanInput { base, last: last.as_ref(), options: &options };
                let planned = pipeline::plan(&input, &plan, exports.sources_mut(), &mut sink);
                if let Some(planned) = planned.as_ref().filter(|_| looks) {
                    brought = pipeline::brought(&input, &plan, planned, exports.sources_mut(), &mut sink);
                }
                planned
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
        Ok(Self { exports, spec, planned, brought, sink })
    }

    /// The files that were read.
    pub(crate) fn files(&self) -> &[PathBuf] {
        self.exports.files()
    }

    /// Tells what came up when everything else was told.
    pub(crate) fn warn(&self, warning: Diagnostic) {
        let mut sink = Sink::default();
        sink.report(warning);
        self.exports.tell(sink);
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

/// What `panha generate` wrote into a folder last, of this spec.
fn last(folder: &Path, spec: &Path, exports: &mut Exports, sink: &mut Sink) -> anyhow::Result<Option<Last>> {
    let path = folder.join(Manifest::FILE_NAME);
    let text = disk::read_text(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let manifest = Manifest::parse(&text).with_context(|| format!("{} is of no use", path.display()))?;
    exports.also_read(vec![path.clone()]);
    if manifest.made_by() != MadeBy::Generate {
        bail!(
            "{} is the record of a `panha {}`: `--last` takes the output folder of `panha generate`",
            path.display(),
            manifest.made_by().command()
        );
    }
    if let Some(problem) = of_another_spec(&manifest, &path, spec) {
        sink.report(problem);
        return Ok(None);
    }
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

/// What another spec made would be taken away, as nothing that this spec makes. A spec from standard input has no
/// name to tell.
fn of_another_spec(manifest: &Manifest, path: &Path, spec: &Path) -> Option<Diagnostic> {
    let (made_of, wanted) = (disk::file_name(Path::new(manifest.spec_file())), disk::file_name(spec));
    if made_of == wanted || [made_of.as_str(), wanted.as_str()].contains(&"-") {
        return None;
    }
    let message = format!("{} is of {made_of}, and the spec is {wanted}", disk::shown(path));
    let help = format!(
        "give the folder that {wanted} was generated into; if {made_of} has a new name, generate what it was under that name once more"
    );
    Some(Diagnostic::error("last-of-another-spec", message).help(help))
}
