//! Texts that a user gave us, and places in them.
//!
//! Belongs here: file names and texts, [`Span`], line and column, and what of a text is never shown.
//! Does not belong here: opening files (the binary does that and hands the texts in through
//! [`Files`]), what is wrong with a text ([`crate::diag`]), and knowing what is a secret.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::io;
use std::ops::Range;
use std::sync::Arc;

/// Invisible at the start of some files.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// What is shown for each character of what is hidden.
const MASK: char = '*';

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
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A text as one line can show it: what would steer a terminal, start another line, or turn the text around it
/// is written out.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(steers) {
        return Cow::Borrowed(text);
    }
    let written_out = |c: char| -> String {
        match c {
            '\n' => "\\n".to_owned(),
            '\t' => " ".to_owned(),
            c if steers(c) => c.escape_unicode().to_string(),
            c => c.to_string(),
        }
    };
    Cow::Owned(text.chars().map(written_out).collect())
}

/// Control characters of both sets, line and paragraph separators, and marks of direction.
fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
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
    index: OnceCell<Index>,
    /// In order, none overlapping another.
    hidden: RefCell<Vec<Range<usize>>>,
}

/// Where lines start and how many characters stand before each piece of a text, so that a place is found
/// as quickly in the only line of a huge export as in any other.
#[derive(Debug)]
struct Index {
    line_starts: Vec<u32>,
    chars_before: Vec<u32>,
}

impl Index {
    /// Bytes of a piece: at most so many are looked at to find a column.
    const PIECE: usize = 4096;

    fn new(text: &str) -> Self {
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let line_starts = std::iter::once(0).chain(newlines.map(|(at, _)| at as u32 + 1)).collect();
        let mut chars = 0;
        let pieces = text.as_bytes().chunks(Self::PIECE).map(|piece| chars_in(piece) as u32);
        let behind = pieces.map(|count| {
            chars += count;
            chars
        });
        Self { line_starts, chars_before: std::iter::once(0).chain(behind).collect() }
    }

    fn chars_before(&self, text: &str, offset: usize) -> usize {
        let piece = offset / Self::PIECE;
        self.chars_before[piece] as usize + chars_in(&text.as_bytes()[piece * Self::PIECE..offset])
    }
}

/// How many characters start in a piece of UTF-8.
fn chars_in(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0b1100_0000 != 0b1000_0000).count()
}

impl Source {
    fn new(name: String, text: String) -> Self {
        Self { name, text: Arc::new(text), index: OnceCell::new(), hidden: RefCell::default() }
    }

    /// The name shown in messages: a path as the user wrote it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text, to be read; what is shown to anybody goes through [`Source::shown`].
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The whole text, shared: what is parsed from it keeps it alive without a copy.
    pub fn shared_text(&self) -> Arc<String> {
        Arc::clone(&self.text)
    }

    /// A piece of the text as it may be shown: each character of what is hidden is a `*`, line ends stay.
    /// Empty where the range is none of the text.
    pub fn shown(&self, range: Range<usize>) -> Cow<'_, str> {
        let Some(text) = self.text.get(range.clone()) else { return Cow::Borrowed("") };
        let hidden = self.hidden.borrow();
        let first = hidden.partition_point(|hidden| hidden.end <= range.start);
        let inside: Vec<_> = hidden[first..].iter().take_while(|hidden| hidden.start < range.end).collect();
        // Terminals take them for commands. What stands for one has as many bytes, so that places stay.
        let is_command = |c: char| ('\u{80}'..='\u{9f}').contains(&c);
        if inside.is_empty() && !text.chars().any(is_command) {
            return Cow::Borrowed(text);
        }
        let is_hidden = |at: usize| inside.iter().any(|hidden| hidden.contains(&at));
        let shown = |(at, c): (usize, char)| match c {
            '\n' | '\r' => c,
            _ if is_hidden(range.start + at) => MASK,
            c if is_command(c) => '\u{b7}',
            _ => c,
        };
        Cow::Owned(text.char_indices().map(shown).collect())
    }

    fn hide(&self, ranges: impl IntoIterator<Item = Range<usize>>) {
        let mut hidden = self.hidden.borrow_mut();
        hidden.extend(ranges.into_iter().filter(|range| !range.is_empty()));
        hidden.sort_by_key(|range| range.start);
        hidden.dedup_by(|next, last| {
            let is_joined = next.start <= last.end;
            if is_joined {
                last.end = last.end.max(next.end);
            }
            is_joined
        });
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::new(&self.text))
    }

    /// The bytes of a line, counted from 1, with its line end; empty where there is no such line.
    pub fn line(&self, line: usize) -> Range<usize> {
        let starts = &self.index().line_starts;
        let start = |index: usize| starts.get(index).map_or(self.text.len(), |start| *start as usize);
        start(line.saturating_sub(1))..start(line)
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
        let index = self.index();
        let offset = self.text.floor_char_boundary(offset);
        let line = index.line_starts.partition_point(|start| *start as usize <= offset);
        let start = index.line_starts[line - 1] as usize;
        let chars = index.chars_before(&self.text, offset) - index.chars_before(&self.text, start);
        // No editor counts the mark.
        let mark = usize::from(line == 1 && chars > 0 && self.text.starts_with(BYTE_ORDER_MARK));
        Position { line, column: chars + 1 - mark }
    }

    /// How many bytes of the text no editor shows: those of a mark in front.
    pub fn mark(&self) -> usize {
        if self.text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 }
    }
}

/// Every text of a run, so that a [`Span`] can say where it is.
#[derive(Debug, Default)]
pub struct Sources(Vec<Source>);

impl Sources {
    /// Adds a text under the name that messages show.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        let id = SourceId(u32::try_from(self.0.len()).expect("fewer than 2^32 sources"));
        // A file may be named to look like something else.
        let name = visible(&name.into()).into_owned();
        self.0.push(Source::new(name, text.into()));
        id
    }

    /// The source of an id that [`Sources::add`] returned.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.0[id.0 as usize]
    }

    /// Hides ranges of a text from now on, in whatever shows the text: the secrets in it.
    ///
    /// What was parsed from the text may be borrowed meanwhile, so this takes no `&mut`.
    pub fn hide(&self, id: SourceId, ranges: impl IntoIterator<Item = Range<usize>>) {
        self.get(id).hide(ranges);
    }

    /// The text under a span, to be judged and not to be shown.
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
    fn what_steers_is_written_out() {
        assert_eq!(visible("größe: 1"), "größe: 1");
        assert_eq!(visible("a\n::error::b"), "a\\n::error::b");
        assert_eq!(visible("\u{1b}[2J\u{9b}1m\u{202e}x"), "\\u{1b}[2J\\u{9b}1m\\u{202e}x");
        assert_eq!(visible("a\tb"), "a b");
    }

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
    fn columns_are_found_in_long_lines() {
        let mut sources = Sources::default();
        let long = "größe ".repeat(2000);
        let id = sources.add("a", format!("{long}\n{long}"));
        let source = sources.get(id);
        for offset in [0, 1, 4095, 4096, 8192, 9001, long.len()] {
            let offset = long.floor_char_boundary(offset);
            let column = long[..offset].chars().count() + 1;
            assert_eq!(source.position(offset), Position { line: 1, column });
            assert_eq!(source.position(long.len() + 1 + offset), Position { line: 2, column });
        }
        assert_eq!(source.line(2), long.len() + 1..2 * long.len() + 1);
        assert!(source.line(3).is_empty());
    }

    #[test]
    fn what_is_hidden_shows_as_stars_of_the_same_length() {
        let mut sources = Sources::default();
        let text = "<key>größe</key>\n<key>two\nlines</key>";
        let id = sources.add("a", text);
        assert_eq!(sources.get(id).shown(0..text.len()), text);
        let range = |part: &str| {
            let start = text.find(part).expect("a part of it");
            start..start + part.len()
        };
        sources.hide(id, [range("two\nlines"), range("größ")]);
        sources.hide(id, [range("öße"), 0..0]);
        let source = sources.get(id);
        assert_eq!(source.shown(0..text.len()), "<key>*****</key>\n<key>***\n*****</key>");
        assert_eq!(source.shown(range("ße</key>")), "**</key>");
        assert_eq!(source.shown(range("</key>\n")), "</key>\n");
        assert_eq!(source.shown(0..9999), "");
        assert_eq!(source.text(), text);
    }

    #[test]
    fn offset_inside_a_character_is_its_start() {
        let mut sources = Sources::default();
        let id = sources.add("a", "ü");
        assert_eq!(sources.get(id).position(1), Position { line: 1, column: 1 });
    }
}
