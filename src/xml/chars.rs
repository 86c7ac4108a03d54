//! Which characters XML 1.0 (fifth edition) allows where.

/// What XML calls white space: blank, tab, line feed, carriage return; nothing of Unicode's.
pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// Is there nothing but white space?
pub(super) fn is_blank_text(text: &str) -> bool {
    text.bytes().all(is_blank)
}

/// May the character stand in an XML text at all?
pub(super) fn is_xml_char(c: char) -> bool {
    !is_forbidden_control(c) && !matches!(c, '\u{FFFE}' | '\u{FFFF}')
}

fn is_forbidden_control(c: char) -> bool {
    c < ' ' && !matches!(c, '\t' | '\n' | '\r')
}

/// Is this the name of an element, an attribute, an entity or a processing instruction?
pub(super) fn is_name(text: &str) -> bool {
    match text.as_bytes() {
        [first, rest @ ..] if text.is_ascii() => {
            is_name_start(char::from(*first)) && rest.iter().all(|byte| is_name_char(char::from(*byte)))
        }
        _ => {
            let mut chars = text.chars();
            chars.next().is_some_and(is_name_start) && chars.all(is_name_char)
        }
    }
}

fn is_name_start(c: char) -> bool {
    matches!(c,
        'a'..='z' | 'A'..='Z' | '_' | ':'
        | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}'
        | '\u{37F}'..='\u{1FFF}' | '\u{200C}' | '\u{200D}' | '\u{2070}'..='\u{218F}'
        | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}'
        | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

fn is_name_char(c: char) -> bool {
    is_name_start(c)
        || matches!(c, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}' | '\u{2040}')
}

/// The first character that XML allows nowhere, with its offset.
pub(super) fn find_forbidden(text: &str) -> Option<(usize, char)> {
    // In pieces and without an early way out: the compiler turns the inner loop into vector
    // instructions, so that looking at every byte costs next to nothing.
    const PIECE: usize = 4096;
    let bytes = text.as_bytes();
    bytes.chunks(PIECE).enumerate().find_map(|(index, piece)| {
        let is_suspicious = piece.iter().fold(false, |found, byte| found | is_suspect(*byte));
        is_suspicious.then(|| find_forbidden_in(text, index * PIECE, index * PIECE + piece.len()))?
    })
}

/// A control character, or the first byte of U+F000 to U+FFFF.
fn is_suspect(byte: u8) -> bool {
    (byte < b' ') & (byte != b'\t') & (byte != b'\n') & (byte != b'\r') | (byte == 0xEF)
}

fn find_forbidden_in(text: &str, start: usize, end: usize) -> Option<(usize, char)> {
    let suspects = (start..end).filter(|at| is_suspect(text.as_bytes()[*at]));
    // A suspect byte always starts a character.
    let mut chars = suspects.filter_map(|at| Some((at, text[at..].chars().next()?)));
    chars.find(|(_, c)| !is_xml_char(*c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for name in ["a", "_", "ha4-a.b", "größe", "a:b", "Ωmega", "a1"] {
            assert!(is_name(name), "{name}");
        }
        for name in ["", "1a", "-a", ".a", "a b", "a[1]", "a/b", "a@b", "×"] {
            assert!(!is_name(name), "{name}");
        }
    }

    #[test]
    fn forbidden_characters_are_found_wherever_they_stand() {
        for at in [0, 1, 4095, 4096, 9000] {
            for c in ['\0', '\u{1F}', '\u{FFFE}', '\u{FFFF}'] {
                let text = format!("{}{c}{}", "x".repeat(at), "y".repeat(5000));
                assert_eq!(find_forbidden(&text), Some((at, c)));
            }
        }
    }

    #[test]
    fn tabs_line_ends_and_every_other_character_are_allowed() {
        assert_eq!(find_forbidden("\t\r\n \u{7F}\u{85}\u{FEFF}\u{FFFD}\u{10FFFF}ü"), None);
    }
}
