//! A session of Panorama's or a firewall's CLI, as text to paste.

use std::fmt::Write as _;

use crate::panos::set_commands::quoted;
use crate::xml::ConfigPath;

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

    /// The step that brings a file to Panorama, under a name.
    pub(crate) fn import(&mut self, file: &str, name: &str) {
        self.step(&format!(
            "Import {file} under the name {name}: Panorama > Setup > Operations > Import named\n\
             Panorama configuration snapshot, or copy it to a server as {name} and, in operational mode:"
        ));
        self.command(&format!("scp import configuration from <user>@<host>:<path>/{name}"));
    }

    /// The commands that enter configuration mode.
    pub(crate) fn configure(&mut self) {
        self.command("set cli scripting-mode on");
        self.command("configure");
    }

    /// The command that loads what stands at a place below `config` of an imported file to the same place.
    pub(crate) fn load_partial(&mut self, mode: &str, name: &str, path: &ConfigPath) {
        let from = path.to_string();
        let to = ConfigPath::default().child("config").join(path).to_string();
        self.command(&format!(
            "load config partial mode {mode} from {name} from-xpath {} to-xpath {}",
            xpath(from.trim_start_matches('/')),
            xpath(&to)
        ));
    }

    /// The step that pushes template stacks.
    pub(crate) fn push_stacks<'n>(&mut self, stacks: impl Iterator<Item = &'n str>) {
        self.step("Push the template stacks: interfaces, zones and HA settings.");
        stacks.for_each(|stack| self.command(&format!("commit-all template-stack name {}", quoted(stack))));
    }

    /// The step that pushes device groups.
    pub(crate) fn push_groups<'n>(&mut self, groups: impl Iterator<Item = &'n str>) {
        let groups: Vec<&str> = groups.collect();
        let what = if groups.len() == 1 { "group" } else { "groups" };
        self.step(&format!("Push the device {what}: objects and rules."));
        groups.iter().for_each(|group| {
            self.command(&format!("commit-all shared-policy device-group {}", quoted(group)));
        });
    }

    /// The step that looks at what came of it.
    pub(crate) fn see_cluster(&mut self) {
        self.step(
            "See on each firewall that the cluster came up and that members-count is the number of members.",
        );
        self.command("show high-availability cluster state");
    }
}

/// An XPath as the CLI takes it: one word. The single quotes and brackets that nearly all have need nothing.
fn xpath(path: &str) -> String {
    let is_word = !path.contains(|c: char| c.is_whitespace() || c == '"');
    if is_word { path.to_owned() } else { quoted(path) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_xpath_is_one_word() {
        assert_eq!(xpath("/config/a/entry[@name='x']"), "/config/a/entry[@name='x']");
        assert_eq!(xpath("a/entry[@name='x y']"), "\"a/entry[@name='x y']\"");
        assert_eq!(xpath("a/entry[@name=\"it's\"]"), "\"a/entry[@name=\\\"it's\\\"]\"");
    }
}
