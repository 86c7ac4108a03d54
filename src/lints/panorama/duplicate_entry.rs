//! Two entries of one name side by side.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::diag::Severity;
use crate::lint::{Basis, Check, Estate, Example, Explanation, Finding, Findings, Lint, Topic};
use crate::xml::Node;

pub(crate) static LINT: Lint = Lint {
    id: "duplicate-entry",
    topic: Topic::Panorama,
    severity: Severity::Error,
    summary: "two entries side by side have one name",
    explanation: Explanation {
        checks: "No two entries in one place have the same name, also where the element around them is there twice. A \
                 few lists in which the vendor's schema does not ask for it are left out, such as the headers of an \
                 HTTP server profile or the conditions of a signature; and what Panorama keeps for itself.",
        why: "Only one of them can count, and nobody says which. Files that were put together by hand or by tools \
              have such twins; PAN-OS itself never writes them.",
        basis: Basis::Stated("firewall schema 10.0.6: names of siblings are unique"),
        example: Example::Exports { broken: &[TWINS], fixed: &[ONE], also: &[] },
        fix: "Put what belongs together into one entry, and delete the other.",
    },
    check: Check::Estate(check),
};

const TWINS: &str = r#"<config version="11.1.0">
  <mgt-config><devices/></mgt-config>
  <devices>
    <entry name="localhost.localdomain">
      <template>
        <entry name="T-core"><description>the first</description></entry>
        <entry name="T-core"><description>the second</description></entry>
      </template>
    </entry>
  </devices>
</config>
"#;

const ONE: &str = r#"<config version="11.1.0">
  <mgt-config><devices/></mgt-config>
  <devices>
    <entry name="localhost.localdomain">
      <template>
        <entry name="T-core"><description>both</description></entry>
      </template>
    </entry>
  </devices>
</config>
"#;

/// What Panorama keeps for itself repeats names that are gone.
const NOT_LOOKED_AT: [&str; 2] = ["readonly", "content-preview"];

/// Lists in which the schema does not ask for names of their own, and in which equal ones make sense.
const MAY_REPEAT: [&str; 9] = [
    "and-condition",
    "certificate-attributes",
    "headers",
    "key",
    "or-condition",
    "params",
    "process-list",
    "qualifier",
    "registry-value",
];

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for reviewed in &estate.exports {
        look(&[reviewed.export.config()], findings);
    }
}

/// Looks at elements that are one: they have the same name and stand side by side.
fn look<'d>(twins: &[Node<'d>], findings: &mut Findings) {
    let mut first_of: HashMap<Cow<'d, str>, Node<'d>> = HashMap::new();
    let mut elements: Vec<Vec<Node<'d>>> = Vec::new();
    for child in twins.iter().flat_map(|twin| twin.children()) {
        let has_more = !child.is_leaf();
        match child.name() {
            "member" => {}
            "entry" => {
                if let Some(name) = child.attribute("name") {
                    match first_of.get(&name) {
                        Some(first) => report(*first, child, &name, findings),
                        None => drop(first_of.insert(name, child)),
                    }
                }
                if has_more {
                    look(&[child], findings);
                }
            }
            name if !has_more || NOT_LOOKED_AT.contains(&name) => {}
            name => match elements.iter_mut().find(|twins| twins.iter().any(|twin| twin.name() == name)) {
                Some(twins) => twins.push(child),
                None => elements.push(vec![child]),
            },
        }
    }
    elements.iter().for_each(|twins| look(twins, findings));
}

fn report(first: Node<'_>, second: Node<'_>, name: &str, findings: &mut Findings) {
    let around = second.parent().map(Node::name).unwrap_or_default();
    if MAY_REPEAT.contains(&around) {
        return;
    }
    let message = format!("two entries in `{around}` have the name `{name}`");
    let finding = Finding::at(second, message).label("the second").and(first, "the first");
    findings.report(finding.help("put what belongs together into one entry, and delete the other"));
}
