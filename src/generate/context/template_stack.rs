//! What goes into a template stack.

use serde::Serialize;

use super::Context;

/// A template stack itself.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct StackCtx {
    pub(crate) description: String,
    /// The virtual system that firewalls without multi-vsys take settings from.
    pub(crate) default_vsys: String,
    /// Highest priority first.
    pub(crate) templates: Vec<String>,
}

impl Context for StackCtx {
    fn sample() -> Self {
        Self { description: "text".into(), default_vsys: "vsys1".into(), templates: vec!["T-core".into()] }
    }
}

/// A firewall of the stack and its values of template variables.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct DeviceCtx {
    pub(crate) serial: String,
    pub(crate) variables: Vec<DeviceVariableCtx>,
}

/// A firewall's value of a template variable.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct DeviceVariableCtx {
    /// With its `$`.
    pub(crate) name: String,
    /// The element, the same as in the template.
    pub(crate) kind: String,
    pub(crate) value: String,
}

impl Context for DeviceCtx {
    fn sample() -> Self {
        Self {
            serial: "013201000001".into(),
            variables: vec![DeviceVariableCtx {
                name: "$ha4_ip".into(),
                kind: "ip-netmask".into(),
                value: "192.0.2.1".into(),
            }],
        }
    }
}
