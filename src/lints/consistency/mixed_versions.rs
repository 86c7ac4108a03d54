//! Members on different PAN-OS releases.

use std::collections::BTreeMap;

use crate::diag::Severity;
use crate::lint::{Basis, Check, Estate, Example, Explanation, Finding, Findings, Lint, Topic};
use crate::model::PanosVersion;
use crate::panos::Export;
use crate::xml::Node;

pub(crate) static LINT: Lint = Lint {
    id: "mixed-versions",
    topic: Topic::Consistency,
    severity: Severity::Warning,
    summary: "members of a cluster or pair run different PAN-OS releases",
    explanation: Explanation {
        checks: "The firewalls' own exports of a cluster, or of a pair, are of one PAN-OS release. A Panorama does not \
                 say which release its firewalls run. Where an export has the feature release only, no more is \
                 compared.",
        why: "Members need the same release. During an upgrade they go on with one member on another one; so it is a \
              warning.",
        basis: Basis::Stated("HA clustering best practices 10.1"),
        example: Example::Exports { broken: &[FIRST, OLDER], fixed: &[FIRST, SECOND], also: &[] },
        fix: "Finish the upgrade.",
    },
    check: Check::Estate(check),
};

macro_rules! export {
    ($version:literal, $own:literal) => {
        concat!(
            r#"<config version="11.1.0" detail-version=""#,
            $version,
            r#"">
  <mgt-config/>
  <devices>
    <entry name="localhost.localdomain">
      <network>
        <interface>
          <ethernet>
            <entry name="ethernet1/21"><ha/></entry>
            <entry name="ethernet1/22"><ha/></entry>
          </ethernet>
        </interface>
      </network>
      <deviceconfig>
        <high-availability>
          <interface>
            <ha4><port>ethernet1/21</port><ip-address>192.0.2."#,
            $own,
            r#"</ip-address><netmask>255.255.255.224</netmask></ha4>
            <ha4-backup><port>ethernet1/22</port><ip-address>192.0.2.3"#,
            $own,
            r#"</ip-address><netmask>255.255.255.224</netmask></ha4-backup>
          </interface>
          <cluster>
            <enabled>yes</enabled>
            <cluster-id>7</cluster-id>
            <cluster-members>
              <entry name="013201000001">
                <ha4-ip-address>192.0.2.4</ha4-ip-address>
                <ha4-backup-ip-address>192.0.2.34</ha4-backup-ip-address>
                <session-synchronization>enabled</session-synchronization>
              </entry>
              <entry name="013201000002">
                <ha4-ip-address>192.0.2.5</ha4-ip-address>
                <ha4-backup-ip-address>192.0.2.35</ha4-backup-ip-address>
                <session-synchronization>enabled</session-synchronization>
              </entry>
            </cluster-members>
          </cluster>
        </high-availability>
      </deviceconfig>
    </entry>
  </devices>
</config>
"#
        )
    };
}

const FIRST: &str = export!("11.1.6", "4");
const SECOND: &str = export!("11.1.6", "5");
const OLDER: &str = export!("11.1.4-h7", "5");

/// A firewall with its release.
#[derive(Clone, Copy)]
struct Release<'d> {
    index: usize,
    version: PanosVersion,
    /// Does the export tell the maintenance release?
    is_full: bool,
    config: Node<'d>,
}

impl Release<'_> {
    /// Are both one release, as far as the exports tell?
    fn agrees(&self, other: &Self) -> bool {
        match self.is_full && other.is_full {
            true => self.version == other.version,
            false => self.version.schema_level() == other.version.schema_level(),
        }
    }

    fn shown(&self) -> String {
        if self.is_full { self.version.to_string() } else { self.version.schema_level() }
    }
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let in_cluster: BTreeMap<usize, usize> = estate
        .clusters
        .iter()
        .enumerate()
        .flat_map(|(at, cluster)| cluster.members.iter().map(move |member| (*member, at)))
        .collect();
    for cluster in &estate.clusters {
        look(&cluster.members, "cluster", estate, findings);
    }
    for pair in &estate.pairs {
        let [one, other] = pair.map(|index| in_cluster.get(&index));
        // A pair in one cluster is told of there.
        if one.is_none() || one != other {
            look(pair, "pair", estate, findings);
        }
    }
}

fn look(members: &[usize], what: &str, estate: &Estate<'_>, findings: &mut Findings) {
    let releases: Vec<Release<'_>> = members.iter().filter_map(|index| release(*index, estate)).collect();
    let count = |release: &Release<'_>| releases.iter().filter(|other| other.agrees(release)).count();
    // Of two that are as common, the newer one is where the others go.
    let Some(usual) = releases.iter().max_by_key(|release| (count(release), release.version)) else { return };
    for release in releases.iter().filter(|release| !release.agrees(usual)) {
        let (version, others) = (release.shown(), usual.shown());
        let message = format!("PAN-OS {version}, where others of the {what} have {others}");
        let finding = Finding::at(release.config, message).and(usual.config, format!("PAN-OS {others}"));
        let finding = finding.on_firewalls([release.index]);
        findings.report(finding.help("finish the upgrade; until then only one member may be on another release"));
    }
}

/// The release of a firewall's own export.
fn release<'d>(index: usize, estate: &Estate<'d>) -> Option<Release<'d>> {
    let entry = estate.firewalls.get(index)?;
    let Export::Firewall(firewall) = estate.exports.get(entry.export_index)?.export else { return None };
    let config = firewall.config();
    let version = firewall.version()?.parse().ok()?;
    Some(Release { index, version, is_full: config.attribute("detail-version").is_some(), config })
}
