//! In what the settings of firewalls differ, without a look at what they share.
//!
//! Templates that several firewalls have stand in one place of one file: whatever is the same element there
//! needs no comparison, but for the variables in it.

use std::collections::BTreeMap;

use super::Effective;
use super::compare::{Difference, compare};
use super::layer::Layer;
use super::origin::{Origin, collect_values, step};
use super::setting::Setting;
use super::variables::VariableUse;
use crate::source::Span;
use crate::xml::{ConfigPath, Step};

/// In what firewalls differ in their templates' settings, by path; `peers` are the pairs among them, by index.
/// What device groups give is not looked at.
pub fn setting_differences<'e, 'd>(
    firewalls: &[&'e Effective<'d>],
    peers: &[Vec<usize>],
) -> Vec<Difference> {
    let members: Vec<Member<'e, 'd>> = firewalls.iter().map(|effective| Member::new(effective)).collect();
    let is_like_first = |member: &Member<'e, 'd>| members.first().is_some_and(|first| first.is_like(member));
    if members.iter().all(is_like_first) {
        return Vec::new();
    }
    let mut walk = Walk { members: &members, values: members.iter().map(|_| Vec::new()).collect() };
    let roots: Vec<Option<Setting<'_, '_>>> =
        firewalls.iter().map(|effective| effective.settings()).collect();
    walk.children_of(&roots, &mut Vec::new());
    compare(&walk.values, peers)
}

/// One firewall, with the variables that stand in its settings.
struct Member<'e, 'd> {
    effective: &'e Effective<'d>,
    layers: &'e [Layer],
    /// In the order of their places.
    uses: Vec<&'e VariableUse<'d>>,
}

impl<'e, 'd> Member<'e, 'd> {
    fn new(effective: &'e Effective<'d>) -> Self {
        let mut uses: Vec<_> = effective.variable_uses().iter().collect();
        uses.sort_by_key(|found| found.node.span());
        Self { effective, layers: effective.layers(), uses }
    }

    /// The value of a variable; `None` where it has none.
    fn value(&self, found: &VariableUse<'d>) -> Option<String> {
        let value = self.effective.variables().resolve(found.name.clone());
        value.text().map(str::to_owned)
    }

    /// Has it the settings of another one, down to the values of variables?
    fn is_like(&self, other: &Self) -> bool {
        self.effective.settings_id().is_some()
            && self.effective.settings_id() == other.effective.settings_id()
            && self.uses.iter().all(|found| self.value(found) == other.value(found))
    }

    /// The variables in an element and below.
    fn uses_in(&self, span: Span) -> &[&'e VariableUse<'d>] {
        let end = span.range().end;
        let from = self.uses.partition_point(|found| found.node.span() < span);
        let uses = self.uses.get(from..).unwrap_or_default();
        let is_inside = |found: &&VariableUse<'_>| {
            let at = found.node.span();
            at.source == span.source && at.range().start < end
        };
        uses.get(..uses.partition_point(is_inside)).unwrap_or_default()
    }
}

struct Walk<'m, 'e, 'd> {
    members: &'m [Member<'e, 'd>],
    /// Of each member, what may differ.
    values: Vec<Vec<Origin>>,
}

impl<'e, 'd> Walk<'_, 'e, 'd> {
    fn look(&mut self, settings: &[Option<Setting<'e, 'd>>], path: &mut Vec<Step>) {
        if self.are_same(settings) {
            return;
        }
        // Which ports an HA link has tells which interfaces are a matter of the pair.
        let is_link = path.last().is_some_and(|step| step.name == "interface")
            && path.iter().any(|step| step.name == "high-availability");
        let have_children = settings.iter().all(|setting| setting.is_some_and(|setting| !setting.is_leaf()));
        let is_list = |setting: &Setting<'_, '_>| setting.child("member").is_some();
        if have_children && !is_link && !settings.iter().flatten().any(is_list) {
            return self.children_of(settings, path);
        }
        let path: ConfigPath = path.iter().cloned().collect();
        for ((setting, member), values) in settings.iter().zip(self.members).zip(&mut self.values) {
            if let Some(setting) = setting {
                collect_values(*setting, path.clone(), member.layers, values);
            }
        }
    }

    /// The children that are one on all members together.
    fn children_of(&mut self, settings: &[Option<Setting<'e, 'd>>], path: &mut Vec<Step>) {
        let mut children: BTreeMap<Step, Vec<Option<Setting<'e, 'd>>>> = BTreeMap::new();
        for (index, setting) in settings.iter().enumerate() {
            for child in setting.map(Setting::children).unwrap_or_default() {
                let beside = children.entry(step(child)).or_insert_with(|| vec![None; settings.len()]);
                // Of those that are alike on one member, the first.
                if let Some(place) = beside.get_mut(index) {
                    place.get_or_insert(child);
                }
            }
        }
        for (step, beside) in children {
            path.push(step);
            self.look(&beside, path);
            path.pop();
        }
    }

    /// Have all members the same element, with the same values of variables in it?
    fn are_same(&self, settings: &[Option<Setting<'e, 'd>>]) -> bool {
        let Some(Some(first)) = settings.first() else { return false };
        let span = first.source().node.span();
        // The parts of a merged one are all over the file.
        let is_same = |setting: &Option<Setting<'_, '_>>| {
            setting.is_some_and(|setting| !setting.is_merged() && setting.source().node.span() == span)
        };
        let Some((member, others)) = self.members.split_first() else { return true };
        settings.iter().all(is_same)
            && member.uses_in(span).iter().all(|found| {
                let value = member.value(found);
                others.iter().all(|other| other.value(found) == value)
            })
    }
}
