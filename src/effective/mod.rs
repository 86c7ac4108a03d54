//! What one firewall really gets from a Panorama, each value with its origin.
//!
//! Belongs here: stacks over templates, variables, device groups and those above them. Does not
//! belong here: how it is printed (`report`), what should be different (`lints`).
//!
//! The line: Panorama → [`Resolver`] → [`Effective`] per firewall → a tree ([`Effective::config`]) or
//! every value with its origin ([`Effective::values`]).

mod atoms;
mod compare;
mod inventory;
mod layer;
mod origin;
mod overlay;
mod policy;
mod resolver;
mod setting;
mod variables;

use std::rc::Rc;

pub use compare::{Compared, Difference, EXPECTED, compare};
pub use inventory::{ClusterEntry, InventoryEntry, PairEntry, inventory};
pub use layer::Layer;
pub use origin::{Beaten, Origin, Resolution, VariableOrigin};
pub use overlay::{Item, LayerIndex, Sourced};
pub use policy::Policy;
pub use resolver::{Resolver, Settings};
pub use setting::Setting;
pub use variables::{Definition, Level, Value, Variables};

use crate::panos::{LOCALHOST, TEMPLATE_VSYS};
use crate::xml::{ConfigPath, Element};

/// What one firewall gets.
#[derive(Debug)]
pub struct Effective<'d> {
    serial: String,
    stack: Option<String>,
    settings: Option<Rc<Settings<'d>>>,
    variables: Variables<'d>,
    /// Device group, its virtual systems (none named means all), and what it gives.
    policies: Vec<(String, Vec<String>, Rc<Policy<'d>>)>,
}

impl<'d> Effective<'d> {
    /// The firewall's serial number.
    pub fn serial(&self) -> &str {
        &self.serial
    }

    /// Its template stack.
    pub fn template_stack(&self) -> Option<&str> {
        self.stack.as_deref()
    }

    /// The layers of its settings, the highest first.
    pub fn layers(&self) -> &[Layer] {
        self.settings.as_deref().map(|settings| settings.layers.as_slice()).unwrap_or_default()
    }

    /// Templates of its stack that the configuration does not hold.
    pub fn missing_templates(&self) -> &[String] {
        self.settings.as_deref().map(|settings| settings.missing_templates.as_slice()).unwrap_or_default()
    }

    /// Its device groups.
    pub fn device_groups(&self) -> impl Iterator<Item = &str> {
        self.policies.iter().map(|(group, ..)| group.as_str())
    }

    /// Its template variables.
    pub fn variables(&self) -> &Variables<'d> {
        &self.variables
    }

    /// The `config` of its templates.
    pub fn settings(&self) -> Option<Setting<'_, 'd>> {
        let root = self.settings.as_ref()?.root.as_ref()?;
        Some(Setting::of_item(root, &self.variables))
    }

    /// A setting of its device entry: `deviceconfig/system/hostname`.
    pub fn device_setting(&self, path: &ConfigPath) -> Option<Setting<'_, 'd>> {
        self.settings()?.get(&device().join(path))
    }

    /// Names of its virtual systems: those of its templates and device groups, or the usual one.
    pub fn vsys(&self) -> Vec<String> {
        let container = self.device_setting(&ConfigPath::default().child("vsys"));
        let entries = container.map(Setting::children).unwrap_or_default();
        let mut names: Vec<String> = entries
            .into_iter()
            .filter_map(|entry| entry.entry_name().map(|name| name.shown().to_owned()))
            .collect();
        for name in self.policies.iter().flat_map(|(_, vsys, _)| vsys) {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        if names.is_empty() {
            names.push(TEMPLATE_VSYS.to_owned());
        }
        names
    }

    /// The policies that a virtual system gets.
    fn policies_of<'e>(&'e self, vsys: &str) -> impl Iterator<Item = &'e Policy<'d>> {
        let is_in = move |of: &[String]| of.is_empty() || of.iter().any(|name| name == vsys);
        self.policies.iter().filter(move |(_, of, _)| is_in(of)).map(|(.., policy)| policy.as_ref())
    }

    /// The whole configuration, every variable replaced that has a value.
    ///
    /// Objects and rules of device groups stand in the virtual systems that get them, pre and post
    /// rules in one rulebase, as a firewall has them.
    pub fn config(&self) -> Element {
        let mut config = self.settings().map_or_else(|| Element::new("config"), Setting::to_element);
        for vsys in self.vsys() {
            if self.policies_of(&vsys).next().is_none() {
                continue;
            }
            let entry = config.ensure(&device().child("vsys").entry(&vsys));
            for (path, setting) in self.policy_settings(&vsys) {
                let container = entry.ensure(&path);
                for child in setting {
                    container.push(child.to_element());
                }
            }
        }
        config
    }

    /// What the policies of a virtual system put into it: containers by path, with what is in them.
    fn policy_settings(&self, vsys: &str) -> Vec<(ConfigPath, Vec<Setting<'_, 'd>>)> {
        let here = ConfigPath::default();
        let mut settings = Vec::new();
        for policy in self.policies_of(vsys) {
            for item in &policy.objects {
                let container = Setting::of_item(item, &self.variables);
                settings.push((here.child(container.name()), container.children()));
            }
            for (kind, rules) in &policy.rulebases {
                let targeted = rules
                    .iter()
                    .filter(|rule| policy::is_targeted(rule.node, &self.serial, vsys))
                    .map(|rule| Setting::of_node(*rule, &self.variables))
                    .collect();
                settings.push((here.child("rulebase").child(*kind).child("rules"), targeted));
            }
            if let Some(item) = &policy.default_rules {
                let container = Setting::of_item(item, &self.variables);
                settings.push((here.child("rulebase").child(container.name()), container.children()));
            }
        }
        settings
    }
}

/// The device entry in a `config`.
fn device() -> ConfigPath {
    ConfigPath::default().child("devices").entry(LOCALHOST)
}
