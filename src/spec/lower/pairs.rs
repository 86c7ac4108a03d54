//! HA pairs: their settings, their two peers, and the addresses between them.

use super::Lower;
use super::links::LinkDraft;
use super::network::{KnownPorts, PortUse};
use crate::diag::Diagnostic;
use crate::model::{
    EthernetPort, FailureCondition, GroupId, HashKey, HashSeed, Interface, KeepAlive, KeepAliveAction,
    LinkGroup, LinkGroupName, LinkMonitoring, Mode, Pair, PairName, PairSettings, PassiveLinkState, Platform,
    SessionOwner, SessionSetup, Timers, Transport,
};
use crate::source::{At, Span};
use crate::spec::wire::{KeepAliveWire, LinkMonitoringWire, PairWire, Text};

/// A pair whose values are parsed; what could not be parsed is absent and was reported.
pub(super) struct PairDraft<'w> {
    pub(super) wire: &'w PairWire,
    name: Option<At<PairName>>,
    pub(super) group_id: Option<At<GroupId>>,
    pub(super) mode: Option<Mode>,
    pub(super) links: Vec<LinkDraft>,
    pub(super) transport: Option<Transport>,
    settings: Option<PairSettings>,
}

impl PairDraft<'_> {
    /// Its name for messages, also where it has no valid one.
    pub(super) fn label(&self) -> &str {
        self.wire.name.as_ref().map_or("?", |name| &name.value)
    }

    /// Where its name stands, or the pair.
    pub(super) fn span(&self) -> Span {
        self.wire.name.as_ref().map_or(self.wire.span, |name| name.span)
    }

    /// Do both peers work?
    pub(super) fn is_active_active(&self) -> bool {
        matches!(self.mode, Some(Mode::ActiveActive { .. }))
    }

    /// The ports its links use.
    pub(super) fn port_uses(&self) -> impl Iterator<Item = PortUse> {
        self.links.iter().flat_map(|link| link.port_uses(&format!(" of pair {}", self.label())))
    }

    /// The checked pair.
    pub(super) fn finish(self) -> Option<Pair> {
        Some(Pair { name: self.name?.value, group_id: self.group_id?.value, settings: self.settings? })
    }
}

const CONDITIONS: &[(&str, FailureCondition)] =
    &[("any", FailureCondition::Any), ("all", FailureCondition::All)];

impl Lower<'_> {
    /// Parses the pairs of a cluster.
    pub(super) fn pairs<'w>(
        &mut self,
        wires: &'w [PairWire],
        platform: Platform,
        interfaces: &[At<Interface>],
        ports: &KnownPorts,
    ) -> Vec<PairDraft<'w>> {
        let drafts: Vec<_> = wires.iter().map(|wire| self.pair(wire, platform, interfaces, ports)).collect();
        self.distinct("pair-name-reused", "pair name", drafts.iter().filter_map(|draft| draft.name.as_ref()));
        self.check_group_ids(&drafts);
        drafts
    }

    fn check_group_ids(&mut self, drafts: &[PairDraft<'_>]) {
        for (index, draft) in drafts.iter().enumerate() {
            let Some(id) = draft.group_id else { continue };
            let same = |other: &At<GroupId>| other.value == id.value;
            if let Some(first) = drafts[..index].iter().filter_map(|other| other.group_id).find(same) {
                let message = format!("group id {} is used by two pairs of one cluster", id.value);
                self.sink.report(
                    Diagnostic::warning("group-id-reused", message)
                        .at(id.span)
                        .and(first.span, "first here")
                        .help("the group id is part of the virtual MAC address: in one broadcast domain they clash"),
                );
            }
        }
    }

    fn pair<'w>(
        &mut self,
        wire: &'w PairWire,
        platform: Platform,
        interfaces: &[At<Interface>],
        ports: &KnownPorts,
    ) -> PairDraft<'w> {
        let span = wire.name.as_ref().map_or(wire.span, |name| name.span);
        if wire.lacks("name") {
            self.missing(wire.span, "a pair", "name", "any name for it; its members say `pair: NAME`");
        }
        if wire.lacks("group_id") {
            self.missing(span, "a pair", "group_id", "1 to 63, unique in the broadcast domain");
        }
        let mode = self.mode(wire, platform);
        let links = self.pair_links(wire, span, platform);
        let transport = self.choice_opt(
            "transport",
            wire.ha2.as_ref().and_then(|ha2| ha2.transport.as_ref()),
            &[("ethernet", Transport::Ethernet), ("ip", Transport::Ip), ("udp", Transport::Udp)],
        );
        let mut draft = PairDraft {
            name: self.parse_opt(wire.name.as_ref()),
            group_id: self.parse_opt(wire.group_id.as_ref()),
            mode,
            links,
            transport,
            settings: None,
            wire,
        };
        self.check_links(&draft, platform);
        draft.settings = self.settings(&draft, platform, interfaces, ports);
        draft
    }

    fn mode(&mut self, wire: &PairWire, platform: Platform) -> Option<Mode> {
        let is_active_active = match &wire.mode {
            Some(text) => {
                self.choice("mode", text, &[("active-passive", false), ("active-active", true)])?.value
            }
            None => false,
        };
        if is_active_active && platform == Platform::Cloud {
            let span = wire.mode.as_ref().map_or(wire.span, |mode| mode.span);
            self.sink.report(
                Diagnostic::error("cloud-active-active", "cloud builds do not know active/active")
                    .at(span)
                    .help("use `mode: active-passive`, or another platform"),
            );
            return None;
        }
        let of_active_passive = [
            ("passive_link_state", &wire.passive_link_state),
            ("monitor_fail_hold_down_time_min", &wire.monitor_fail_hold_down_time_min),
        ];
        let of_active_active = [
            ("tentative_hold_time_s", &wire.tentative_hold_time_s),
            ("synchronize_virtual_router", &wire.synchronize_virtual_router),
            ("synchronize_qos", &wire.synchronize_qos),
            ("session_owner", &wire.session_owner),
            ("session_setup", &wire.session_setup),
            ("hash_key", &wire.hash_key),
            ("hash_seed", &wire.hash_seed),
        ];
        if is_active_active {
            self.refuse_keys(&of_active_passive, "active-passive");
            Some(self.active_active(wire))
        } else {
            self.refuse_keys(&of_active_active, "active-active");
            Some(self.active_passive(wire, platform))
        }
    }

    fn refuse_keys(&mut self, keys: &[(&str, &Option<Text>)], mode: &str) {
        for (key, text) in keys {
            if let Some(text) = text {
                let message = format!("`{key}` belongs to mode {mode}");
                let help = format!("leave it out, or set `mode: {mode}`");
                self.sink.report(Diagnostic::error("key-of-other-mode", message).at(text.span).help(help));
            }
        }
    }

    fn active_passive(&mut self, wire: &PairWire, platform: Platform) -> Mode {
        let mut passive_link_state = self.choice_opt(
            "passive_link_state",
            wire.passive_link_state.as_ref(),
            &[("auto", PassiveLinkState::Auto), ("shutdown", PassiveLinkState::Shutdown)],
        );
        if platform == Platform::Cloud {
            self.note_omitted("passive_link_state", wire.passive_link_state.as_ref().map(|text| text.span));
            passive_link_state = None;
        }
        let hold_down = self.parse_opt(wire.monitor_fail_hold_down_time_min.as_ref());
        Mode::ActivePassive { passive_link_state, monitor_fail_hold_down: hold_down.map(|time| time.value) }
    }

    fn active_active(&mut self, wire: &PairWire) -> Mode {
        let tentative = self.parse_opt(wire.tentative_hold_time_s.as_ref());
        Mode::ActiveActive {
            tentative_hold_time: tentative.map(|time| time.value),
            synchronizes_virtual_router: self
                .flag("synchronize_virtual_router", wire.synchronize_virtual_router.as_ref()),
            synchronizes_qos: self.flag("synchronize_qos", wire.synchronize_qos.as_ref()),
            session_owner: self.session_owner(wire),
        }
    }

    fn session_owner(&mut self, wire: &PairWire) -> Option<SessionOwner> {
        #[derive(Clone, Copy, PartialEq)]
        enum Setup {
            PrimaryDevice,
            FirstPacket,
            IpModulo,
            IpHash,
        }
        let is_first_packet = self.choice_opt(
            "session_owner",
            wire.session_owner.as_ref(),
            &[("primary-device", false), ("first-packet", true)],
        );
        let setup = self.choice_opt(
            "session_setup",
            wire.session_setup.as_ref(),
            &[
                ("primary-device", Setup::PrimaryDevice),
                ("first-packet", Setup::FirstPacket),
                ("ip-modulo", Setup::IpModulo),
                ("ip-hash", Setup::IpHash),
            ],
        );
        let key = self.choice_opt(
            "hash_key",
            wire.hash_key.as_ref(),
            &[("source", HashKey::Source), ("source-and-destination", HashKey::SourceAndDestination)],
        );
        let seed: Option<At<HashSeed>> = self.parse_opt(wire.hash_seed.as_ref());

        let needs = |key: &str, text: &Text, what: &str, help: &str| {
            Diagnostic::error("session-setup", format!("`{key}` needs `{what}`")).at(text.span).help(help)
        };
        if let (Some(text), Some(false) | None) = (&wire.session_setup, is_first_packet) {
            let help = "with the primary device as session owner, it also sets sessions up";
            self.sink.report(needs("session_setup", text, "session_owner: first-packet", help));
        }
        if setup != Some(Setup::IpHash) {
            for (key, text) in [("hash_key", &wire.hash_key), ("hash_seed", &wire.hash_seed)] {
                if let Some(text) = text {
                    self.sink.report(needs(key, text, "session_setup: ip-hash", "set it, or leave this out"));
                }
            }
        }
        Some(match (is_first_packet?, setup) {
            (false, _) => SessionOwner::PrimaryDevice,
            (true, Some(Setup::PrimaryDevice)) => SessionOwner::FirstPacket(SessionSetup::PrimaryDevice),
            (true, Some(Setup::FirstPacket)) => SessionOwner::FirstPacket(SessionSetup::FirstPacket),
            // The vendor's default of `session-setup` (schema 10.0.6).
            (true, Some(Setup::IpModulo) | None) => SessionOwner::FirstPacket(SessionSetup::IpModulo),
            (true, Some(Setup::IpHash)) => {
                let seed = seed.map(|seed| seed.value);
                SessionOwner::FirstPacket(SessionSetup::IpHash { key, seed })
            }
        })
    }

    fn settings(
        &mut self,
        draft: &PairDraft<'_>,
        platform: Platform,
        interfaces: &[At<Interface>],
        ports: &KnownPorts,
    ) -> Option<PairSettings> {
        let wire = draft.wire;
        let mut has_heartbeat_backup = self.flag("heartbeat_backup", wire.heartbeat_backup.as_ref());
        let mut link_monitoring = wire.link_monitoring.as_ref().map(|wire| self.link_monitoring(wire, ports));
        if platform == Platform::Cloud {
            self.note_omitted("heartbeat_backup", wire.heartbeat_backup.as_ref().map(|text| text.span));
            self.note_omitted("link_monitoring", wire.link_monitoring.as_ref().map(|wire| wire.span));
            (has_heartbeat_backup, link_monitoring) = (None, None);
        }
        let description = self.prose("description", wire.description.as_ref(), 64);
        let is_preemptive = self.flag("preemptive", wire.preemptive.as_ref());
        let timers = self.choice_opt(
            "timers",
            wire.timers.as_ref(),
            &[("recommended", Timers::Recommended), ("aggressive", Timers::Aggressive)],
        );
        let synchronizes_configuration =
            self.flag("configuration_synchronization", wire.configuration_synchronization.as_ref());
        let synchronizes_state = self.flag("state_synchronization", wire.state_synchronization.as_ref());
        let keep_alive = wire.ha2_keep_alive.as_ref().and_then(|wire| self.keep_alive(wire, &draft.mode));
        let settings = PairSettings {
            description,
            // All else is read first, so that a mode that is none hides nothing.
            mode: draft.mode.clone()?,
            links: draft.links.iter().filter_map(|link| Some((link.kind, link.finish()?))).collect(),
            is_preemptive,
            has_heartbeat_backup,
            timers,
            synchronizes_configuration,
            synchronizes_state,
            transport: draft.transport,
            keep_alive,
            link_monitoring,
        };
        self.check_passive_link_state(wire, &settings.mode, interfaces);
        Some(settings)
    }

    fn keep_alive(&mut self, wire: &KeepAliveWire, mode: &Option<Mode>) -> Option<KeepAlive> {
        let is_active_active = matches!(mode, Some(Mode::ActiveActive { .. }));
        let threshold = self.parse_opt(wire.threshold_ms.as_ref());
        let usual = if is_active_active { KeepAliveAction::SplitDatapath } else { KeepAliveAction::LogOnly };
        let action = match &wire.action {
            Some(text) => self.choice(
                "action",
                text,
                &[("log-only", KeepAliveAction::LogOnly), ("split-datapath", KeepAliveAction::SplitDatapath)],
            )?,
            None => At::new(usual, wire.span),
        };
        if action.value != usual && mode.is_some() {
            let mode = if is_active_active { "active-active" } else { "active-passive" };
            let message = format!("this keep-alive action is not the one for mode {mode}");
            self.sink.report(
                Diagnostic::warning("keep-alive-action", message)
                    .at(action.span)
                    .help("log-only is for active-passive, split-datapath for active-active"),
            );
        }
        Some(KeepAlive { action: action.value, threshold: threshold.map(|at| at.value) })
    }

    fn link_monitoring(&mut self, wire: &LinkMonitoringWire, ports: &KnownPorts) -> LinkMonitoring {
        if wire.groups.as_ref().is_none_or(Vec::is_empty) {
            let help = "such as `groups: [{name: uplinks, interfaces: [ethernet1/1]}]`";
            self.missing(wire.span, "`link_monitoring`", "groups", help);
        }
        let condition = |lower: &mut Self, text: Option<&Text>| {
            lower.choice_opt("failure_condition", text, CONDITIONS).unwrap_or(FailureCondition::Any)
        };
        let mut groups = Vec::new();
        let mut names = Vec::new();
        for group in wire.groups.iter().flatten() {
            if group.lacks("name") {
                self.missing(group.span, "a link group", "name", "any name of up to 31 characters");
            }
            let members = group.interfaces.as_deref().unwrap_or_default();
            if members.is_empty() {
                self.missing(group.span, "a link group", "interfaces", "the interfaces to monitor");
            }
            let members: Vec<At<EthernetPort>> = self.parse_all(members);
            self.distinct("interface-repeated", "interface", &members);
            for port in &members {
                if ports.is_ha(port.value) {
                    let message = format!("link monitoring names {}, an HA port", port.value);
                    self.sink.report(
                        Diagnostic::error("monitors-ha-port", message)
                            .at(port.span)
                            .help("HA links are watched by HA itself; name dataplane interfaces"),
                    );
                }
                self.check_defined(*port, "link monitoring", ports);
            }
            let failure_condition = condition(self, group.failure_condition.as_ref());
            let Some(name) = self.parse_opt::<LinkGroupName>(group.name.as_ref()) else { continue };
            names.push(name.clone());
            let interfaces = members.iter().map(|port| port.value).collect();
            groups.push(LinkGroup { name: name.value, failure_condition, interfaces });
        }
        self.distinct("link-group-reused", "link group", &names);
        LinkMonitoring { failure_condition: condition(self, wire.failure_condition.as_ref()), groups }
    }

    fn check_passive_link_state(&mut self, wire: &PairWire, mode: &Mode, interfaces: &[At<Interface>]) {
        let is_auto =
            matches!(mode, Mode::ActivePassive { passive_link_state: Some(PassiveLinkState::Auto), .. });
        let layer2 = interfaces.iter().find(|at| at.value.mode == crate::model::InterfaceMode::Layer2);
        if let (true, Some(text), Some(interface)) = (is_auto, &wire.passive_link_state, layer2) {
            let message = "passive link state auto with layer 2 interfaces can make a loop";
            self.sink.report(
                Diagnostic::warning("passive-link-state-layer2", message)
                    .at(text.span)
                    .and(interface.span, "a layer 2 interface")
                    .help("use `passive_link_state: shutdown`"),
            );
        }
    }

    /// Tells that a key is left out.
    pub(super) fn note_omitted(&mut self, key: &str, span: Option<Span>) {
        if let Some(span) = span {
            let message = format!("`{key}` is left out: cloud builds do not know it");
            let help = "leave it out, or use `platform: full` on hardware";
            self.sink.report(Diagnostic::note("omitted-on-cloud", message).at(span).help(help));
        }
    }
}

/// Did the user say yes?
pub(super) fn is_yes(text: &Text) -> bool {
    matches!(text.value.to_ascii_lowercase().as_str(), "true" | "yes" | "on")
}
