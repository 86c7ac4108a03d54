//! What clusters must not have in common.

use std::collections::BTreeMap;

use super::cluster::Facts;
use crate::diag::{Diagnostic, Sink};
use crate::model::{ClusterId, LinkKind, LinkSubnet, Serial};
use crate::source::{At, Span};

/// Checks every pair of clusters, also those that have errors of their own.
pub(in crate::spec) fn check_fleet(clusters: &[Facts], sink: &mut Sink) {
    for (index, later) in clusters.iter().enumerate() {
        for earlier in &clusters[..index] {
            check_names(earlier, later, sink);
            check_subnets(earlier, later, sink);
        }
    }
    check_serials(clusters, sink);
    note_reused_ids(clusters, sink);
    check_parents(clusters, sink);
}

/// Device groups that are each other's ancestors have no place in the hierarchy.
fn check_parents(clusters: &[Facts], sink: &mut Sink) {
    let parents: BTreeMap<&str, &At<String>> = clusters
        .iter()
        .filter_map(|cluster| cluster.parent.as_ref())
        .map(|(group, parent)| (&**group, parent))
        .collect();
    for (group, parent) in &parents {
        let mut at = parent.value.as_str();
        for _ in 0..parents.len() {
            if at == *group {
                let message = format!("device group `{group}` is below itself");
                sink.report(
                    Diagnostic::error("device-group-own-parent", message)
                        .at(parent.span)
                        .help("leave one `parent` out to put that device group below Shared"),
                );
                break;
            }
            match parents.get(at) {
                Some(next) => at = &next.value,
                None => break,
            }
        }
    }
}

fn check_serials(clusters: &[Facts], sink: &mut Sink) {
    let mut seen: BTreeMap<&Serial, Span> = BTreeMap::new();
    for serial in clusters.iter().flat_map(|cluster| &cluster.serials) {
        if let Some(first) = seen.insert(&serial.value, serial.span) {
            sink.report(
                Diagnostic::error("serial-reused", format!("serial {} is used twice", serial.value))
                    .at(serial.span)
                    .and(first, "first here")
                    .help("a firewall is a member of one cluster, once"),
            );
        }
    }
}

fn check_names(earlier: &Facts, later: &Facts, sink: &mut Sink) {
    if let (Some(a), Some(b)) = (&earlier.name, &later.name) {
        // Names are folders too, and some file systems do not tell case apart.
        if a.value.as_str().eq_ignore_ascii_case(b.value.as_str()) {
            sink.report(
                Diagnostic::error("cluster-name-reused", format!("cluster name `{}` is used twice", b.value))
                    .at(b.span)
                    .and(a.span, "first here")
                    .help("each cluster has a folder of its own, whatever the case of its name"),
            );
        }
    }
    for (what, name) in &later.objects {
        for (other_what, other) in &earlier.objects {
            let is_template = |what: &str| what != "device group";
            if name.value == other.value && is_template(what) == is_template(other_what) {
                sink.report(
                    Diagnostic::error("object-name-reused", format!("{what} `{}` is made twice", name.value))
                        .at(name.span)
                        .and(other.span, format!("{other_what} of another cluster"))
                        .help(if is_template(what) {
                            "templates and template stacks share one set of names"
                        } else {
                            "each cluster has a device group of its own: name it under `device_group`"
                        }),
                );
            }
        }
    }
}

/// Two clusters of one id on one HA4 network are one to their members; on other networks they are not.
fn check_subnets(earlier: &Facts, later: &Facts, sink: &mut Sink) {
    for here in &later.subnets {
        for there in earlier.subnets.iter().filter(|(_, other)| other.value.overlaps(here.1.value)) {
            report_overlap(earlier, later, *here, *there, sink);
        }
    }
}

fn report_overlap(
    earlier: &Facts,
    later: &Facts,
    here: (LinkKind, At<LinkSubnet>),
    there: (LinkKind, At<LinkSubnet>),
    sink: &mut Sink,
) {
    let describe =
        |(kind, subnet): (LinkKind, At<LinkSubnet>)| format!("{} subnet {}", kind.label(), subnet.value);
    match (earlier.id, later.id) {
        (Some(first), Some(second)) if first.value == second.value => sink.report(
            Diagnostic::error(
                "cluster-id-clash",
                format!("two clusters have id {} on overlapping HA4 subnets", second.value),
            )
            .at(second.span)
            .and(first.span, "the same id")
            .and(here.1.span, describe(here))
            .and(there.1.span, describe(there))
            .help("their members would take each other for peers: change the id or the subnet"),
        ),
        _ => sink.report(
            Diagnostic::warning(
                "ha4-subnet-overlap",
                format!("{} overlaps one of another cluster", describe(here)),
            )
            .at(here.1.span)
            .and(there.1.span, describe(there))
            .help("each cluster should have HA4 networks of its own"),
        ),
    }
}

/// One note for each id that is used again, however often.
fn note_reused_ids(clusters: &[Facts], sink: &mut Sink) {
    let mut uses: BTreeMap<ClusterId, Vec<Span>> = BTreeMap::new();
    for id in clusters.iter().filter_map(|cluster| cluster.id) {
        uses.entry(id.value).or_default().push(id.span);
    }
    for (id, spans) in uses {
        let [first, second, others @ ..] = &spans[..] else { continue };
        let message = format!("cluster id {id} is used by {} clusters", spans.len());
        let mut note = Diagnostic::note("cluster-id-reused", message).at(*second).and(*first, "first here");
        for other in others {
            note = note.and(*other, "and here");
        }
        sink.report(note.help("fine on separate HA4 networks: there are only 99 ids"));
    }
}
