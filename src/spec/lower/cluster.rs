//! One cluster: puts together what the other files lower.

use super::Lower;
use super::links::LinkDraft;
use super::members::MemberDraft;
use super::names::Places;
use super::network::{KnownPorts, PortUse};
use super::pairs::PairDraft;
use crate::diag::Diagnostic;
use crate::model::{
    Arrangement, Cluster, ClusterId, ClusterName, HaPort, Interface, Layout, LinkKind, LinkSubnet,
    PanosVersion, Platform, Serial,
};
use crate::source::{At, Span};
use crate::spec::wire::{ClusterWire, Keyed, PanoramaWire, Text, ZoneWire};

/// What other clusters must not share with this one, as far as it could be read.
pub(in crate::spec) struct Facts {
    pub(in crate::spec) name: Option<At<ClusterName>>,
    pub(in crate::spec) id: Option<At<ClusterId>>,
    pub(in crate::spec) subnets: Vec<(LinkKind, At<LinkSubnet>)>,
    pub(in crate::spec) serials: Vec<At<Serial>>,
    /// Its device group and the one above it.
    pub(in crate::spec) parent: Option<(String, At<String>)>,
    /// Panorama objects it makes: kind and name.
    pub(in crate::spec) objects: Vec<(&'static str, At<String>)>,
}

/// A lowered cluster, and what stands even where it has errors.
pub(in crate::spec) struct Lowered {
    pub(in crate::spec) cluster: Option<Cluster>,
    pub(in crate::spec) facts: Facts,
}

/// HA clustering came with this release.
const FIRST_WITH_CLUSTERS: PanosVersion = PanosVersion::feature(10, 0);

impl Lower<'_> {
    /// The release of the Panorama that gets the files.
    pub(in crate::spec) fn panorama_version(&mut self, wire: Option<&PanoramaWire>) -> Option<PanosVersion> {
        self.parse_opt(wire?.version.as_ref()).map(|version| version.value)
    }

    /// Lowers one cluster.
    pub(in crate::spec) fn cluster(&mut self, wire: &ClusterWire) -> Lowered {
        let span = wire.name.as_ref().map_or(wire.span, |name| name.span);
        let label = wire.name.as_ref().map_or("?", |name| &name.value);
        let (name, id) = self.identity(wire, span);
        let layouts = [("variables", Layout::Variables), ("per-member", Layout::PerMember)];
        let layout = self.choice_opt("layout", wire.layout.as_ref(), &layouts).unwrap_or(Layout::Variables);
        let platform = self.platform(wire);
        let panos = self.panos(wire);
        let names = self.names(wire, span);

        let no_interfaces = Keyed::new();
        let interface_wires = wire.interfaces.as_ref().unwrap_or(&no_interfaces);
        let interfaces = self.interfaces(interface_wires);
        let ports = KnownPorts::of(wire);
        let zones = self.zones(wire.zones.as_deref().unwrap_or_default(), &interfaces, &ports);

        let pair_wires = wire.pairs.as_deref().unwrap_or_default();
        let pairs = self.pairs(pair_wires, platform, &interfaces, &ports);
        let pair_names: Vec<_> =
            pair_wires.iter().map(|pair| pair.name.as_ref().map(|name| name.value.as_str())).collect();
        // Where the pairs cannot be read, nobody can say which there are.
        let pair_names = (wire.pairs.is_some() || wire.lacks("pairs")).then_some(pair_names.as_slice());
        let mut members = self.members(label, wire.members.as_deref().unwrap_or_default(), pair_names);
        self.check_member_count(wire, span, &members);
        self.peers(label, &pairs, &mut members);
        self.interface_addresses(label, &interfaces, interface_wires, pair_wires, &ports, &mut members);

        let ha4 = self.cluster_link(LinkKind::Ha4, wire.ha4.as_ref(), wire.lacks("ha4"), span);
        let ha4_backup =
            self.cluster_link(LinkKind::Ha4Backup, wire.ha4_backup.as_ref(), wire.lacks("ha4_backup"), span);
        self.check_cluster_links(ha4.as_ref(), ha4_backup.as_ref());
        let links: Vec<&LinkDraft> = ha4.iter().chain(&ha4_backup).collect();
        for link in &links {
            self.plan_cluster_link(label, link, &mut members);
        }
        if wire.lacks("ha4_backup") {
            for text in members.iter().filter_map(|member| member.own_address(LinkKind::Ha4Backup)) {
                let why = "the cluster has no HA4 backup";
                self.without_effect("ha4_backup", text, why, "add the link to the cluster, or leave it out");
            }
        }
        self.check_all_ports(&links, &pairs, &interfaces, wire.zones.as_deref().unwrap_or_default());

        self.check_link_subnets(&links, &pairs);
        let policy = wire
            .policy
            .as_ref()
            .map(|policy| self.policy(label, policy, wire.zones.as_deref().unwrap_or_default()));
        let description = self.prose("description", wire.description.as_ref(), 255);

        let mut facts = Facts {
            name: name.clone(),
            id,
            subnets: links.iter().filter_map(|link| Some((link.kind, link.subnet?))).collect(),
            serials: members.iter().filter_map(|member| member.serial.clone()).collect(),
            parent: names.device_group.as_ref().and_then(|group| {
                let parent = names.parent.as_ref()?;
                Some((group.value.to_string(), At::new(parent.value.to_string(), parent.span)))
            }),
            objects: names.objects(),
        };
        let places = Places {
            pairs: pairs.iter().map(PairDraft::span).collect(),
            members: members.iter().map(MemberDraft::span).collect(),
        };
        // A pair without two peers was reported; there is no cluster to make of it.
        let is_paired = members.iter().all(|member| member.pair.is_none() || member.peer.is_some());
        let finish = || {
            Some(Cluster {
                name: name?.value,
                id: id?.value,
                description,
                layout,
                platform,
                model: wire.model.as_ref().and_then(|text| text.value.parse().ok()),
                panos,
                ha4: ha4.as_ref()?.finish()?,
                ha4_backup: ha4_backup.as_ref().and_then(LinkDraft::finish),
                template: names.template?.value,
                template_description: names.template_description,
                template_stack: names.stack?.value,
                template_stack_description: names.stack_description,
                stack_templates: names.stack_templates,
                device_group: names.device_group?.value,
                device_group_description: names.device_group_description,
                device_group_parent: names.parent.map(|parent| parent.value),
                pairs: pairs.into_iter().map(PairDraft::finish).collect::<Option<_>>()?,
                members: members.into_iter().map(MemberDraft::finish).collect::<Option<_>>()?,
                interfaces: interfaces.into_iter().map(|interface| interface.value).collect(),
                zones: zones.into_iter().map(|zone| zone.value).collect(),
                policy: policy.unwrap_or_default(),
                arrangement: Arrangement::default(),
            })
        };
        let cluster = if is_paired { finish() } else { None };
        let cluster = cluster.and_then(|cluster| self.arranged(cluster, &places, &mut facts));
        Lowered { cluster, facts }
    }

    fn identity(
        &mut self,
        wire: &ClusterWire,
        span: Span,
    ) -> (Option<At<ClusterName>>, Option<At<ClusterId>>) {
        if wire.lacks("name") {
            self.missing(wire.span, "a cluster", "name", "any name for it; it also names its folder");
        }
        if wire.lacks("cluster_id") {
            self.missing(span, "a cluster", "cluster_id", "1 to 99, the same on every member");
        }
        (self.parse_opt(wire.name.as_ref()), self.parse_opt(wire.cluster_id.as_ref()))
    }

    fn platform(&mut self, wire: &ClusterWire) -> Platform {
        let platforms = [("full", Platform::Full), ("cloud", Platform::Cloud)];
        let platform =
            wire.platform.as_ref().and_then(|text: &Text| self.choice("platform", text, &platforms));
        match platform {
            Some(At { value: Platform::Cloud, span }) => {
                let message = "HA clusters are said not to be supported on public cloud VM-Series";
                self.sink.report(
                    Diagnostic::warning("cloud-cluster", message)
                        .at(span)
                        .help("seen in a secondary source only: ask the vendor before you rely on it"),
                );
                Platform::Cloud
            }
            _ => Platform::Full,
        }
    }

    fn panos(&mut self, wire: &ClusterWire) -> Option<PanosVersion> {
        let panos = self.parse_opt::<PanosVersion>(wire.panos.as_ref())?;
        if panos.value < FIRST_WITH_CLUSTERS {
            let message = format!("PAN-OS {} knows no HA clusters", panos.value);
            self.sink.report(
                Diagnostic::error("panos-without-clusters", message)
                    .at(panos.span)
                    .help("they came with PAN-OS 10.0"),
            );
        }
        Some(panos.value)
    }

    /// Checks that no firewall uses a port twice: each has the cluster's links and interfaces, and
    /// those of its pair.
    fn check_all_ports(
        &mut self,
        links: &[&LinkDraft],
        pairs: &[PairDraft<'_>],
        interfaces: &[At<Interface>],
        zones: &[(Text, ZoneWire)],
    ) {
        let mut common: Vec<PortUse> = links.iter().flat_map(|link| link.port_uses("")).collect();
        for interface in interfaces {
            let port = HaPort::Ethernet(interface.value.port);
            common.push(PortUse {
                port,
                link: None,
                by: "a dataplane interface".to_owned(),
                span: interface.span,
            });
        }
        // A zone's interface is one of those, or else defined elsewhere: then the zone stands for it.
        // Interfaces in two zones are another problem, told where zones are read.
        let mut of_zones: Vec<PortUse> = Vec::new();
        for (zone, wire) in zones {
            for text in wire.interfaces.iter().flatten() {
                let Ok(port) = text.value.parse::<HaPort>() else { continue };
                let by_interface =
                    common.iter().any(|used| used.port == port && used.by.starts_with("a data"));
                if !by_interface && !of_zones.iter().any(|used| used.port == port) {
                    of_zones.push(PortUse {
                        port,
                        link: None,
                        by: format!("zone {}", zone.value),
                        span: text.span,
                    });
                }
            }
        }
        common.extend(of_zones);
        self.check_ports(&common);
        for pair in pairs {
            let uses: Vec<_> = common.iter().cloned().chain(pair.port_uses()).collect();
            self.check_ports(&uses);
        }
    }
}
