//! The strict reader.
//!
//! quick-xml cuts the text into tokens and says where each ends. What it lets pass (see
//! `fixtures/malformed`) is looked at here: each token is checked at the moment it arrives, and the
//! first fault ends the reading. How a fault is told is the business of
//! [`super::trouble`] and its siblings.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::chars::{find_forbidden, is_blank, is_blank_text, is_name};
use super::document::{Arena, NodeData};
use super::input::{Input, Refusal};
use super::names::Interner;
use super::tag::TagScanner;
use super::unreadable::unreadable;
use super::{conflict, declaration, nesting, reference, trouble};

/// How many elements may lie inside each other. Exports we have seen reach 18.
pub(super) const MAX_DEPTH: u32 = 256;

/// How many root elements a text may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Roots {
    /// One: a document.
    One,
    /// One or more: a snippet.
    Many,
}

/// Reads a text into nodes.
///
/// # Errors
/// The first fault.
pub(super) fn parse(input: Input<'_>, roots: Roots) -> Result<Arena, Refusal> {
    // Offsets are 32 bits wide, and the last of them means "none".
    if input.text.len() >= u32::MAX as usize {
        return Err(trouble::too_large(input));
    }
    if let Some((at, found)) = find_forbidden(input.text) {
        return Err(trouble::forbidden_character(input, at, found));
    }
    let mut parser = Parser::new(input, roots);
    match parser.read_all() {
        Ok(()) => Ok(parser.into_arena()),
        Err(refusal) => Err(conflict::instead_of(input, refusal)),
    }
}

/// What is known in the middle of a text.
pub(super) struct Parser<'t> {
    pub(super) input: Input<'t>,
    roots: Roots,
    nodes: Vec<NodeData>,
    names: Interner<'t>,
    /// Index of the innermost open element, or [`NodeData::NO_PARENT`].
    innermost: u32,
    depth: u32,
    /// The attributes of one tag, kept to save the allocation.
    attribute_names: Vec<&'t str>,
}

impl<'t> Parser<'t> {
    fn new(input: Input<'t>, roots: Roots) -> Self {
        // Exports we have seen take 35 to 106 bytes for each element. Most systems hand out memory
        // when it is first written to, so guessing too much costs nothing; guessing too little makes
        // the list move while it grows.
        const BYTES_PER_ELEMENT: usize = 32;
        Self {
            input,
            roots,
            nodes: Vec::with_capacity(input.text.len() / BYTES_PER_ELEMENT + 1),
            names: Interner::default(),
            innermost: NodeData::NO_PARENT,
            depth: 0,
            attribute_names: Vec::new(),
        }
    }

    fn read_all(&mut self) -> Result<(), Refusal> {
        // quick-xml passes over a byte order mark and does not count it.
        let text_start = if self.input.text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        let mut tokens = Reader::from_str(self.input.text);
        let config = tokens.config_mut();
        // Our own checks say more.
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        // The blanks between tags are nothing to check, and as tokens they would cost a sixth of the time.
        config.trim_text_start = true;
        // An end tag must come as long as it is, for its start to be known.
        config.trim_markup_names_in_closing_tags = false;

        let mut last_end = text_start;
        loop {
            let event = tokens.read_event();
            let end = text_start + tokens.buffer_position() as usize;
            // quick-xml says where a token ends; it starts before its content and its marks.
            let at = |content: &str, marks: &str| end - content.len() - marks.len()..end;
            match event {
                Ok(Event::Start(tag)) => self.start_tag(at(&tag, "<>"))?,
                Ok(Event::Empty(tag)) => self.empty_tag(at(&tag, "</>"))?,
                Ok(Event::End(tag)) => self.end_tag(at(&tag, "</>"))?,
                Ok(Event::Text(text)) => self.character_data(at(&text, ""))?,
                Ok(Event::GeneralRef(name)) => self.reference(at(&name, "&;"))?,
                Ok(Event::CData(text)) => self.cdata(at(&text, "<![CDATA[]]>"))?,
                Ok(Event::Comment(text)) => self.comment(at(&text, "<!---->"))?,
                Ok(Event::PI(content)) => self.processing_instruction(at(&content, "<??>"))?,
                Ok(Event::Decl(content)) => self.declaration(at(&content, "<??>"), text_start)?,
                Ok(Event::DocType(_)) => {
                    return Err(trouble::doctype(self.input, self.behind_blanks(last_end)));
                }
                Ok(Event::Eof) => return self.end_of_text(),
                Err(_) => return Err(unreadable(self, self.behind_blanks(last_end))),
            }
            last_end = end;
        }
    }

    fn behind_blanks(&self, at: usize) -> usize {
        let blanks = self.input.bytes()[at..].iter().take_while(|byte| is_blank(**byte));
        at + blanks.count()
    }

    fn declaration(&self, at: Range<usize>, text_start: usize) -> Result<(), Refusal> {
        if at.start != text_start {
            return Err(trouble::misplaced_declaration(self, at));
        }
        declaration::check(self.input, at)
    }

    fn start_tag(&mut self, at: Range<usize>) -> Result<(), Refusal> {
        let name = self.tag(at.start)?;
        if self.innermost == NodeData::NO_PARENT && !self.nodes.is_empty() && self.roots == Roots::One {
            return Err(nesting::second_root(self, at));
        }
        if self.depth == MAX_DEPTH {
            return Err(nesting::too_deep(self, at));
        }
        let index = self.nodes.len() as u32;
        let (start, end) = (at.start as u32, at.end as u32);
        self.nodes.push(NodeData { name, parent: self.innermost, subtree_end: index + 1, start, end });
        self.innermost = index;
        self.depth += 1;
        Ok(())
    }

    fn empty_tag(&mut self, at: Range<usize>) -> Result<(), Refusal> {
        let end = at.end;
        self.start_tag(at)?;
        self.close(end);
        Ok(())
    }

    /// Checks the start tag whose `<` is at `start`, and returns the id of its name.
    pub(super) fn tag(&mut self, start: usize) -> Result<u32, Refusal> {
        let mut scanner = TagScanner::new(self.input, start);
        let name = scanner.name();
        let Some(id) = self.names.intern(self.input.text, name.start, name.end) else {
            return Err(trouble::bad_element_name(self.input, name));
        };
        self.attribute_names.clear();
        while let Some(attribute) = scanner.next_attribute()? {
            if !is_name(attribute.name) {
                return Err(trouble::bad_attribute_name(self.input, &attribute));
            }
            if attribute.has_reference {
                reference::check_all(self.input, attribute.value)?;
            }
            self.attribute_names.push(attribute.name);
        }
        if has_duplicates(&mut self.attribute_names) {
            return Err(trouble::duplicate_attribute(self.input, start));
        }
        Ok(id)
    }

    fn end_tag(&mut self, at: Range<usize>) -> Result<(), Refusal> {
        let inside = &self.input.text[at.start + "</".len()..at.end - ">".len()];
        let is_match =
            self.innermost_name().and_then(|name| inside.strip_prefix(name)).is_some_and(is_blank_text);
        if !is_match {
            return Err(nesting::bad_end_tag(self, at.start));
        }
        self.close(at.end);
        Ok(())
    }

    fn close(&mut self, end: usize) {
        let subtree_end = self.nodes.len() as u32;
        let node = &mut self.nodes[self.innermost as usize];
        node.end = end as u32;
        node.subtree_end = subtree_end;
        self.innermost = node.parent;
        self.depth -= 1;
    }

    /// Checks text that begins with something else than a blank.
    fn character_data(&self, at: Range<usize>) -> Result<(), Refusal> {
        if self.innermost == NodeData::NO_PARENT {
            return Err(trouble::text_outside_root(self, at));
        }
        let text = &self.input.text[at.clone()];
        // Nearly no text holds a `>`, and one byte is found sooner than three.
        if !text.as_bytes().contains(&b'>') {
            return Ok(());
        }
        match text.find("]]>") {
            Some(found) => Err(trouble::cdata_end_in_text(self.input, at.start + found)),
            None => Ok(()),
        }
    }

    fn reference(&self, at: Range<usize>) -> Result<(), Refusal> {
        reference::check(self.input, at.start, at.end)?;
        if self.innermost == NodeData::NO_PARENT {
            return Err(trouble::text_outside_root(self, at));
        }
        Ok(())
    }

    fn cdata(&self, at: Range<usize>) -> Result<(), Refusal> {
        if self.innermost == NodeData::NO_PARENT {
            return Err(trouble::text_outside_root(self, at));
        }
        Ok(())
    }

    fn comment(&self, at: Range<usize>) -> Result<(), Refusal> {
        let inside = at.start + "<!--".len()..at.end - "-->".len();
        // One byte of the end is looked at too: a comment must not end in `--->`.
        match self.input.text[inside.start..inside.end + 1].find("--") {
            Some(found) => Err(trouble::double_hyphen(self.input, at.start, inside.start + found)),
            None => Ok(()),
        }
    }

    fn processing_instruction(&self, at: Range<usize>) -> Result<(), Refusal> {
        let inside = &self.input.text[at.start + "<?".len()..at.end - "?>".len()];
        let target = inside.split(|c: char| c.is_ascii() && is_blank(c as u8)).next().unwrap_or("");
        if !is_name(target) || target.eq_ignore_ascii_case("xml") {
            return Err(trouble::bad_instruction(self.input, at.start, target));
        }
        Ok(())
    }

    fn end_of_text(&self) -> Result<(), Refusal> {
        if self.innermost != NodeData::NO_PARENT {
            return Err(nesting::truncated(self));
        }
        if self.nodes.is_empty() && self.roots == Roots::One {
            return Err(trouble::no_root(self.input));
        }
        Ok(())
    }

    fn into_arena(self) -> Arena {
        let mut nodes = self.nodes;
        nodes.shrink_to_fit();
        Arena { nodes, names: self.names.into_names() }
    }

    fn innermost_name(&self) -> Option<&'t str> {
        let node = self.nodes.get(self.innermost as usize)?;
        Some(self.names.get(self.input.text, node.name))
    }

    /// The name of each open element with the range of its start tag, the innermost first.
    pub(super) fn open_elements(&self) -> impl Iterator<Item = (&'t str, Range<usize>)> {
        let node = |index: u32| self.nodes.get(index as usize);
        std::iter::successors(node(self.innermost), move |inner| node(inner.parent)).map(|open| {
            // The end of an open element is still that of its start tag.
            let name = self.names.get(self.input.text, open.name);
            (name, open.start as usize..open.end as usize)
        })
    }

    /// The start tag of the first root, if one was read.
    pub(super) fn first_root(&self) -> Option<Range<usize>> {
        let root = self.nodes.first()?;
        let start = root.start as usize;
        Some(start..TagScanner::new(self.input, start).tag_end())
    }
}

/// Does a name occur twice? Sorts the names when there are many.
fn has_duplicates(names: &mut [&str]) -> bool {
    const FEW: usize = 8;
    if names.len() <= FEW {
        return (1..names.len()).any(|index| names[..index].contains(&names[index]));
    }
    names.sort_unstable();
    names.windows(2).any(|pair| pair[0] == pair[1])
}
