//! Who is whose peer, where addresses alone do not tell.

use super::found::Found;
use super::view::View;
use crate::model::LinkKind;

/// The pairs of a cluster: two members each, by index, the first of the list first.
///
/// The inventory knows those that name each other's HA1 address. With HA1 on the management port an export
/// need not have that address: then two of one group id are peers, of one stack and of one network on each
/// link if there is a choice.
pub(super) fn pairs(found: &Found<'_>, views: &[View<'_, '_>]) -> Vec<[usize; 2]> {
    let index_of = |member: usize| {
        views.iter().position(|view| view.effective.serial() == found.members[member].serial())
    };
    let mut pairs: Vec<[usize; 2]> = Vec::new();
    for (member, peer) in found.peers.iter().enumerate() {
        if let Some((one, other)) =
            peer.filter(|peer| *peer > member).and_then(|peer| Some((index_of(member)?, index_of(peer)?)))
        {
            pairs.push([one.min(other), one.max(other)]);
        }
    }
    let mut alone: Vec<usize> = (0..views.len())
        .filter(|index| views[*index].pair.is_some() && !pairs.iter().flatten().any(|paired| paired == index))
        .collect();
    while !alone.is_empty() {
        let one = alone.remove(0);
        let others =
            alone.iter().enumerate().filter_map(|(at, other)| Some((fit(&views[one], &views[*other])?, at)));
        // Of those that fit alike, the next one in the list.
        if let Some((_, at)) = others.max_by_key(|(fit, at)| (*fit, usize::MAX - at)) {
            pairs.push([one, alone.remove(at)]);
        }
    }
    pairs.sort_unstable();
    pairs
}

/// How well two members fit as peers; `None` where they cannot be.
fn fit(one: &View<'_, '_>, other: &View<'_, '_>) -> Option<usize> {
    let group_id = |view: &View<'_, '_>| view.pair.as_ref()?.group_id.as_ref()?.text().map(str::to_owned);
    let mode = |view: &View<'_, '_>| view.pair.as_ref()?.mode.map(|mode| mode.name().to_owned());
    if group_id(one).is_none() || group_id(one) != group_id(other) || mode(one) != mode(other) {
        return None;
    }
    let mut points = usize::from(one.effective.template_stack() == other.effective.template_stack());
    for kind in [LinkKind::Ha1, LinkKind::Ha1Backup, LinkKind::Ha2, LinkKind::Ha2Backup] {
        let names = |view: &View<'_, '_>| view.link(kind)?.port.as_ref()?.text().map(str::to_owned);
        if names(one) != names(other) {
            return None;
        }
        match (one.subnet(kind), other.subnet(kind)) {
            (Some(a), Some(b)) if a != b => return None,
            (Some(_), Some(_)) => points += 1,
            _ => {}
        }
        // Each must have the address that the other names, where both are known.
        let is_wrong = |a: &View<'_, '_>, b: &View<'_, '_>| matches!((a.peer_address(kind), b.address(kind)), (Some(named), Some(own)) if named != own);
        if is_wrong(one, other) || is_wrong(other, one) {
            return None;
        }
    }
    Some(points)
}
