//! From a Panorama's configuration to what each firewall gets.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::layer::Layer;
use super::memo::Memo;
use super::overlay::{Item, Kind, LayerIndex, Sourced, overlay};
use super::policy::{LostParent, Policy};
use super::variables::{Definition, Level, VariableUse, Variables, uses_in};
use super::{Effective, Group};
use crate::effective::atoms::Atoms;
use crate::panos::{DeviceGroup, Export, Panorama, Template, TemplateStack, variables, vsys_of};
use crate::xml::Node;

/// The settings of a template stack, shared by every stack with the same templates and no
/// configuration of its own.
#[derive(Debug)]
pub struct Settings<'d> {
    /// The stack, if it has a configuration of its own, then its templates.
    pub layers: Vec<Layer>,
    /// Their configurations laid over each other; `None` where none has any.
    pub root: Option<Item<'d>>,
    /// Names of templates in the stack that the configuration does not hold.
    pub missing_templates: Vec<String>,
    /// Variables of the templates, the highest first.
    variables: Arc<[Definition<'d>]>,
    variable_uses: OnceLock<Vec<VariableUse<'d>>>,
}

impl<'d> Settings<'d> {
    /// The places where variables stand.
    pub fn variable_uses(&self) -> &[VariableUse<'d>] {
        self.variable_uses.get_or_init(|| self.root.as_ref().map(uses_in).unwrap_or_default())
    }

    /// Variables of the templates, the highest first.
    pub(super) fn template_variables(&self) -> &[Definition<'d>] {
        &self.variables
    }
}

/// Resolves the firewalls of one Panorama. What several firewalls share is resolved once.
pub struct Resolver<'d> {
    templates: BTreeMap<String, Template<'d>>,
    stacks: Vec<TemplateStack<'d>>,
    /// The stacks that name each firewall, with its entries there.
    stacks_of: BTreeMap<String, Vec<(usize, Node<'d>)>>,
    groups: BTreeMap<String, DeviceGroup<'d>>,
    /// The device groups of each firewall.
    groups_of: BTreeMap<String, Vec<GroupMembership<'d>>>,
    shared: Option<Node<'d>>,
    /// All firewalls, with the entry that names each first.
    serials: BTreeMap<String, Node<'d>>,
    settings: Memo<SettingsKey, Settings<'d>>,
    of_stacks: Memo<usize, [Definition<'d>]>,
    policies: Memo<String, Policy<'d>>,
}

/// A firewall in a device group.
struct GroupMembership<'d> {
    group: String,
    /// Its entry there.
    entry: Node<'d>,
    /// Its virtual systems that are in the group; none named means all.
    vsys: Vec<String>,
}

#[derive(PartialEq, Eq, Hash)]
enum SettingsKey {
    /// Stacks without a configuration of their own are what their templates are.
    Templates(Vec<String>),
    Stack(usize),
}

impl<'d> Resolver<'d> {
    /// Reads who has which stack and device group.
    pub fn new(panorama: Panorama<'d>) -> Self {
        let stacks: Vec<_> = panorama.template_stacks().collect();
        let mut serials: BTreeMap<String, Node<'d>> = BTreeMap::new();
        for (serial, entry) in panorama.managed_devices() {
            serials.entry(serial.into_owned()).or_insert(entry);
        }
        let mut stacks_of: BTreeMap<String, Vec<(usize, Node<'d>)>> = BTreeMap::new();
        for (index, stack) in stacks.iter().enumerate() {
            for (serial, entry) in stack.devices() {
                serials.entry(serial.clone().into_owned()).or_insert(entry);
                stacks_of.entry(serial.into_owned()).or_default().push((index, entry));
            }
        }
        let groups: BTreeMap<_, _> =
            panorama.device_groups().map(|group| (group.name().to_owned(), group)).collect();
        let mut groups_of: BTreeMap<String, Vec<GroupMembership<'d>>> = BTreeMap::new();
        for group in groups.values() {
            for (serial, entry) in group.devices() {
                serials.entry(serial.clone().into_owned()).or_insert(entry);
                let vsys = vsys_of(entry).into_iter().map(Cow::into_owned).collect();
                let membership = GroupMembership { group: group.name().to_owned(), entry, vsys };
                groups_of.entry(serial.into_owned()).or_default().push(membership);
            }
        }
        Self {
            serials,
            templates: panorama.templates().map(|t| (t.name().to_owned(), t)).collect(),
            shared: panorama.shared(),
            stacks,
            stacks_of,
            groups,
            groups_of,
            settings: Memo::default(),
            of_stacks: Memo::default(),
            policies: Memo::default(),
        }
    }

    /// One for each export that is a Panorama's.
    pub fn of_exports(exports: &[(&str, Export<'d>)]) -> Vec<Option<Self>> {
        let resolver = |(_, export): &(&str, Export<'d>)| match export {
            Export::Panorama(panorama) => Some(Self::new(*panorama)),
            Export::Firewall(_) => None,
        };
        exports.iter().map(resolver).collect()
    }

    /// Serial numbers of all firewalls: managed, in a stack, or in a device group.
    pub fn serials(&self) -> impl Iterator<Item = &str> {
        self.serials.keys().map(String::as_str)
    }

    /// What a firewall gets; `None` where the Panorama does not know it.
    pub fn effective(&self, serial: &str) -> Option<Effective<'d>> {
        let entry = *self.serials.get(serial)?;
        let memberships = self.stacks_of.get(serial).map(Vec::as_slice).unwrap_or_default();
        // A firewall is in one stack; where an export has it in two, the first counts.
        let stack = memberships.first().map(|(index, device)| (&self.stacks[*index], *index, *device));
        let settings = stack.map(|(stack, index, _)| self.settings(stack, index));
        let own = stack.map(|(_, index, device)| (self.definitions_of_stack(index), device));
        let of_templates = settings.iter().map(|settings| Arc::clone(&settings.variables));
        let variables = match own {
            None => Variables::default(),
            Some((of_stack, device)) => {
                let of_device =
                    variables(device).map(|variable| Definition { level: Level::Device, variable });
                Variables::new(of_device.collect(), [of_stack].into_iter().chain(of_templates).collect())
            }
        };
        let policies = self.groups_of.get(serial).into_iter().flatten();
        Some(Effective {
            serial: serial.to_owned(),
            entry,
            stacks: memberships
                .iter()
                .map(|(index, entry)| (self.stacks[*index].name().to_owned(), *entry))
                .collect(),
            settings,
            variables,
            groups: policies
                .map(|membership| Group {
                    name: membership.group.clone(),
                    entry: membership.entry,
                    vsys: membership.vsys.clone(),
                    policy: self.policy(&membership.group),
                })
                .collect(),
        })
    }

    /// The template stacks, each with its place among them.
    pub(super) fn numbered_stacks(&self) -> impl Iterator<Item = (usize, &TemplateStack<'d>)> {
        self.stacks.iter().enumerate()
    }

    /// The template stack and the device groups of a firewall, without what it gets from them; `None` where the
    /// Panorama does not know it.
    pub fn memberships(&self, serial: &str) -> Option<(Option<&str>, Vec<&str>)> {
        self.serials.get(serial)?;
        let stack = self.stack_of(serial).map(|index| self.stacks[index].name());
        let groups = self.groups_of.get(serial).into_iter().flatten();
        Some((stack, groups.map(|membership| membership.group.as_str()).collect()))
    }

    /// The place of the stack from which a firewall gets its settings.
    pub(super) fn stack_of(&self, serial: &str) -> Option<usize> {
        self.stacks_of.get(serial)?.first().map(|(index, _)| *index)
    }

    /// The variables of a stack itself.
    pub(super) fn definitions_of_stack(&self, index: usize) -> Arc<[Definition<'d>]> {
        self.of_stacks.get(index, || {
            let stack = &self.stacks[index];
            let level = Level::Layer(Layer::TemplateStack(stack.name().to_owned()));
            stack.variables().map(|variable| Definition { level: level.clone(), variable }).collect()
        })
    }

    /// What a stack gives.
    pub(super) fn settings(&self, stack: &TemplateStack<'d>, index: usize) -> Arc<Settings<'d>> {
        let names: Vec<String> = stack.templates().map(|name| name.into_owned()).collect();
        let own = stack.config().filter(|config| config.children().next().is_some());
        let key = match own {
            Some(_) => SettingsKey::Stack(index),
            None => SettingsKey::Templates(names.clone()),
        };
        self.settings.get(key, || Arc::new(self.overlay(stack, own, names)))
    }

    /// The settings of a stack with a configuration of its own, if it has one, over those of templates.
    fn overlay(
        &self,
        stack: &TemplateStack<'d>,
        own: Option<Node<'d>>,
        templates: Vec<String>,
    ) -> Settings<'d> {
        let mut layers = Vec::new();
        let mut sources = Vec::new();
        let mut add = |layer: Layer, config: Option<Node<'d>>| {
            if let Some(node) = config {
                sources.push(Sourced { layer: layers.len() as LayerIndex, node });
            }
            layers.push(layer);
        };
        if own.is_some() {
            add(Layer::TemplateStack(stack.name().to_owned()), own);
        }
        let mut definitions = Vec::new();
        let mut missing_templates = Vec::new();
        for name in templates {
            let Some(template) = self.templates.get(&name) else {
                missing_templates.push(name);
                continue;
            };
            add(Layer::Template(name.clone()), template.config());
            let level = Level::Layer(Layer::Template(name));
            let of_template = template.variables();
            definitions.extend(of_template.map(|variable| Definition { level: level.clone(), variable }));
        }
        let kind = Kind::Settings(Some(Atoms::of_config()));
        let root = (!sources.is_empty()).then(|| overlay(sources, kind));
        Settings {
            layers,
            root,
            missing_templates,
            variables: definitions.into(),
            variable_uses: OnceLock::new(),
        }
    }

    fn policy(&self, group: &str) -> Arc<Policy<'d>> {
        self.policies.get(group.to_owned(), || {
            let mut chain: Vec<&DeviceGroup<'d>> = Vec::new();
            let mut next = self.groups.get(group);
            let mut lost = None;
            while let Some(group) = next {
                chain.push(group);
                let Some(parent) = group.parent() else { break };
                next = self.groups.get(parent);
                // A hand-made file may name a group as its own ancestor.
                let is_circle = chain.iter().any(|seen| seen.name() == parent);
                if is_circle || next.is_none() {
                    lost = Some(LostParent { of: group.entry(), parent: parent.to_owned(), is_circle });
                    break;
                }
            }
            Policy::new(&chain, self.shared, lost)
        })
    }
}
