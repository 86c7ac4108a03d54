//! One tree written in many ways.

use panha::xml::{Element, escape_attribute, escape_text};
use proptest::prelude::*;

/// How a tree is written.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    /// One level of indentation; `None` for all on one line.
    indent: Option<&'static str>,
    line_end: &'static str,
    has_comments: bool,
    /// Are elements without anything in them written with an end tag?
    has_long_empty: bool,
    has_cdata: bool,
    has_single_quotes: bool,
}

impl Layout {
    pub(super) fn indented(unit: &'static str) -> Self {
        Self { indent: Some(unit), ..Self::compact() }
    }

    pub(super) fn compact() -> Self {
        Self {
            indent: None,
            line_end: "\n",
            has_comments: false,
            has_long_empty: false,
            has_cdata: false,
            has_single_quotes: false,
        }
    }
}

pub(super) fn layouts() -> impl Strategy<Value = Layout> {
    let indent =
        prop_oneof![Just(None), Just(Some("  ")), Just(Some("\t")), Just(Some("")), Just(Some("    "))];
    let line_end = prop_oneof![4 => Just("\n"), 1 => Just("\r\n"), 1 => Just("\n\n")];
    (indent, line_end, any::<[bool; 4]>()).prop_map(|(indent, line_end, [comments, empty, cdata, quotes])| {
        Layout {
            indent,
            line_end,
            has_comments: comments,
            has_long_empty: empty,
            has_cdata: cdata,
            has_single_quotes: quotes,
        }
    })
}

pub(super) fn laid_out(tree: &Element, layout: &Layout) -> String {
    let mut text = "<?xml version=\"1.0\"?>\n".to_owned();
    write(tree, layout, 0, &mut text);
    text.push('\n');
    text
}

fn write(element: &Element, layout: &Layout, depth: usize, into: &mut String) {
    into.push('<');
    into.push_str(element.name());
    for (name, value) in element.attributes() {
        let value = escape_attribute(value);
        match layout.has_single_quotes {
            true => into.push_str(&format!(" {name} = '{}'", value.replace('\'', "&apos;"))),
            false => into.push_str(&format!(" {name}=\"{value}\"")),
        }
    }
    if element.is_leaf() && element.text().is_empty() && !layout.has_long_empty {
        into.push_str("/>");
        return;
    }
    into.push('>');
    if layout.has_cdata && element.text().contains('&') {
        into.push_str("<![CDATA[");
        into.push_str(element.text());
        into.push_str("]]>");
    } else {
        into.push_str(&escape_text(element.text()));
    }
    for (index, child) in element.children().iter().enumerate() {
        if layout.has_comments && index % 2 == 0 {
            new_line(layout, depth + 1, into);
            into.push_str("<!-- about what follows -->");
        }
        new_line(layout, depth + 1, into);
        write(child, layout, depth + 1, into);
    }
    if !element.is_leaf() {
        new_line(layout, depth, into);
    }
    into.push_str("</");
    into.push_str(element.name());
    into.push('>');
}

fn new_line(layout: &Layout, depth: usize, into: &mut String) {
    if let Some(indent) = layout.indent {
        into.push_str(layout.line_end);
        into.extend(std::iter::repeat_n(indent, depth));
    }
}
