//! Whether two firewalls get the same policy, whichever device groups it comes from.

use std::collections::{BTreeSet, HashMap};

use super::setting::{NOT_SETTINGS, Setting};
use super::{Effective, Layer, Policy};
use crate::xml::Node;

/// What identifies a rule and does not say what it does.
const IDENTITY: &str = "uuid";

impl<'d> Effective<'d> {
    /// The first rule that only one of two firewalls gets in its place, or an object of one name that is
    /// not the same on both. Objects that only one has are used by no rule of both. Targets of rules are rules'
    /// own: whom they leave out does not count.
    pub fn policy_difference(&self, other: &Effective<'d>) -> Option<Node<'d>> {
        if self.has_same_groups(other) {
            return None;
        }
        let vsys: BTreeSet<String> = self.vsys().into_iter().chain(other.vsys()).collect();
        vsys.iter().find_map(|vsys| {
            let one: Vec<&Policy<'d>> = self.policies_of(vsys).collect();
            let two: Vec<&Policy<'d>> = other.policies_of(vsys).collect();
            rule(&one, &two).or_else(|| one.iter().zip(&two).find_map(|(one, two)| object(one, two)))
        })
    }
}

/// The first rule that is another one.
fn rule<'d>(one: &[&Policy<'d>], two: &[&Policy<'d>]) -> Option<Node<'d>> {
    let kinds: BTreeSet<&str> =
        one.iter().chain(two).flat_map(|policy| policy.rulebases.keys().copied()).collect();
    let of_rulebases = kinds.into_iter().find_map(|kind| {
        let of_kind = |policies: &[&Policy<'d>]| -> Vec<Setting<'d, 'd>> {
            let rules = policies.iter().filter_map(|policy| policy.rulebases.get(kind)).flatten();
            rules.map(|rule| Setting::of_node(*rule, None)).collect()
        };
        let (one, two) = (of_kind(one), of_kind(two));
        let other = one.iter().zip(&two).find(|(one, two)| !is_alike(**one, **two)).map(|(one, _)| one);
        let more = || one.get(two.len()).or_else(|| two.get(one.len()));
        other.or_else(more).map(|rule| rule.source().node)
    });
    let default_rules = || {
        one.iter().zip(two).find_map(|(one, two)| match (&one.default_rules, &two.default_rules) {
            (None, None) => None,
            (Some(item), None) | (None, Some(item)) => Some(item.first().node),
            (Some(one), Some(two)) => {
                let is_same = is_alike(Setting::of_item(one, None), Setting::of_item(two, None));
                (!is_same).then_some(one.first().node)
            }
        })
    };
    of_rulebases.or_else(default_rules)
}

/// The first object of one name that is another one.
fn object<'d>(one: &Policy<'d>, two: &Policy<'d>) -> Option<Node<'d>> {
    one.objects.iter().find_map(|container| {
        let there =
            two.objects.iter().find(|other| other.first().node.name() == container.first().node.name())?;
        let (here, there) = (Setting::of_item(container, None), Setting::of_item(there, None));
        differing(here, &one.layers, there, &two.layers)
    })
}

/// What two containers have under one name and not alike. What both get from the same layer is the same.
fn differing<'d>(
    one: Setting<'_, 'd>,
    of_one: &[Layer],
    two: Setting<'_, 'd>,
    of_two: &[Layer],
) -> Option<Node<'d>> {
    let is_own = |setting: &Setting<'_, 'd>, own: &[Layer], other: &[Layer]| {
        let layer = own.get(usize::from(setting.source().layer));
        setting.name() != "entry" || layer.is_none_or(|layer| !other.contains(layer))
    };
    let (here, there) = (one.children(), two.children());
    if !here.iter().any(|child| is_own(child, of_one, of_two))
        && !there.iter().any(|child| is_own(child, of_two, of_one))
    {
        return None;
    }
    let key = |child: &Setting<'_, 'd>| (child.name(), child.source().node.attribute("name"));
    let by_name: HashMap<_, &Setting<'_, 'd>> = there.iter().map(|child| (key(child), child)).collect();
    here.iter().find_map(|child| {
        let other = by_name.get(&key(child))?;
        if child.name() != "entry" && !child.is_leaf() {
            differing(*child, of_one, **other, of_two)
        } else {
            (!is_alike(*child, **other)).then_some(child.source().node)
        }
    })
}

/// Do two elements say the same? The order of a list of members does not count.
fn is_alike(one: Setting<'_, '_>, two: Setting<'_, '_>) -> bool {
    let (here, there) = (one.source().node, two.source().node);
    if one.shadowed().is_empty() && two.shadowed().is_empty() && here.span() == there.span() {
        return true;
    }
    let attributes = |node: Node<'_>| -> Vec<(String, String)> {
        let counts = |name: &str| name != IDENTITY && !NOT_SETTINGS.contains(&name);
        let attributes = node.attributes().filter(|(name, _)| counts(name));
        attributes.map(|(name, value)| (name.to_owned(), value.into_owned())).collect()
    };
    if here.name() != there.name() || attributes(here) != attributes(there) {
        return false;
    }
    let (ours, theirs) = (one.children(), two.children());
    if ours.is_empty() && theirs.is_empty() {
        return here.text().trim() == there.text().trim();
    }
    let is_list = |children: &[Setting<'_, '_>]| children.iter().all(|child| child.name() == "member");
    if is_list(&ours) && is_list(&theirs) {
        let texts = |children: &[Setting<'_, '_>]| -> BTreeSet<String> {
            children.iter().map(|child| child.source().node.text().trim().to_owned()).collect()
        };
        return texts(&ours) == texts(&theirs);
    }
    ours.len() == theirs.len() && ours.iter().zip(&theirs).all(|(one, two)| is_alike(*one, *two))
}
