//! The two peers of each pair: who they are, and the addresses between them.

use super::Lower;
use super::links::End;
use super::members::MemberDraft;
use super::pairs::{PairDraft, is_yes};
use crate::diag::Diagnostic;
use crate::model::{DeviceId, DevicePriority, LinkKind};
use crate::source::At;

impl Lower<'_> {
    /// Ties the two peers of each pair together and plans the addresses between them.
    pub(super) fn peers(&mut self, cluster: &str, pairs: &[PairDraft<'_>], members: &mut [MemberDraft<'_>]) {
        for member in members.iter().filter(|member| member.wire.pair.is_none()) {
            self.warn_of_pair_keys(member);
        }
        for (index, pair) in pairs.iter().enumerate() {
            let of_pair = |member: &MemberDraft<'_>| member.pair.is_some_and(|pair| pair.value == index);
            let peers: Vec<usize> = (0..members.len()).filter(|at| of_pair(&members[*at])).collect();
            let [first, second] = peers[..] else {
                self.report_peers(pair, peers.iter().map(|at| &members[*at]));
                continue;
            };
            (members[first].peer, members[second].peer) = (Some(second), Some(first));
            self.plan_pair(cluster, pair, members, [first, second]);
            self.warn_of_absent_links(pair, members, [first, second]);
            self.check_priorities(pair, &members[first], &members[second]);
            self.device_ids(cluster, pair, members, [first, second]);
        }
        self.device_priorities(cluster, members);
    }

    /// One firewall with a priority makes all in pairs have one, so that they can share a template.
    fn device_priorities(&mut self, cluster: &str, members: &mut [MemberDraft<'_>]) {
        if members.iter().all(|member| member.pair.is_none() || member.device_priority.is_none()) {
            return;
        }
        for member in members.iter_mut().filter(|member| member.pair.is_some()) {
            // A priority that was written but is none was reported.
            if member.device_priority.is_none() && member.wire.device_priority.is_none() {
                member.device_priority = Some(At::new(DevicePriority::DEFAULT, member.wire.span));
                let what = format!("{cluster}.{}.device_priority", member.label());
                let why = "the default of PAN-OS, written because another member has one";
                self.explain(what, DevicePriority::DEFAULT, why, Some(member.wire.span));
            }
        }
    }

    /// Keys of a pair on a member that is in none.
    fn warn_of_pair_keys(&mut self, member: &MemberDraft<'_>) {
        let wire = member.wire;
        let keys = [
            ("ha1", &wire.ha1),
            ("ha1_backup", &wire.ha1_backup),
            ("ha2", &wire.ha2),
            ("ha2_backup", &wire.ha2_backup),
            ("device_priority", &wire.device_priority),
            ("device_id", &wire.device_id),
        ];
        for (key, text) in keys {
            if let Some(text) = text {
                self.without_effect(
                    key,
                    text,
                    "the member is in no pair",
                    "say `pair: NAME`, or leave it out",
                );
            }
        }
    }

    fn report_peers<'m>(&mut self, pair: &PairDraft<'_>, peers: impl Iterator<Item = &'m MemberDraft<'m>>) {
        let spans: Vec<_> = peers.filter_map(|member| member.pair.map(|pair| pair.span)).collect();
        let count = match spans.len() {
            0 => "no member".to_owned(),
            1 => "one member".to_owned(),
            n => format!("{n} members"),
        };
        let message = format!("pair `{}` has {count}, not two", pair.label());
        let mut problem = Diagnostic::error("pair-members", message).at(pair.span());
        for span in spans {
            problem = problem.and(span, "a member of it");
        }
        self.sink.report(match &pair.wire.name {
            Some(name) => problem.help(format!("exactly two members say `pair: {}`", name.value)),
            None => problem.help("give it a name; exactly two members say it as their `pair`"),
        });
    }

    fn plan_pair(
        &mut self,
        cluster: &str,
        pair: &PairDraft<'_>,
        members: &mut [MemberDraft<'_>],
        peers: [usize; 2],
    ) {
        for link in &pair.links {
            let end = |(number, at): (u32, usize)| {
                let member = &members[at];
                let ordinal = if number == 1 { "first" } else { "second" };
                End {
                    what: format!("{cluster}.{}", member.label()),
                    span: member.wire.span,
                    number: Some((At::new(number, member.slot_span()), format!("{ordinal} peer"))),
                    own: member.own_address(link.kind),
                }
            };
            if link.subnet.is_none() && !link.is_on_management() {
                for text in peers.iter().filter_map(|at| members[*at].own_address(link.kind)) {
                    let why = format!("{} has no subnet", link.kind.label());
                    self.without_effect(
                        link.kind.key(),
                        text,
                        &why,
                        "give the link a `subnet`, or leave it out",
                    );
                }
                continue;
            }
            let planned = self.plan(link, &[end((1, peers[0])), end((2, peers[1]))]);
            for (end, address) in planned {
                members[peers[end]].addresses.insert(link.kind, address.value);
            }
        }
    }

    /// Addresses on links that the pair does not have.
    fn warn_of_absent_links(&mut self, pair: &PairDraft<'_>, members: &[MemberDraft<'_>], peers: [usize; 2]) {
        for kind in [LinkKind::Ha1Backup, LinkKind::Ha2, LinkKind::Ha2Backup] {
            if pair.links.iter().any(|link| link.kind == kind) {
                continue;
            }
            for text in peers.iter().filter_map(|at| members[*at].own_address(kind)) {
                let why = format!("the pair has no {}", kind.label());
                self.without_effect(kind.key(), text, &why, "add the link to the pair, or leave it out");
            }
        }
    }

    fn check_priorities(&mut self, pair: &PairDraft<'_>, first: &MemberDraft<'_>, second: &MemberDraft<'_>) {
        let preemptive = pair.wire.preemptive.as_ref().filter(|text| is_yes(text));
        let priority = |member: &MemberDraft<'_>| {
            member.device_priority.map_or(DevicePriority::DEFAULT, |priority| priority.value)
        };
        let is_readable = [first, second]
            .iter()
            .all(|member| member.device_priority.is_some() || member.wire.device_priority.is_none());
        if let (Some(text), true, true) = (preemptive, is_readable, priority(first) == priority(second)) {
            let message = format!("pair `{}` is preemptive, but its peers have one priority", pair.label());
            self.sink.report(
                Diagnostic::warning("priorities-equal", message)
                    .at(text.span)
                    .and(first.wire.span, "this peer")
                    .and(second.wire.span, "and this one")
                    .help("give the peer that should be active the lower `device_priority`"),
            );
        }
    }

    fn device_ids(
        &mut self,
        cluster: &str,
        pair: &PairDraft<'_>,
        members: &mut [MemberDraft<'_>],
        peers: [usize; 2],
    ) {
        if pair.mode.is_none() {
            return;
        }
        if !pair.is_active_active() {
            for at in peers {
                if let Some(id) = members[at].device_id.take() {
                    let message = "`device_id` belongs to mode active-active";
                    let help = "leave it out, or set `mode: active-active` for the pair";
                    self.sink.report(Diagnostic::error("key-of-other-mode", message).at(id.span).help(help));
                }
            }
            return;
        }
        for (at, default) in peers.into_iter().zip([DeviceId::FIRST, DeviceId::SECOND]) {
            let member = &mut members[at];
            // A `device_id` that was written but is none was reported: no second opinion on it.
            if member.device_id.is_none() && member.wire.device_id.is_none() {
                member.device_id = Some(At::new(default, member.wire.span));
                let what = format!("{cluster}.{}.device_id", member.label());
                let why = if default == DeviceId::FIRST { "first peer" } else { "second peer" };
                self.explain(what, default, why, Some(members[at].wire.span));
            }
        }
        if let (Some(first), Some(second)) = (members[peers[0]].device_id, members[peers[1]].device_id)
            && first.value == second.value
        {
            let message = format!("both peers of pair `{}` have device id {}", pair.label(), first.value);
            self.sink.report(
                Diagnostic::error("device-id-equal", message)
                    .at(second.span)
                    .and(first.span, "the other peer")
                    .help("one peer has device id 0, the other 1"),
            );
        }
    }
}
