//! What a plan may do, and what it must not.

use crate::diag::{Diagnostic, Severity, Sink};
use crate::xml::{ConfigPath, Node, Step};

/// Conflicts that the user may know of and accept.
pub const ACCEPTABLE: [&str; 4] =
    ["cluster-id-in-use", "interface-in-use", "other-firewalls", "template-of-another-cluster"];

/// What the user allows and forbids.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What others put into our objects goes.
    pub prunes: bool,
    /// Nothing that is there goes; a value still gives way to another.
    pub keeps: bool,
    /// Firewalls are taken out of the stacks and device groups of others.
    pub takes_over: bool,
    /// Only what is at or below one of these places, below `config`; everything where there is none.
    pub only: Vec<ConfigPath>,
    /// Serial numbers of firewalls that must get what they have.
    pub protected: Vec<String>,
    /// Codes of conflicts that the user knows of.
    pub accepted: Vec<String>,
}

impl Options {
    /// Is a change at a place wanted at all? What comes at a place brings all that is below it.
    pub(super) fn allows(&self, path: &ConfigPath) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| begins(path.steps(), only.steps()))
    }

    /// A conflict, or what is left of it when the user knows of it.
    pub(super) fn judged(&self, diagnostic: Diagnostic) -> Diagnostic {
        let is_accepted = self.accepted.iter().any(|code| code == diagnostic.code);
        let severity = if is_accepted { Severity::Warning } else { diagnostic.severity };
        let help = match diagnostic.help {
            Some(help) if ACCEPTABLE.contains(&diagnostic.code) && !is_accepted => {
                Some(format!("{help}; if it is meant, give `--accept {}`", diagnostic.code))
            }
            help => help,
        };
        Diagnostic { severity, help, ..diagnostic }
    }

    /// Tells the places of `only` that are in neither configuration, and those in something that comes as a
    /// whole: nothing would be left of the plan, and nobody would know why.
    pub(super) fn refuse_nowhere(&self, base: Node<'_>, wish: Node<'_>, sink: &mut Sink) {
        for only in &self.only {
            let (there, wanted) = (reach(base, only.steps()), reach(wish, only.steps()));
            let length = only.steps().len();
            if there < length && wanted < length {
                let step = &only.steps()[there.max(wanted)];
                let message = format!(
                    "--only {only}: there is no `{step}` at this place, in the export or in the spec"
                );
                let help = "write a full path, or one from `template`, `template-stack`, `device-group` or `mgt-config` on";
                sink.report(Diagnostic::error("only-nowhere", message).help(help));
            } else if there + 1 < length {
                let whole: ConfigPath = only.steps()[..=there].iter().cloned().collect();
                let message = format!("--only {only}: it is in {whole}, which comes as a whole");
                sink.report(
                    Diagnostic::error("only-in-new", message).help("name what comes, or what is there"),
                );
            }
        }
    }
}

/// How many steps of a path can be taken from an element on.
fn reach(node: Node<'_>, steps: &[Step]) -> usize {
    let Some((step, rest)) = steps.split_first() else { return 0 };
    let is_it = |child: &Node<'_>| {
        child.name() == step.name
            && step
                .entry
                .as_ref()
                .is_none_or(|entry| child.attribute("name").is_some_and(|name| name == **entry))
    };
    node.children().filter(is_it).map(|child| 1 + reach(child, rest)).max().unwrap_or(0)
}

/// Does a path begin with another, in which a step without the name of an entry is any entry?
fn begins(steps: &[Step], start: &[Step]) -> bool {
    let is_same = |(step, wanted): (&Step, &Step)| {
        step.name == wanted.name && (wanted.entry.is_none() || step.entry == wanted.entry)
    };
    steps.len() >= start.len() && steps.iter().zip(start).all(is_same)
}
