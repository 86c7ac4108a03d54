//! How the firewalls of a cluster or pair are wired, and which wires a finding breaks: facts, no places.

use std::collections::{BTreeMap, HashMap};

use super::text::Text;
use crate::diag::Severity;
use crate::lint::{Finding, Review};
use crate::model::LinkKind;

/// Firewalls that are drawn together.
#[derive(Debug, Default)]
pub(super) struct Topology {
    /// Peers stand beside each other.
    pub(super) members: Vec<Member>,
    /// By place among the members, the second one after the first.
    pub(super) pairs: Vec<Pair>,
}

/// A firewall, or the serial number of one that no export tells of.
#[derive(Debug, Default)]
pub(super) struct Member {
    /// Host name, or what else tells it from others.
    pub(super) name: Text,
    /// What is below the name: the serial number where that is not the name.
    pub(super) detail: Text,
    pub(super) is_absent: bool,
    /// A peer that is not drawn here.
    pub(super) peer_elsewhere: Option<Text>,
    /// Its ends of links, those that it has and those that it lacks by a finding.
    pub(super) ends: BTreeMap<LinkKind, End>,
    /// The findings that it has: errors, warnings, notes.
    pub(super) found: Found,
}

/// A firewall's end of a link.
#[derive(Debug, Default, Clone)]
pub(super) struct End {
    pub(super) port: Option<Text>,
    pub(super) address: Option<Text>,
    pub(super) state: State,
}

/// Peers.
#[derive(Debug)]
pub(super) struct Pair {
    pub(super) first: usize,
    pub(super) group_id: Option<Text>,
    pub(super) mode: Option<Text>,
}

/// What findings say of a link; the worst comes last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum State {
    /// Nothing against it.
    #[default]
    Fine,
    Warning,
    Error,
}

impl State {
    /// The word that users see, and the class of the element.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl From<Severity> for State {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
            Severity::Note => Self::Fine,
        }
    }
}

/// How many findings there are of each severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Found {
    pub(super) errors: usize,
    pub(super) warnings: usize,
    pub(super) notes: usize,
}

impl Found {
    pub(super) fn of<'f>(findings: impl Iterator<Item = &'f Finding>) -> Self {
        let mut found = Self::default();
        findings.for_each(|finding| found.add(finding));
        found
    }

    pub(super) fn add(&mut self, finding: &Finding) {
        match finding.severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Note => self.notes += 1,
        }
    }

    pub(super) fn total(self) -> usize {
        self.errors + self.warnings + self.notes
    }

    /// What is worst, as a class of elements: `clear` where nothing was found.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self { errors: 1.., .. } => "error",
            Self { warnings: 1.., .. } => "warning",
            Self { notes: 1.., .. } => "note",
            _ => "clear",
        }
    }

    /// `2 errors, 1 warning`, or `nothing found`.
    pub(super) fn shown(self) -> String {
        let counts = [(self.errors, "error"), (self.warnings, "warning"), (self.notes, "note")];
        let some = counts.iter().filter(|(count, _)| *count > 0);
        let shown: Vec<String> = some.map(|(count, word)| counted(*count, word)).collect();
        if shown.is_empty() { "nothing found".to_owned() } else { shown.join(", ") }
    }
}

/// `1 member`, `5 members`.
pub(super) fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

/// The findings of each firewall, and what they say of its links.
#[derive(Debug)]
pub(super) struct ByFirewall {
    found: Vec<Found>,
    links: HashMap<(usize, LinkKind), State>,
    /// The peers of each.
    peers: HashMap<usize, usize>,
}

impl ByFirewall {
    pub(super) fn new(review: &Review) -> Self {
        let mut found = vec![Found::default(); review.firewalls.len()];
        let mut links: HashMap<(usize, LinkKind), State> = HashMap::new();
        for finding in &review.findings {
            for firewall in &finding.firewalls {
                found[*firewall].add(finding);
                if let Some(kind) = finding.link {
                    let state = links.entry((*firewall, kind)).or_default();
                    *state = (*state).max(finding.severity.into());
                }
            }
        }
        let mut peers = HashMap::new();
        for [one, other] in &review.pairs {
            peers.entry(*one).or_insert(*other);
            peers.entry(*other).or_insert(*one);
        }
        Self { found, links, peers }
    }
}

impl Topology {
    /// Firewalls by their place in the review, and serial numbers that no export knows.
    pub(super) fn new(of: &[usize], absent: &[String], review: &Review, by_firewall: &ByFirewall) -> Self {
        let mut topology = Self::default();
        let mut drawn: Vec<usize> = Vec::new();
        for index in of {
            if drawn.contains(index) {
                continue;
            }
            drawn.push(*index);
            topology.members.push(Member::new(*index, review, by_firewall));
            let Some(peer) = by_firewall.peers.get(index) else { continue };
            if of.contains(peer) && !drawn.contains(peer) {
                let entries = [*index, *peer].map(|index| &review.firewalls[index]);
                let group_id = entries
                    .iter()
                    .find_map(|firewall| firewall.entry.pair.as_ref()?.group_id.as_deref().map(Text::of));
                let mode = entries.iter().find_map(|firewall| firewall.pair_mode.as_deref().map(Text::of));
                topology.pairs.push(Pair { first: topology.members.len() - 1, group_id, mode });
                drawn.push(*peer);
                topology.members.push(Member::new(*peer, review, by_firewall));
            } else {
                let name = Text::of(&review.firewalls[*peer].entry.shown());
                topology.members.last_mut().expect("pushed above").peer_elsewhere = Some(name);
            }
        }
        topology.members.extend(absent.iter().map(|serial| Member {
            name: Text::of(serial),
            detail: Text::of("not in the exports"),
            is_absent: true,
            ..Member::default()
        }));
        topology
    }

    /// The links that somebody has.
    pub(super) fn kinds(&self) -> impl Iterator<Item = LinkKind> {
        let is_there = |kind: &LinkKind| self.members.iter().any(|member| member.ends.contains_key(kind));
        LinkKind::ALL.into_iter().filter(is_there)
    }

    /// The pair that starts with a member.
    pub(super) fn pair_at(&self, member: usize) -> Option<&Pair> {
        self.pairs.iter().find(|pair| pair.first == member)
    }

    /// The pair of a member, and its peer.
    pub(super) fn pair_of(&self, member: usize) -> Option<(&Pair, &Member)> {
        let pair = self.pairs.iter().find(|pair| pair.first == member || pair.first + 1 == member)?;
        let peer = if pair.first == member { member + 1 } else { pair.first };
        Some((pair, &self.members[peer]))
    }

    /// What the drawing shows, in words.
    pub(super) fn description(&self) -> String {
        let mut sentences = vec![counted(self.members.len(), "member")];
        if !self.pairs.is_empty() {
            sentences[0].push_str(&format!(", {}", counted(self.pairs.len(), "pair")));
        }
        let absent: Vec<&str> = self
            .members
            .iter()
            .filter(|member| member.is_absent)
            .map(|member| member.name.as_str())
            .collect();
        if !absent.is_empty() {
            sentences.push(format!("Not in the exports: {}", absent.join(", ")));
        }
        for (state, words) in
            [(State::Error, "Broken by an error"), (State::Warning, "In doubt by a warning")]
        {
            let mut ends = Vec::new();
            for member in &self.members {
                let here = member.ends.iter().filter(|(_, end)| end.state == state);
                ends.extend(here.map(|(kind, _)| format!("{} of {}", kind.label(), member.name.as_str())));
            }
            if !ends.is_empty() {
                sentences.push(format!("{words}: {}", ends.join(", ")));
            }
        }
        sentences.join(". ") + "."
    }
}

impl Member {
    fn new(index: usize, review: &Review, by_firewall: &ByFirewall) -> Self {
        let firewall = &review.firewalls[index];
        let entry = &firewall.entry;
        let name = Text::of(entry.hostname.as_deref().unwrap_or(entry.name()));
        let detail = if entry.hostname.is_some() { Text::of(entry.name()) } else { Text::default() };
        let mut ends = BTreeMap::new();
        for kind in LinkKind::ALL {
            let set = firewall.links.iter().find(|link| link.kind == kind);
            let state = by_firewall.links.get(&(index, kind)).copied().unwrap_or_default();
            if set.is_some() || state > State::Fine {
                let port = set.and_then(|link| link.port.as_deref()).map(Text::of);
                let address = set.and_then(|link| link.address.as_deref()).map(Text::of);
                ends.insert(kind, End { port, address, state });
            }
        }
        Self { name, detail, ends, found: by_firewall.found[index], ..Self::default() }
    }
}

impl End {
    /// Port and address as one reads them; what is missing is said.
    pub(super) fn shown(&self) -> String {
        let parts: Vec<&str> = [&self.port, &self.address].into_iter().flatten().map(Text::as_str).collect();
        if parts.is_empty() { "not set".to_owned() } else { parts.join(" ") }
    }
}

impl Pair {
    /// `pair, group 11, active-passive`.
    pub(super) fn shown(&self) -> String {
        let group = self.group_id.as_ref().map(|id| format!("group {}", id.as_str()));
        let mode = self.mode.as_ref().map(|mode| mode.as_str().to_owned());
        let words: Vec<String> = [Some("pair".to_owned()), group, mode].into_iter().flatten().collect();
        words.join(" · ")
    }
}
