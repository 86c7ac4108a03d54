//! What a template variable is on one firewall: the device's value over the stack's over the
//! templates', the highest template first.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::layer::Layer;
use super::origin::Resolution;
use super::overlay::Item;
use super::setting::Setting;
use crate::panos::Variable;
use crate::xml::Node;

/// Where a variable is defined or given a value.
#[derive(Debug, Clone)]
pub struct Definition<'d> {
    /// Who says it.
    pub level: Level,
    /// What is said.
    pub variable: Variable<'d>,
}

/// Who gives a variable its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Level {
    /// The firewall's entry in its stack.
    Device,
    /// A template stack or template.
    Layer(Layer),
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Device => f.write_str("the firewall's entry in its template stack"),
            Self::Layer(layer) => layer.fmt(f),
        }
    }
}

/// The variables of a firewall.
#[derive(Debug, Default, Clone)]
pub struct Variables<'d> {
    /// Its own.
    own: Vec<Definition<'d>>,
    /// Those it shares with other firewalls, in order of precedence.
    shared: Vec<Arc<[Definition<'d>]>>,
}

/// What a text or an entry's name comes to.
#[derive(Debug, Clone)]
pub enum Value<'v, 'd> {
    /// Itself.
    Literal(Cow<'d, str>),
    /// The value of a variable.
    Set {
        /// Its name, with the `$`.
        name: Cow<'d, str>,
        /// Its value.
        text: Cow<'d, str>,
        /// All its definitions, the one that counts first.
        definitions: Vec<&'v Definition<'d>>,
    },
    /// A variable without a value: the word `None` stands where one should.
    Unset {
        /// Its name, with the `$`.
        name: Cow<'d, str>,
        /// All its definitions, the one that counts first.
        definitions: Vec<&'v Definition<'d>>,
    },
    /// A variable that nobody defines.
    Undefined {
        /// Its name, with the `$`.
        name: Cow<'d, str>,
    },
}

impl<'d> Value<'_, 'd> {
    /// The text, if there is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Literal(text) | Self::Set { text, .. } => Some(text),
            Self::Unset { .. } | Self::Undefined { .. } => None,
        }
    }

    /// The text, or the variable's name where it has no value.
    pub fn shown(&self) -> &str {
        match self {
            Self::Literal(text) | Self::Set { text, .. } => text,
            Self::Unset { name, .. } | Self::Undefined { name } => name,
        }
    }
}

impl<'d> Variables<'d> {
    /// Takes the firewall's own definitions and those below, each level in order of precedence.
    pub(super) fn new(own: Vec<Definition<'d>>, shared: Vec<Arc<[Definition<'d>]>>) -> Self {
        Self { own, shared }
    }

    /// All definitions, those of higher precedence first.
    pub fn definitions(&self) -> impl Iterator<Item = &Definition<'d>> {
        self.own.iter().chain(self.shared.iter().flat_map(|definitions| definitions.iter()))
    }

    /// What became of a variable.
    pub fn resolution(&self, name: &str) -> Resolution {
        match self.definitions().find(|definition| definition.variable.name == name) {
            None => Resolution::Undefined,
            Some(definition) if definition.variable.value().is_none() => Resolution::Unset,
            Some(_) => Resolution::Set,
        }
    }

    /// What a text comes to. A variable is the whole text, never a part of it.
    pub fn resolve<'v>(&'v self, text: Cow<'d, str>) -> Value<'v, 'd> {
        let name = text.trim();
        if !is_variable(name) {
            return Value::Literal(text);
        }
        let definitions: Vec<_> =
            self.definitions().filter(|definition| definition.variable.name == name).collect();
        let name = Cow::Owned(name.to_owned());
        match definitions.first().map(|first| first.variable.value()) {
            None => Value::Undefined { name },
            Some(None) => Value::Unset { name, definitions },
            Some(Some(text)) => Value::Set { name, text, definitions },
        }
    }
}

/// A place where a variable stands in the settings of a stack.
#[derive(Debug, Clone)]
pub struct VariableUse<'d> {
    /// Its name, with the `$`.
    pub name: Cow<'d, str>,
    /// The element whose text, or whose name, it is.
    pub node: Node<'d>,
}

/// The variables in settings, in order.
pub(super) fn uses_in<'d>(item: &Item<'d>) -> Vec<VariableUse<'d>> {
    let mut uses = Vec::new();
    collect_uses(Setting::of_item(item, None), &mut uses);
    uses
}

fn collect_uses<'d>(setting: Setting<'_, 'd>, uses: &mut Vec<VariableUse<'d>>) {
    let node = setting.source().node;
    let name = node.attribute("name");
    let text = setting.is_leaf().then(|| node.text());
    for text in name.into_iter().chain(text) {
        if is_variable(text.trim()) {
            uses.push(VariableUse { name: Cow::Owned(text.trim().to_owned()), node });
        }
    }
    setting.children().into_iter().for_each(|child| collect_uses(child, uses));
}

fn is_variable(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    text.strip_prefix('$').is_some_and(|name| !name.is_empty() && name.chars().all(fits))
}
