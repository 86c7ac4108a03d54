//! What keeps a spec from being put into a Panorama: something else has what the spec wants.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::Options;
use super::last::{Last, objects};
use super::location::Location;
use super::roster::Roster;
use crate::diag::{Diagnostic, Sink};
use crate::merge::Edits;
use crate::panos::{Panorama, PanoramaObject, alternatives, device, place_of, vsys_of};
use crate::source::Span;
use crate::spec::Spec;
use crate::xml::{ConfigPath, Node};

/// What is looked at, and by what it is judged.
pub(super) struct Conflicts<'i, 'd> {
    pub(super) spec: &'i Spec,
    pub(super) panorama: Panorama<'d>,
    /// The `config` of the export.
    pub(super) base: Node<'d>,
    /// The `config` with what the spec wants.
    pub(super) wish: Node<'i>,
    pub(super) last: Option<&'i Last>,
    /// Objects that go because nothing makes them any more.
    pub(super) abandoned: &'i [Location],
    pub(super) roster: &'i Roster,
    /// Firewalls that were members of these clusters, and will not be.
    pub(super) former: &'i BTreeSet<String>,
    pub(super) options: &'i Options,
}

impl<'d> Conflicts<'_, 'd> {
    /// Tells all conflicts, and takes firewalls out of stacks and device groups that they leave for those of
    /// the spec.
    pub(super) fn find(&self, edits: &mut Edits<'d>, sink: &mut Sink) {
        self.firewalls(edits, sink);
        self.templates(sink);
        self.cluster_ids(sink);
        self.interfaces(sink);
        self.names(sink);
        self.what_must_be_there(sink);
        self.abandoned_in_use(sink);
    }

    fn report(&self, diagnostic: Diagnostic, sink: &mut Sink) {
        sink.report(self.options.judged(diagnostic));
    }

    fn is_ours(&self, object: PanoramaObject, name: &str) -> bool {
        let named = |entry: Node<'_>| entry.attribute("name").is_some_and(|found| found == name);
        objects(self.wish, object).any(named)
    }

    fn is_made_or_ours(&self, object: PanoramaObject, name: &str) -> bool {
        self.is_ours(object, name) || self.last.is_some_and(|last| last.object(object, name).is_some())
    }

    fn serials(&self) -> BTreeSet<String> {
        let members = self.spec.fleet.clusters.iter().flat_map(|cluster| &cluster.members);
        members.map(|member| member.serial.to_string()).collect()
    }

    fn place_of_serial(&self, serial: &str) -> Option<Span> {
        self.spec.places.iter().find_map(|places| places.serials.get(serial).copied())
    }

    fn place_of_object(&self, object: PanoramaObject, name: &str) -> Option<Span> {
        let key = (object.words(), name.to_owned());
        self.spec.places.iter().find_map(|places| places.objects.get(&key).copied())
    }

    /// A firewall is in one stack, in one device group for each virtual system, and in one cluster.
    fn firewalls(&self, edits: &mut Edits<'d>, sink: &mut Sink) {
        let serials = self.serials();
        for object in [PanoramaObject::TemplateStack, PanoramaObject::DeviceGroup] {
            for entry in objects(self.base, object) {
                let name = entry.attribute("name").unwrap_or_default();
                let devices = entry.child("devices").into_iter().flat_map(Node::children);
                for device in devices.filter(|device| device.name() == "entry") {
                    // Who is replaced is here in the name of the other.
                    let here = device.attribute("name").unwrap_or_default();
                    let replaced = self.roster.replaced.iter().find(|replaced| replaced.old == here);
                    let serial = replaced.map_or(&*here, |replaced| &replaced.new);
                    if !serials.contains(serial) {
                        continue;
                    }
                    let is_wanted = self.is_wanted_in(object, &name, serial);
                    let is_elsewhere = object == PanoramaObject::TemplateStack || is_for_our_vsys(device);
                    let goes_with_it =
                        self.abandoned.contains(&Location::Object(object, name.clone().into_owned()));
                    if is_wanted || !is_elsewhere || goes_with_it {
                        continue;
                    }
                    let is_in_scope = self.options.allows(&place_of(device));
                    if (self.options.takes_over || self.is_made_or_ours(object, &name)) && is_in_scope {
                        edits.remove(device);
                        continue;
                    }
                    let words = object.words();
                    let code = match object {
                        PanoramaObject::DeviceGroup => "firewall-in-other-device-group",
                        _ => "firewall-in-other-stack",
                    };
                    let message =
                        format!("firewall {here} is in {words} {name}, and the spec wants it in another");
                    let diagnostic = Diagnostic::error(code, message).at(device.start_tag_span());
                    let wanted =
                        if replaced.is_some() { "its successor is wanted here" } else { "wanted here" };
                    let diagnostic = and(diagnostic, self.place_of_serial(serial), wanted);
                    let help = format!(
                        "give `--move` to take it out of there, `--last DIR` if panha made {name} in that folder, or correct the serial number"
                    );
                    self.report(diagnostic.help(help), sink);
                }
            }
        }
        for template in objects(self.base, PanoramaObject::Template) {
            let name = template.attribute("name").unwrap_or_default();
            let is_ours = self.is_ours(PanoramaObject::Template, &name);
            if !is_ours && self.is_made_or_ours(PanoramaObject::Template, &name) {
                continue;
            }
            let members =
                high_availability(template).and_then(|ha| ha.child("cluster")?.child("cluster-members"));
            for member in members.into_iter().flat_map(Node::children) {
                let Some(serial) = member.attribute("name").filter(|serial| serials.contains(&**serial))
                else {
                    continue;
                };
                if is_ours {
                    // It goes to another cluster of the spec, and is in one list only.
                    if !self.is_listed_in(&name, &serial) && self.options.allows(&place_of(member)) {
                        edits.remove(member);
                    }
                    continue;
                }
                let message = format!("firewall {serial} is a member of another cluster, by template {name}");
                let diagnostic =
                    Diagnostic::error("firewall-in-other-cluster", message).at(member.start_tag_span());
                let diagnostic = and(diagnostic, self.place_of_serial(&serial), "wanted here");
                let help = "a firewall is in one cluster: take it out of that list first, or correct the serial number";
                self.report(diagnostic.help(help), sink);
            }
        }
    }

    /// Is a firewall to be in the list of members that a template of the spec has?
    fn is_listed_in(&self, template: &str, serial: &str) -> bool {
        objects(self.wish, PanoramaObject::Template)
            .filter(|entry| entry.attribute("name").is_some_and(|found| found == template))
            .filter_map(|entry| high_availability(entry)?.child("cluster")?.child("cluster-members"))
            .any(|members| members.entry(serial).is_some())
    }

    fn is_wanted_in(&self, object: PanoramaObject, name: &str, serial: &str) -> bool {
        objects(self.wish, object).any(|entry| {
            entry.attribute("name").is_some_and(|found| found == name)
                && entry.child("devices").is_some_and(|devices| devices.entry(serial).is_some())
        })
    }

    /// A template of the spec's name that is another cluster's: nobody of its list of members is in the spec.
    fn templates(&self, sink: &mut Sink) {
        for cluster in &self.spec.fleet.clusters {
            let name = cluster.template.as_str();
            let there = objects(self.base, PanoramaObject::Template)
                .find(|entry| entry.attribute("name").is_some_and(|found| found == name));
            let list = there
                .and_then(high_availability)
                .and_then(|ha| ha.child("cluster")?.child("cluster-members"));
            let Some(list) = list.filter(|list| !list.is_leaf()) else { continue };
            let stays = |serial: &str| {
                self.roster.members.contains(serial)
                    || self.roster.replaced.iter().any(|one| one.old == serial)
            };
            let is_made = self.last.is_some_and(|last| last.object(PanoramaObject::Template, name).is_some());
            if is_made
                || list.children().any(|member| member.attribute("name").is_some_and(|serial| stays(&serial)))
            {
                continue;
            }
            let message = format!("template {name} is another cluster's: none of its members is in the spec");
            let diagnostic =
                Diagnostic::error("template-of-another-cluster", message).at(list.start_tag_span());
            let diagnostic =
                and(diagnostic, self.place_of_object(PanoramaObject::Template, name), "wanted for this");
            self.report(diagnostic.help("choose another name"), sink);
        }
    }

    /// The same id on another cluster: HA4 messages of the one may reach the other.
    fn cluster_ids(&self, sink: &mut Sink) {
        let ours = self.serials();
        for (cluster, places) in self.spec.fleet.clusters.iter().zip(&self.spec.places) {
            let id = cluster.id.to_string();
            for template in objects(self.base, PanoramaObject::Template) {
                let name = template.attribute("name").unwrap_or_default();
                let other =
                    high_availability(template).and_then(|ha| ha.child("cluster")?.child("cluster-id"));
                let Some(other) = other.filter(|other| other.text().trim() == id) else { continue };
                if self.is_made_or_ours(PanoramaObject::Template, &name) {
                    continue;
                }
                let others = self.firewalls_of(&name);
                let Some(example) = others
                    .iter()
                    .find(|serial| !ours.contains(&***serial) && !self.former.contains(&***serial))
                else {
                    continue;
                };
                let message =
                    format!("cluster id {id} is in use: template {name} gives it to firewall {example}");
                let diagnostic = Diagnostic::error("cluster-id-in-use", message).at(other.content_span());
                let diagnostic = and(diagnostic, places.id, "wanted here");
                self.report(diagnostic.help("choose another `cluster_id`"), sink);
            }
        }
    }

    /// The firewalls of all stacks that have a template.
    fn firewalls_of(&self, template: &str) -> Vec<Cow<'d, str>> {
        let has_it = |stack: &Node<'d>| {
            let templates = stack.child("templates").into_iter().flat_map(Node::children);
            templates.into_iter().any(|member| member.text() == template)
        };
        let stacks = objects(self.base, PanoramaObject::TemplateStack).filter(has_it);
        let devices = stacks.filter_map(|stack| stack.child("devices")).flat_map(Node::children);
        devices.filter_map(|device| device.attribute("name")).collect()
    }

    /// A port of an HA link that does something else.
    fn interfaces(&self, sink: &mut Sink) {
        for template in objects(self.wish, PanoramaObject::Template) {
            let name = template.attribute("name").unwrap_or_default();
            let place = self.place_of_object(PanoramaObject::Template, &name);
            let mut others = BTreeSet::from([name.clone().into_owned()]);
            others.extend(self.beside(&name));
            for kind in interfaces(template).into_iter().flat_map(Node::children) {
                for port in kind.children().filter(|port| port.child("ha").is_some()) {
                    let port_name = port.attribute("name").unwrap_or_default();
                    for other in objects(self.base, PanoramaObject::Template) {
                        let other_name = other.attribute("name").unwrap_or_default();
                        if !others.contains(&*other_name) {
                            continue;
                        }
                        let there = interfaces(other)
                            .and_then(|interfaces| interfaces.child(kind.name())?.entry(&port_name));
                        let Some(there) = there else { continue };
                        let Some(mode) = alternatives(there, "ha").find_map(|mode| there.child(mode)) else {
                            continue;
                        };
                        // What the last generation made, the spec may make something else of.
                        if self.last.is_some_and(|last| last.at(&place_of(mode)).is_some()) {
                            continue;
                        }
                        let message = format!(
                            "{port_name} is in use: template {other_name} has it as {}, and the spec wants it for HA",
                            mode.name()
                        );
                        let diagnostic =
                            Diagnostic::error("interface-in-use", message).at(mode.start_tag_span());
                        let diagnostic = and(diagnostic, place, "wanted for this");
                        self.report(diagnostic.help("choose another port in the spec"), sink);
                    }
                }
            }
        }
    }

    /// The other templates of the stacks that the spec puts a template into.
    fn beside(&self, template: &str) -> Vec<String> {
        let lists =
            objects(self.wish, PanoramaObject::TemplateStack).filter_map(|stack| stack.child("templates"));
        let lists =
            lists.map(|list| list.children().map(|member| member.text().into_owned()).collect::<Vec<_>>());
        lists.filter(|list| list.iter().any(|name| name == template)).flatten().collect()
    }

    /// Templates and stacks have one set of names, and so have addresses and their groups, and services.
    fn names(&self, sink: &mut Sink) {
        use PanoramaObject::{DeviceGroup, Template, TemplateStack};
        for (object, other) in [(Template, TemplateStack), (TemplateStack, Template)] {
            for entry in objects(self.wish, object) {
                let name = entry.attribute("name").unwrap_or_default();
                let there = objects(self.base, other)
                    .find(|there| there.attribute("name").is_some_and(|found| found == name));
                let Some(there) = there else { continue };
                if self.abandoned.contains(&Location::Object(other, name.clone().into_owned())) {
                    continue;
                }
                let message = format!(
                    "`{name}` is a {} in this Panorama, and the spec wants a {} of that name",
                    other.words(),
                    object.words()
                );
                let diagnostic = Diagnostic::error("name-in-use", message).at(there.start_tag_span());
                let diagnostic = and(diagnostic, self.place_of_object(object, &name), "wanted here");
                self.report(
                    diagnostic.help("templates and template stacks share one set of names: choose another"),
                    sink,
                );
            }
        }
        for group in objects(self.wish, DeviceGroup) {
            let group_name = group.attribute("name").unwrap_or_default();
            let there = objects(self.base, DeviceGroup)
                .find(|there| there.attribute("name").is_some_and(|found| found == group_name));
            let Some(there) = there else { continue };
            for (kind, other) in [
                ("address", "address-group"),
                ("address-group", "address"),
                ("service", "service-group"),
                ("service-group", "service"),
            ] {
                for entry in group.child(kind).into_iter().flat_map(Node::children) {
                    let name = entry.attribute("name").unwrap_or_default();
                    let Some(taken) = there.child(other).and_then(|list| list.entry(&name)) else { continue };
                    let message = format!(
                        "`{name}` is in {other} of device group {group_name}, and the spec wants it in {kind}"
                    );
                    let diagnostic = Diagnostic::error("name-in-use", message).at(taken.start_tag_span());
                    let diagnostic =
                        and(diagnostic, self.place_of_object(DeviceGroup, &group_name), "wanted in this");
                    self.report(diagnostic.help("the two share one set of names: choose another"), sink);
                }
            }
        }
    }

    /// Templates that a stack names, and the device group above another.
    fn what_must_be_there(&self, sink: &mut Sink) {
        let is_there = |object: PanoramaObject, name: &str| {
            self.is_ours(object, name)
                || objects(self.base, object)
                    .any(|entry| entry.attribute("name").is_some_and(|found| found == name))
        };
        let names = |object| objects(self.base, object).filter_map(|entry| entry.attribute("name"));
        for (cluster, places) in self.spec.fleet.clusters.iter().zip(&self.spec.places) {
            for template in
                cluster.stack_templates.iter().filter(|name| !is_there(PanoramaObject::Template, name))
            {
                let message = format!(
                    "stack {} has template {template}, which this Panorama lacks",
                    cluster.template_stack
                );
                let candidates: Vec<_> = names(PanoramaObject::Template).collect();
                let diagnostic = Diagnostic::error("template-not-there", message).guess(
                    template,
                    candidates.iter().map(|name| &**name),
                    "make it first, or take it out of `templates`",
                );
                let key = ("template stack", cluster.template_stack.to_string());
                self.report(at_place(diagnostic, places.objects.get(&key).copied()), sink);
            }
            let parent = cluster.device_group_parent.as_ref().map(|parent| parent.as_str());
            if let Some(parent) = parent.filter(|parent| !is_there(PanoramaObject::DeviceGroup, parent)) {
                let message = format!(
                    "device group {} goes below {parent}, which this Panorama lacks",
                    cluster.device_group
                );
                let candidates: Vec<_> = names(PanoramaObject::DeviceGroup).collect();
                let diagnostic = Diagnostic::error("device-group-not-there", message).guess(
                    parent,
                    candidates.iter().map(|name| &**name),
                    "make it first, or leave `parent` out",
                );
                self.report(at_place(diagnostic, places.parent), sink);
            }
        }
    }

    /// Does the spec say which device group is above this one?
    fn gets_parent(&self, group: &str) -> bool {
        self.spec
            .fleet
            .clusters
            .iter()
            .any(|cluster| cluster.device_group.as_str() == group && cluster.device_group_parent.is_some())
    }

    /// An object goes that others still name.
    fn abandoned_in_use(&self, sink: &mut Sink) {
        for location in self.abandoned {
            let Location::Object(object, name) = location else { continue };
            let goes =
                |object, name: &str| self.abandoned.contains(&Location::Object(object, name.to_owned()));
            let mut users: Vec<(Node<'d>, String)> = Vec::new();
            for (user, list) in [
                (PanoramaObject::TemplateStack, "templates"),
                (PanoramaObject::DeviceGroup, "reference-templates"),
            ] {
                for entry in objects(self.base, user) {
                    let user_name = entry.attribute("name").unwrap_or_default();
                    let members = entry.child(list).into_iter().flat_map(Node::children);
                    let named = members
                        .filter(|member| *object != PanoramaObject::DeviceGroup && member.text() == *name);
                    if !goes(user, &user_name) && !self.is_ours(user, &user_name) {
                        users.extend(named.map(|member| (member, format!("{} {user_name}", user.words()))));
                    }
                }
            }
            if *object == PanoramaObject::DeviceGroup {
                let below =
                    self.panorama.device_groups().filter(|group| group.parent() == Some(name.as_str()));
                let below = below.filter(|group| {
                    !goes(PanoramaObject::DeviceGroup, group.name()) && !self.gets_parent(group.name())
                });
                users.extend(below.filter_map(|group| {
                    Some((group.parent_node()?, format!("device group {}", group.name())))
                }));
            }
            for (node, user) in users {
                let message = format!("{location} is not made any more, and {user} still names it");
                let diagnostic = Diagnostic::error("abandoned-in-use", message).at(node.span());
                self.report(
                    diagnostic.help("take it out there first, or give `--no-remove` to keep it"),
                    sink,
                );
            }
        }
    }
}

fn and(diagnostic: Diagnostic, place: Option<Span>, text: &str) -> Diagnostic {
    match place {
        Some(place) => diagnostic.and(place, text),
        None => diagnostic,
    }
}

fn at_place(diagnostic: Diagnostic, place: Option<Span>) -> Diagnostic {
    match place {
        Some(place) => diagnostic.at(place),
        None => diagnostic,
    }
}

/// A device group may be for some virtual systems of a firewall; none named means all.
fn is_for_our_vsys(device: Node<'_>) -> bool {
    let vsys = vsys_of(device);
    vsys.is_empty() || vsys.iter().any(|name| name == crate::panos::TEMPLATE_VSYS)
}

fn in_device<'d>(template: Node<'d>, path: &[&str]) -> Option<Node<'d>> {
    let device = template.get(&ConfigPath::default().child("config").join(&device()))?;
    path.iter().try_fold(device, |node, name| node.child(name))
}

fn high_availability(template: Node<'_>) -> Option<Node<'_>> {
    in_device(template, &["deviceconfig", "high-availability"])
}

fn interfaces(template: Node<'_>) -> Option<Node<'_>> {
    in_device(template, &["network", "interface"])
}
