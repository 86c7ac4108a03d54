//! Why a value is what it is.

use std::collections::HashMap;

use super::layer::Layer;
use super::overlay::{Key, LayerIndex, Sourced};
use super::setting::Setting;
use super::variables::{Definition, Level, Value};
use super::{Effective, Policy};
use crate::panos::{Firewall, device, whole_path};
use crate::source::Span;
use crate::xml::{ConfigPath, Node, Step};

/// A value that a firewall gets, and where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Where it stands, below `config`.
    pub path: ConfigPath,
    /// The value; `None` where a variable has none.
    pub value: Option<String>,
    /// Who sets it.
    pub layer: Layer,
    /// Where that is written.
    pub span: Span,
    /// The variable that stands there, if one does.
    pub variable: Option<VariableOrigin>,
    /// Whom it beat, the next one first.
    pub beaten: Vec<Beaten>,
}

/// What a layer set that another one beat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beaten {
    /// The layer.
    pub layer: Layer,
    /// Where that is written.
    pub span: Span,
    /// What it set; `None` where it has the unit around the value, but not the value.
    pub value: Option<String>,
}

/// A variable that gave a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariableOrigin {
    /// Its name, with the `$`.
    pub name: String,
    /// What became of it.
    pub resolution: Resolution,
    /// Its definitions, the one that counts first: who, where, and the value.
    pub definitions: Vec<(Level, Span, Option<String>)>,
}

/// What became of a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolution {
    /// It has a value.
    Set,
    /// It is defined and has no value.
    Unset,
    /// Nobody defines it.
    Undefined,
}

impl<'d> Effective<'d> {
    /// Every value with its origin: settings in the order of the tree, then each virtual system's
    /// objects and rules.
    pub fn values(&self) -> Vec<Origin> {
        let mut values = self.template_values();
        self.add_policy_values(&mut values, |policy, vsys| self.policy_settings(policy, vsys));
        values
    }

    /// Every value of its template stack.
    fn template_values(&self) -> Vec<Origin> {
        let mut values = Vec::new();
        if let Some(root) = self.settings() {
            for child in root.children() {
                let path = ConfigPath::from_iter([step(child)]);
                collect(child, path, self.layers(), &[], &mut values);
            }
        }
        values
    }

    /// Of firewalls in the same device groups, every value in which they can differ.
    pub(super) fn own_values(&self) -> Vec<Origin> {
        let has_target = |rule: Node<'d>| rule.child("target").is_some();
        let mut values = self.template_values();
        self.add_policy_values(&mut values, |policy, vsys| self.rules(policy, vsys, has_target));
        values
    }

    fn add_policy_values<'e>(
        &'e self,
        values: &mut Vec<Origin>,
        settings_of: impl Fn(&'e Policy<'d>, &str) -> Vec<(ConfigPath, Vec<Setting<'e, 'd>>)>,
    ) {
        for vsys in self.vsys() {
            let entry = device().child("vsys").entry(&vsys);
            for policy in self.policies_of(&vsys) {
                let layers = &policy.layers;
                for (container, settings) in settings_of(policy, &vsys) {
                    for setting in settings {
                        let mut path = entry.join(&container);
                        path.push(step(setting));
                        collect(setting, path, layers, &[], values);
                    }
                }
            }
        }
    }

    /// The values at a path and below it. The path is whole, or starts at `deviceconfig`, `network`,
    /// `vsys`, or what stands beside `devices`, as `shared` does. A step to an entry without its name
    /// leads to all.
    pub fn why(&self, path: &ConfigPath) -> Vec<Origin> {
        let path = Self::whole(path);
        self.values().into_iter().filter(|origin| is_below(&origin.path, &path)).collect()
    }

    /// The path below `config` that is meant by one from the root on, or from the device entry's
    /// children on.
    pub fn whole(path: &ConfigPath) -> ConfigPath {
        whole_path(path)
    }
}

/// Every value of a firewall's own configuration, in the order of the tree.
pub fn firewall_values(firewall: Firewall<'_>) -> Vec<Origin> {
    let mut values = Vec::new();
    for node in firewall.config().children() {
        let setting = Setting::of_node(Sourced { layer: 0, node }, None);
        collect(setting, ConfigPath::from_iter([step(setting)]), &[Layer::Firewall], &[], &mut values);
    }
    values
}

/// What a higher layer's unit shadows, followed down with it.
#[derive(Clone, Copy)]
struct Shadow<'d> {
    layer: LayerIndex,
    /// The unit there.
    unit: Node<'d>,
    /// What stands there where the setting stands here.
    counterpart: Option<Node<'d>>,
}

/// The values of a setting and below, as if nothing were shadowed.
pub(super) fn collect_values(
    setting: Setting<'_, '_>,
    path: ConfigPath,
    layers: &[Layer],
    values: &mut Vec<Origin>,
) {
    collect(setting, path, layers, &[], values);
}

/// The values of a setting and below; `shadows` are those of the unit around it.
fn collect<'d>(
    setting: Setting<'_, 'd>,
    path: ConfigPath,
    layers: &[Layer],
    shadows: &[Shadow<'d>],
    values: &mut Vec<Origin>,
) {
    let shadowed = setting.shadowed().iter();
    let own: Vec<Shadow<'d>> = shadowed
        .map(|Sourced { layer, node }| Shadow { layer: *layer, unit: *node, counterpart: Some(*node) })
        .collect();
    let shadows = if own.is_empty() { shadows } else { own.as_slice() };
    if setting.is_leaf() {
        values.push(of_leaf(setting, path, layers, shadows));
        return;
    }
    let by_key: Vec<HashMap<Key<'d>, Node<'d>>> = shadows.iter().map(Shadow::children).collect();
    for child in setting.children() {
        let mut path = path.clone();
        path.push(step(child));
        let key = Key::of(child.source().node);
        let below: Vec<Shadow<'d>> = shadows
            .iter()
            .zip(&by_key)
            .map(|(shadow, children)| Shadow { counterpart: children.get(&key).copied(), ..*shadow })
            .collect();
        collect(child, path, layers, &below, values);
    }
}

impl<'d> Shadow<'d> {
    /// The children of what stands there; of those that are alike, the first.
    fn children(&self) -> HashMap<Key<'d>, Node<'d>> {
        let mut children = HashMap::new();
        for node in self.counterpart.into_iter().flat_map(Node::children) {
            children.entry(Key::of(node)).or_insert(node);
        }
        children
    }
}

fn of_leaf(setting: Setting<'_, '_>, path: ConfigPath, layers: &[Layer], shadows: &[Shadow<'_>]) -> Origin {
    let Sourced { layer, node } = setting.source();
    let value = setting.value();
    let beaten = shadows.iter().map(|shadow| Beaten {
        layer: layers[shadow.layer as usize].clone(),
        span: shadow.counterpart.unwrap_or(shadow.unit).start_tag_span(),
        value: shadow.counterpart.map(|there| there.text().trim().to_owned()),
    });
    // An entry without anything in it is told by its name.
    let named = setting.entry_name().filter(|_| value.shown().trim().is_empty());
    Origin {
        path,
        value: value.text().map(str::to_owned),
        layer: layers[layer as usize].clone(),
        span: node.start_tag_span(),
        variable: variable(&value).or_else(|| variable(&named?)),
        beaten: beaten.collect(),
    }
}

/// Is a path at or below another one?
fn is_below(path: &ConfigPath, top: &ConfigPath) -> bool {
    let leads_to = |step: &Step, wanted: &Step| {
        step.name == wanted.name && (wanted.entry.is_none() || step.entry == wanted.entry)
    };
    path.steps().len() >= top.steps().len()
        && path.steps().iter().zip(top.steps()).all(|(step, wanted)| leads_to(step, wanted))
}

/// The step to a setting, its name resolved; members have no names, they all are at one path.
pub(super) fn step(setting: Setting<'_, '_>) -> Step {
    match setting.entry_name() {
        Some(name) => Step { name: setting.name().to_owned(), entry: Some(name.shown().to_owned()) },
        None => Step::child(setting.name()),
    }
}

fn variable(value: &Value<'_, '_>) -> Option<VariableOrigin> {
    let (name, resolution, definitions): (_, _, &[&Definition<'_>]) = match value {
        Value::Literal(_) => return None,
        Value::Set { name, definitions, .. } => (name, Resolution::Set, definitions),
        Value::Unset { name, definitions } => (name, Resolution::Unset, definitions),
        Value::Undefined { name } => (name, Resolution::Undefined, &[]),
    };
    let definition = |definition: &&Definition<'_>| {
        let variable = &definition.variable;
        let span = variable.value.unwrap_or(variable.entry).start_tag_span();
        (definition.level.clone(), span, variable.value().map(|value| value.into_owned()))
    };
    Some(VariableOrigin {
        name: name.to_string(),
        resolution,
        definitions: definitions.iter().map(definition).collect(),
    })
}
