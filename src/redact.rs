//! A copy of an export that can be shared: every secret replaced, every other byte as it was.
//!
//! Belongs here: what stands in place of a secret. Does not belong here: what is a secret (`panos`), files.
//! The copy gives the same findings as the export: a secret keeps its form, equal ones stay equal, and
//! different ones different.

use std::collections::{BTreeMap, HashMap};

use crate::panos::{ENCRYPTED, Secret, SecretForm, is_salted_hash, secrets_in};
use crate::xml::{Document, escape_text};

/// Length of the `$5$` in front of a hash.
const KIND_OF_HASH: usize = 3;

/// A text without its secrets, and what was replaced in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redacted {
    /// The text; redacting it again changes nothing.
    pub text: String,
    /// How many places of secrets there were, by form.
    pub places: BTreeMap<SecretForm, usize>,
    /// How many different secrets stood there.
    pub different: usize,
}

/// Replaces each secret of a document by a text of the same form with a number. Numbers count up from 1
/// in the order of the text, and equal secrets have the same.
pub fn redact(document: &Document) -> Redacted {
    let (source, secrets) = (document.text(), secrets_in(document.root()));
    let mut numbers: HashMap<(SecretForm, &str), usize> = HashMap::new();
    let mut places: BTreeMap<SecretForm, usize> = BTreeMap::new();
    let mut text = String::with_capacity(source.len());
    let mut copied = 0;
    for secret in &secrets {
        let next = numbers.len() + 1;
        let number = *numbers.entry((secret.form, secret.identity())).or_insert(next);
        *places.entry(secret.form).or_default() += 1;
        let range = secret.span().range();
        text.push_str(&source[copied..range.start]);
        text.push_str(&escape_text(&stand_in(secret, number)));
        copied = range.end;
    }
    text.push_str(&source[copied..]);
    Redacted { text, places, different: numbers.len() }
}

/// What stands in place of a secret.
fn stand_in(secret: &Secret<'_>, number: usize) -> String {
    let name = format!("redacted-{number}");
    match secret.form {
        SecretForm::Encrypted => format!("{ENCRYPTED}{name}=redacted"),
        // `$1$` is weaker than `$5$`, which is worth a finding: the kind of hash stays.
        SecretForm::PasswordHash if is_salted_hash(secret.text()) => {
            format!("{}{name}", &secret.text()[..KIND_OF_HASH])
        }
        SecretForm::PrivateKey => {
            let kind = kind_of_key(secret.text());
            format!("-----BEGIN {kind}PRIVATE KEY-----\n{name}\n-----END {kind}PRIVATE KEY-----")
        }
        SecretForm::PasswordHash | SecretForm::Plain => name,
    }
}

/// The `RSA `, `EC ` or `ENCRYPTED ` of a private key in PEM; empty where there is none of these.
fn kind_of_key(pem: &str) -> &str {
    let kind = pem.split_once("-----BEGIN ").and_then(|(_, behind)| behind.split_once("PRIVATE KEY-----"));
    let kind = kind.map_or("", |(kind, _)| kind);
    if ["RSA ", "EC ", "DSA ", "ENCRYPTED ", "OPENSSH "].contains(&kind) { kind } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn redacted(text: &str) -> Redacted {
        let mut sources = Sources::default();
        let id = sources.add("x.xml", text);
        redact(&Document::parse(id, sources.get(id).shared_text()).expect("well formed"))
    }

    #[test]
    fn each_form_is_kept_and_equal_secrets_share_a_number() {
        let text = "<config><!-- as it was --><a><phash>$1$a$b</phash></a>\r\n\
            <bind-password>-AQ==aGFzaA==Y2lwaGVy</bind-password><x>-AQ==aGFzaA==b3RoZXI=</x>\
            <secret> <![CDATA[a<b]]> </secret><secret>a&lt;b</secret><passcode>other</passcode>\
            <private-key>-----BEGIN EC PRIVATE KEY-----\nabc\n-----END EC PRIVATE KEY-----\n</private-key>\
            <secret>********</secret><secret/></config>";
        let expected = "<config><!-- as it was --><a><phash>$1$redacted-1</phash></a>\r\n\
            <bind-password>-AQ==redacted-2=redacted</bind-password><x>-AQ==redacted-2=redacted</x>\
            <secret> redacted-3 </secret><secret>redacted-3</secret><passcode>redacted-4</passcode>\
            <private-key>-----BEGIN EC PRIVATE KEY-----\nredacted-5\n-----END EC PRIVATE KEY-----\n</private-key>\
            <secret>********</secret><secret/></config>";
        let first = redacted(text);
        assert_eq!(first.text, expected);
        assert_eq!(first.places.values().copied().collect::<Vec<_>>(), [2, 1, 1, 3]);
        assert_eq!(first.different, 5);
        assert_eq!(redacted(&first.text), first);
    }

    #[test]
    fn a_hash_without_a_mark_stays_one() {
        let first = redacted("<c><phash>abcdefghijklm</phash><phash>$5$a$b</phash></c>");
        assert_eq!(first.text, "<c><phash>redacted-1</phash><phash>$5$redacted-2</phash></c>");
        assert_eq!(redacted(&first.text), first);
    }

    #[test]
    fn numbers_of_another_redaction_are_counted_anew() {
        let text = "<c><secret>redacted-7</secret><secret>redacted-1</secret><secret>redacted-7</secret></c>";
        let first = redacted(text).text;
        assert_eq!(first, text.replace("redacted-1", "redacted-2").replace("redacted-7", "redacted-1"));
        assert_eq!(redacted(&first).text, first);
    }

    #[test]
    fn a_text_without_secrets_stays_as_it_is() {
        let text = "\u{feff}<?xml version='1.0'?><config ><a  b='c' />\r\n</config>\n";
        assert_eq!(redacted(text), Redacted { text: text.to_owned(), places: BTreeMap::new(), different: 0 });
    }
}
