//! A session of Panorama's or a firewall's CLI, as text to paste.

use std::fmt::Write as _;

/// The step that enters configuration mode, where nothing is taken away.
pub(crate) const ENTER: &str = "Take paste at full speed, then enter configuration mode. The candidate configuration must be \
                     clean:\ncommit or revert other changes first. What follows adds and changes; it removes nothing, and a new\n\
                     rule or template goes behind those that are there.";

/// The steps of a session, numbered as they are written.
pub(crate) struct Session {
    pub(crate) text: String,
    steps: usize,
}

impl Session {
    /// A session that begins with what it does.
    pub(crate) fn new(title: &str) -> Self {
        Self { text: format!("# {title}\n"), steps: 0 }
    }

    /// A step: what is done in the commands below it.
    pub(crate) fn step(&mut self, what: &str) {
        self.steps += 1;
        let mut lines = what.lines();
        let first = lines.next().unwrap_or_default();
        let _ = writeln!(self.text, "\n# {}. {first}", self.steps);
        for line in lines {
            let _ = writeln!(self.text, "#    {line}");
        }
    }

    /// A line to paste.
    pub(crate) fn command(&mut self, command: &str) {
        self.text.push_str(command);
        self.text.push('\n');
    }
}

/// An XPath as the CLI takes it: one word.
pub(crate) fn xpath(path: &str) -> String {
    if path.contains(' ') { format!("\"{path}\"") } else { path.to_owned() }
}
