//! Secrets in a text that could not be read as a configuration.
//!
//! A broken export is shown where it is broken, and a secret may stand there. Nothing can be relied on in
//! it, so this takes too much rather than too little; it is good for hiding alone.

use std::ops::Range;

use super::secret::{ENCRYPTED, HASHED, PRIVATE_KEY};
use super::secrets::may_hold_secret;

/// What may be secrets in any text, in order: the content of elements with the name of one, and what
/// looks like one wherever it stands. Ranges may overlap.
pub fn secrets_in_text(text: &str) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = contents(text).collect();
    let words = HASHED.iter().chain([&ENCRYPTED]).flat_map(|start| text.match_indices(start));
    ranges.extend(words.map(|(at, start)| {
        let is_end = |c: char| c.is_ascii_whitespace() || matches!(c, '<' | '>' | '"' | '\'');
        at..until(text, at + start.len(), text[at + start.len()..].find(is_end))
    }));
    ranges.extend(text.match_indices(PRIVATE_KEY).map(|(at, _)| at..until(text, at, text[at..].find('<'))));
    ranges.sort_by_key(|range| (range.start, range.end));
    ranges
}

/// The content of each element whose name is a secret's, up to where its end tag stands or should.
fn contents(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices('<').filter_map(|(at, _)| {
        let behind = &text[at + 1..];
        let name = behind.split(|c: char| c == '>' || c.is_ascii_whitespace()).next()?;
        // The name of an end tag begins with a slash.
        if name.starts_with('/') || !may_hold_secret(name) {
            return None;
        }
        let start = at + 1 + behind.find('>')? + 1;
        // CDATA begins with a `<` too.
        let is_cdata = text[start..].trim_ascii_start().starts_with("<![CDATA[");
        let end = text[start..].find(if is_cdata { "]]>" } else { "<" });
        Some(start..until(text, start, end))
    })
}

/// Where something ends that was found behind an offset, or the end of the text.
fn until(text: &str, from: usize, found: Option<usize>) -> usize {
    found.map_or(text.len(), |at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        secrets_in_text(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn secrets_are_found_in_what_is_broken() {
        assert_eq!(found("<x><phash>$5$a$b"), ["$5$a$b", "$5$a$b"]);
        assert_eq!(found("<key>a & b</kye><a>c</a>"), ["a & b"]);
        assert_eq!(found("<secret type='x'><![CDATA[a<b]]></secret>"), ["<![CDATA[a<b"]);
        assert_eq!(found("set password -AQ==a=b== x"), ["-AQ==a=b=="]);
        assert_eq!(found("-----BEGIN PRIVATE KEY-----\nabc"), ["PRIVATE KEY-----\nabc"]);
        assert_eq!(found("<a>no</a><entry name='secret'/><secret/>"), [""; 0]);
    }
}
