//! A cluster, or a pair that is in none: what it is, its drawing, its findings in brief, its members side
//! by side.

use serde::Serialize;

use super::drawing::Drawing;
use super::matrix::Matrix;
use super::text::Text;
use super::topology::{Found, State, Topology, counted};
use crate::lint::Finding;
use crate::model::LinkKind;

/// So many findings are named in a card; the list has them all.
const MOST_BRIEF: usize = 8;

#[derive(Debug, Serialize)]
pub(super) struct Card {
    id: String,
    /// `Cluster 20`
    title: Text,
    description: Option<Text>,
    /// `5 members, 1 of them not in the exports`
    size: String,
    class: &'static str,
    found: String,
    /// `2 unexpected differences`
    differences: Option<String>,
    is_open: bool,
    drawing: Drawing,
    drawing_told: String,
    columns: Vec<&'static str>,
    members: Vec<MemberRow>,
    brief: Vec<BriefFinding>,
    more_brief: usize,
    /// What to choose in the list of findings to see this one's; nothing where one cannot.
    choice: Option<String>,
    matrices: Vec<Matrix>,
}

/// A member, in a table.
#[derive(Debug, Serialize)]
struct MemberRow {
    name: Text,
    detail: Text,
    pair: Text,
    ends: Vec<EndCell>,
    class: &'static str,
    found: String,
}

#[derive(Debug, Serialize)]
struct EndCell {
    state: Option<&'static str>,
    text: Text,
}

/// A finding in one line.
#[derive(Debug, Serialize)]
struct BriefFinding {
    severity: &'static str,
    anchor: String,
    message: Text,
}

/// What a card is made of.
pub(super) struct CardParts<'a> {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) description: Option<&'a str>,
    pub(super) topology: Topology,
    /// Each with its anchor.
    pub(super) findings: Vec<(&'a Finding, String)>,
    pub(super) choice: Option<String>,
    pub(super) matrices: Vec<Matrix>,
}

impl Card {
    pub(super) fn new(parts: CardParts<'_>) -> Self {
        let CardParts { id, title, description, topology, mut findings, choice, matrices } = parts;
        let found = Found::of(findings.iter().map(|(finding, _)| *finding));
        findings.sort_by_key(|(finding, _)| finding.severity);
        let brief = |(finding, anchor): &(&Finding, String)| BriefFinding {
            severity: finding.severity.as_str(),
            anchor: anchor.clone(),
            message: Text::of(&finding.message),
        };
        let kinds: Vec<LinkKind> = topology.kinds().collect();
        let unexpected: usize = matrices.iter().map(Matrix::unexpected_count).sum();
        Self {
            id,
            title: Text::of(&title),
            description: description.map(Text::of),
            size: size(&topology),
            class: found.class(),
            found: found.shown(),
            differences: (unexpected > 0).then(|| counted(unexpected, "unexpected difference")),
            is_open: found.errors + found.warnings > 0,
            drawing: Drawing::new(&topology),
            drawing_told: topology.description(),
            columns: kinds.iter().map(|kind| kind.label()).collect(),
            members: (0..topology.members.len())
                .map(|index| MemberRow::new(index, &topology, &kinds))
                .collect(),
            brief: findings.iter().take(MOST_BRIEF).map(brief).collect(),
            more_brief: findings.len().saturating_sub(MOST_BRIEF),
            choice,
            matrices,
        }
    }

    /// What is worse comes first.
    pub(super) fn rank(&self) -> u8 {
        match self.class {
            "error" => 0,
            "warning" => 1,
            _ => 2,
        }
    }

    pub(super) fn open(&mut self) {
        self.is_open = true;
    }

    /// Is there nothing to see?
    pub(super) fn is_quiet(&self) -> bool {
        self.class == "clear" && self.differences.is_none()
    }
}

fn size(topology: &Topology) -> String {
    let absent = topology.members.iter().filter(|member| member.is_absent).count();
    let members = counted(topology.members.len(), "member");
    if absent == 0 { members } else { format!("{members}, {absent} not in the exports") }
}

impl MemberRow {
    fn new(index: usize, topology: &Topology, kinds: &[LinkKind]) -> Self {
        let member = &topology.members[index];
        let pair = match (topology.pair_of(index), &member.peer_elsewhere) {
            (Some((pair, peer)), _) => format!("{} with {}", pair.shown(), peer.name.as_str()),
            (None, Some(peer)) => format!("peer {}, not in this cluster", peer.as_str()),
            (None, None) => "–".to_owned(),
        };
        let end = |kind: &LinkKind| match member.ends.get(kind) {
            Some(end) => EndCell {
                state: (end.state > State::Fine).then(|| end.state.as_str()),
                text: Text::of(&end.shown()),
            },
            None => EndCell { state: None, text: Text::of("–") },
        };
        Self {
            name: member.name.clone(),
            detail: member.detail.clone(),
            pair: Text::of(&pair),
            ends: kinds.iter().map(end).collect(),
            class: if member.is_absent { "clear" } else { member.found.class() },
            found: if member.is_absent { "–".to_owned() } else { member.found.shown() },
        }
    }
}
