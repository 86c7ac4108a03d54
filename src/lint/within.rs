//! What a level or a suppression is limited to.

use super::{Finding, Review, ReviewedFirewall};
use crate::xml::{ConfigPath, PathError, Step};

/// The places and firewalls that something is limited to; without any limit, everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Within {
    /// Elements at this path and below it.
    pub path: Option<PathPattern>,
    /// Clusters, by label or id; empty where it does not matter which.
    pub clusters: Vec<String>,
    /// Firewalls, by serial number or what else names them; empty where it does not matter which.
    pub firewalls: Vec<String>,
}

impl Within {
    /// Is there no limit?
    pub fn is_everything(&self) -> bool {
        self.narrowness() == (0, 0)
    }

    /// How many limits there are, and how long the path is.
    pub(super) fn narrowness(&self) -> (usize, usize) {
        let limits = [self.path.is_some(), !self.clusters.is_empty(), !self.firewalls.is_empty()];
        let steps = self.path.as_ref().map_or(0, |path| path.0.steps().len());
        (limits.into_iter().filter(|limit| *limit).count(), steps)
    }

    pub(super) fn holds(&self, path: &str, subject: &Subject<'_>) -> bool {
        let is_there = |pattern: &PathPattern| path.parse().is_ok_and(|path| pattern.holds(&path));
        self.path.as_ref().is_none_or(is_there)
            && (self.clusters.is_empty() || self.clusters.iter().any(|name| subject.is_in(name)))
            && (self.firewalls.is_empty()
                || self.firewalls.iter().any(|name| subject.firewall == Some(name.as_str())))
    }

    /// Those of its clusters and firewalls that were not looked at, in words.
    pub(super) fn absent(&self, subjects: &Subjects<'_>) -> Vec<String> {
        let everybody = || subjects.of_firewalls.iter();
        let is_cluster = |name: &&String| !everybody().any(|subject| subject.is_in(name));
        let is_firewall =
            |name: &&String| !everybody().any(|subject| subject.firewall == Some(name.as_str()));
        let clusters = self.clusters.iter().filter(is_cluster).map(|name| format!("cluster {name}"));
        let firewalls = self.firewalls.iter().filter(is_firewall).map(|name| format!("firewall {name}"));
        clusters.chain(firewalls).collect()
    }
}

/// The beginning of paths. `entry` without a name, or with the name `*`, stands for every entry; what
/// stands around `config`, and that step itself, do not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathPattern(ConfigPath);

impl PathPattern {
    /// Reads it from the text of a path.
    ///
    /// # Errors
    /// What is no path.
    pub fn parse(text: &str) -> Result<Self, PathError> {
        Ok(Self(below_config(&text.parse()?).iter().cloned().collect()))
    }

    fn holds(&self, path: &ConfigPath) -> bool {
        let (steps, found) = (self.0.steps(), below_config(path));
        steps.len() <= found.len() && steps.iter().zip(found).all(|(step, found)| is_like(step, found))
    }
}

fn below_config(path: &ConfigPath) -> &[Step] {
    let steps = path.steps();
    let config = steps.iter().position(|step| step.name == "config" && step.entry.is_none());
    config.map_or(steps, |config| &steps[config + 1..])
}

fn is_like(step: &Step, found: &Step) -> bool {
    let is_any = step.entry.as_deref().is_none_or(|entry| entry == "*");
    step.name == found.name && (is_any || step.entry == found.entry)
}

/// One of those who have a finding: a firewall with its clusters, or nobody in particular.
#[derive(Debug, Clone, Default)]
pub(super) struct Subject<'r> {
    firewall: Option<&'r str>,
    clusters: Vec<&'r str>,
}

impl Subject<'_> {
    fn is_in(&self, cluster: &str) -> bool {
        self.clusters.contains(&cluster)
    }
}

/// Everybody who may have findings.
pub(super) struct Subjects<'r> {
    of_firewalls: Vec<Subject<'r>>,
}

impl<'r> Subjects<'r> {
    pub(super) fn new(review: &'r Review) -> Self {
        let subject = |firewall: &'r ReviewedFirewall| {
            let cluster = firewall.entry.cluster.as_ref();
            let names = cluster.map(|cluster| [Some(cluster.label.as_str()), cluster.id.as_deref()]);
            let clusters = names.into_iter().flatten().flatten().collect();
            Subject { firewall: Some(firewall.entry.name()), clusters }
        };
        let mut of_firewalls: Vec<_> = review.firewalls.iter().map(subject).collect();
        for cluster in &review.clusters {
            // Members that give different ids are one cluster under one label.
            cluster.members.iter().for_each(|index| of_firewalls[*index].clusters.push(&cluster.label));
        }
        Self { of_firewalls }
    }

    fn of(&self, index: usize) -> &Subject<'r> {
        &self.of_firewalls[index]
    }

    /// Those who have a finding; never nobody.
    pub(super) fn who_have<'f>(&self, finding: &'f Finding) -> Vec<Subject<'f>>
    where
        'r: 'f,
    {
        match finding.firewalls.as_slice() {
            [] => vec![Subject::default()],
            firewalls => firewalls.iter().map(|index| self.of(*index).clone()).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_holds_for_what_is_below_it() {
        let holds = |pattern: &str, path: &str| {
            PathPattern::parse(pattern).expect("a pattern").holds(&path.parse().expect("a path"))
        };
        let path = "/config/devices/entry[@name='localhost.localdomain']/template/entry[@name='T']/config/x";
        assert!(holds("/", path) && holds("/config", path) && holds("devices", path));
        assert!(holds("/config/devices/entry/template/entry[@name='T']", path));
        assert!(holds("/config/devices/entry[@name='*']/template/entry[@name='*']/config/x", path));
        assert!(!holds("/config/devices/entry/template/entry[@name='U']", path));
        assert!(!holds("/config/devices/entry/template/entry[@name='T']/config/x/y", path));
        assert!(holds("/config/shared", "/response/result/config/shared/tag"));
    }
}
