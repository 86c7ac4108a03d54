//! How an element and its children are laid out, so that what comes looks like what is there.

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
}

impl Layout {
    pub(super) fn of(parent: Node<'_>) -> Self {
        let text = parent.document().text();
        let own = line_indent(&text[..parent.span().range().start]);
        let of_child = parent.children().next().map(|child| line_indent(&text[..child.span().range().start]));
        match (own, of_child) {
            (_, Some(None)) => Self { before_child: String::new(), before_end: String::new(), unit: None },
            (own, Some(Some(child))) => {
                let own = own.unwrap_or_default();
                let unit = child.strip_prefix(own).filter(|unit| !unit.is_empty()).unwrap_or(INDENT);
                Self {
                    before_child: format!("\n{child}"),
                    before_end: format!("\n{own}"),
                    unit: Some(unit.to_owned()),
                }
            }
            (Some(own), None) => {
                let around = parent.parent().and_then(|node| line_indent(&text[..node.span().range().start]));
                let unit = own.strip_prefix(around.unwrap_or_default()).filter(|unit| !unit.is_empty());
                let unit = unit.unwrap_or(INDENT);
                Self {
                    before_child: format!("\n{own}{unit}"),
                    before_end: format!("\n{own}"),
                    unit: Some(unit.to_owned()),
                }
            }
            (None, None) => Self { before_child: String::new(), before_end: String::new(), unit: None },
        }
    }

    /// Writes a child; the layout before it is the caller's.
    pub(super) fn write(&self, child: &Element, into: &mut String) {
        let unit = self.unit.as_deref().map(|unit| (self.before_child.trim_start_matches('\n'), unit));
        write_indented(child, unit, into);
    }
}

/// The blanks before the end of a text, if they are all that stands on its last line. The root of a text that
/// is one line only is on no line of its own.
fn line_indent(text: &str) -> Option<&str> {
    let (_, line) = text.rsplit_once('\n')?;
    line.bytes().all(|byte| matches!(byte, b' ' | b'\t')).then_some(line)
}
