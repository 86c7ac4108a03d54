//! What goes into a device group.

use serde::Serialize;

use super::Context;

/// A device group itself.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct DeviceGroupCtx {
    pub(crate) description: String,
    /// Serial numbers of its firewalls.
    pub(crate) devices: Vec<String>,
    /// Templates and stacks whose zones and interfaces its rules may name.
    pub(crate) reference_templates: Vec<String>,
}

impl Context for DeviceGroupCtx {
    fn sample() -> Self {
        Self {
            description: "text".into(),
            devices: vec!["013201000001".into()],
            reference_templates: vec!["S-core".into()],
        }
    }
}

/// A tag.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct TagCtx {
    pub(crate) name: String,
    /// `color1` to `color42`.
    pub(crate) color: Option<String>,
    pub(crate) comments: Option<String>,
}

impl Context for TagCtx {
    fn sample() -> Self {
        Self { name: "core".into(), color: Some("color3".into()), comments: Some("text".into()) }
    }
}

/// An address object.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct AddressCtx {
    pub(crate) name: String,
    /// The element: `ip-netmask`, `ip-range` or `fqdn`.
    pub(crate) kind: String,
    pub(crate) value: String,
    pub(crate) description: Option<String>,
    pub(crate) tags: Vec<String>,
}

impl Context for AddressCtx {
    fn sample() -> Self {
        Self {
            name: "dns-1".into(),
            kind: "ip-netmask".into(),
            value: "203.0.113.53/32".into(),
            description: Some("text".into()),
            tags: vec!["core".into()],
        }
    }
}

/// An address group: static or dynamic.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct AddressGroupCtx {
    pub(crate) name: String,
    /// The members of a static group; empty in a dynamic one.
    pub(crate) members: Vec<String>,
    /// The filter of a dynamic group.
    pub(crate) filter: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) tags: Vec<String>,
}

impl Context for AddressGroupCtx {
    fn sample() -> Self {
        Self {
            name: "dns".into(),
            members: vec!["dns-1".into()],
            filter: Some("'core'".into()),
            description: Some("text".into()),
            tags: vec!["core".into()],
        }
    }
}

/// A service object.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ServiceCtx {
    pub(crate) name: String,
    /// The element: `tcp` or `udp`.
    pub(crate) protocol: String,
    pub(crate) port: String,
    pub(crate) source_port: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) tags: Vec<String>,
}

impl Context for ServiceCtx {
    fn sample() -> Self {
        Self {
            name: "tcp-8443".into(),
            protocol: "tcp".into(),
            port: "8443".into(),
            source_port: Some("1024-65535".into()),
            description: Some("text".into()),
            tags: vec!["core".into()],
        }
    }
}

/// A service group.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ServiceGroupCtx {
    pub(crate) name: String,
    pub(crate) members: Vec<String>,
    pub(crate) tags: Vec<String>,
}

impl Context for ServiceGroupCtx {
    fn sample() -> Self {
        Self { name: "web".into(), members: vec!["tcp-8443".into()], tags: vec!["core".into()] }
    }
}

/// A security rule.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SecurityRuleCtx {
    /// `pre-rulebase` or `post-rulebase`.
    pub(crate) rulebase: String,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) from: Vec<String>,
    pub(crate) to: Vec<String>,
    pub(crate) source: Vec<String>,
    pub(crate) destination: Vec<String>,
    /// `yes`, or absent.
    pub(crate) negate_source: Option<String>,
    /// `yes`, or absent.
    pub(crate) negate_destination: Option<String>,
    pub(crate) source_user: Vec<String>,
    pub(crate) category: Vec<String>,
    pub(crate) application: Vec<String>,
    pub(crate) service: Vec<String>,
    pub(crate) action: String,
    /// `yes` or `no`.
    pub(crate) log_start: Option<String>,
    /// `yes` or `no`.
    pub(crate) log_end: Option<String>,
    pub(crate) log_setting: Option<String>,
    pub(crate) profile_group: Option<String>,
    /// `yes`, or absent.
    pub(crate) disabled: Option<String>,
}

impl Context for SecurityRuleCtx {
    fn sample() -> Self {
        let list = |text: &str| vec![text.to_owned()];
        let yes = || Some("yes".into());
        Self {
            rulebase: "pre-rulebase".into(),
            name: "allow-dns".into(),
            description: Some("text".into()),
            tags: list("core"),
            from: list("inside"),
            to: list("outside"),
            source: list("any"),
            destination: list("dns"),
            negate_source: yes(),
            negate_destination: yes(),
            source_user: list("any"),
            category: list("any"),
            application: list("dns"),
            service: list("application-default"),
            action: "allow".into(),
            log_start: yes(),
            log_end: yes(),
            log_setting: Some("to-panorama".into()),
            profile_group: Some("strict".into()),
            disabled: yes(),
        }
    }
}
