//! A review of a part of a configuration, over the one it is to be loaded into, tells of the part.

use std::collections::{BTreeSet, HashMap};

use super::{Finding, Review};
use crate::source::SourceId;

impl Review {
    /// Leaves out what has nothing to do with the firewalls of `serials`, or with those that come with their
    /// own exports, and stands in `base` alone.
    #[must_use]
    pub fn without_base(mut self, base: SourceId, serials: &BTreeSet<String>) -> Self {
        let firewalls = &self.firewalls;
        let is_ours = |index: &usize| {
            let entry = &firewalls[*index].entry;
            !entry.is_of_panorama || entry.serial.as_ref().is_some_and(|serial| serials.contains(serial))
        };
        let is_elsewhere = |finding: &Finding| {
            let labels = std::iter::once(&finding.primary).chain(&finding.secondary);
            labels.into_iter().any(|label| label.span.source != base)
        };
        let mut findings = std::mem::take(&mut self.findings);
        findings.retain(|finding| is_elsewhere(finding) || finding.firewalls.iter().any(is_ours));
        self.clusters.retain(|cluster| cluster.members.iter().any(is_ours));
        self.pairs.retain(|pair| pair.iter().any(is_ours));

        let mut kept: BTreeSet<usize> = (0..firewalls.len()).filter(is_ours).collect();
        kept.extend(self.clusters.iter().flat_map(|cluster| &cluster.members));
        kept.extend(self.pairs.iter().flatten());
        kept.extend(findings.iter().flat_map(|finding| &finding.firewalls));
        let place: HashMap<usize, usize> = kept.iter().enumerate().map(|(new, old)| (*old, new)).collect();
        let mut index = 0;
        self.firewalls.retain(|_| {
            index += 1;
            kept.contains(&(index - 1))
        });
        findings.iter_mut().for_each(|finding| renumber(&mut finding.firewalls, &place));
        self.clusters.iter_mut().for_each(|cluster| renumber(&mut cluster.members, &place));
        self.pairs.iter_mut().for_each(|pair| renumber(pair, &place));
        Self { findings, ..self }
    }
}

fn renumber(firewalls: &mut [usize], place: &HashMap<usize, usize>) {
    for firewall in firewalls {
        *firewall = place.get(firewall).copied().unwrap_or_default();
    }
}
