//! What a change of a Panorama's configuration means for its firewalls.
//!
//! Belongs here: which firewalls get something else, and what. Does not belong here: what they get
//! (`effective`), what differs between two files (`diff`).

mod touched;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use crate::diff::{Difference, Noise, Row, Scope, Secrets, diff, rows};
use crate::effective::{Effective, Policy, Resolver, is_targeted};
use crate::panos::Panorama;
use crate::source::Sources;
use crate::xml::{Document, Element, Node, write};
use touched::Touched;

/// What changes for the firewalls of a Panorama.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Impact {
    /// Firewalls for which something changes, those for which the same changes together.
    pub groups: Vec<Group>,
    /// Serial numbers that are known before only.
    pub only_before: Vec<String>,
    /// Serial numbers that are known after only.
    pub only_after: Vec<String>,
    /// How many firewalls get what they had.
    pub unchanged: usize,
}

impl Impact {
    /// Does nothing change for any firewall?
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.only_before.is_empty() && self.only_after.is_empty()
    }
}

/// Firewalls for which the same changes.
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
    let settings = settings(&both, &touched, &compare);
    let policy = policy(&both, &touched, &compare);
    let mut by_rows: HashMap<Vec<Row>, usize> = HashMap::new();
    for ((firewall, settings), policy) in both.iter().zip(settings).zip(policy) {
        let rows: Vec<Row> = settings.into_iter().chain(policy.iter().cloned()).collect();
        if rows.is_empty() {
            found.unchanged += 1;
            continue;
        }
        let index = *by_rows.entry(rows).or_insert_with_key(|rows| {
            found.groups.push(Group { serials: Vec::new(), rows: rows.clone() });
            found.groups.len() - 1
        });
        found.groups[index].serials.push(firewall.before.serial().to_owned());
    }
    found
}

/// A firewall that is known before and after.
struct Firewall<'b, 'a> {
    before: Effective<'b>,
    after: Effective<'a>,
}

/// What changes in what each firewall gets from its templates.
fn settings(
    firewalls: &[Firewall<'_, '_>],
    touched: &Touched,
    compare: &(impl Fn(&Element, &Element) -> Vec<Row> + Sync),
) -> Vec<Vec<Row>> {
    let of_firewall = |Firewall { before, after }: &Firewall<'_, '_>| {
        let is_same = before.template_stack() == after.template_stack()
            && !touched.settings_of(before)
            && !touched.settings_of(after);
        match is_same {
            true => Vec::new(),
            false => compare(&before.settings_config(), &after.settings_config()),
        }
    };
    firewalls.par_iter().map(of_firewall).collect()
}

/// What changes in what each firewall gets from its device groups; what several have in common is compared
/// once.
fn policy(
    firewalls: &[Firewall<'_, '_>],
    touched: &Touched,
    compare: &(impl Fn(&Element, &Element) -> Vec<Row> + Sync),
) -> Vec<Arc<[Row]>> {
    let mut targeted = Targeted::default();
    let mut index_of: HashMap<(PolicyKey, PolicyKey), usize> = HashMap::new();
    let mut compared: Vec<&Firewall<'_, '_>> = Vec::new();
    let mut indices = Vec::with_capacity(firewalls.len());
    for firewall in firewalls {
        let Firewall { before, after } = firewall;
        let is_same = before.device_groups().eq(after.device_groups())
            && before.vsys() == after.vsys()
            && !touched.policy_of(before)
            && !touched.policy_of(after);
        indices.push((!is_same).then(|| {
            let key = (targeted.key(before), targeted.key(after));
            *index_of.entry(key).or_insert_with(|| {
                compared.push(firewall);
                compared.len() - 1
            })
        }));
    }
    let rows: Vec<Arc<[Row]>> = compared
        .par_iter()
        .map(|firewall| compare(&firewall.before.policy_config(), &firewall.after.policy_config()).into())
        .collect();
    let none: Arc<[Row]> = Arc::from([]);
    indices.into_iter().map(|index| Arc::clone(index.map_or(&none, |index| &rows[index]))).collect()
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
    let (Some(before), Some(after)) = (document(before), document(after)) else { return Vec::new() };
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
