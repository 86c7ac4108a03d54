//! An inventory as a table, as CSV and as JSON.

use serde::Serialize;

use super::json::document;
use crate::effective::{ClusterEntry, InventoryEntry, PairEntry};

/// Version of the JSON envelope; fields are only ever added to it.
pub const INVENTORY_SCHEMA: &str = "panha.inventory/1";

/// For people: a row for each firewall, `-` for what is not known.
///
/// The file that tells of a firewall has a column where there is more than one.
pub fn inventory_table(firewalls: &[InventoryEntry]) -> String {
    let has_exports = firewalls.windows(2).any(|two| two[0].export != two[1].export);
    let mut header = vec![
        "SERIAL",
        "HOSTNAME",
        "STACK",
        "TEMPLATES",
        "DEVICE GROUPS",
        "CLUSTER",
        "PAIR",
        "HA4",
        "HA4 BACKUP",
    ];
    header.extend(has_exports.then_some("EXPORT"));
    let mut rows: Vec<Vec<String>> = vec![header.into_iter().map(str::to_owned).collect()];
    for firewall in firewalls {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let mut row = vec![
            firewall.name().to_owned(),
            text(&firewall.hostname),
            text(&firewall.template_stack),
            templates_cell(firewall),
            firewall.device_groups.join(", "),
            firewall.cluster.as_ref().map(cluster_cell).unwrap_or_default(),
            firewall.pair.as_ref().map(pair_cell).unwrap_or_default(),
            text(&firewall.ha4),
            text(&firewall.ha4_backup),
        ];
        row.extend(has_exports.then(|| firewall.export.clone()));
        for cell in row.iter_mut().filter(|cell| cell.is_empty()) {
            cell.push('-');
        }
        rows.push(row);
    }
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..rows[0].len()).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells: Vec<String> =
            row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        format!("{}\n", cells.join("  ").trim_end())
    };
    rows.iter().map(line).collect()
}

fn templates_cell(firewall: &InventoryEntry) -> String {
    let missing = firewall.missing_templates.iter().map(|name| format!("{name} (missing)"));
    firewall.templates.iter().cloned().chain(missing).collect::<Vec<_>>().join(", ")
}

fn cluster_cell(cluster: &ClusterEntry) -> String {
    let description = cluster.description.iter().map(|text| format!(" {}", one_line(text)));
    format!("{}{}{}", cluster.label, description.collect::<String>(), off(cluster.is_enabled))
}

fn pair_cell(pair: &PairEntry) -> String {
    let group_id = pair.group_id.as_deref().unwrap_or("no id");
    format!("{group_id} with {}{}", pair.peer.as_deref().unwrap_or("?"), off(pair.is_enabled))
}

fn off(is_enabled: bool) -> &'static str {
    if is_enabled { "" } else { " (off)" }
}

/// Free text may have several lines; what it stands in has one.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// For spreadsheets and scripts: a header and a record for each firewall; `;` between the items of a
/// list, nothing for what is not known.
pub fn inventory_csv(firewalls: &[InventoryEntry]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header = [
        "serial",
        "hostname",
        "template_stack",
        "templates",
        "missing_templates",
        "device_groups",
        "cluster",
        "cluster_id",
        "cluster_description",
        "cluster_enabled",
        "cluster_members",
        "pair_group_id",
        "pair_enabled",
        "pair_peer",
        "ha4",
        "ha4_backup",
        "export",
    ];
    writer.write_record(header).expect("into memory");
    for firewall in firewalls {
        let text = |text: Option<&String>| text.cloned().unwrap_or_default();
        let cluster = firewall.cluster.as_ref();
        let pair = firewall.pair.as_ref();
        let answer = |is_enabled: bool| if is_enabled { "yes" } else { "no" }.to_owned();
        let record = [
            text(firewall.serial.as_ref()),
            text(firewall.hostname.as_ref()),
            text(firewall.template_stack.as_ref()),
            firewall.templates.join(";"),
            firewall.missing_templates.join(";"),
            firewall.device_groups.join(";"),
            text(cluster.map(|cluster| &cluster.label)),
            text(cluster.and_then(|cluster| cluster.id.as_ref())),
            text(cluster.and_then(|cluster| cluster.description.as_ref())),
            cluster.map(|cluster| answer(cluster.is_enabled)).unwrap_or_default(),
            cluster.map(|cluster| cluster.members.join(";")).unwrap_or_default(),
            text(pair.and_then(|pair| pair.group_id.as_ref())),
            pair.map(|pair| answer(pair.is_enabled)).unwrap_or_default(),
            text(pair.and_then(|pair| pair.peer.as_ref())),
            text(firewall.ha4.as_ref()),
            text(firewall.ha4_backup.as_ref()),
            firewall.export.clone(),
        ];
        writer.write_record(record).expect("as many fields as the header has");
    }
    let bytes = writer.into_inner().expect("into memory");
    String::from_utf8(bytes).expect("texts joined by ASCII")
}

#[derive(Serialize)]
struct Envelope<'a> {
    schema: &'static str,
    firewalls: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    serial: Option<&'a str>,
    hostname: Option<&'a str>,
    template_stack: Option<&'a str>,
    templates: &'a [String],
    missing_templates: &'a [String],
    device_groups: &'a [String],
    cluster: Option<ClusterObject<'a>>,
    pair: Option<PairObject<'a>>,
    ha4: Option<&'a str>,
    ha4_backup: Option<&'a str>,
    export: &'a str,
}

#[derive(Serialize)]
struct ClusterObject<'a> {
    label: &'a str,
    id: Option<&'a str>,
    description: Option<&'a str>,
    enabled: bool,
    members: &'a [String],
}

#[derive(Serialize)]
struct PairObject<'a> {
    group_id: Option<&'a str>,
    enabled: bool,
    peer: Option<&'a str>,
}

/// For machines, with a final newline.
pub fn inventory_json(firewalls: &[InventoryEntry]) -> String {
    let envelope = Envelope { schema: INVENTORY_SCHEMA, firewalls: firewalls.iter().map(row).collect() };
    document(&envelope)
}

fn row(firewall: &InventoryEntry) -> Row<'_> {
    let cluster = firewall.cluster.as_ref().map(|cluster| ClusterObject {
        label: &cluster.label,
        id: cluster.id.as_deref(),
        description: cluster.description.as_deref(),
        enabled: cluster.is_enabled,
        members: &cluster.members,
    });
    let pair = firewall.pair.as_ref().map(|pair| PairObject {
        group_id: pair.group_id.as_deref(),
        enabled: pair.is_enabled,
        peer: pair.peer.as_deref(),
    });
    Row {
        serial: firewall.serial.as_deref(),
        hostname: firewall.hostname.as_deref(),
        template_stack: firewall.template_stack.as_deref(),
        templates: &firewall.templates,
        missing_templates: &firewall.missing_templates,
        device_groups: &firewall.device_groups,
        cluster,
        pair,
        ha4: firewall.ha4.as_deref(),
        ha4_backup: firewall.ha4_backup.as_deref(),
        export: &firewall.export,
    }
}
