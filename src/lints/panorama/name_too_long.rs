//! A name that PAN-OS does not take for its length.

use crate::diag::Severity;
use crate::effective::Setting;
use crate::lint::{Basis, Check, Estate, Example, Explanation, Finding, Findings, Lint, Topic};
use crate::model::name_kind::{
    Address, ExistingDeviceGroup, ExistingTemplate, LinkGroup, Rule, Service, Tag, Variable, Zone,
};
use crate::model::NameKind;
use crate::panos::Export;
use crate::xml::Node;

pub(crate) static LINT: Lint = Lint {
    id: "name-too-long",
    topic: Topic::Panorama,
    severity: Severity::Error,
    summary: "a name is longer than PAN-OS takes",
    explanation: Explanation {
        checks: "Names of templates, stacks, device groups, variables, zones, interfaces' profiles, routers, gateways, \
                 tunnels, objects, rules and tags, host names and some descriptions are as short as the vendor asks \
                 for. For templates, stacks and device groups sources say 31 or 63 characters: more than 31 is a \
                 warning, more than 63 an error.",
        why: "A longer name is refused when the file is loaded or committed. Firewalls that were bootstrapped did not \
              find stacks with names of more than 31 characters (PAN-178862).",
        basis: Basis::Stated("firewall schema 10.0.6; Panorama administrator's guides 7.1, 8.0 and 10.2"),
        example: Example::Commands {
            broken: "set device-group DG-core address a-name-that-is-much-longer-than-the-63-characters-that-pan-os-takes ip-netmask 203.0.113.1",
            fixed: "delete device-group DG-core address a-name-that-is-much-longer-than-the-63-characters-that-pan-os-takes",
            also: &[],
        },
        fix: "Choose a shorter name, and correct what refers to it.",
    },
    check: Check::Estate(check),
};

/// How long something may be.
struct Limit {
    what: &'static str,
    /// Where it stands; an entry has a name, other elements have a text.
    path: &'static str,
    most: usize,
}

macro_rules! limits {
    ($($name:ident { $($what:literal, $path:literal, $most:expr;)* })*) => {$(
        static $name: &[Limit] = &[$(Limit { what: $what, path: $path, most: $most },)*];
    )*};
}

limits! {
    // Below a device entry.
    OF_DEVICE {
        "virtual router", "network/virtual-router/entry", 31;
        "logical router", "network/logical-router/entry", 31;
        "virtual wire", "network/virtual-wire/entry", 31;
        "VLAN", "network/vlan/entry", 31;
        "DNS proxy", "network/dns-proxy/entry", 31;
        "interface management profile", "network/profiles/interface-management-profile/entry", 31;
        "zone protection profile", "network/profiles/zone-protection-profile/entry", 31;
        "monitor profile", "network/profiles/monitor-profile/entry", 31;
        "IKE gateway", "network/ike/gateway/entry", 63;
        "IKE crypto profile", "network/ike/crypto-profiles/ike-crypto-profiles/entry", 31;
        "IPSec crypto profile", "network/ike/crypto-profiles/ipsec-crypto-profiles/entry", 31;
        "IPSec tunnel", "network/tunnel/ipsec/entry", 63;
        "GRE tunnel", "network/tunnel/gre/entry", 31;
        "static route", "network/virtual-router/entry/routing-table/*/static-route/entry", 31;
        "host", "deviceconfig/system/hostname", 32;
        "HA group description", "deviceconfig/high-availability/group/description", 64;
        "HA link group", "deviceconfig/high-availability/group/monitoring/link-monitoring/link-group/entry", LinkGroup::MAX;
        "zone", "vsys/entry/zone/entry", Zone::MAX;
        "display name of a virtual system", "vsys/entry/display-name", 31;
    }
    // Below `shared`, a virtual system, or a device group.
    OF_OBJECTS {
        "address", "address/entry", Address::MAX;
        "address group", "address-group/entry", Address::MAX;
        "service", "service/entry", Service::MAX;
        "service group", "service-group/entry", Service::MAX;
        "tag", "tag/entry", Tag::MAX;
        "external list", "external-list/entry", 63;
        "application", "application/entry", 31;
        "application group", "application-group/entry", 31;
        "application filter", "application-filter/entry", 31;
        "schedule", "schedule/entry", 31;
        "region", "region/entry", 31;
        "profile group", "profile-group/entry", 31;
        "log forwarding profile", "log-settings/profiles/entry", 63;
        "certificate", "certificate/entry", 63;
        "certificate profile", "certificate-profile/entry", 31;
        "SSL/TLS service profile", "ssl-tls-service-profile/entry", 127;
        "authentication profile", "authentication-profile/entry", 31;
        "authentication sequence", "authentication-sequence/entry", 31;
        "rule", "rulebase/*/rules/entry", Rule::MAX;
        "rule", "pre-rulebase/*/rules/entry", Rule::MAX;
        "rule", "post-rulebase/*/rules/entry", Rule::MAX;
        "antivirus profile", "profiles/virus/entry", 31;
        "anti-spyware profile", "profiles/spyware/entry", 31;
        "vulnerability protection profile", "profiles/vulnerability/entry", 31;
        "URL filtering profile", "profiles/url-filtering/entry", 31;
        "file blocking profile", "profiles/file-blocking/entry", 31;
    }
    OF_ADMINISTRATION {
        "administrator", "users/entry", 31;
        "access domain", "access-domain/entry", 63;
        "password profile", "password-profile/entry", 31;
    }
    OF_OWNER {
        "variable", "variable/entry", Variable::MAX;
    }
}

/// The shorter of the lengths that sources give for templates, stacks and device groups.
const SHORT: usize = 31;

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for reviewed in &estate.exports {
        match reviewed.export {
            Export::Firewall(firewall) => look_at_config(firewall.config(), findings),
            Export::Panorama(panorama) => {
                for template in panorama.templates() {
                    of_panorama(template.entry(), "template", ExistingTemplate::MAX, findings);
                    look(template.entry(), OF_OWNER, findings);
                    template.config().into_iter().for_each(|config| look_at_config(config, findings));
                }
                for stack in panorama.template_stacks() {
                    of_panorama(stack.entry(), "template stack", ExistingTemplate::MAX, findings);
                    look(stack.entry(), OF_OWNER, findings);
                    stack.config().into_iter().for_each(|config| look_at_config(config, findings));
                }
                for group in panorama.device_groups() {
                    of_panorama(group.entry(), "device group", ExistingDeviceGroup::MAX, findings);
                    look(group.entry(), OF_OBJECTS, findings);
                }
                panorama.shared().into_iter().for_each(|shared| look(shared, OF_OBJECTS, findings));
                let administration = panorama.config().child("mgt-config");
                administration.into_iter().for_each(|top| look(top, OF_ADMINISTRATION, findings));
            }
        }
    }
}

/// A firewall's `config`, or a template's.
fn look_at_config(config: Node<'_>, findings: &mut Findings) {
    for top in config.children() {
        match top.name() {
            "mgt-config" => look(top, OF_ADMINISTRATION, findings),
            "shared" => look(top, OF_OBJECTS, findings),
            "devices" => {
                let devices = top.children().filter(|child| child.name() == "entry");
                for device in devices {
                    look(device, OF_DEVICE, findings);
                    let vsys = device.child("vsys").into_iter().flat_map(Node::children);
                    vsys.for_each(|vsys| look(vsys, OF_OBJECTS, findings));
                }
            }
            _ => {}
        }
    }
}

fn look(top: Node<'_>, limits: &'static [Limit], findings: &mut Findings) {
    for Limit { what, path, most } in limits {
        for found in Setting::of_firewall(top).find(path) {
            let node = found.source().node;
            let name = if node.name() == "entry" { node.attribute("name") } else { Some(node.text()) };
            let Some(name) = name else { continue };
            let name = name.trim();
            let is_variable = name.starts_with('$') && *what != "variable";
            if let Some(length) = longer(name, *most).filter(|_| !is_variable) {
                let message = format!("{what} `{name}` has {length} characters, at most {most} are allowed");
                findings.report(Finding::at(node, message).help(shorten(length - most)));
            }
        }
    }
}

/// Templates, stacks and device groups, of which sources say two lengths.
fn of_panorama(entry: Node<'_>, what: &str, most: usize, findings: &mut Findings) {
    let Some(name) = entry.attribute("name") else { return };
    let Some(length) = longer(&name, SHORT) else { return };
    let (severity, limits) = match length > most {
        true => (Severity::Error, format!("at most {most} are allowed")),
        false => (Severity::Warning, format!("sources allow {SHORT} or {most}")),
    };
    let message = format!("{what} `{name}` has {length} characters, {limits}");
    findings.report(Finding::at(entry, message).severity(severity).help(shorten(length - SHORT)));
}

/// The length, if it is more than `most` characters.
fn longer(name: &str, most: usize) -> Option<usize> {
    // Most names are short, and characters are not more than bytes.
    let length = if name.len() > most { name.chars().count() } else { 0 };
    (length > most).then_some(length)
}

fn shorten(excess: usize) -> String {
    let characters = if excess == 1 { "one character".to_owned() } else { format!("{excess} characters") };
    format!("leave out {characters}, and correct what refers to it")
}
