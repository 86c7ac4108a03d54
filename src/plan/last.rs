//! What the last generation made: the third side of a comparison.

use crate::diag::Diagnostic;
use crate::panos::{LOCALHOST, PanoramaObject, device};
use crate::source::{SourceId, Sources};
use crate::xml::{ConfigPath, Document, Element, Node, write};

/// What `panha generate` made last, all clusters in one configuration.
#[derive(Debug)]
pub struct Last {
    document: Document,
}

impl Last {
    /// Reads the `panorama.xml` of every cluster.
    ///
    /// # Errors
    /// The first file that is no such thing.
    pub fn new(files: &[SourceId], sources: &mut Sources) -> Result<Self, Diagnostic> {
        let mut all = Element::new("config");
        for file in files {
            let document = Document::parse(*file, sources.get(*file).shared_text())?;
            for object in PanoramaObject::ALL {
                for entry in objects(document.root(), object) {
                    all.ensure(&device().child(object.element())).push(entry.to_element()?);
                }
            }
        }
        let id = sources.add("the last generation", write(&all));
        Ok(Self { document: Document::parse(id, sources.get(id).shared_text())? })
    }

    /// The `config` element.
    pub(super) fn config(&self) -> Node<'_> {
        self.document.root()
    }

    /// The entry of an object that was made.
    pub(super) fn object(&self, object: PanoramaObject, name: &str) -> Option<Node<'_>> {
        objects(self.config(), object)
            .find(|entry| entry.attribute("name").is_some_and(|found| found == name))
    }

    /// What was made at a place below `config`.
    pub(super) fn at(&self, path: &ConfigPath) -> Option<Node<'_>> {
        self.config().get(path)
    }
}

/// The entries of one kind of object, wherever their containers are.
pub(super) fn objects(config: Node<'_>, object: PanoramaObject) -> impl Iterator<Item = Node<'_>> {
    let device = config.child("devices").and_then(|devices| devices.entry(LOCALHOST));
    let containers = device.into_iter().flat_map(Node::children);
    let containers = containers.filter(move |container| container.name() == object.element());
    containers.flat_map(Node::children).filter(|entry| entry.name() == "entry")
}
