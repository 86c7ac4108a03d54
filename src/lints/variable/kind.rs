//! What the value of a variable of each kind has to be.

use std::net::IpAddr;

use ipnet::IpNet;

use crate::model::{DeviceId, DevicePriority, EthernetPort, GroupId, HaPort};
use crate::panos::VariableType;

/// Why a text is no value of a kind; `None` where it is one, or nothing is known of the kind.
pub(super) fn fault(kind: VariableType, text: &str) -> Option<&'static str> {
    let (fits, rule) = match kind {
        VariableType::IpNetmask => (is_address(text), "is no address, with or without a prefix length"),
        VariableType::IpRange => (is_range(text), "is no range of addresses, such as 192.0.2.1-192.0.2.9"),
        VariableType::Fqdn => (is_host_name(text), "is no host name"),
        VariableType::GroupId => (text.parse::<GroupId>().is_ok(), "is no group ID from 1 to 63"),
        VariableType::DevicePriority => {
            (text.parse::<DevicePriority>().is_ok(), "is no device priority from 0 to 255")
        }
        VariableType::DeviceId => (text.parse::<DeviceId>().is_ok(), "is no device ID: 0 or 1"),
        VariableType::Interface => (is_interface(text), "is no interface"),
        VariableType::AsNumber => (is_as_number(text), "is no AS number"),
        VariableType::QosProfile
        | VariableType::EgressMax
        | VariableType::LinkTag
        | VariableType::Unknown => return None,
    };
    (!fits).then_some(rule)
}

fn is_address(text: &str) -> bool {
    // Whether a dotted mask is taken is not known.
    let with_mask = || text.split_once('/').is_some_and(|(address, mask)| both_v4(address, mask));
    text.parse::<IpAddr>().is_ok() || text.parse::<IpNet>().is_ok() || with_mask()
}

fn both_v4(one: &str, other: &str) -> bool {
    [one, other].into_iter().all(|text| text.parse::<std::net::Ipv4Addr>().is_ok())
}

fn is_range(text: &str) -> bool {
    let ends = text.split_once('-').map(|(first, last)| (first.trim().parse(), last.trim().parse()));
    match ends {
        Some((Ok::<IpAddr, _>(first), Ok::<IpAddr, _>(last))) => {
            first.is_ipv4() == last.is_ipv4() && first <= last
        }
        _ => false,
    }
}

/// Longer names do not exist in DNS (RFC 1035).
const LONGEST_NAME: usize = 255;

fn is_host_name(text: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '*');
    let text = text.strip_suffix('.').unwrap_or(text);
    let is_label = |label: &str| !label.is_empty() && label.chars().all(fits);
    text.len() <= LONGEST_NAME && text.split('.').all(is_label)
}

/// Interfaces that have a unit each.
const WITH_UNITS: &[&str] = &["loopback", "tunnel", "vlan", "sdwan"];

fn is_interface(text: &str) -> bool {
    let (port, unit) = match text.split_once('.') {
        Some((port, unit)) => (port, Some(unit)),
        None => (text, None),
    };
    let is_number = |unit: &str| unit.bytes().all(|byte| byte.is_ascii_digit()) && !unit.is_empty();
    if unit.is_some_and(|unit| !is_number(unit)) {
        return false;
    }
    // How many aggregates there can be depends on the model; 16 is what an HA port may be.
    let is_aggregate =
        || port.strip_prefix("ae").is_some_and(|number| is_number(number) && !number.starts_with('0'));
    let is_dedicated = || unit.is_none() && port.parse::<HaPort>().is_ok();
    port.parse::<EthernetPort>().is_ok() || is_aggregate() || is_dedicated() || WITH_UNITS.contains(&port)
}

/// As a number, or as two with a dot between them (RFC 5396).
fn is_as_number(text: &str) -> bool {
    match text.split_once('.') {
        Some((high, low)) => high.parse::<u16>().is_ok() && low.parse::<u16>().is_ok(),
        None => text.parse::<u32>().is_ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_fit_their_kind() {
        let good = [
            (VariableType::IpNetmask, "192.0.2.1 192.0.2.0/24 2001:db8::1 2001:db8::/64 192.0.2.0/255.255.255.0"),
            (VariableType::IpRange, "192.0.2.1-192.0.2.9 2001:db8::1-2001:db8::9"),
            (VariableType::Fqdn, "fw.example.com *.example.com host _sip._tcp.example.com example.com."),
            (VariableType::GroupId, "1 63"),
            (VariableType::DevicePriority, "0 255"),
            (VariableType::DeviceId, "0 1"),
            (VariableType::Interface, "ethernet1/1 ethernet1/1.100 ae1 ae2.5 loopback.1 tunnel.12 vlan ha1-a management"),
            (VariableType::AsNumber, "64512 4200000000 65000.1"),
            (VariableType::LinkTag, "anything"),
        ];
        for (kind, texts) in good {
            for text in texts.split(' ') {
                assert_eq!(fault(kind, text), None, "{text}");
            }
        }
    }

    #[test]
    fn what_does_not_fit_is_told() {
        let bad = [
            (VariableType::IpNetmask, "192.0.2 192.0.2.256 192.0.2.0/33 2001:db8::/129 host $other none"),
            (VariableType::IpRange, "192.0.2.1 192.0.2.9-192.0.2.1 192.0.2.1-2001:db8::1 a-b"),
            (VariableType::Fqdn, "$other example..com http://example.com"),
            (VariableType::GroupId, "0 64 x"),
            (VariableType::DevicePriority, "-1 256"),
            (VariableType::DeviceId, "2"),
            (VariableType::Interface, "eth1/1 ethernet1 ethernet1/0 ethernet1/1.x ha1-a.1 1/1 ae ae0 ae01"),
            (VariableType::AsNumber, "AS64512 65536.1 4294967296"),
        ];
        for (kind, texts) in bad {
            for text in texts.split(' ') {
                assert!(fault(kind, text).is_some(), "{text}");
            }
        }
    }
}
