//! Reading files of elements that are to be loaded somewhere.

use std::io;
use std::path::{Path, PathBuf};

use panha::diag::{Diagnostic, Sink};
use panha::panos::{Found, unpack};
use panha::xml::Document;

use super::{Exports, nothing_in, read_file, read_to_end, several_configurations, unreadable};
use crate::disk::shown;

impl Exports {
    /// Reads files that are to be loaded somewhere, each of which holds one text: a snippet, or an export.
    pub(crate) fn read_snippets(&mut self, paths: &[PathBuf], sink: &mut Sink) -> Vec<Document> {
        let read = |path: &PathBuf| {
            let mut of_this = Sink::default();
            let document = self.read_snippet(path, &mut of_this);
            let document = document.map_err(|problem| of_this.report(problem)).ok().flatten();
            of_this.into_sorted().into_iter().for_each(|problem| sink.report(problem));
            document
        };
        paths.iter().filter_map(read).collect()
    }

    /// `None` where `sink` has the reason.
    fn read_snippet(&mut self, path: &Path, sink: &mut Sink) -> Result<Option<Document>, Diagnostic> {
        let (name, bytes) = if path == Path::new("-") {
            ("<stdin>".to_owned(), read_to_end(io::stdin().lock()))
        } else {
            self.files.push(path.to_owned());
            (shown(path), read_file(path))
        };
        let bytes = bytes.map_err(|error| unreadable(&name, &error))?;
        let mut texts = unpack(&name, bytes, Found::Named, sink);
        if texts.len() > 1 {
            let names: Vec<String> = texts.into_iter().map(|text| text.name).collect();
            return Err(several_configurations(&name, &names, "one is loaded at a time"));
        }
        match texts.pop() {
            Some(text) => {
                let id = self.sources.add(text.name, text.text);
                Document::parse_fragment(id, self.sources.get(id).shared_text()).map(Some)
            }
            None if sink.has_errors() => Ok(None),
            None => Err(nothing_in(&name)),
        }
    }
}
