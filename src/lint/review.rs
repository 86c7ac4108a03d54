//! Every lint over exports.

use rayon::prelude::*;

use super::finding::joined;
use super::{
    Check, ClusterGroup, ClusterView, Estate, Facts, Finding, Findings, FirewallView, Lint, PairView,
    PanoramaView,
};
use crate::effective::{Given, InventoryEntry};
use crate::model::LinkKind;
use crate::panos::Export;

/// What lints found, and what they looked at.
#[derive(Debug)]
pub struct Review {
    /// The findings that count, sorted by place.
    pub findings: Vec<Finding>,
    /// Those that the user has a reason to live with.
    pub suppressed: Vec<Suppressed>,
    /// Those that an earlier run told of already.
    pub known: Vec<Finding>,
    /// The names of the files that were looked at.
    pub exports: Vec<String>,
    /// The firewalls; findings name them by their place here.
    pub firewalls: Vec<ReviewedFirewall>,
    /// The clusters.
    pub clusters: Vec<ReviewedCluster>,
    /// The pairs, by place among the firewalls.
    pub pairs: Vec<[usize; 2]>,
    /// The name of the file with levels and suppressions, if there was one.
    pub config: Option<String>,
    /// The name of the file with the findings of an earlier run, if there was one.
    pub baseline: Option<String>,
    /// The day for which suppressions were judged, if it is known.
    pub today: Option<String>,
}

/// A finding that the user has a reason to live with.
#[derive(Debug, Clone)]
pub struct Suppressed {
    /// The finding.
    pub finding: Finding,
    /// The reason.
    pub reason: String,
    /// The last day on which the reason holds, as `2027-01-31`.
    pub until: Option<String>,
    /// Did an earlier run tell of it already?
    pub is_known: bool,
}

/// A firewall that was looked at.
#[derive(Debug, Clone, Default)]
pub struct ReviewedFirewall {
    /// What the inventory tells of it.
    pub entry: InventoryEntry,
    /// Its HA links.
    pub links: Vec<ReviewedLink>,
    /// The mode of its pair, as `active-passive`.
    pub pair_mode: Option<String>,
}

/// A firewall's end of an HA link, as far as it is set.
#[derive(Debug, Clone)]
pub struct ReviewedLink {
    /// Which link.
    pub kind: LinkKind,
    /// The port.
    pub port: Option<String>,
    /// The address.
    pub address: Option<String>,
}

/// A cluster that was looked at.
#[derive(Debug, Clone)]
pub struct ReviewedCluster {
    /// Its id, and where several clusters have that, its first member. Findings name clusters by it.
    pub label: String,
    /// Its description.
    pub description: Option<String>,
    /// Its members, by place among the firewalls.
    pub members: Vec<usize>,
    /// Serial numbers that a member lists and no export knows.
    pub absent: Vec<String>,
}

/// Firewalls that lints look at together: clusters and pairs, joined where they share a firewall, or one
/// firewall alone.
#[derive(Debug, Default)]
struct Unit {
    firewalls: Vec<usize>,
    clusters: Vec<usize>,
    pairs: Vec<[usize; 2]>,
}

/// Looks at exports, each with the name of its file, with all of `lints`.
pub fn review<'d>(exports: &[(&'d str, Export<'d>)], facts: Facts, lints: &[&'static Lint]) -> Review {
    let estate = Estate::new(exports, facts);
    let looked: Vec<Looked> = units(&estate).par_iter().map(|unit| look(unit, &estate, lints)).collect();
    let (mut found, mut of_firewalls) = (Vec::new(), Vec::new());
    for Looked { findings, firewalls } in looked {
        found.extend(findings);
        of_firewalls.extend(firewalls);
    }
    found.extend(lints.par_iter().flat_map_iter(|lint| look_at_all(&estate, lint)).collect::<Vec<_>>());
    let findings = joined(found, &estate);
    let clusters = estate.clusters.iter().map(|group| reviewed_cluster(group, &estate.firewalls)).collect();
    // Of thousands of firewalls the facts are moved on, not copied.
    let Estate { firewalls, pairs, .. } = estate;
    let entry = |entry| ReviewedFirewall { entry, ..ReviewedFirewall::default() };
    let mut firewalls: Vec<ReviewedFirewall> = firewalls.into_iter().map(entry).collect();
    for (index, links, pair_mode) in of_firewalls {
        if let Some(firewall) = firewalls.get_mut(index) {
            (firewall.links, firewall.pair_mode) = (links, pair_mode);
        }
    }
    Review {
        findings,
        suppressed: Vec::new(),
        known: Vec::new(),
        exports: exports.iter().map(|(name, _)| (*name).to_owned()).collect(),
        firewalls,
        clusters,
        pairs,
        config: None,
        baseline: None,
        today: None,
    }
}

fn reviewed_cluster(group: &ClusterGroup, firewalls: &[InventoryEntry]) -> ReviewedCluster {
    let mut described = group.members.iter().filter_map(|index| firewalls[*index].cluster.as_ref());
    ReviewedCluster {
        label: group.label.clone(),
        description: described.find_map(|cluster| cluster.description.clone()),
        members: group.members.clone(),
        absent: group.absent.clone(),
    }
}

fn units(estate: &Estate<'_>) -> Vec<Unit> {
    let mut unit_of: Vec<Option<usize>> = vec![None; estate.firewalls.len()];
    let mut units: Vec<Unit> = Vec::new();
    for (index, group) in estate.clusters.iter().enumerate() {
        group.members.iter().for_each(|member| unit_of[*member] = Some(units.len()));
        units.push(Unit { firewalls: group.members.clone(), clusters: vec![index], pairs: Vec::new() });
    }
    for pair in &estate.pairs {
        match pair.map(|index| unit_of[index]) {
            [Some(one), Some(other)] if one == other => units[one].pairs.push(*pair),
            [Some(one), Some(other)] => {
                // The peers are in two clusters, which is what a lint may tell of.
                let taken = std::mem::take(&mut units[other]);
                taken.firewalls.iter().for_each(|firewall| unit_of[*firewall] = Some(one));
                units[one].firewalls.extend(taken.firewalls);
                units[one].clusters.extend(taken.clusters);
                units[one].pairs.extend(taken.pairs);
                units[one].pairs.push(*pair);
            }
            [Some(unit), None] => {
                unit_of[pair[1]] = Some(unit);
                units[unit].firewalls.push(pair[1]);
                units[unit].pairs.push(*pair);
            }
            [None, Some(unit)] => {
                unit_of[pair[0]] = Some(unit);
                units[unit].firewalls.push(pair[0]);
                units[unit].pairs.push(*pair);
            }
            [None, None] => {
                pair.iter().for_each(|firewall| unit_of[*firewall] = Some(units.len()));
                units.push(Unit { firewalls: pair.to_vec(), clusters: Vec::new(), pairs: vec![*pair] });
            }
        }
    }
    let alone = (0..estate.firewalls.len()).filter(|index| unit_of[*index].is_none());
    units.extend(alone.map(|index| Unit { firewalls: vec![index], ..Unit::default() }));
    units.retain(|unit| !unit.firewalls.is_empty());
    units
}

/// What was found in a unit.
#[derive(Debug, Default)]
struct Looked {
    findings: Vec<Finding>,
    /// Of each firewall its HA links, and the mode of its pair.
    firewalls: Vec<(usize, Vec<ReviewedLink>, Option<String>)>,
}

/// Looks at firewalls one by one and together. What they get is resolved here and dropped behind.
fn look(unit: &Unit, estate: &Estate<'_>, lints: &[&'static Lint]) -> Looked {
    let Some(first) = lints.first() else { return Looked::default() };
    let effective: Vec<_> = unit.firewalls.iter().map(|index| estate.effective(*index)).collect();
    let of_firewalls = unit.firewalls.iter().zip(&effective);
    let views: Vec<FirewallView<'_, '_>> = of_firewalls
        .filter_map(|(index, effective)| FirewallView::new(*index, estate, effective.as_ref()))
        .collect();
    let view = |index: usize| views.iter().find(|view| view.index == index);
    let pairs: Vec<PairView<'_, '_>> =
        unit.pairs.iter().filter_map(|[one, other]| PairView::new([view(*one)?, view(*other)?])).collect();
    let clusters: Vec<ClusterView<'_, '_>> = unit
        .clusters
        .iter()
        .map(|index| &estate.clusters[*index])
        .map(|group| ClusterView {
            group,
            is_pair: false,
            estate,
            members: group.members.iter().filter_map(|index| view(*index)).collect(),
        })
        .collect();
    let is_alone = |pair: &&PairView<'_, '_>| {
        pair.is_on() && pair.firewalls.iter().all(|view| estate.cluster_of(view.index).is_none())
    };
    let no_group = ClusterGroup::default();
    let lone_pairs: Vec<ClusterView<'_, '_>> = pairs
        .iter()
        .filter(is_alone)
        .map(|pair| ClusterView { group: &no_group, is_pair: true, estate, members: pair.firewalls.to_vec() })
        .collect();
    let mut findings = Findings::new(first);
    for lint in lints {
        match lint.check {
            Check::Firewall(check) => views.iter().for_each(|view| {
                findings.turn(lint, vec![view.index]);
                check(view, &mut findings);
            }),
            Check::Pair(check) => pairs.iter().for_each(|pair| {
                findings.turn(lint, pair.firewalls.map(|view| view.index).to_vec());
                check(pair, &mut findings);
            }),
            Check::Cluster(check) => clusters.iter().for_each(|cluster| {
                findings.turn(lint, cluster.members.iter().map(|view| view.index).collect());
                check(cluster, &mut findings);
            }),
            Check::Members(check) => clusters.iter().chain(&lone_pairs).for_each(|members| {
                findings.turn(lint, members.members.iter().map(|view| view.index).collect());
                check(members, &mut findings);
            }),
            Check::Panorama(_) | Check::Estate(_) | Check::Suppressions => {}
        }
    }
    let mode = |view: &FirewallView<'_, '_>| Some(view.pair.as_ref()?.mode?.name().to_owned());
    let firewalls = views.iter().map(|view| (view.index, links(view), mode(view))).collect();
    Looked { findings: findings.into_found(), firewalls }
}

/// The HA links that are set up on a firewall.
fn links(view: &FirewallView<'_, '_>) -> Vec<ReviewedLink> {
    let link = |kind: LinkKind| {
        let link = view.link(kind)?;
        let shown = |given: Option<&Given<'_, '_>>| given.map(|given| given.shown().to_owned());
        Some(ReviewedLink { kind, port: shown(link.port.as_ref()), address: shown(link.ip_address.as_ref()) })
    };
    LinkKind::ALL.into_iter().filter_map(link).collect()
}

fn look_at_all(estate: &Estate<'_>, lint: &'static Lint) -> Vec<Finding> {
    let mut findings = Findings::new(lint);
    match lint.check {
        Check::Panorama(check) => {
            for (export_index, reviewed) in estate.exports.iter().enumerate() {
                if let (Export::Panorama(panorama), Some(resolver)) = (reviewed.export, &reviewed.resolver) {
                    let name = reviewed.name;
                    check(&PanoramaView { name, export_index, panorama, resolver, estate }, &mut findings);
                }
            }
        }
        Check::Estate(check) => check(estate, &mut findings),
        Check::Firewall(_) | Check::Pair(_) | Check::Cluster(_) | Check::Members(_) | Check::Suppressions => {
        }
    }
    findings.into_found()
}
