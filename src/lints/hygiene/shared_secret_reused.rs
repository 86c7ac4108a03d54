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

/// What secrets are for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    IkeGateway,
    Administrator,
    Server,
    Ldap,
}

/// Two places with one secret belong together if they have the same of these.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Purpose {
    kind: Kind,
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
        let message = if places.iter().all(|(purpose, _)| purpose.kind == first.kind) {
            format!("one secret for {count} {}", first.kind.plural())
        } else {
            let more = if count > 2 { ", …" } else { "" };
            format!("one secret for {count} things: {}, {}{more}", shown(first), shown(second))
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
            Some(Purpose { kind: Kind::IkeGateway, of: peer.or_else(name)? })
        }
        ("users", "phash") => Some(Purpose { kind: Kind::Administrator, of: name()? }),
        // Servers of a profile, and profiles for one server, share a secret rightly.
        ("server", "secret") => Some(Purpose { kind: Kind::Server, of: String::new() }),
        (_, "bind-password") => Some(Purpose { kind: Kind::Ldap, of: String::new() }),
        _ => None,
    }
}

impl Kind {
    fn plural(self) -> &'static str {
        match self {
            Self::IkeGateway => "IKE gateways to different peers",
            Self::Administrator => "administrators",
            // Those have one purpose each, and are never several.
            Self::Server => "RADIUS or TACACS+ servers",
            Self::Ldap => "LDAP servers",
        }
    }
}

fn shown(purpose: &Purpose) -> String {
    match purpose.kind {
        Kind::IkeGateway => format!("IKE gateway to {}", purpose.of),
        Kind::Administrator => format!("administrator {}", purpose.of),
        Kind::Server => "a RADIUS or TACACS+ server".to_owned(),
        Kind::Ldap => "an LDAP server".to_owned(),
    }
}
