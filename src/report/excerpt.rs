//! The pieces of a source that a problem is shown with: the lines of its places and no more.
//!
//! An export may have 100 MB, all of them in one line, and a secret beside the place: what is shown is cut
//! to what is near, and comes from [`Source::shown`] alone.

use std::ops::Range;

use crate::diag::{Diagnostic, Label};
use crate::source::{Position, Source, SourceId, Sources, Span};

/// Places with at most so many lines between them are shown in one piece.
const NEAR_LINES: usize = 100;

/// A place of more lines than this is shown by where it starts.
const MOST_LINES: usize = 20;

/// A place in one line is shown up to this many bytes, and so far apart may places be that are shown in one
/// piece of long lines. The renderer can crop lines to the width of a terminal around as much.
const MOST_MARKED: usize = 110;

/// So many bytes of a line are kept on either side of its places: more than the renderer shows, so that
/// it is the renderer that marks where it crops.
const AROUND: usize = 200;

/// What stands for the rest of a line.
const ELLIPSIS: &str = "…";

/// Some lines of a source, and the places in them.
#[derive(Debug)]
pub(super) struct Excerpt<'a> {
    /// The name of the source.
    pub(super) name: &'a str,
    /// The number of the first line.
    pub(super) first_line: usize,
    /// The lines, cut, with secrets masked.
    pub(super) text: String,
    /// The places, the main one first.
    pub(super) marks: Vec<Mark<'a>>,
    /// Where the first place stands, if that cannot be counted in the text because it was cut on the left.
    pub(super) position: Option<Position>,
}

/// A place in an [`Excerpt`].
#[derive(Debug)]
pub(super) struct Mark<'a> {
    /// Bytes of the excerpt's text.
    pub(super) range: Range<usize>,
    /// What stands there; may be empty.
    pub(super) label: &'a str,
    /// Is it the main place of the problem?
    pub(super) is_primary: bool,
}

/// The excerpts of a problem: by source, that of the main place first; in each the piece with the main
/// place first, and the others as they follow each other.
pub(super) fn excerpts<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Vec<Excerpt<'a>> {
    let labels = || {
        let primary = diagnostic.primary.iter().map(|label| (true, label));
        primary.chain(diagnostic.secondary.iter().map(|label| (false, label)))
    };
    let mut shown: Vec<SourceId> = Vec::new();
    for (_, label) in labels() {
        if !shown.contains(&label.span.source) {
            shown.push(label.span.source);
        }
    }
    let of_source = |id: SourceId| {
        let source = sources.get(id);
        let here = labels().filter(|(_, label)| label.span.source == id);
        let mut pieces = pieces(here.map(|(is_primary, label)| Place::new(is_primary, label, source)));
        pieces.sort_by_key(|piece| !piece.places.iter().any(|place| place.is_primary));
        pieces.into_iter().map(|piece| piece.excerpt(source)).collect::<Vec<_>>()
    };
    shown.into_iter().flat_map(of_source).collect()
}

/// A label, shortened to what can be shown of it.
#[derive(Debug, Clone)]
struct Place<'a> {
    is_primary: bool,
    label: &'a str,
    range: Range<usize>,
    lines: (usize, usize),
    /// The bytes of lines that must be seen, counted from the start of a line.
    columns: Range<usize>,
}

impl<'a> Place<'a> {
    fn new(is_primary: bool, label: &'a Label, source: &Source) -> Self {
        let Span { start, end, .. } = label.span;
        let text = source.text();
        let start = text.floor_char_boundary(start as usize);
        let end = text.floor_char_boundary(end as usize).max(start);
        let lines = (line_of(source, start), line_of(source, end));
        let column = |line: usize, offset: usize| offset - source.line(line).start;
        let (first, last) = (column(lines.0, start), column(lines.1, end));
        let of_several = first.min(last)..first.max(last);
        let is_shown_whole = lines.1 - lines.0 <= MOST_LINES && is_narrow(&of_several);
        let (lines, end, columns) = if lines.0 != lines.1 && is_shown_whole {
            (lines, end, of_several)
        } else {
            let line_end = content(source, lines.0).end.max(start);
            let end = if lines.0 == lines.1 { end } else { line_end };
            let end =
                if end - start > MOST_MARKED { text.floor_char_boundary(start + MOST_MARKED) } else { end };
            ((lines.0, lines.0), end, first..column(lines.0, end))
        };
        Self { is_primary, label: &label.text, range: start..end, lines, columns }
    }
}

/// The line of an offset. The end of a text is counted to the last line that there is something of.
fn line_of(source: &Source, offset: usize) -> usize {
    let line = source.position(offset).line;
    if line > 1 && source.line(line).is_empty() { line - 1 } else { line }
}

/// The bytes of a line without its end.
fn content(source: &Source, line: usize) -> Range<usize> {
    let range = source.line(line);
    let text = &source.text()[range.clone()];
    let text = text.strip_suffix('\n').map_or(text, |text| text.strip_suffix('\r').unwrap_or(text));
    range.start..range.start + text.len()
}

/// Can columns be seen at once, whatever else is in the lines?
fn is_narrow(columns: &Range<usize>) -> bool {
    columns.end <= AROUND || columns.end - columns.start <= MOST_MARKED
}

/// Places that are shown together.
#[derive(Debug)]
struct Piece<'a> {
    places: Vec<Place<'a>>,
    lines: (usize, usize),
    columns: Range<usize>,
}

/// Puts places that are near each other together.
fn pieces<'a>(places: impl Iterator<Item = Place<'a>>) -> Vec<Piece<'a>> {
    // The renderer's picture depends on the order, which is that of the problem in each piece.
    let mut numbered: Vec<(usize, Place<'a>)> = places.enumerate().collect();
    numbered.sort_by_key(|(_, place)| place.range.start);
    let mut pieces: Vec<(Piece<'a>, Vec<usize>)> = Vec::new();
    for (number, place) in numbered {
        if let Some((piece, numbers)) = pieces.last_mut() {
            let columns =
                piece.columns.start.min(place.columns.start)..piece.columns.end.max(place.columns.end);
            if place.lines.0 <= piece.lines.1 + NEAR_LINES && is_narrow(&columns) {
                piece.lines.1 = piece.lines.1.max(place.lines.1);
                piece.columns = columns;
                let at = numbers.partition_point(|before| *before < number);
                numbers.insert(at, number);
                piece.places.insert(at, place);
                continue;
            }
        }
        let (lines, columns) = (place.lines, place.columns.clone());
        pieces.push((Piece { places: vec![place], lines, columns }, vec![number]));
    }
    pieces.into_iter().map(|(piece, _)| piece).collect()
}

impl<'a> Piece<'a> {
    fn excerpt(self, source: &'a Source) -> Excerpt<'a> {
        let left = if self.columns.end <= AROUND { 0 } else { self.columns.start.saturating_sub(AROUND) };
        let right = self.columns.end + AROUND;
        let (first, last) = self.lines;
        let mut text = String::new();
        let lines: Vec<Line> =
            (first..=last).map(|line| Line::cut(source, line, left..right, &mut text)).collect();
        let mark = |place: &Place<'a>| Mark {
            range: lines[place.lines.0 - first].offset(place.range.start, source)
                ..lines[place.lines.1 - first].offset(place.range.end, source),
            label: place.label,
            is_primary: place.is_primary,
        };
        let main = self.places.iter().find(|place| place.is_primary);
        let main = main.or_else(|| self.places.iter().min_by_key(|place| place.range.start));
        let is_cut = left > 0 || (source.mark() > 0 && first == 1);
        Excerpt {
            name: source.name(),
            first_line: first,
            marks: self.places.iter().map(mark).collect(),
            position: main.filter(|_| is_cut).map(|place| source.position(place.range.start)),
            text,
        }
    }
}

/// A line of a source in an excerpt.
#[derive(Debug)]
struct Line {
    /// What of the source is shown.
    shown: Range<usize>,
    /// Where the line's content ends in the source.
    content_end: usize,
    /// Where what is shown starts in the excerpt.
    start: usize,
    /// Where the line's content ends in the excerpt.
    end: usize,
}

impl Line {
    /// Appends some columns of a line to a text, with its line end.
    fn cut(source: &Source, line: usize, columns: Range<usize>, into: &mut String) -> Self {
        let (whole, content) = (source.line(line), content(source, line));
        let mark = if line == 1 { source.mark() } else { 0 };
        let column = |column: usize| {
            let offset = (content.start + column.max(mark)).min(content.end);
            source.text().floor_char_boundary(offset)
        };
        let shown = column(columns.start)..column(columns.end);
        if columns.start > 0 && !content.is_empty() {
            into.push_str(ELLIPSIS);
        }
        let start = into.len();
        into.push_str(&source.shown(shown.clone()));
        if shown.end < content.end {
            into.push_str(ELLIPSIS);
        }
        let end = into.len();
        into.push_str(&source.text()[content.end..whole.end]);
        Self { shown, content_end: content.end, start, end }
    }

    /// The place in the excerpt of a place in the source. A masked character may have another length.
    fn offset(&self, offset: usize, source: &Source) -> usize {
        if offset > self.content_end {
            return self.end + (offset - self.content_end);
        }
        let offset = offset.clamp(self.shown.start, self.shown.end);
        self.start + source.shown(self.shown.start..offset).len()
    }
}
