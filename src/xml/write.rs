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
    write_element(root, 0, &mut text);
    text
}

fn write_element(element: &Element, depth: usize, into: &mut String) {
    indent(depth, into);
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
        into.push_str("/>\n");
        return;
    }
    into.push('>');
    into.push_str(&escape_text(element.text()));
    if !element.is_leaf() {
        into.push('\n');
        for child in element.children() {
            write_element(child, depth + 1, into);
        }
        indent(depth, into);
    }
    into.push_str("</");
    into.push_str(element.name());
    into.push_str(">\n");
}

fn indent(depth: usize, into: &mut String) {
    into.extend(std::iter::repeat_n(INDENT, depth));
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
