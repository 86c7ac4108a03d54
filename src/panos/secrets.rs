//! Which settings are secrets, by where they stand and what they are called. What stands there,
//! [`Secret`](super::Secret) tells.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::xml::{ConfigPath, Node};

/// Every leaf that the vendor's firewall schema 10.0.6 marks as encrypted, one path in each line; `entry`
/// stands for any entry.
const LIST: &str = include_str!("secrets.txt");

/// Of the names in the list the only one that is not always a secret.
const AMBIGUOUS: &str = "key";

/// A `key` below one of these is a secret, in releases newer than the list as well.
const AROUND_KEY: &[&str] =
    &["auth-profile", "authentication", "pre-shared-key", "manual-key", "ah", "esp", "md5", "sha1", "sha256"];

/// The element of an account that holds the hash of its password.
pub(super) const PASSWORD_HASH: &str = "phash";

/// What SNMP sends in clear, and PAN-OS writes so.
const ALWAYS_CLEAR: [&str; 2] = ["snmp-community-string", "community"];

/// Leaves that only Panorama has: the value of a template variable of this type, and what licenses a firewall.
/// On a firewall, a `pre-shared-key` holds a `key`.
const OF_PANORAMA: [&str; 2] = ["pre-shared-key", "authorization-code"];

/// How names of secrets end, in plugins and in releases newer than the list.
const ENDINGS: &[&str] =
    &["secret", "password", "passphrase", "psk", "token", "api-key", "auth-key", "access-key", "secret-key"];

static PATHS: LazyLock<HashSet<&str>> = LazyLock::new(|| LIST.lines().collect());

/// Secrets have these names elsewhere and in later releases as well.
static NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let names = LIST.lines().filter_map(|path| path.rsplit('/').next());
    names
        .filter(|name| *name != AMBIGUOUS)
        .chain(ALWAYS_CLEAR)
        .chain(OF_PANORAMA)
        .chain([PASSWORD_HASH])
        .collect()
});

/// Is what stands at a path of a firewall's configuration, below `config`, a secret?
pub fn is_secret(path: &ConfigPath) -> bool {
    let names: Vec<&str> = path.steps().iter().map(|step| step.name.as_str()).collect();
    let Some((last, around)) = names.split_last() else { return false };
    if *last == AMBIGUOUS { is_secret_key(around) } else { is_secret_name(last) }
}

/// Does PAN-OS itself write the secrets in elements of this name in clear?
pub fn is_always_clear(name: &str) -> bool {
    ALWAYS_CLEAR.contains(&name)
}

/// Is what stands in an element a secret? The element may be one of a firewall, or of a template or
/// device group in a Panorama: the nearest `config` is where its path starts.
pub(super) fn holds_secret(element: Node<'_>) -> bool {
    if element.name() != AMBIGUOUS {
        return is_secret_name(element.name());
    }
    let around = std::iter::successors(element.parent(), |node| node.parent()).map(Node::name);
    let mut around: Vec<&str> = around.take_while(|name| *name != "config").collect();
    around.reverse();
    is_secret_key(&around)
}

/// Can an element of this name hold a secret, somewhere?
pub(super) fn may_hold_secret(name: &str) -> bool {
    name == AMBIGUOUS || is_secret_name(name)
}

fn is_secret_name(name: &str) -> bool {
    NAMES.contains(name) || ENDINGS.iter().any(|ending| name.ends_with(ending))
}

/// Is a `key` below these elements a secret?
fn is_secret_key(around: &[&str]) -> bool {
    around.iter().any(|name| AROUND_KEY.contains(name))
        || PATHS.contains(format!("{}/{AMBIGUOUS}", around.join("/")).as_str())
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
        assert!(is_secret("plugins/x/client-secret") && is_secret("plugins/x/vm-auth-key"));
        let variable = "template/entry[@name='T']/variable/entry[@name='$psk']/type";
        assert!(is_secret(&format!("{variable}/pre-shared-key")) && !is_secret(&format!("{variable}/fqdn")));
        assert!(is_secret("device-group/entry[@name='D']/authorization-code"));
        assert!(is_secret("plugins/x/passphrase") && !is_secret("mgt-config/password-complexity"));
        for listed in super::LIST.lines() {
            assert!(is_secret(listed), "{listed}");
        }
        assert!(!is_secret(&format!("{device}/deviceconfig/system/hostname")));
        assert!(!is_secret("shared/tag/entry[@name='t']/key"));
    }
}
