//! Two entries of one name side by side.

use std::collections::HashMap;

use crate::diag::Severity;
use crate::lint::{Basis, Check, Estate, Example, Explanation, Finding, Findings, Lint, Topic};
use crate::panos::Export;
use crate::xml::Node;

pub(crate) static LINT: Lint = Lint {
    id: "duplicate-entry",
    topic: Topic::Panorama,
    severity: Severity::Error,
    summary: "two entries side by side have one name",
    explanation: Explanation {
        checks: "No two entries in one place have the same name.",
        why: "Only one of them can count, and nobody says which. Files that were put together by hand or by tools \
              have such twins; PAN-OS itself never writes them.",
        basis: Basis::Stated("firewall schema 10.0.6: names of siblings are unique"),
        example: Example::Exports {
            broken: &[TWINS],
            fixed: &[ONE],
            also: &[],
        },
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

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for reviewed in &estate.exports {
        let config = match reviewed.export {
            Export::Panorama(panorama) => panorama.config(),
            Export::Firewall(firewall) => firewall.config(),
        };
        // What Panorama keeps for itself repeats names that are gone.
        config.children().filter(|child| child.name() != "readonly").for_each(|child| look(child, findings));
    }
}

fn look(node: Node<'_>, findings: &mut Findings) {
    let mut first_of: HashMap<_, Node<'_>> = HashMap::new();
    for child in node.children() {
        if child.name() == "entry"
            && let Some(name) = child.attribute("name")
        {
            match first_of.get(&name) {
                Some(first) => {
                    let message = format!("two entries in `{}` have the name `{name}`", node.name());
                    findings.report(
                        Finding::at(child, message)
                            .label("the second")
                            .and(*first, "the first")
                            .help("put what belongs together into one entry, and delete the other"),
                    );
                }
                None => {
                    first_of.insert(name, child);
                }
            }
        }
        look(child, findings);
    }
}
