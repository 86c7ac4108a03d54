//! A value that every firewall of a stack has of its own.

use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};

use super::{indices, is_secret, place, secret_places, shared};
use crate::diag::Severity;
use crate::lint::{Basis, Check, Example, Explanation, Finding, Findings, Lint, PanoramaView, Topic};
use crate::xml::Node;

pub(crate) static LINT: Lint = Lint {
    id: "variable-same-everywhere",
    topic: Topic::Variable,
    severity: Severity::Note,
    summary: "a variable has the same value for each firewall of a stack, set for each of them",
    explanation: Explanation {
        checks: "A variable that each firewall of a template stack has a value of its own for is not the same for all of \
                 them. Looked at are stacks of three or more firewalls; settings of high availability are not.",
        why: "One value that is written many times is changed in some places and forgotten in others. A firewall that \
              joins the stack does not get it.",
        basis: Basis::Inferred("variables may have a value in the stack or its templates, and one for each firewall that differs"),
        example: Example::Exports {
            broken: &[THRICE],
            fixed: &[ONCE],
            also: &[],
        },
        fix: "Give the variable this value in the template stack or template, and delete those of the firewalls.",
    },
    check: Check::Panorama(check),
};

macro_rules! stack {
    ($of_template:literal, $of_device:literal) => {
        concat!(
            r#"<config version="11.1.0">
  <mgt-config>
    <devices><entry name="013201000051"/><entry name="013201000052"/><entry name="013201000053"/></devices>
  </mgt-config>
  <devices>
    <entry name="localhost.localdomain">
      <template>
        <entry name="T-branch">
          <settings><default-vsys>vsys1</default-vsys></settings>
          <config>
            <devices>
              <entry name="localhost.localdomain">
                <deviceconfig>
                  <system><dns-setting><servers><primary>$dns</primary></servers></dns-setting></system>
                </deviceconfig>
                <vsys><entry name="vsys1"/></vsys>
              </entry>
            </devices>
          </config>
          <variable>
            <entry name="$dns"><type><ip-netmask>"#, $of_template, r#"</ip-netmask></type></entry>
          </variable>
        </entry>
      </template>
      <template-stack>
        <entry name="S-branch">
          <settings><default-vsys>vsys1</default-vsys></settings>
          <templates><member>T-branch</member></templates>
          <devices>
            <entry name="013201000051">"#, $of_device, r#"</entry>
            <entry name="013201000052">"#, $of_device, r#"</entry>
            <entry name="013201000053">"#, $of_device, r#"</entry>
          </devices>
        </entry>
      </template-stack>
      <device-group>
        <entry name="DG-branch">
          <devices><entry name="013201000051"/><entry name="013201000052"/><entry name="013201000053"/></devices>
        </entry>
      </device-group>
    </entry>
  </devices>
</config>
"#
        )
    };
}

const THRICE: &str = stack!(
    "None",
    r#"<variable><entry name="$dns"><type><ip-netmask>203.0.113.53</ip-netmask></type></entry></variable>"#
);
const ONCE: &str = stack!("203.0.113.53", "");

/// With fewer firewalls, values are equal by chance.
const FEWEST: usize = 3;

fn check(view: &PanoramaView<'_, '_>, findings: &mut Findings) {
    let secrets = LazyCell::new(|| secret_places(view));
    for stack in view.resolver.stacks().filter(|stack| stack.devices.len() >= FEWEST) {
        let Some((first, others)) = stack.devices.split_first() else { continue };
        let of_ha: HashSet<&str> = stack
            .uses()
            .iter()
            .filter(|usage| is_below_high_availability(usage.node))
            .map(|usage| usage.name.as_ref())
            .collect();
        let used: HashMap<&str, Node<'_>> =
            stack.uses().iter().rev().map(|usage| (usage.name.as_ref(), usage.node)).collect();
        for variable in &first.variables {
            let (Some(value), Some(usage)) = (variable.value(), used.get(variable.name.as_ref())) else { continue };
            let is_same = others.iter().all(|other| {
                other.variable(&variable.name).is_some_and(|other| other.value().as_ref() == Some(&value))
            });
            if !is_same || of_ha.contains(variable.name.as_ref()) {
                continue;
            }
            let of_value =
                if is_secret(variable, &secrets) { "one secret value".to_owned() } else { format!("the value {value}") };
            let message = format!(
                "variable `{}` has {of_value} for each of the {} firewalls of template stack `{}`",
                variable.name,
                stack.devices.len(),
                stack.name()
            );
            let finding = Finding::at(place(variable), message).label("the first of them").and(*usage, "used here");
            let finding = match shared(&stack, &variable.name) {
                Some(shared) => finding.and(place(&shared.variable), "could be set here, once for all"),
                None => finding,
            };
            let finding = finding.on_firewalls(indices(view, &stack.devices));
            findings.report(finding.help("set it once, in the stack or the template"));
        }
    }
}

/// What is equal there on several firewalls is wrong, and told by lints of its own.
fn is_below_high_availability(node: Node<'_>) -> bool {
    std::iter::successors(Some(node), |node| node.parent()).any(|node| node.name() == "high-availability")
}
