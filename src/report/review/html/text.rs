//! Texts from exports, as a page may show them.
//!
//! Tera escapes what a page could take for elements. This is for what escaping leaves: a description of
//! 64 KB, a host name that turns the text around it from right to left, control characters.

use serde::Serialize;

/// A page shows this many characters of a text at most.
const MOST_CHARS: usize = 2000;

/// A text that is safe to show once it is escaped. A page's context holds no other texts but our own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(transparent)]
pub(super) struct Text(String);

impl Text {
    /// What of a text can be shown: invisible characters that steer others are written out, and a long text
    /// is cut.
    pub(super) fn of(text: &str) -> Self {
        let mut shown = String::new();
        for (count, c) in text.chars().enumerate() {
            if count == MOST_CHARS {
                let rest = text.chars().count() - MOST_CHARS;
                shown.push_str(&format!("… ({rest} more characters)"));
                break;
            }
            match c {
                '\n' | '\t' => shown.push(c),
                c if is_steering(c) => shown.push_str(&format!("⟨U+{:04X}⟩", u32::from(c))),
                c => shown.push(c),
            }
        }
        Self(shown)
    }

    /// For a drawing: cut in the middle to so many cells of a monospaced font. Names of firewalls differ at
    /// their ends.
    pub(super) fn fitted(&self, cells: usize) -> Self {
        let width = |c: char| if u32::from(c) < 0x1100 { 1 } else { 2 };
        let total: usize = self.0.chars().map(width).sum();
        if total <= cells {
            return self.clone();
        }
        let room = cells.saturating_sub(1);
        let take = |chars: &mut dyn Iterator<Item = char>, room: usize| {
            let mut used = 0;
            let fits = |c: &char| {
                used += width(*c);
                used <= room
            };
            chars.take_while(fits).collect::<Vec<char>>()
        };
        let head = take(&mut self.0.chars(), room - room / 2);
        let mut tail = take(&mut self.0.chars().rev(), room / 2);
        tail.reverse();
        Self(head.into_iter().chain(['…']).chain(tail).collect())
    }

    /// How many characters it has.
    pub(super) fn len(&self) -> usize {
        self.0.chars().count()
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Does a character change how others look, or show nothing by itself?
fn is_steering(c: char) -> bool {
    let is_direction =
        matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let is_invisible = matches!(
        c,
        '\u{200b}'..='\u{200d}' | '\u{2028}' | '\u{2029}' | '\u{2060}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
    );
    c.is_control() || is_direction || is_invisible
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_other_characters_is_written_out() {
        assert_eq!(Text::of("fw\u{202e}1\u{0}\n").as_str(), "fw⟨U+202E⟩1⟨U+0000⟩\n");
        assert_eq!(Text::of("חומת אש <é>").as_str(), "חומת אש <é>");
    }

    #[test]
    fn long_texts_are_cut() {
        let text = Text::of(&"ü".repeat(65_536));
        assert!(text.as_str().ends_with("ü… (63536 more characters)") && text.len() < 2040);
    }

    #[test]
    fn names_are_cut_in_the_middle() {
        let fitted = |text: &str, cells| Text::of(text).fitted(cells).as_str().to_owned();
        assert_eq!(fitted("fw-dc1-a", 8), "fw-dc1-a");
        assert_eq!(fitted("lon-dc1-core-fw-01a", 10), "lon-d…-01a");
        assert_eq!(fitted("防火墙防火墙", 7), "防…墙");
        assert_eq!(fitted("abc", 1), "…");
    }
}
