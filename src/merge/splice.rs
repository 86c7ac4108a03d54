//! A tree of changes written into the text that it starts from.

use std::collections::HashMap;

use super::layout::{Layout, line_end, with_line_ends};
use crate::diag::Diagnostic;
use crate::diff::{Behind, Change, Difference};
use crate::xml::{Node, escape_attribute, escape_text};

/// The text of the document that `difference` starts from, with its changes in it.
///
/// Every byte outside the changed elements stays. What comes is written with the indentation of what is around
/// it; where the order means nothing, it comes last.
///
/// # Errors
/// Text beside child elements in what comes, with its place.
pub fn splice(difference: &Difference<'_, '_>) -> Result<String, Diagnostic> {
    let text = difference.before.document().text();
    let range = difference.before.span().range();
    let mut spliced = String::with_capacity(text.len());
    spliced.push_str(&text[..range.start]);
    element(difference, &mut spliced)?;
    spliced.push_str(&text[range.end..]);
    Ok(spliced)
}

fn element(difference: &Difference<'_, '_>, into: &mut String) -> Result<(), Diagnostic> {
    let before = difference.before;
    let raw_tag = before.raw_start_tag();
    let open = raw_tag.trim_end_matches('>').trim_end_matches('/');
    if difference.attributes.is_empty() {
        into.push_str(open);
    } else {
        open_tag(difference, into);
    }
    let start = into.len();
    into.push('>');
    content(difference, into)?;
    if into.len() == start + 1 {
        into.truncate(start);
        into.push_str("/>");
    } else {
        into.push_str("</");
        into.push_str(before.name());
        into.push('>');
    }
    Ok(())
}

fn open_tag(difference: &Difference<'_, '_>, into: &mut String) {
    let changed = |name: &str| difference.attributes.iter().find(|change| change.name == name);
    let kept = difference.before.attributes().filter_map(|(name, value)| match changed(name) {
        Some(change) => Some((name, change.after.clone()?)),
        None => Some((name, value.into_owned())),
    });
    let new = difference.attributes.iter().filter(|change| change.before.is_none());
    let new = new.filter_map(|change| Some((change.name.as_str(), change.after.clone()?)));
    into.push('<');
    into.push_str(difference.before.name());
    for (name, value) in kept.chain(new) {
        into.push(' ');
        into.push_str(name);
        into.push_str("=\"");
        into.push_str(&escape_attribute(&value));
        into.push('"');
    }
}

/// What stands between start tag and end tag.
fn content(difference: &Difference<'_, '_>, into: &mut String) -> Result<(), Diagnostic> {
    let Difference { before, after, .. } = *difference;
    if difference.is_text_changed && after.is_leaf() {
        into.push_str(&with_line_ends(&escape_text(&after.text()), line_end(before)));
        return Ok(());
    }
    if difference.changes.is_empty() {
        into.push_str(before.raw_content());
        return Ok(());
    }
    let layout = Layout::of(before);
    let mut arrivals = Arrivals::of(&difference.changes);
    let fates = fates(&difference.changes);
    let mut is_empty = true;
    let start = into.len();
    let text = before.document().text();
    let inner = before.content_span().range();
    let mut at = inner.start;
    for child in before.children() {
        let range = child.span().range();
        let gap = &text[at..range.start];
        at = range.end;
        for arrival in arrivals.take_before(child) {
            is_empty = false;
            arrival.write(&layout, into)?;
        }
        match fates.get(&range.start) {
            Some(Fate::Gone) => {
                // A comment in front of what goes may be about more.
                let is_layout = gap.bytes().all(|byte| byte.is_ascii_whitespace());
                into.push_str(if is_layout { "" } else { gap.trim_end() });
            }
            Some(Fate::Changes(within)) => {
                is_empty = false;
                into.push_str(gap);
                element(within, into)?;
            }
            None => {
                is_empty = false;
                into.push_str(gap);
                into.push_str(child.raw());
            }
        }
        for arrival in arrivals.take_behind(child) {
            is_empty = false;
            arrival.write(&layout, into)?;
        }
    }
    for arrival in arrivals.take_rest() {
        is_empty = false;
        arrival.write(&layout, into)?;
    }
    let gap = &text[at..inner.end];
    if before.is_leaf() && !is_empty {
        // What was there is layout, or a text that gives way to children.
        into.push_str(&layout.before_end);
    } else {
        into.push_str(gap);
    }
    if is_empty {
        let kept = into.split_off(start);
        without_layout(&kept, into);
    }
    Ok(())
}

/// Of what stood around children that went, comments stay; blanks between them would be a text now.
fn without_layout(kept: &str, into: &mut String) {
    let mut rest = kept.trim_ascii_start();
    while !rest.is_empty() {
        let end = match rest {
            _ if rest.starts_with("<!--") => rest.find("-->").map(|at| at + "-->".len()),
            _ if rest.starts_with("<?") => rest.find("?>").map(|at| at + "?>".len()),
            _ => None,
        };
        let (comment, behind) = rest.split_at(end.unwrap_or(rest.len()));
        into.push_str(comment);
        rest = behind.trim_ascii_start();
    }
}

/// What becomes of a child where it stands.
enum Fate<'x, 'a, 'b> {
    Gone,
    Changes(&'x Difference<'a, 'b>),
}

/// By where the children start. Those that stay as they are have no fate.
fn fates<'x, 'a, 'b>(changes: &'x [Change<'a, 'b>]) -> HashMap<usize, Fate<'x, 'a, 'b>> {
    let fate = |change: &'x Change<'a, 'b>| match change {
        Change::Added { .. } => None,
        Change::Removed { node } => Some((start(*node), Fate::Gone)),
        Change::Moved { before, .. } => Some((start(*before), Fate::Gone)),
        Change::Within(within) => Some((start(within.before), Fate::Changes(within))),
    };
    changes.iter().filter_map(fate).collect()
}

fn start(node: Node<'_>) -> usize {
    node.span().range().start
}

/// A child that comes to a place.
enum Arrival<'x, 'a, 'b> {
    New(Node<'b>),
    Moved(Node<'a>),
    MovedAndChanged(&'x Difference<'a, 'b>),
}

impl Arrival<'_, '_, '_> {
    fn write(&self, layout: &Layout, into: &mut String) -> Result<(), Diagnostic> {
        into.push_str(&layout.before_child);
        match self {
            Self::New(node) => layout.write(&node.to_element()?, into),
            Self::Moved(node) => into.push_str(node.raw()),
            Self::MovedAndChanged(difference) => element(difference, into)?,
        }
        Ok(())
    }
}

/// The children that come to a place, by the place.
#[derive(Default)]
struct Arrivals<'x, 'a, 'b> {
    /// Where the first of those that stay starts, and what comes before it.
    first: (Option<usize>, Vec<Arrival<'x, 'a, 'b>>),
    /// By the start of the child that they come behind.
    behind: HashMap<usize, Vec<Arrival<'x, 'a, 'b>>>,
    last: Vec<Arrival<'x, 'a, 'b>>,
}

impl<'x, 'a, 'b> Arrivals<'x, 'a, 'b> {
    fn of(changes: &'x [Change<'a, 'b>]) -> Self {
        let mut arrivals = Self::default();
        // What comes behind something that came itself is behind the same child that stays.
        let mut stays = None;
        for change in changes {
            let (arrival, behind) = match change {
                Change::Added { node, behind } => (Arrival::New(*node), *behind),
                Change::Moved { before, behind, within: None, .. } => {
                    (Arrival::Moved(*before), Some(*behind))
                }
                Change::Moved { behind, within: Some(within), .. } => {
                    (Arrival::MovedAndChanged(within), Some(*behind))
                }
                Change::Removed { .. } | Change::Within(_) => continue,
            };
            match behind {
                None => {
                    arrivals.last.push(arrival);
                    continue;
                }
                Some(Behind::Nothing { stays: first }) => {
                    arrivals.first.0 = first.map(start);
                    stays = None;
                }
                Some(Behind::Sibling { stays: Some(sibling), .. }) => stays = Some(start(sibling)),
                Some(Behind::Sibling { stays: None, .. }) => {}
            }
            match stays {
                Some(start) => arrivals.behind.entry(start).or_default().push(arrival),
                None => arrivals.first.1.push(arrival),
            }
        }
        arrivals
    }

    fn take_before(&mut self, child: Node<'a>) -> Vec<Arrival<'x, 'a, 'b>> {
        if self.first.0 == Some(start(child)) { std::mem::take(&mut self.first.1) } else { Vec::new() }
    }

    fn take_behind(&mut self, child: Node<'a>) -> Vec<Arrival<'x, 'a, 'b>> {
        self.behind.remove(&start(child)).unwrap_or_default()
    }

    fn take_rest(self) -> impl Iterator<Item = Arrival<'x, 'a, 'b>> {
        self.first.1.into_iter().chain(self.last)
    }
}
