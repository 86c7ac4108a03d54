//! Objects and security rules of the device group.

use std::collections::BTreeSet;
use std::net::IpAddr;

use ipnet::IpNet;

use super::Lower;
use crate::diag::Diagnostic;
use crate::model::{
    Address, AddressGroup, AddressGroupKind, AddressKind, AddressName, ApplicationName, ObjectName, Policy,
    ProfileName, Protocol, Rule, RuleAction, RuleName, Service, ServiceGroup, ServiceName, Tag, TagName,
    ZoneName,
};
use crate::source::{At, Span};
use crate::spec::wire::{
    AddressGroupWire, AddressWire, ElsewhereWire, PolicyWire, RuleWire, ServiceGroupWire, ServiceWire,
    TagWire, Text, ZoneWire,
};

/// The names that objects and rules may refer to.
#[derive(Default)]
struct Known {
    zones: BTreeSet<String>,
    addresses: BTreeSet<String>,
    services: BTreeSet<String>,
    tags: BTreeSet<String>,
}

/// A kind of name that objects and rules refer to.
#[derive(Clone, Copy)]
enum Kind {
    Zone,
    Address,
    Service,
    Tag,
}

impl Kind {
    /// Its word, the key under which it is defined, and that under `defined_elsewhere`.
    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Zone => ("zone", "the cluster's `zones`", "zones"),
            Self::Address => ("address", "`policy.addresses` or `policy.address_groups`", "addresses"),
            Self::Service => ("service", "`policy.services` or `policy.service_groups`", "services"),
            Self::Tag => ("tag", "`policy.tags`", "tags"),
        }
    }
}

impl Known {
    fn of(&self, kind: Kind) -> &BTreeSet<String> {
        match kind {
            Kind::Zone => &self.zones,
            Kind::Address => &self.addresses,
            Kind::Service => &self.services,
            Kind::Tag => &self.tags,
        }
    }
}

/// Predefined services (service objects of every PAN-OS).
const PREDEFINED_SERVICES: &[&str] = &["service-http", "service-https"];

const OBJECT_TEXT: usize = 1023;
const RULE_TEXT: usize = 1024;

fn values(texts: Option<&Vec<Text>>) -> impl Iterator<Item = String> {
    texts.into_iter().flatten().map(|text| text.value.clone())
}

fn names<'w>(texts: impl Iterator<Item = &'w Option<Text>>) -> impl Iterator<Item = String> {
    texts.flatten().map(|text| text.value.clone())
}

impl Known {
    fn new(wire: &PolicyWire, zones: &[(Text, ZoneWire)]) -> Self {
        let elsewhere = wire.defined_elsewhere.as_ref();
        let listed = |of: fn(&ElsewhereWire) -> Option<&Vec<Text>>| values(elsewhere.and_then(of));
        let PolicyWire { tags, addresses, address_groups, services, service_groups, .. } = wire;
        Self {
            zones: zones
                .iter()
                .map(|(zone, _)| zone.value.clone())
                .chain(listed(|e| e.zones.as_ref()))
                .collect(),
            addresses: names(addresses.iter().flatten().map(|w| &w.name))
                .chain(names(address_groups.iter().flatten().map(|w| &w.name)))
                .chain(listed(|e| e.addresses.as_ref()))
                .collect(),
            services: names(services.iter().flatten().map(|w| &w.name))
                .chain(names(service_groups.iter().flatten().map(|w| &w.name)))
                .chain(listed(|e| e.services.as_ref()))
                .chain(PREDEFINED_SERVICES.iter().map(|name| (*name).to_owned()))
                .collect(),
            tags: names(tags.iter().flatten().map(|w| &w.name)).chain(listed(|e| e.tags.as_ref())).collect(),
        }
    }
}

impl Lower<'_> {
    /// Lowers the policy. `cluster` names it in explanations.
    pub(super) fn policy(&mut self, cluster: &str, wire: &PolicyWire, zones: &[(Text, ZoneWire)]) -> Policy {
        let known = Known::new(wire, zones);
        self.check_names(wire);
        let groups: Vec<(&Text, &[Text])> = (wire.address_groups.iter().flatten())
            .filter_map(|group| Some((group.name.as_ref()?, group.r#static.as_deref()?)))
            .collect();
        self.check_loops("address group", &groups);
        let groups: Vec<(&Text, &[Text])> = (wire.service_groups.iter().flatten())
            .filter_map(|group| Some((group.name.as_ref()?, group.members.as_deref()?)))
            .collect();
        self.check_loops("service group", &groups);
        let rules = |lower: &mut Self, wires: &Option<Vec<RuleWire>>| -> Vec<Rule> {
            wires.iter().flatten().filter_map(|wire| lower.rule(cluster, wire, &known)).collect()
        };
        Policy {
            tags: wire.tags.iter().flatten().filter_map(|wire| self.tag(wire)).collect(),
            addresses: wire
                .addresses
                .iter()
                .flatten()
                .filter_map(|wire| self.address(wire, &known))
                .collect(),
            address_groups: (wire.address_groups.iter().flatten())
                .filter_map(|wire| self.address_group(wire, &known))
                .collect(),
            services: wire.services.iter().flatten().filter_map(|wire| self.service(wire, &known)).collect(),
            service_groups: (wire.service_groups.iter().flatten())
                .filter_map(|wire| self.service_group(wire, &known))
                .collect(),
            pre_rules: rules(self, &wire.pre_rules),
            post_rules: rules(self, &wire.post_rules),
        }
    }

    /// Names are unique per kind; an object and a group of its kind share their names, and so do pre
    /// and post rules, which end up in one rulebase on the firewall.
    fn check_names(&mut self, wire: &PolicyWire) {
        let PolicyWire { tags, addresses, address_groups, services, service_groups, .. } = wire;
        self.distinct("name-reused", "tag", tags.iter().flatten().filter_map(|w| w.name.as_ref()));
        self.distinct(
            "name-reused",
            "address",
            (addresses.iter().flatten().filter_map(|w| w.name.as_ref()))
                .chain(address_groups.iter().flatten().filter_map(|w| w.name.as_ref())),
        );
        self.distinct(
            "name-reused",
            "service",
            (services.iter().flatten().filter_map(|w| w.name.as_ref()))
                .chain(service_groups.iter().flatten().filter_map(|w| w.name.as_ref())),
        );
        let rules = wire.pre_rules.iter().chain(&wire.post_rules).flatten();
        self.distinct("name-reused", "rule name", rules.filter_map(|w| w.name.as_ref()));
    }

    fn tag(&mut self, wire: &TagWire) -> Option<Tag> {
        let color = wire.color.as_ref().and_then(|text| {
            if (1..=42).any(|number| text.value == format!("color{number}")) {
                return Some(text.value.clone());
            }
            let message = format!("`{}` is no tag color", text.value);
            self.sink.report(Diagnostic::error("tag-color", message).at(text.span).help("color1 to color42"));
            None
        });
        let comments = self.prose("comments", wire.comments.as_ref(), OBJECT_TEXT);
        let name = self.named(wire.name.as_ref(), wire.span, "a tag")?;
        Some(Tag { name, color, comments })
    }

    fn address(&mut self, wire: &AddressWire, known: &Known) -> Option<Address> {
        let description = self.prose("description", wire.description.as_ref(), OBJECT_TEXT);
        let tags = self.tags(wire.tags.as_ref(), known);
        let name = self.named(wire.name.as_ref(), wire.span, "an address");
        let (text, kind, is_valid, form) = match (&wire.ip_netmask, &wire.ip_range, &wire.fqdn) {
            (Some(text), None, None) => {
                let form = "write it like 203.0.113.53/32 or 2001:db8::/64";
                (text, AddressKind::IpNetmask(text.value.clone()), is_ip_netmask(&text.value), form)
            }
            (None, Some(text), None) => {
                let form = "write it like 203.0.113.1-203.0.113.9, the lower address first";
                (text, AddressKind::IpRange(text.value.clone()), is_ip_range(&text.value), form)
            }
            (None, None, Some(text)) => {
                let form = "write it like host.example.com";
                (text, AddressKind::Fqdn(text.value.clone()), is_fqdn(&text.value), form)
            }
            _ => {
                let help = "exactly one of `ip_netmask`, `ip_range` and `fqdn`";
                self.one_of(wire.span, "an address", help);
                return None;
            }
        };
        if !is_valid {
            let (element, value) = kind.as_leaf();
            let message = format!("`{value}` is no {element}");
            self.sink.report(Diagnostic::error("address-value", message).at(text.span).help(form));
            return None;
        }
        Some(Address { name: name?, kind, description, tags })
    }

    fn address_group(&mut self, wire: &AddressGroupWire, known: &Known) -> Option<AddressGroup> {
        let description = self.prose("description", wire.description.as_ref(), OBJECT_TEXT);
        let tags = self.tags(wire.tags.as_ref(), known);
        let name = self.named(wire.name.as_ref(), wire.span, "an address group");
        let kind = match (&wire.r#static, &wire.dynamic) {
            (Some(members), None) if !members.is_empty() => {
                self.distinct("member-repeated", "member", members);
                for member in members {
                    self.check_known(member, Kind::Address, known);
                }
                let members: Vec<At<AddressName>> = self.parse_all(members);
                AddressGroupKind::Static(members.into_iter().map(|member| member.value).collect())
            }
            (None, Some(filter)) => {
                let is_blank = self.is_blank("dynamic", filter);
                let filter = self.prose("dynamic", Some(filter), 2047).filter(|_| !is_blank);
                AddressGroupKind::Dynamic(filter?)
            }
            _ => {
                let help = "either `static: [names]` or `dynamic: \"'tag-a' and 'tag-b'\"`";
                self.one_of(wire.span, "an address group", help);
                return None;
            }
        };
        Some(AddressGroup { name: name?, kind, description, tags })
    }

    fn service(&mut self, wire: &ServiceWire, known: &Known) -> Option<Service> {
        let description = self.prose("description", wire.description.as_ref(), OBJECT_TEXT);
        let tags = self.tags(wire.tags.as_ref(), known);
        let name = self.named(wire.name.as_ref(), wire.span, "a service");
        let (protocol, port) = match (&wire.tcp, &wire.udp) {
            (Some(port), None) => (Protocol::Tcp, port),
            (None, Some(port)) => (Protocol::Udp, port),
            _ => {
                self.one_of(wire.span, "a service", "either `tcp: PORTS` or `udp: PORTS`");
                return None;
            }
        };
        let port = self.ports(port);
        let source_port = wire.source_port.as_ref().map(|text| self.ports(text));
        Some(Service {
            name: name?,
            protocol,
            port: port?,
            source_port: source_port.flatten(),
            description,
            tags,
        })
    }

    fn ports(&mut self, text: &Text) -> Option<String> {
        let number = |n: &str| n.parse::<u16>().ok().filter(|_| n.bytes().all(|b| b.is_ascii_digit()));
        let is_part = |part: &str| match part.split_once('-') {
            Some((low, high)) => matches!((number(low), number(high)), (Some(low), Some(high)) if low < high),
            None => number(part).is_some(),
        };
        if text.value.split(',').all(is_part) {
            return Some(text.value.clone());
        }
        let message = format!("`{}` is no list of ports", text.value);
        let help = "0 to 65535, ranges with `-`, several with `,` and no blanks: 443,8000-8080";
        self.sink.report(Diagnostic::error("service-ports", message).at(text.span).help(help));
        None
    }

    fn service_group(&mut self, wire: &ServiceGroupWire, known: &Known) -> Option<ServiceGroup> {
        let tags = self.tags(wire.tags.as_ref(), known);
        let members = wire.members.as_deref().unwrap_or_default();
        if members.is_empty() {
            self.missing(wire.span, "a service group", "members", "the services in it");
        }
        self.distinct("member-repeated", "member", members);
        for member in members {
            self.check_known(member, Kind::Service, known);
        }
        let members: Vec<At<ServiceName>> = self.parse_all(members);
        let name = self.named(wire.name.as_ref(), wire.span, "a service group")?;
        Some(ServiceGroup { name, members: members.into_iter().map(|member| member.value).collect(), tags })
    }

    fn rule(&mut self, cluster: &str, wire: &RuleWire, known: &Known) -> Option<Rule> {
        let description = self.prose("description", wire.description.as_ref(), RULE_TEXT);
        let name = self.named::<RuleName>(wire.name.as_ref(), wire.span, "a security rule");
        let label = format!("{cluster}.{}", wire.name.as_ref().map_or("?", |name| &name.value));
        let span = wire.name.as_ref().map_or(wire.span, |name| name.span);
        let action = match &wire.action {
            Some(text) => self.choice(
                "action",
                text,
                &[
                    ("allow", RuleAction::Allow),
                    ("deny", RuleAction::Deny),
                    ("drop", RuleAction::Drop),
                    ("reset-client", RuleAction::ResetClient),
                    ("reset-server", RuleAction::ResetServer),
                    ("reset-both", RuleAction::ResetBoth),
                ],
            ),
            None => {
                self.missing(span, "a security rule", "action", "such as `action: allow`");
                None
            }
        };
        let mut list = |key: &str, texts: &Option<Vec<Text>>, default: &str| -> Vec<Text> {
            match texts {
                Some(texts) if !texts.is_empty() => {
                    self.check_list(key, texts);
                    texts.clone()
                }
                _ => {
                    self.explain(format!("{label}.{key}"), default, "default", Some(span));
                    vec![At::new(default.to_owned(), span)]
                }
            }
        };
        let from = list("from", &wire.from, "any");
        let to = list("to", &wire.to, "any");
        let source = list("source", &wire.source, "any");
        let destination = list("destination", &wire.destination, "any");
        let source_user = list("source_user", &wire.source_user, "any");
        let category = list("category", &wire.category, "any");
        let application = list("application", &wire.application, "any");
        // The web interface's default for a new rule: the ports an application is known to use.
        let service = list("service", &wire.service, "application-default");

        self.check_zones(&from, &["any"], known);
        self.check_zones(&to, &["any", "multicast"], known);
        self.check_addresses_in(&source, known);
        self.check_addresses_in(&destination, known);
        for text in
            service.iter().filter(|text| !matches!(text.value.as_str(), "any" | "application-default"))
        {
            self.check_known(text, Kind::Service, known);
        }
        for text in &source_user {
            if !self.is_blank("source_user", text) {
                self.prose("source_user", Some(text), OBJECT_TEXT);
            }
        }
        let category: Vec<At<ObjectName>> = self.parse_all(&category);
        let application: Vec<At<ApplicationName>> = self.parse_all(&application);
        let tags = self.tags(wire.tags.as_ref(), known);
        let log_setting = self.parse_opt::<ProfileName>(wire.log_setting.as_ref());
        let profile_group = self.parse_opt::<ProfileName>(wire.profile_group.as_ref());
        let negates_source = self.flag("negate_source", wire.negate_source.as_ref());
        let negates_destination = self.flag("negate_destination", wire.negate_destination.as_ref());
        let log_start = self.flag("log_start", wire.log_start.as_ref());
        let log_end = self.flag("log_end", wire.log_end.as_ref());
        let is_disabled = self.flag("disabled", wire.disabled.as_ref());
        let plain = |texts: Vec<Text>| texts.into_iter().map(|text| text.value).collect();
        Some(Rule {
            name: name?,
            description,
            tags,
            from: plain(from),
            to: plain(to),
            source: plain(source),
            destination: plain(destination),
            negates_source: negates_source.unwrap_or(false),
            negates_destination: negates_destination.unwrap_or(false),
            source_user: plain(source_user),
            category: category.into_iter().map(|at| at.value).collect(),
            application: application.into_iter().map(|at| at.value).collect(),
            service: plain(service),
            action: action?.value,
            log_start,
            log_end,
            log_setting: log_setting.map(|at| at.value),
            profile_group: profile_group.map(|at| at.value),
            is_disabled: is_disabled.unwrap_or(false),
        })
    }

    fn check_list(&mut self, key: &str, texts: &[Text]) {
        self.distinct("member-repeated", "value", texts);
        if texts.len() > 1
            && let Some(any) =
                texts.iter().find(|text| matches!(text.value.as_str(), "any" | "application-default"))
        {
            let message = format!("`{}` in `{key}` stands beside other values", any.value);
            self.sink
                .report(Diagnostic::error("any-beside-others", message).at(any.span).help("it stands alone"));
        }
    }

    fn check_zones(&mut self, texts: &[Text], words: &[&str], known: &Known) {
        for text in texts.iter().filter(|text| !words.contains(&text.value.as_str())) {
            if self.parse::<ZoneName>(text).is_some() {
                self.check_known(text, Kind::Zone, known);
            }
        }
    }

    fn check_addresses_in(&mut self, texts: &[Text], known: &Known) {
        let is_literal = |text: &str| {
            // Two capital letters are a region: PAN-OS names countries by their ISO code.
            let is_region = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase());
            text == "any" || is_region || is_ip_netmask(text) || is_ip_range(text)
        };
        for text in texts.iter().filter(|text| !is_literal(&text.value)) {
            let looks_literal = text.value.contains(['.', ':'])
                && text.value.chars().all(|c| c.is_ascii_hexdigit() || ".:/-".contains(c));
            if looks_literal && !known.addresses.contains(&text.value) {
                let message = format!("`{}` is no address, network or range", text.value);
                let help = "write it like 192.0.2.1, 192.0.2.0/24 or 192.0.2.1-192.0.2.9";
                self.sink.report(Diagnostic::error("address-value", message).at(text.span).help(help));
                continue;
            }
            self.check_known(text, Kind::Address, known);
        }
    }

    fn check_known(&mut self, text: &Text, kind: Kind, known: &Known) {
        let names = known.of(kind);
        if names.contains(&text.value) {
            return;
        }
        let (word, defined, elsewhere) = kind.words();
        let otherwise = format!(
            "define it under {defined}; if it stands in Panorama already, name it under \
             `policy.defined_elsewhere.{elsewhere}`"
        );
        self.sink.report(
            Diagnostic::error("unknown-object", format!("there is no {word} `{}`", text.value))
                .at(text.span)
                .guess(&text.value, names.iter().map(String::as_str), otherwise),
        );
    }

    /// Reports a text that is nothing but blanks.
    fn is_blank(&mut self, key: &str, text: &Text) -> bool {
        let is_blank = text.value.trim().is_empty();
        if is_blank {
            self.sink.report(
                Diagnostic::error("text-empty", format!("`{key}` is empty"))
                    .at(text.span)
                    .help("leave it out"),
            );
        }
        is_blank
    }

    /// Reports groups that hold themselves, directly or through others.
    fn check_loops(&mut self, what: &str, groups: &[(&Text, &[Text])]) {
        let members =
            |name: &str| groups.iter().find(|(group, _)| group.value == name).map(|(_, members)| *members);
        for (group, direct) in groups {
            let mut reached: Vec<&str> = Vec::new();
            let mut next: Vec<&str> = direct.iter().map(|member| member.value.as_str()).collect();
            while let Some(name) = next.pop() {
                if !reached.contains(&name) {
                    reached.push(name);
                    next.extend(members(name).into_iter().flatten().map(|member| member.value.as_str()));
                }
            }
            if reached.contains(&group.value.as_str()) {
                let message = format!("{what} `{}` holds itself", group.value);
                self.sink.report(
                    Diagnostic::error("group-loop", message)
                        .at(group.span)
                        .help("take it out of its own members, and of those of the groups in it"),
                );
            }
        }
    }

    /// Reports that exactly one of some keys is needed.
    fn one_of(&mut self, at: Span, what: &str, keys: &str) {
        let message = format!("{what} needs one value, no more and no less");
        self.sink.report(Diagnostic::error("one-value", message).at(at).help(keys));
    }

    fn tags(&mut self, texts: Option<&Vec<Text>>, known: &Known) -> Vec<TagName> {
        let texts = texts.map(Vec::as_slice).unwrap_or_default();
        self.distinct("member-repeated", "tag", texts);
        for text in texts {
            self.check_known(text, Kind::Tag, known);
        }
        self.parse_all(texts).into_iter().map(|tag| tag.value).collect()
    }

    fn named<T>(&mut self, text: Option<&Text>, span: Span, what: &str) -> Option<T>
    where
        T: std::str::FromStr,
        T::Err: crate::diag::Explain,
    {
        if text.is_none() {
            self.missing(span, what, "name", "a name unique among its kind");
        }
        self.parse_opt(text).map(|at| at.value)
    }
}

fn is_ip_netmask(text: &str) -> bool {
    text.parse::<IpAddr>().is_ok() || text.parse::<IpNet>().is_ok()
}

fn is_ip_range(text: &str) -> bool {
    let Some((low, high)) = text.split_once('-') else { return false };
    match (low.parse::<IpAddr>(), high.parse::<IpAddr>()) {
        (Ok(low), Ok(high)) => low.is_ipv4() == high.is_ipv4() && low < high,
        _ => false,
    }
}

fn is_fqdn(text: &str) -> bool {
    let is_label = |label: &str| {
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        !label.is_empty() && label.len() <= 63 && !label.starts_with('-') && label.chars().all(fits)
    };
    text.len() <= 255 && text.split('.').all(is_label)
}
