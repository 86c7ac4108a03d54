//! Where everything stands in the drawing of a cluster: the geometry, in whole pixels, ready for SVG.
//!
//! The HA4 networks are two buses in the middle, the members a row above and a row below them, peers beside
//! each other in a box. The template only writes down what is here.

use serde::Serialize;

use super::text::Text;
use super::topology::{Member, Pair, State, Topology};
use crate::model::LinkKind;

/// The space around everything.
const EDGE: i32 = 12;
/// Left of the members, for the names of the buses.
const BUS_LABELS: i32 = 84;
const UNIT_GAP: i32 = 26;
/// Between the box of a pair and its members.
const PAIR_EDGE: i32 = 10;
/// The line over the members of a pair that tells of it.
const PAIR_LABEL: i32 = 22;
/// From one link of a pair to the next.
const LINK_STEP: i32 = 17;
const LEAST_HEIGHT: i32 = 56;
/// From a member to the nearer bus.
const DROP: i32 = 58;
const BUS_STEP: i32 = 26;
/// Between the lines of members.
const LEAST_APART: i32 = 14;
/// Between rows where there is no bus.
const ROW_GAP: i32 = 34;
/// A character of the small monospaced font is at most so wide, in tenths.
const CHAR_TENTHS: i32 = 61;
const TIP_LINE: i32 = 16;
const TIP_EDGE: i32 = 10;
/// Up to so many members stand in one row.
const ONE_ROW: usize = 4;

/// What depends on how many members stand beside each other.
#[derive(Debug, Clone, Copy)]
struct Sizes {
    member: i32,
    /// Between peers.
    pair_gap: i32,
    /// Characters of a name.
    name_cells: usize,
    /// Where the lines to HA4 and HA4 backup start, from a member's left.
    drops: [i32; 2],
    /// Characters beside these lines; none where there is no room.
    label_cells: usize,
}

const WIDE: Sizes = Sizes { member: 228, pair_gap: 96, name_cells: 26, drops: [14, 122], label_cells: 15 };
const NARROW: Sizes = Sizes { member: 108, pair_gap: 90, name_cells: 14, drops: [20, 72], label_cells: 0 };

/// A cluster or a pair, drawn.
#[derive(Debug, Serialize)]
pub(super) struct Drawing {
    pub(super) width: i32,
    pub(super) height: i32,
    /// Is it too wide for a telephone, which then scrolls it?
    is_wide: bool,
    pub(super) buses: Vec<Bus>,
    pub(super) pairs: Vec<PairBox>,
    pub(super) drops: Vec<Drop>,
    pub(super) links: Vec<PairLink>,
    pub(super) members: Vec<MemberBox>,
}

/// A network that all members are on.
#[derive(Debug, Serialize)]
pub(super) struct Bus {
    pub(super) label: &'static str,
    label_x: i32,
    pub(super) x1: i32,
    pub(super) x2: i32,
    pub(super) y: i32,
    /// Two thin lines instead of a thick one.
    is_backup: bool,
}

/// A box around peers.
#[derive(Debug, Serialize)]
pub(super) struct PairBox {
    #[serde(flatten)]
    pub(super) area: Area,
    label: Text,
    label_x: i32,
    label_y: i32,
}

/// A member's line to a bus.
#[derive(Debug, Serialize)]
pub(super) struct Drop {
    pub(super) x: i32,
    pub(super) y1: i32,
    pub(super) y2: i32,
    state: &'static str,
    pub(super) sign: Option<Sign>,
    labels: Vec<Label>,
    title: String,
}

/// A link between peers.
#[derive(Debug, Serialize)]
pub(super) struct PairLink {
    pub(super) x1: i32,
    pub(super) x2: i32,
    pub(super) y: i32,
    /// Where the line is open for the label.
    pub(super) open_x1: i32,
    pub(super) open_x2: i32,
    state: &'static str,
    /// Has only one peer an end of it?
    is_half: bool,
    pub(super) sign: Option<Sign>,
    label: &'static str,
    label_x: i32,
    label_y: i32,
    title: String,
}

/// The sign of a broken link, by its middle.
#[derive(Debug, Serialize, Clone, Copy)]
pub(super) struct Sign {
    pub(super) x: i32,
    pub(super) y: i32,
    is_error: bool,
}

#[derive(Debug, Serialize)]
struct Label {
    x: i32,
    y: i32,
    text: Text,
}

#[derive(Debug, Serialize, Clone, Copy, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) width: i32,
    pub(super) height: i32,
}

#[derive(Debug, Serialize)]
pub(super) struct MemberBox {
    #[serde(flatten)]
    pub(super) area: Area,
    /// What reacts to the mouse: the member with its lines.
    reach: Area,
    text_x: i32,
    name: Text,
    name_y: i32,
    detail: Text,
    detail_y: i32,
    is_absent: bool,
    badge: Option<Badge>,
    pub(super) tip: Tip,
    /// Everything there is to say of it, for who does not see it.
    spoken: String,
}

/// How much was found, in a member's corner.
#[derive(Debug, Serialize)]
struct Badge {
    class: &'static str,
    text: String,
    x: i32,
    y: i32,
}

/// What is shown of a member at the mouse.
#[derive(Debug, Serialize)]
pub(super) struct Tip {
    #[serde(flatten)]
    pub(super) area: Area,
    text_x: i32,
    lines: Vec<TipLine>,
}

#[derive(Debug, Serialize)]
struct TipLine {
    y: i32,
    class: &'static str,
    text: Text,
}

/// A row of members.
#[derive(Clone, Copy)]
struct Row {
    /// Where its members start.
    top: i32,
    /// Is it above the buses?
    is_above: bool,
}

impl Drawing {
    pub(super) fn new(topology: &Topology) -> Self {
        let rows = rows(topology);
        let longest = rows.iter().map(Vec::len).max().unwrap_or(0);
        let sizes = if longest <= ONE_ROW { WIDE } else { NARROW };
        let most_links = topology.pairs.iter().map(|pair| pair_kinds(pair, topology).len()).max();
        let height = LEAST_HEIGHT.max(most_links.unwrap_or(0) as i32 * LINK_STEP + 6);
        let buses: Vec<LinkKind> = topology.kinds().filter(|kind| is_bus(*kind)).collect();
        let left = EDGE + if buses.is_empty() { 0 } else { BUS_LABELS };

        let top = EDGE + if topology.pairs.is_empty() { 4 } else { PAIR_LABEL + PAIR_EDGE };
        let spine = top + height + if buses.is_empty() { 0 } else { DROP };
        let last_bus = spine + BUS_STEP * (buses.len() as i32 - 1).max(0);
        let second = last_bus + if buses.is_empty() { ROW_GAP + 2 * PAIR_EDGE } else { DROP };
        let bus_y = |kind: LinkKind| {
            let place = buses.iter().position(|bus| *bus == kind)?;
            Some(spine + BUS_STEP * place as i32)
        };

        let mut drawing = Self {
            width: 0,
            height: 0,
            is_wide: false,
            buses: Vec::new(),
            pairs: Vec::new(),
            drops: Vec::new(),
            links: Vec::new(),
            members: Vec::new(),
        };
        let mut right = left;
        for (row, members) in
            [Row { top, is_above: true }, Row { top: second, is_above: false }].iter().zip(&rows)
        {
            let mut x = left;
            for index in members.iter().copied() {
                let member = &topology.members[index];
                let starts_pair = topology.pair_at(index);
                let ends_pair = index > 0 && topology.pair_at(index - 1).is_some();
                if starts_pair.is_some() {
                    x += PAIR_EDGE;
                }
                let area = Area { x, y: row.top, width: sizes.member, height };
                drawing.members.push(MemberBox::new(member, topology.pair_of(index), area, sizes));
                for (place, kind) in [LinkKind::Ha4, LinkKind::Ha4Backup].into_iter().enumerate() {
                    let (Some(end), Some(bus)) = (member.ends.get(&kind), bus_y(kind)) else { continue };
                    let mut from = x + sizes.drops[place];
                    // The rows stand over each other; their lines do not.
                    while drawing.drops.iter().any(|drop: &Drop| (drop.x - from).abs() < LEAST_APART) {
                        from += LEAST_APART;
                    }
                    let line = (from, bus);
                    drawing.drops.push(Drop::new(member, kind, end, line, *row, height, sizes));
                }
                x += sizes.member;
                right = right.max(x + if ends_pair { PAIR_EDGE } else { 0 });
                match starts_pair {
                    Some(pair) => {
                        drawing.pair(pair, topology, area, *row, sizes);
                        x += sizes.pair_gap;
                    }
                    None => x += UNIT_GAP + if ends_pair { PAIR_EDGE } else { 0 },
                }
            }
        }
        drawing.buses.extend(buses.iter().map(|kind| Bus {
            label: kind.label(),
            label_x: left - 12,
            x1: left - 4,
            x2: right + 4,
            y: bus_y(*kind).unwrap_or(spine),
            is_backup: *kind == LinkKind::Ha4Backup,
        }));
        drawing.width = (right + EDGE).max(340);
        let boxes = drawing
            .members
            .iter()
            .map(|member| member.area)
            .chain(drawing.pairs.iter().map(|pair| pair.area));
        let bottom = boxes.map(|area| area.y + area.height).max().unwrap_or(0);
        drawing.height = EDGE + bottom.max(if buses.is_empty() { 0 } else { last_bus });
        drawing.is_wide = drawing.width > 700;
        let (width, mut needed) = (drawing.width, drawing.height);
        for member in &mut drawing.members {
            member.tip.place(member.area, member.area.y > spine, width);
            needed = needed.max(member.tip.area.y + member.tip.area.height + 2);
        }
        drawing.height = needed;
        drawing
    }

    /// The box around peers, with the links between them; `area` is that of the first.
    fn pair(&mut self, pair: &Pair, topology: &Topology, area: Area, row: Row, sizes: Sizes) {
        let width = 2 * sizes.member + sizes.pair_gap;
        let above = if row.is_above { PAIR_LABEL } else { 0 };
        let box_area = Area {
            x: area.x - PAIR_EDGE,
            y: area.y - PAIR_EDGE - above,
            width: width + 2 * PAIR_EDGE,
            height: area.height + 2 * PAIR_EDGE + PAIR_LABEL,
        };
        let label_y = if row.is_above { box_area.y + 19 } else { area.y + area.height + PAIR_EDGE + 14 };
        let cells = (width * 10 / 64) as usize;
        let label = Text::of(&pair.shown()).fitted(cells);
        self.pairs.push(PairBox { area: box_area, label, label_x: area.x, label_y });
        let kinds = pair_kinds(pair, topology);
        let (x1, x2) = (area.x + sizes.member, area.x + sizes.member + sizes.pair_gap);
        let first = area.y + (area.height - LINK_STEP * (kinds.len() as i32 - 1)) / 2;
        for (place, kind) in kinds.into_iter().enumerate() {
            let y = first + LINK_STEP * place as i32;
            self.links.push(PairLink::new(pair, topology, kind, [x1, x2], y));
        }
    }
}

/// The members of each row: pairs stay together.
fn rows(topology: &Topology) -> Vec<Vec<usize>> {
    let count = topology.members.len();
    let target = if count <= ONE_ROW { count } else { count.div_ceil(2) };
    let mut rows = vec![Vec::new(), Vec::new()];
    for index in 0..count {
        let is_second = index > 0 && topology.pair_at(index - 1).is_some();
        let row = usize::from(rows[0].len() >= target && !(is_second && rows[1].is_empty()));
        rows[row].push(index);
    }
    rows.retain(|row| !row.is_empty());
    rows
}

fn is_bus(kind: LinkKind) -> bool {
    matches!(kind, LinkKind::Ha4 | LinkKind::Ha4Backup)
}

/// The links between peers that one of them has.
fn pair_kinds(pair: &Pair, topology: &Topology) -> Vec<LinkKind> {
    let peers = &topology.members[pair.first..pair.first + 2];
    let is_there = |kind: &LinkKind| peers.iter().any(|peer| peer.ends.contains_key(kind));
    LinkKind::ALL.into_iter().filter(|kind| !is_bus(*kind) && is_there(kind)).collect()
}

impl Sign {
    fn of(state: State, x: i32, y: i32) -> Option<Self> {
        (state > State::Fine).then_some(Self { x, y, is_error: state == State::Error })
    }
}

/// What a title says of an end: `HA4 of fw-1: ethernet1/21 192.0.2.1, error`.
fn told(member: &Member, kind: LinkKind) -> String {
    let end = member.ends.get(&kind);
    let shown = end.map_or_else(|| "not set".to_owned(), |end| end.shown());
    let state = end.map_or(State::Fine, |end| end.state);
    let state = if state == State::Fine { String::new() } else { format!(", {}", state.as_str()) };
    format!("{} of {}: {shown}{state}", kind.label(), member.name.as_str())
}

impl Drop {
    fn new(
        member: &Member,
        kind: LinkKind,
        end: &super::topology::End,
        (x, bus): (i32, i32),
        row: Row,
        height: i32,
        sizes: Sizes,
    ) -> Self {
        let (y1, start) =
            if row.is_above { (row.top + height, row.top + height) } else { (row.top, row.top - DROP) };
        let fits = |text: &&Text| text.len() <= sizes.label_cells;
        let shown: Vec<&Text> = [&end.port, &end.address].into_iter().flatten().filter(fits).collect();
        let first = start + DROP / 2 + 4 - 7 * (shown.len() as i32 - 1).max(0);
        let label = |(place, text): (usize, &&Text)| Label {
            x: x + 12,
            y: first + 14 * place as i32,
            text: (*text).clone(),
        };
        Self {
            x,
            y1,
            y2: bus,
            state: end.state.as_str(),
            sign: Sign::of(end.state, x, start + DROP / 2),
            labels: shown.iter().enumerate().map(label).collect(),
            title: told(member, kind),
        }
    }
}

impl PairLink {
    fn new(pair: &Pair, topology: &Topology, kind: LinkKind, [x1, x2]: [i32; 2], y: i32) -> Self {
        let peers = &topology.members[pair.first..pair.first + 2];
        let ends: Vec<_> = peers.iter().filter_map(|peer| peer.ends.get(&kind)).collect();
        let state = ends.iter().map(|end| end.state).max().unwrap_or_default();
        let text = kind.label().len() as i32 * CHAR_TENTHS / 10;
        let sign_room = if state > State::Fine { 16 } else { 0 };
        let start = (x1 + x2 - text - sign_room) / 2;
        Self {
            x1,
            x2,
            y,
            open_x1: start - 4,
            open_x2: start + sign_room + text + 4,
            state: state.as_str(),
            is_half: ends.len() == 1,
            sign: Sign::of(state, start + 5, y),
            label: kind.label(),
            label_x: start + sign_room,
            label_y: y + 4,
            title: peers.iter().map(|peer| told(peer, kind)).collect::<Vec<_>>().join("\n"),
        }
    }
}

impl MemberBox {
    fn new(member: &Member, pair: Option<(&Pair, &Member)>, area: Area, sizes: Sizes) -> Self {
        let has_detail = member.detail.len() > 0;
        let middle = area.y + area.height / 2;
        let mut facts = vec![("name", member.name.clone())];
        if has_detail {
            facts.push(("detail", member.detail.clone()));
        }
        if let Some((_, peer)) = pair {
            facts.push(("detail", Text::of(&format!("peer {}", peer.name.as_str()))));
        } else if let Some(peer) = &member.peer_elsewhere {
            facts.push((
                "warning",
                Text::of(&format!("peer {}, which is not in this cluster", peer.as_str())),
            ));
        }
        for (kind, end) in &member.ends {
            let state =
                if end.state == State::Fine { String::new() } else { format!(": {}", end.state.as_str()) };
            let class = if end.state == State::Fine { "link" } else { end.state.as_str() };
            facts.push((class, Text::of(&format!("{} {}{state}", kind.label(), end.shown()))));
        }
        if !member.is_absent {
            facts.push((member.found.class(), Text::of(&member.found.shown())));
        }
        let spoken: Vec<&str> = facts.iter().map(|(_, text)| text.as_str()).collect();
        let badge = |(sign, count)| Badge {
            class: member.found.class(),
            text: format!("{sign} {count}"),
            x: area.x + area.width - 26,
            y: area.y,
        };
        let found = member.found;
        let badges = [("✕", found.errors), ("!", found.warnings), ("i", found.notes)];
        Self {
            area,
            reach: Area { y: area.y - 4, height: area.height + 8, ..area },
            text_x: area.x + area.width / 2,
            name: member.name.fitted(sizes.name_cells),
            name_y: middle + if has_detail { -4 } else { 4 },
            detail: member.detail.fitted(sizes.name_cells + 2),
            detail_y: middle + 14,
            is_absent: member.is_absent,
            badge: badges.into_iter().find(|(_, count)| *count > 0).map(badge),
            spoken: spoken.join("; "),
            tip: Tip::new(facts),
        }
    }
}

impl Tip {
    fn new(facts: Vec<(&'static str, Text)>) -> Self {
        let cells = facts.iter().map(|(_, text)| text.len()).max().unwrap_or(0).min(46);
        let width = (cells as i32 * 66 / 10 + 2 * TIP_EDGE).max(120);
        let height = facts.len() as i32 * TIP_LINE + 2 * TIP_EDGE - 4;
        let line = |(class, text): (&'static str, Text)| TipLine { y: 0, class, text: text.fitted(46) };
        let lines = facts.into_iter().map(line).collect();
        Self { area: Area { x: 0, y: 0, width, height }, text_x: 0, lines }
    }

    /// Beside its member, towards the middle of the drawing.
    fn place(&mut self, member: Area, is_below: bool, width: i32) {
        let x = (member.x + 8).min(width - self.area.width - 2).max(2);
        let towards = if is_below { member.y - self.area.height + 8 } else { member.y + member.height - 8 };
        let y = if towards < 2 { member.y + member.height - 8 } else { towards };
        self.area = Area { x, y, ..self.area };
        self.text_x = x + TIP_EDGE;
        for (place, line) in self.lines.iter_mut().enumerate() {
            line.y = y + TIP_EDGE + 9 + TIP_LINE * place as i32;
        }
    }
}

#[cfg(test)]
mod tests;
