//! One cluster: puts together what the other files read.

use std::collections::BTreeSet;

use super::found::{Estate, Found};
use super::names::{base_description, cluster_name, description, member_names, pair_names};
use super::network::{Network, network};
use super::objects::Objects;
use super::pairing::pairs;
use super::policy::policy;
use super::remark::{Remark, RemarkKind};
use super::slots::{Numbers, slots};
use super::view::{View, views};
use super::yaml::{Keys, Yaml};
use super::{elsewhere, pair};
use crate::generate::own_description;
use crate::model::{Layout, LinkKind, LinkSubnet};

/// How a cluster may have been laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guess {
    layout: Layout,
    is_by_address: bool,
}

/// A cluster as a spec would say it.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Its keys.
    pub(super) cluster: Yaml,
    /// What was left out.
    pub(super) remarks: Vec<Remark>,
}

impl Draft {
    /// The cluster's name.
    pub fn name(&self) -> &str {
        self.cluster.keys().and_then(|keys| keys.scalar("name")).unwrap_or_default()
    }
}

/// The guesses to try for a cluster, the likelier first.
pub fn guesses<'d>(estate: &Estate<'d>, found: &Found<'d>) -> Vec<Guess> {
    let views = views(found);
    let all: Vec<&View<'_, 'd>> = views.iter().collect();
    let layouts = Objects::of(estate, &all).layouts();
    // Members are listed by slot where panha wrote the list; others may have another order.
    let is_listed_by_address = by_address(&all).windows(2).all(|two| two[0] < two[1]);
    let orders: &[bool] = if is_listed_by_address { &[false] } else { &[false, true] };
    let guess = |is_by_address: &bool| {
        let is_by_address = *is_by_address;
        layouts.iter().map(move |layout| Guess { layout: *layout, is_by_address }).collect::<Vec<_>>()
    };
    orders.iter().flat_map(guess).collect()
}

/// The members by their HA4 addresses, by index.
fn by_address(views: &[&View<'_, '_>]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..views.len()).collect();
    order.sort_by_key(|index| (views[*index].address(LinkKind::Ha4), *index));
    order
}

/// Reads a cluster by a guess. `taken` are the names of other clusters, in lower case.
pub fn draft<'d>(estate: &Estate<'d>, found: &Found<'d>, guess: Guess, taken: &BTreeSet<String>) -> Draft {
    let all = views(found);
    let listed: Vec<&View<'_, 'd>> = all.iter().collect();
    let order = if guess.is_by_address { by_address(&listed) } else { (0..listed.len()).collect() };
    let views: Vec<&View<'_, 'd>> = order.iter().map(|index| listed[*index]).collect();
    let place_of = |index: usize| order.iter().position(|at| *at == index).unwrap_or(index);
    let mut pairs: Vec<[usize; 2]> = pairs(found, &all)
        .into_iter()
        .map(|[one, other]| [place_of(one).min(place_of(other)), place_of(one).max(place_of(other))])
        .collect();
    pairs.sort_unstable();
    let objects = Objects::of(estate, &views);
    let id = found.id.clone().unwrap_or_default();
    let name = cluster_name(&objects, &id, taken);
    let members = member_names(&views, &objects, guess.layout);
    let pair_names = pair_names(&pairs, &objects, guess.layout, &members);
    let network = network(&views, &pairs, &objects.own_templates());
    let reader = Reader { views: &views, objects: &objects, guess, name: &name, id: &id, members: &members };
    let mut remarks = network.remarks.clone();
    remarks.extend(unknown(found));
    remarks.extend(unpaired(&views, &pairs));
    let cluster = reader.keys(&pairs, &pair_names, network);
    Draft { cluster: Yaml::map(cluster).at(found.place), remarks }
}

/// Members that are listed and that no stack has.
fn unknown(found: &Found<'_>) -> Vec<Remark> {
    let remark = |serial: &String| {
        let text =
            format!("member {serial}: it is in the list, and no template stack of this Panorama has it");
        Remark::new(RemarkKind::LeftOut, text, found.place)
    };
    found.unknown.iter().map(remark).collect()
}

/// Members that are configured for a pair whose other firewall is none of the members.
fn unpaired(views: &[&View<'_, '_>], pairs: &[[usize; 2]]) -> Vec<Remark> {
    let is_alone = |index: usize| !pairs.iter().flatten().any(|paired| *paired == index);
    let remark = |(index, view): (usize, &&View<'_, '_>)| {
        let pair = view.pair.as_ref().filter(|_| is_alone(index))?;
        let serial = view.effective.serial();
        let text =
            format!("HA pair of {serial}: no other member has its group id and the address of its peer");
        Some(Remark::new(RemarkKind::LeftOut, text, pair.group.source().node.span()))
    };
    views.iter().enumerate().filter_map(remark).collect()
}

/// What the keys of a cluster are read from.
struct Reader<'r, 'e, 'd> {
    views: &'r [&'r View<'e, 'd>],
    objects: &'r Objects<'d>,
    guess: Guess,
    name: &'r str,
    id: &'r str,
    members: &'r [String],
}

impl Reader<'_, '_, '_> {
    fn keys(&self, pairs: &[[usize; 2]], pair_names: &[String], mut network: Network) -> Keys {
        let mut keys = Keys::default();
        keys.put("name", Yaml::text(self.name));
        let clusters = || self.views.iter().filter_map(|view| view.ha.cluster());
        keys.put_some("cluster_id", clusters().find_map(|cluster| Yaml::given(&cluster.cluster_id?)));
        keys.put_some("description", clusters().find_map(|cluster| Yaml::prose(cluster.description?.node())));
        if self.guess.layout == Layout::PerMember {
            keys.put("layout", Yaml::word("per-member"));
        }
        let subnets = [LinkKind::Ha4, LinkKind::Ha4Backup].map(|kind| (kind, self.cluster_subnet(kind)));
        for (kind, subnet) in subnets {
            keys.put_map(kind.key(), self.cluster_link(kind, subnet));
        }
        keys.put_map("template", self.template());
        keys.put_map("template_stack", self.template_stack());
        keys.put_map("device_group", self.device_group());
        let of_pairs = pairs.iter().zip(pair_names).zip(std::mem::take(&mut network.of_pairs));
        let of_pairs = of_pairs.map(|(([one, other], name), interfaces)| {
            let mut keys = pair::keys(name, [self.views[*one], self.views[*other]]);
            keys.put_map("interfaces", interfaces);
            Yaml::map(keys)
        });
        keys.put_list("pairs", of_pairs.collect());
        let of_members = std::mem::take(&mut network.of_members);
        keys.put_list("members", self.members(pairs, pair_names, of_members, subnets));
        keys.put_map("interfaces", network.interfaces);
        keys.put_map("zones", network.zones);
        keys.put_map(
            "policy",
            self.objects.group.as_ref().map(|group| policy(group.entry())).unwrap_or_default(),
        );
        complete(&mut keys);
        keys
    }

    /// The network of HA4 or its backup: what netmask and address of a member say, else the smallest that
    /// holds all addresses.
    fn cluster_subnet(&self, kind: LinkKind) -> Option<LinkSubnet> {
        self.views.iter().find(|view| view.link(kind).is_some())?;
        self.views.iter().find_map(|view| view.subnet(kind)).or_else(|| {
            let addresses: Vec<_> = self.views.iter().filter_map(|view| view.address(kind)).collect();
            let first = *addresses.first()?;
            let longest: u8 = if first.is_ipv4() { 30 } else { 126 };
            let networks =
                (8..=longest).rev().filter_map(|length| LinkSubnet::of_host(first, &length.to_string()).ok());
            networks
                .into_iter()
                .find(|network| addresses.iter().all(|address| network.admit(*address).is_ok()))
        })
    }

    fn cluster_link(&self, kind: LinkKind, subnet: Option<LinkSubnet>) -> Keys {
        let mut keys = Keys::default();
        let Some(view) = self.views.iter().find(|view| view.link(kind).is_some()) else { return keys };
        let Some(link) = view.link(kind) else { return keys };
        keys.put_some("port", link.port.as_ref().and_then(Yaml::given));
        let origin = link.element.source().node.span();
        keys.put_some("subnet", subnet.map(|subnet| Yaml::text(subnet.to_string()).at(origin)));
        keys.put_list("aggregate_ports", pair::aggregate_ports(view, kind));
        keys
    }

    fn own(&self) -> String {
        own_description(self.name, self.id)
    }

    fn template(&self) -> Keys {
        let mut keys = Keys::default();
        let Some(template) = &self.objects.template else { return keys };
        if template.name() != format!("T-{}", self.name) {
            keys.put("name", Yaml::text(template.name()).at(template.entry().span()));
        }
        let text = description(template.entry()).filter(|text| *text != self.own());
        keys.put_some("description", text.map(|text| Yaml::text(text).at(template.entry().span())));
        keys
    }

    fn template_stack(&self) -> Keys {
        let mut keys = Keys::default();
        let Some(first) = self.objects.stacks.first() else { return keys };
        let place = first.stack.entry().span();
        let name = self.objects.stack_name().unwrap_or_else(|| first.stack.name().to_owned());
        if name != format!("S-{}", self.name) {
            keys.put("name", Yaml::text(name).at(place));
        }
        let (plain, of_some): (Vec<_>, Vec<_>) =
            self.objects.stacks.iter().partition(|stack| stack.suffix.is_none());
        let plain = plain.first().and_then(|stack| description(stack.stack.entry()));
        let names = |of: &[usize]| of.iter().map(|index| self.members[*index].clone()).collect();
        let of_some: Vec<(String, Vec<String>)> = of_some
            .into_iter()
            .filter_map(|stack| Some((description(stack.stack.entry())?, names(&stack.members))))
            .collect();
        let text = base_description(&self.own(), plain, &of_some);
        keys.put_some("description", text.map(|text| Yaml::text(text).at(place)));
        let own = self
            .objects
            .template
            .as_ref()
            .map_or_else(|| format!("T-{}", self.name), |t| t.name().to_owned());
        let mut templates = self.objects.stack_templates();
        if !templates.contains(&own) {
            templates.insert(0, own.clone());
        }
        if templates != [own] {
            keys.put("templates", Yaml::list(templates.into_iter().map(|name| Yaml::text(name).at(place))));
        }
        keys
    }

    fn device_group(&self) -> Keys {
        let mut keys = Keys::default();
        let Some(group) = &self.objects.group else { return keys };
        let place = group.entry().span();
        if group.name() != format!("DG-{}", self.name) {
            keys.put("name", Yaml::text(group.name()).at(place));
        }
        let text = description(group.entry()).filter(|text| *text != self.own());
        keys.put_some("description", text.map(|text| Yaml::text(text).at(place)));
        let parent = group.parent().zip(group.parent_node().or(Some(group.entry())));
        keys.put_some("parent", parent.map(|(parent, node)| Yaml::text(parent).at(node.span())));
        keys
    }

    fn members(
        &self,
        pairs: &[[usize; 2]],
        pair_names: &[String],
        interfaces: Vec<Keys>,
        subnets: [(LinkKind, Option<LinkSubnet>); 2],
    ) -> Vec<Yaml> {
        let numbers = |view: &&View<'_, '_>| -> Numbers {
            subnets.map(|(kind, subnet)| subnet?.number_of(view.address(kind)?))
        };
        let numbers: Vec<Numbers> = self.views.iter().map(numbers).collect();
        let slots = slots(&numbers);
        let priorities = self.priorities(pairs);
        let mut members = Vec::new();
        for (index, view) in self.views.iter().enumerate() {
            let place = view.effective.entry().span();
            let mut keys = Keys::default();
            keys.put("name", Yaml::text(self.members[index].clone()));
            keys.put("serial", Yaml::quoted(view.effective.serial()).at(place));
            if usize::try_from(slots[index]) != Ok(index + 1) {
                keys.put("slot", Yaml::word(slots[index]));
            }
            let pair = pairs.iter().position(|peers| peers.contains(&index));
            if let Some(pair) = pair {
                keys.put("pair", Yaml::text(pair_names[pair].clone()));
                keys.put_some("device_priority", priorities[index].clone());
                let peers = pairs[pair].map(|at| self.views[at]);
                self.peer(peers, usize::from(pairs[pair][1] == index), &mut keys);
            }
            for ((kind, subnet), number) in subnets.into_iter().zip(numbers[index]) {
                let own = view.address(kind).filter(|_| subnet.is_some() && number != Some(slots[index]));
                keys.put_some(kind.key(), own.map(|address| Yaml::text(address.to_string()).at(place)));
            }
            self.listed(index, &mut keys);
            keys.put_map("interfaces", interfaces.get(index).cloned().unwrap_or_default());
            members.push(Yaml::map(keys).at(place));
        }
        members
    }

    /// Device priorities: written out but for the one that all others have where one is written.
    fn priorities(&self, pairs: &[[usize; 2]]) -> Vec<Option<Yaml>> {
        let is_paired = |index: usize| pairs.iter().flatten().any(|paired| *paired == index);
        let priority = |(index, view): (usize, &&View<'_, '_>)| {
            Yaml::given(view.pair.as_ref().filter(|_| is_paired(index))?.device_priority.as_ref()?)
        };
        let all: Vec<Option<Yaml>> = self.views.iter().enumerate().map(priority).collect();
        let is_usual = |yaml: &Yaml| yaml.scalar() == Some("100");
        let has_other = all.iter().flatten().any(|priority| !is_usual(priority));
        all.into_iter()
            .map(|priority| priority.filter(|priority| !(has_other && is_usual(priority))))
            .collect()
    }

    /// What a peer says itself: its device id, and the addresses that are not the planned ones.
    fn peer(&self, peers: [&View<'_, '_>; 2], at: usize, keys: &mut Keys) {
        let (own, other) = (peers[at], peers[1 - at]);
        let device_id = own.pair.as_ref().and_then(|pair| pair.device_id.as_ref());
        let is_planned = |id: &Yaml| id.scalar() == Some(&at.to_string());
        let is_active_active = peers[0]
            .pair
            .as_ref()
            .and_then(|pair| pair.mode)
            .is_some_and(|mode| mode.name() == "active-active");
        let device_id = device_id.filter(|_| is_active_active).and_then(Yaml::given);
        keys.put_some("device_id", device_id.filter(|id| !is_planned(id)));
        for kind in pair::LINKS.into_iter().filter(|kind| *kind != LinkKind::Ha3) {
            let Some(link) = own.link(kind).or_else(|| other.link(kind)) else { continue };
            let address = if link.is_on_management() {
                other.peer_address(kind).or_else(|| own.address(kind))
            } else {
                let subnet = pair::subnet(kind, peers);
                let planned = u32::try_from(at + 1).ok().and_then(|number| subnet?.host(number));
                own.address(kind)
                    .or_else(|| other.peer_address(kind))
                    .filter(|address| subnet.is_some() && Some(*address) != planned)
            };
            let place = link.element.source().node.span();
            keys.put_some(kind.key(), address.map(|address| Yaml::text(address.to_string()).at(place)));
        }
    }

    /// What the list of members says of it.
    fn listed(&self, index: usize, keys: &mut Keys) {
        let Some(listed) = &self.views[index].listed else { return };
        let comments = listed.comments.as_ref().and_then(|comments| Yaml::prose(comments.node()));
        keys.put_some("comments", comments.filter(|text| text.scalar() != Some(&self.members[index])));
        let is_off = listed.session_synchronization.as_ref().is_some_and(|given| given.is("disabled"));
        if is_off {
            keys.put("session_synchronization", Yaml::flag(false));
        }
    }
}

/// Says anew which names of the policy are defined elsewhere: in Shared, a parent, or another template.
pub(super) fn complete(cluster: &mut Keys) {
    let zones = cluster.get("zones").and_then(Yaml::keys).cloned();
    let Some((_, policy)) = cluster.0.iter_mut().find(|(key, _)| key == "policy") else { return };
    let super::yaml::YamlValue::Map(policy) = &mut policy.value else { return };
    policy.0.retain(|(key, _)| key != "defined_elsewhere");
    if let Some(elsewhere) = elsewhere::defined_elsewhere(policy, zones.as_ref()) {
        policy.0.insert(0, ("defined_elsewhere".to_owned(), elsewhere));
    }
}
