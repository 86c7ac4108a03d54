//! The inside of a start tag: its name and its attributes, found by looking at every byte once.
//!
//! The reader checks tags with it, and a [`Node`](super::Node) finds its attributes again with it,
//! so that no attribute is ever stored.

use std::ops::Range;

use super::chars::is_blank;
use super::input::{Input, Refusal};

/// Walks through one tag.
#[derive(Debug, Clone)]
pub(super) struct TagScanner<'t> {
    input: Input<'t>,
    start: usize,
    at: usize,
    closing: u8,
}

/// One attribute of a tag, as it stands there.
#[derive(Debug, Clone)]
pub(super) struct RawAttribute<'t> {
    /// The name, not yet known to be one.
    pub(super) name: &'t str,
    /// Offset of the name.
    pub(super) start: usize,
    /// Where the value stands, without its quotes.
    pub(super) value: Range<usize>,
    /// Does the value hold a `&`?
    pub(super) has_reference: bool,
}

impl<'t> TagScanner<'t> {
    /// A scanner for the start tag whose `<` is at `start`.
    pub(super) fn new(input: Input<'t>, start: usize) -> Self {
        Self { input, start, at: start + 1, closing: b'/' }
    }

    /// A scanner for the XML declaration whose `<` is at `start`: like a tag, but it ends in `?>`.
    pub(super) fn for_declaration(input: Input<'t>, start: usize) -> Self {
        Self { input, start, at: start + "<?xml".len(), closing: b'?' }
    }

    /// Where the scanner is: behind the last thing it returned.
    pub(super) fn offset(&self) -> usize {
        self.at
    }

    /// Offset behind the `>` of a well-formed tag, asked of a new scanner.
    pub(super) fn tag_end(mut self) -> usize {
        self.name();
        while let Ok(Some(_)) = self.next_attribute() {}
        self.at + if self.peek() == Some(b'>') { ">".len() } else { "/>".len() }
    }

    /// Where the element's name stands; to be asked first, and not yet known to be a name.
    pub(super) fn name(&mut self) -> Range<usize> {
        let start = self.at;
        self.skip_until(|byte| is_blank(byte) || matches!(byte, b'/' | b'>' | b'<'));
        start..self.at
    }

    /// The next attribute; `None` at the end of the tag.
    pub(super) fn next_attribute(&mut self) -> Result<Option<RawAttribute<'t>>, Refusal> {
        let behind_last = self.at;
        self.skip_until(|byte| !is_blank(byte));
        match self.peek() {
            Some(b'>') => return Ok(None),
            Some(byte) if byte == self.closing && self.input.bytes().get(self.at + 1) == Some(&b'>') => {
                return Ok(None);
            }
            _ => {}
        }
        let start = self.at;
        self.skip_until(|byte| is_blank(byte) || matches!(byte, b'=' | b'/' | b'>' | b'<' | b'"' | b'\''));
        let name = &self.input.text[start..self.at];
        if name.is_empty() {
            return Err(self.no_attribute_here());
        }
        if start == behind_last {
            return Err(self.no_blank_before(start));
        }
        self.skip_until(|byte| !is_blank(byte));
        if self.peek() != Some(b'=') {
            return Err(self.no_value(start, name));
        }
        self.at += 1;
        self.skip_until(|byte| !is_blank(byte));
        let quote = match self.peek() {
            Some(quote @ (b'"' | b'\'')) => quote,
            _ => return Err(self.no_quotes(start, name)),
        };
        self.at += 1;
        let (value, has_reference) = self.value(name, quote)?;
        Ok(Some(RawAttribute { name, start, value, has_reference }))
    }

    fn value(&mut self, name: &str, quote: u8) -> Result<(Range<usize>, bool), Refusal> {
        let opening = self.at;
        let mut has_reference = false;
        loop {
            match self.peek() {
                Some(byte) if byte == quote => break,
                Some(b'<') => return Err(self.less_than_in_value(opening, name, quote)),
                Some(b'&') => has_reference = true,
                Some(_) => {}
                None => return Err(self.ends_in_value(opening, name)),
            }
            self.at += 1;
        }
        self.at += 1;
        Ok((opening..self.at - 1, has_reference))
    }

    fn peek(&self) -> Option<u8> {
        self.input.bytes().get(self.at).copied()
    }

    fn skip_until(&mut self, is_end: impl Fn(u8) -> bool) {
        while self.peek().is_some_and(|byte| !is_end(byte)) {
            self.at += 1;
        }
    }
}

/// What can be wrong in a tag.
impl TagScanner<'_> {
    #[cold]
    fn no_attribute_here(&self) -> Refusal {
        let at = self.at;
        let Some(found) = self.input.text[at..].chars().next() else { return self.ends_in_tag() };
        let place = at..at + found.len_utf8();
        let tag = self.shown();
        match found {
            '<' => self
                .input
                .error(
                    "xml-tag-not-closed",
                    place,
                    format!("the tag `{tag}` is not closed before the next one"),
                )
                .and(self.input.span(self.start..self.start + tag.len()), "the open tag")
                .help("close it with `>`"),
            '/' => self
                .input
                .error("xml-stray-slash", place, format!("`/` inside the tag `{tag}`"))
                .help("in an empty element, `/` stands directly before `>`; a name has no `/`"),
            _ => self
                .input
                .error("xml-attribute-no-name", place, format!("`{found}` is not the start of an attribute"))
                .help("write an attribute as `name=\"value\"`"),
        }
        .into()
    }

    #[cold]
    fn no_blank_before(&self, start: usize) -> Refusal {
        let name = &self.input.text[start..self.at];
        let message = format!("no blank before the attribute `{name}`");
        self.input
            .error("xml-attribute-no-blank", start..self.at, message)
            .help("put a blank before it")
            .into()
    }

    #[cold]
    fn no_value(&self, start: usize, name: &str) -> Refusal {
        if self.peek().is_none() {
            return self.ends_in_tag();
        }
        let message = format!("the attribute `{name}` has no value");
        let help = format!("write `{name}=\"…\"`");
        self.input.error("xml-attribute-no-value", start..start + name.len(), message).help(help).into()
    }

    #[cold]
    fn no_quotes(&self, start: usize, name: &str) -> Refusal {
        let rest = &self.input.text[self.at..];
        let length =
            rest.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/' | '<')).unwrap_or(rest.len());
        if length == 0 {
            return self.no_value(start, name);
        }
        let at = self.at..self.at + length;
        let value = self.input.excerpt(at.clone());
        let bare = value.trim_matches(|c| matches!(c, '"' | '\'' | '“' | '”' | '„' | '‘' | '’'));
        let help = format!("write `{name}=\"{bare}\"`");
        let message = format!("the value `{value}` of the attribute `{name}` has no quotes");
        self.input.error("xml-attribute-no-quotes", at, message).help(help).into()
    }

    #[cold]
    fn less_than_in_value(&self, opening: usize, name: &str, quote: u8) -> Refusal {
        let value = &self.input.text[opening..self.at];
        let quotation_mark = opening - 1..opening;
        let less_than = self.at..self.at + 1;
        if value.contains(['\n', '>']) {
            let message = format!("the value of the attribute `{name}` has no closing quote");
            return self
                .input
                .error("xml-unclosed-value", quotation_mark, message)
                .and(self.input.span(less_than), "the value reaches to this `<`")
                .help(format!("add a `{}` behind the value", char::from(quote)))
                .into();
        }
        let message = format!("`<` in the value of the attribute `{name}`");
        self.input
            .error("xml-less-than-in-value", less_than, message)
            .and(self.input.span(quotation_mark), "the value starts here")
            .help("write `&lt;`")
            .into()
    }

    #[cold]
    fn ends_in_value(&self, opening: usize, name: &str) -> Refusal {
        let message = format!("the XML ends inside the value of the attribute `{name}`");
        self.input
            .error("xml-truncated", self.at..self.at, message)
            .and(self.input.span(opening - 1..opening), "the value starts here")
            .help("the closing quote is missing, or the text is cut off")
            .into()
    }

    #[cold]
    fn ends_in_tag(&self) -> Refusal {
        let message = format!("the XML ends inside the tag `{}`", self.shown());
        self.input.error("xml-truncated", self.at..self.at, message).help(CUT_OFF).into()
    }

    /// The `<` and the name.
    fn shown(&self) -> String {
        let name = Self::new(self.input, self.start).name();
        self.input.excerpt(self.start..name.end)
    }
}

/// The usual reason for an early end.
pub(super) const CUT_OFF: &str = "the text looks cut off; export or copy it again";
