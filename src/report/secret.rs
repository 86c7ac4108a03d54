//! Values that no report shows.

use crate::panos::{ENCRYPTED, SecretForm, hash_of_encrypted, is_secret};
use crate::xml::ConfigPath;

/// A value as a report may show it.
///
/// Of an encrypted secret its hash stays: by it equal secrets can be told. Of a password's hash nothing
/// stays. A `$name` where a secret should be may be a variable's, or a password: a value alone does not
/// tell, so it is cut.
pub(super) fn without_secret(path: &ConfigPath, value: &str) -> String {
    SecretForm::of(value, is_secret(path)).map_or_else(|| value.to_owned(), |form| shown_secret(form, value))
}

/// What may be shown of a secret.
pub(super) fn shown_secret(form: SecretForm, value: &str) -> String {
    match form {
        SecretForm::Encrypted => match hash_of_encrypted(value) {
            Some(hash) => format!("{ENCRYPTED}{hash}=… (encrypted)"),
            None => "… (encrypted)".to_owned(),
        },
        SecretForm::PasswordHash | SecretForm::PrivateKey | SecretForm::Plain => "… (secret)".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_cut_and_others_stay() {
        let cut = |path: &str, value: &str| without_secret(&path.parse().expect("a path"), value);
        let host = "deviceconfig/system/hostname";
        assert_eq!(cut(host, "-AQ==c2hh=Y2lwaGVy"), "-AQ==c2hh=… (encrypted)");
        for odd in ["-AQ==c2hhY2lwaGVy", "-AQ==c2hhY2lwaGVy=", "-AQ==c2hhY2lwaGVy==", "-AQ==", "-AQ===Y2lw"] {
            assert_eq!(cut(host, odd), "… (encrypted)", "{odd}");
        }
        assert_eq!(cut(host, "$5$salt$hash"), "… (secret)");
        assert_eq!(cut(host, "$ha1_ip"), "$ha1_ip");
        assert_eq!(cut(host, "-AQ is plain"), "-AQ is plain");
        assert_eq!(cut("deviceconfig/system/secure-proxy-password", "plain"), "… (secret)");
    }
}
