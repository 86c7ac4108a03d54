//! How an element and its children are laid out, so that what comes looks like what is there.

use std::borrow::Cow;

use crate::xml::{Element, Node, write_indented};

/// One level of indentation where nothing shows another.
const INDENT: &str = "  ";

/// The layout of the children of an element.
#[derive(Debug)]
pub(super) struct Layout {
    /// What stands before each child.
    pub(super) before_child: String,
    /// What stands behind the last child.
    pub(super) before_end: String,
    /// One level of indentation; `None` where everything stands on one line.
    unit: Option<String>,
    line_end: &'static str,
}

impl Layout {
    pub(super) fn of(parent: Node<'_>) -> Self {
        let text = parent.document().text();
        let line_end = line_end(parent);
        let own = line_indent(&text[..parent.span().range().start]);
        let of_child = parent.children().next().map(|child| line_indent(&text[..child.span().range().start]));
        match (own, of_child) {
            (_, Some(None)) => {
                Self { before_child: String::new(), before_end: String::new(), unit: None, line_end }
            }
            (own, Some(Some(child))) => {
                let own = own.unwrap_or_default();
                let unit = child.strip_prefix(own).filter(|unit| !unit.is_empty()).unwrap_or(INDENT);
                Self {
                    before_child: format!("{line_end}{child}"),
                    before_end: format!("{line_end}{own}"),
                    unit: Some(unit.to_owned()),
                    line_end,
                }
            }
            (Some(own), None) => {
                let around = parent.parent().and_then(|node| line_indent(&text[..node.span().range().start]));
                let unit = own.strip_prefix(around.unwrap_or_default()).filter(|unit| !unit.is_empty());
                let unit = unit.unwrap_or(INDENT);
                Self {
                    before_child: format!("{line_end}{own}{unit}"),
                    before_end: format!("{line_end}{own}"),
                    unit: Some(unit.to_owned()),
                    line_end,
                }
            }
            (None, None) => {
                Self { before_child: String::new(), before_end: String::new(), unit: None, line_end }
            }
        }
    }

    /// Writes a child; the layout before it is the caller's.
    pub(super) fn write(&self, child: &Element, into: &mut String) {
        let unit =
            self.unit.as_deref().map(|unit| (self.before_child.trim_start_matches(['\r', '\n']), unit));
        let mut written = String::new();
        write_indented(child, unit, &mut written);
        into.push_str(&with_line_ends(&written, self.line_end));
    }
}

/// How lines end where an element stands.
pub(super) fn line_end(node: Node<'_>) -> &'static str {
    let (before, behind) = node.document().text().split_at(node.span().range().start);
    let line = before.rsplit_once('\n').or_else(|| behind.split_once('\n')).map(|(line, _)| line);
    if line.is_some_and(|line| line.ends_with('\r')) { "\r\n" } else { "\n" }
}

/// XML as we write it, with other line ends: they mean the same.
pub(super) fn with_line_ends<'t>(written: &'t str, line_end: &str) -> Cow<'t, str> {
    if line_end == "\n" { Cow::Borrowed(written) } else { Cow::Owned(written.replace('\n', line_end)) }
}

/// The blanks before the end of a text, if they are all that stands on its last line. The root of a text that
/// is one line only is on no line of its own.
fn line_indent(text: &str) -> Option<&str> {
    let (_, line) = text.rsplit_once('\n')?;
    line.bytes().all(|byte| matches!(byte, b' ' | b'\t')).then_some(line)
}
