//! Members as rows of a CSV file, and keys as defaults: other places for what a spec says.

use super::yaml::{Keys, Map, Yaml};
use super::{Fleet, Member};

/// How many members, from the last one, a CSV file can hold: cells are trimmed, an empty one is
/// absent, and each holds one value.
pub(super) fn movable(members: &[Member]) -> usize {
    let is_cell = |(key, value): &(String, Yaml)| match (key.as_str(), value) {
        ("interfaces", Yaml::Map(map)) => map.iter().all(|(_, many)| many.scalar().is_some()),
        (_, value) => value.scalar().is_some_and(|text| !text.is_empty() && text.trim() == text),
    };
    members.iter().rev().take_while(|member| member.keys.iter().all(is_cell)).count()
}

/// The members of the inventory as its text: the cluster and the member.
pub(super) fn csv(rows: &[(&str, &Member)]) -> String {
    let cells = |member: &Member| -> Map {
        let mut cells = Map::new();
        for (key, value) in &member.keys {
            match value {
                Yaml::Map(interfaces) => cells.extend(interfaces.iter().cloned()),
                value => cells.put(key, value.clone()),
            }
        }
        cells
    };
    let rows: Vec<(&str, Map)> = rows.iter().map(|(cluster, member)| (*cluster, cells(member))).collect();
    let mut columns: Vec<String> = Vec::new();
    for (key, _) in rows.iter().flat_map(|(_, cells)| cells) {
        if !columns.contains(key) {
            columns.push(key.clone());
        }
    }
    let mut text = format!("cluster,{}\n", columns.join(","));
    for (cluster, cells) in rows {
        text.push_str(cluster);
        for column in &columns {
            let cell = cells.value(column).and_then(Yaml::scalar).unwrap_or("");
            text.push_str(&format!(",\"{}\"", cell.replace('"', "\"\"")));
        }
        text.push('\n');
    }
    text
}

/// Moves the first cluster's value of a key into the defaults, out of every cluster that says the
/// same. Clusters that said nothing must now say so.
pub(super) fn hoist(clusters: &mut [Map], defaults: &mut Map, path: &[&str]) {
    let Some(value) = clusters.first().and_then(|first| at(first, path)).cloned() else { return };
    for cluster in clusters {
        leave_out(cluster, path, &value);
    }
    put_at(defaults, path, value);
}

fn at<'y>(map: &'y Map, path: &[&str]) -> Option<&'y Yaml> {
    let (key, rest) = path.split_first()?;
    match (map.value(key)?, rest) {
        (value, []) => Some(value),
        (Yaml::Map(map), rest) => at(map, rest),
        _ => None,
    }
}

fn leave_out(map: &mut Map, path: &[&str], value: &Yaml) {
    let [key, rest @ ..] = path else { return };
    match map.iter().position(|(other, _)| other == key) {
        None => map.put(key, Yaml::Null),
        Some(index) if rest.is_empty() => {
            if map[index].1 == *value {
                map.remove(index);
            }
        }
        Some(index) => {
            if let Yaml::Map(inner) = &mut map[index].1 {
                leave_out(inner, rest, value);
            }
        }
    }
}

fn put_at(map: &mut Map, path: &[&str], value: Yaml) {
    let [key, rest @ ..] = path else { return };
    if rest.is_empty() {
        map.put(key, value);
        return;
    }
    if map.value(key).is_none() {
        map.put(key, Yaml::Map(Map::new()));
    }
    if let Some((_, Yaml::Map(inner))) = map.iter_mut().find(|(other, _)| other == key) {
        put_at(inner, rest, value);
    }
}

/// Keys that may be hoisted.
pub(super) const HOISTED: &[&[&str]] = &[
    &["model"],
    &["panos"],
    &["platform"],
    &["layout"],
    &["description"],
    &["ha4", "port"],
    &["ha4_backup", "port"],
    &["device_group", "parent"],
    &["template", "description"],
];

/// The spec and its inventory with everything in the usual place, or moved as the fleet says.
pub(super) fn laid_out(fleet: &Fleet, is_moved: bool) -> (Map, String) {
    let mut spec = Map::new();
    if let Some(version) = fleet.panorama {
        spec.put("panorama", Yaml::Map(vec![("version".to_owned(), Yaml::word(version))]));
    }
    let mut rows = Vec::new();
    let mut clusters = Vec::new();
    for cluster in &fleet.clusters {
        let in_inventory =
            if is_moved { cluster.rows_of_inventory.min(movable(&cluster.members)) } else { 0 };
        let (here, there) = cluster.members.split_at(cluster.members.len() - in_inventory);
        rows.extend(there.iter().map(|member| (cluster.name.as_str(), member)));
        let mut keys = cluster.keys.clone();
        let members: Vec<_> = here.iter().map(|member| Yaml::Map(member.keys.clone())).collect();
        keys.put_some("members", (!members.is_empty()).then_some(Yaml::List(members)));
        clusters.push(keys);
    }
    if is_moved {
        let mut defaults = Map::new();
        for path in fleet.hoisted.iter().map(|index| HOISTED[*index]) {
            hoist(&mut clusters, &mut defaults, path);
        }
        spec.put_some("defaults", (!defaults.is_empty()).then_some(Yaml::Map(defaults)));
    }
    spec.put_some("inventory", (!rows.is_empty()).then(|| Yaml::text("members.csv")));
    spec.put("clusters", Yaml::List(clusters.into_iter().map(Yaml::Map).collect()));
    (spec, csv(&rows))
}
