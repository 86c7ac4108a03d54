//! Names and descriptions of the Panorama objects that a cluster makes: given, or derived from the cluster's.

use super::Lower;
use super::cluster::Facts;
use crate::diag::Diagnostic;
use crate::model::{
    Arrangement, Cluster, ClusterName, Derived, DeviceGroupName, ExistingDeviceGroup, ExistingTemplate, Name,
    NameFault, NameKind, StackName, TemplateName, arrange,
};
use crate::source::{At, Span};
use crate::spec::wire::{ClusterWire, Text};

/// Names and descriptions of the Panorama objects that a cluster makes.
pub(super) struct Names {
    pub(super) template: Option<At<TemplateName>>,
    pub(super) template_description: Option<String>,
    pub(super) stack: Option<At<StackName>>,
    pub(super) stack_description: Option<String>,
    /// The templates of the stack, highest priority first.
    pub(super) stack_templates: Vec<String>,
    pub(super) device_group: Option<At<DeviceGroupName>>,
    pub(super) device_group_description: Option<String>,
    pub(super) parent: Option<At<ExistingDeviceGroup>>,
}

impl Names {
    /// The objects that the names are for, as `kind, name`.
    pub(super) fn objects(&self) -> Vec<(&'static str, At<String>)> {
        fn plain<K: NameKind>(
            kind: &'static str,
            name: &Option<At<Name<K>>>,
        ) -> Option<(&'static str, At<String>)> {
            name.as_ref().map(|name| (kind, At::new(name.value.to_string(), name.span)))
        }
        let objects = [
            plain("template", &self.template),
            plain("template stack", &self.stack),
            plain("device group", &self.device_group),
        ];
        objects.into_iter().flatten().collect()
    }
}

/// Longest description of a template, template stack or device group.
const DESCRIPTION: usize = 255;

/// Templates in a stack (Panorama administrator's guide 10.1).
const MOST_TEMPLATES: usize = 8;

impl Lower<'_> {
    /// The names of template, template stack and device group, and what they refer to.
    pub(super) fn names(&mut self, wire: &ClusterWire, span: Span) -> Names {
        let template_wire = wire.template.as_ref().and_then(|template| template.name.as_ref());
        let stack_wire = wire.template_stack.as_ref().and_then(|stack| stack.name.as_ref());
        let group_wire = wire.device_group.as_ref().and_then(|group| group.name.as_ref());
        let template: Option<At<TemplateName>> = self.name_or(template_wire, wire, "T", "template");
        let stack: Option<At<StackName>> = self.name_or(stack_wire, wire, "S", "template_stack");
        let device_group: Option<At<DeviceGroupName>> = self.name_or(group_wire, wire, "DG", "device_group");
        if let (Some(template), Some(stack)) = (&template, &stack)
            && template.value.as_str() == stack.value.as_str()
        {
            let message = format!("template and template stack are both named `{}`", stack.value);
            self.sink.report(
                Diagnostic::error("template-stack-same-name", message)
                    .at(stack.span)
                    .and(template.span, "the template")
                    .help("templates and template stacks share one set of names"),
            );
        }
        let listed = wire.template_stack.as_ref().and_then(|stack| stack.templates.as_ref());
        let stack_templates = self.stack_templates(listed, template.as_ref(), stack.as_ref(), wire, span);
        let parent = wire.device_group.as_ref().and_then(|group| group.parent.as_ref());
        let parent = self.parse_opt::<ExistingDeviceGroup>(parent);
        let parent = parent.filter(|parent| parent.value.as_str() != "shared");
        let description =
            |lower: &mut Self, text: Option<&Text>| lower.prose("description", text, DESCRIPTION);
        let of_template = wire.template.as_ref().and_then(|wire| wire.description.as_ref());
        let of_stack = wire.template_stack.as_ref().and_then(|wire| wire.description.as_ref());
        let of_group = wire.device_group.as_ref().and_then(|wire| wire.description.as_ref());
        Names {
            template,
            template_description: description(self, of_template),
            stack,
            stack_description: description(self, of_stack),
            stack_templates,
            device_group,
            device_group_description: description(self, of_group),
            parent,
        }
    }

    /// The name the user gave, or `PREFIX-CLUSTER`.
    fn name_or<K: NameKind>(
        &mut self,
        given: Option<&Text>,
        wire: &ClusterWire,
        prefix: &str,
        key: &str,
    ) -> Option<At<Name<K>>> {
        if let Some(text) = given {
            return self.parse(text);
        }
        let cluster = wire.name.as_ref()?;
        cluster.value.parse::<ClusterName>().ok()?;
        let derived = format!("{prefix}-{}", cluster.value);
        match derived.parse() {
            Ok(name) => {
                self.explain(
                    format!("{}.{key}", cluster.value),
                    &derived,
                    "the cluster's name",
                    Some(cluster.span),
                );
                Some(At::new(name, cluster.span))
            }
            Err(error) => {
                let help = format!("derived from the cluster's name; say `{key}: {{name: …}}`");
                self.sink.report(Diagnostic::of(&error, cluster.span).help(help));
                None
            }
        }
    }

    fn stack_templates(
        &mut self,
        listed: Option<&Vec<Text>>,
        template: Option<&At<TemplateName>>,
        stack: Option<&At<StackName>>,
        wire: &ClusterWire,
        span: Span,
    ) -> Vec<String> {
        let Some(listed) = listed else {
            let Some(template) = template else { return Vec::new() };
            let own = template.value.to_string();
            if let Some(cluster) = &wire.name {
                let what = format!("{}.template_stack.templates", cluster.value);
                self.explain(what, &own, "the cluster's own template", Some(template.span));
            }
            return vec![own];
        };
        self.distinct("template-repeated", "template", listed);
        let names: Vec<At<ExistingTemplate>> = self.parse_all(listed);
        if let Some(template) = template
            && names.len() == listed.len()
            && names.iter().all(|name| name.value.as_str() != template.value.as_str())
        {
            let own = &template.value;
            let message = format!("the template stack does not hold the cluster's own template `{own}`");
            self.sink.report(
                Diagnostic::error("stack-without-template", message)
                    .at(listed.first().map_or(span, |text| text.span))
                    .and(template.span, "the template")
                    .help(format!("put `{own}` first: the first template has the highest priority")),
            );
        }
        if let Some((stack, name)) = stack
            .and_then(|stack| Some((stack, names.iter().find(|n| n.value.as_str() == stack.value.as_str())?)))
        {
            let message = format!("template stack `{}` lists a template of its own name", stack.value);
            self.sink.report(
                Diagnostic::error("template-stack-same-name", message)
                    .at(name.span)
                    .and(stack.span, "the template stack")
                    .help("templates and template stacks share one set of names"),
            );
        }
        if let Some(excess) = names.get(MOST_TEMPLATES) {
            let message = format!("{} templates in a stack are more than {MOST_TEMPLATES}", names.len());
            self.sink.report(
                Diagnostic::warning("stack-templates", message).at(excess.span).help(
                    "the Panorama 10.1 guide allows 8; earlier ones spoke of 16; pairs may add one more",
                ),
            );
        }
        names.iter().map(|name| name.value.to_string()).collect()
    }

    /// Arranges members in stacks, and tells the names that makes.
    pub(super) fn arranged(
        &mut self,
        cluster: Cluster,
        places: &Places,
        facts: &mut Facts,
    ) -> Option<Cluster> {
        let arrangement = match arrange(&cluster) {
            Ok(arrangement) => arrangement,
            Err(faults) => {
                for NameFault { from, error } in faults {
                    let help = "derived names are the cluster's with this one behind: shorten one of them";
                    self.sink.report(Diagnostic::of(&error, places.of(from)).help(help));
                }
                return None;
            }
        };
        let who = |members: &[usize]| {
            let names: Vec<_> = members.iter().map(|at| cluster.members[*at].name.as_str()).collect();
            format!("for {}", names.join(", "))
        };
        for plan in &arrangement.templates {
            let Some(from) = plan.from else { continue };
            facts.objects.push(("template", At::new(plan.name.to_string(), places.of(from))));
            let what = format!("{}.template.{}", cluster.name, suffix(&cluster, from));
            self.explain(what, &plan.name, who(&plan.members), Some(places.of(from)));
        }
        for plan in &arrangement.stacks {
            let Some(from) = plan.from else { continue };
            facts.objects.push(("template stack", At::new(plan.name.to_string(), places.of(from))));
            let what = format!("{}.template_stack.{}", cluster.name, suffix(&cluster, from));
            self.explain(what, &plan.name, who(&plan.members), Some(places.of(from)));
        }
        self.check_derived(&cluster, &arrangement, places);
        Some(Cluster { arrangement, ..cluster })
    }

    /// A derived name must not be one that the cluster uses otherwise: templates and stacks, made here
    /// or listed in the stack, share one set of names.
    fn check_derived(&mut self, cluster: &Cluster, arrangement: &Arrangement, places: &Places) {
        let templates = arrangement.templates.iter().map(|plan| (plan.name.as_str(), plan.from));
        let stacks = arrangement.stacks.iter().map(|plan| (plan.name.as_str(), plan.from));
        let all: Vec<_> = templates.chain(stacks).collect();
        for (index, (name, from)) in all.iter().enumerate() {
            let Some(from) = from else { continue };
            let is_made = all.iter().enumerate().any(|(other, (taken, _))| other != index && taken == name);
            let is_listed = cluster.stack_templates.iter().any(|listed| listed == name);
            if is_made || is_listed {
                let message = format!("the derived name `{name}` is taken");
                self.sink.report(Diagnostic::error("derived-name-taken", message).at(places.of(*from)).help(
                    "it is the name of the cluster's template or stack with this one behind: change one",
                ));
            }
        }
    }
}

/// What a derived name ends with.
fn suffix(cluster: &Cluster, from: Derived) -> &str {
    match from {
        Derived::Pair(index) => cluster.pairs[index].name.as_str(),
        Derived::Member(index) => cluster.members[index].name.as_str(),
    }
}

/// Where the names stand that other names are derived from.
pub(super) struct Places {
    pub(super) pairs: Vec<Span>,
    pub(super) members: Vec<Span>,
}

impl Places {
    fn of(&self, from: Derived) -> Span {
        match from {
            Derived::Pair(index) => self.pairs[index],
            Derived::Member(index) => self.members[index],
        }
    }
}
