//! An address with a prefix length where that of a host is meant.

use std::collections::HashMap;

use super::bare_address::host_in;
use super::{indices, kind, place};
use crate::diag::Severity;
use crate::effective::StackVariables;
use crate::lint::{Basis, Check, Draft, Example, Explanation, Finding, Findings, Lint, PanoramaView, Topic};
use crate::panos::{Variable, VariableType};
use crate::xml::Node;

pub(crate) static LINT: Lint = Lint {
    id: "variable-prefix-in-address",
    topic: Topic::Variable,
    severity: Severity::Warning,
    summary: "a variable with a prefix length is used as the address of one host",
    explanation: Explanation {
        checks: "A variable that is used as the address of a host has a value without a prefix length: HA addresses and \
                 peer IPs, gateways, next hops, router IDs, servers, peers of tunnels and of BGP. With a length that \
                 holds one address only (/32, /128) it is a note.",
        why: "A variable of kind ip-netmask may hold an address with or without a prefix length, and is put in as it is. \
              Interfaces want the prefix length; here it makes no valid address, and the setting fails or is ignored.",
        basis: Basis::Inferred("these settings are typed as addresses in the firewall schema 10.0.6, and public automation \
              reports that peer IPs with a prefix length do not work; the vendor does not say so"),
        example: Example::Commands {
            broken: "set template-stack S-core-dc1 devices 013201000011 variable $peer_ip type ip-netmask 198.51.100.2/30",
            fixed: "set template-stack S-core-dc1 devices 013201000011 variable $peer_ip type ip-netmask 198.51.100.2",
            also: &[],
        },
        fix: "Write the value without the prefix length. Where an interface uses the same variable and needs it, use \
              two variables.",
    },
    check: Check::Panorama(check),
};

fn check(view: &PanoramaView<'_, '_>, findings: &mut Findings) {
    for stack in view.resolver.stacks() {
        let used_as_host = uses_as_host(&stack);
        for definition in stack.definitions() {
            let variable = &definition.variable;
            let Some(finding) = judge(variable, &used_as_host) else { continue };
            let is_first = super::shared(&stack, &variable.name)
                .is_some_and(|first| first.variable.entry.span() == variable.entry.span());
            let get_it = stack.devices.iter().filter(|device| device.variable(&variable.name).is_none());
            let get_it = indices(view, get_it);
            if is_first && !get_it.is_empty() {
                findings.report(finding.on_firewalls(get_it));
            }
        }
        for device in &stack.devices {
            for finding in device.variables.iter().filter_map(|variable| judge(variable, &used_as_host)) {
                findings.report(finding.on_firewalls(indices(view, [device])));
            }
        }
    }
}

/// Where each variable stands for the address of a host, and what host that is.
type Hosts<'d> = HashMap<String, (Node<'d>, &'static str)>;

fn uses_as_host<'d>(stack: &StackVariables<'_, 'd>) -> Hosts<'d> {
    let mut hosts = HashMap::new();
    for usage in stack.uses() {
        if let Some(what) = host_in(usage.node) {
            hosts.entry(usage.name.to_string()).or_insert((usage.node, what));
        }
    }
    hosts
}

fn judge(variable: &Variable<'_>, hosts: &Hosts<'_>) -> Option<Draft> {
    let (node, what) = hosts.get(variable.name.as_ref())?;
    let value = variable.value().filter(|_| variable.kind == VariableType::IpNetmask)?;
    // What is no address is told of otherwise, and may be a secret.
    let (address, length) = value.split_once('/').filter(|_| kind::fault(variable.kind, &value).is_none())?;
    let is_one_host = length == if address.contains(':') { "128" } else { "32" };
    let message = format!("variable `{}` has the value {value} and is used as {what}, which has no prefix length", variable.name);
    let finding = Finding::at(place(variable), message).and(*node, "used here");
    let severity = if is_one_host { Severity::Note } else { LINT.severity };
    Some(finding.severity(severity).help(format!("write {address}; where an interface needs the prefix length, use another variable")))
}
