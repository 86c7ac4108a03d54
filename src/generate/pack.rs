//! The Tera files of a run: the built-in ones, and those of the user's pack over them.

use tera::Tera;

use super::context::Ctx;
use super::tera_file::{TeraFile, read, render_place};
use crate::diag::{Diagnostic, Severity, Sink};
use crate::panos::Place;
use crate::source::{Position, SourceId, Sources, Span};
use crate::xml::{Document, Element, escape_attribute};

macro_rules! built_in {
    ($($path:literal,)*) => {
        /// The built-in Tera files: path and text. Their order is that of the elements they make.
        pub const BUILT_IN: &[(&str, &str)] = &[
            $(($path, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/", $path))),)*
        ];
    };
}

built_in! {
    "template/template.xml",
    "template/ha-interface.xml",
    "template/aggregate-port.xml",
    "template/interface.xml",
    "template/pair.xml",
    "template/ha-link.xml",
    "template/cluster.xml",
    "template/vsys.xml",
    "template/zone.xml",
    "template/variable.xml",
    "template-stack/template-stack.xml",
    "template-stack/device.xml",
    "device-group/device-group.xml",
    "device-group/tag.xml",
    "device-group/address.xml",
    "device-group/address-group.xml",
    "device-group/service.xml",
    "device-group/service-group.xml",
    "device-group/security-rule.xml",
}

/// A file of a user's pack.
#[derive(Debug, Clone)]
pub struct PackFile {
    /// Its path in the pack, with `/` between the parts.
    pub path: String,
    /// The name that messages show.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// All Tera files of a run, checked and compiled.
pub struct Pack {
    files: Vec<TeraFile>,
    tera: Tera,
}

/// A rendered Tera file, parsed.
pub(crate) struct Fragment {
    /// The Tera file it comes from.
    pub(crate) source: SourceId,
    pub(crate) place: Place,
    pub(crate) elements: Vec<Element>,
}

impl Pack {
    /// The built-in files, with those of `user` in place of the ones of the same path and behind them.
    ///
    /// Every problem goes to `sink`; `None` where there was one.
    pub fn load(user: &[PackFile], sources: &mut Sources, sink: &mut Sink) -> Option<Self> {
        let mut texts: Vec<(String, String, String)> = (BUILT_IN.iter())
            .map(|(path, text)| ((*path).to_owned(), format!("templates/{path}"), (*text).to_owned()))
            .collect();
        let mut replaced: Vec<(String, String)> = Vec::new();
        let mut additions: Vec<&PackFile> = Vec::new();
        for file in user {
            match texts.iter_mut().find(|(path, ..)| *path == file.path) {
                Some(slot) => {
                    replaced.push((file.path.clone(), std::mem::take(&mut slot.2)));
                    *slot = (file.path.clone(), file.name.clone(), file.text.clone());
                }
                None => additions.push(file),
            }
        }
        additions.sort_by(|a, b| a.path.cmp(&b.path));
        texts.extend(additions.into_iter().map(|f| (f.path.clone(), f.name.clone(), f.text.clone())));

        let problems = sink.count(Severity::Error);
        let mut tera = Tera::default();
        tera.set_escape_fn(|text, into| into.write_all(escape_attribute(text).as_bytes()));
        tera.autoescape_on([""]);
        let mut files = Vec::new();
        for (path, name, text) in texts {
            let source = sources.add(name, text);
            let Some(file) = read(&path, source, sources, sink) else { continue };
            if let Some((_, built_in)) = replaced.iter().find(|(replaced, _)| *replaced == path) {
                check_same_context(&file, built_in, sink);
            }
            match tera.add_raw_template(&path, sources.get(source).text()) {
                Ok(()) => files.push(file),
                Err(error) => sink.report(refused(&file, &error, sources)),
            }
        }
        (sink.count(Severity::Error) == problems).then_some(Self { files, tera })
    }

    /// Path, context and place of every file, in the order in which they are rendered.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.files.iter().map(|file| (file.path.as_str(), file.context.name(), file.place.as_str()))
    }

    /// Renders every file with each context it is for, and parses what comes out.
    pub(crate) fn render(&self, contexts: &[Ctx], sources: &mut Sources, sink: &mut Sink) -> Vec<Fragment> {
        let mut fragments = Vec::new();
        for file in &self.files {
            for context in contexts.iter().filter(|context| context.kind() == file.context) {
                // What is wrong with a file is told once, not for every member.
                let Some(fragment) = self.render_one(file, context, sources, sink) else { break };
                fragments.push(fragment);
            }
        }
        fragments
    }

    fn render_one(
        &self,
        file: &TeraFile,
        context: &Ctx,
        sources: &mut Sources,
        sink: &mut Sink,
    ) -> Option<Fragment> {
        let value = context.to_value();
        let text = tera::Context::from_serialize(&value).and_then(|data| self.tera.render(&file.path, &data));
        let text = match text {
            Ok(text) => text,
            Err(error) => {
                sink.report(refused(file, &error, sources));
                return None;
            }
        };
        let parsed = parse(&text).or_else(|_| {
            // Only a text that is told about joins the sources: a fleet renders thousands.
            let name = format!("{} (rendered)", sources.get(file.source).name());
            let id = sources.add(name, text);
            elements(id, sources)
        });
        let place = render_place(&file.place, &value);
        match (parsed, place) {
            (Ok(elements), Ok(place)) => Some(Fragment { source: file.source, place, elements }),
            (Err(diagnostic), _) => {
                sink.report(diagnostic.and(Span::new(file.source, 0, 0), "rendered from this Tera file"));
                None
            }
            (_, Err(error)) => {
                sink.report(Diagnostic::of(&error, Span::new(file.source, 0, 0)));
                None
            }
        }
    }
}

/// What a built-in file makes must be made by the file in its place.
fn check_same_context(file: &TeraFile, built_in: &str, sink: &mut Sink) {
    let mut scratch = Sources::default();
    let source = scratch.add("", built_in);
    let context = read(&file.path, source, &scratch, &mut Sink::default()).map(|file| file.context);
    if let Some(context) = context.filter(|context| *context != file.context) {
        let message = format!(
            "{} replaces a file with context {}, not {}",
            file.path,
            context.name(),
            file.context.name()
        );
        sink.report(
            Diagnostic::error("tera-context", message)
                .at(Span::new(file.source, 0, 0))
                .help("keep the context, or put the file at another path"),
        );
    }
}

fn parse(text: &str) -> Result<Vec<Element>, Diagnostic> {
    let mut scratch = Sources::default();
    let id = scratch.add("", text);
    elements(id, &scratch)
}

fn elements(id: SourceId, sources: &Sources) -> Result<Vec<Element>, Diagnostic> {
    let document = Document::parse_fragment(id, sources.get(id).shared_text())?;
    document.roots().map(|root| root.to_element().map(Element::without_blank_texts)).collect()
}

/// What Tera has against a file, at its place.
fn refused(file: &TeraFile, error: &tera::Error, sources: &Sources) -> Diagnostic {
    use tera::ErrorKind::{RenderingError, SyntaxError};

    let (message, position) = match error.kind() {
        SyntaxError(report) | RenderingError(report) => {
            let at = report.span();
            let position = Position { line: at.start_line, column: at.start_col + 1 };
            (report.message().to_owned(), Some(position))
        }
        _ => told_in_text(&error.to_string()),
    };
    let start = position.map_or(0, |position| sources.get(file.source).offset(position));
    Diagnostic::error("tera-syntax", message)
        .at(Span::new(file.source, start, start))
        .help("docs/templates.md shows what a Tera file may hold")
}

/// Some of Tera's errors, such as that of an unknown filter, are a report in text only: the message
/// after `error: `, the place after ` --> `.
fn told_in_text(report: &str) -> (String, Option<Position>) {
    let first = report.lines().next().unwrap_or(report);
    let message = first.trim_start_matches("error: ").to_owned();
    let place = report.lines().find_map(|line| line.trim_start().strip_prefix("--> "));
    let position = place.and_then(|place| {
        let mut parts = place.rsplit(':');
        let (column, line) = (parts.next()?.trim().parse().ok()?, parts.next()?.parse().ok()?);
        Some(Position { line, column })
    });
    (message, position)
}
