//! What the reader says when a text is not well formed: where, why, and what to do.
//!
//! The faults inside a tag, a reference or the declaration are told where they are found
//! ([`super::tag`], [`super::reference`], [`super::declaration`]), those of elements inside each
//! other in [`super::nesting`]. Nothing here is fast: one call ends the reading.

use std::ops::Range;

use crate::diag::Diagnostic;

use super::conflict;
use super::input::{Input, Refusal};
use super::node::Node;
use super::parse::Parser;
use super::tag::{CUT_OFF, RawAttribute, TagScanner};

#[cold]
pub(super) fn too_large(input: Input<'_>) -> Refusal {
    let message = format!("{} bytes are more than the 4 GiB an XML text may have", input.text.len());
    input.error("xml-too-large", 0..0, message).into()
}

#[cold]
pub(super) fn forbidden_character(input: Input<'_>, at: usize, found: char) -> Refusal {
    let code = u32::from(found);
    let message = format!("XML does not allow the character U+{code:04X}");
    let help = match code {
        0 => "remove it; many of them mean that the text is UTF-16 or no text at all",
        _ => "remove it; XML has no way to write it, not even as a reference",
    };
    input.error("xml-forbidden-character", at..at + found.len_utf8(), message).help(help).into()
}

#[cold]
pub(super) fn doctype(input: Input<'_>, start: usize) -> Refusal {
    input
        .error("xml-doctype", start..start + "<!DOCTYPE".len(), "a DOCTYPE is not accepted")
        .help("remove it; PAN-OS configurations have none, and its entities can hide or multiply text")
        .into()
}

#[cold]
pub(super) fn misplaced_declaration(parser: &Parser<'_>, at: Range<usize>) -> Refusal {
    let input = parser.input;
    let Some(root) = parser.first_root() else {
        return input
            .error("xml-misplaced-declaration", at, "the XML declaration is not at the very start")
            .help("remove the blanks, line ends or comments before it")
            .into();
    };
    if parser.open_elements().next().is_some() {
        return input
            .error("xml-misplaced-declaration", at, "an XML declaration inside an element")
            .and(input.span(root), "the document starts here")
            .help("remove it; it belongs at the very start of the text only")
            .into();
    }
    input
        .error("xml-several-documents", at, "a second XML document starts here")
        .and(input.span(root), "the first document")
        .help("put each document into a text of its own")
        .into()
}

#[cold]
pub(super) fn no_root(input: Input<'_>) -> Refusal {
    let message = if input.text.trim().is_empty() { "the text is empty" } else { "there is no element" };
    let end = input.text.len();
    input.error("xml-no-root", end..end, message).into()
}

#[cold]
pub(super) fn text_outside_root(parser: &Parser<'_>, at: Range<usize>) -> Refusal {
    let input = parser.input;
    let text = input.text[at.clone()].trim_end();
    let at = at.start..at.start + text.len();
    let message = format!("text outside the root element: `{}`", input.excerpt(at.clone()));
    let error = input.error("xml-text-outside-root", at.clone(), message);
    match text.chars().next() {
        Some('{' | '[') => error.help("this looks like JSON or a template, not like XML"),
        Some('\u{FEFF}') => input
            .error("xml-text-outside-root", at, "a byte order mark (U+FEFF) is not at the very start")
            .help("remove it; most editors do not show it"),
        _ => error,
    }
    .into()
}

#[cold]
pub(super) fn cdata_end_in_text(input: Input<'_>, at: usize) -> Refusal {
    input
        .error("xml-cdata-end-in-text", at..at + "]]>".len(), "`]]>` outside a CDATA section")
        .help("write `]]&gt;`")
        .into()
}

#[cold]
pub(super) fn double_hyphen(input: Input<'_>, comment: usize, at: usize) -> Refusal {
    input
        .error("xml-double-hyphen", at..at + "--".len(), "`--` inside a comment")
        .and(input.span(comment..comment + "<!--".len()), "the comment starts here")
        .help("end the comment with `-->`, and write a single `-` inside it")
        .into()
}

#[cold]
pub(super) fn bad_instruction(input: Input<'_>, at: usize, target: &str) -> Refusal {
    let end = at + "<?".len() + target.len();
    let message = match target {
        "" => "`<?` without a name behind it".to_owned(),
        _ if target.eq_ignore_ascii_case("xml") => {
            format!("`<?{target}` is reserved for the XML declaration")
        }
        _ => format!("`{target}` is not a name for a processing instruction"),
    };
    input
        .error("xml-bad-instruction", at..end, message)
        .help("an XML declaration starts with `<?xml`, in small letters; nothing else needs `<?`")
        .into()
}

#[cold]
pub(super) fn bad_element_name(input: Input<'_>, name: Range<usize>) -> Refusal {
    let tag = name.start - 1;
    if name.is_empty() {
        if name.end == input.text.len() {
            return input.error("xml-truncated", name, "the XML ends with `<`").help(CUT_OFF).into();
        }
        let message = match input.around(tag) {
            "<" => "no element name behind `<`".to_owned(),
            around => format!("no element name behind `<` in `{around}`"),
        };
        return input
            .error("xml-bad-name", tag..name.end, message)
            .help("in text, write `&lt;` for `<`")
            .into();
    }
    let shown = &input.text[name.clone()];
    if shown.contains('[') {
        let line = input.line(tag);
        let xpath = input.text[tag..line.end].find('>').map_or(line.end, |end| tag + end + 1);
        let message = format!("`{}` is an XPath, not a tag", input.excerpt(tag..xpath));
        return input
            .error("xml-xpath-as-tag", tag..xpath, message)
            .help("write `<entry name=\"…\">` for `entry[@name='…']`")
            .into();
    }
    let message = format!("`{}` is not an element name", input.excerpt(name.clone()));
    input
        .error("xml-bad-name", name, message)
        .help("a name starts with a letter or `_` and has letters, digits, `.`, `-` and `_`; in text, write `&lt;` for `<`")
        .into()
}

#[cold]
pub(super) fn bad_attribute_name(input: Input<'_>, attribute: &RawAttribute<'_>) -> Refusal {
    let at = attribute.start..attribute.start + attribute.name.len();
    let message = format!("`{}` is not an attribute name", input.excerpt(at.clone()));
    let error = input.error("xml-bad-name", at, message);
    match attribute.name.strip_prefix('@') {
        Some(name) => error.help(format!("write `{name}`: the `@` belongs to XPath only")),
        None => error.help("a name starts with a letter or `_` and has letters, digits, `.`, `-` and `_`"),
    }
    .into()
}

#[cold]
pub(super) fn duplicate_attribute(input: Input<'_>, tag: usize) -> Refusal {
    let mut scanner = TagScanner::new(input, tag);
    scanner.name();
    let mut seen: Vec<RawAttribute<'_>> = Vec::new();
    while let Ok(Some(attribute)) = scanner.next_attribute() {
        if let Some(first) = seen.iter().find(|first| first.name == attribute.name) {
            let length = attribute.name.len();
            let message = format!("the attribute `{}` occurs twice in one tag", attribute.name);
            return input
                .error("xml-duplicate-attribute", attribute.start..attribute.start + length, message)
                .and(input.span(first.start..first.start + length), "first here")
                .into();
        }
        seen.push(attribute);
    }
    input.error("xml-duplicate-attribute", tag..tag + 1, "an attribute occurs twice in one tag").into()
}

/// Text and elements side by side, which no configuration has.
#[cold]
pub(super) fn mixed_content(node: Node<'_>) -> Diagnostic {
    let input = node.document().input();
    let place = node.stray_text().unwrap_or(node.start_tag_span());
    let shown = input.excerpt(place.range());
    if let Some(conflict) = conflict::at(input, place.range().start) {
        return conflict;
    }
    let message = format!("the text `{shown}` stands beside elements in `<{}>`", node.name());
    Diagnostic::error("xml-mixed-content", message)
        .at(place)
        .and(node.start_tag_span(), "opened here")
        .help("an element holds a text or elements, not both")
}
