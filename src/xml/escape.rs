//! What characters look like in XML text and in attribute values.

use std::borrow::Cow;

use super::chars::{find_forbidden, is_xml_char};

/// Writes character data: `&`, `<`, `>` and the carriage return as references.
///
/// The carriage return would otherwise come back as a line feed.
pub fn escape_text(text: &str) -> Cow<'_, str> {
    escape(text, |c| match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        // Only `]]>` must not be written out, but `>` alone is easier to get right.
        '>' => Some("&gt;"),
        '\r' => Some("&#13;"),
        _ => None,
    })
}

/// Writes an attribute value for double quotes: what [`escape_text`] writes, and `"`, tab and line
/// feed, as references.
///
/// Tab and line feed would otherwise come back as blanks.
pub fn escape_attribute(value: &str) -> Cow<'_, str> {
    escape(value, |c| match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\t' => Some("&#9;"),
        '\n' => Some("&#10;"),
        '\r' => Some("&#13;"),
        _ => None,
    })
}

/// A text in which U+FFFD stands for each character that XML cannot write, such as a control character.
pub fn without_forbidden(text: &str) -> Cow<'_, str> {
    match find_forbidden(text) {
        None => Cow::Borrowed(text),
        Some(_) => Cow::Owned(text.chars().map(|c| if is_xml_char(c) { c } else { '\u{fffd}' }).collect()),
    }
}

fn escape(text: &str, reference: impl Fn(char) -> Option<&'static str>) -> Cow<'_, str> {
    let Some(first) = text.find(|c| reference(c).is_some()) else {
        return Cow::Borrowed(text);
    };
    let mut escaped = String::with_capacity(text.len() + 8);
    escaped.push_str(&text[..first]);
    for c in text[first..].chars() {
        match reference(c) {
            Some(reference) => escaped.push_str(reference),
            None => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_without_special_characters_is_borrowed() {
        assert!(matches!(escape_text("it's \"ü\"\n\t"), Cow::Borrowed(_)));
        assert!(matches!(escape_attribute("it's ü"), Cow::Borrowed(_)));
    }

    #[test]
    fn special_characters_become_references() {
        assert_eq!(escape_text("R&D <a> ]]>\r\n"), "R&amp;D &lt;a&gt; ]]&gt;&#13;\n");
        assert_eq!(escape_attribute("\"a\"\t'b'\n"), "&quot;a&quot;&#9;'b'&#10;");
    }
}
