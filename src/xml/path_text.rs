//! The text of a [`ConfigPath`], both ways.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use super::chars::is_name;
use super::path::{ConfigPath, Step};

/// Why a text is not a [`ConfigPath`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{text}` is not a path: {reason}, at byte {offset}")]
pub struct PathError {
    text: String,
    offset: usize,
    reason: String,
}

impl PathError {
    /// Where the text stops being a path, in bytes from its start.
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// What is wrong there.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

/// `/` before each step, and the name of an entry in single quotes; in double quotes where it holds
/// a single one; where it holds both, the single ones doubled, as XPath 2 writes them. The empty
/// path is `/`.
impl fmt::Display for ConfigPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("/");
        }
        self.steps().iter().try_for_each(|step| write!(f, "/{step}"))
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        match &self.entry {
            None => Ok(()),
            Some(entry) if !entry.contains('\'') => write!(f, "[@name='{entry}']"),
            Some(entry) if !entry.contains('"') => write!(f, "[@name=\"{entry}\"]"),
            Some(entry) => write!(f, "[@name='{}']", entry.replace('\'', "''")),
        }
    }
}

/// Reads steps like `name` and `name[@name='…']` with a slash between them; one in front is allowed
/// and says nothing. A quoted name may hold everything, its own quote doubled.
impl FromStr for ConfigPath {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, PathError> {
        let mut steps = Steps { text, at: usize::from(text.starts_with('/')) };
        let mut path = Self::default();
        if text == "/" {
            return Ok(path);
        }
        loop {
            path.push(steps.step()?);
            if steps.rest().is_empty() {
                return Ok(path);
            }
            steps.expect("/", "`/` must follow `]`")?;
        }
    }
}

/// Reads one step after another.
struct Steps<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Steps<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn step(&mut self) -> Result<Step, PathError> {
        let rest = self.rest();
        let length = rest.find(['/', '[']).unwrap_or(rest.len());
        let name = &rest[..length];
        if !is_name(name) {
            return Err(self.error(no_name_reason(name, rest)));
        }
        self.at += length;
        let entry = if self.rest().starts_with('[') { Some(self.predicate()?) } else { None };
        Ok(Step { name: name.to_owned(), entry })
    }

    /// The name in `[@name='…']`.
    fn predicate(&mut self) -> Result<String, PathError> {
        let inside = self.rest()[1..].trim_start();
        if inside.starts_with(|c: char| c.is_ascii_digit())
            || inside.starts_with("position(")
            || inside.starts_with("last(")
        {
            return Err(self.error("positions such as `[1]` are not supported, only `[@name='…']`"));
        }
        for part in ["[", "@name", "="] {
            self.expect(part, "only `[@name='…']` is supported in brackets")?;
            self.skip_blanks();
        }
        let Some(quote) = self.rest().chars().next().filter(|c| matches!(c, '\'' | '"')) else {
            return Err(self.error("a quote is missing before the name"));
        };
        let opening = self.at;
        self.at += 1;
        let mut name = String::new();
        loop {
            let Some(length) = self.rest().find(quote) else {
                return Err(Self { at: opening, ..*self }.error("this quote is not closed"));
            };
            name.push_str(&self.rest()[..length]);
            self.at += length + 1;
            if !self.rest().starts_with(quote) {
                break;
            }
            name.push(quote);
            self.at += 1;
        }
        self.skip_blanks();
        self.expect("]", "`]` is missing behind the name")?;
        Ok(name)
    }

    fn expect(&mut self, part: &str, reason: &str) -> Result<(), PathError> {
        if !self.rest().starts_with(part) {
            return Err(self.error(reason));
        }
        self.at += part.len();
        Ok(())
    }

    fn skip_blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start_matches(' ').len();
    }

    fn error(&self, reason: impl Into<String>) -> PathError {
        PathError { text: self.text.to_owned(), offset: self.at, reason: reason.into() }
    }
}

fn no_name_reason(name: &str, rest: &str) -> String {
    match name {
        "" if rest.starts_with('/') => "`//` (any depth) is not supported, write out each step".to_owned(),
        "" => "a name is missing".to_owned(),
        "." | ".." => format!("`{name}` is not supported, a path only leads down"),
        "*" => "`*` (any name) is not supported, write out the name".to_owned(),
        _ if name.starts_with('@') => format!("`{name}` is an attribute, a path leads to elements"),
        _ => format!("`{name}` is not an element name"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_and_entries_are_read_and_written() {
        let texts = [
            ("/", "/"),
            ("config", "/config"),
            ("/config/shared", "/config/shared"),
            ("devices/entry[@name='a']/network", "/devices/entry[@name='a']/network"),
            (r#"/entry[@name="a"]"#, "/entry[@name='a']"),
            ("/entry[ @name = 'a' ]", "/entry[@name='a']"),
            ("/entry[@name='ethernet1/1']/x", "/entry[@name='ethernet1/1']/x"),
            ("/entry[@name='a ]b[ ']", "/entry[@name='a ]b[ ']"),
            (r#"/entry[@name="it's"]"#, r#"/entry[@name="it's"]"#),
            (r#"/entry[@name='it''s "x"']"#, r#"/entry[@name='it''s "x"']"#),
            ("/entry[@name='']", "/entry[@name='']"),
        ];
        for (text, written) in texts {
            let path: ConfigPath = text.parse().expect("a path");
            assert_eq!(path.to_string(), written);
            assert_eq!(written.parse(), Ok(path));
        }
    }

    #[test]
    fn what_is_no_path_is_refused_with_place_and_reason() {
        let refused = [
            ("", "`` is not a path: a name is missing, at byte 0"),
            ("/a/", "`/a/` is not a path: a name is missing, at byte 3"),
            ("//a", "`//a` is not a path: `//` (any depth) is not supported, write out each step, at byte 1"),
            (
                "/a//b",
                "`/a//b` is not a path: `//` (any depth) is not supported, write out each step, at byte 3",
            ),
            ("/a/../b", "`/a/../b` is not a path: `..` is not supported, a path only leads down, at byte 3"),
            ("./a", "`./a` is not a path: `.` is not supported, a path only leads down, at byte 0"),
            ("/a/*", "`/a/*` is not a path: `*` (any name) is not supported, write out the name, at byte 3"),
            (
                "/a/@name",
                "`/a/@name` is not a path: `@name` is an attribute, a path leads to elements, at byte 3",
            ),
            ("/a b", "`/a b` is not a path: `a b` is not an element name, at byte 1"),
            (
                "/entry[1]",
                "`/entry[1]` is not a path: positions such as `[1]` are not supported, only `[@name='…']`, at byte 6",
            ),
            (
                "/entry[last()]",
                "`/entry[last()]` is not a path: positions such as `[1]` are not supported, only `[@name='…']`, at byte 6",
            ),
            (
                "/entry[@id='a']",
                "`/entry[@id='a']` is not a path: only `[@name='…']` is supported in brackets, at byte 7",
            ),
            (
                "/entry[@name=a]",
                "`/entry[@name=a]` is not a path: a quote is missing before the name, at byte 13",
            ),
            ("/entry[@name='a]", "`/entry[@name='a]` is not a path: this quote is not closed, at byte 13"),
            (
                "/entry[@name='a'",
                "`/entry[@name='a'` is not a path: `]` is missing behind the name, at byte 16",
            ),
            ("/entry[@name='a']x", "`/entry[@name='a']x` is not a path: `/` must follow `]`, at byte 17"),
        ];
        for (text, message) in refused {
            let error = text.parse::<ConfigPath>().expect_err("no path");
            assert_eq!(error.to_string(), message);
        }
    }
}
