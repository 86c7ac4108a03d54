//! Values that no report shows.

use crate::panos::is_secret;
use crate::xml::ConfigPath;

/// What PAN-OS puts in front of what it encrypted.
const ENCRYPTED: &str = "-AQ==";

/// A value as a report may show it.
///
/// PAN-OS writes an encrypted secret as `-AQ==`, the hash of its text, and the encrypted text. The hash
/// stays: by it equal secrets can be told. Password hashes begin with `$1$`, `$5$` or `$6$`; they are
/// salted, and nothing of them stays.
pub(super) fn without_secret(path: &ConfigPath, value: &str) -> String {
    let trimmed = value.trim_start();
    if let Some(rest) = trimmed.strip_prefix(ENCRYPTED) {
        let hash = rest.split('=').next().unwrap_or_default();
        return format!("{ENCRYPTED}{hash}=… (encrypted)");
    }
    let is_hash = ["$1$", "$5$", "$6$"].iter().any(|start| trimmed.starts_with(start));
    let is_key = trimmed.contains("PRIVATE KEY-----");
    if is_hash || is_key || (is_secret(path) && !trimmed.is_empty()) {
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
