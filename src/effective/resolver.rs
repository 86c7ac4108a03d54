//! From a Panorama's configuration to what each firewall gets.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use super::Effective;
use super::layer::Layer;
use super::overlay::{Item, Kind, LayerIndex, Sourced, overlay};
use super::policy::Policy;
use super::variables::{Definition, Level, Variables};
use crate::effective::atoms::Atoms;
use crate::panos::{DeviceGroup, Panorama, Template, TemplateStack, variables};
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
    variables: Vec<Definition<'d>>,
}

/// Resolves the firewalls of one Panorama. What several firewalls share is resolved once.
pub struct Resolver<'d> {
    templates: BTreeMap<String, Template<'d>>,
    stacks: Vec<TemplateStack<'d>>,
    stack_of: BTreeMap<String, (usize, Node<'d>)>,
    groups: BTreeMap<String, DeviceGroup<'d>>,
    /// The device groups of each firewall, with the virtual systems that are in them.
    groups_of: BTreeMap<String, Vec<(String, Vec<String>)>>,
    shared: Option<Node<'d>>,
    serials: BTreeSet<String>,
    settings: RefCell<HashMap<SettingsKey, Rc<Settings<'d>>>>,
    policies: RefCell<HashMap<String, Rc<Policy<'d>>>>,
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
        let mut stack_of = BTreeMap::new();
        for (index, stack) in stacks.iter().enumerate() {
            for (serial, entry) in stack.devices() {
                // A firewall is in one stack; where an export has it in two, the first counts.
                stack_of.entry(serial.into_owned()).or_insert((index, entry));
            }
        }
        let groups: BTreeMap<_, _> =
            panorama.device_groups().map(|group| (group.name().to_owned(), group)).collect();
        let mut groups_of: BTreeMap<String, Vec<(String, Vec<String>)>> = BTreeMap::new();
        for group in groups.values() {
            for (serial, vsys) in group.devices() {
                let vsys = vsys.into_iter().map(|name| name.into_owned()).collect();
                groups_of.entry(serial.into_owned()).or_default().push((group.name().to_owned(), vsys));
            }
        }
        let managed = panorama.managed_devices().map(|(serial, _)| serial.into_owned());
        let known = stack_of.keys().chain(groups_of.keys()).cloned();
        Self {
            serials: managed.chain(known).collect(),
            templates: panorama.templates().map(|t| (t.name().to_owned(), t)).collect(),
            shared: panorama.shared(),
            stacks,
            stack_of,
            groups,
            groups_of,
            settings: RefCell::default(),
            policies: RefCell::default(),
        }
    }

    /// Serial numbers of all firewalls: managed, in a stack, or in a device group.
    pub fn serials(&self) -> impl Iterator<Item = &str> {
        self.serials.iter().map(String::as_str)
    }

    /// What a firewall gets; `None` where the Panorama does not know it.
    pub fn effective(&self, serial: &str) -> Option<Effective<'d>> {
        if !self.serials.contains(serial) {
            return None;
        }
        let stack = self.stack_of.get(serial).map(|(index, device)| (&self.stacks[*index], *index, *device));
        let settings = stack.as_ref().map(|(stack, index, _)| self.settings(stack, *index));
        let mut definitions = Vec::new();
        if let Some((stack, _, device)) = &stack {
            definitions
                .extend(variables(*device).map(|variable| Definition { level: Level::Device, variable }));
            let level = Level::Layer(Layer::TemplateStack(stack.name().to_owned()));
            definitions
                .extend(stack.variables().map(|variable| Definition { level: level.clone(), variable }));
        }
        definitions.extend(settings.iter().flat_map(|settings| settings.variables.iter().cloned()));
        let policies = self.groups_of.get(serial).into_iter().flatten();
        Some(Effective {
            serial: serial.to_owned(),
            stack: stack.map(|(stack, ..)| stack.name().to_owned()),
            settings,
            variables: Variables::new(definitions),
            policies: policies
                .map(|(group, vsys)| (group.clone(), vsys.clone(), self.policy(group)))
                .collect(),
        })
    }

    fn settings(&self, stack: &TemplateStack<'d>, index: usize) -> Rc<Settings<'d>> {
        let names: Vec<String> = stack.templates().map(|name| name.into_owned()).collect();
        let own = stack.config().filter(|config| config.children().next().is_some());
        let key = match own {
            Some(_) => SettingsKey::Stack(index),
            None => SettingsKey::Templates(names.clone()),
        };
        if let Some(settings) = self.settings.borrow().get(&key) {
            return Rc::clone(settings);
        }
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
        for name in names {
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
        let settings = Rc::new(Settings { layers, root, missing_templates, variables: definitions });
        self.settings.borrow_mut().insert(key, Rc::clone(&settings));
        settings
    }

    fn policy(&self, group: &str) -> Rc<Policy<'d>> {
        if let Some(policy) = self.policies.borrow().get(group) {
            return Rc::clone(policy);
        }
        let mut chain: Vec<&DeviceGroup<'d>> = Vec::new();
        let mut next = self.groups.get(group);
        while let Some(group) = next {
            // A hand-made file may name a group as its own ancestor.
            if chain.iter().any(|seen| seen.name() == group.name()) {
                break;
            }
            chain.push(group);
            next = group.parent().and_then(|parent| self.groups.get(parent));
        }
        let policy = Policy::new(&chain, self.shared);
        self.policies.borrow_mut().insert(group.to_owned(), Rc::clone(&policy));
        policy
    }
}
