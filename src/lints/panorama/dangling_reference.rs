//! A name in the settings that nothing has.

use std::collections::{HashMap, HashSet};

use super::reference::{Base, REFERENCES, Reference, Target};
use crate::diag::{Severity, near_match};
use crate::effective::Setting;
use crate::lint::{Basis, Check, Estate, Example, Explanation, Finding, Findings, Lint, SameSettings, Topic};
use crate::panos::device;

pub(crate) static LINT: Lint = Lint {
    id: "dangling-reference",
    topic: Topic::Panorama,
    severity: Severity::Warning,
    summary: "a setting names an interface, router or profile that does not exist",
    explanation: Explanation {
        checks: "What settings name exists in what the firewall gets from all templates of its stack: interfaces of \
                 zones, virtual systems, routers, virtual wires, VLANs and HA link groups; routers of HA path groups; \
                 profiles of interfaces, zones, IKE gateways and IPSec tunnels; server profiles, certificates and \
                 authentication profiles. Panorama does not check this before a push.",
        why: "The firewall refuses a commit with a name that it does not know. The object may have been set up on the \
              firewall itself, which no export of Panorama shows. So it is a warning, and where templates set no \
              object of that kind at all, a note or nothing.",
        basis: Basis::Stated(
            "firewall schema 10.0.6: which names a setting may have; Panorama administrator's guide 10.1, \"Templates \
             and Template Stacks\"",
        ),
        example: Example::Commands {
            broken: "set template T-core config devices localhost.localdomain network profiles zone-protection-profile strict description x
set template T-core config devices localhost.localdomain vsys vsys1 zone outside network zone-protection-profile strikt",
            fixed: "set template T-core config devices localhost.localdomain vsys vsys1 zone outside network zone-protection-profile strict",
            also: &[],
        },
        fix: "Correct the name, or add the object to a template of the stack.",
    },
    check: Check::Estate(check),
};

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for same in estate.by_settings() {
        if same.is_complete() {
            look(&same, findings);
        }
    }
}

/// The names of one kind of object.
#[derive(Default)]
struct Names {
    names: HashSet<String>,
    /// Is one of them a variable, so that it may be anything?
    has_variable: bool,
}

/// One `config`, with what has been looked up in it.
struct Settings<'e, 'd> {
    config: Setting<'e, 'd>,
    device: Option<Setting<'e, 'd>>,
    vsys: Vec<Setting<'e, 'd>>,
    /// By kind of object and, where it counts, by the place of the virtual system.
    known: HashMap<(&'static str, Option<usize>), Names>,
}

fn look(same: &SameSettings<'_>, findings: &mut Findings) {
    let Some(config) = same.config() else { return };
    let device = config.get(&device());
    let vsys = device.and_then(|device| device.child("vsys")).map(Setting::entries).unwrap_or_default();
    let mut settings = Settings { config, device, vsys, known: HashMap::new() };
    for reference in REFERENCES {
        match reference.from {
            Base::Vsys => {
                for index in 0..settings.vsys.len() {
                    settings.look(reference, Some(index), same, findings);
                }
            }
            _ => settings.look(reference, None, same, findings),
        }
    }
}

impl<'e, 'd> Settings<'e, 'd> {
    fn look(
        &mut self,
        reference: &'static Reference,
        vsys: Option<usize>,
        same: &SameSettings<'d>,
        findings: &mut Findings,
    ) {
        let uses = self.at(reference.from, vsys, reference.path);
        if uses.is_empty() {
            return;
        }
        let names = self.names(reference.target, vsys);
        for at in uses {
            let is_name = at.name() == "entry";
            let given = if is_name { at.given_name() } else { Some(at.given_text()) };
            let Some(given) = given else { continue };
            let name = given.shown();
            let is_known = names.names.contains(name) || reference.target.is_builtin(name);
            if name.is_empty() || name.starts_with('$') || is_known || names.has_variable {
                continue;
            }
            let has_none = names.names.is_empty();
            if has_none && reference.target.is_often_local {
                continue;
            }
            let what = reference.target.what;
            let message = format!("{} names {what} `{name}`, which does not exist", reference.who(at));
            let severity = if has_none || same.is_partial() { Severity::Note } else { LINT.severity };
            let help = match near_match(name, names.names.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("correct the name, or add the {what}; it may be on the firewall itself"),
            };
            let finding = Finding::at(&given, message).severity(severity).help(help);
            findings.report(finding.on_firewalls(same.firewalls.iter().copied()));
        }
    }

    /// The elements that a path leads to.
    fn at(&self, base: Base, vsys: Option<usize>, path: &str) -> Vec<Setting<'e, 'd>> {
        let tops: Vec<Setting<'e, 'd>> = match base {
            Base::Config => vec![self.config],
            Base::Shared => self.config.child("shared").into_iter().collect(),
            Base::Device => self.device.into_iter().collect(),
            Base::Vsys => vsys.and_then(|index| self.vsys.get(index)).copied().into_iter().collect(),
            Base::AnyVsys => self.vsys.clone(),
        };
        tops.into_iter().flat_map(|top| top.find(path)).collect()
    }

    fn names(&mut self, target: &'static Target, vsys: Option<usize>) -> &Names {
        let vsys = vsys.filter(|_| target.at.iter().any(|(base, _)| *base == Base::Vsys));
        let key = (target.what, vsys);
        if !self.known.contains_key(&key) {
            let mut names = Names::default();
            for entry in target.at.iter().flat_map(|(base, path)| self.at(*base, vsys, path)) {
                if let Some(name) = entry.given_name() {
                    names.has_variable |= name.shown().starts_with('$');
                    names.names.insert(name.shown().to_owned());
                }
            }
            self.known.insert(key, names);
        }
        &self.known[&key]
    }
}
