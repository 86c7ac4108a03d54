//! What holds for every redacted copy.

use std::fs;
use std::path::Path;

use panha::panos::{Secret, SecretForm, secrets_in};
use panha::redact::redact;
use panha::source::Sources;
use panha::xml::{Document, Node, escape_text};
use proptest::prelude::*;

/// In every secret that a configuration below is made of, and nowhere else in it.
const HUSH: &str = "hush";

fn parse(text: &str) -> Document {
    let mut sources = Sources::default();
    let id = sources.add("export.xml", text);
    let document = Document::parse(id, sources.get(id).shared_text());
    document.unwrap_or_else(|problem| panic!("{}:\n{text}", problem.message))
}

/// A few secrets, so that some are equal.
fn secret() -> impl Strategy<Value = String> {
    let odd = prop_oneof![Just(""), Just("&"), Just("<b>"), Just("]]>"), Just("\n"), Just("ü"), Just("$")];
    let plain = (0..3u8, odd).prop_map(|(n, odd)| format!("{HUSH}{odd}{n}"));
    prop_oneof![
        4 => plain,
        2 => (0..3u8, 0..3u8).prop_map(|(hash, cipher)| format!("-AQ=={HUSH}{hash}={HUSH}{cipher}==")),
        2 => ("[156]", 0..3u8).prop_map(|(kind, n)| format!("${kind}${HUSH}{n}$x")),
        1 => ("(RSA |EC |)", 0..3u8).prop_map(|(kind, n)| {
            format!("-----BEGIN {kind}PRIVATE KEY-----\n{HUSH}{n}\n-----END {kind}PRIVATE KEY-----")
        }),
    ]
}

/// The ways in which XML can write a text.
fn written() -> impl Strategy<Value = String> {
    let blanks = || prop_oneof![Just(""), Just(" "), Just("\r\n  ")];
    let way = (0..4u8, blanks(), blanks());
    (secret(), way).prop_map(|(secret, (way, before, behind))| {
        let written = match way {
            0 => format!("<![CDATA[{}]]>", secret.replace("]]>", "]]]]><![CDATA[>")),
            1 => secret.chars().map(|c| format!("&#x{:x};", u32::from(c))).collect(),
            2 => format!("<!-- {HUSH} -->{}", escape_text(&secret)),
            _ => escape_text(&secret).into_owned(),
        };
        format!("{before}{written}{behind}")
    })
}

fn leaf() -> impl Strategy<Value = String> {
    let named = |(name, text): (&str, String)| format!("<{name}>{text}</{name}>");
    let secret_name = prop_oneof![Just("secret"), Just("phash"), Just("private-key"), Just("bind-password")];
    let other = prop_oneof![
        Just("<secret/>"),
        Just("<secret>****</secret>"),
        Just("<secret>$psk</secret>"),
        Just("<description>redacted-1 &amp; -AQ</description>"),
        Just("<entry name='secret'><key>open</key></entry>"),
        Just("<!-- 192.0.2.1 --><ip-address>192.0.2.1</ip-address>"),
    ];
    prop_oneof![
        4 => (secret_name, written()).prop_map(named),
        1 => written().prop_map(|text| format!("<pre-shared-key><key id='1' >{text}</key></pre-shared-key>")),
        1 => written().prop_map(|text| {
            format!("<variable><entry name='$psk'><type><fqdn>{text}</fqdn></type></entry></variable><secret>$psk</secret>")
        }),
        3 => other.prop_map(str::to_owned),
    ]
}

fn config() -> impl Strategy<Value = String> {
    prop::collection::vec(leaf(), 0..12).prop_map(|leaves| {
        let leaves: Vec<String> =
            leaves.iter().map(|leaf| format!("<entry name='e'>{leaf}</entry>\r\n")).collect();
        format!("\u{feff}<?xml version='1.0'?>\n<config>{}</config >\n", leaves.concat())
    })
}

/// All of an element that is not the text of a leaf.
fn shape(node: Node<'_>) -> (String, Vec<(String, String)>, bool) {
    let attributes = node.attributes().map(|(name, value)| (name.to_owned(), value.into_owned()));
    (node.name().to_owned(), attributes.collect(), node.is_leaf())
}

/// Says what is not as it should be with the copy of a text.
fn check(text: &str) -> Result<String, String> {
    let document = parse(text);
    let redacted = redact(&document).text;
    let copy = parse(&redacted);
    let (before, behind) = (secrets_in(document.root()), secrets_in(copy.root()));
    let places = |secrets: &[Secret<'_>], root: Node<'_>| -> Vec<usize> {
        let spans: Vec<_> = secrets.iter().map(|secret| secret.node.span()).collect();
        root.descendants()
            .enumerate()
            .filter(|(_, node)| spans.contains(&node.span()))
            .map(|(n, _)| n)
            .collect()
    };
    let secret_places = places(&before, document.root());
    if secret_places != places(&behind, copy.root()) {
        return Err("secrets stand elsewhere".to_owned());
    }
    if document.root().descendants().count() != copy.root().descendants().count() {
        return Err("there are more elements or fewer".to_owned());
    }
    for (n, (old, new)) in document.root().descendants().zip(copy.root().descendants()).enumerate() {
        let is_same = shape(old) == shape(new) && (secret_places.contains(&n) || old.text() == new.text());
        if !is_same {
            return Err(format!("{old:?} became {new:?}"));
        }
    }
    for (i, (old, new)) in before.iter().zip(&behind).enumerate() {
        if old.form != new.form {
            return Err(format!("{:?} became {:?}", old.form, new.form));
        }
        for (other_old, other_new) in before.iter().zip(&behind).take(i) {
            let key = |secret: &Secret<'_>| (secret.form, secret.identity().to_owned());
            if (key(old) == key(other_old)) != (key(new) == key(other_new)) {
                return Err(format!("{old:?} and {other_old:?}: equal before or behind, not both"));
            }
        }
    }
    if redact(&copy).text != redacted {
        return Err("a second redaction changes it".to_owned());
    }
    Ok(redacted)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_copy_is_the_same_but_for_its_secrets(text in config()) {
        let copy = check(&text).map_err(|what| TestCaseError::fail(format!("{what}\n{text}")))?;
        prop_assert!(!copy.contains(HUSH), "{copy}");
    }
}

#[test]
fn every_export_here_has_a_copy() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut count = 0;
    // Real exports lie beside the project where it is developed.
    for folder in [root.join("fixtures"), root.join("../shared/corpus")] {
        for entry in walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok) {
            let path = entry.path();
            if path.extension().is_none_or(|extension| extension != "xml") {
                continue;
            }
            let Ok(text) = fs::read_to_string(path) else { continue };
            let mut sources = Sources::default();
            let id = sources.add("x", text.as_str());
            if Document::parse(id, sources.get(id).shared_text()).is_err() {
                continue;
            }
            check(&text).unwrap_or_else(|what| panic!("{}: {what}", path.display()));
            count += 1;
        }
    }
    assert!(count > 100, "{count} exports");
}

#[test]
fn each_form_is_counted() {
    let document = parse("<c><secret>a</secret><secret>a</secret><x>$5$b$c</x></c>");
    let redacted = redact(&document);
    let expected = [(SecretForm::PasswordHash, 1), (SecretForm::Plain, 2)];
    assert_eq!(redacted.places.into_iter().collect::<Vec<_>>(), expected);
    assert_eq!(redacted.different, 2);
}
