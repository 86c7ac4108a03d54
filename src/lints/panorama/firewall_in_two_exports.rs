//! A firewall that two exports tell of.

use std::collections::{BTreeMap, HashMap};

use crate::diag::Severity;
use crate::effective::InventoryEntry;
use crate::lint::{Basis, Check, Estate, Example, Explanation, Finding, Findings, Lint, Topic};
use crate::lints::cluster::member_list::few;
use crate::panos::Export;

pub(crate) static LINT: Lint = Lint {
    id: "firewall-in-two-exports",
    topic: Topic::Panorama,
    severity: Severity::Warning,
    summary: "two exports of the same kind tell of one firewall",
    explanation: Explanation {
        checks: "No firewall is in the exports of two Panoramas, and none has two exports of its own. The export of a \
                 Panorama and the firewall's own export together are fine.",
        why: "Everything is looked at twice, and told of twice, and neither export tells which of them counts. Often \
              one is an older copy of the other, or a firewall has moved to another Panorama and was not removed from \
              the first.",
        basis: Basis::Inferred("a firewall has one configuration, and one Panorama pushes it"),
        example: Example::Exports { broken: &[FIRST, SECOND], fixed: &[FIRST, OTHER], also: &[] },
        fix: "Leave out the export that does not count. If two Panoramas have the firewall, remove it from one.",
    },
    check: Check::Estate(check),
};

macro_rules! export {
    ($serial:literal) => {
        concat!(
            r#"<config version="11.1.0">
  <mgt-config>
    <devices><entry name=""#,
            $serial,
            r#""/></devices>
  </mgt-config>
  <devices>
    <entry name="localhost.localdomain">
      <device-group>
        <entry name="DG-core">
          <devices><entry name=""#,
            $serial,
            r#""/></devices>
        </entry>
      </device-group>
    </entry>
  </devices>
</config>
"#
        )
    };
}

const FIRST: &str = export!("013201000001");
const SECOND: &str = export!("013201000001");
const OTHER: &str = export!("013201000002");

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    // The first firewall of each name.
    let mut first: HashMap<(bool, &str), usize> = HashMap::new();
    // The firewalls that two exports share, each by its place in the later one and in the first.
    let mut shared: BTreeMap<(usize, usize), Vec<(usize, usize)>> = BTreeMap::new();
    for (index, entry) in estate.firewalls.iter().enumerate() {
        // A firewall's own export does not tell who it is where its file is not named for it. Then a copy is
        // one that has all the same in it.
        let Some(name) = entry.serial.as_deref().or_else(|| content(entry, estate)) else { continue };
        let before = *first.entry((entry.is_of_panorama, name)).or_insert(index);
        let export_before = estate.firewalls.get(before).map(|entry| entry.export_index);
        if let Some(export) = export_before.filter(|export| *export != entry.export_index) {
            shared.entry((entry.export_index, export)).or_default().push((index, before));
        }
    }
    for firewalls in shared.into_values() {
        report(&firewalls, estate, findings);
    }
}

/// All that stands in a firewall's own export.
fn content<'d>(entry: &InventoryEntry, estate: &Estate<'d>) -> Option<&'d str> {
    match estate.exports.get(entry.export_index)?.export {
        Export::Firewall(firewall) => Some(firewall.config().raw_content()),
        Export::Panorama(_) => None,
    }
}

/// Tells of the firewalls that two exports share: each by its place in the later one and in the first.
fn report(firewalls: &[(usize, usize)], estate: &Estate<'_>, findings: &mut Findings) {
    let Some((later, before)) = firewalls.first().copied() else { return };
    let place = |index: usize| estate.look_at(index, |view| view.place);
    let (Some(here), Some(there), Some(entry)) = (place(later), place(before), estate.firewalls.get(later)) else {
        return;
    };
    let names = few(firewalls.iter().filter_map(|(later, _)| estate.firewalls.get(*later)).map(InventoryEntry::name));
    let verb = if firewalls.len() == 1 { "is" } else { "are" };
    let (message, help) = match (entry.is_of_panorama, &entry.serial) {
        (true, _) => (
            format!("{names} {verb} also in the export of another Panorama"),
            "what is found of it is told for both; remove it from the Panorama that no longer manages it, or leave \
             out the older export",
        ),
        (false, Some(_)) => (
            format!("another export of {names} is reviewed as well"),
            "what is found of it is told for both; leave out the older export",
        ),
        (false, None) => {
            ("another export has all the same in it".to_owned(), "what is found is told for both; leave one out")
        }
    };
    let finding = Finding::at(here, message).and(there, "the other export").help(help);
    findings.report(finding.on_firewalls(firewalls.iter().flat_map(|(later, before)| [*later, *before])));
}
