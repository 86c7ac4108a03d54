//! What a user writes, key by key. Nothing is judged here but the shape: which keys there are, and
//! whether a value is single, a list or a map.
//!
//! `wire!` makes a structure, its list of keys and its reader from one table, so that an unknown
//! key, a wrong shape and a repeated key are found everywhere, all in one run.

use super::yaml::{Key, Raw, RawValue};
use crate::diag::{Diagnostic, Sink};
use crate::source::{At, Span};

/// A single value as it was written.
pub(crate) type Text = At<String>;

/// A map whose keys are the user's own: interface names, zone names.
pub(crate) type Keyed<T> = Vec<(Text, T)>;

/// One value, or a list of them.
#[derive(Debug, Clone)]
pub(crate) struct Many(pub(crate) Vec<Text>);

/// A shape that can be read from a tree.
pub(crate) trait FromRaw: Sized {
    /// Is it a single value, so that `[value]` is a list of it?
    const IS_SINGLE: bool = false;

    /// Does a key of the user's own mean nothing without a value?
    const IS_OPTIONAL: bool = false;

    /// Reads it; `None`, and a report, where the tree has another shape.
    fn from_raw(raw: &Raw, sink: &mut Sink) -> Option<Self>;
}

fn wrong_shape(raw: &Raw, wanted: &str) -> Diagnostic {
    Diagnostic::error("wrong-shape", format!("expected {wanted}, found {}", raw.describe()))
        .at(raw.span)
        .help("docs/spec.md shows the shape of every key")
}

impl FromRaw for Raw {
    fn from_raw(raw: &Raw, _: &mut Sink) -> Option<Self> {
        Some(raw.clone())
    }
}

impl FromRaw for Text {
    const IS_SINGLE: bool = true;

    fn from_raw(raw: &Raw, sink: &mut Sink) -> Option<Self> {
        match &raw.value {
            RawValue::Scalar(text) => Some(At::new(text.clone(), raw.span)),
            _ => {
                sink.report(wrong_shape(raw, "a single value"));
                None
            }
        }
    }
}

impl<T: FromRaw> FromRaw for Vec<T> {
    fn from_raw(raw: &Raw, sink: &mut Sink) -> Option<Self> {
        match &raw.value {
            RawValue::List(items) => Some(items.iter().filter_map(|item| T::from_raw(item, sink)).collect()),
            RawValue::Scalar(text) if T::IS_SINGLE => {
                sink.report(wrong_shape(raw, "a list").help(format!("write [{text}]")));
                None
            }
            _ => {
                sink.report(wrong_shape(raw, "a list"));
                None
            }
        }
    }
}

impl FromRaw for Many {
    const IS_OPTIONAL: bool = true;

    fn from_raw(raw: &Raw, sink: &mut Sink) -> Option<Self> {
        match &raw.value {
            RawValue::Scalar(_) => Text::from_raw(raw, sink).map(|text| Many(vec![text])),
            _ => Vec::from_raw(raw, sink).map(Many),
        }
    }
}

impl<T: FromRaw> FromRaw for Keyed<T> {
    fn from_raw(raw: &Raw, sink: &mut Sink) -> Option<Self> {
        let RawValue::Map(entries) = &raw.value else {
            sink.report(wrong_shape(raw, "a map"));
            return None;
        };
        report_repeated(entries, sink);
        let entry = |(key, value): &(Key, Raw)| {
            if T::IS_OPTIONAL && value.value == RawValue::Null {
                return None;
            }
            Some((At::new(key.text.clone(), key.span), T::from_raw(value, sink)?))
        };
        Some(entries.iter().filter_map(entry).collect())
    }
}

fn report_repeated(entries: &[(Key, Raw)], sink: &mut Sink) {
    for (index, (key, _)) in entries.iter().enumerate() {
        if let Some((first, _)) = entries[..index].iter().find(|(other, _)| other.text == key.text) {
            sink.report(
                Diagnostic::error("repeated-key", format!("`{}` stands here twice", key.text))
                    .at(key.span)
                    .and(first.span, "first here")
                    .help("leave one of the two out"),
            );
        }
    }
}

/// The entries of a map whose keys are ours.
struct Fields<'r> {
    entries: &'r [(Key, Raw)],
}

impl<'r> Fields<'r> {
    fn of(raw: &'r Raw, what: &str, keys: &[&str], sink: &mut Sink) -> Option<Self> {
        let RawValue::Map(entries) = &raw.value else {
            sink.report(
                wrong_shape(raw, &format!("{what}, a map")).help(format!("its keys: {}", list(keys))),
            );
            return None;
        };
        report_repeated(entries, sink);
        for (key, _) in entries.iter().filter(|(key, _)| !keys.iter().any(|known| unraw(known) == key.text)) {
            let candidates = keys.iter().map(|known| unraw(known));
            sink.report(
                Diagnostic::error("unknown-key", format!("{what} has no key `{}`", key.text))
                    .at(key.span)
                    .guess(&key.text, candidates, format!("its keys: {}", list(keys))),
            );
        }
        Some(Self { entries })
    }

    fn present(&self) -> Vec<String> {
        let entries = self.entries.iter().filter(|(_, raw)| raw.value != RawValue::Null);
        entries.map(|(key, _)| key.text.clone()).collect()
    }

    fn read<T: FromRaw>(&self, key: &str, sink: &mut Sink) -> Option<T> {
        let (_, raw) = self.entries.iter().find(|(other, _)| other.text == unraw(key))?;
        (raw.value != RawValue::Null).then(|| T::from_raw(raw, sink)).flatten()
    }
}

/// `static` is a word of Rust's, so the field is `r#static`.
fn unraw(key: &str) -> &str {
    key.strip_prefix("r#").unwrap_or(key)
}

fn list(keys: &[&str]) -> String {
    keys.iter().map(|key| unraw(key)).collect::<Vec<_>>().join(", ")
}

/// A structure of the spec: what messages call it, and its keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Structure {
    /// What messages call it.
    pub what: &'static str,
    /// Its keys, as Rust writes them.
    keys: &'static [&'static str],
}

impl Structure {
    /// Its keys.
    pub fn keys(self) -> impl Iterator<Item = &'static str> {
        self.keys.iter().map(|key| unraw(key))
    }
}

macro_rules! wire {
    ($($(#[$doc:meta])* $name:ident, $what:literal { $($field:ident: $type:ty,)* })*) => {
    $(
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub(crate) struct $name {
            // Not every structure is ever reported as a whole.
            #[allow(dead_code)]
            pub(crate) span: Span,
            /// The keys that have a value, readable or not.
            #[allow(dead_code)]
            present: Vec<String>,
            $(pub(crate) $field: Option<$type>,)*
        }

        impl $name {
            pub(crate) const KEYS: &'static [&'static str] = &[$(stringify!($field)),*];

            /// Is a key not there? One whose value has the wrong shape is, and was reported.
            #[allow(dead_code)]
            pub(crate) fn lacks(&self, key: &str) -> bool {
                !self.present.iter().any(|present| present == key)
            }
        }

        impl FromRaw for $name {
            fn from_raw(raw: &Raw, sink: &mut Sink) -> Option<Self> {
                let fields = Fields::of(raw, $what, Self::KEYS, sink)?;
                Some(Self {
                    span: raw.span,
                    present: fields.present(),
                    $($field: fields.read(stringify!($field), sink),)*
                })
            }
        }
    )*

        /// Every structure of the spec with its keys: what documentation and editors need to know.
        pub const STRUCTURES: &[Structure] = &[$(Structure { what: $what, keys: $name::KEYS },)*];
    };
}

wire! {
    /// The whole file. `defaults` and `clusters` stay trees until the one lies under the other.
    SpecWire, "a spec" {
        panorama: PanoramaWire,
        defaults: Raw,
        inventory: Text,
        clusters: Vec<Raw>,
    }
    PanoramaWire, "`panorama`" {
        version: Text,
    }
    ClusterWire, "a cluster" {
        name: Text,
        cluster_id: Text,
        description: Text,
        model: Text,
        panos: Text,
        platform: Text,
        layout: Text,
        ha4: ClusterLinkWire,
        ha4_backup: ClusterLinkWire,
        template: TemplateWire,
        template_stack: TemplateStackWire,
        device_group: DeviceGroupWire,
        pairs: Vec<PairWire>,
        members: Vec<MemberWire>,
        interfaces: Keyed<InterfaceWire>,
        zones: Keyed<ZoneWire>,
        policy: PolicyWire,
        snippets: Vec<SnippetWire>,
    }
    /// HA4 or HA4 backup: the vendor offers port, address and netmask, no gateway, no encryption.
    ClusterLinkWire, "an HA4 link" {
        port: Text,
        subnet: Text,
        aggregate_ports: Vec<Text>,
    }
    TemplateWire, "`template`" {
        name: Text,
        description: Text,
    }
    TemplateStackWire, "`template_stack`" {
        name: Text,
        description: Text,
        templates: Vec<Text>,
    }
    DeviceGroupWire, "`device_group`" {
        name: Text,
        description: Text,
        parent: Text,
    }
    PairWire, "a pair" {
        name: Text,
        group_id: Text,
        description: Text,
        mode: Text,
        passive_link_state: Text,
        monitor_fail_hold_down_time_min: Text,
        tentative_hold_time_s: Text,
        synchronize_virtual_router: Text,
        synchronize_qos: Text,
        session_owner: Text,
        session_setup: Text,
        hash_key: Text,
        hash_seed: Text,
        preemptive: Text,
        heartbeat_backup: Text,
        timers: Text,
        configuration_synchronization: Text,
        state_synchronization: Text,
        ha1: Ha1Wire,
        ha1_backup: PairLinkWire,
        ha2: Ha2Wire,
        ha2_backup: PairLinkWire,
        ha3: Ha3Wire,
        ha2_keep_alive: KeepAliveWire,
        link_monitoring: LinkMonitoringWire,
        interfaces: Keyed<Many>,
    }
    Ha1Wire, "`ha1`" {
        port: Text,
        subnet: Text,
        gateway: Text,
        encryption: Text,
        monitor_hold_time_ms: Text,
    }
    Ha2Wire, "`ha2`" {
        port: Text,
        subnet: Text,
        gateway: Text,
        transport: Text,
    }
    Ha3Wire, "`ha3`" {
        port: Text,
        aggregate_ports: Vec<Text>,
    }
    PairLinkWire, "a backup link of a pair" {
        port: Text,
        subnet: Text,
        gateway: Text,
    }
    KeepAliveWire, "`ha2_keep_alive`" {
        action: Text,
        threshold_ms: Text,
    }
    LinkMonitoringWire, "`link_monitoring`" {
        failure_condition: Text,
        groups: Vec<LinkGroupWire>,
    }
    LinkGroupWire, "a link group" {
        name: Text,
        interfaces: Vec<Text>,
        failure_condition: Text,
    }
    MemberWire, "a member" {
        name: Text,
        serial: Text,
        slot: Text,
        pair: Text,
        device_priority: Text,
        device_id: Text,
        ha1: Text,
        ha1_backup: Text,
        ha2: Text,
        ha2_backup: Text,
        ha4: Text,
        ha4_backup: Text,
        comments: Text,
        session_synchronization: Text,
        interfaces: Keyed<Many>,
    }
    InterfaceWire, "an interface" {
        mode: Text,
        comment: Text,
        ip: Many,
    }
    ZoneWire, "a zone" {
        mode: Text,
        interfaces: Vec<Text>,
    }
    PolicyWire, "`policy`" {
        tags: Vec<TagWire>,
        addresses: Vec<AddressWire>,
        address_groups: Vec<AddressGroupWire>,
        services: Vec<ServiceWire>,
        service_groups: Vec<ServiceGroupWire>,
        pre_rules: Vec<RuleWire>,
        post_rules: Vec<RuleWire>,
        defined_elsewhere: ElsewhereWire,
    }
    /// What rules may name although this spec does not define it: it stands in a parent device group,
    /// in Shared, or in a template of the stack that is not generated here.
    ElsewhereWire, "`defined_elsewhere`" {
        zones: Vec<Text>,
        addresses: Vec<Text>,
        services: Vec<Text>,
        tags: Vec<Text>,
    }
    TagWire, "a tag" {
        name: Text,
        color: Text,
        comments: Text,
    }
    AddressWire, "an address" {
        name: Text,
        ip_netmask: Text,
        ip_range: Text,
        fqdn: Text,
        description: Text,
        tags: Vec<Text>,
    }
    AddressGroupWire, "an address group" {
        name: Text,
        r#static: Vec<Text>,
        dynamic: Text,
        description: Text,
        tags: Vec<Text>,
    }
    ServiceWire, "a service" {
        name: Text,
        tcp: Text,
        udp: Text,
        source_port: Text,
        description: Text,
        tags: Vec<Text>,
    }
    ServiceGroupWire, "a service group" {
        name: Text,
        members: Vec<Text>,
        tags: Vec<Text>,
    }
    RuleWire, "a security rule" {
        name: Text,
        description: Text,
        tags: Vec<Text>,
        from: Vec<Text>,
        to: Vec<Text>,
        source: Vec<Text>,
        negate_source: Text,
        destination: Vec<Text>,
        negate_destination: Text,
        source_user: Vec<Text>,
        category: Vec<Text>,
        application: Vec<Text>,
        service: Vec<Text>,
        action: Text,
        log_start: Text,
        log_end: Text,
        log_setting: Text,
        profile_group: Text,
        disabled: Text,
    }
    SnippetWire, "a snippet" {
        into: Text,
        at: Text,
        file: Text,
    }
}
