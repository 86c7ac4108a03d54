//! The links of a pair: HA1, HA2, their backups, HA3.

use super::Lower;
use super::links::{LinkDraft, LinkKeys};
use super::pairs::{PairDraft, is_yes};
use crate::diag::Diagnostic;
use crate::model::{LinkKind, Platform, Transport};
use crate::source::Span;
use crate::spec::wire::PairWire;

impl Lower<'_> {
    /// Parses the links of a pair; what a cloud build does not know is left out.
    pub(super) fn pair_links(&mut self, wire: &PairWire, span: Span, platform: Platform) -> Vec<LinkDraft> {
        let keys: [(LinkKind, Option<(Span, LinkKeys<'_>)>); 5] = [
            (LinkKind::Ha1, wire.ha1.as_ref().map(|link| (link.span, link.into()))),
            (LinkKind::Ha1Backup, wire.ha1_backup.as_ref().map(|link| (link.span, link.into()))),
            (LinkKind::Ha2, wire.ha2.as_ref().map(|link| (link.span, link.into()))),
            (LinkKind::Ha2Backup, wire.ha2_backup.as_ref().map(|link| (link.span, link.into()))),
            (LinkKind::Ha3, wire.ha3.as_ref().map(|link| (link.span, link.into()))),
        ];
        let mut links = Vec::new();
        for (kind, found) in keys {
            let Some((at, keys)) = found else { continue };
            let is_known = platform == Platform::Full || matches!(kind, LinkKind::Ha1 | LinkKind::Ha2);
            if is_known {
                links.push(self.link(kind, at, keys));
            } else {
                self.note_omitted(kind.key(), Some(at));
            }
        }
        if wire.lacks("ha1") {
            self.missing(
                span,
                "a pair",
                "ha1",
                "the peers cannot find each other without their control link",
            );
        }
        if wire.ha2.is_none() {
            let message = "a pair without HA2 synchronises no sessions between its peers";
            self.sink.report(
                Diagnostic::warning("ha2-missing", message)
                    .at(span)
                    .help("add `ha2: {port: hsci}` or the like"),
            );
        }
        links
    }

    /// Checks the links of a pair against each other and against its mode.
    pub(super) fn check_links(&mut self, draft: &PairDraft<'_>, platform: Platform) {
        let find = |kind| draft.links.iter().find(|link| link.kind == kind);
        for link in &draft.links {
            let needs_subnet = match link.kind {
                LinkKind::Ha1 | LinkKind::Ha1Backup => !link.is_on_management(),
                LinkKind::Ha2 | LinkKind::Ha2Backup => {
                    matches!(draft.transport, Some(Transport::Ip | Transport::Udp))
                }
                _ => false,
            };
            if needs_subnet && !link.has_subnet_key {
                self.missing(link.span, link.kind.label(), "subnet", "such as `subnet: 192.0.2.0/30`");
            }
        }
        for (main, backup) in [(LinkKind::Ha1, LinkKind::Ha1Backup), (LinkKind::Ha2, LinkKind::Ha2Backup)] {
            let subnets = (find(main).and_then(|l| l.subnet), find(backup).and_then(|l| l.subnet));
            if let (Some(main_subnet), Some(backup_subnet)) = subnets
                && main_subnet.value.overlaps(backup_subnet.value)
            {
                let message = format!(
                    "{} subnet {} overlaps {} subnet {}",
                    backup.label(),
                    backup_subnet.value,
                    main.label(),
                    main_subnet.value
                );
                self.sink.report(
                    Diagnostic::error("backup-subnet-overlap", message)
                        .at(backup_subnet.span)
                        .and(main_subnet.span, main.label())
                        .help("the vendor asks for backup links in a subnet of their own"),
                );
            }
        }
        match (draft.is_active_active(), find(LinkKind::Ha3)) {
            (true, None) => {
                self.missing(draft.span(), "an active-active pair", "ha3", "such as `ha3: {port: hsci}`");
            }
            (false, Some(ha3)) if draft.mode.is_some() => self.sink.report(
                Diagnostic::warning("ha3-unused", "HA3 is used in mode active-active only")
                    .at(ha3.span)
                    .help("leave it out, or set `mode: active-active`"),
            ),
            _ => {}
        }
        // Cloud builds have no heartbeat backup: it is left out there, and that is told.
        if platform == Platform::Full
            && let Some(text) = draft.wire.heartbeat_backup.as_ref().filter(|text| is_yes(text))
            && let Some(link) = draft.links.iter().find(|link| link.is_on_management())
        {
            self.sink.report(
                Diagnostic::warning(
                    "heartbeat-backup-on-management",
                    "heartbeat backup uses the management port, as HA1 does",
                )
                .at(text.span)
                .and(link.span, "this link")
                .help("the vendor asks for it with an HA1 on a dataplane interface only"),
            );
        }
    }
}
