//! Markup that is never closed, so that quick-xml cannot cut it into a token.

use super::input::Refusal;
use super::nesting::bad_end_tag;
use super::parse::Parser;
use super::reference;
use super::tag::CUT_OFF;
use super::trouble::{bad_instruction, doctype};

/// Says what is wrong with the markup that starts at `at`.
#[cold]
pub(super) fn unreadable(parser: &mut Parser<'_>, at: usize) -> Refusal {
    let rest = &parser.input.text[at..];
    let is_doctype =
        rest.get(.."<!DOCTYPE".len()).is_some_and(|start| start.eq_ignore_ascii_case("<!DOCTYPE"));
    if rest.starts_with('&') {
        reference_without_end(parser, at)
    } else if rest.starts_with("<!--") {
        unclosed(parser, at, "a comment", "<!--", "-->")
    } else if rest.starts_with("<![CDATA[") {
        unclosed(parser, at, "a CDATA section", "<![CDATA[", "]]>")
    } else if is_doctype {
        doctype(parser.input, at)
    } else if rest.starts_with("<!") {
        unknown_markup(parser, at)
    } else if rest.starts_with("<?") && rest.contains("?>") {
        bad_instruction(parser.input, at, "")
    } else if rest.starts_with("<?xml") {
        unclosed(parser, at, "the XML declaration", "<?xml", "?>")
    } else if rest.starts_with("<?") {
        unclosed(parser, at, "a processing instruction", "<?", "?>")
    } else if rest.starts_with("</") {
        bad_end_tag(parser, at)
    } else {
        start_tag_without_end(parser, at)
    }
}

fn unclosed(parser: &Parser<'_>, at: usize, what: &str, start: &str, end: &str) -> Refusal {
    let text_end = parser.input.text.len();
    parser
        .input
        .error("xml-unclosed", at..at + start.len(), format!("{what} is never closed"))
        .and(parser.input.span(text_end..text_end), "the XML ends here")
        .help(format!("close it with `{end}`, if the text is not cut off"))
        .into()
}

fn unknown_markup(parser: &Parser<'_>, at: usize) -> Refusal {
    let shown = parser.input.excerpt(at..parser.input.line(at).end);
    parser
        .input
        .error("xml-bad-markup", at..at + "<!".len(), format!("`{shown}` is neither a comment nor CDATA"))
        .help("a comment is `<!-- … -->`, CDATA is `<![CDATA[ … ]]>` in capitals")
        .into()
}

fn reference_without_end(parser: &Parser<'_>, at: usize) -> Refusal {
    let input = parser.input;
    let end = input.text.len();
    let is_part = |byte: &u8| *byte == b'#' || byte.is_ascii_alphanumeric();
    if parser.open_elements().next().is_some() && input.bytes()[at + 1..].iter().all(is_part) {
        let message = format!("the XML ends inside the reference `{}`", input.excerpt(at..end));
        return inside_innermost(
            parser,
            input.error("xml-truncated", end..end, message).help(CUT_OFF).into(),
        );
    }
    reference::check(input, at, end).err().unwrap_or_else(|| reference::bare_ampersand(input, at))
}

fn start_tag_without_end(parser: &mut Parser<'_>, at: usize) -> Refusal {
    let end = parser.input.text.len();
    let refusal = parser.tag(at).err();
    let refusal = refusal.unwrap_or_else(|| {
        parser.input.error("xml-truncated", end..end, "the XML ends inside a tag").help(CUT_OFF).into()
    });
    inside_innermost(parser, refusal)
}

/// Adds where the text was when it ended too early.
fn inside_innermost(parser: &Parser<'_>, refusal: Refusal) -> Refusal {
    match parser.open_elements().next() {
        Some((_, tag)) if refusal.code == "xml-truncated" => {
            Box::new(refusal.and(parser.input.span(tag), "inside this element"))
        }
        _ => refusal,
    }
}
