//! Which settings are secrets.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::xml::ConfigPath;

/// Every leaf that the vendor's firewall schema 10.0.6 marks as encrypted, one path in each line; `entry`
/// stands for any entry.
const LIST: &str = include_str!("secrets.txt");

/// Of the names in the list the only one that is not always a secret.
const AMBIGUOUS: &str = "key";

static PATHS: LazyLock<HashSet<&str>> = LazyLock::new(|| LIST.lines().collect());

/// Secrets have these names elsewhere and in later releases as well.
static NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let names = LIST.lines().filter_map(|path| path.rsplit('/').next());
    // A password hash, which is not encrypted.
    names.filter(|name| *name != AMBIGUOUS).chain(["phash"]).collect()
});

/// Is what stands at a path of a firewall's configuration, below `config`, a secret?
pub fn is_secret(path: &ConfigPath) -> bool {
    let Some(last) = path.steps().last() else { return false };
    if last.name != AMBIGUOUS {
        return NAMES.contains(last.name.as_str());
    }
    let names: Vec<&str> = path.steps().iter().map(|step| step.name.as_str()).collect();
    PATHS.contains(names.join("/").as_str())
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
        assert!(!is_secret(&format!("{device}/deviceconfig/system/hostname")));
        assert!(!is_secret("shared/tag/entry[@name='t']/key"));
    }
}
