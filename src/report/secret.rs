//! Values that no report shows.

/// A value as a report may show it.
///
/// PAN-OS writes a secret as `-AQ==`, the hash of its text, and the encrypted text. The hash stays: by
/// it equal secrets can be told. Password hashes begin with `$1$`, `$5$` or `$6$`; they are salted, and
/// nothing of them stays.
pub(super) fn without_secret(value: &str) -> String {
    let trimmed = value.trim_start();
    if let Some(rest) = trimmed.strip_prefix("-AQ==") {
        let hash = rest.split('=').next().unwrap_or_default();
        return format!("-AQ=={hash}=… (encrypted)");
    }
    let is_hash = ["$1$", "$5$", "$6$"].iter().any(|start| trimmed.starts_with(start));
    if is_hash || trimmed.contains("PRIVATE KEY-----") { "… (secret)".to_owned() } else { value.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_cut_and_others_stay() {
        assert_eq!(without_secret("-AQ==c2hh=Y2lwaGVy"), "-AQ==c2hh=… (encrypted)");
        assert_eq!(without_secret("$5$salt$hash"), "… (secret)");
        assert_eq!(without_secret("$ha1_ip"), "$ha1_ip");
        assert_eq!(without_secret("-AQ is plain"), "-AQ is plain");
    }
}
