//! Which settings are secrets.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::xml::ConfigPath;

/// Every leaf that the vendor's firewall schema 10.0.6 marks as encrypted, one path in each line; `entry`
/// stands for any entry.
const LIST: &str = include_str!("secrets.txt");

/// Of the names in the list the only one that is not always a secret.
const AMBIGUOUS: &str = "key";

/// A `key` below one of these is a secret, in releases newer than the list as well.
const AROUND_KEY: &[&str] =
    &["auth-profile", "authentication", "pre-shared-key", "manual-key", "ah", "esp", "md5", "sha1", "sha256"];

/// Secrets that are not encrypted: password hashes, and what SNMP sends in clear.
const NOT_ENCRYPTED: [&str; 3] = ["phash", "snmp-community-string", "community"];

/// What PAN-OS puts in front of what it encrypted.
const ENCRYPTED: &str = "-AQ==";

static PATHS: LazyLock<HashSet<&str>> = LazyLock::new(|| LIST.lines().collect());

/// Secrets have these names elsewhere and in later releases as well.
static NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let names = LIST.lines().filter_map(|path| path.rsplit('/').next());
    names.filter(|name| *name != AMBIGUOUS).chain(NOT_ENCRYPTED).collect()
});

/// Is what stands at a path of a firewall's configuration, below `config`, a secret?
pub fn is_secret(path: &ConfigPath) -> bool {
    let names: Vec<&str> = path.steps().iter().map(|step| step.name.as_str()).collect();
    let Some((last, around)) = names.split_last() else { return false };
    if *last != AMBIGUOUS {
        return NAMES.contains(last);
    }
    around.iter().any(|name| AROUND_KEY.contains(name)) || PATHS.contains(names.join("/").as_str())
}

/// The hash that PAN-OS puts into an encrypted secret, by which equal ones can be told: the same text
/// encrypted twice is written in two ways.
pub fn hash_of_encrypted(value: &str) -> Option<&str> {
    value.trim_start().strip_prefix(ENCRYPTED)?.split('=').next()
}

/// Is a value the hash of a password? They are salted: two hashes of one password differ.
pub fn is_salted_hash(value: &str) -> bool {
    ["$1$", "$5$", "$6$"].iter().any(|start| value.trim_start().starts_with(start))
}

#[cfg(test)]
mod tests {
    #[test]
    fn secrets_are_told_by_path_and_by_name() {
        let is_secret = |path: &str| super::is_secret(&path.parse().expect("a path"));
        let device = "devices/entry[@name='localhost.localdomain']";
        assert!(is_secret(&format!(
            "{device}/network/ike/gateway/entry[@name='g']/authentication/pre-shared-key/key"
        )));
        assert!(is_secret("shared/server-profile/radius/entry[@name='r']/server/entry[@name='s']/secret"));
        assert!(is_secret("mgt-config/users/entry[@name='admin']/phash"));
        assert!(is_secret(
            "network/routing-profile/ospf/auth-profile/entry[@name='a']/md5/entry[@name='1']/key"
        ));
        for listed in super::LIST.lines() {
            assert!(is_secret(listed), "{listed}");
        }
        assert!(!is_secret(&format!("{device}/deviceconfig/system/hostname")));
        assert!(!is_secret("shared/tag/entry[@name='t']/key"));
    }
}
