//! Texts that a user gave us, and places in them.
//!
//! Belongs here: file names and texts, [`Span`], line and column. Does not belong here: opening
//! files (the binary does that and hands the texts in through [`Files`]) and what is wrong with a
//! text ([`crate::diag`]).

use std::cell::OnceCell;
use std::io;
use std::sync::Arc;

/// Invisible at the start of some files.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// One text among the [`Sources`] of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(u32);

/// A range of bytes in one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The text the range is in.
    pub source: SourceId,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte; equal to `start` for a mere position.
    pub end: u32,
}

impl Span {
    /// The range `start..end` of `source`, in bytes.
    pub fn new(source: SourceId, start: usize, end: usize) -> Self {
        let offset = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { source, start: offset(start), end: offset(end.max(start)) }
    }

    /// The range as `usize`, for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A value and the place it was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Where it stands, or where that which it was derived from stands.
    pub span: Span,
}

impl<T> At<T> {
    /// `value`, read at `span`.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// Line and column, both counted from 1; the column counts characters, not bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// One text and the name under which messages show it.
#[derive(Debug)]
pub struct Source {
    name: String,
    text: Arc<String>,
    line_starts: OnceCell<Vec<u32>>,
}

impl Source {
    /// The name shown in messages: a path as the user wrote it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The whole text, shared: what is parsed from it keeps it alive without a copy.
    pub fn shared_text(&self) -> Arc<String> {
        Arc::clone(&self.text)
    }

    /// How many characters of line 1 no editor counts.
    fn mark(&self) -> usize {
        usize::from(self.text.starts_with(BYTE_ORDER_MARK))
    }

    /// The byte offset of a line and column; the end of the text where there is no such line.
    pub fn offset(&self, position: Position) -> usize {
        let mut lines = self.text.split_inclusive('\n');
        let before: usize = lines.by_ref().take(position.line.saturating_sub(1)).map(str::len).sum();
        let line = lines.next().unwrap_or("");
        let column =
            line.char_indices().filter(|(_, c)| *c != BYTE_ORDER_MARK).nth(position.column.saturating_sub(1));
        before + column.map_or(line.len(), |(offset, _)| offset)
    }

    /// Line and column of a byte offset; an offset behind the end is taken for the end.
    pub fn position(&self, offset: usize) -> Position {
        let starts = self.line_starts.get_or_init(|| {
            let newlines = self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(newlines.map(|(at, _)| at as u32 + 1)).collect()
        });
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = starts.partition_point(|start| *start as usize <= offset);
        let start = starts[line - 1] as usize;
        let column = self.text[start..offset].chars().count() + 1;
        Position { line, column: if line == 1 && column > 1 { column - self.mark() } else { column } }
    }
}

/// Every text of a run, so that a [`Span`] can say where it is.
#[derive(Debug, Default)]
pub struct Sources(Vec<Source>);

impl Sources {
    /// Adds a text under the name that messages show.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        let id = SourceId(u32::try_from(self.0.len()).expect("fewer than 2^32 sources"));
        self.0.push(Source { name: name.into(), text: Arc::new(text.into()), line_starts: OnceCell::new() });
        id
    }

    /// The source of an id that [`Sources::add`] returned.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.0[id.0 as usize]
    }

    /// The text under a span.
    pub fn text(&self, span: Span) -> &str {
        self.get(span.source).text.get(span.range()).unwrap_or("")
    }

    /// Where a span starts.
    pub fn position(&self, span: Span) -> Position {
        self.get(span.source).position(span.start as usize)
    }

    /// `file:line` of a span's start.
    pub fn line_of(&self, span: Span) -> String {
        format!("{}:{}", self.get(span.source).name, self.position(span).line)
    }

    /// `file:line:column` of a span's start.
    pub fn place(&self, span: Span) -> String {
        let Position { line, column } = self.position(span);
        format!("{}:{line}:{column}", self.get(span.source).name)
    }
}

/// The files a spec refers to: its inventory and its snippets.
///
/// The library opens nothing by itself; the binary reads the disk, tests read from memory.
pub trait Files {
    /// Reads the file at `path`, relative to the spec, as text.
    ///
    /// # Errors
    /// Whatever kept the file from being read, and [`io::ErrorKind::InvalidData`] when it is not UTF-8.
    fn read(&self, path: &str) -> io::Result<FileText>;
}

/// A file that was read.
#[derive(Debug, Clone)]
pub struct FileText {
    /// The name for messages: the path as seen from where the user called us.
    pub name: String,
    /// Its text.
    pub text: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let mut sources = Sources::default();
        let id = sources.add("a.yaml", "größe: 1\nü: x\n");
        let at = |offset| sources.get(id).position(offset);
        assert_eq!(at(0), Position { line: 1, column: 1 });
        assert_eq!(at("größe: ".len()), Position { line: 1, column: 8 });
        assert_eq!(at("größe: 1\nü".len()), Position { line: 2, column: 2 });
        assert_eq!(at(9999), Position { line: 3, column: 1 });
    }

    #[test]
    fn offset_and_position_are_inverse() {
        let mut sources = Sources::default();
        let id = sources.add("a", "größe: 1\nü: x");
        let source = sources.get(id);
        for (offset, _) in source.text().char_indices() {
            assert_eq!(source.offset(source.position(offset)), offset);
        }
    }

    #[test]
    fn offset_inside_a_character_is_its_start() {
        let mut sources = Sources::default();
        let id = sources.add("a", "ü");
        assert_eq!(sources.get(id).position(1), Position { line: 1, column: 1 });
    }
}
