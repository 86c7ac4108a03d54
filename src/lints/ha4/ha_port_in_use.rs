//! An HA port that is used for something else.

use crate::diag::Severity;
use crate::effective::{Given, InterfaceSettings, Setting};
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, FirewallView, Lint, Topic};
use crate::model::{HaPort, LinkKind};

pub(crate) static LINT: Lint = Lint {
    id: "ha-port-in-use",
    topic: Topic::Ha4,
    severity: Severity::Warning,
    summary: "a dataplane interface that carries an HA link is used for something else as well",
    explanation: Explanation {
        checks: "A dataplane interface that is the port of an HA link is in no zone, virtual system, router, virtual \
                 wire, VLAN, aggregate, link monitoring group, and no IKE gateway or GlobalProtect service is on it; \
                 nor is it the port of HA4 and of another link.",
        why: "An interface of type HA carries nothing else. It has no zone, and PAN-OS refuses it in a router and \
              imports it into no virtual system.",
        basis: Basis::Inferred("zones, imports and routers have no interfaces of type HA in the vendor's own tools"),
        example: Example::Commands {
            broken: "set template T-core config devices localhost.localdomain vsys vsys1 zone inside network layer3 ethernet1/21",
            fixed: "delete template T-core config devices localhost.localdomain vsys vsys1 zone inside network layer3 ethernet1/21",
            also: &[],
        },
        fix: "Take the interface out of what else uses it, or move the HA link to another one.",
    },
    check: Check::Firewall(check),
};

/// A use of an interface, and what uses it.
type Use<'e, 'd> = (Given<'e, 'd>, String);

fn check(firewall: &FirewallView<'_, '_>, findings: &mut Findings) {
    let of_cluster = |kind: LinkKind| matches!(kind, LinkKind::Ha4 | LinkKind::Ha4Backup);
    let is_judged = |kind: LinkKind| if of_cluster(kind) { firewall.is_clustered() } else { firewall.is_paired() };
    let links = LinkKind::ALL.into_iter().filter(|kind| is_judged(*kind));
    let ports: Vec<(LinkKind, Given<'_, '_>)> = links
        .filter_map(|kind| Some((kind, firewall.link(kind)?.port?)))
        .filter(|(kind, port)| {
            let is_interface = matches!(port.parse(), Some(HaPort::Ethernet(_) | HaPort::Aggregate(_)));
            let interface = port.text().and_then(|name| firewall.interface(name));
            // HA4 on an interface of another type is told of as such.
            let is_ha = interface.is_none_or(|interface| interface.mode == Some("ha"));
            is_interface && (is_ha || !of_cluster(*kind))
        })
        .collect();
    if ports.is_empty() {
        return;
    }
    let uses = uses(firewall);
    for (index, (kind, port)) in ports.iter().enumerate() {
        let Some(name) = port.text() else { continue };
        let of_links = ports.iter().take(index).filter(|(other, other_port)| {
            of_cluster(*kind) && !of_cluster(*other) && other_port.is(name)
        });
        let of_links = of_links.map(|(other, port)| (port.clone(), other.label().to_owned()));
        let found: Vec<Use<'_, '_>> =
            uses.iter().filter(|(used, _)| is_on(used, name)).cloned().chain(of_links).collect();
        let mut whats: Vec<&str> = found.iter().map(|(_, what)| what.as_str()).collect();
        whats.dedup();
        if whats.is_empty() {
            continue;
        }
        let message = format!("{name} carries {} and is used by {}", kind.label(), whats.join(" and "));
        let finding = Finding::at(port, message).link(*kind);
        let finding = found.iter().take(MOST).fold(finding, |finding, (used, what)| finding.and(used, what));
        findings.report(finding.help("take the interface out of there, or move the HA link to another one"));
    }
}

/// More places than this are not shown.
const MOST: usize = 4;

/// Is it this interface, or a subinterface of it?
fn is_on(used: &Given<'_, '_>, name: &str) -> bool {
    let rest = used.text().and_then(|used| used.strip_prefix(name));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Is a dataplane interface, or a subinterface of it, used by anything but HA links?
pub(in crate::lints) fn is_used(firewall: &FirewallView<'_, '_>, name: &str) -> bool {
    uses(firewall).iter().any(|(used, _)| is_on(used, name))
}

/// Everything that names an interface, but for HA links (paths: firewall schema 10.0.6).
fn uses<'e, 'd>(firewall: &FirewallView<'e, 'd>) -> Vec<Use<'e, 'd>> {
    let mut uses = Vec::new();
    let mut add = |given: Given<'e, 'd>, what: String| uses.push((given, what));
    for vsys in &firewall.vsys {
        for zone in vsys.zones() {
            let name = zone.name.shown().to_owned();
            zone.interfaces.into_iter().for_each(|given| add(given, format!("zone {name}")));
        }
        for given in vsys.imports("interface") {
            add(given, format!("virtual system {}", vsys.name.shown()));
        }
        let services = vsys.entry.child("global-protect");
        let gateways = services.and_then(|services| services.child("global-protect-gateway"));
        for entry in entries(gateways) {
            at(entry, &["local-address", "interface"], &mut add, "GlobalProtect gateway");
        }
        for entry in entries(services.and_then(|services| services.child("global-protect-portal"))) {
            at(entry, &["portal-config", "local-address", "interface"], &mut add, "GlobalProtect portal");
        }
    }
    let Some(settings) = firewall.settings else { return uses };
    for (element, what) in [("virtual-router", "virtual router"), ("vlan", "VLAN")] {
        for entry in entries(settings.network(element)) {
            interfaces(entry, entry, &mut add, what);
        }
    }
    for router in entries(settings.network("logical-router")) {
        for vrf in entries(router.child("vrf")) {
            interfaces(vrf, router, &mut add, "logical router");
        }
    }
    for entry in entries(settings.network("virtual-wire")) {
        at(entry, &["interface1"], &mut add, "virtual wire");
        at(entry, &["interface2"], &mut add, "virtual wire");
    }
    for entry in entries(settings.network("ike").and_then(|ike| ike.child("gateway"))) {
        at(entry, &["local-address", "interface"], &mut add, "IKE gateway");
    }
    let gateways = settings.network("tunnel").and_then(|tunnel| tunnel.child("global-protect-gateway"));
    for entry in entries(gateways) {
        at(entry, &["local-address", "interface"], &mut add, "GlobalProtect gateway");
    }
    for interface in &firewall.interfaces {
        let InterfaceSettings { name, aggregate_group: Some(group), .. } = interface else { continue };
        add(name.clone(), format!("aggregate {}", group.shown()));
    }
    let monitoring = firewall.pair.as_ref().and_then(|pair| pair.group.child("monitoring"));
    let groups = monitoring.and_then(|monitoring| monitoring.child("link-monitoring")?.child("link-group"));
    for group in entries(groups) {
        interfaces(group, group, &mut add, "link group");
    }
    uses
}

fn entries<'e, 'd>(container: Option<Setting<'e, 'd>>) -> Vec<Setting<'e, 'd>> {
    container.map(Setting::entries).unwrap_or_default()
}

/// The members of `interface` below an element.
fn interfaces<'e, 'd>(
    owner: Setting<'e, 'd>,
    named: Setting<'e, 'd>,
    add: &mut impl FnMut(Given<'e, 'd>, String),
    what: &str,
) {
    let members = owner.child("interface").map(Setting::members).unwrap_or_default();
    members.into_iter().for_each(|given| add(given, of(named, what)));
}

/// The text of an element below.
fn at<'e, 'd>(
    entry: Setting<'e, 'd>,
    path: &[&str],
    add: &mut impl FnMut(Given<'e, 'd>, String),
    what: &str,
) {
    if let Some(setting) = path.iter().try_fold(entry, |at, name| at.child(name)) {
        add(setting.given_text(), of(entry, what));
    }
}

/// What an entry is, and its name.
fn of(entry: Setting<'_, '_>, what: &str) -> String {
    match entry.entry_name() {
        Some(name) => format!("{what} {}", name.shown()),
        None => what.to_owned(),
    }
}
