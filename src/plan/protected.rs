//! The firewalls that a plan must leave alone: one that nobody knows is a slip, and protects nothing.

use std::collections::BTreeSet;

use super::Options;
use crate::diag::{Diagnostic, Sink, near_match};
use crate::effective::Resolver;
use crate::panos::Panorama;
use crate::spec::Spec;

/// Tells of serial numbers that neither the export nor the spec has.
pub fn refuse_unknown(options: &Options, base: Panorama<'_>, spec: &Spec, sink: &mut Sink) {
    if options.protected.is_empty() {
        return;
    }
    let resolver = Resolver::new(base);
    let members = spec.fleet.clusters.iter().flat_map(|cluster| &cluster.members);
    let members = members.map(|member| member.serial.as_str());
    let known: BTreeSet<&str> = resolver.serials().chain(members).collect();
    for serial in options.protected.iter().filter(|serial| !known.contains(serial.as_str())) {
        let message =
            format!("firewall {serial} is to be protected, and is in neither the export nor the spec");
        let help = match near_match(serial, known.iter().copied()) {
            Some(near) => format!("is {near} meant?"),
            None => "`panha inventory` lists the firewalls of the export".to_owned(),
        };
        sink.report(Diagnostic::error("protected-unknown", message).help(help));
    }
}
