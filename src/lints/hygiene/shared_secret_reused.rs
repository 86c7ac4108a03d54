//! One secret for things that have nothing to do with each other.

use std::collections::BTreeMap;

use crate::diag::Severity;
use crate::lint::{Basis, Check, Estate, Example, Explanation, Finding, Findings, Lint, Topic};
use crate::panos::{Secret, SecretForm, secrets_in};
use crate::xml::Node;

pub(crate) static LINT: Lint = Lint {
    id: "shared-secret-reused",
    topic: Topic::Hygiene,
    severity: Severity::Warning,
    summary: "one secret is used in places that have nothing to do with each other",
    explanation: Explanation {
        checks: "IKE gateways to different peers have different pre-shared keys, administrators have different \
                 password hashes, and settings of different kinds have different secrets. Encrypted secrets are \
                 compared by the hash that PAN-OS writes into them; no secret is shown.",
        why: "Whoever learns the secret of one place has all the others, and to change it in one place is not enough.",
        basis: Basis::Inferred("good practice; the hash in front of encrypted secrets is without salt (a public measurement)"),
        example: Example::Exports { broken: &[SAME], fixed: &[OTHER], also: &[] },
        fix: "Give each place a secret of its own.",
    },
    check: Check::Estate(check),
};

macro_rules! export {
    ($second:literal) => {
        concat!(
            r#"<config version="11.1.0">
  <mgt-config/>
  <devices>
    <entry name="localhost.localdomain">
      <network>
        <ike>
          <gateway>
            <entry name="to-berlin">
              <peer-address><ip>203.0.113.1</ip></peer-address>
              <authentication><pre-shared-key><key>-AQ==YmVybGlu=Zmlyc3Q=</key></pre-shared-key></authentication>
            </entry>
            <entry name="to-paris">
              <peer-address><ip>203.0.113.2</ip></peer-address>
              <authentication><pre-shared-key><key>-AQ=="#,
            $second,
            r#"=c2Vjb25k</key></pre-shared-key></authentication>
            </entry>
          </gateway>
        </ike>
      </network>
    </entry>
  </devices>
</config>
"#
        )
    };
}

const SAME: &str = export!("YmVybGlu");
const OTHER: &str = export!("cGFyaXM");

/// Two places with one secret belong together if they have the same of these.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Purpose {
    kind: &'static str,
    /// Of a gateway its peer, of an administrator the name.
    of: String,
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let mut by_secret: BTreeMap<(SecretForm, String), Vec<Secret<'_>>> = BTreeMap::new();
    for reviewed in &estate.exports {
        for secret in secrets_in(reviewed.export.config()) {
            by_secret.entry((secret.form, secret.identity().to_owned())).or_default().push(secret);
        }
    }
    for secrets in by_secret.values().filter(|secrets| secrets.len() > 1) {
        let mut purposes: BTreeMap<Purpose, Node<'_>> = BTreeMap::new();
        for secret in secrets {
            if let Some(purpose) = purpose(secret.node) {
                purposes.entry(purpose).or_insert(secret.node);
            }
        }
        let mut places: Vec<(&Purpose, Node<'_>)> = purposes.iter().map(|(purpose, node)| (purpose, *node)).collect();
        places.sort_by_key(|(_, node)| node.span());
        let [(first, at), (second, other), ..] = places.as_slice() else { continue };
        let count = places.len();
        let message = match places.iter().all(|(purpose, _)| purpose.kind == first.kind) {
            true => format!("one secret for {count} {}", plural(first.kind)),
            false => format!("one secret for {count} things: {}, {}, …", shown(first), shown(second)),
        };
        let finding = Finding::at(*other, message).label(shown(second)).and(*at, shown(first));
        findings.report(finding.help("give each a secret of its own"));
    }
}

/// What a secret is for; `None` where it is not known to be for one thing.
fn purpose(node: Node<'_>) -> Option<Purpose> {
    let above: Vec<Node<'_>> = std::iter::successors(node.parent(), |node| node.parent()).collect();
    let entry = above.iter().find(|node| node.name() == "entry")?;
    let container = entry.parent()?.name();
    let name = || entry.attribute("name").map(|name| name.into_owned());
    match (container, node.name()) {
        ("gateway", "key") => {
            let peer = entry.child("peer-address").and_then(|peer| peer.children().next());
            // Of a peer with any address nothing is known.
            let peer = peer.map(|peer| peer.text().trim().to_owned()).filter(|peer| !peer.is_empty());
            Some(Purpose { kind: "an IKE gateway", of: peer.or_else(name)? })
        }
        ("users", "phash") => Some(Purpose { kind: "an administrator", of: name()? }),
        // Servers of a profile, and profiles for one server, share a secret rightly.
        ("server", "secret") => Some(Purpose { kind: "a RADIUS or TACACS+ server", of: String::new() }),
        (_, "bind-password") => Some(Purpose { kind: "an LDAP server", of: String::new() }),
        _ => None,
    }
}

fn plural(kind: &str) -> &'static str {
    match kind {
        "an IKE gateway" => "IKE gateways to different peers",
        _ => "administrators",
    }
}

fn shown(purpose: &Purpose) -> String {
    match (purpose.kind, purpose.of.as_str()) {
        (kind, "") => kind.to_owned(),
        ("an IKE gateway", of) => format!("IKE gateway to {of}"),
        (_, of) => format!("administrator {of}"),
    }
}
