//! The XML declaration: `<?xml version="1.0" encoding="UTF-8"?>`.

use std::ops::Range;

use super::input::{Input, Refusal};
use super::tag::{RawAttribute, TagScanner};

/// Checks the declaration at a range of the text, from `<?` to `?>`.
///
/// # Errors
/// Anything but a version 1.x, then an encoding or nothing, then `standalone` or nothing; and an
/// encoding that promises other bytes than the UTF-8 that the text is.
pub(super) fn check(input: Input<'_>, at: Range<usize>) -> Result<(), Refusal> {
    let mut scanner = TagScanner::for_declaration(input, at.start);
    let mut expected = ["version", "encoding", "standalone"].as_slice();
    let mut has_version = false;
    while let Some(attribute) = scanner.next_attribute()? {
        let Some(index) = expected.iter().position(|name| *name == attribute.name) else {
            return Err(unexpected(input, &attribute));
        };
        has_version |= attribute.name == "version";
        if !has_version {
            return Err(no_version(input, at));
        }
        expected = &expected[index + 1..];
        check_value(input, &attribute)?;
    }
    if scanner.offset() + "?>".len() != at.end {
        let found = scanner.offset();
        return Err(input
            .error("xml-bad-declaration", found..found + 1, "`>` in the XML declaration")
            .into());
    }
    if has_version { Ok(()) } else { Err(no_version(input, at)) }
}

fn check_value(input: Input<'_>, attribute: &RawAttribute<'_>) -> Result<(), Refusal> {
    let value = &input.text[attribute.value.clone()];
    let is_one_of = |known: &[&str]| known.iter().any(|known| known.eq_ignore_ascii_case(value));
    let (code, help) = match attribute.name {
        "version" if is_version_1(value) => return Ok(()),
        "version" => ("xml-bad-declaration", "write `version=\"1.0\"`"),
        "encoding" if is_one_of(&["UTF-8", "US-ASCII"]) => return Ok(()),
        "encoding" => ("xml-encoding", "save the text as UTF-8 and declare `encoding=\"UTF-8\"`"),
        _ if matches!(value, "yes" | "no") => return Ok(()),
        _ => ("xml-bad-declaration", "write `standalone=\"yes\"` or leave it out"),
    };
    let shown = input.excerpt(attribute.value.clone());
    let message = format!("the XML declaration has the {} `{shown}`", attribute.name);
    Err(input.error(code, attribute.value.clone(), message).help(help).into())
}

fn is_version_1(value: &str) -> bool {
    value
        .strip_prefix("1.")
        .is_some_and(|minor| !minor.is_empty() && minor.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cold]
fn unexpected(input: Input<'_>, attribute: &RawAttribute<'_>) -> Refusal {
    let message = format!("`{}` has no place here in the XML declaration", attribute.name);
    let at = attribute.start..attribute.start + attribute.name.len();
    input
        .error("xml-bad-declaration", at, message)
        .help("it has `version`, `encoding` and `standalone`, each at most once and in this order")
        .into()
}

#[cold]
fn no_version(input: Input<'_>, at: Range<usize>) -> Refusal {
    input
        .error("xml-bad-declaration", at, "the XML declaration does not start with a version")
        .help("write `<?xml version=\"1.0\"?>`")
        .into()
}
