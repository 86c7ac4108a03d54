//! What may stand in `deviceconfig/high-availability`: elements and their values.
//!
//! The pair's are those of the vendor's firewall schema 10.0.6, which later releases keep; the cluster's are
//! those of public configurations and of the web interface help. Sources contradict each other in two places,
//! and the wider range is taken: `flap-max` may be 0 in the documents and not in the schema.

use crate::model::{
    DeviceId, DevicePriority, GroupId, HashSeed, HoldDownMinutes, HoldTimeMs, TentativeHoldTime, ThresholdMs,
};

/// What an element may hold.
#[derive(Debug, Clone, Copy)]
pub(super) struct Allowed {
    /// Whole numbers.
    range: Option<(u32, u32)>,
    /// Words.
    words: &'static [&'static str],
}

impl Allowed {
    /// Is a text one of them?
    pub(super) fn admits(&self, text: &str) -> bool {
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = text.parse::<u32>().ok().filter(|_| is_number);
        let is_in_range = |(min, max): (u32, u32)| number.is_some_and(|number| (min..=max).contains(&number));
        self.words.contains(&text) || self.range.is_some_and(is_in_range)
    }

    /// All of them, for a message.
    pub(super) fn rule(&self) -> String {
        let words = self.words.join(" or ");
        match self.range {
            Some((min, max)) if words.is_empty() => format!("a whole number from {min} to {max}"),
            Some((min, max)) => format!("a whole number from {min} to {max}, or {words}"),
            None => words,
        }
    }

    /// The words, to guess what was meant.
    pub(super) fn words(&self) -> &'static [&'static str] {
        self.words
    }
}

const fn range(min: u32, max: u32) -> Allowed {
    Allowed { range: Some((min, max)), words: &[] }
}

const fn words(words: &'static [&'static str]) -> Allowed {
    Allowed { range: None, words }
}

/// The group ID, which older releases have as the name of an entry.
pub(super) const GROUP_ID: Allowed = range(GroupId::MIN, GroupId::MAX);

const SWITCH: Allowed = words(&["yes", "no"]);
const ANY_ALL: Allowed = words(&["any", "all"]);
const SPEED: Allowed = words(&["auto", "10", "100", "1000"]);
const DUPLEX: Allowed = words(&["auto", "full", "half"]);
const PRIORITY: Allowed = range(DevicePriority::MIN, DevicePriority::MAX);
const SEED: Allowed = range(HashSeed::MIN, HashSeed::MAX);

/// Values below `high-availability`, with the vendor's word for each. `entry` stands for any entry, `*` for any
/// element. What is below `group` is in [`OF_GROUP`]. The cluster ID has a lint of its own.
pub(super) const OF_HA: &[(&str, &str, Allowed)] = &[
    ("enabled", "the switch of high availability", SWITCH),
    ("cluster/enabled", "the switch of the cluster", SWITCH),
    ("interface/ha1/encryption/enabled", "the switch of HA1 encryption", SWITCH),
    ("interface/ha1/monitor-hold-time", "the monitor hold time in ms", range(HoldTimeMs::MIN, HoldTimeMs::MAX)),
    ("interface/*/link-speed", "the link speed", SPEED),
    ("interface/*/link-duplex", "the link duplex", DUPLEX),
];

/// Values below `group`.
pub(super) const OF_GROUP: &[(&str, &str, Allowed)] = &[
    ("group-id", "the group ID", GROUP_ID),
    ("configuration-synchronization/enabled", "the switch of configuration synchronisation", SWITCH),
    ("state-synchronization/enabled", "the switch of session synchronisation", SWITCH),
    ("state-synchronization/transport", "the HA2 transport", words(&["ethernet", "ip", "udp"])),
    ("state-synchronization/ha2-keep-alive/enabled", "the switch of the HA2 keep-alive", SWITCH),
    (
        "state-synchronization/ha2-keep-alive/action",
        "the action of the HA2 keep-alive",
        words(&["log-only", "split-datapath"]),
    ),
    (
        "state-synchronization/ha2-keep-alive/threshold",
        "the threshold of the HA2 keep-alive in ms",
        range(ThresholdMs::MIN, ThresholdMs::MAX),
    ),
    ("election-option/device-priority", "the device priority", PRIORITY),
    ("election-option/preemptive", "the switch of preemption", SWITCH),
    ("election-option/heartbeat-backup", "the switch of heartbeat backup", SWITCH),
    ("election-option/timers/advanced/promotion-hold-time", "the promotion hold time in ms", range(0, 60_000)),
    ("election-option/timers/advanced/hello-interval", "the hello interval in ms", range(8_000, 60_000)),
    ("election-option/timers/advanced/heartbeat-interval", "the heartbeat interval in ms", range(1_000, 60_000)),
    (
        "election-option/timers/advanced/flap-max",
        "flap max",
        Allowed { range: Some((0, 16)), words: &["infinite", "disable"] },
    ),
    ("election-option/timers/advanced/preemption-hold-time", "the preemption hold time in minutes", range(1, 60)),
    (
        "election-option/timers/advanced/monitor-fail-hold-up-time",
        "the monitor fail hold up time in ms",
        range(0, 60_000),
    ),
    (
        "election-option/timers/advanced/additional-master-hold-up-time",
        "the additional master hold up time in ms",
        range(0, 60_000),
    ),
    ("mode/active-passive/passive-link-state", "the passive link state", words(&["shutdown", "auto"])),
    (
        "mode/active-passive/monitor-fail-hold-down-time",
        "the monitor fail hold down time in minutes",
        range(HoldDownMinutes::MIN, HoldDownMinutes::MAX),
    ),
    ("mode/active-active/device-id", "the device ID", range(DeviceId::MIN, DeviceId::MAX)),
    (
        "mode/active-active/tentative-hold-time",
        "the tentative hold time in seconds",
        Allowed { range: Some((TentativeHoldTime::MIN, TentativeHoldTime::MAX)), words: &["disabled"] },
    ),
    ("mode/active-active/network-configuration/sync/*", "the switch of network synchronisation", SWITCH),
    (
        "mode/active-active/session-owner-selection/first-packet/session-setup/ip-hash/hash-key",
        "the hash key of session setup",
        words(&["source", "source-and-destination"]),
    ),
    (
        "mode/active-active/session-owner-selection/first-packet/session-setup/ip-hash/hash-seed",
        "the hash seed of session setup",
        SEED,
    ),
    (
        "mode/active-active/virtual-address/entry/*/entry/floating/bind-to-active-primary",
        "the switch that binds a floating address",
        SWITCH,
    ),
    (
        "mode/active-active/virtual-address/entry/*/entry/floating/device-priority/device-0",
        "the priority of device 0",
        PRIORITY,
    ),
    (
        "mode/active-active/virtual-address/entry/*/entry/floating/device-priority/device-1",
        "the priority of device 1",
        PRIORITY,
    ),
    (
        "mode/active-active/virtual-address/entry/*/entry/floating/device-priority/failover-on-link-down",
        "the switch of failover on link down",
        SWITCH,
    ),
    (
        "mode/active-active/virtual-address/entry/*/entry/arp-load-sharing/ip-hash/hash-seed",
        "the hash seed of ARP load sharing",
        SEED,
    ),
    ("monitoring/*/enabled", "the switch of monitoring", SWITCH),
    ("monitoring/*/failure-condition", "the failure condition", ANY_ALL),
    ("monitoring/link-monitoring/link-group/entry/enabled", "the switch of the link group", SWITCH),
    ("monitoring/link-monitoring/link-group/entry/failure-condition", "the failure condition", ANY_ALL),
    ("monitoring/path-monitoring/path-group/*/entry/enabled", "the switch of the path group", SWITCH),
    ("monitoring/path-monitoring/path-group/*/entry/failure-condition", "the failure condition", ANY_ALL),
    ("monitoring/path-monitoring/path-group/*/entry/ping-interval", "the ping interval in ms", range(200, 60_000)),
    ("monitoring/path-monitoring/path-group/*/entry/ping-count", "the ping count", range(3, 10)),
    (
        "monitoring/path-monitoring/path-group/*/entry/destination-ip-group/entry/enabled",
        "the switch of the destination group",
        SWITCH,
    ),
    (
        "monitoring/path-monitoring/path-group/*/entry/destination-ip-group/entry/failure-condition",
        "the failure condition",
        ANY_ALL,
    ),
];

const LINK: &str = "port ip-address netmask gateway link-speed link-duplex";
const PATH_GROUP: &str =
    "enabled failure-condition source-ip ping-interval ping-count destination-ip-group destination-ip";

/// The elements of `high-availability`: a path below it, and what may stand there. Where no row is, nothing is
/// judged. `destination-ip` beside its group is how releases before 10.0 have it; `ha` is the HA profile of
/// SSH (Strata Cloud Manager's model).
const ELEMENTS: &[(&str, &str)] = &[
    ("", "enabled interface group cluster"),
    ("interface", "ha1 ha1-backup ha2 ha2-backup ha3 ha4 ha4-backup"),
    ("interface/ha1", "port ip-address netmask gateway link-speed link-duplex encryption monitor-hold-time"),
    ("interface/ha1/encryption", "enabled"),
    ("interface/ha1-backup", LINK),
    ("interface/ha2", LINK),
    ("interface/ha2-backup", LINK),
    ("interface/ha3", "port"),
    ("interface/ha4", "port ip-address netmask"),
    ("interface/ha4-backup", "port ip-address netmask"),
    ("cluster", "enabled cluster-id description cluster-members"),
    ("cluster/cluster-members", "entry"),
    (
        "cluster/cluster-members/entry",
        "ha4-ip-address ha4-backup-ip-address session-synchronization comments",
    ),
    (
        "group",
        "group-id description peer-ip peer-ip-backup configuration-synchronization mode election-option \
         state-synchronization monitoring ha",
    ),
    ("group/configuration-synchronization", "enabled"),
    ("group/state-synchronization", "enabled transport ha2-keep-alive"),
    ("group/state-synchronization/ha2-keep-alive", "enabled action threshold"),
    ("group/election-option", "device-priority preemptive heartbeat-backup timers"),
    ("group/election-option/timers", "recommended aggressive advanced"),
    (
        "group/election-option/timers/advanced",
        "promotion-hold-time hello-interval heartbeat-interval flap-max preemption-hold-time \
         monitor-fail-hold-up-time additional-master-hold-up-time",
    ),
    ("group/mode", "active-passive active-active"),
    ("group/mode/active-passive", "passive-link-state monitor-fail-hold-down-time"),
    ("group/monitoring", "link-monitoring path-monitoring"),
    ("group/monitoring/link-monitoring", "enabled failure-condition link-group"),
    ("group/monitoring/link-monitoring/link-group/entry", "enabled failure-condition interface"),
    ("group/monitoring/path-monitoring", "enabled failure-condition path-group"),
    ("group/monitoring/path-monitoring/path-group", "virtual-wire vlan virtual-router logical-router"),
    ("group/monitoring/path-monitoring/path-group/virtual-wire/entry", PATH_GROUP),
    ("group/monitoring/path-monitoring/path-group/vlan/entry", PATH_GROUP),
    ("group/monitoring/path-monitoring/path-group/virtual-router/entry", PATH_GROUP),
    ("group/monitoring/path-monitoring/path-group/logical-router/entry", PATH_GROUP),
];

/// What may stand at a path below `high-availability`; `None` where nothing is known of it.
pub(super) fn known_at(path: &str) -> Option<impl Iterator<Item = &'static str> + Clone> {
    let (_, names) = ELEMENTS.iter().find(|(known, _)| *known == path)?;
    Some(names.split(' ').filter(|name| !name.is_empty()))
}

/// Is anything known below a path?
pub(super) fn is_known_below(path: &str) -> bool {
    let is_below = |known: &str| known.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
    ELEMENTS.iter().any(|(known, _)| is_below(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_digits_and_a_word_is_the_whole_text() {
        let flap_max = Allowed { range: Some((0, 16)), words: &["infinite"] };
        for good in ["0", "16", "infinite"] {
            assert!(flap_max.admits(good), "{good}");
        }
        for bad in ["", "17", "+3", "3.0", " 3", "infinit", "99999999999"] {
            assert!(!flap_max.admits(bad), "{bad:?}");
        }
        assert_eq!(flap_max.rule(), "a whole number from 0 to 16, or infinite");
    }

    #[test]
    fn every_value_stands_at_an_element_that_is_known() {
        let of_group = OF_GROUP.iter().map(|(path, ..)| format!("group/{path}"));
        for path in OF_HA.iter().map(|(path, ..)| (*path).to_owned()).chain(of_group) {
            let (above, name) = path.rsplit_once('/').unwrap_or(("", &path));
            if let Some(mut known) = known_at(above) {
                assert!(known.any(|known| known == name), "{path}");
            }
        }
    }
}
