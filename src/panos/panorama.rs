//! The configuration of a Panorama.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::{DeviceGroup, LOCALHOST, PanoramaObject, Template, TemplateStack};
use crate::xml::Node;

/// A document read as a Panorama's configuration.
///
/// Everything is looked up below `/config/devices`: `/config/readonly` repeats the names of
/// templates, stacks and device groups, and an older export may still name what is gone.
#[derive(Debug, Clone, Copy)]
pub struct Panorama<'d> {
    config: Node<'d>,
    /// The configuration that it is to be loaded into.
    base: Option<Node<'d>>,
}

impl<'d> Panorama<'d> {
    /// Reads a `config` element.
    pub(super) fn new(config: Node<'d>) -> Self {
        Self { config, base: None }
    }

    /// The same with all that another one has and this one lacks: what there is once this part of a
    /// configuration was loaded into that one. Templates, stacks and device groups of one name are taken
    /// from here as a whole.
    #[must_use]
    pub fn over(self, base: Panorama<'d>) -> Self {
        Self { base: Some(base.config), ..self }
    }

    /// The `config` element.
    pub fn config(self) -> Node<'d> {
        self.config
    }

    /// Is it a part of a configuration, as `panha generate` writes it: objects to load into a Panorama that
    /// has more? Every export has the list of managed firewalls, or what Panorama keeps for itself.
    pub fn is_partial(self) -> bool {
        let has = |name: &str| self.configs().any(|config| config.child(name).is_some());
        !has("mgt-config") && !has("readonly")
    }

    /// Its own configuration, and the one it is to be loaded into.
    fn configs(self) -> impl Iterator<Item = Node<'d>> {
        std::iter::once(self.config).chain(self.base)
    }

    /// The full release, or the configuration level where an export has only that.
    pub fn version(self) -> Option<Cow<'d, str>> {
        self.config.attribute("detail-version").or_else(|| self.config.attribute("version"))
    }

    /// Serial numbers of the managed firewalls, with their entries.
    pub fn managed_devices(self) -> impl Iterator<Item = (Cow<'d, str>, Node<'d>)> {
        let devices = self.configs().filter_map(|config| config.child("mgt-config")?.child("devices"));
        devices.flat_map(|devices| entries(Some(devices)))
    }

    /// The templates.
    pub fn templates(self) -> impl Iterator<Item = Template<'d>> {
        self.objects(PanoramaObject::Template).map(|(name, entry)| Template::new(name, entry))
    }

    /// The template stacks.
    pub fn template_stacks(self) -> impl Iterator<Item = TemplateStack<'d>> {
        self.objects(PanoramaObject::TemplateStack).map(|(name, entry)| TemplateStack::new(name, entry))
    }

    /// The device groups, each with its parent.
    pub fn device_groups(self) -> impl Iterator<Item = DeviceGroup<'d>> {
        let readonly = self.configs().filter_map(|config| {
            let device = device_entry(config.child("readonly")?)?;
            device.child(PanoramaObject::DeviceGroup.element())
        });
        let mut of_readonly: BTreeMap<Cow<'d, str>, Node<'d>> = BTreeMap::new();
        for (name, entry) in readonly.flat_map(|groups| entries(Some(groups))) {
            if let Some(parent) = entry.child("parent-dg") {
                of_readonly.entry(name).or_insert(parent);
            }
        }
        self.objects(PanoramaObject::DeviceGroup).map(move |(name, entry)| {
            // Real exports have parents in `readonly` only; some tools write them into the entry.
            let parent = of_readonly.get(&name).copied().or_else(|| entry.child("parent-dg"));
            let parent = parent.map(|node| (node.text(), node));
            DeviceGroup::new(name, entry, parent.filter(|(name, _)| !name.is_empty() && name != "shared"))
        })
    }

    /// What is shared by all device groups.
    pub fn shared(self) -> Option<Node<'d>> {
        self.configs().find_map(|config| config.child("shared"))
    }

    fn objects(self, object: PanoramaObject) -> impl Iterator<Item = (Cow<'d, str>, Node<'d>)> {
        let own = objects_in(self.config, object);
        let names: BTreeSet<Cow<'d, str>> = match self.base {
            Some(_) => objects_in(self.config, object).map(|(name, _)| name).collect(),
            None => BTreeSet::new(),
        };
        let of_base = self.base.into_iter().flat_map(move |base| objects_in(base, object));
        own.chain(of_base.filter(move |(name, _)| !names.contains(name)))
    }
}

fn objects_in<'d>(
    config: Node<'d>,
    object: PanoramaObject,
) -> impl Iterator<Item = (Cow<'d, str>, Node<'d>)> {
    let containers = device_entry(config).into_iter().flat_map(Node::children);
    // Loadable files in the field hold a container twice.
    let containers = containers.filter(move |container| container.name() == object.element());
    containers.flat_map(|container| entries(Some(container)))
}

/// The one device entry of a configuration.
pub(super) fn device_entry(config: Node<'_>) -> Option<Node<'_>> {
    let devices = config.child("devices")?;
    devices.entry(LOCALHOST).or_else(|| devices.child("entry"))
}

/// The entries of a container, by name.
pub(super) fn entries<'d>(
    container: Option<Node<'d>>,
) -> impl Iterator<Item = (Cow<'d, str>, Node<'d>)> + use<'d> {
    let children = container.into_iter().flat_map(Node::children);
    children
        .filter(|child| child.name() == "entry")
        .filter_map(|entry| Some((entry.attribute("name")?, entry)))
}
