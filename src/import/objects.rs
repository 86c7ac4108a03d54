//! The Panorama objects of a cluster: its own template, its stacks, its device group.

use super::found::Estate;
use super::view::View;
use crate::model::Layout;
use crate::panos::{DeviceGroup, Template, TemplateStack};

/// The objects that a cluster's members are in.
pub(super) struct Objects<'d> {
    /// The template that has the list of cluster members.
    pub(super) template: Option<Template<'d>>,
    /// The stacks, in the order of their first members.
    pub(super) stacks: Vec<Stack<'d>>,
    /// The device group that has most members.
    pub(super) group: Option<DeviceGroup<'d>>,
}

/// A stack of a cluster.
pub(super) struct Stack<'d> {
    pub(super) stack: TemplateStack<'d>,
    /// The small template directly above the cluster's own one, if its name begins like that one's.
    pub(super) small: Option<Template<'d>>,
    /// What the small template has behind the name of the cluster's own one.
    pub(super) suffix: Option<String>,
    /// Its members, by index.
    pub(super) members: Vec<usize>,
}

impl<'d> Objects<'d> {
    pub(super) fn of(estate: &Estate<'d>, views: &[&View<'_, 'd>]) -> Self {
        let template = most(views.iter().filter_map(|view| {
            let cluster = view.ha.cluster()?.element;
            let list = cluster.child("cluster-members").or_else(|| cluster.child("cluster-id"));
            view.template_of(list.unwrap_or(cluster)).map(str::to_owned)
        }));
        let template = template.and_then(|name| estate.template(&name));
        let mut stacks: Vec<Stack<'d>> = Vec::new();
        for (index, view) in views.iter().enumerate() {
            let Some(name) = view.effective.template_stack() else { continue };
            match stacks.iter_mut().find(|stack| stack.stack.name() == name) {
                Some(stack) => stack.members.push(index),
                None => stacks.extend(estate.stack(name).map(|stack| {
                    let small = template.as_ref().and_then(|own| small_template(&stack, own.name()));
                    let suffix = template
                        .as_ref()
                        .zip(small.as_ref())
                        .and_then(|(own, small)| suffix(own.name(), small));
                    let small = small.and_then(|name| estate.template(&name));
                    Stack { small, suffix, members: vec![index], stack }
                })),
            }
        }
        let group = most(views.iter().flat_map(|view| view.effective.device_groups().map(str::to_owned)));
        Self { template, stacks, group: group.and_then(|name| estate.device_group(&name)) }
    }

    /// The templates that are the cluster's own: what is in others of its stacks stays there.
    pub(super) fn own_templates(&self) -> Vec<String> {
        let small = self.stacks.iter().filter_map(|stack| stack.small.as_ref());
        self.template.iter().chain(small).map(|template| template.name().to_owned()).collect()
    }

    /// The name that all stacks have in common, as a spec names them.
    pub(super) fn stack_name(&self) -> Option<String> {
        let plain = self.stacks.iter().find(|stack| stack.suffix.is_none());
        let of_suffix = || {
            self.stacks.iter().find_map(|stack| {
                let suffix = format!("-{}", stack.suffix.as_ref()?);
                stack.stack.name().strip_suffix(&suffix).filter(|base| !base.is_empty()).map(str::to_owned)
            })
        };
        plain.map(|stack| stack.stack.name().to_owned()).or_else(of_suffix)
    }

    /// The templates that all stacks have in common, in the order of the first: one list is for all of them.
    pub(super) fn stack_templates(&self) -> Vec<String> {
        let mut stacks = self.stacks.iter().map(|stack| &stack.stack);
        let Some(first) = stacks.next() else { return Vec::new() };
        let small = self.stacks[0].small.as_ref().map(Template::name);
        let others: Vec<_> = stacks.collect();
        let is_common = |name: &str| others.iter().all(|other| other.templates().any(|found| found == name));
        let names = first.templates().map(|name| name.into_owned());
        names.filter(|name| Some(name.as_str()) != small && is_common(name)).collect()
    }

    /// Arrangements that may have made these objects.
    pub(super) fn layouts(&self) -> Vec<Layout> {
        let is_per_member =
            self.stacks.iter().all(|stack| stack.members.len() == 1 && stack.suffix.is_some());
        match is_per_member && !self.stacks.is_empty() {
            true => vec![Layout::PerMember, Layout::Variables],
            false => vec![Layout::Variables],
        }
    }
}

/// The template directly above a cluster's own one.
fn small_template(stack: &TemplateStack<'_>, own: &str) -> Option<String> {
    let names: Vec<String> = stack.templates().map(|name| name.into_owned()).collect();
    let at = names.iter().position(|name| name == own)?;
    let above = names.get(at.checked_sub(1)?)?;
    suffix(own, above).map(|_| above.clone())
}

fn suffix(own: &str, above: &str) -> Option<String> {
    above.strip_prefix(own)?.strip_prefix('-').filter(|suffix| !suffix.is_empty()).map(str::to_owned)
}

/// What there is most of; of two, the first.
fn most(names: impl Iterator<Item = String>) -> Option<String> {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for name in names {
        match counts.iter_mut().find(|(other, _)| *other == name) {
            Some((_, count)) => *count += 1,
            None => counts.push((name, 1)),
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max()?;
    counts.into_iter().find(|(_, count)| *count == most).map(|(name, _)| name)
}
