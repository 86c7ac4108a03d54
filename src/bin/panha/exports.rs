//! Reading exports: files, folders and bundles, with what is in them.

mod snippets;

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use panha::diag::{Diagnostic, Sink};
use panha::panos::{
    Export, ExportText, Found, Panorama, Saved, secrets_in, secrets_in_text, superseded, unpack,
};
use panha::source::{SourceId, Sources, Span};
use panha::xml::Document;
use walkdir::WalkDir;

use crate::args::Format;
use crate::disk::{read_text, shown};
use crate::tell::Problems;

/// What a single file may hold at most, packed or not.
const MAX_BYTES: u64 = 4 << 30;

/// One configuration that was found.
pub(crate) struct FoundExport {
    document: Document,
    /// Is it the copy that a firewall keeps of its HA peer's configuration?
    is_peer: bool,
    /// The folder or bundle it was found in.
    within: Option<String>,
    /// Does another configuration of the same device count instead?
    is_superseded: bool,
    /// Is it what parts of a configuration are to be loaded into, and not looked at for itself?
    is_base: bool,
}

/// Everything a command was given to read, and the texts it came from.
#[derive(Default)]
pub(crate) struct Exports {
    sources: Sources,
    found: Vec<FoundExport>,
    /// The files that were read.
    files: Vec<PathBuf>,
    /// Are parts of configurations good as well?
    takes_parts: bool,
}

impl Exports {
    /// Reads files, folders and `-`; what cannot be read is told to `sink`, and the rest goes on. Of
    /// several configurations of one device, one counts.
    pub(crate) fn read(paths: &[PathBuf], sink: &mut Sink) -> Self {
        let mut exports = Self::read_all(paths, sink);
        exports.choose(sink);
        exports
    }

    /// Reads the same, and leaves the choice to the caller.
    pub(crate) fn read_all(paths: &[PathBuf], sink: &mut Sink) -> Self {
        let mut exports = Self::default();
        paths.iter().for_each(|path| exports.add(path, sink));
        exports
    }

    /// The same for parts of configurations as well: any elements.
    pub(crate) fn of_parts() -> Self {
        Self { takes_parts: true, ..Self::default() }
    }

    fn add(&mut self, path: &Path, sink: &mut Sink) {
        if path == Path::new("-") {
            self.add_bytes("<stdin>", read_to_end(io::stdin().lock()), Found::Named, None, sink);
        } else if path.is_dir() {
            self.add_folder(path, sink);
        } else {
            self.files.push(path.to_owned());
            self.add_bytes(&shown(path), read_file(path), Found::Named, None, sink);
        }
    }

    /// Reads one configuration: the answer is its number. `why_one` says why several are wrong.
    pub(crate) fn add_one(&mut self, path: &Path, why_one: &str, sink: &mut Sink) -> Option<usize> {
        let before = self.found.len();
        self.add(path, sink);
        match self.found.len() - before {
            1 => Some(before),
            // That nothing could be read was told already.
            0 => None,
            _ => {
                let names = self.found[before..].iter().map(|found| self.name(found).to_owned());
                sink.report(several_configurations(&shown(path), &names.collect::<Vec<_>>(), why_one));
                None
            }
        }
    }

    /// The document of a number that [`Self::add_one`] returned.
    pub(crate) fn document(&self, number: usize) -> &Document {
        &self.found[number].document
    }

    /// The texts, for telling places.
    pub(crate) fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Adds a text that is no export.
    ///
    /// # Errors
    /// What kept it from being read, for the user.
    pub(crate) fn add_file(&mut self, path: &Path) -> Result<SourceId, Diagnostic> {
        let text = read_text(path).map_err(|error| unreadable(&shown(path), &error))?;
        self.files.push(path.to_owned());
        Ok(self.sources.add(shown(path), text))
    }

    /// The texts alone, once nothing more is asked of what they hold.
    pub(crate) fn into_sources(self) -> Sources {
        self.sources
    }

    /// The texts, to add some that are no exports.
    pub(crate) fn sources_mut(&mut self) -> &mut Sources {
        &mut self.sources
    }

    /// Reads the configuration that parts of one are to be loaded into.
    pub(crate) fn read_base(&mut self, path: &Path, sink: &mut Sink) {
        let before = self.found.len();
        self.files.push(path.to_owned());
        self.add_bytes(&shown(path), read_file(path), Found::Named, None, sink);
        let read = &mut self.found[before..];
        read.iter_mut().for_each(|found| found.is_base = true);
        let is_panorama =
            |found: &FoundExport| matches!(Export::of(&found.document), Some(Export::Panorama(_)));
        if !read.is_empty() && !matches!(read, [only] if is_panorama(only)) {
            let message = format!("{} is not the export of one Panorama", shown(path));
            sink.report(
                Diagnostic::error("base-not-panorama", message)
                    .help("give the Panorama that the files are to be loaded into"),
            );
        } else if !read.is_empty() && !self.used().any(|(_, export)| is_part(export)) {
            let message = "no export is a part of a configuration, which the base could complete";
            let help =
                "--base is for what `panha generate` writes: review panorama.xml over a Panorama's export";
            sink.report(Diagnostic::warning("base-unneeded", message).help(help));
        }
    }

    /// The one Panorama that was read, to keep it while texts are added.
    pub(crate) fn take_panorama(&mut self, sink: &mut Sink) -> Option<Document> {
        let is_panorama =
            |found: &FoundExport| matches!(Export::of(&found.document), Some(Export::Panorama(_)));
        match self.found.as_slice() {
            [only] if is_panorama(only) => return self.found.pop().map(|found| found.document),
            // Whatever kept it from being read was told.
            [] => {}
            [first, ..] => {
                let message = format!("{} is not the export of one Panorama", self.name(first));
                sink.report(
                    Diagnostic::error("base-not-panorama", message)
                        .help("give the Panorama that is to be changed"),
                );
            }
        }
        None
    }

    /// The one configuration that was read; `None` where there is none, which was told already.
    ///
    /// # Errors
    /// There are several; `why_one` says why that is wrong.
    pub(crate) fn only(&self, path: &Path, why_one: &str) -> Result<Option<&Document>, Diagnostic> {
        let documents: Vec<_> = self.documents().collect();
        match documents[..] {
            [] => Ok(None),
            [(_, document)] => Ok(Some(document)),
            _ => {
                let names: Vec<String> = documents.iter().map(|(name, _)| (*name).to_owned()).collect();
                Err(several_configurations(&shown(path), &names, why_one))
            }
        }
    }

    /// The configuration that parts of one are to be loaded into, and its text.
    pub(crate) fn base(&self) -> Option<(SourceId, Panorama<'_>)> {
        let found = self.found.iter().find(|found| found.is_base)?;
        match Export::of(&found.document)? {
            Export::Panorama(panorama) => Some((found.document.source(), panorama)),
            Export::Firewall(_) => None,
        }
    }

    /// Names files that were read for something else, such as those beside a spec.
    pub(crate) fn also_read(&mut self, files: Vec<PathBuf>) {
        self.files.extend(files);
    }

    /// The files that were read.
    pub(crate) fn files(&self) -> &[PathBuf] {
        &self.files
    }

    /// The configurations that count, each with the name of its file: no peer's copy, and one of
    /// each device.
    pub(crate) fn used(&self) -> impl Iterator<Item = (&str, Export<'_>)> {
        let used = self.found.iter().filter(|found| !found.is_peer && !found.is_superseded && !found.is_base);
        used.filter_map(|found| Some((self.name(found), Export::of(&found.document)?)))
    }

    /// All that was read, each with the name of its file.
    pub(crate) fn documents(&self) -> impl Iterator<Item = (&str, &Document)> {
        self.found.iter().map(|found| (self.name(found), &found.document))
    }

    /// Tells a person of problems, whose places are shown without the secrets that stand there.
    pub(crate) fn tell(&self, sink: Sink) -> Problems<'_> {
        self.hide_secrets(sink.places());
        Problems::tell(sink, &self.sources, Format::Human)
    }

    /// Hides the secrets of every text that one of these places is in, for whoever shows it. The other
    /// texts are left alone: to look for secrets in 100 MB takes its time.
    pub(crate) fn hide_secrets(&self, places: impl Iterator<Item = Span>) {
        for id in places.map(|place| place.source).collect::<BTreeSet<_>>() {
            match self.found.iter().find(|found| found.document.source() == id) {
                Some(found) => {
                    let secrets = secrets_in(found.document.root());
                    self.sources.hide(id, secrets.iter().map(|secret| secret.span().range()));
                }
                // It is broken, or no configuration.
                None => self.sources.hide(id, secrets_in_text(self.sources.get(id).text())),
            }
        }
    }

    fn name(&self, found: &FoundExport) -> &str {
        self.sources.get(found.document.source()).name()
    }

    /// Reads what may be an export in a folder. It may hold anything, so whatever else cannot be read
    /// there is a warning.
    fn add_folder(&mut self, folder: &Path, sink: &mut Sink) {
        let (before, within) = (self.found.len(), shown(folder));
        let mut is_told = false;
        for entry in WalkDir::new(folder).follow_links(true).sort_by_file_name() {
            match entry {
                Ok(entry) if !entry.file_type().is_file() => {}
                Ok(entry) => {
                    let name = shown(entry.path());
                    match read_if_export(entry.path()) {
                        Ok(Some(bytes)) => {
                            self.files.push(entry.path().to_owned());
                            self.add_bytes(&name, Ok(bytes), Found::Among, Some(&within), sink);
                        }
                        Ok(None) => {}
                        Err(error) => sink.report(passed_over(&name, &error)),
                    }
                }
                Err(error) if error.depth() == 0 => {
                    is_told = true;
                    sink.report(unreadable(&within, &error));
                }
                Err(error) => {
                    let name = error.path().map_or_else(|| within.clone(), shown);
                    sink.report(match error.io_error() {
                        Some(error) => passed_over(&name, error),
                        None => passed_over(&name, &error),
                    });
                }
            }
        }
        if self.found.len() == before && !is_told {
            sink.report(nothing_in(&within));
        }
    }

    fn add_bytes(
        &mut self,
        name: &str,
        bytes: io::Result<Vec<u8>>,
        found: Found,
        within: Option<&str>,
        sink: &mut Sink,
    ) {
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(error) => return sink.report(unreadable(name, &error)),
        };
        let (before, mut of_this) = (self.found.len(), Sink::default());
        for text in unpack(name, bytes, found, &mut of_this) {
            // A bundle's other XML is nobody's fault; what the user named should be an export.
            let is_meant = found == Found::Named && text.bundle.is_none();
            self.add_text(text, is_meant, within, &mut of_this);
        }
        let problems = of_this.into_sorted();
        if found == Found::Named && self.found.len() == before && problems.is_empty() {
            sink.report(nothing_in(name));
        }
        problems.into_iter().for_each(|problem| sink.report(problem));
    }

    fn add_text(&mut self, text: ExportText, is_meant: bool, within: Option<&str>, sink: &mut Sink) {
        let id = self.sources.add(text.name, text.text);
        let parse = if self.takes_parts && is_meant { Document::parse_fragment } else { Document::parse };
        let document = match parse(id, self.sources.get(id).shared_text()) {
            Ok(document) => document,
            Err(diagnostic) => return sink.report(diagnostic),
        };
        let is_part = self.takes_parts && is_meant && document.roots().next().is_some();
        if !is_part && document.roots().next().is_none() {
            return sink.report(nothing_in(self.sources.get(id).name()));
        }
        if !is_part && Export::of(&document).is_none() {
            if is_meant {
                sink.report(self.no_configuration(id, &document));
            }
            return;
        }
        let within = text.bundle.or_else(|| within.map(str::to_owned));
        self.found.push(FoundExport {
            document,
            is_peer: text.is_peer,
            within,
            is_superseded: false,
            is_base: false,
        });
    }

    fn no_configuration(&self, id: SourceId, document: &Document) -> Diagnostic {
        let name = self.sources.get(id).name();
        let message = format!("{name} holds no configuration of a Panorama or a firewall");
        Diagnostic::error("no-configuration", message)
            .labelled(document.root().name_span(), "the root of what it holds")
            .help("export one as running-config.xml, or save what the XML API answers to `show` on /config")
    }

    /// Leaves aside what is the peer's, and all but one configuration of each device; says so.
    fn choose(&mut self, sink: &mut Sink) {
        let own: Vec<usize> = (0..self.found.len()).filter(|index| !self.found[*index].is_peer).collect();
        let saved: Vec<Saved<'_>> = own
            .iter()
            .filter_map(|index| {
                let found = &self.found[*index];
                Some(Saved::new(Export::of(&found.document)?, self.name(found), found.within.as_deref()))
            })
            .collect();
        let superseded_by = superseded(&saved);
        let mut aside: Vec<Vec<&str>> = vec![Vec::new(); saved.len()];
        for (index, by) in own.iter().zip(&superseded_by) {
            if let Some(position) = by {
                aside[*position].push(self.name(&self.found[*index]));
            }
        }
        for ((used, index), aside) in saved.iter().zip(&own).zip(&aside) {
            if !aside.is_empty() {
                let device = used.hostname().unwrap_or("the device");
                let name = self.name(&self.found[*index]);
                let message = format!("of several configurations of {device}, {name} is used");
                let help = format!("to use another one, name it by itself: {}", aside.join(", "));
                sink.report(Diagnostic::note("other-versions", message).help(help));
            }
        }
        for peer in self.found.iter().filter(|found| found.is_peer) {
            let name = self.name(peer);
            let message = format!("{name} is a copy of the HA peer's configuration, and left aside");
            sink.report(Diagnostic::note("peer-copy", message));
        }
        for (index, by) in own.iter().zip(superseded_by) {
            self.found[*index].is_superseded = by.is_some();
        }
    }
}

/// What a command says that takes one configuration and was given several; `why_one` says why that is wrong.
fn several_configurations(name: &str, names: &[String], why_one: &str) -> Diagnostic {
    let message = format!("{name} holds {} configurations, and {why_one}", names.len());
    let help = format!("name one of them by itself, unpacked if it is in a bundle: {}", names.join(", "));
    Diagnostic::error("several-configurations", message).help(help)
}

fn is_part(export: Export<'_>) -> bool {
    matches!(export, Export::Panorama(panorama) if panorama.is_partial())
}

fn unreadable(name: &str, error: &dyn std::fmt::Display) -> Diagnostic {
    Diagnostic::error("unreadable", format!("cannot read {name}: {error}"))
}

/// A file in a folder that nobody named by itself.
fn passed_over(name: &str, error: &dyn std::fmt::Display) -> Diagnostic {
    Diagnostic::warning("unreadable", format!("cannot read {name}, and passed it over: {error}"))
}

fn nothing_in(name: &str) -> Diagnostic {
    Diagnostic::error(
        "no-configuration",
        format!("{name} holds no configuration of a Panorama or a firewall"),
    )
}

fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    read_rest(fs::File::open(path)?, Vec::new())
}

/// Reads a file whose first bytes are like an export's; `None` for any other, which may be huge.
fn read_if_export(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let mut file = fs::File::open(path)?;
    let mut head = Vec::new();
    file.by_ref().take(ExportText::HEAD as u64).read_to_end(&mut head)?;
    if !ExportText::may_be_in(&head) {
        return Ok(None);
    }
    read_rest(file, head).map(Some)
}

/// Reads a file on, behind the bytes that were read already.
fn read_rest(file: fs::File, mut bytes: Vec<u8>) -> io::Result<Vec<u8>> {
    let length = file.metadata()?.len().min(MAX_BYTES);
    bytes.reserve_exact(usize::try_from(length).unwrap_or(0).saturating_sub(bytes.len()));
    limited(file, &mut bytes)?;
    Ok(bytes)
}

fn read_to_end(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    limited(reader, &mut bytes)?;
    Ok(bytes)
}

fn limited(reader: impl Read, bytes: &mut Vec<u8>) -> io::Result<()> {
    let read = bytes.len() as u64;
    reader.take(MAX_BYTES + 1 - read).read_to_end(bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        let message = format!("it has more than {} GiB", MAX_BYTES >> 30);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
    }
    Ok(())
}
