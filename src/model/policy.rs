//! What the device group holds: objects and security rules.

use super::{AddressName, ApplicationName, ObjectName, ProfileName, RuleName, ServiceName, TagName};

/// The policy that every member shares.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Policy {
    /// Tags.
    pub tags: Vec<Tag>,
    /// Address objects.
    pub addresses: Vec<Address>,
    /// Address groups.
    pub address_groups: Vec<AddressGroup>,
    /// Service objects.
    pub services: Vec<Service>,
    /// Service groups.
    pub service_groups: Vec<ServiceGroup>,
    /// Security rules before those of descendants and firewalls.
    pub pre_rules: Vec<Rule>,
    /// Security rules after them.
    pub post_rules: Vec<Rule>,
}

/// A tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Its name.
    pub name: TagName,
    /// `color1` to `color42`.
    pub color: Option<String>,
    /// What it is for.
    pub comments: Option<String>,
}

/// An address object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Its name.
    pub name: AddressName,
    /// Its kind and value.
    pub kind: AddressKind,
    /// What it is.
    pub description: Option<String>,
    /// Its tags.
    pub tags: Vec<TagName>,
}

/// Kind and value of an address object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddressKind {
    /// An address, with or without a prefix length.
    IpNetmask(String),
    /// First and last address.
    IpRange(String),
    /// A host name.
    Fqdn(String),
}

impl AddressKind {
    /// The element and its text.
    pub fn as_leaf(&self) -> (&'static str, &str) {
        match self {
            Self::IpNetmask(value) => ("ip-netmask", value),
            Self::IpRange(value) => ("ip-range", value),
            Self::Fqdn(value) => ("fqdn", value),
        }
    }
}

/// An address group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressGroup {
    /// Its name.
    pub name: AddressName,
    /// Its members.
    pub kind: AddressGroupKind,
    /// What it is.
    pub description: Option<String>,
    /// Its tags.
    pub tags: Vec<TagName>,
}

/// How an address group gets its members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddressGroupKind {
    /// They are named.
    Static(Vec<AddressName>),
    /// A filter over tags finds them.
    Dynamic(String),
}

/// A service object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// Its name.
    pub name: ServiceName,
    /// TCP or UDP.
    pub protocol: Protocol,
    /// Destination ports: `443`, `8000-8080`, or several with commas.
    pub port: String,
    /// Source ports, likewise.
    pub source_port: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// Its tags.
    pub tags: Vec<TagName>,
}

/// Protocol of a service object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
}

impl Protocol {
    /// The element.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tcp => "tcp",
            Self::Udp => "udp",
        }
    }
}

/// A service group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceGroup {
    /// Its name.
    pub name: ServiceName,
    /// Its members.
    pub members: Vec<ServiceName>,
    /// Its tags.
    pub tags: Vec<TagName>,
}

/// A security rule. Lists hold `any` where the user wants any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its name.
    pub name: RuleName,
    /// What it is for.
    pub description: Option<String>,
    /// Its tags.
    pub tags: Vec<TagName>,
    /// Source zones.
    pub from: Vec<String>,
    /// Destination zones.
    pub to: Vec<String>,
    /// Source addresses, objects or regions.
    pub source: Vec<String>,
    /// Destination addresses, objects or regions.
    pub destination: Vec<String>,
    /// Does it match every source but these?
    pub negates_source: bool,
    /// Does it match every destination but these?
    pub negates_destination: bool,
    /// Users and user groups.
    pub source_user: Vec<String>,
    /// URL categories.
    pub category: Vec<ObjectName>,
    /// Applications.
    pub application: Vec<ApplicationName>,
    /// Services.
    pub service: Vec<String>,
    /// What to do with a match.
    pub action: RuleAction,
    /// Is the session logged at its start?
    pub log_start: Option<bool>,
    /// Is the session logged at its end?
    pub log_end: Option<bool>,
    /// The log forwarding profile.
    pub log_setting: Option<ProfileName>,
    /// The security profile group.
    pub profile_group: Option<ProfileName>,
    /// Is it switched off?
    pub is_disabled: bool,
}

/// What a rule does with a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleAction {
    /// Lets it through.
    Allow,
    /// Denies it as the application wants it denied.
    Deny,
    /// Drops it without a word.
    Drop,
    /// Resets the client.
    ResetClient,
    /// Resets the server.
    ResetServer,
    /// Resets both.
    ResetBoth,
}
