//! Reads files of configuration commands back, by the rules that `set_commands.rs` states: comments, words
//! in double or single quotes, values over several lines, lists in brackets.

use std::fmt;

use panha::panos::set_commands::quoted;

/// What a command does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    Set,
    Delete,
    Rename,
    Move,
}

/// The verbs as the CLI says them.
const VERBS: [(&str, Verb); 4] =
    [("set", Verb::Set), ("delete", Verb::Delete), ("rename", Verb::Rename), ("move", Verb::Move)];

/// A command: its words without the verb, and the list at its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Command {
    pub(crate) verb: Verb,
    pub(crate) words: Vec<String>,
    pub(crate) list: Option<Vec<String>>,
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verb = VERBS.iter().find(|(_, verb)| *verb == self.verb).map_or("", |(word, _)| word);
        f.write_str(verb)?;
        self.words.iter().try_for_each(|word| write!(f, " {}", quoted(word)))?;
        let Some(list) = &self.list else { return Ok(()) };
        f.write_str(" [")?;
        list.iter().try_for_each(|item| write!(f, " {}", quoted(item)))?;
        f.write_str(" ]")
    }
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

/// The commands of a file that change a configuration, in order. What else a session has, `configure` and
/// `commit` and the like, is passed over.
///
/// # Errors
/// The line that cannot be read.
pub(crate) fn read(text: &str) -> Result<Vec<Command>, String> {
    Ok(lines(text)?.into_iter().filter_map(Result::ok).collect())
}

/// As [`read`], for texts that hold nothing but such commands.
///
/// # Errors
/// The line that cannot be read, or that is another command: nobody would notice that it was passed over.
pub(crate) fn read_changes(text: &str) -> Result<Vec<Command>, String> {
    let no_change = |line| format!("`{line}`: this is no set, delete, rename or move of a configuration");
    lines(text)?.into_iter().collect::<Result<_, _>>().map_err(no_change)
}

/// The lines that are not empty, as commands; as they are where they change no configuration.
///
/// # Errors
/// The line that cannot be read.
pub(crate) fn lines(text: &str) -> Result<Vec<Result<Command, String>>, String> {
    let mut lines = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        rest = rest.trim_start_matches(' ');
        if rest.starts_with('#') {
            rest = rest.split_once('\n').map_or("", |(_, behind)| behind);
            continue;
        }
        let told = |reason| format!("{reason}: {rest:.200}");
        let (words, behind) = line(rest).map_err(told)?;
        let is_of_cli = words.get(1).is_some_and(|word| word.is("cli"));
        let verb = words.first().and_then(|first| VERBS.iter().find(|(word, _)| first.is(word)));
        match verb {
            Some((_, verb)) if !is_of_cli => lines.push(Ok(command(*verb, words).map_err(told)?)),
            _ if words.is_empty() => {}
            _ => lines.push(Err(rest[..rest.len() - behind.len()].trim_end().to_owned())),
        }
        rest = behind;
    }
    Ok(lines)
}

/// The words of one line of another kind.
///
/// # Errors
/// A quote that is not closed.
pub(crate) fn words(text: &str) -> Result<Vec<String>, String> {
    let (words, _) = line(text)?;
    Ok(words.into_iter().map(|word| word.text).collect())
}

fn command(verb: Verb, words: Vec<Word>) -> Result<Command, &'static str> {
    let mut words = words.into_iter().skip(1);
    let mut path = Vec::new();
    for word in words.by_ref() {
        if word.is("[") {
            let mut items: Vec<Word> = words.collect();
            let is_closed = items.pop().is_some_and(|last| last.is("]"));
            if !is_closed || items.iter().any(|item| item.is("[") || item.is("]")) {
                return Err("a list is not closed");
            }
            let list = items.into_iter().map(|item| item.text).collect();
            return Ok(Command { verb, words: path, list: Some(list) });
        }
        path.push(word.text);
    }
    Ok(Command { verb, words: path, list: None })
}

/// The words up to the end of a line that is in no quotes, and what is behind it.
fn line(text: &str) -> Result<(Vec<Word>, &str), &'static str> {
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
            return Err("two words are not apart");
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
    let plain = |path: &[&str]| Command { verb: Verb::Set, words: words(path), list: None };
    let expected = [
        Command { list: Some(words(&["e", "["])), ..plain(&["a", "b c", "d \""]) },
        plain(&["x", "two\n# lines"]),
        plain(&["y", "it's \"so\\\""]),
        plain(&["z", "a\\b"]),
    ];
    assert_eq!(read(text).as_deref(), Ok(&expected[..]));
    assert!(read("set a \"b").is_err());
    assert!(read("set a [ b\n").is_err());
}

#[test]
fn commands_that_change_a_configuration_are_told_from_others() {
    let text = "  # indented\n  delete a [ \"b c\" d ]\n  rename a to 'b'\n\n  move a top\n";
    let commands = read_changes(text).expect("readable");
    let verbs: Vec<Verb> = commands.iter().map(|command| command.verb).collect();
    assert_eq!(verbs, [Verb::Delete, Verb::Rename, Verb::Move]);
    let written: Vec<String> = commands.iter().map(Command::to_string).collect();
    assert_eq!(written, ["delete a [ \"b c\" d ]", "rename a to b", "move a top"]);
    for other in ["configure", "set cli pager off", "sett a b", "run show system info"] {
        let error = read_changes(&format!("set a b\n{other}\n")).expect_err(other);
        assert!(error.contains(other), "{error}");
    }
}
