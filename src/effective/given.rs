//! A text of a firewall's configuration with the place that gives it.

use super::setting::Setting;
use super::variables::{Definition, Value};
use crate::xml::Node;

/// The text of an element or the name of an entry: what it comes to on one firewall, and where it stands.
#[derive(Debug, Clone)]
pub struct Given<'e, 'd> {
    setting: Setting<'e, 'd>,
    value: Value<'e, 'd>,
}

impl<'e, 'd> Given<'e, 'd> {
    pub(super) fn new(setting: Setting<'e, 'd>, value: Value<'e, 'd>) -> Self {
        Self { setting, value }
    }

    /// The text without the blanks around it; `None` where it is a variable that has no value.
    pub fn text(&self) -> Option<&str> {
        self.value.text().map(str::trim)
    }

    /// The text without the blanks around it, or the variable's name where that has no value.
    pub fn shown(&self) -> &str {
        self.value.shown().trim()
    }

    /// Is it this text?
    pub fn is(&self, text: &str) -> bool {
        self.text() == Some(text)
    }

    /// The text as a value; `None` where it is none, or a variable that has none.
    pub fn parse<T: std::str::FromStr>(&self) -> Option<T> {
        self.text()?.parse().ok()
    }

    /// The text as an IP address; a prefix length behind it does not count.
    pub fn address(&self) -> Option<std::net::IpAddr> {
        self.text()?.split('/').next()?.trim().parse().ok()
    }

    /// What it comes to, and how.
    pub fn value(&self) -> &Value<'e, 'd> {
        &self.value
    }

    /// The element that it is in.
    pub fn node(&self) -> Node<'d> {
        self.setting.source().node
    }

    /// The element where the text itself is written: that of the variable, if it is the value of one.
    pub fn written_at(&self) -> Node<'d> {
        match self.definition() {
            Some(definition) => definition.variable.value.unwrap_or(definition.variable.entry),
            None => self.node(),
        }
    }

    /// The definition that counts, where a variable stands there and is defined.
    pub fn definition(&self) -> Option<&'e Definition<'d>> {
        match &self.value {
            Value::Set { definitions, .. } | Value::Unset { definitions, .. } => definitions.first().copied(),
            Value::Literal(_) | Value::Undefined { .. } => None,
        }
    }

    /// The setting that it belongs to.
    pub fn setting(&self) -> Setting<'e, 'd> {
        self.setting
    }
}
