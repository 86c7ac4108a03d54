//! What one firewall really gets from a Panorama, each value with its origin.
//!
//! Belongs here: stacks over templates, variables, device groups and those above them. Does not
//! belong here: how it is printed (`report`), what should be different (`lints`).
//!
//! The line: Panorama → [`Resolver`] → [`Effective`] per firewall → a tree ([`Effective::config`]) or
//! every value with its origin ([`Effective::values`]).

mod atoms;
mod compare;
mod comparison;
mod doubts;
mod firewall;
mod given;
mod inventory;
mod layer;
mod lost;
mod members;
mod memo;
mod origin;
mod overlay;
mod policy;
mod policy_difference;
mod resolver;
mod setting;
mod stack;
mod variables;

use std::sync::Arc;

pub use compare::{ADDRESSES, Difference, EXPECTED, OWN_ADDRESSES};
pub use comparison::{Chosen, Comparison, comparisons, is_called};
pub use doubts::UNKNOWN;
pub use firewall::{
    ClusterMember, ClusterSettings, FirewallSettings, HighAvailability, InterfaceSettings, LinkSettings,
    PairSettings, VsysSettings, ZoneSettings,
};
pub use given::Given;
pub use inventory::{ClusterEntry, InventoryEntry, PairEntry, inventory, inventory_of};
pub use layer::Layer;
pub use lost::Lost;
pub use members::{export_differences, setting_differences};
pub use origin::{Beaten, Origin, Resolution, VariableOrigin, firewall_values};
pub use overlay::{Item, LayerIndex, Sourced};
pub use policy::{Policy, is_targeted};
pub use resolver::{Resolver, Settings};
pub use setting::Setting;
pub use stack::{StackDevice, StackVariables};
pub use variables::{Definition, Level, Value, VariableUse, Variables};

use crate::panos::{TEMPLATE_VSYS, device};
use crate::xml::{ConfigPath, Element, Node};

/// Tells settings that several firewalls share from others of one Panorama.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SettingsId(usize);

/// What one firewall gets.
#[derive(Debug)]
pub struct Effective<'d> {
    serial: String,
    /// The entry that names it first.
    entry: Node<'d>,
    /// The stacks that name it, with its entry there; the first counts.
    stacks: Vec<(String, Node<'d>)>,
    settings: Option<Arc<Settings<'d>>>,
    variables: Variables<'d>,
    groups: Vec<Group<'d>>,
}

/// A device group of a firewall.
#[derive(Debug)]
struct Group<'d> {
    name: String,
    /// The firewall's entry there.
    entry: Node<'d>,
    /// Its virtual systems that are in the group; none named means all.
    vsys: Vec<String>,
    policy: Arc<Policy<'d>>,
}

impl Group<'_> {
    /// Is a virtual system of the firewall in the group?
    fn has(&self, vsys: &str) -> bool {
        self.vsys.is_empty() || self.vsys.iter().any(|name| name == vsys)
    }
}

impl<'d> Effective<'d> {
    /// The firewall's serial number.
    pub fn serial(&self) -> &str {
        &self.serial
    }

    /// The entry that names it first: in the list of managed firewalls, a stack, or a device group.
    pub fn entry(&self) -> Node<'d> {
        self.entry
    }

    /// Its template stack.
    pub fn template_stack(&self) -> Option<&str> {
        self.stacks.first().map(|(name, _)| name.as_str())
    }

    /// Its entry in its template stack.
    pub fn template_stack_entry(&self) -> Option<Node<'d>> {
        self.stacks.first().map(|(_, entry)| *entry)
    }

    /// The layers of its settings, the highest first.
    pub fn layers(&self) -> &[Layer] {
        self.settings.as_deref().map(|settings| settings.layers.as_slice()).unwrap_or_default()
    }

    /// Templates of its stack that the configuration does not hold.
    pub fn missing_templates(&self) -> &[String] {
        self.settings.as_deref().map(|settings| settings.missing_templates.as_slice()).unwrap_or_default()
    }

    /// Is it in a template stack, and are all templates of that there?
    pub fn is_complete(&self) -> bool {
        self.template_stack().is_some() && self.missing_templates().is_empty()
    }

    /// Its device groups.
    pub fn device_groups(&self) -> impl Iterator<Item = &str> {
        self.groups.iter().map(|group| group.name.as_str())
    }

    /// Its entries in its device groups, with their names.
    pub fn device_group_entries(&self) -> impl Iterator<Item = (&str, Node<'d>)> {
        self.groups.iter().map(|group| (group.name.as_str(), group.entry))
    }

    /// Its template variables.
    pub fn variables(&self) -> &Variables<'d> {
        &self.variables
    }

    /// The places where variables stand in what its stack gives, the same for all firewalls of the stack.
    pub fn variable_uses(&self) -> &[VariableUse<'d>] {
        self.settings.as_deref().map(Settings::variable_uses).unwrap_or_default()
    }

    /// What became of a variable.
    pub fn resolution(&self, name: &str) -> Resolution {
        self.variables.resolution(name)
    }

    /// The `config` of its templates.
    pub fn settings(&self) -> Option<Setting<'_, 'd>> {
        let root = self.settings.as_ref()?.root.as_ref()?;
        Some(Setting::of_item(root, Some(&self.variables)))
    }

    /// The `config` of its templates, variables as they are written: the same for all firewalls with the
    /// same [`settings_id`](Self::settings_id).
    pub fn settings_as_written(&self) -> Option<Setting<'_, 'd>> {
        let root = self.settings.as_ref()?.root.as_ref()?;
        Some(Setting::of_item(root, None))
    }

    /// By what firewalls are told that get the same settings but for the values of variables.
    pub fn settings_id(&self) -> Option<SettingsId> {
        self.settings.as_ref().map(|settings| SettingsId(Arc::as_ptr(settings) as usize))
    }

    /// The policy of each of its device groups: the group's name, the virtual systems that are in it (none
    /// named means all), and what they get.
    pub fn policies(&self) -> impl Iterator<Item = (&str, &[String], &Policy<'d>)> {
        self.groups.iter().map(|group| (group.name.as_str(), group.vsys.as_slice(), group.policy.as_ref()))
    }

    /// A setting of its device entry: `deviceconfig/system/hostname`.
    pub fn device_setting(&self, path: &ConfigPath) -> Option<Setting<'_, 'd>> {
        self.settings()?.get(&device().join(path))
    }

    /// Its device entry, typed.
    pub fn firewall_settings(&self) -> Option<FirewallSettings<'_, 'd>> {
        self.settings()?.get(&device()).map(FirewallSettings::new)
    }

    /// Names of its virtual systems: those of its templates and device groups, or the usual one.
    pub fn vsys(&self) -> Vec<String> {
        let container = self.device_setting(&ConfigPath::default().child("vsys"));
        let entries = container.map(Setting::children).unwrap_or_default();
        let mut names: Vec<String> = entries
            .into_iter()
            .filter_map(|entry| entry.entry_name().map(|name| name.shown().to_owned()))
            .collect();
        for name in self.groups.iter().flat_map(|group| &group.vsys) {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        if names.is_empty() {
            names.push(TEMPLATE_VSYS.to_owned());
        }
        names
    }

    /// Do both get objects and rules from the same device groups? Then only rules with a target differ.
    fn has_same_groups(&self, other: &Effective<'_>) -> bool {
        let is_same = |(group, other): (&Group<'_>, &Group<'_>)| {
            group.name == other.name && group.vsys == other.vsys && Arc::ptr_eq(&group.policy, &other.policy)
        };
        self.groups.len() == other.groups.len()
            && self.vsys() == other.vsys()
            && self.groups.iter().zip(&other.groups).all(is_same)
    }

    /// The policies that a virtual system gets.
    fn policies_of(&self, vsys: &str) -> impl Iterator<Item = &Policy<'d>> {
        self.groups.iter().filter(move |group| group.has(vsys)).map(|group| group.policy.as_ref())
    }

    /// The virtual systems that device groups give something to.
    pub fn vsys_with_policy(&self) -> Vec<String> {
        let mut names = self.vsys();
        names.retain(|vsys| self.policies_of(vsys).next().is_some());
        names
    }

    /// The whole configuration, every variable replaced that has a value.
    ///
    /// Objects and rules of device groups stand in the virtual systems that get them, pre and post
    /// rules in one rulebase, as a firewall has them.
    pub fn config(&self) -> Element {
        let mut config = self.settings().map_or_else(|| Element::new("config"), Setting::to_element);
        self.add_policy(&mut config);
        config
    }

    /// Of [`config`](Self::config), what its templates give, and the virtual systems.
    pub fn settings_config(&self) -> Element {
        let mut config = self.settings().map_or_else(|| Element::new("config"), Setting::to_element);
        for vsys in self.vsys_with_policy() {
            config.ensure(&device().child("vsys").entry(vsys));
        }
        config
    }

    /// Of [`config`](Self::config), what its device groups give.
    pub fn policy_config(&self) -> Element {
        let mut config = Element::new("config");
        self.add_policy(&mut config);
        config
    }

    fn add_policy(&self, config: &mut Element) {
        for vsys in self.vsys() {
            for policy in self.policies_of(&vsys) {
                let entry = config.ensure(&device().child("vsys").entry(&vsys));
                for (path, settings) in self.policy_settings(policy, &vsys) {
                    let container = entry.ensure(&path);
                    for setting in settings {
                        container.push(setting.to_element());
                    }
                }
            }
        }
    }

    /// The rules of a policy that a virtual system gets, of those that are wanted.
    fn rules<'e>(
        &'e self,
        policy: &'e Policy<'d>,
        vsys: &str,
        is_wanted: impl Fn(Node<'d>) -> bool,
    ) -> Vec<(ConfigPath, Vec<Setting<'e, 'd>>)> {
        let of_kind = |(kind, rules): (&&'d str, &Vec<Sourced<'d>>)| {
            let rules = rules
                .iter()
                .filter(|rule| is_wanted(rule.node) && policy::is_targeted(rule.node, &self.serial, vsys))
                .map(|rule| Setting::of_node(*rule, None))
                .collect();
            (ConfigPath::default().child("rulebase").child(*kind).child("rules"), rules)
        };
        policy.rulebases.iter().map(of_kind).collect()
    }

    /// What a policy puts into a virtual system: containers by path, with what is in them.
    fn policy_settings<'e>(
        &'e self,
        policy: &'e Policy<'d>,
        vsys: &str,
    ) -> Vec<(ConfigPath, Vec<Setting<'e, 'd>>)> {
        let here = ConfigPath::default();
        let mut settings = Vec::new();
        for item in &policy.objects {
            let container = Setting::of_item(item, None);
            settings.push((here.child(container.name()), container.children()));
        }
        settings.extend(self.rules(policy, vsys, |_| true));
        if let Some(item) = &policy.default_rules {
            let container = Setting::of_item(item, None);
            settings.push((here.child("rulebase").child(container.name()), container.children()));
        }
        settings
    }
}
