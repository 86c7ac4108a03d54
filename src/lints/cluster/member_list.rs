//! The lists of members in a cluster, each once, and one finding for all copies of a list.

use std::collections::HashMap;

use crate::effective::{ClusterMember, ClusterSettings, Setting};
use crate::lint::{ClusterView, Draft, Findings, FirewallView};
use crate::lints::is_same_address;
use crate::model::LinkKind;
use crate::source::Span;

/// A list of cluster members.
pub(in crate::lints) struct MemberList<'e, 'd> {
    /// Its element; where there is none, that of the cluster.
    pub(in crate::lints) element: Setting<'e, 'd>,
    /// What is in it.
    pub(in crate::lints) entries: &'e [ClusterMember<'e, 'd>],
    /// The members that have it.
    pub(in crate::lints) owners: Vec<&'e FirewallView<'e, 'd>>,
}

impl<'e, 'd> MemberList<'e, 'd> {
    /// Does the list belong to the firewall of a serial number?
    pub(in crate::lints) fn is_of(&self, serial: &str) -> bool {
        self.owners.iter().any(|owner| owner.entry.serial.as_deref() == Some(serial))
    }

    /// The entry of a serial number.
    pub(in crate::lints) fn entry(&self, serial: &str) -> Option<&'e ClusterMember<'e, 'd>> {
        self.entries.iter().find(|entry| entry.serial.is(serial))
    }

    /// The serial numbers in it; `None` where one of them is a variable without a value.
    pub(in crate::lints) fn serials(&self) -> Option<Vec<&'e str>> {
        self.entries.iter().map(|entry| entry.serial.text()).collect()
    }
}

/// The element of a firewall's list of members.
pub(in crate::lints) fn list_element<'e, 'd>(cluster: &ClusterSettings<'e, 'd>) -> Setting<'e, 'd> {
    cluster.element.child("cluster-members").unwrap_or(cluster.element)
}

/// The lists of those members that take part, in the order of their first owners. A list that several members
/// get from one template is one.
pub(in crate::lints) fn lists<'e, 'd>(cluster: &ClusterView<'e, 'd>) -> Vec<MemberList<'e, 'd>> {
    let mut lists: Vec<MemberList<'e, 'd>> = Vec::new();
    let mut known: HashMap<Vec<Written<'e>>, usize> = HashMap::new();
    for (owner, settings) in cluster.settings().filter(|(owner, _)| owner.is_clustered()) {
        let element = list_element(settings);
        let place = Written { span: element.source().node.start_tag_span(), texts: [None; 3] };
        let key = settings.members.iter().map(Written::of).chain([place]).collect();
        match known.get(&key).and_then(|index| lists.get_mut(*index)) {
            Some(list) => list.owners.push(owner),
            None => {
                known.insert(key, lists.len());
                lists.push(MemberList { element, entries: &settings.members, owners: vec![owner] });
            }
        }
    }
    lists
}

/// An entry by its place, and what variables make of it.
#[derive(PartialEq, Eq, Hash)]
struct Written<'e> {
    span: Span,
    texts: [Option<&'e str>; 3],
}

impl<'e> Written<'e> {
    fn of(entry: &'e ClusterMember<'e, '_>) -> Self {
        let address = |kind| entry.address(kind).and_then(|address| address.text());
        let texts = [entry.serial.text(), address(LinkKind::Ha4), address(LinkKind::Ha4Backup)];
        Self { span: entry.serial.node().span(), texts }
    }
}

/// The list that most members have, by what is in it; of those that are alike, the first.
pub(in crate::lints) fn usual<'l, 'e, 'd>(lists: &'l [MemberList<'e, 'd>]) -> Option<&'l MemberList<'e, 'd>> {
    let mut owners: HashMap<Vec<&str>, usize> = HashMap::new();
    let sorted = |list: &MemberList<'e, 'd>| {
        let mut serials = list.serials().unwrap_or_default();
        serials.sort_unstable();
        serials
    };
    for list in lists {
        *owners.entry(sorted(list)).or_default() += list.owners.len();
    }
    lists.iter().rev().max_by_key(|list| owners.get(&sorted(list)).copied())
}

/// Has the member that an entry is for another address itself? That it has is told of already.
pub(in crate::lints) fn is_contradicted(
    cluster: &ClusterView<'_, '_>,
    entry: &ClusterMember<'_, '_>,
    kind: LinkKind,
) -> bool {
    let listed = entry.address(kind).and_then(|address| address.text());
    let link = entry.serial.text().and_then(|serial| cluster.member(serial)).and_then(|member| member.link(kind));
    let own = link.as_ref().and_then(|link| link.ip_address.as_ref()).and_then(|address| address.text());
    matches!((listed, own), (Some(listed), Some(own)) if !is_same_address(listed, own))
}

/// The entry that is meant for a firewall, where it stands under a serial number that nothing has: it has the
/// firewall's address.
pub(in crate::lints) fn mistyped<'v, 'e, 'd>(
    firewall: &'v FirewallView<'e, 'd>,
) -> Option<&'v ClusterMember<'e, 'd>> {
    let members = &firewall.cluster.as_ref()?.members;
    let own = firewall.entry.serial.as_deref()?;
    if members.iter().any(|member| member.serial.is(own)) {
        return None;
    }
    members.iter().find(|member| {
        let serial = member.serial.text();
        let is_unknown = serial.is_some_and(|serial| firewall.estate.beside(firewall.entry, serial).is_none());
        is_unknown
            && [LinkKind::Ha4, LinkKind::Ha4Backup].into_iter().any(|kind| {
                let link = firewall.link(kind);
                let here = link.as_ref().and_then(|link| link.ip_address.as_ref()).and_then(|own| own.text());
                let listed = member.address(kind).and_then(|address| address.text());
                matches!((here, listed), (Some(here), Some(listed)) if is_same_address(here, listed))
            })
    })
}

/// What is found in a cluster, one finding for each message: copies of a list have the same faults.
#[derive(Default)]
pub(in crate::lints) struct Gathered<'e, 'd> {
    found: Vec<(String, Draft, Vec<&'e FirewallView<'e, 'd>>)>,
    known: HashMap<String, usize>,
}

impl<'e, 'd> Gathered<'e, 'd> {
    /// Takes a finding, at the place where the first of its kind is.
    pub(in crate::lints) fn add(
        &mut self,
        message: String,
        firewalls: &[&'e FirewallView<'e, 'd>],
        draft: impl FnOnce(String) -> Draft,
    ) {
        match self.known.get(&message).and_then(|index| self.found.get_mut(*index)) {
            Some((_, _, all)) => all.extend(firewalls),
            None => {
                self.known.insert(message.clone(), self.found.len());
                self.found.push((message.clone(), draft(message), firewalls.to_vec()));
            }
        }
    }

    /// Reports all.
    pub(in crate::lints) fn report(self, findings: &mut Findings) {
        for (_, draft, firewalls) in self.found {
            findings.report(draft.on(firewalls));
        }
    }
}

/// The first few of many names: `a, b, c and 4 more`.
pub(in crate::lints) fn few<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    const SHOWN: usize = 3;
    let names: Vec<&str> = names.into_iter().collect();
    match names.split_at_checked(SHOWN) {
        Some((first, rest)) if !rest.is_empty() => format!("{} and {} more", first.join(", "), rest.len()),
        _ => match names.split_last() {
            Some((last, first)) if !first.is_empty() => format!("{} and {last}", first.join(", ")),
            _ => names.concat(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::few;

    #[test]
    fn many_names_are_cut_short() {
        assert_eq!(few(["a"]), "a");
        assert_eq!(few(["a", "b", "c"]), "a, b and c");
        assert_eq!(few(["a", "b", "c", "d", "e"]), "a, b, c and 2 more");
        assert_eq!(few([]), "");
    }
}
