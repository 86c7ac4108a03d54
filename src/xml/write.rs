//! Element to text.

use super::element::Element;
use super::escape::{escape_attribute, escape_text};

const INDENT: &str = "  ";

/// Writes a document: the XML declaration, then each element on a line of its own, two blanks
/// deeper than its parent, `\n` at each line end and at the end.
///
/// Reading the text gives the same tree again. Two things are the caller's business, because XML
/// has no way to write them: a name that is not an XML name, and characters that XML does not
/// allow (controls other than tab and line ends, U+FFFE and U+FFFF). They are written as they are,
/// and [`Document::parse`](super::Document::parse) refuses them.
pub fn write(root: &Element) -> String {
    let mut text = String::from("<?xml version=\"1.0\"?>\n");
    write_indented(root, Some(("", INDENT)), &mut text);
    text.push('\n');
    text
}

/// Writes an element into a text that is laid out already: with the indentation of its own line and one level
/// of it for what is deeper, or all on one line. Neither the blanks before it nor a line end are written.
pub fn write_indented(element: &Element, indent: Option<(&str, &str)>, into: &mut String) {
    write_element(element, indent, 0, into);
}

fn write_element(element: &Element, indent: Option<(&str, &str)>, depth: usize, into: &mut String) {
    into.push('<');
    into.push_str(element.name());
    for (name, value) in element.attributes() {
        into.push(' ');
        into.push_str(name);
        into.push_str("=\"");
        into.push_str(&escape_attribute(value));
        into.push('"');
    }
    if element.is_leaf() && element.text().is_empty() {
        into.push_str("/>");
        return;
    }
    into.push('>');
    into.push_str(&escape_text(element.text()));
    for child in element.children() {
        new_line(indent, depth + 1, into);
        write_element(child, indent, depth + 1, into);
    }
    if !element.is_leaf() {
        new_line(indent, depth, into);
    }
    into.push_str("</");
    into.push_str(element.name());
    into.push('>');
}

fn new_line(indent: Option<(&str, &str)>, depth: usize, into: &mut String) {
    let Some((own, level)) = indent else { return };
    into.push('\n');
    into.push_str(own);
    into.extend(std::iter::repeat_n(level, depth));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_elements_are_indented() {
        let root = Element::new("config").with(
            Element::entry("R&D").with(Element::leaf("comment", " two\nlines ")).with(Element::new("ha")),
        );
        let expected = "<?xml version=\"1.0\"?>\n\
            <config>\n  <entry name=\"R&amp;D\">\n    <comment> two\nlines </comment>\n    <ha/>\n  </entry>\n</config>\n";
        assert_eq!(write(&root), expected);
    }
}
