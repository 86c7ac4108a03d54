//! What the reader says when elements do not lie inside each other as they should.

use std::ops::Range;

use super::input::Refusal;
use super::parse::{MAX_DEPTH, Parser};
use super::tag::CUT_OFF;

#[cold]
pub(super) fn too_deep(parser: &Parser<'_>, at: Range<usize>) -> Refusal {
    let tag = parser.input.excerpt(at.clone());
    let message = format!("`{tag}` lies more than {MAX_DEPTH} elements deep");
    let outermost = parser.open_elements().last();
    let mut error = parser.input.error("xml-too-deep", at, message);
    if let Some((_, tag)) = outermost {
        error = error.and(parser.input.span(tag), "the outermost element is opened here");
    }
    error.into()
}

#[cold]
pub(super) fn second_root(parser: &Parser<'_>, at: Range<usize>) -> Refusal {
    let input = parser.input;
    let message = format!("`{}` is a second root element", input.excerpt(at.clone()));
    let mut error = input.error("xml-two-roots", at, message);
    if let Some(root) = parser.first_root() {
        error = error.and(input.span(root), "the first root element");
    }
    error.help("a document has one root; is an end tag one too many before it?").into()
}

/// An end tag that does not fit: a wrong name, none open, or more in it than a name.
#[cold]
pub(super) fn bad_end_tag(parser: &Parser<'_>, at: usize) -> Refusal {
    let input = parser.input;
    let name_start = at + "</".len();
    let rest = &input.text[name_start..];
    let length = rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>')).unwrap_or(rest.len());
    let name_end = name_start + length;
    let blanks = rest[length..].len() - rest[length..].trim_ascii_start().len();
    if rest[length + blanks..].starts_with('>') {
        return unfitting_end_tag(parser, at..name_end + blanks + 1, &rest[..length]);
    }
    odd_end_tag(parser, at..name_end, name_end + blanks)
}

/// An end tag, of which `tag` is the `</` and the name, with something at `found` that is not `>`.
fn odd_end_tag(parser: &Parser<'_>, tag: Range<usize>, found: usize) -> Refusal {
    let input = parser.input;
    let rest = &input.text[found..];
    let shown = input.excerpt(tag.clone());
    let error = match rest.chars().next() {
        None => input
            .error("xml-truncated", found..found, format!("the XML ends inside the end tag `{shown}`"))
            .help(CUT_OFF),
        Some('<') => input
            .error(
                "xml-tag-not-closed",
                found..found + 1,
                format!("the tag `{shown}` is not closed before the next one"),
            )
            .help("close it with `>`"),
        Some(_) if shown == "</" => {
            return input
                .error("xml-bad-name", tag, "no element name behind `</`")
                .help("write the name directly behind `</`")
                .into();
        }
        Some(_) => {
            let end = rest.find(['>', '<', '\n', '\r']).unwrap_or(rest.len());
            input
                .error(
                    "xml-bad-end-tag",
                    found..found + end,
                    format!("the end tag `{shown}` has more than a name"),
                )
                .help(format!("write `{shown}>`"))
        }
    };
    error.and(input.span(tag), "the end tag starts here").into()
}

fn unfitting_end_tag(parser: &Parser<'_>, at: Range<usize>, name: &str) -> Refusal {
    let input = parser.input;
    let Some((innermost, innermost_tag)) = parser.open_elements().next() else {
        let message = format!("`</{name}>` closes an element that was never opened");
        return input.error("xml-unopened-tag", at, message).help("remove it").into();
    };
    let shown = input.excerpt(innermost_tag.clone());
    let (message, help) = if parser.open_elements().any(|(open, _)| open == name) {
        (
            format!("`{shown}` is not closed before `</{name}>`"),
            format!("add `</{innermost}>` before `</{name}>`"),
        )
    } else {
        (format!("`</{name}>` does not close `{shown}`"), format!("write `</{innermost}>`"))
    };
    input
        .error("xml-mismatched-tag", at, message)
        .and(input.span(innermost_tag), "opened here")
        .help(help)
        .into()
}

/// The text ends while elements are open.
#[cold]
pub(super) fn truncated(parser: &Parser<'_>) -> Refusal {
    const NAMED: usize = 3;
    let input = parser.input;
    let open: Vec<_> = parser.open_elements().collect();
    let tags: Vec<_> =
        open.iter().take(NAMED).map(|(_, tag)| format!("`{}`", input.excerpt(tag.clone()))).collect();
    let more = match open.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let end = input.text.len();
    let message = format!("the XML ends inside {}{more}", tags.join(" in "));
    let mut error = input.error("xml-truncated", end..end, message);
    if let Some((_, innermost)) = open.into_iter().next() {
        error = error.and(input.span(innermost), "opened here");
    }
    error.help(CUT_OFF).into()
}
