//! What a change of a Panorama's configuration means for its firewalls.
//!
//! Belongs here: which firewalls get something else, and what. Does not belong here: what they get
//! (`effective`), what differs between two files (`diff`).

mod changes;
mod touched;

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;

use crate::diff::{Action, Difference, Noise, Row, Scope, Secrets, What, diff, rows};
use crate::effective::{Effective, Policy, Resolver, is_targeted};
use crate::panos::Panorama;
use crate::source::Sources;
use crate::xml::{ConfigPath, Document, Element, Node, Step, write};
use changes::Changes;
use touched::Touched;

/// What changes for the firewalls of a Panorama.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Impact {
    /// The changes, those for the same firewalls together; those for most firewalls first.
    pub groups: Vec<Group>,
    /// Serial numbers that are known before only.
    pub only_before: Vec<String>,
    /// Serial numbers that are known after only.
    pub only_after: Vec<String>,
    /// How many firewalls get something else.
    pub changed: usize,
    /// How many firewalls get what they had.
    pub unchanged: usize,
}

impl Impact {
    /// Does nothing change for any firewall?
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.only_before.is_empty() && self.only_after.is_empty()
    }
}

/// Changes, and the firewalls that get them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Their serial numbers.
    pub serials: Vec<String>,
    /// What changes in what they get. The rows have no places: what is got stands in several.
    pub rows: Vec<Row>,
}

/// What changes for firewalls, given what differs between the two configurations. Of what they get, what is
/// out of scope does not count.
///
/// A firewall whose template stack, templates and device groups do not differ is not looked at.
pub fn impact(
    before: Panorama<'_>,
    after: Panorama<'_>,
    difference: Option<&Difference<'_, '_>>,
    noise: &Noise,
    scope: &Scope,
) -> Impact {
    let touched = difference.map(Touched::by).unwrap_or_default();
    let (old, new) = (Resolver::new(before), Resolver::new(after));
    let serials: BTreeSet<&str> = old.serials().chain(new.serials()).collect();
    let (mut both, mut found) = (Vec::new(), Impact::default());
    for serial in serials {
        match (old.effective(serial), new.effective(serial)) {
            (Some(before), Some(after)) => both.push(Firewall { before, after }),
            (Some(_), None) => found.only_before.push(serial.to_owned()),
            (None, Some(_)) => found.only_after.push(serial.to_owned()),
            (None, None) => {}
        }
    }
    let compare = |before: &Element, after: &Element| changed(before, after, noise, scope);
    let mut changes = Changes::default();
    for (rows, firewalls) in settings(&both, &touched, &compare) {
        changes.add(rows, &firewalls);
    }
    for (rows, firewalls) in policy(&both, &touched, &compare) {
        changes.add(rows, &firewalls);
    }
    found.changed = changes.firewalls();
    found.unchanged = both.len() - found.changed;
    found.groups = changes
        .into_groups()
        .into_iter()
        .map(|(firewalls, rows)| Group {
            serials: firewalls.iter().map(|index| both[*index].before.serial().to_owned()).collect(),
            rows,
        })
        .collect();
    found
}

/// A firewall that is known before and after.
struct Firewall<'b, 'a> {
    before: Effective<'b>,
    after: Effective<'a>,
}

/// What changes in what firewalls get from their templates, and for which of them.
fn settings(
    firewalls: &[Firewall<'_, '_>],
    touched: &Touched,
    compare: &(impl Fn(&Element, &Element) -> Vec<Row> + Sync),
) -> Vec<(Vec<Row>, Vec<usize>)> {
    let of_firewall = |Firewall { before, after }: &Firewall<'_, '_>| {
        let is_same = before.template_stack() == after.template_stack()
            && !touched.settings_of(before)
            && !touched.settings_of(after);
        if is_other_vsys(before, after) {
            compare(&before.config(), &after.config())
        } else if is_same {
            Vec::new()
        } else {
            compare(&before.settings_config(), &after.settings_config())
        }
    };
    let rows: Vec<Vec<Row>> = firewalls.par_iter().map(of_firewall).collect();
    let mut alike: Vec<(Vec<Row>, Vec<usize>)> = Vec::new();
    let mut index_of: HashMap<Vec<Row>, usize> = HashMap::new();
    for (firewall, rows) in rows.into_iter().enumerate() {
        match index_of.get(&rows) {
            Some(index) => alike[*index].1.push(firewall),
            None => {
                index_of.insert(rows.clone(), alike.len());
                alike.push((rows, vec![firewall]));
            }
        }
    }
    alike
}

/// What changes in what firewalls get from their device groups, and for which of them; what several have in
/// common is compared once.
fn policy(
    firewalls: &[Firewall<'_, '_>],
    touched: &Touched,
    compare: &(impl Fn(&Element, &Element) -> Vec<Row> + Sync),
) -> Vec<(Vec<Row>, Vec<usize>)> {
    let mut targeted = Targeted::default();
    let mut by_key: HashMap<(PolicyKey, PolicyKey), usize> = HashMap::new();
    let mut alike: Vec<Vec<usize>> = Vec::new();
    for (index, Firewall { before, after }) in firewalls.iter().enumerate() {
        let is_same = before.device_groups().eq(after.device_groups())
            && before.vsys() == after.vsys()
            && !touched.policy_of(before)
            && !touched.policy_of(after);
        if is_same || is_other_vsys(before, after) {
            continue;
        }
        let key = (targeted.key(before), targeted.key(after));
        let place = *by_key.entry(key).or_insert(alike.len());
        if place == alike.len() {
            alike.push(Vec::new());
        }
        alike[place].push(index);
    }
    let of_first = |alike: Vec<usize>| {
        let Firewall { before, after } = &firewalls[alike[0]];
        (compare(&before.policy_config(), &after.policy_config()), alike)
    };
    alike.into_par_iter().map(of_first).collect()
}

/// Do device groups give something to other virtual systems? Then what they and the templates give cannot be
/// taken apart.
fn is_other_vsys(before: &Effective<'_>, after: &Effective<'_>) -> bool {
    before.vsys_with_policy() != after.vsys_with_policy()
}

/// By what firewalls are told that get the same policy: for each virtual system, its policies, and which of
/// the rules with a target are for it.
type PolicyKey = Vec<(String, Vec<(usize, Vec<bool>)>)>;

/// The rules with a target of each policy.
#[derive(Default)]
struct Targeted<'n>(HashMap<usize, Vec<Node<'n>>>);

impl<'n> Targeted<'n> {
    fn key<'d: 'n>(&mut self, effective: &Effective<'d>) -> PolicyKey {
        let policies: Vec<_> = effective.policies().collect();
        let of_vsys = |vsys: String| {
            let here = policies.iter().filter(|(_, named, _)| named.is_empty() || named.contains(&vsys));
            let keys = here.map(|(_, _, policy)| {
                let id = std::ptr::from_ref::<Policy<'d>>(policy) as usize;
                let rules = self.0.entry(id).or_insert_with(|| {
                    let rules = policy.rulebases.values().flatten().map(|rule| rule.node);
                    rules.filter(|rule| rule.child("target").is_some()).collect()
                });
                (id, rules.iter().map(|rule| is_targeted(*rule, effective.serial(), &vsys)).collect())
            });
            let keys = keys.collect();
            (vsys, keys)
        };
        effective.vsys().into_iter().map(of_vsys).collect()
    }
}

/// What differs between two configurations that stand in no file.
fn changed(before: &Element, after: &Element, noise: &Noise, scope: &Scope) -> Vec<Row> {
    if before == after {
        return Vec::new();
    }
    let (Some(before), Some(after)) = (document(before), document(after)) else {
        return vec![somewhere(before, after)];
    };
    let difference = diff(before.root(), after.root(), noise).and_then(|difference| scope.of(difference));
    let Some(difference) = difference else { return Vec::new() };
    let secrets = Secrets::below([before.root(), after.root()]);
    let mut rows = rows(&difference, &secrets);
    rows.iter_mut().for_each(|row| (row.before, row.after) = (None, None));
    rows
}

/// All of it was read once; only what lies too deep by now is refused.
fn document(config: &Element) -> Option<Document> {
    let mut sources = Sources::default();
    let id = sources.add("effective", write(config));
    Document::parse(id, sources.get(id).shared_text()).ok()
}

/// That something is another in what cannot be compared closely, at the lowest place that has all of it. It may
/// be noise or out of scope: a firewall that gets something else must not count as unchanged.
fn somewhere(before: &Element, after: &Element) -> Row {
    let mut path = ConfigPath::default();
    let mut place = (before, after);
    while let Some(inside) = only_other(place.0, place.1) {
        let entry = inside.0.entry_name().map(str::to_owned);
        path.push(Step { name: inside.0.name().to_owned(), entry });
        place = inside;
    }
    let what = What::Text { before: None, after: None };
    Row { action: Action::Change, path, what, to: None, before: None, after: None }
}

/// The only child that is another, if nothing else differs.
fn only_other<'b, 'a>(before: &'b Element, after: &'a Element) -> Option<(&'b Element, &'a Element)> {
    let is_same_otherwise = before.text() == after.text()
        && before.attributes() == after.attributes()
        && before.children().len() == after.children().len();
    let mut others = before.children().iter().zip(after.children()).filter(|(old, new)| old != new);
    let (old, new) = others.next().filter(|_| is_same_otherwise && others.next().is_none())?;
    (old.name() == new.name() && old.entry_name() == new.entry_name()).then_some((old, new))
}
