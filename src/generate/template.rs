//! What goes into each template of a cluster.

use std::collections::BTreeSet;

use super::context::{
    AggregatePortCtx, ClusterCtx, Ctx, HaInterfaceCtx, HaLinkCtx, InterfaceCtx, MemberCtx, TemplateCtx,
    VariableCtx, VsysCtx, ZoneCtx, yes_no,
};
use super::pair;
use super::values::{Disagreement, Values, Variable, VariableKind};
use crate::model::{
    Cluster, EthernetPort, HaLink, HaPort, Interface, InterfaceAddress, Layout, LinkKind, Member, Scope,
    TemplatePlan, Zone,
};
use crate::panos::TEMPLATE_VSYS;

/// A template: what its Tera files get, and the variables that makes.
pub(crate) struct TemplateContents {
    pub(crate) contexts: Vec<Ctx>,
    pub(crate) variables: Vec<Variable>,
}

/// What PAN-OS writes for a variable that is unset: each firewall has its own value in the stack.
const UNSET: &str = "None";

/// Everything that one member gets, literally, as if it had a template of its own.
pub(crate) fn for_member(cluster: &Cluster, member: usize) -> Vec<Ctx> {
    let plan = TemplatePlan {
        name: cluster.template.clone(),
        scope: Scope::Whole,
        from: None,
        members: vec![member],
    };
    contents(cluster, &plan).contexts
}

/// What a template holds.
pub(crate) fn contents(cluster: &Cluster, plan: &TemplatePlan) -> TemplateContents {
    let per_member = cluster.layout == Layout::PerMember;
    let disagreement = if per_member { Disagreement::Omit } else { Disagreement::Variable };
    let mut values = Values::new(cluster, &plan.members, disagreement);
    let has_common = plan.scope != Scope::Own;
    // A port and the link that uses it stand in one template: none can refer to another's.
    let has_cluster_links = match plan.scope {
        Scope::Whole => true,
        Scope::Common => !per_member,
        Scope::Own => per_member,
    };
    // What is read back of a broken export may have nobody in it.
    let first = plan.members.first().map(|first| &cluster.members[*first]);
    let pair = first.and_then(|first| cluster.pair_of(first)).filter(|_| plan.scope != Scope::Common);

    let template =
        TemplateCtx { description: description(cluster, plan), default_vsys: TEMPLATE_VSYS.into() };
    let mut contexts = vec![Ctx::Template(template)];
    let mut links: Vec<(LinkKind, &HaLink)> = Vec::new();
    if let Some(pair) = pair {
        contexts.push(Ctx::Pair(pair::context(cluster, pair, &mut values)));
        links.extend(pair.settings.links.iter().map(|(kind, link)| (*kind, link)));
    }
    if has_cluster_links {
        links.extend(cluster.cluster_links());
    }
    for (kind, link) in links {
        contexts.extend(ha_interface(kind, link).map(Ctx::HaInterface));
        contexts.extend(aggregate_ports(kind, link).map(Ctx::AggregatePort));
        contexts.push(Ctx::HaLink(ha_link(kind, link, &mut values)));
    }
    if has_common {
        contexts.push(Ctx::Cluster(members(cluster)));
    }
    for interface in interfaces(cluster, plan) {
        contexts.push(Ctx::Interface(interface_context(interface, &mut values)));
    }
    contexts.extend(vsys(cluster, has_common));
    let variables = values.into_variables();
    contexts.extend(variables.iter().map(|variable| {
        Ctx::Variable(VariableCtx {
            name: variable.name.to_string(),
            kind: variable.kind.element().to_owned(),
            value: UNSET.to_owned(),
            description: variable.description.clone(),
        })
    }));
    TemplateContents { contexts, variables }
}

fn description(cluster: &Cluster, plan: &TemplatePlan) -> String {
    let members = plan.from.map(|_| plan.members.as_slice());
    described(cluster, cluster.template_description.as_deref(), members)
}

/// The description of an object: the user's or our own, and whose it is where it is not everybody's.
pub(crate) fn described(cluster: &Cluster, given: Option<&str>, members: Option<&[usize]>) -> String {
    let own = own_description(cluster.name.as_str(), &cluster.id.to_string());
    let base = given.unwrap_or(&own);
    match members {
        None => base.to_owned(),
        Some(members) => {
            let names: Vec<_> = members.iter().map(|index| cluster.members[*index].name.as_str()).collect();
            description_of_some(base, &names)
        }
    }
}

/// The description of an object of a cluster, where the user gives none.
pub(crate) fn own_description(cluster: &str, id: &str) -> String {
    format!("HA cluster {cluster}, id {id}")
}

/// The description of an object that only some members have.
pub(crate) fn description_of_some(base: &str, names: &[&str]) -> String {
    /// Longest description of a template or template stack.
    const MAX: usize = 255;
    format!("{base}: {}", who(names)).chars().take(MAX).collect()
}

/// Members by name, or first and last where there are many.
fn who(names: &[&str]) -> String {
    match names {
        [.., last] if names.len() > 3 => format!("{} to {last}, {} members", names[0], names.len()),
        _ => names.join(", "),
    }
}

fn ha_interface(kind: LinkKind, link: &HaLink) -> Option<HaInterfaceCtx> {
    let element = match link.port {
        HaPort::Ethernet(_) => "ethernet",
        HaPort::Aggregate(_) => "aggregate-ethernet",
        HaPort::Management | HaPort::Dedicated(_) | HaPort::Hsci(_) => return None,
    };
    let (kind, comment) = (element.to_owned(), kind.label().to_owned());
    Some(HaInterfaceCtx { kind, name: link.port.to_string(), comment })
}

fn aggregate_ports(kind: LinkKind, link: &HaLink) -> impl Iterator<Item = AggregatePortCtx> {
    link.aggregate_ports.iter().map(move |port| AggregatePortCtx {
        name: port.to_string(),
        aggregate: link.port.to_string(),
        comment: kind.label().to_owned(),
    })
}

fn ha_link(kind: LinkKind, link: &HaLink, values: &mut Values<'_>) -> HaLinkCtx {
    // The management port has its address already; members carry it only as their peer's peer-ip.
    let is_on_management = link.port == HaPort::Management;
    let description = format!("{} address", kind.label());
    let ip_address =
        values.text(&format!("{}_ip", kind.key()), VariableKind::IpNetmask, &description, |member| {
            (!is_on_management).then(|| member.addresses.get(&kind).map(ToString::to_string)).flatten()
        });
    HaLinkCtx {
        name: kind.element().to_owned(),
        port: link.port.to_string(),
        netmask: link.netmask.filter(|_| ip_address.is_some()).map(|mask| mask.to_string()),
        ip_address,
        gateway: link.gateway.map(|gateway| gateway.to_string()),
        encryption: link.is_encrypted.map(|is| yes_no(is).to_owned()),
        monitor_hold_time_ms: link.monitor_hold_time.map(|time| time.to_string()),
    }
}

fn members(cluster: &Cluster) -> ClusterCtx {
    let member = |member: &Member| MemberCtx {
        serial: member.serial.to_string(),
        ha4_ip_address: address(member, LinkKind::Ha4).unwrap_or_default(),
        ha4_backup_ip_address: address(member, LinkKind::Ha4Backup),
        session_synchronization: if member.synchronizes_sessions { "enabled" } else { "disabled" }.to_owned(),
        comments: member.comments.clone(),
    };
    ClusterCtx {
        cluster_id: cluster.id.to_string(),
        description: cluster.description.clone(),
        members: cluster.members.iter().map(member).collect(),
    }
}

fn address(member: &Member, kind: LinkKind) -> Option<String> {
    member.addresses.get(&kind).map(ToString::to_string)
}

/// The interfaces of a template. One on top repeats those that link monitoring names, because it
/// cannot refer to another template's, and has those whose addresses the common one leaves out.
fn interfaces<'c>(cluster: &'c Cluster, plan: &TemplatePlan) -> Vec<&'c Interface> {
    if plan.scope != Scope::Own {
        return cluster.interfaces.iter().collect();
    }
    let monitored: BTreeSet<EthernetPort> = plan
        .members
        .iter()
        .filter_map(|index| cluster.pair_of(&cluster.members[*index])?.settings.link_monitoring.as_ref())
        .flat_map(|monitoring| &monitoring.groups)
        .flat_map(|group| group.interfaces.iter().copied())
        .collect();
    let differs = |port: &EthernetPort| {
        let mut addresses = cluster.members.iter().map(|member| member.interface_addresses.get(port));
        let first = addresses.next();
        addresses.any(|other| Some(other) != first)
    };
    let is_own = |interface: &&Interface| {
        monitored.contains(&interface.port)
            || (cluster.layout == Layout::PerMember && differs(&interface.port))
    };
    cluster.interfaces.iter().filter(is_own).collect()
}

fn interface_context(interface: &Interface, values: &mut Values<'_>) -> InterfaceCtx {
    let mut texts = |is_ipv4: bool, suffix: &str| -> Vec<String> {
        let of = |member: &Member| -> Vec<InterfaceAddress> {
            let addresses = member.interface_addresses.get(&interface.port);
            addresses.into_iter().flatten().copied().filter(|address| address.is_ipv4() == is_ipv4).collect()
        };
        let count = values.members().map(|(_, member)| of(member).len()).max().unwrap_or(0);
        let base = format!("{}_{suffix}", interface.port.to_string().replace('/', "_"));
        (0..count)
            .filter_map(|at| {
                let name = if at == 0 { base.clone() } else { format!("{base}_{}", at + 1) };
                let description = format!("{} address", interface.port);
                values.text(&name, VariableKind::IpNetmask, &description, |member| {
                    of(member).get(at).map(ToString::to_string)
                })
            })
            .collect()
    };
    InterfaceCtx {
        ip: texts(true, "ip"),
        ipv6: texts(false, "ipv6"),
        name: interface.port.to_string(),
        mode: interface.mode.as_str().to_owned(),
        comment: interface.comment.clone(),
    }
}

/// The virtual system: empty but for the zones of the template that has them.
fn vsys(cluster: &Cluster, has_zones: bool) -> Vec<Ctx> {
    let name = TEMPLATE_VSYS.to_owned();
    if !has_zones {
        return vec![Ctx::Vsys(VsysCtx { name, interfaces: Vec::new() })];
    }
    let of_zones = cluster.zones.iter().flat_map(|zone| &zone.interfaces);
    let ports: BTreeSet<EthernetPort> =
        cluster.interfaces.iter().map(|interface| interface.port).chain(of_zones.copied()).collect();
    let zone = |zone: &Zone| {
        Ctx::Zone(ZoneCtx {
            vsys: TEMPLATE_VSYS.to_owned(),
            name: zone.name.to_string(),
            mode: zone.mode.as_str().to_owned(),
            interfaces: zone.interfaces.iter().map(ToString::to_string).collect(),
        })
    };
    let interfaces = ports.iter().map(ToString::to_string).collect();
    std::iter::once(Ctx::Vsys(VsysCtx { name, interfaces })).chain(cluster.zones.iter().map(zone)).collect()
}
