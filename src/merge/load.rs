//! Files loaded into a configuration, as `load config partial` and the `set` of a skillet do.

use super::lay::Laying;
use super::layer::Layer;
use super::{Mode, Part, Tally, splice};
use crate::diag::{Diagnostic, Severity, Sink};
use crate::diff::{Noise, diff};
use crate::panos::{Export, LOCALHOST, admit_path, below_config, config_of};
use crate::source::Sources;
use crate::xml::{ConfigPath, Document, Node, Step, write};

/// One file to load.
#[derive(Debug, Clone)]
pub struct Load<'f> {
    /// What of it is loaded.
    pub part: Part<'f>,
    /// Where to; `config` in front may be left out.
    pub at: ConfigPath,
    /// What becomes of what is there.
    pub mode: Mode,
}

/// A configuration with files loaded into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// The whole text, and what is around the configuration in it.
    pub text: String,
    /// How much changed.
    pub tally: Tally,
    /// Is it only the order of elements that changed, where it means nothing?
    pub is_only_reordered: bool,
}

/// Loads files one after another into a configuration.
///
/// Every byte of what stays is as it was. What comes stands behind its siblings, laid out as they are. No file
/// is written out twice: what one of them has of an element is put together with what the others have of it.
///
/// Every problem goes to `sink`; `None` where one was an error.
pub fn load(base: Export<'_>, loads: &[Load<'_>], sink: &mut Sink) -> Option<Loaded> {
    let errors = sink.count(Severity::Error);
    let mut layer = Layer::config();
    for load in loads {
        match destination(base, load) {
            Ok(at) => layer.take(&load.part, &at, load.mode, sink),
            Err(problem) => sink.report(problem),
        }
    }
    let document = match parsed(&write(&layer.to_element())) {
        Ok(document) => document,
        Err(problem) => {
            sink.report(problem);
            return None;
        }
    };
    let mut laying = Laying { base, path: Vec::new(), sink };
    let difference = laying.lay(base.config(), &layer, document.root());
    if sink.count(Severity::Error) > errors {
        return None;
    }
    let old = base.config().document().text();
    let Some(difference) = difference else {
        return Some(Loaded { text: old.to_owned(), tally: Tally::default(), is_only_reordered: false });
    };
    let loaded = splice(&difference).and_then(|text| {
        let new = parsed(&text)?;
        // What was spliced in is looked at as anybody else's text.
        let config = config_of(new.root()).unwrap_or(new.root());
        let tally = diff(base.config(), config, &Noise::none()).as_ref().map(Tally::of).unwrap_or_default();
        Ok(Loaded { is_only_reordered: tally == Tally::default(), text, tally })
    });
    loaded.map_err(|problem| sink.report(problem)).ok()
}

/// A text of our own. It has no place that a user could look at.
fn parsed(text: &str) -> Result<Document, Diagnostic> {
    let mut sources = Sources::default();
    let id = sources.add("", text);
    Document::parse(id, sources.get(id).shared_text()).map_err(|problem| Diagnostic {
        primary: None,
        secondary: Vec::new(),
        ..problem
    })
}

/// The steps below `config` to where something is loaded, every entry with its name.
///
/// What is there is right; from where on nothing is there, the path must lead somewhere that we know.
fn destination(base: Export<'_>, load: &Load<'_>) -> Result<Vec<Step>, Diagnostic> {
    let at = below_config(&load.at);
    if at.is_empty() && load.mode == Mode::Replace {
        let message = "this would replace the entire configuration";
        return Err(Diagnostic::error("replaces-everything", message)
            .help("say with --at what is replaced, or give `--mode merge`"));
    }
    let mut steps: Vec<Step> = Vec::new();
    let mut there = Some(base.config());
    let admit = |steps: &[Step]| admit_path(base, &steps.iter().cloned().collect());
    let mut is_known = true;
    for step in at {
        if step.entry.is_some() && step.name != "entry" {
            let message = format!("in {}, `{step}` names an element that is no entry", load.at);
            let entry = Step { name: "entry".to_owned(), entry: step.entry.clone() };
            return Err(
                Diagnostic::error("path-no-entry", message).help(format!("write `{}/{entry}`", step.name))
            );
        }
        let mut step = step.clone();
        if step.name == "entry" && step.entry.is_none() {
            step.entry = Some(only_entry(there, steps.last(), load)?);
        }
        there = there.and_then(|node| match &step.entry {
            Some(name) => node.entry(name),
            None => node.child(&step.name),
        });
        let is_above_known = is_known;
        steps.push(step);
        let admitted = admit(&steps);
        is_known = admitted.is_ok();
        if let (Err(error), None, true) = (admitted, there, is_above_known) {
            return Err(Diagnostic::without_place(&error));
        }
    }
    Ok(steps)
}

/// The name of an entry that a path leaves out: that of the only one there is.
fn only_entry(there: Option<Node<'_>>, list: Option<&Step>, load: &Load<'_>) -> Result<String, Diagnostic> {
    let entries = there.into_iter().flat_map(Node::children).filter(|child| child.name() == "entry");
    let mut names = entries.filter_map(|entry| entry.attribute("name"));
    match (names.next(), names.next()) {
        (Some(name), None) => return Ok(name.into_owned()),
        (None, _) if list.is_some_and(|list| list.name == "devices") => return Ok(LOCALHOST.to_owned()),
        _ => {}
    }
    let list = list.map_or("config", |list| list.name.as_str());
    let message = format!("in {}, the entry of `{list}` has no name", load.at);
    let problem = Diagnostic::error("entry-unnamed", message).help("name it, as in entry[@name='…']");
    Err(match there {
        Some(there) => problem.at(there.start_tag_span()),
        None => problem,
    })
}
