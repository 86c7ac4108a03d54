//! HA4 addresses that are not in one network.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use super::end::{End, LINKS, is_own_contradicted, participants};
use crate::diag::Severity;
use crate::effective::Given;
use crate::lint::{Basis, Check, ClusterView, Example, Explanation, Finding, Findings, FirewallView, Lint, Topic};
use crate::lints::cluster::member_list::{MemberList, few, is_contradicted, lists};
use crate::model::{AddressFault, LinkKind, LinkSubnet};
use crate::source::Span;

pub(crate) static LINT: Lint = Lint {
    id: "ha4-outside-subnet",
    topic: Topic::Ha4,
    severity: Severity::Warning,
    summary: "HA4 addresses of a cluster are not all in one subnet",
    explanation: Explanation {
        checks: "The HA4 addresses of all listed members are in the network that address and netmask of each member's \
                 own HA4 interface make; the same for HA4 backup. Where a netmask is too narrow, that is told of in the \
                 place of the addresses that it leaves out.",
        why: "HA4 has no gateway, and its keep-alives are layer 2 messages, so that a member in another network is \
              out of reach.",
        basis: Basis::Inferred("HA4 has no gateway, and keep-alives are layer 2 messages (HA links and backup links)"),
        example: Example::Commands {
            broken: "set template T-core config devices localhost.localdomain deviceconfig high-availability cluster cluster-members 013201000031 ha4-ip-address 203.0.113.5
set template-stack S-core devices 013201000031 variable $ha4_ip type ip-netmask 203.0.113.5",
            fixed: "set template T-core config devices localhost.localdomain deviceconfig high-availability cluster cluster-members 013201000031 ha4-ip-address 192.0.2.5
set template-stack S-core devices 013201000031 variable $ha4_ip type ip-netmask 192.0.2.5",
            also: &[],
        },
        fix: "Give all members HA4 addresses in one network and the same netmask.",
    },
    check: Check::Cluster(check),
};

/// A cluster has 16 members. Of what claims to be larger, only the first are looked at.
pub(super) const MOST: usize = 64;

/// A member with the network that it has the others in.
struct Observer<'e, 'd> {
    serial: &'e str,
    member: &'e FirewallView<'e, 'd>,
    end: End<'e, 'd>,
    network: LinkSubnet,
}

fn check(cluster: &ClusterView<'_, '_>, findings: &mut Findings) {
    let lists = lists(cluster);
    for kind in LINKS {
        let listed = listed(cluster, &lists, kind);
        let observers: Vec<Observer<'_, '_>> = participants(cluster)
            .take(MOST)
            .filter(|member| is_told_of_here(cluster, member, kind))
            .filter_map(|member| {
                let end = End::of(member, kind)?;
                let network = end.network()?;
                Some(Observer { serial: member.name(), member, end, network })
            })
            .collect();
        let observers = without_wrong_netmasks(kind, observers, &listed, findings);
        let mut pairs: Vec<(&str, &str)> = Vec::new();
        for observer in &observers {
            for (serial, (_, address)) in &listed {
                if is_outside(observer.network, *address) && *serial != observer.serial {
                    pairs.push((observer.serial, serial));
                }
            }
        }
        report(kind, &culprits(&pairs), &pairs, &listed, &observers, findings);
    }
}

/// Tells of netmasks that are too narrow, and hands on the members with another one: those have room for all
/// members, or fit all of them in with a wider netmask that is at least as common.
fn without_wrong_netmasks<'e, 'd>(
    kind: LinkKind,
    observers: Vec<Observer<'e, 'd>>,
    listed: &BTreeMap<&str, (&Given<'_, '_>, IpAddr)>,
    findings: &mut Findings,
) -> Vec<Observer<'e, 'd>> {
    let label = kind.label();
    let count = listed.len();
    let outside = |network: LinkSubnet| -> Vec<&str> {
        let all = listed.iter().filter(|(_, (_, address))| is_outside(network, *address));
        all.map(|(serial, _)| *serial).collect()
    };
    let is_full = |network: LinkSubnet| {
        let hosts = if network.is_point_to_point() { 2 } else { network.hosts() };
        (hosts < count as u128 && !outside(network).is_empty()).then_some(hosts)
    };
    let fitting: Vec<&Observer<'_, '_>> =
        observers.iter().filter(|observer| outside(observer.network).is_empty()).collect();
    let common = |network: LinkSubnet| observers.iter().filter(|other| other.network == network).count();
    // The message and the netmask of others, by the place of the netmask.
    let mut wrong: BTreeMap<(String, Span), Vec<&Observer<'_, '_>>> = BTreeMap::new();
    let mut told: BTreeSet<usize> = BTreeSet::new();
    let mut wider: Option<&Observer<'_, '_>> = None;
    for observer in &observers {
        let (network, Some(netmask)) = (observer.network, observer.end.netmask()) else { continue };
        let is_wider = |other: &&&Observer<'_, '_>| {
            other.network.overlaps(network) && other.network.hosts() > network.hosts()
        };
        let fit = fitting.iter().find(is_wider).filter(|_| common(network) <= fitting.len());
        let shown = netmask.shown();
        let message = match (is_full(network), fit) {
            (Some(hosts), _) => {
                format!("{label} netmask {shown} has room for {hosts} members, and {count} are listed")
            }
            (None, Some(_)) => {
                format!("{label} netmask {shown} makes {network}, which leaves out {}", few(outside(network)))
            }
            (None, None) => continue,
        };
        wider = wider.or(fit.copied());
        told.insert(observer.member.index);
        wrong.entry((message, netmask.written_at().span())).or_default().push(observer);
    }
    for ((message, _), of_netmask) in wrong {
        let Some(netmask) = of_netmask.first().and_then(|observer| observer.end.netmask()) else { continue };
        let finding = Finding::at(netmask, message).link(kind).on(of_netmask.iter().map(|observer| observer.member));
        let finding = match wider.and_then(|wider| wider.end.netmask()) {
            Some(wider) => finding.and(wider, "the netmask of other members"),
            None => finding,
        };
        findings.report(finding.help("give all members the same netmask, wide enough for all their addresses"));
    }
    observers.into_iter().filter(|observer| !told.contains(&observer.member.index)).collect()
}

/// Is a member's own address neither contradicted by its entry nor that of both links? Those are told of as such.
fn is_told_of_here(cluster: &ClusterView<'_, '_>, member: &FirewallView<'_, '_>, kind: LinkKind) -> bool {
    let [main, backup] = LINKS.map(|kind| End::of(member, kind).map(|end| end.address));
    (main.is_none() || main != backup) && !is_own_contradicted(cluster, member, kind)
}

/// The addresses that members have by their entries. One that is both HA4 and HA4 backup is told of as such.
pub(super) fn listed<'e, 'd>(
    cluster: &ClusterView<'e, 'd>,
    lists: &[MemberList<'e, 'd>],
    kind: LinkKind,
) -> BTreeMap<&'e str, (&'e Given<'e, 'd>, IpAddr)> {
    let mut listed = BTreeMap::new();
    for entry in lists.iter().flat_map(|list| list.entries) {
        let [main, backup] = LINKS.map(|kind| entry.address(kind).and_then(Given::address));
        let is_twice = main.is_some() && main == backup;
        let given = entry.address(kind).filter(|_| !is_twice && !is_contradicted(cluster, entry, kind));
        let Some(address) = given.and_then(|given| Some((given, given.address()?))) else { continue };
        if let Some(serial) = entry.serial.text().filter(|_| listed.len() < MOST) {
            listed.entry(serial).or_insert(address);
        }
    }
    listed
}

/// Is a listed address out of a network?
pub(in crate::lints) fn is_outside(network: LinkSubnet, address: IpAddr) -> bool {
    matches!(network.admit(address), Err(AddressFault::Outside { .. }))
}

fn report(
    kind: LinkKind,
    culprits: &[&str],
    pairs: &[(&str, &str)],
    listed: &BTreeMap<&str, (&Given<'_, '_>, IpAddr)>,
    observers: &[Observer<'_, '_>],
    findings: &mut Findings,
) {
    let label = kind.label();
    let sees = |serial: &str| pairs.iter().find(|(_, entry)| *entry == serial).map(|(observer, _)| *observer);
    let outside: Vec<_> = culprits
        .iter()
        .filter_map(|serial| Some((*serial, listed.get(serial)?, sees(serial)?)))
        .collect();
    if let [(_, (first, _), by), rest @ ..] = &outside[..] {
        let names: Vec<String> =
            outside.iter().map(|(serial, (given, _), _)| format!("{} of {serial}", given.shown())).collect();
        let (noun, verb) = if rest.is_empty() { ("address", "is") } else { ("addresses", "are") };
        let seen_by = observers.iter().find(|observer| observer.serial == *by);
        let Some(observer) = seen_by else { return };
        let message = format!(
            "{label} {noun} {} {verb} outside {}, the subnet of other members",
            few(names.iter().map(String::as_str)),
            observer.network
        );
        let finding = Finding::at(*first, message).link(kind);
        let finding = rest.iter().take(2).fold(finding, |finding, (_, (given, _), _)| finding.and(*given, ""));
        let finding = match observer.end.netmask() {
            Some(netmask) => finding.and(netmask, "the netmask of another member"),
            None => finding,
        };
        findings.report(finding.help("give all members addresses in one network, and the same netmask"));
    }
    for observer in observers {
        let is_seen = outside.iter().any(|(serial, ..)| *serial == observer.serial);
        if !culprits.contains(&observer.serial) || is_seen {
            continue;
        }
        let others: Vec<&str> =
            pairs.iter().filter(|(by, _)| *by == observer.serial).map(|(_, entry)| *entry).collect();
        let Some((netmask, (example, _))) =
            observer.end.netmask().zip(others.first().and_then(|other| listed.get(other)))
        else {
            continue;
        };
        let message = format!(
            "{label} subnet {} of {} leaves out the addresses of {}",
            observer.network,
            observer.member.shown(),
            few(others)
        );
        findings.report(
            Finding::at(netmask, message)
                .and(*example, "one of them")
                .on([observer.member])
                .link(kind)
                .help("give all members addresses in one network, and the same netmask"),
        );
    }
}

/// The fewest members that explain all pairs of a member and one that it cannot reach, as far as simply taking
/// the worst first finds them: of two, one is wrong.
fn culprits<'s>(pairs: &[(&'s str, &'s str)]) -> Vec<&'s str> {
    let mut left: Vec<(&str, &str)> = pairs.to_vec();
    let mut culprits = Vec::new();
    while !left.is_empty() {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for (observer, entry) in &left {
            *counts.entry(observer).or_default() += 1;
            *counts.entry(entry).or_default() += 1;
        }
        // Of those that are alike, the last: clusters grow at the end.
        let Some((worst, _)) = counts.into_iter().max_by_key(|(_, count)| *count) else { break };
        left.retain(|(observer, entry)| *observer != worst && *entry != worst);
        culprits.push(worst);
    }
    culprits.sort_unstable();
    culprits
}

#[cfg(test)]
mod tests {
    use super::culprits;

    #[test]
    fn one_member_elsewhere_explains_all() {
        let pairs = [("a", "c"), ("b", "c"), ("c", "a"), ("c", "b")];
        assert_eq!(culprits(&pairs), ["c"]);
        assert_eq!(culprits(&[("a", "b"), ("b", "a")]), ["b"]);
        assert_eq!(culprits(&[("a", "b"), ("a", "c")]), ["a"], "its netmask is too narrow");
        assert!(culprits(&[]).is_empty());
    }
}
