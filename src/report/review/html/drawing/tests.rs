//! Nothing in a drawing overlaps, whatever the cluster.

use super::super::topology::{End, Found};
use super::*;

/// A cluster of `pairs` pairs and `alone` members without a peer, some of their links broken.
fn topology(pairs: usize, alone: usize, absent: usize) -> Topology {
    let mut topology = Topology::default();
    let end = |kind: LinkKind, state: State| {
        let text = |text: &str| Some(Text::of(text));
        (kind, End { port: text("ethernet1/21"), address: text("192.0.2.133"), state })
    };
    for index in 0..2 * pairs + alone + absent {
        let is_absent = index >= 2 * pairs + alone;
        let states = [State::Fine, State::Warning, State::Error];
        let kinds =
            LinkKind::ALL.into_iter().filter(|kind| !is_absent && (index < 2 * pairs || is_bus(*kind)));
        topology.members.push(Member {
            name: Text::of("lon-dc1-core-inspection-fw-01a"),
            detail: Text::of("013201000011"),
            is_absent,
            ends: kinds.enumerate().map(|(at, kind)| end(kind, states[(at + index) % 3])).collect(),
            found: Found { errors: index % 2, ..Found::default() },
            ..Member::default()
        });
    }
    let pair = |at: usize| Pair { first: 2 * at, group_id: Some(Text::of("11")), mode: None };
    topology.pairs = (0..pairs).map(pair).collect();
    topology
}

fn apart(one: Area, other: Area) -> bool {
    one.x + one.width <= other.x
        || other.x + other.width <= one.x
        || one.y + one.height <= other.y
        || other.y + other.height <= one.y
}

fn check(pairs: usize, alone: usize, absent: usize) {
    let drawing = Drawing::new(&topology(pairs, alone, absent));
    let what = format!("{pairs} pairs, {alone} alone, {absent} absent: {drawing:#?}");
    assert_eq!(drawing.members.len(), 2 * pairs + alone + absent, "{what}");
    let whole = Area { x: 0, y: 0, width: drawing.width, height: drawing.height };
    let is_inside = |area: Area| {
        area.x >= 0
            && area.y >= 0
            && area.x + area.width <= whole.width
            && area.y + area.height <= whole.height
    };
    let boxes: Vec<Area> = drawing.members.iter().map(|member| member.area).collect();
    let pair_boxes: Vec<Area> = drawing.pairs.iter().map(|pair| pair.area).collect();
    for (index, one) in boxes.iter().enumerate() {
        assert!(is_inside(*one) && is_inside(drawing.members[index].tip.area), "{what}");
        assert!(boxes[index + 1..].iter().all(|other| apart(*one, *other)), "{what}");
        let around = pair_boxes.iter().filter(|pair| !apart(**pair, *one)).count();
        assert_eq!(around, usize::from(index < 2 * pairs), "{what}");
    }
    for (index, one) in pair_boxes.iter().enumerate() {
        assert!(is_inside(*one) && pair_boxes[index + 1..].iter().all(|other| apart(*one, *other)), "{what}");
    }
    for bus in &drawing.buses {
        let line = Area { x: bus.x1, y: bus.y - 3, width: bus.x2 - bus.x1, height: 6 };
        assert!(is_inside(line), "{what}");
        assert!(boxes.iter().chain(&pair_boxes).all(|other| apart(line, *other)), "{what}");
    }
    for drop in &drawing.drops {
        let bus = drawing.buses.iter().find(|bus| bus.y == drop.y2).expect("a drop ends on a bus");
        assert!(bus.x1 < drop.x && drop.x < bus.x2, "{what}");
        let (top, bottom) = (drop.y1.min(drop.y2), drop.y1.max(drop.y2));
        let line = Area { x: drop.x, y: top, width: 0, height: bottom - top };
        assert!(boxes.iter().all(|other| apart(line, *other)), "{what}");
        let near = drawing.drops.iter().filter(|other| (other.x - drop.x).abs() < LEAST_APART);
        assert_eq!(near.count(), 1, "{what}");
        let holder = boxes.iter().find(|area| drop.y1 == area.y || drop.y1 == area.y + area.height);
        assert!(
            holder.is_some() && boxes.iter().any(|area| area.x < drop.x && drop.x < area.x + area.width),
            "{what}"
        );
        assert_eq!(drop.sign.is_some(), drop.state != "fine", "{what}");
    }
    for (index, link) in drawing.links.iter().enumerate() {
        assert!(link.x1 < link.open_x1 && link.open_x2 < link.x2, "{what}");
        let sign = link.sign.map_or(link.label_x, |sign| sign.x - 7);
        assert!(link.open_x1 <= sign && sign <= link.label_x, "{what}");
        let after = &drawing.links[index + 1..];
        assert!(after.iter().all(|other| other.x1 != link.x1 || (other.y - link.y).abs() >= 14), "{what}");
        assert!(boxes.iter().any(|member| member.x + member.width == link.x1), "{what}");
        let holder = boxes.iter().find(|member| {
            member.x + member.width == link.x1 && (member.y..member.y + member.height).contains(&link.y)
        });
        assert!(holder.is_some(), "{what}");
    }
}

#[test]
fn nothing_overlaps_from_one_member_to_sixteen_and_more() {
    for members in 1..=16 {
        for pairs in 0..=members / 2 {
            check(pairs, members - 2 * pairs, 0);
            check(pairs, 0, members - 2 * pairs);
        }
    }
    check(3, 20, 5);
    check(0, 0, 16);
}

#[test]
fn a_pair_alone_has_no_bus() {
    let mut pair = topology(1, 0, 0);
    for member in &mut pair.members {
        member.ends.retain(|kind, _| !is_bus(*kind));
    }
    let drawing = Drawing::new(&pair);
    assert!(drawing.buses.is_empty() && drawing.drops.is_empty());
    assert_eq!(drawing.links.len(), 5);
    let bottom = drawing.pairs[0].area.y + drawing.pairs[0].area.height;
    assert!(bottom <= drawing.height, "{bottom} of {}", drawing.height);
}

#[test]
fn rows_keep_pairs_together() {
    let counts = |pairs, alone| rows(&topology(pairs, alone, 0)).iter().map(Vec::len).collect::<Vec<_>>();
    assert_eq!(counts(2, 0), [4]);
    assert_eq!(counts(2, 1), [4, 1]);
    assert_eq!(counts(3, 0), [4, 2]);
    assert_eq!(counts(8, 0), [8, 8]);
    assert_eq!(counts(0, 16), [8, 8]);
}
