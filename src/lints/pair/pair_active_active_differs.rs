//! Active/active peers that synchronise or share sessions differently.

use super::difference::{Chosen, chosen_at, difference, difference_of_choice, given_at};
use crate::diag::Severity;
use crate::effective::PairSettings;
use crate::lint::{Basis, Check, Example, Explanation, Findings, Lint, PairView, Topic};

pub(crate) static LINT: Lint = Lint {
    id: "pair-active-active-differs",
    topic: Topic::Pair,
    severity: Severity::Error,
    summary: "the firewalls of an active/active pair synchronise or share sessions differently",
    explanation: Explanation {
        checks: "Both firewalls of an active/active pair synchronise virtual or logical routers and QoS, or none of \
                 them does. Both choose the session owner and the session setup in the same way (a warning).",
        why: "A difference in the synchronisation of routers or QoS, or in the sharing of load, makes a firewall \
              non-functional.",
        basis: Basis::Stated("knowledge base kA14u000000HELJCA4; defaults: firewall schema 10.0.6. That session owner and \
              session setup are meant by the sharing of load is inferred"),
        example: Example::Exports {
            broken: &[PEER_1, PEER_2_DIFFERS],
            fixed: &[PEER_1, PEER_2],
            also: &[],
        },
        fix: "Set it in the template that both share.",
    },
    check: Check::Pair(check),
};

macro_rules! peer {
    ($hostname:literal, $own:literal, $peer:literal, $id:literal, $priority:literal, $sync:literal) => {
        concat!(
            r#"<config version="11.1.0">
  <mgt-config><devices/></mgt-config>
  <devices>
    <entry name="localhost.localdomain">
      <deviceconfig>
        <system><hostname>"#, $hostname, r#"</hostname></system>
        <high-availability>
          <enabled>yes</enabled>
          <interface>
            <ha1><port>ha1-a</port><ip-address>"#, $own, r#"</ip-address><netmask>255.255.255.252</netmask></ha1>
            <ha2><port>hsci</port></ha2>
            <ha3><port>hsci</port></ha3>
          </interface>
          <group>
            <group-id>12</group-id>
            <peer-ip>"#, $peer, r#"</peer-ip>
            <election-option>
              <device-priority>"#, $priority, r#"</device-priority>
              <heartbeat-backup>yes</heartbeat-backup>
            </election-option>
            <mode>
              <active-active>
                <device-id>"#, $id, r#"</device-id>
                <network-configuration><sync><qos>"#, $sync, r#"</qos></sync></network-configuration>
              </active-active>
            </mode>
            <monitoring>
              <link-monitoring>
                <link-group><entry name="uplinks"><interface><member>ethernet1/1</member></interface></entry></link-group>
              </link-monitoring>
            </monitoring>
          </group>
        </high-availability>
      </deviceconfig>
      <network>
        <interface><ethernet><entry name="ethernet1/1"><layer3/></entry></ethernet></interface>
      </network>
      <vsys>
        <entry name="vsys1">
          <import><network><interface><member>ethernet1/1</member></interface></network></import>
          <zone><entry name="outside"><network><layer3><member>ethernet1/1</member></layer3></network></entry></zone>
        </entry>
      </vsys>
    </entry>
  </devices>
</config>
"#
        )
    };
}

const PEER_1: &str = peer!("fw-1", "198.51.100.9", "198.51.100.10", "0", "90", "yes");
const PEER_2: &str = peer!("fw-2", "198.51.100.10", "198.51.100.9", "1", "110", "yes");
const PEER_2_DIFFERS: &str = peer!("fw-2", "198.51.100.10", "198.51.100.9", "1", "110", "no");

/// What is synchronised: the vendor's words and the element (schema 10.0.6).
const SYNCHRONISED: &[(&str, &str)] = &[
    ("synchronisation of virtual routers", "virtual-router"),
    ("synchronisation of logical routers", "logical-router"),
    ("synchronisation of QoS", "qos"),
];

const OWNER: &[&str] = &["mode", "active-active", "session-owner-selection"];
const SETUP: &[&str] = &["mode", "active-active", "session-owner-selection", "first-packet", "session-setup"];

fn check(pair: &PairView<'_, '_>, findings: &mut Findings) {
    if !pair.is_on() || !pair.is_mode("active-active") {
        return;
    }
    let help = "set it in the template that both firewalls share";
    for (label, element) in SYNCHRONISED {
        let differs = difference(pair, label, Some("no"), |_, settings| {
            given_at(settings.group, &["mode", "active-active", "network-configuration", "sync", element])
        });
        if let Some(finding) = differs {
            findings.report(finding.help(help));
        }
    }
    let is_first_packet = |settings: &&PairSettings<'_, '_>| {
        chosen_at(settings.group, OWNER).name("first-packet") == Some("first-packet")
    };
    let are_first_packet = pair.settings.iter().all(is_first_packet);
    let choices = [
        difference_of_choice(pair, "session owner", "first-packet", |settings| chosen_at(settings.group, OWNER)),
        are_first_packet
            .then(|| difference_of_choice(pair, "session setup", "ip-modulo", |settings| chosen_at(settings.group, SETUP)))
            .flatten(),
    ];
    for finding in choices.into_iter().flatten() {
        findings.report(finding.severity(Severity::Warning).help(help));
    }
    let is_hash = |settings: &&PairSettings<'_, '_>| {
        matches!(chosen_at(settings.group, SETUP), Chosen::One(setup) if setup.name() == "ip-hash")
    };
    if are_first_packet && pair.settings.iter().all(is_hash) {
        for (label, element, default) in
            [("hash key", "hash-key", "source-and-destination"), ("hash seed", "hash-seed", "0")]
        {
            let differs = difference(pair, label, Some(default), |_, settings| {
                chosen_at(settings.group, SETUP).element()?.given(element)
            });
            if let Some(finding) = differs {
                findings.report(finding.severity(Severity::Warning).help(help));
            }
        }
    }
}
