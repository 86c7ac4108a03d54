//! The text of a Tera file, taken apart as far as we must know it: where its tags are, and which
//! variables they read.
//!
//! Tera itself takes `{% if typo %}` for false and tells no place of a variable, so a misspelt name
//! would pass silently. A fragment holds text, `{{ x }}`, `for` and `if`; anything else is refused.

use std::ops::Range;

/// A piece of a Tera file, by its range of bytes, delimiters included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) kind: PieceKind,
    pub(crate) range: Range<usize>,
}

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PieceKind {
    Text,
    Comment,
    Expression,
    Statement,
}

impl Piece {
    /// What is between the delimiters, and where it starts.
    fn inside<'t>(&self, text: &'t str) -> (&'t str, usize) {
        let start = self.range.start + 2;
        (text.get(start..self.range.end.saturating_sub(2)).unwrap_or(""), start)
    }
}

/// Cuts a Tera file into pieces.
///
/// # Errors
/// The offset of a tag that is never closed.
pub(crate) fn pieces(text: &str) -> Result<Vec<Piece>, usize> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let (kind, close) = match rest.get(..2) {
            Some("{{") => (PieceKind::Expression, "}}"),
            Some("{%") => (PieceKind::Statement, "%}"),
            Some("{#") => (PieceKind::Comment, "#}"),
            _ => {
                let next = ["{{", "{%", "{#"].iter().filter_map(|open| rest.find(open)).min();
                let end = at + next.unwrap_or(rest.len());
                pieces.push(Piece { kind: PieceKind::Text, range: at..end });
                at = end;
                continue;
            }
        };
        let end = close_of(rest, kind, close).ok_or(at)? + at;
        pieces.push(Piece { kind, range: at..end });
        at = end;
    }
    Ok(pieces)
}

/// The offset behind the delimiter that closes a tag; delimiters in quotes do not count.
fn close_of(tag: &str, kind: PieceKind, close: &str) -> Option<usize> {
    if kind == PieceKind::Comment {
        return tag.find(close).map(|at| at + close.len());
    }
    let mut quote = None;
    for (at, c) in tag.char_indices().skip(2) {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'' | '`') => quote = Some(c),
            None if tag[at..].starts_with(close) => return Some(at + close.len()),
            None => {}
        }
    }
    None
}

/// The text with every tag replaced by as many letters or blanks, so that an XML reader sees the
/// same elements at the same places.
pub(crate) fn blanked(text: &str, pieces: &[Piece]) -> String {
    let mut blanked = String::with_capacity(text.len());
    for piece in pieces {
        let tag = &text[piece.range.clone()];
        match piece.kind {
            PieceKind::Text => blanked.push_str(tag),
            PieceKind::Expression => blanked.extend(std::iter::repeat_n('x', tag.len())),
            PieceKind::Comment | PieceKind::Statement => {
                blanked.extend(tag.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
            }
        }
    }
    blanked
}

/// A variable that a tag reads: `member.serial`, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Read {
    pub(crate) path: Vec<String>,
    pub(crate) range: Range<usize>,
}

/// A step of a Tera file, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// A variable is read.
    Read(Read),
    /// A variable is printed as it is.
    Print(Read),
    /// `for name in list` begins.
    For { name: String, list: Read },
    /// A loop ends.
    EndFor,
    /// A statement that fragments do not use.
    Other { word: String, range: Range<usize> },
}

/// What the tags do, in order.
pub(crate) fn steps(text: &str, pieces: &[Piece]) -> Vec<Step> {
    let mut steps = Vec::new();
    for piece in pieces {
        let (inside, start) = piece.inside(text);
        match piece.kind {
            PieceKind::Text | PieceKind::Comment => {}
            PieceKind::Expression => expression(inside, start, piece, &mut steps),
            PieceKind::Statement => statement(inside, start, piece, &mut steps),
        }
    }
    steps
}

fn expression(inside: &str, start: usize, piece: &Piece, steps: &mut Vec<Step>) {
    let words = words(inside, start);
    refuse(&words, steps);
    if words.iter().any(|word| word.text == "safe") {
        // It would switch off the escaping that keeps texts from becoming elements.
        steps.push(Step::Other { word: "safe".to_owned(), range: piece.range.clone() });
    }
    let is_plain = words.len() == 1;
    steps.extend(reads(&words).map(if is_plain { Step::Print } else { Step::Read }));
}

/// `a["b"]` would hide from us what it reads.
fn refuse(words: &[Word], steps: &mut Vec<Step>) {
    if let Some(bracket) = words.iter().find(|word| word.text == "[") {
        steps.push(Step::Other { word: "[".to_owned(), range: bracket.range.clone() });
    }
}

fn statement(inside: &str, start: usize, piece: &Piece, steps: &mut Vec<Step>) {
    let words = words(inside, start);
    let word = words.first().map_or("", |word| word.text.as_str());
    refuse(&words, steps);
    match word {
        "if" | "elif" => steps.extend(reads(&words[1..]).map(Step::Read)),
        "else" | "endif" => {}
        "endfor" => steps.push(Step::EndFor),
        "for" => {
            let list = words.get(3..).and_then(|rest| reads(rest).next());
            match (words.get(1), words.get(2), list) {
                (Some(name), Some(of), Some(list)) if of.text == "in" => {
                    steps.push(Step::For { name: name.text.clone(), list });
                }
                _ => steps.push(Step::Other { word: inside.trim().to_owned(), range: piece.range.clone() }),
            }
        }
        _ => steps.push(Step::Other { word: word.to_owned(), range: piece.range.clone() }),
    }
}

/// A word or a sign in a tag.
struct Word {
    text: String,
    range: Range<usize>,
}

fn words(inside: &str, start: usize) -> Vec<Word> {
    let mut words = Vec::new();
    let mut chars = inside.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let mut end = at + c.len_utf8();
        if matches!(c, '"' | '\'' | '`') {
            for (next, other) in chars.by_ref() {
                end = next + other.len_utf8();
                if other == c {
                    break;
                }
            }
        } else if c.is_alphanumeric() || c == '_' {
            while let Some((next, other)) =
                chars.next_if(|(_, c)| c.is_alphanumeric() || matches!(c, '_' | '.'))
            {
                end = next + other.len_utf8();
            }
        } else if c.is_whitespace() || (c == '-' && (at == 0 || end == inside.len())) {
            continue;
        }
        words.push(Word { text: inside[at..end].to_owned(), range: start + at..start + end });
    }
    words
}

/// Words that are no variables.
const KEYWORDS: &[&str] = &["and", "or", "not", "in", "is", "true", "false", "none", "if", "else"];

/// The variables among words: no keywords, texts, numbers, names of filters, tests or arguments.
fn reads(words: &[Word]) -> impl Iterator<Item = Read> {
    words.iter().enumerate().filter_map(|(index, word)| {
        let before = index.checked_sub(1).map_or("", |before| words[before].text.as_str());
        let after = words.get(index + 1).map_or("", |word| word.text.as_str());
        let is_name = word.text.starts_with(|c: char| c.is_alphabetic() || c == '_');
        let is_test = before == "is"
            || (before == "not" && index.checked_sub(2).is_some_and(|at| words[at].text == "is"));
        let is_argument = after == "=" && words.get(index + 2).is_none_or(|word| word.text != "=");
        let is_function = before == "|" || after == "(" || is_test || is_argument;
        let is_variable = is_name && !is_function && !KEYWORDS.contains(&word.text.as_str());
        is_variable.then(|| Read {
            path: word.text.split('.').map(str::to_owned).collect(),
            range: word.range.clone(),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let pieces = pieces(text).expect("closed tags");
        steps(text, &pieces)
            .into_iter()
            .map(|step| match step {
                Step::Read(read) | Step::Print(read) => read.path.join("."),
                Step::For { name, list } => format!("for {name} in {}", list.path.join(".")),
                Step::EndFor => "endfor".to_owned(),
                Step::Other { word, .. } => format!("other {word}"),
            })
            .collect()
    }

    #[test]
    fn variables_are_found_and_nothing_else() {
        assert_eq!(told("{# a {{ b }} #}<a>{{ x.y }}</a>{{- z | default(value=w) -}}"), ["x.y", "z", "w"]);
        assert_eq!(told("{% if not a and b.c is defined %}{% endif %}"), ["a", "b.c"]);
        assert_eq!(told("{% for m in list %}{{ m.a }}{% endfor %}"), ["for m in list", "m.a", "endfor"]);
        assert_eq!(told(r#"{{ "}} not a variable" }}{{ a == "b" }}{{ 12 }}"#), ["a"]);
        assert_eq!(told("{% include 'x' %}{% set a = 1 %}"), ["other include", "other set"]);
    }

    #[test]
    fn blanked_text_keeps_every_place() {
        let text = "{# head\n#}<{{ a }}>{% if b %}ü{% endif %}</{{ a }}>";
        let blank = blanked(text, &pieces(text).expect("closed tags"));
        assert_eq!(blank, "       \n  <xxxxxxx>          ü           </xxxxxxx>");
        assert_eq!(blank.len(), text.len());
    }

    #[test]
    fn an_open_tag_is_told() {
        assert_eq!(pieces("<a>{{ b </a>"), Err(3));
        assert_eq!(pieces("{# a"), Err(0));
    }
}
