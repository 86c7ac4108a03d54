//! What keeps us from knowing what a firewall gets, or makes it unlikely to be what is wanted.

use std::collections::BTreeMap;

use super::Effective;
use super::policy::LostParent;
use super::setting::Setting;
use super::variables::{Definition, Value};
use crate::diag::Diagnostic;
use crate::source::Span;
use crate::xml::Node;

/// What no export of a Panorama can show, so that no answer made from one holds without it.
pub const UNKNOWN: &[&str] = &[
    "settings made on the firewall itself: they win over templates unless Panorama forces its own",
    "the firewall's PAN-OS release and model, and what they leave out of what is pushed",
    "what was committed and pushed: the firewall may still run something older",
    "whether objects of ancestors take precedence (a setting of Panorama): the nearest is taken to win",
    "how member lists of several templates are joined: they are taken to add up, the highest first (inferred)",
];

impl<'d> Effective<'d> {
    /// Warnings: variables without a value, templates that the export does not hold, and a firewall
    /// that is in no stack or device group, or in two.
    pub fn doubts(&self) -> Vec<Diagnostic> {
        let mut doubts = self.doubts_of_stacks();
        doubts.extend(self.doubts_of_groups());
        doubts.extend(self.doubts_of_targets());
        doubts.extend(self.doubts_of_parents());
        let mut uses = BTreeMap::new();
        if let Some(settings) = self.settings() {
            collect_valueless(settings, &mut uses);
        }
        doubts.extend(uses.into_iter().map(|(name, uses)| self.valueless(&name, &uses)));
        doubts
    }

    /// Warnings about its template stack and the templates in it.
    pub(super) fn doubts_of_stacks(&self) -> Vec<Diagnostic> {
        let serial = &self.serial;
        let Some(((name, device), others)) = self.stacks.split_first() else {
            let message = format!("firewall {serial} is in no template stack");
            let none = Diagnostic::warning("no-template-stack", message).at(self.entry.start_tag_span());
            return vec![none.help("it gets no settings from Panorama, only objects and rules")];
        };
        let mut doubts = Vec::new();
        if !others.is_empty() {
            let message = format!("firewall {serial} is in {} template stacks", self.stacks.len());
            let twice = Diagnostic::warning("two-template-stacks", message)
                .labelled(device.start_tag_span(), format!("template stack {name}, which is taken"));
            let twice = others.iter().fold(twice, |twice, (name, device)| {
                twice.and(device.start_tag_span(), format!("template stack {name}"))
            });
            doubts.push(twice.help("a firewall is in one stack only; Panorama refuses more"));
        }
        for missing in self.missing_templates() {
            let message = format!("template `{missing}` of template stack `{name}` is not in the export");
            let place = member_of_stack(*device, missing).unwrap_or(*device).start_tag_span();
            let help = "what it sets is missing from the answer; export the whole configuration";
            doubts.push(Diagnostic::warning("template-missing", message).at(place).help(help));
        }
        doubts
    }

    fn doubts_of_groups(&self) -> Vec<Diagnostic> {
        let serial = &self.serial;
        if self.groups.is_empty() {
            let message = format!("firewall {serial} is in no device group");
            let none = Diagnostic::warning("no-device-group", message).at(self.entry.start_tag_span());
            return vec![none.help("it gets no objects and no rules from Panorama")];
        }
        let mut doubts = Vec::new();
        for vsys in self.vsys() {
            let groups: Vec<_> = self.groups.iter().filter(|group| group.has(&vsys)).collect();
            if let [first, second, ..] = groups[..] {
                let message = format!("{vsys} of firewall {serial} is in {} device groups", groups.len());
                let twice = Diagnostic::warning("two-device-groups", message)
                    .labelled(first.entry.start_tag_span(), format!("device group {}", first.name))
                    .and(second.entry.start_tag_span(), format!("device group {}", second.name));
                doubts.push(twice.help("a virtual system is in one device group only; all are shown"));
            }
        }
        doubts
    }

    fn doubts_of_parents(&self) -> impl Iterator<Item = Diagnostic> {
        self.groups.iter().filter_map(|group| {
            let LostParent { of, parent, is_circle } = group.policy.lost_parent.as_ref()?;
            let name = of.attribute("name").unwrap_or_default();
            let (code, why) = match is_circle {
                true => ("parent-circle", "is below the group itself"),
                false => ("parent-missing", "is not in the export"),
            };
            let message = format!("parent `{parent}` of device group `{name}` {why}");
            let doubt = Diagnostic::warning(code, message).at(of.start_tag_span());
            Some(doubt.help("what it and those above it give is missing from the answer"))
        })
    }

    /// Rules limited to firewalls with certain tags: no source says which firewalls have them.
    fn doubts_of_targets(&self) -> Option<Diagnostic> {
        let mut tagged = self.groups.iter().flat_map(|group| group.policy.tagged_targets());
        let first = tagged.next()?;
        let others = match tagged.count() {
            0 => String::new(),
            count => format!(" and {count} more"),
        };
        let name = first.attribute("name").unwrap_or_default();
        let message = format!("rule `{name}`{others} is meant for firewalls with certain tags");
        let doubt = Diagnostic::warning("rule-target-tags", message).at(first.start_tag_span());
        Some(
            doubt
                .help("such rules are shown as if every firewall had the tags; look at the tags in Panorama"),
        )
    }

    fn valueless(&self, name: &str, uses: &[Span]) -> Diagnostic {
        let places = match uses.len() {
            1 => String::new(),
            uses => format!(
                ", here and at {} more",
                if uses == 2 { "one place".into() } else { format!("{} places", uses - 1) }
            ),
        };
        let definitions: Vec<&Definition<'_>> =
            self.variables.definitions().filter(|definition| definition.variable.name == name).collect();
        let of = self.template_stack().unwrap_or_default();
        match definitions.first() {
            None => {
                let message =
                    format!("variable `{name}` is defined nowhere in template stack `{of}`{places}");
                let help =
                    format!("define it in the stack or in one of its templates, or for {}", self.serial);
                Diagnostic::warning("variable-undefined", message).at(uses[0]).help(help)
            }
            Some(first) => {
                let message = format!("variable `{name}` has no value on firewall {}{places}", self.serial);
                let place = first.variable.value.unwrap_or(first.variable.entry).start_tag_span();
                let help = format!("give it one for {} in template stack `{of}`", self.serial);
                Diagnostic::warning("variable-unset", message)
                    .at(uses[0])
                    .and(place, format!("unset by {}", first.level))
                    .help(help)
            }
        }
    }
}

/// The places where variables without a value stand, by variable.
fn collect_valueless(setting: Setting<'_, '_>, uses: &mut BTreeMap<String, Vec<Span>>) {
    let mut look = |value: Value<'_, '_>| {
        if let Value::Unset { name, .. } | Value::Undefined { name } = value {
            let span = setting.source().node.start_tag_span();
            uses.entry(name.into_owned()).or_default().push(span);
        }
    };
    if let Some(name) = setting.entry_name() {
        look(name);
    }
    if setting.is_leaf() {
        look(setting.value());
    }
    for child in setting.children() {
        collect_valueless(child, uses);
    }
}

/// Where the stack of a device's entry names a template.
fn member_of_stack<'d>(device: Node<'d>, template: &str) -> Option<Node<'d>> {
    let stack = device.parent()?.parent()?;
    stack.child("templates")?.children().find(|member| member.text() == template)
}
