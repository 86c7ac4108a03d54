//! Members: who they are, and their slots.

use std::collections::BTreeMap;
use std::net::IpAddr;

use super::Lower;
use crate::diag::Diagnostic;
use crate::model::{
    DeviceId, DevicePriority, EthernetPort, InterfaceAddress, LinkKind, Member, MemberName, PairRole, Serial,
    Slot,
};
use crate::source::{At, Span};
use crate::spec::wire::{MemberWire, Text};

/// A member whose values are parsed; what could not be parsed is absent and was reported.
pub(super) struct MemberDraft<'w> {
    pub(super) wire: &'w MemberWire,
    pub(super) name: Option<At<MemberName>>,
    pub(super) serial: Option<At<Serial>>,
    /// Its slot, and whether the user said it.
    pub(super) slot: Option<At<Slot>>,
    pub(super) is_slot_own: bool,
    /// Index of its pair.
    pub(super) pair: Option<At<usize>>,
    /// Index of the other peer.
    pub(super) peer: Option<usize>,
    pub(super) device_priority: Option<At<DevicePriority>>,
    pub(super) device_id: Option<At<DeviceId>>,
    pub(super) addresses: BTreeMap<LinkKind, IpAddr>,
    pub(super) interface_addresses: BTreeMap<EthernetPort, Vec<InterfaceAddress>>,
    comments: Option<String>,
    synchronizes_sessions: bool,
}

impl<'w> MemberDraft<'w> {
    /// Its name for explanations, also where it has no valid one.
    pub(super) fn label(&self) -> &str {
        self.wire.name.as_ref().map_or("?", |name| &name.value)
    }

    /// The address it says itself for a link.
    pub(super) fn own_address(&self, kind: LinkKind) -> Option<&'w Text> {
        match kind {
            LinkKind::Ha1 => self.wire.ha1.as_ref(),
            LinkKind::Ha1Backup => self.wire.ha1_backup.as_ref(),
            LinkKind::Ha2 => self.wire.ha2.as_ref(),
            LinkKind::Ha2Backup => self.wire.ha2_backup.as_ref(),
            LinkKind::Ha3 => None,
            LinkKind::Ha4 => self.wire.ha4.as_ref(),
            LinkKind::Ha4Backup => self.wire.ha4_backup.as_ref(),
        }
    }

    /// Where its name stands, or the member.
    pub(super) fn span(&self) -> Span {
        self.wire.name.as_ref().map_or(self.wire.span, |name| name.span)
    }

    /// The place of its slot, or of the member.
    pub(super) fn slot_span(&self) -> Span {
        self.slot.map_or(self.wire.span, |slot| slot.span)
    }

    /// The checked member.
    pub(super) fn finish(self) -> Option<Member> {
        let name = self.name?.value;
        let role = match (self.pair, self.peer) {
            (Some(pair), Some(peer)) => Some(PairRole {
                pair: pair.value,
                peer,
                device_priority: self.device_priority.map(|priority| priority.value),
                device_id: self.device_id.map(|id| id.value),
            }),
            _ => None,
        };
        Some(Member {
            serial: self.serial?.value,
            slot: self.slot?.value,
            role,
            addresses: self.addresses,
            interface_addresses: self.interface_addresses,
            comments: self.comments.unwrap_or_else(|| name.to_string()),
            synchronizes_sessions: self.synchronizes_sessions,
            name,
        })
    }
}

impl Lower<'_> {
    /// Parses the members, gives them slots, and puts them in the order of their slots.
    pub(super) fn members<'w>(
        &mut self,
        cluster: &str,
        wires: &'w [MemberWire],
        pair_names: Option<&[Option<&str>]>,
    ) -> Vec<MemberDraft<'w>> {
        let mut drafts: Vec<_> = wires
            .iter()
            .enumerate()
            .map(|(index, wire)| self.member(cluster, index, wire, pair_names))
            .collect();
        self.distinct("member-name-reused", "member name", drafts.iter().filter_map(|d| d.name.as_ref()));
        self.check_slots(&drafts);
        drafts.sort_by_key(|draft| draft.slot.map(|slot| slot.value));
        drafts
    }

    fn member<'w>(
        &mut self,
        cluster: &str,
        index: usize,
        wire: &'w MemberWire,
        pair_names: Option<&[Option<&str>]>,
    ) -> MemberDraft<'w> {
        if wire.lacks("name") {
            self.missing(wire.span, "a member", "name", "any name for it, such as its hostname");
        }
        if wire.lacks("serial") {
            self.missing(wire.span, "a member", "serial", "its serial number, in quotes");
        }
        let label = wire.name.as_ref().map_or("?", |name| &name.value);
        let slot = match &wire.slot {
            Some(text) => self.parse(text),
            None => u32::try_from(index + 1).ok().and_then(|n| Slot::try_from(n).ok()).map(|slot| {
                let why = "its place in the list of members";
                self.explain(format!("{cluster}.{label}.slot"), slot, why, Some(wire.span));
                At::new(slot, wire.span)
            }),
        };
        let comments = self.prose("comments", wire.comments.as_ref(), 255);
        if wire.comments.is_none() {
            self.explain(format!("{cluster}.{label}.comments"), label, "the member's name", Some(wire.span));
        }
        MemberDraft {
            wire,
            name: self.parse_opt(wire.name.as_ref()),
            serial: self.parse_opt(wire.serial.as_ref()),
            slot,
            is_slot_own: wire.slot.is_some(),
            pair: wire.pair.as_ref().and_then(|text| self.pair_reference(text, pair_names?)),
            peer: None,
            device_priority: self.parse_opt(wire.device_priority.as_ref()),
            device_id: self.parse_opt(wire.device_id.as_ref()),
            addresses: BTreeMap::new(),
            interface_addresses: BTreeMap::new(),
            comments,
            // The vendor's default: all members synchronise sessions (Cluster Config, help 11.2).
            synchronizes_sessions: self
                .flag("session_synchronization", wire.session_synchronization.as_ref())
                .unwrap_or(true),
        }
    }

    fn pair_reference(&mut self, text: &Text, pair_names: &[Option<&str>]) -> Option<At<usize>> {
        if let Some(index) = pair_names.iter().position(|name| *name == Some(text.value.as_str())) {
            return Some(At::new(index, text.span));
        }
        self.sink.report(
            Diagnostic::error("unknown-pair", format!("there is no pair `{}`", text.value))
                .at(text.span)
                .guess(
                    &text.value,
                    pair_names.iter().copied().flatten(),
                    "define it under the cluster's `pairs`",
                ),
        );
        None
    }

    fn check_slots(&mut self, drafts: &[MemberDraft<'_>]) {
        for (index, draft) in drafts.iter().enumerate() {
            let Some(slot) = draft.slot else { continue };
            let same = |other: &&MemberDraft<'_>| other.slot.is_some_and(|other| other.value == slot.value);
            let Some(first) = drafts[..index].iter().find(same) else { continue };
            let problem = Diagnostic::error("slot-reused", format!("slot {} is used twice", slot.value))
                .at(draft.slot_span())
                .and(first.slot_span(), "first here");
            self.sink.report(if draft.is_slot_own && first.is_slot_own {
                problem.help("give one of the two another slot")
            } else {
                problem.help(
                    "a member without `slot` has the slot of its place in the list; give it one of its own",
                )
            });
        }
    }
}
