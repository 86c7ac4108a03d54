//! References: `&amp;`, `&#228;` and their kin.

use std::ops::Range;

use super::chars::{is_name, is_xml_char};
use super::input::{Input, Refusal};

/// The character that a reference stands for, given what stands between its `&` and its `;`;
/// `None` for a name XML does not know and for a number that is no XML character.
pub(super) fn resolve(body: &str) -> Option<char> {
    match body {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = body.strip_prefix('#')?;
            let (digits, radix) = number.strip_prefix('x').map_or((number, 10), |hex| (hex, 16));
            // `from_str_radix` takes a sign, XML does not.
            let is_number = digits.chars().all(|c| c.is_digit(radix));
            let code = u32::from_str_radix(digits, radix).ok().filter(|_| is_number)?;
            char::from_u32(code).filter(|c| is_xml_char(*c))
        }
    }
}

/// Checks every reference in a range of the text.
///
/// # Errors
/// The first `&` that is not the start of a reference we can resolve.
pub(super) fn check_all(input: Input<'_>, range: Range<usize>) -> Result<(), Refusal> {
    let mut at = range.start;
    while let Some(offset) = input.text[at..range.end].find('&') {
        at = check(input, at + offset, range.end)?;
    }
    Ok(())
}

/// Checks the reference whose `&` is at `start`, looking no further than `end`; returns the offset
/// behind its `;`.
///
/// # Errors
/// An `&` without a reference behind it, an entity XML does not know, a number that is no character.
pub(super) fn check(input: Input<'_>, start: usize, end: usize) -> Result<usize, Refusal> {
    let behind = &input.text[start + 1..end];
    let length = behind.find([';', '&', '<']).filter(|at| behind.as_bytes()[*at] == b';');
    let body = length.map(|length| &behind[..length]);
    let stop = start + 1 + length.unwrap_or(0) + 1;
    match body {
        Some(body) if resolve(body).is_some() => Ok(stop),
        Some(body) if body.starts_with('#') => Err(not_a_character(input, start..stop)),
        Some(body) if is_name(body) => Err(unknown_entity(input, start..stop)),
        _ => Err(bare_ampersand(input, start)),
    }
}

#[cold]
fn not_a_character(input: Input<'_>, at: Range<usize>) -> Refusal {
    let message = format!("`{}` is not a character of XML", input.excerpt(at.clone()));
    input
        .error("xml-bad-character-reference", at, message)
        .help("write a decimal number as `&#228;`, a hexadecimal one as `&#xE4;`")
        .into()
}

#[cold]
fn unknown_entity(input: Input<'_>, at: Range<usize>) -> Refusal {
    let message = format!("XML does not know the entity `{}`", input.excerpt(at.clone()));
    input
        .error("xml-unknown-entity", at, message)
        .help("XML has `&amp;`, `&lt;`, `&gt;`, `&quot;` and `&apos;`; write any other character itself")
        .into()
}

/// An `&` that stands for itself.
#[cold]
pub(super) fn bare_ampersand(input: Input<'_>, start: usize) -> Refusal {
    let message = match input.around(start) {
        "&" => "`&` does not start a reference".to_owned(),
        around => format!("`&` in `{around}` does not start a reference"),
    };
    input.error("xml-bare-ampersand", start..start + 1, message).help("write `&amp;`").into()
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn known_entities_and_numbers() {
        assert_eq!(resolve("amp"), Some('&'));
        assert_eq!(resolve("#228"), Some('ä'));
        assert_eq!(resolve("#xE4"), Some('ä'));
        assert_eq!(resolve("#x0000e4"), Some('ä'));
        assert_eq!(resolve("#x10FFFF"), Some('\u{10FFFF}'));
    }

    #[test]
    fn everything_else_is_refused() {
        for body in [
            "",
            "nbsp",
            "AMP",
            "#",
            "#x",
            "#XE4",
            "#+9",
            "#x+9",
            "#0",
            "#xD800",
            "#xFFFF",
            "#x110000",
            "#99999999999",
        ] {
            assert_eq!(resolve(body), None, "{body}");
        }
    }
}
