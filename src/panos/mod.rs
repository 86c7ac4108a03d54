//! What Panorama and firewalls make of XML.
//!
//! Belongs here: where things live in a configuration. Does not belong here: the XML language itself
//! (`xml`), what a spec says (`spec`).

mod place;

pub use place::{LOCALHOST, PanoramaObject, Place, PlaceError, TEMPLATE_VSYS};
