//! Where a spec says what Panorama may have something to say about.

use std::collections::BTreeMap;

use super::lower::Facts;
use crate::source::Span;

/// Where the parts of a cluster are written.
#[derive(Debug, Clone, Default)]
pub struct ClusterPlaces {
    /// Its id.
    pub id: Option<Span>,
    /// Its members, by serial number.
    pub serials: BTreeMap<String, Span>,
    /// The Panorama objects that it makes, by name: `template`, `template stack` and `device group`, each the
    /// place of the name, or of what it is derived from.
    pub objects: BTreeMap<(&'static str, String), Span>,
    /// The device group above its own.
    pub parent: Option<Span>,
}

impl ClusterPlaces {
    pub(super) fn of(facts: &Facts) -> Self {
        let serials = facts.serials.iter().map(|serial| (serial.value.to_string(), serial.span));
        let objects = facts.objects.iter().map(|(kind, name)| ((*kind, name.value.clone()), name.span));
        Self {
            id: facts.id.as_ref().map(|id| id.span),
            serials: serials.collect(),
            objects: objects.collect(),
            parent: facts.parent.as_ref().map(|(_, parent)| parent.span),
        }
    }
}
