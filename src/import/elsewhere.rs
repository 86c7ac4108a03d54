//! The names that a policy uses and the spec does not define.

use std::collections::BTreeSet;
use std::net::IpAddr;

use ipnet::IpNet;

use super::yaml::{Keys, Yaml};

/// Lists of a policy, with the kind of name that each list in their items refers to.
const USES: &[(&str, &str, Kind)] = &[
    ("addresses", "tags", Kind::Tag),
    ("address_groups", "tags", Kind::Tag),
    ("address_groups", "static", Kind::Address),
    ("services", "tags", Kind::Tag),
    ("service_groups", "tags", Kind::Tag),
    ("service_groups", "members", Kind::Service),
    ("pre_rules", "tags", Kind::Tag),
    ("pre_rules", "from", Kind::Zone),
    ("pre_rules", "to", Kind::Zone),
    ("pre_rules", "source", Kind::Address),
    ("pre_rules", "destination", Kind::Address),
    ("pre_rules", "service", Kind::Service),
    ("post_rules", "tags", Kind::Tag),
    ("post_rules", "from", Kind::Zone),
    ("post_rules", "to", Kind::Zone),
    ("post_rules", "source", Kind::Address),
    ("post_rules", "destination", Kind::Address),
    ("post_rules", "service", Kind::Service),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Zone,
    Address,
    Service,
    Tag,
}

impl Kind {
    /// In the order they are written.
    const ALL: [Self; 4] = [Self::Zone, Self::Address, Self::Service, Self::Tag];

    /// The key under `defined_elsewhere`.
    fn key(self) -> &'static str {
        match self {
            Self::Zone => "zones",
            Self::Address => "addresses",
            Self::Service => "services",
            Self::Tag => "tags",
        }
    }

    /// The lists of a policy that define such names.
    fn definitions(self) -> &'static [&'static str] {
        match self {
            Self::Zone => &[],
            Self::Address => &["addresses", "address_groups"],
            Self::Service => &["services", "service_groups"],
            Self::Tag => &["tags"],
        }
    }

    /// Is it known everywhere, or no name at all?
    fn needs_no_definition(self, text: &str) -> bool {
        match self {
            Self::Zone => matches!(text, "any" | "multicast"),
            Self::Service => matches!(text, "any" | "application-default" | "service-http" | "service-https"),
            Self::Address => text == "any" || is_region(text) || is_network(text) || is_range(text),
            Self::Tag => false,
        }
    }
}

/// Two capital letters are a region.
fn is_region(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn is_network(text: &str) -> bool {
    text.parse::<IpAddr>().is_ok() || text.parse::<IpNet>().is_ok()
}

fn is_range(text: &str) -> bool {
    text.split_once('-')
        .is_some_and(|(low, high)| low.parse::<IpAddr>().is_ok() && high.parse::<IpAddr>().is_ok())
}

/// What stands under `defined_elsewhere`, for the policy and the zones of a cluster; `None` where nothing does.
pub(super) fn defined_elsewhere(policy: &Keys, zones: Option<&Keys>) -> Option<Yaml> {
    let mut keys = Keys::default();
    for kind in Kind::ALL {
        let names = |list: &&str| policy.items(list).iter().filter_map(|item| item.keys()?.scalar("name"));
        let mut known: BTreeSet<&str> = kind.definitions().iter().flat_map(names).collect();
        if kind == Kind::Zone {
            known.extend(zones.into_iter().flat_map(|zones| &zones.0).map(|(name, _)| name.as_str()));
        }
        let mut elsewhere: Vec<Yaml> = Vec::new();
        for (list, key, _) in USES.iter().filter(|(.., of)| *of == kind) {
            for used in policy.items(list).iter().filter_map(Yaml::keys).flat_map(|item| item.items(key)) {
                let Some(name) = used.scalar() else { continue };
                if !kind.needs_no_definition(name) && known.insert(name) {
                    elsewhere.push(used.clone());
                }
            }
        }
        keys.put_list(kind.key(), elsewhere);
    }
    (!keys.0.is_empty()).then(|| Yaml::map(keys))
}
