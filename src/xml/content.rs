//! Raw text of a well-formed document to what it means: references resolved, line ends and blanks
//! normalised as XML prescribes.
//!
//! Everything here relies on the reader's checks, and passes over what they would have refused.

use std::borrow::Cow;

use super::reference::resolve;

/// The value of an attribute, from what stands between its quotes: each tab and line end in it
/// counts as one blank, unless written as a reference.
pub(super) fn attribute_value(raw: &str) -> Cow<'_, str> {
    if !raw.bytes().any(|byte| matches!(byte, b'&' | b'\t' | b'\n' | b'\r')) {
        return Cow::Borrowed(raw);
    }
    let mut value = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find(['&', '\t', '\n', '\r']) {
        value.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with('&') {
            rest = push_reference(rest, &mut value);
        } else {
            value.push(' ');
            rest = rest.strip_prefix("\r\n").unwrap_or(&rest[1..]);
        }
    }
    value.push_str(rest);
    Cow::Owned(value)
}

/// The character data of a piece of content without elements: references resolved, CDATA taken as
/// text, comments and processing instructions dropped, every line end a `\n`.
pub(super) fn character_data(raw: &str) -> Cow<'_, str> {
    if !raw.bytes().any(|byte| matches!(byte, b'&' | b'<' | b'\r')) {
        return Cow::Borrowed(raw);
    }
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find(['&', '<']) {
        push_lines(&rest[..at], &mut text);
        rest = &rest[at..];
        rest = if rest.starts_with('&') {
            push_reference(rest, &mut text)
        } else if let Some(cdata) = rest.strip_prefix("<![CDATA[") {
            let (inside, behind) = cdata.split_once("]]>").unwrap_or((cdata, ""));
            push_lines(inside, &mut text);
            behind
        } else {
            // `<!-->-->` is a comment that holds `>`: its end is looked for behind its start.
            let (inside, end) =
                rest.strip_prefix("<!--").map_or((&rest[1..], "?>"), |inside| (inside, "-->"));
            inside.split_once(end).map_or("", |(_, behind)| behind)
        };
    }
    push_lines(rest, &mut text);
    Cow::Owned(text)
}

/// Appends the character of the reference that `rest` starts with; returns what is behind it.
fn push_reference<'t>(rest: &'t str, into: &mut String) -> &'t str {
    let (body, behind) = rest[1..].split_once(';').unwrap_or((&rest[1..], ""));
    into.extend(resolve(body));
    behind
}

fn push_lines(raw: &str, into: &mut String) {
    let mut rest = raw;
    while let Some(at) = rest.find('\r') {
        into.push_str(&rest[..at]);
        into.push('\n');
        rest = rest[at..].strip_prefix("\r\n").unwrap_or(&rest[at + 1..]);
    }
    into.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn untouched_text_is_borrowed() {
        assert!(matches!(attribute_value("ethernet1/1 <ü>"), Cow::Borrowed(_)));
        assert!(matches!(character_data("two\nlines\t "), Cow::Borrowed(_)));
    }

    #[test]
    fn blanks_in_attributes_become_blanks_unless_referenced() {
        assert_eq!(attribute_value("a\tb\r\nc\rd\n\ne&#10;f&#xD;&#9;"), "a b c d  e\nf\r\t");
    }

    #[test]
    fn character_data_joins_text_references_and_cdata() {
        assert_eq!(
            character_data("R&amp;D <![CDATA[<&amp;>\r\n]]>x<!-- no > no --><?no no?>\ry"),
            "R&D <&amp;>\nx\ny"
        );
    }

    #[test]
    fn comment_in_cdata_and_cdata_in_comment() {
        assert_eq!(character_data("<![CDATA[<!--]]>a<!-- <![CDATA[ -->b]]&gt;"), "<!--ab]]>");
        assert_eq!(character_data("a<!-->b-->c<!--->d-->e"), "ace");
    }
}
