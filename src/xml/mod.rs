//! Text to [`Document`] and back; [`Element`] to text.
//!
//! Belongs here: the XML language itself, what is well formed, where things stand in a text, paths
//! through a tree. Does not belong here: anything a firewall means by an element
//! (`panos` reads a document as a firewall or a Panorama).
//!
//! Two trees, for two jobs. A [`Document`] is what was *read*: immutable, every node knows its
//! place, and the text it came from is kept byte for byte. An [`Element`] is what we *build*: a
//! small owned tree without places. [`Node::to_element`] goes from one to the other.
//!
//! The reader is strict where its tokenizer, quick-xml, is not: a text that is not well-formed XML,
//! or that has a DOCTYPE, is refused with one [`Diagnostic`](crate::diag::Diagnostic).
//!
//! ```
//! # use std::sync::Arc;
//! # use panha::{source::Sources, xml::Document};
//! let mut sources = Sources::default();
//! let id = sources.add("snippet.xml", "<tag><entry name='R&amp;D'/></tag>");
//! let document = Document::parse(id, sources.get(id).shared_text()).expect("well formed");
//! let entry = document.root().entry("R&D").expect("the one entry");
//! assert_eq!(sources.place(entry.span()), "snippet.xml:1:6");
//! ```

mod chars;
mod conflict;
mod content;
mod declaration;
mod document;
mod element;
mod escape;
mod input;
mod names;
mod nesting;
mod node;
mod parse;
mod path;
mod path_text;
mod reference;
mod tag;
mod trouble;
mod unreadable;
mod write;

pub use document::Document;
pub use element::Element;
pub use escape::{escape_attribute, escape_text, without_forbidden};
pub use node::Node;
pub use path::{ConfigPath, Step};
pub use path_text::PathError;
pub use write::{write, write_indented};
