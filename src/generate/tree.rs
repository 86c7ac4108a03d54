//! The trees of a cluster: its Panorama objects, and what each firewall ends up with.

use super::assemble::{Clash, entry, graft};
use super::context::Ctx;
use super::pack::Pack;
use super::values::Variable;
use super::{device_group, template, template_stack};
use crate::diag::{Diagnostic, Sink};
use crate::model::{Cluster, PanosVersion};
use crate::panos::{PanoramaObject, TEMPLATE_VSYS, device};
use crate::source::{Sources, Span};
use crate::spec::Snippet;
use crate::xml::{ConfigPath, Element};

/// The Panorama objects of a cluster, each as its entry.
#[derive(Debug, Clone)]
pub(crate) struct ClusterTree {
    pub(crate) templates: Vec<Element>,
    pub(crate) stacks: Vec<Element>,
    pub(crate) device_group: Element,
    /// The configuration of each member, by index.
    pub(crate) firewalls: Vec<Element>,
}

/// Builds the trees of one cluster.
pub(crate) struct Builder<'a> {
    pub(crate) cluster: &'a Cluster,
    pub(crate) snippets: Vec<&'a Snippet>,
    pub(crate) pack: &'a Pack,
    pub(crate) sources: &'a mut Sources,
    pub(crate) sink: &'a mut Sink,
}

impl Builder<'_> {
    /// Builds them all; what fragments and snippets disagree about goes to the sink.
    pub(crate) fn build(&mut self) -> ClusterTree {
        let cluster = self.cluster;
        let mut templates = Vec::new();
        let mut variables: Vec<Variable> = Vec::new();
        for (index, plan) in cluster.arrangement.templates.iter().enumerate() {
            let contents = template::contents(cluster, plan);
            let mut entry = self.entry(plan.name.as_str(), &contents.contexts);
            if index == 0 {
                self.put_snippets(PanoramaObject::Template, &mut entry);
            } else {
                self.put_snippets_on_interfaces(&mut entry);
            }
            templates.push(entry);
            variables.extend(contents.variables);
        }
        let stacks = (cluster.arrangement.stacks.iter())
            .map(|plan| {
                let mut entry =
                    self.entry(plan.name.as_str(), &template_stack::contexts(cluster, plan, &variables));
                self.put_snippets(PanoramaObject::TemplateStack, &mut entry);
                entry
            })
            .collect();
        let mut device_group = self.entry(cluster.device_group.as_str(), &device_group::contexts(cluster));
        self.put_snippets(PanoramaObject::DeviceGroup, &mut device_group);
        // What is wrong with a Tera file is wrong with it for every firewall: once is enough.
        let members = if self.sink.has_errors() { 0..0 } else { 0..cluster.members.len() };
        let firewalls = members.map(|member| self.firewall(member, &device_group)).collect();
        ClusterTree { templates, stacks, device_group, firewalls }
    }

    fn entry(&mut self, name: &str, contexts: &[Ctx]) -> Element {
        let fragments = self.pack.render(contexts, self.sources, self.sink);
        let (entry, clashes) = entry(name, fragments);
        for (source, clash) in clashes {
            self.sink.report(told(&clash, "this Tera file", name).at(Span::new(source, 0, 0)));
        }
        entry
    }

    /// Puts the cluster's snippets for one kind of object into one of them.
    fn put_snippets(&mut self, object: PanoramaObject, entry: &mut Element) {
        let name = entry.entry_name().unwrap_or_default().to_owned();
        for snippet in self.snippets.iter().filter(|snippet| snippet.place.object == object) {
            for (element, span) in &snippet.elements {
                for clash in graft(entry, &snippet.place.path, element.clone()) {
                    self.sink.report(told(&clash, "the snippet", &name).at(*span));
                }
            }
        }
    }

    /// A small template repeats some interfaces of the common one, and an interface of a higher
    /// template replaces that of a lower one as a whole: so what snippets say of it goes here too.
    fn put_snippets_on_interfaces(&self, entry: &mut Element) {
        let config = ConfigPath::default().child("config");
        let interfaces = config.join(&device()).child("network").child("interface");
        for snippet in self.snippets.iter().filter(|snippet| snippet.place.object == PanoramaObject::Template)
        {
            for (element, _) in &snippet.elements {
                let mut alone = Element::new("entry");
                graft(&mut alone, &snippet.place.path, element.clone());
                for kind in alone.get(&interfaces).map(Element::children).unwrap_or_default() {
                    let container = interfaces.child(kind.name());
                    for interface in kind.children() {
                        let name = interface.entry_name().unwrap_or_default();
                        if entry.get(&container.entry(name)).is_some() {
                            graft(entry, &container, interface.clone());
                        }
                    }
                }
            }
        }
    }

    /// What a member ends up with: its template settings, literally, and the device group in its vsys.
    fn firewall(&mut self, member: usize, device_group: &Element) -> Element {
        let contexts = template::for_member(self.cluster, member);
        let mut settings = self.entry(self.cluster.template.as_str(), &contexts);
        // A stack's own configuration goes over its templates', so its snippets come second.
        for object in [PanoramaObject::Template, PanoramaObject::TemplateStack] {
            self.put_snippets_quietly(object, &mut settings);
        }
        let mut config = config(self.cluster.panos);
        let inner = settings.child("config").map(Element::children).unwrap_or_default();
        for child in inner {
            config.push(child.clone());
        }
        let vsys = config.ensure(&device().child("vsys").entry(TEMPLATE_VSYS));
        fold_device_group(vsys, device_group);
        config
    }

    /// As [`Self::put_snippets`]; what there is to tell was told for the Panorama object.
    fn put_snippets_quietly(&self, object: PanoramaObject, entry: &mut Element) {
        for snippet in self.snippets.iter().filter(|snippet| snippet.place.object == object) {
            for (element, _) in &snippet.elements {
                graft(entry, &snippet.place.path, element.clone());
            }
        }
    }
}

/// Children of a device group that say who gets it, not what they get.
const NOT_PUSHED: &[&str] = &[
    "description",
    "devices",
    "reference-templates",
    "master-device",
    "authorization-code",
    "to-sw-version",
];

/// Objects as they are; pre rules, then post rules, in the firewall's one rulebase.
fn fold_device_group(vsys: &mut Element, device_group: &Element) {
    let here = ConfigPath::default();
    let rulebase = here.child("rulebase");
    for child in device_group.children().iter().filter(|child| !NOT_PUSHED.contains(&child.name())) {
        match child.name() {
            "pre-rulebase" | "post-rulebase" => {}
            _ => {
                graft(vsys, &here, child.clone());
            }
        }
    }
    for name in ["pre-rulebase", "post-rulebase"] {
        for rules in device_group.child(name).map(Element::children).unwrap_or_default() {
            graft(vsys, &rulebase, rules.clone());
        }
    }
}

fn told(clash: &Clash, who: &str, object: &str) -> Diagnostic {
    match clash {
        Clash::Replaced { path, old, new } => {
            let message = format!("{who} sets {path} of {object} to `{new}`, which was `{old}`");
            Diagnostic::warning("generated-value-replaced", message)
                .help("fine if that is what you want; a key of the spec may say it better")
        }
        Clash::Shape { path } => {
            let message = format!("{who} puts {path} into {object}, where a text and an element would meet");
            Diagnostic::error("text-beside-element", message)
                .help("an element holds a text or elements, not both")
        }
    }
}

/// An empty configuration of a release.
pub(crate) fn config(version: Option<PanosVersion>) -> Element {
    let mut config = Element::new("config");
    let version = version.unwrap_or(FIRST_WITH_CLUSTERS);
    config.set_attribute("version", version.schema_level());
    config.set_attribute("urldb", "paloaltonetworks");
    config
}

/// The release that is written where none is said: the first that knows HA clusters.
const FIRST_WITH_CLUSTERS: PanosVersion = PanosVersion::feature(10, 0);

/// All Panorama objects of a cluster in one configuration.
pub(crate) fn panorama(tree: &ClusterTree, version: Option<PanosVersion>) -> Element {
    let mut root = config(version);
    let device = root.ensure(&device());
    let [templates, stacks, groups] = containers(tree);
    device.push(templates);
    device.push(stacks);
    device.push(groups);
    root
}

/// The objects by kind: templates, template stacks, device group.
pub(crate) fn containers(tree: &ClusterTree) -> [Element; 3] {
    let container = |object: PanoramaObject, entries: &[Element]| {
        entries.iter().cloned().fold(Element::new(object.element()), Element::with)
    };
    [
        container(PanoramaObject::Template, &tree.templates),
        container(PanoramaObject::TemplateStack, &tree.stacks),
        container(PanoramaObject::DeviceGroup, std::slice::from_ref(&tree.device_group)),
    ]
}
