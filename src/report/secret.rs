//! Values that no report shows.

use crate::panos::{hash_of_encrypted, is_salted_hash, is_secret};
use crate::xml::ConfigPath;

/// A value as a report may show it.
///
/// Of an encrypted secret its hash stays: by it equal secrets can be told. Of a password's hash nothing
/// stays.
pub(super) fn without_secret(path: &ConfigPath, value: &str) -> String {
    if let Some(hash) = hash_of_encrypted(value) {
        return format!("-AQ=={hash}=… (encrypted)");
    }
    let is_key = value.contains("PRIVATE KEY-----");
    if is_salted_hash(value) || is_key || (is_secret(path) && !value.trim().is_empty()) {
        "… (secret)".to_owned()
    } else {
        value.to_owned()
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
        assert_eq!(cut(host, "$5$salt$hash"), "… (secret)");
        assert_eq!(cut(host, "$ha1_ip"), "$ha1_ip");
        assert_eq!(cut(host, "-AQ is plain"), "-AQ is plain");
        assert_eq!(cut("deviceconfig/system/secure-proxy-password", "plain"), "… (secret)");
    }
}
