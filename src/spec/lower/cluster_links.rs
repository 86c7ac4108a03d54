//! HA4 and HA4 backup: the links between all members.

use super::Lower;
use super::links::{End, LinkDraft};
use super::members::MemberDraft;
use super::pairs::PairDraft;
use crate::diag::Diagnostic;
use crate::model::{LinkKind, Slot};
use crate::source::{At, Span};
use crate::spec::wire::ClusterLinkWire;

impl Lower<'_> {
    /// Parses HA4 or HA4 backup, and tells where it is missing.
    pub(super) fn cluster_link(
        &mut self,
        kind: LinkKind,
        wire: Option<&ClusterLinkWire>,
        is_missing: bool,
        span: Span,
    ) -> Option<LinkDraft> {
        let Some(wire) = wire else {
            if !is_missing {
                return None;
            }
            if kind == LinkKind::Ha4 {
                let help = "such as `ha4: {port: ethernet1/21, subnet: 192.0.2.0/28}`";
                self.missing(span, "a cluster", "ha4", help);
            } else {
                let message = "a cluster without HA4 backup loses its sessions with one cable";
                self.sink.report(
                    Diagnostic::warning("ha4-backup-missing", message)
                        .at(span)
                        .help("such as `ha4_backup: {port: ethernet1/22, subnet: 192.0.2.16/28}`"),
                );
            }
            return None;
        };
        let link = self.link(kind, wire.span, wire.into());
        if wire.lacks("subnet") {
            self.missing(wire.span, kind.label(), "subnet", "all members have an address in it");
        }
        Some(link)
    }

    /// Checks the two links against each other.
    pub(super) fn check_cluster_links(&mut self, ha4: Option<&LinkDraft>, backup: Option<&LinkDraft>) {
        let subnet = |link: Option<&LinkDraft>| link.and_then(|link| link.subnet);
        if let (Some(main), Some(backup)) = (subnet(ha4), subnet(backup))
            && main.value.overlaps(backup.value)
        {
            let message = format!("HA4 backup subnet {} overlaps HA4 subnet {}", backup.value, main.value);
            // Stated for HA1 and HA2 backups, inferred for HA4: so a warning.
            self.sink.report(
                Diagnostic::warning("backup-subnet-overlap", message)
                    .at(backup.span)
                    .and(main.span, "HA4")
                    .help("the vendor asks for backup links in a subnet of their own"),
            );
        }
    }

    /// Links of a pair have networks of their own, not those that all members share.
    pub(super) fn check_link_subnets(&mut self, links: &[&LinkDraft], pairs: &[PairDraft<'_>]) {
        for of_pair in pairs.iter().flat_map(|pair| &pair.links) {
            for link in links {
                let (Some(own), Some(common)) = (of_pair.subnet, link.subnet) else { continue };
                if own.value.overlaps(common.value) {
                    let message = format!(
                        "{} and {} have overlapping subnets",
                        of_pair.kind.label(),
                        link.kind.label()
                    );
                    self.sink.report(
                        Diagnostic::error("link-subnets-overlap", message)
                            .at(own.span)
                            .and(common.span, link.kind.label())
                            .help(
                                "a firewall cannot have two interfaces in one network: take another subnet",
                            ),
                    );
                }
            }
        }
    }

    /// Gives every member its address on a link: the host of its slot, or its own.
    pub(super) fn plan_cluster_link(
        &mut self,
        cluster: &str,
        link: &LinkDraft,
        members: &mut [MemberDraft<'_>],
    ) {
        let mut ends = Vec::new();
        for member in members.iter() {
            let number =
                |slot: At<Slot>| (At::new(slot.value.get(), slot.span), format!("slot {}", slot.value));
            ends.push(End {
                what: format!("{cluster}.{}", member.label()),
                span: member.wire.span,
                number: member.slot.map(number),
                own: member.own_address(link.kind),
            });
        }
        for (index, address) in self.plan(link, &ends) {
            members[index].addresses.insert(link.kind, address.value);
        }
    }
}
