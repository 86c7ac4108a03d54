//! The text being read.

use std::ops::Range;

use crate::diag::Diagnostic;
use crate::source::{SourceId, Span};

/// Why a text is refused. Boxed, because the reader hands a result on for every tag.
pub(super) type Refusal = Box<Diagnostic>;

/// A text and the id that gives its offsets a place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Input<'t> {
    /// Where the text came from.
    pub(super) source: SourceId,
    /// The whole text: offsets count from its first byte, a byte order mark included.
    pub(super) text: &'t str,
}

impl<'t> Input<'t> {
    /// The bytes of the text.
    pub(super) fn bytes(self) -> &'t [u8] {
        self.text.as_bytes()
    }

    /// A range of bytes as a place.
    pub(super) fn span(self, at: Range<usize>) -> Span {
        Span::new(self.source, at.start, at.end)
    }

    /// An error at a range of bytes.
    #[cold]
    pub(super) fn error(
        self,
        code: &'static str,
        at: Range<usize>,
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::error(code, message).at(self.span(at))
    }

    /// What stands at a range of bytes, short enough for a message: one line of at most 60 characters.
    pub(super) fn excerpt(self, at: Range<usize>) -> String {
        const LONGEST: usize = 60;
        let text = self.text.get(at).unwrap_or("");
        let short: String = text.chars().take_while(|c| !matches!(c, '\n' | '\r')).take(LONGEST).collect();
        let short = short.trim_end();
        if short.len() == text.trim_end().len() { short.to_owned() } else { format!("{short}…") }
    }

    /// What stands around an offset in its line, without tags and quotes: enough to find it by eye.
    pub(super) fn around(self, at: usize) -> &'t str {
        const BEFORE: usize = 12;
        const BEHIND: usize = 20;
        let line = self.line(at);
        let is_inside = |(_, c): &(usize, char)| !matches!(c, '<' | '>' | '"' | '\'');
        let before = self.text[line.start..at].char_indices().rev().take(BEFORE).take_while(is_inside);
        let start = before.last().map_or(at, |(first, _)| line.start + first);
        let behind = self.text[at + 1..line.end].char_indices().take(BEHIND).take_while(is_inside);
        let end = behind.last().map_or(at + 1, |(last, c)| at + 1 + last + c.len_utf8());
        self.text[start..end].trim()
    }

    /// The range of the line that an offset is in, without its line end.
    pub(super) fn line(self, at: usize) -> Range<usize> {
        let start =
            self.bytes()[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
        let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
        let length = self.bytes()[start..].iter().position(is_end).unwrap_or(self.text.len() - start);
        start..start + length
    }
}
