//! Reads files of set commands back, by the rules that `set_commands.rs` states: comments, words in
//! double or single quotes, values over several lines, lists in brackets.

/// A command: its words without `set`, and the list at its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Command {
    pub(crate) words: Vec<String>,
    pub(crate) list: Option<Vec<String>>,
}

/// A word, and whether quotes took away what it could mean.
struct Word {
    text: String,
    is_quoted: bool,
}

impl Word {
    fn is(&self, sign: &str) -> bool {
        !self.is_quoted && self.text == sign
    }
}

/// The set commands of a file that change a configuration, in order.
///
/// # Errors
/// The line that cannot be read.
pub(crate) fn read(text: &str) -> Result<Vec<Command>, String> {
    let mut commands = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        if rest.starts_with('#') {
            rest = rest.split_once('\n').map_or("", |(_, behind)| behind);
            continue;
        }
        let (words, behind) = line(rest).map_err(|reason| format!("{reason}: {rest:.200}"))?;
        rest = behind;
        let is_of_cli = words.get(1).is_some_and(|word| word.is("cli"));
        if words.first().is_some_and(|word| word.is("set")) && !is_of_cli {
            commands.push(command(words).map_err(|reason| format!("{reason}: {rest:.200}"))?);
        }
    }
    Ok(commands)
}

fn command(words: Vec<Word>) -> Result<Command, String> {
    let mut words = words.into_iter().skip(1);
    let mut path = Vec::new();
    for word in words.by_ref() {
        if word.is("[") {
            let mut items: Vec<Word> = words.collect();
            let is_closed = items.pop().is_some_and(|last| last.is("]"));
            if !is_closed || items.iter().any(|item| item.is("[") || item.is("]")) {
                return Err("a list is not closed".to_owned());
            }
            let list = items.into_iter().map(|item| item.text).collect();
            return Ok(Command { words: path, list: Some(list) });
        }
        path.push(word.text);
    }
    Ok(Command { words: path, list: None })
}

/// The words up to the end of a line that is in no quotes, and what is behind it.
fn line(text: &str) -> Result<(Vec<Word>, &str), String> {
    let mut words = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(' ');
        let Some(first) = rest.chars().next() else { return Ok((words, "")) };
        let end = match first {
            '\n' => return Ok((words, &rest[1..])),
            '"' | '\'' => {
                let length = quoted_length(&rest[1..], first).ok_or("a quote is not closed")?;
                let inside = &rest[1..1 + length];
                let text = if first == '"' { without_backslashes(inside) } else { inside.to_owned() };
                words.push(Word { text, is_quoted: true });
                length + 2
            }
            _ => {
                let length = rest.find([' ', '\n']).unwrap_or(rest.len());
                words.push(Word { text: rest[..length].to_owned(), is_quoted: false });
                length
            }
        };
        rest = &rest[end..];
        if !rest.is_empty() && !rest.starts_with([' ', '\n']) {
            return Err("two words are not apart".to_owned());
        }
    }
}

/// The length of what is in quotes. A double quote behind an odd number of backslashes does not close.
fn quoted_length(text: &str, quote: char) -> Option<usize> {
    text.match_indices(quote).map(|(at, _)| at).find(|at| {
        let before = &text[..*at];
        let backslashes = before.len() - before.trim_end_matches('\\').len();
        quote == '\'' || backslashes.is_multiple_of(2)
    })
}

/// In double quotes a backslash means something only where a word needs it: where it holds a double
/// quote, or ends with a backslash.
fn without_backslashes(text: &str) -> String {
    if !text.contains('"') && !text.ends_with('\\') {
        return text.to_owned();
    }
    let mut plain = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        plain.extend(if c == '\\' { chars.next() } else { Some(c) });
    }
    plain
}

#[test]
fn commands_are_read_by_the_rules_that_write_them() {
    let text = "# a comment\nconfigure\nset cli scripting-mode on\nset a \"b c\" 'd \"' [ e \"[\" ]\n\n\
                set x \"two\n# lines\"\nset y \"it's \\\"so\\\\\\\"\"\nset z \"a\\b\"\ncommit\n";
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let plain = |path: &[&str]| Command { words: words(path), list: None };
    let expected = [
        Command { words: words(&["a", "b c", "d \""]), list: Some(words(&["e", "["])) },
        plain(&["x", "two\n# lines"]),
        plain(&["y", "it's \"so\\\""]),
        plain(&["z", "a\\b"]),
    ];
    assert_eq!(read(text).as_deref(), Ok(&expected[..]));
    assert!(read("set a \"b").is_err());
    assert!(read("set a [ b\n").is_err());
}
