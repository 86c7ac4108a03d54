//! What of a file is loaded.

use crate::diag::{Diagnostic, near_match};
use crate::panos::{TOP_LEVEL, below_config, config_of};
use crate::source::Span;
use crate::xml::{ConfigPath, Document, Node, Step};

/// What of a file is loaded.
#[derive(Debug, Clone)]
pub enum Part<'f> {
    /// Elements that become children of the one that they are loaded to, as the `element` of a skillet does.
    Below(Vec<Node<'f>>),
    /// An element that is laid over the one that it is loaded to, as with `from-xpath` and `to-xpath`.
    Over(Node<'f>),
}

impl<'f> Part<'f> {
    /// All of a snippet, or what stands at `from`. Of a whole configuration, it is what stands where it is to
    /// be loaded to, unless `from` says otherwise.
    ///
    /// # Errors
    /// A file without an element, and a path that leads to none in it.
    pub fn of(
        document: &'f Document,
        from: Option<&ConfigPath>,
        at: &ConfigPath,
    ) -> Result<Self, Diagnostic> {
        if document.roots().next().is_none() {
            let start = Span::new(document.source(), 0, 0);
            return Err(Diagnostic::error("snippet-empty", "there is no element to load").at(start));
        }
        let config = whole_configuration(document);
        let Some(path) = from.or_else(|| config.and(Some(at))) else {
            return Ok(Self::Below(document.roots().collect()));
        };
        let (start, rest) = match config {
            Some(config) => (config, below_config(path)),
            None => start_in(document, path)?,
        };
        let found = rest.iter().try_fold(start, |node, step| next(node, step));
        let node = found.map_err(|problem| match from {
            None if problem.code == "from-missing" => problem.help(
                "the file is a whole configuration, of which the part is loaded that stands at --at;\n\
                 --from says where it stands in the file",
            ),
            _ => problem,
        })?;
        same_kind(node, path, at)?;
        Ok(Self::Over(node))
    }

    /// Where it starts in its file.
    pub(super) fn span(&self) -> Option<Span> {
        let node = match self {
            Self::Below(nodes) => nodes.first()?,
            Self::Over(node) => node,
        };
        Some(node.start_tag_span())
    }
}

/// The configuration that is all of a file. A lone `config` may also be a setting of that name.
fn whole_configuration(document: &Document) -> Option<Node<'_>> {
    let mut roots = document.roots();
    let config = config_of(roots.next()?).filter(|_| roots.next().is_none())?;
    config.children().any(|child| TOP_LEVEL.contains(&child.name())).then_some(config)
}

/// The root of a snippet that a path begins with, and what is left of the path.
fn start_in<'f, 'p>(
    document: &'f Document,
    path: &'p ConfigPath,
) -> Result<(Node<'f>, &'p [Step]), Diagnostic> {
    let is_at = |node: &Node<'_>, step: &Step| {
        node.name() == step.name
            && step
                .entry
                .as_ref()
                .is_none_or(|name| node.attribute("name").as_ref().is_some_and(|n| n == name))
    };
    let Some((first, rest)) = path.steps().split_first() else {
        let message = "the file is no whole configuration, and --from names no element in it";
        return Err(Diagnostic::error("from-missing", message).at(document.root().name_span()));
    };
    match document.roots().find(|root| is_at(root, first)) {
        Some(root) => Ok((root, rest)),
        None => {
            let message = format!("no element of the file is `{first}`, with which --from begins");
            Err(Diagnostic::error("from-missing", message)
                .labelled(document.root().name_span(), "the first element")
                .guess(
                    &first.name,
                    document.roots().map(Node::name),
                    "a path starts at an outermost element",
                ))
        }
    }
}

/// The child that a step leads to. An entry need not be named where it is the only one.
fn next<'f>(node: Node<'f>, step: &Step) -> Result<Node<'f>, Diagnostic> {
    let found = match &step.entry {
        Some(name) => node.entry(name).filter(|_| step.name == "entry"),
        None => node.child(&step.name),
    };
    let Some(found) = found else {
        let message = format!("there is no `{step}` in `{}` to load", node.name());
        let problem = Diagnostic::error("from-missing", message).at(node.start_tag_span());
        let near = match &step.entry {
            Some(name) => nearest(name, node.children().filter_map(|child| child.attribute("name"))),
            None => nearest(&step.name, node.children().map(Node::name)),
        };
        return Err(match near {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.help("--from says where it stands in the file"),
        });
    };
    let is_another = |child: &Node<'_>| child.name() == "entry" && child.span() != found.span();
    match node.children().find(is_another).filter(|_| step.entry.is_none() && step.name == "entry") {
        Some(other) => Err(Diagnostic::error("entry-unnamed", "there are several entries to load from")
            .labelled(found.start_tag_span(), "one")
            .and(other.start_tag_span(), "another")
            .help("name it, as in entry[@name='…']")),
        None => Ok(found),
    }
}

pub(super) fn nearest(name: &str, names: impl Iterator<Item = impl AsRef<str>>) -> Option<String> {
    let names: Vec<_> = names.collect();
    near_match(name, names.iter().map(AsRef::as_ref)).map(str::to_owned)
}

/// Laying an entry over a list, or a list over an entry, is a slip: one of the paths ends too early.
fn same_kind(node: Node<'_>, from: &ConfigPath, at: &ConfigPath) -> Result<(), Diagnostic> {
    let is_entry_there = below_config(at).last().is_some_and(|step| step.name == "entry");
    if (node.name() == "entry") == is_entry_there {
        return Ok(());
    }
    let message = format!("{from} is {}, and {at} is {}", kind(node.name() == "entry"), kind(is_entry_there));
    Err(Diagnostic::error("from-at-kinds", message)
        .at(node.start_tag_span())
        .help("let --from and --at lead to the same kind of element"))
}

fn kind(is_entry: bool) -> &'static str {
    if is_entry { "an entry" } else { "no entry" }
}
