//! The secrets that stand in a configuration.
//!
//! Belongs here: finding them, and telling equal ones. Does not belong here: which settings are secrets
//! (`secrets`), and what becomes of them (`redact`, `report`).

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use super::secrets::{PASSWORD_HASH, holds_secret};
use super::variable::variables;
use crate::source::Span;
use crate::xml::Node;

/// What PAN-OS puts in front of what it encrypted.
pub const ENCRYPTED: &str = "-AQ==";

/// How hashes of passwords begin: MD5, SHA-256 and SHA-512, as crypt(3) names them.
pub(super) const HASHED: [&str; 3] = ["$1$", "$5$", "$6$"];

/// In the first and in the last line of every private key in PEM.
pub(super) const PRIVATE_KEY: &str = "PRIVATE KEY-----";

/// The longest name of a template variable (Panorama Administrator's Guide, "Template and Template Stack
/// Variables").
const LONGEST_VARIABLE: usize = 63;

/// What a secret looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SecretForm {
    /// `-AQ==hash=cipher`: encrypted with the master key.
    Encrypted,
    /// `$5$salt$hash` and the like, salted, so that two hashes of one password differ; and whatever stands
    /// as one in an account.
    PasswordHash,
    /// A private key in PEM.
    PrivateKey,
    /// In clear.
    Plain,
}

impl SecretForm {
    /// The form of a leaf's text; `None` if it is no secret. Some texts are secrets wherever they stand,
    /// others in settings that are [secrets](super::is_secret).
    ///
    /// Asterisks alone are what PAN-OS shows in place of a secret to whom it keeps it from.
    pub fn of(text: &str, is_setting_secret: bool) -> Option<Self> {
        let text = text.trim_ascii();
        let is_word = !text.bytes().any(|byte| byte.is_ascii_whitespace());
        let is_switch = matches!(text, "yes" | "no");
        if is_switch || text.bytes().all(|byte| byte == b'*') {
            None
        } else if text.starts_with(ENCRYPTED) {
            Some(Self::Encrypted)
        } else if (is_word || is_setting_secret) && is_salted_hash(text) {
            Some(Self::PasswordHash)
        } else if text.contains(PRIVATE_KEY) {
            Some(Self::PrivateKey)
        } else {
            is_setting_secret.then_some(Self::Plain)
        }
    }
}

/// Is a value the hash of a password? They are salted: two hashes of one password differ.
pub fn is_salted_hash(value: &str) -> bool {
    let value = value.trim_ascii();
    HASHED.iter().any(|start| value.len() > start.len() && value.starts_with(start))
}

/// The hash that PAN-OS puts into an encrypted secret, by which equal ones can be told: the same text
/// encrypted twice is written in two ways. What has no hash in front of a text may be anything.
pub fn hash_of_encrypted(value: &str) -> Option<&str> {
    let (hash, cipher) = value.trim_ascii().strip_prefix(ENCRYPTED)?.split_once('=')?;
    (!hash.is_empty() && !cipher.trim_matches('=').is_empty()).then_some(hash)
}

/// A secret in a configuration.
#[derive(Clone)]
pub struct Secret<'d> {
    /// The element that it is the text of.
    pub node: Node<'d>,
    /// What it looks like.
    pub form: SecretForm,
    text: Cow<'d, str>,
}

impl<'d> Secret<'d> {
    fn new(node: Node<'d>, form: SecretForm, text: Cow<'d, str>) -> Self {
        Self { node, form, text }
    }

    /// Equal for equal secrets of one form. Not to be shown: it may be the secret itself.
    pub fn identity(&self) -> &str {
        let text = self.text();
        let hash = if self.form == SecretForm::Encrypted { hash_of_encrypted(text) } else { None };
        hash.unwrap_or(text)
    }

    /// The secret as it is written, without the blanks around it. Not to be shown.
    pub fn text(&self) -> &str {
        self.text.trim_ascii()
    }

    /// Where it stands: the content of the element, without the blanks around it.
    pub fn span(&self) -> Span {
        let span = self.node.content_span();
        let raw = self.node.raw_content();
        let start = span.range().start + raw.len() - raw.trim_ascii_start().len();
        Span::new(span.source, start, start + raw.trim_ascii().len())
    }
}

/// The place and the form: nothing of the secret.
impl fmt::Debug for Secret<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} in {:?}", self.form, self.node)
    }
}

/// The secrets below an element, in the order of the text: of a Panorama, a firewall, or a part of one.
///
/// A `$name` that stands in place of a secret is no secret but names a template variable, if there is one;
/// then the variable's values are.
pub fn secrets_in(config: Node<'_>) -> Vec<Secret<'_>> {
    let mut secrets = Vec::new();
    let mut references: Vec<Secret<'_>> = Vec::new();
    let mut owners_of_variables = Vec::new();
    for node in config.descendants() {
        if !node.is_leaf() {
            owners_of_variables.extend(node.parent().filter(|_| node.name() == "variable"));
        } else if let Some(secret) = secret_in(node) {
            let is_reference = secret.form == SecretForm::Plain && is_variable_name(secret.text());
            if is_reference { &mut references } else { &mut secrets }.push(secret);
        }
    }
    if references.is_empty() {
        return secrets;
    }
    let mut values: HashMap<String, Vec<Secret<'_>>> = HashMap::new();
    for variable in owners_of_variables.into_iter().flat_map(variables) {
        let value = variable.value().and(variable.value).filter(|value| value.is_leaf());
        let secret = value.and_then(|node| {
            let text = node.text();
            Some(Secret::new(node, SecretForm::of(&text, true)?, text))
        });
        values.entry(variable.name.into_owned()).or_default().extend(secret);
    }
    for reference in references {
        match values.get_mut(reference.text()) {
            // They are taken once, however often they are named.
            Some(values) => secrets.append(values),
            None => secrets.push(reference),
        }
    }
    secrets.sort_by_key(|secret| secret.node.span());
    // Some values have the form of a secret, and were found as such.
    secrets.dedup_by_key(|secret| secret.node.span());
    secrets
}

/// The secret in a leaf. There may be millions of leaves, so the cheap questions come first.
fn secret_in(leaf: Node<'_>) -> Option<Secret<'_>> {
    let raw = leaf.raw_content().trim_ascii();
    // A reference or CDATA may stand for anything.
    let is_suspect = matches!(raw.as_bytes().first()?, b'-' | b'$' | b'&' | b'<');
    let has_key = || raw.len() > PRIVATE_KEY.len() && raw.contains(PRIVATE_KEY);
    let is_setting_secret = holds_secret(leaf);
    if !is_suspect && !is_setting_secret && !has_key() {
        return None;
    }
    let text = leaf.text();
    let form = match SecretForm::of(&text, is_setting_secret)? {
        // DES, 13 characters without a mark: old exports have it, such as the first password of `admin`.
        SecretForm::Plain if leaf.name() == PASSWORD_HASH => SecretForm::PasswordHash,
        form => form,
    };
    Some(Secret::new(leaf, form, text))
}

fn is_variable_name(text: &str) -> bool {
    let is_name_byte = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    text.strip_prefix('$').is_some_and(|name| {
        !name.is_empty() && text.len() <= LONGEST_VARIABLE && name.bytes().all(is_name_byte)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;
    use crate::xml::Document;

    /// Form, identity and raw text of each secret in a configuration.
    fn found(config: &str) -> Vec<(SecretForm, String, String)> {
        let mut sources = Sources::default();
        let id = sources.add("x.xml", format!("<config>{config}</config>"));
        let document = Document::parse(id, sources.get(id).shared_text()).expect("well formed");
        let secrets = secrets_in(document.root());
        let row = |secret: &Secret<'_>| {
            (secret.form, secret.identity().to_owned(), sources.text(secret.span()).to_owned())
        };
        secrets.iter().map(row).collect()
    }

    fn forms(config: &str) -> Vec<SecretForm> {
        found(config).into_iter().map(|(form, ..)| form).collect()
    }

    #[test]
    fn each_form_is_told() {
        let rows = found(
            "<phash>$5$salt$hash</phash><bind-password>-AQ==c2hh=Y2lwaGVy==</bind-password>\
             <private-key>\n-----BEGIN RSA PRIVATE KEY-----\nx\n-----END RSA PRIVATE KEY-----\n</private-key>\
             <secret> in clear </secret>",
        );
        use SecretForm::{Encrypted, PasswordHash, Plain, PrivateKey};
        let key = "-----BEGIN RSA PRIVATE KEY-----\nx\n-----END RSA PRIVATE KEY-----";
        let row = |form, identity: &str, raw: &str| (form, identity.to_owned(), raw.to_owned());
        let expected = [
            row(PasswordHash, "$5$salt$hash", "$5$salt$hash"),
            row(Encrypted, "c2hh", "-AQ==c2hh=Y2lwaGVy=="),
            row(PrivateKey, key, key),
            row(Plain, "in clear", "in clear"),
        ];
        assert_eq!(rows, expected);
    }

    #[test]
    fn some_texts_are_secrets_wherever_they_stand() {
        use SecretForm::{Encrypted, PasswordHash, PrivateKey};
        assert_eq!(
            forms("<new-in-12>-AQ==a=b</new-in-12><x><![CDATA[$6$a$b]]></x>"),
            [Encrypted, PasswordHash]
        );
        assert_eq!(forms("<x>Bag Attributes -----BEGIN PRIVATE KEY----- a</x>"), [PrivateKey]);
        assert_eq!(forms("<x>&#45;AQ==a=b</x>"), [Encrypted]);
    }

    #[test]
    fn an_accounts_hash_is_one_whatever_it_looks_like() {
        assert_eq!(forms("<phash>abcdefghijklm</phash><phash>*</phash>"), [SecretForm::PasswordHash]);
    }

    #[test]
    fn what_is_no_secret_is_not_listed() {
        let config = "<secret/><secret> </secret><secret>********</secret><entry name='password'/>\
            <description>the password is -AQ==</description><description>$5$ a month</description>\
            <!-- <secret>a</secret> --><tag><entry name='key'><key>a</key></entry></tag><password><x/></password>";
        assert_eq!(forms(config), []);
    }

    #[test]
    fn a_key_is_judged_by_what_is_around_it_in_templates_too() {
        let template = |inside: &str| {
            format!(
                "<devices><entry><template><entry name='T'><config>{inside}</config></entry></template></entry></devices>"
            )
        };
        let network = |inside: &str| {
            template(&format!("<devices><entry><network>{inside}</network></entry></devices>"))
        };
        let esp =
            "<tunnel><ipsec><entry><manual-key><x><key>a</key></x></manual-key></entry></ipsec></tunnel>";
        assert_eq!(forms(&network(esp)), [SecretForm::Plain]);
        assert_eq!(forms(&network("<x><key>a</key></x>")), []);
        assert_eq!(
            forms(&template(
                "<mgt-config><users><entry name='a'><phash>*</phash></entry></users></mgt-config>"
            )),
            []
        );
    }

    #[test]
    fn a_variable_is_no_secret_and_its_values_are() {
        let variable = "<x><variable><entry name='$psk'><type><fqdn>s3cret</fqdn></type></entry>\
            <entry name='$unset'><type><fqdn>None</fqdn></type></entry>\
            <entry name='$other'><type><fqdn>fw.example</fqdn></type></entry></variable></x>";
        let rows =
            found(&format!("<secret>$psk</secret>{variable}<secret>$psk</secret><secret>$unset</secret>"));
        let expected = (SecretForm::Plain, "s3cret".to_owned(), "s3cret".to_owned());
        assert_eq!(rows, [expected]);
        // There is no such variable: somebody's password begins with a dollar.
        assert_eq!(forms(&format!("{variable}<secret>$ecret</secret>")), [SecretForm::Plain]);
    }

    #[test]
    fn nothing_of_a_secret_is_in_its_debug_text() {
        let mut sources = Sources::default();
        let id = sources.add("x.xml", "<x><secret>hush</secret></x>");
        let document = Document::parse(id, sources.get(id).shared_text()).expect("well formed");
        assert_eq!(format!("{:?}", secrets_in(document.root())), "[Plain in <secret> at 3..24]");
    }
}
