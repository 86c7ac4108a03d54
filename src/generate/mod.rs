//! From a checked spec to the files for Panorama.
//!
//! Belongs here: contexts, Tera files, and every artifact, all from one tree. Does not belong here:
//! judging the user's spec (`spec`), touching a disk (the binary).
//!
//! The line: [`Cluster`] → contexts (`context`) → Tera (`pack`) → text → our reader → trees
//! (`assemble`, `tree`) → artifacts.

mod artifact;
mod artifact_path;
mod assemble;
mod context;
mod contract;
#[cfg(test)]
mod contract_tests;
mod device_group;
mod folder_plan;
mod load_script;
mod manifest;
mod pack;
mod pair;
pub(crate) mod session;
mod sha256;
mod template;
mod template_stack;
mod tera_file;
mod tera_text;
mod tree;
mod values;

pub use artifact::Artifact;
pub use artifact_path::{ArtifactPath, ArtifactPathError};
pub use folder_plan::{FileState, FolderPlan, LeftBehind};
pub use manifest::{FileRecord, LeftBehindRecord, MadeBy, Manifest, ManifestError, SpecRecord};
pub use pack::{BUILT_IN, Pack, PackFile};
pub use sha256::{Sha256, Sha256Error};
pub(crate) use template::{description_of_some, own_description};

use crate::diag::Sink;
use crate::model::{Cluster, Member, Serial};
use crate::panos::PanoramaObject;
use crate::source::Sources;
use crate::spec::{Explained, Spec};
use crate::xml::{Element, write};

use tree::{Builder, ClusterTree, containers, panorama};

/// What the files are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Panorama, and each firewall for review.
    Panorama,
    /// Firewalls without a Panorama.
    Firewall,
}

/// All artifacts of a spec, without the manifest.
///
/// What Tera files and snippets get wrong goes to `sink`.
pub fn artifacts(
    spec: &Spec,
    pack: &Pack,
    target: Target,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Vec<Artifact> {
    let mut artifacts = Vec::new();
    for (index, cluster) in spec.fleet.clusters.iter().enumerate() {
        let tree = tree(spec, index, pack, sources, sink);
        if sink.has_errors() {
            break;
        }
        if target == Target::Panorama {
            let version = spec.fleet.panorama_version.or(cluster.panos);
            let import_name = load_script::import_name(cluster.name.as_str(), index);
            artifacts.extend(for_panorama(cluster, &tree, write(&panorama(&tree, version)), &import_name));
        }
        for (member, config) in cluster.members.iter().zip(&tree.firewalls) {
            artifacts.extend(for_firewall(cluster, member, config));
        }
    }
    artifacts
}

/// What each firewall of a spec ends up with.
///
/// What Tera files and snippets get wrong goes to `sink`.
pub fn firewall_configs(
    spec: &Spec,
    pack: &Pack,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Vec<FirewallConfig> {
    let mut configs = Vec::new();
    for (index, cluster) in spec.fleet.clusters.iter().enumerate() {
        let tree = tree(spec, index, pack, sources, sink);
        let members = cluster.members.iter().zip(tree.firewalls);
        configs
            .extend(members.map(|(member, config)| FirewallConfig { serial: member.serial.clone(), config }));
    }
    configs
}

/// The Panorama objects of each cluster, in the order of the fleet: a `config` with templates, template stacks
/// and the device group.
///
/// What Tera files and snippets get wrong goes to `sink`.
pub fn panorama_configs(spec: &Spec, pack: &Pack, sources: &mut Sources, sink: &mut Sink) -> Vec<Element> {
    let clusters = 0..spec.fleet.clusters.len();
    clusters
        .map(|index| {
            let version = spec.fleet.panorama_version.or(spec.fleet.clusters[index].panos);
            panorama(&tree(spec, index, pack, sources, sink), version)
        })
        .collect()
}

/// The configuration of one firewall.
#[derive(Debug, Clone)]
pub struct FirewallConfig {
    /// Its serial number.
    pub serial: Serial,
    /// Its `config`.
    pub config: Element,
}

fn tree(spec: &Spec, index: usize, pack: &Pack, sources: &mut Sources, sink: &mut Sink) -> ClusterTree {
    let snippets = spec.snippets.iter().filter(|snippet| snippet.cluster == index).collect();
    Builder { cluster: &spec.fleet.clusters[index], snippets, pack, sources, sink }.build()
}

/// The contexts of Tera files: name, the object each describes, how often it is rendered, its fields.
pub fn contexts() -> impl Iterator<Item = ContextFacts> {
    context::CtxKind::ALL.iter().map(|kind| ContextFacts {
        name: kind.name(),
        object: kind.object(),
        repeat: kind.repeat(),
        fields: context::fields(&kind.shape()),
    })
}

/// What there is to know of a context when writing a Tera file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContextFacts {
    /// The name that a header uses.
    pub name: &'static str,
    /// The Panorama object that it describes.
    pub object: PanoramaObject,
    /// How often a Tera file with it is rendered.
    pub repeat: &'static str,
    /// Its fields, those of structures and list items with dots: `members.serial`.
    pub fields: Vec<String>,
}

/// Every template variable and its value per firewall.
pub fn explain_variables(spec: &Spec) -> Vec<Explained> {
    let mut explained = Vec::new();
    for cluster in &spec.fleet.clusters {
        for plan in &cluster.arrangement.templates {
            for variable in template::contents(cluster, plan).variables {
                for (member, value) in variable.values {
                    explained.push(Explained {
                        what: format!("{}.{}.{}", cluster.name, cluster.members[member].name, variable.name),
                        value,
                        why: format!("variable of template {}: {}", plan.name, variable.description),
                        place: None,
                    });
                }
            }
        }
    }
    explained
}

fn for_panorama(cluster: &Cluster, tree: &ClusterTree, panorama: String, import_name: &str) -> Vec<Artifact> {
    let folder = cluster.name.as_str();
    let names = |what: &str, entries: &[Element]| -> Vec<String> {
        entries.iter().map(|entry| format!("{what} {}", entry.entry_name().unwrap_or_default())).collect()
    };
    let templates = names("template", &tree.templates);
    let stacks = names("template-stack", &tree.stacks);
    let groups = names("device-group", std::slice::from_ref(&tree.device_group));
    let devices: Vec<_> =
        cluster.members.iter().map(|member| format!("managed device {}", member.serial)).collect();
    let objects = [templates.clone(), stacks.clone(), groups.clone()].concat();
    let all = [devices, objects.clone()].concat();
    let [template, template_stack, device_group] = containers(tree);
    let artifact =
        |name: &str, text: String, touches| Artifact { path: format!("{folder}/{name}"), text, touches };
    vec![
        artifact("panorama.xml", panorama, objects),
        artifact("template.xml", write(&template), templates),
        artifact("template-stack.xml", write(&template_stack), stacks),
        artifact("device-group.xml", write(&device_group), groups),
        artifact("load.txt", load_script::load(cluster, tree, import_name), all.clone()),
        artifact("set.txt", load_script::set(cluster, tree), all),
    ]
}

fn for_firewall(cluster: &Cluster, member: &Member, config: &Element) -> [Artifact; 2] {
    let path = |suffix: &str| format!("{}/firewalls/{}{suffix}", cluster.name, member.serial);
    let touches = vec![format!("firewall {}", member.serial)];
    let set = load_script::firewall(cluster, member, config);
    [
        Artifact { path: path(".xml"), text: write(config), touches: touches.clone() },
        Artifact { path: path(".set.txt"), text: set, touches },
    ]
}
