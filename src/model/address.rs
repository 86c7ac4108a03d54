//! Addresses of HA links and of interfaces.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use ipnet::IpNet;

use crate::diag::Explain;

/// The network of one HA link, without gateway: all ends of the link are in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkSubnet(IpNet);

impl LinkSubnet {
    /// The network of an address with a netmask: `255.255.255.0`, `ffff:ffff::`, or a prefix length.
    ///
    /// # Errors
    /// The reason why there is no network that others could be in as well.
    pub fn of_host(address: IpAddr, netmask: &str) -> Result<Self, NetmaskFault> {
        let fault = || NetmaskFault::None { netmask: netmask.to_owned() };
        let most = if address.is_ipv4() { 32 } else { 128 };
        let prefix_len = match netmask.parse::<IpAddr>() {
            Ok(mask) if mask.is_ipv4() != address.is_ipv4() => {
                return Err(NetmaskFault::Family { netmask: mask });
            }
            Ok(mask) => ipnet::ip_mask_to_prefix(mask).map_err(|_| fault())?,
            Err(_) => netmask.trim_start_matches('/').parse().map_err(|_| fault())?,
        };
        match IpNet::new(address, prefix_len) {
            Ok(_) if prefix_len == 0 => Err(fault()),
            Ok(_) if prefix_len == most => Err(NetmaskFault::OneHost { netmask: netmask.to_owned() }),
            Ok(net) => Ok(Self(net.trunc())),
            Err(_) => Err(fault()),
        }
    }

    /// Is there room for two hosts and no more? Such a network has neither a network nor a broadcast address.
    pub fn is_point_to_point(self) -> bool {
        self.0.prefix_len() + 1 == self.0.max_prefix_len()
    }

    /// The n-th host address, counted from 1; `None` where the subnet has fewer.
    pub fn host(self, n: u32) -> Option<IpAddr> {
        if n == 0 || u128::from(n) > self.hosts() {
            return None;
        }
        Some(match self.0.network() {
            IpAddr::V4(network) => Ipv4Addr::from_bits(network.to_bits() + n).into(),
            IpAddr::V6(network) => Ipv6Addr::from_bits(network.to_bits() + u128::from(n)).into(),
        })
    }

    /// The number of a host address, counted as [`Self::host`] does; `None` for any other address.
    pub fn number_of(self, address: IpAddr) -> Option<u32> {
        self.admit(address).ok()?;
        let number = match (self.0.network(), address) {
            (IpAddr::V4(network), IpAddr::V4(address)) => u128::from(address.to_bits() - network.to_bits()),
            (IpAddr::V6(network), IpAddr::V6(address)) => address.to_bits() - network.to_bits(),
            _ => return None,
        };
        u32::try_from(number).ok()
    }

    /// How many host addresses there are: neither the network nor, in IPv4, the broadcast address counts.
    pub fn hosts(self) -> u128 {
        let bits = u32::from(self.0.max_prefix_len() - self.0.prefix_len());
        let size = 1u128.checked_shl(bits).unwrap_or(u128::MAX);
        let taken = if self.is_ipv4() { 2 } else { 1 };
        size.saturating_sub(taken)
    }

    /// Is it IPv4?
    pub fn is_ipv4(self) -> bool {
        matches!(self.0, IpNet::V4(_))
    }

    /// Do the two networks share an address?
    pub fn overlaps(self, other: Self) -> bool {
        self.0.contains(&other.0) || other.0.contains(&self.0)
    }

    /// The netmask as an address, also in IPv6: the vendor's schema types it as an address
    /// (`subtype="ip-address"`), which a bare prefix length is not.
    pub fn netmask(self) -> IpAddr {
        self.0.netmask()
    }

    /// Can `address` be an end of the link?
    ///
    /// # Errors
    /// The reason why not.
    pub fn admit(self, address: IpAddr) -> Result<(), AddressFault> {
        if address.is_ipv4() != self.is_ipv4() {
            Err(AddressFault::Family { address, subnet: self })
        } else if !self.0.contains(&address) {
            Err(AddressFault::Outside { address, subnet: self })
        } else if address == self.0.network() {
            Err(AddressFault::Network { address, subnet: self })
        } else if self.is_ipv4() && address == self.0.broadcast() {
            Err(AddressFault::Broadcast { address, subnet: self })
        } else {
            Ok(())
        }
    }
}

impl FromStr for LinkSubnet {
    type Err = SubnetError;

    fn from_str(input: &str) -> Result<Self, SubnetError> {
        let net: IpNet = input.parse().map_err(|_| SubnetError { input: input.to_owned(), meant: None })?;
        if net.trunc() != net {
            return Err(SubnetError { input: input.to_owned(), meant: Some(net.trunc()) });
        }
        let network = net.network();
        let is_for_hosts = !(network.is_unspecified() || network.is_loopback() || network.is_multicast());
        if is_for_hosts { Ok(Self(net)) } else { Err(SubnetError { input: input.to_owned(), meant: None }) }
    }
}

impl fmt::Display for LinkSubnet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A text that is no subnet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", match .meant {
    None => format!("`{input}` is no subnet"),
    Some(_) => format!("`{input}` is an address in a subnet, not a subnet"),
})]
pub struct SubnetError {
    input: String,
    meant: Option<IpNet>,
}

impl Explain for SubnetError {
    fn code(&self) -> &'static str {
        "subnet-format"
    }

    fn help(&self) -> Option<String> {
        Some(match self.meant {
            Some(net) => format!("the subnet is {net}"),
            None => "write it like 192.0.2.0/28 or 2001:db8::/64".to_owned(),
        })
    }
}

/// Why an address and a netmask make no network that others could be in as well. What it says names no address,
/// so that it is the same for all that share the netmask.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NetmaskFault {
    /// No netmask, or that of everything.
    #[error("netmask {netmask} is not that of a network")]
    None {
        /// The text.
        netmask: String,
    },
    /// IPv4 for IPv6 or the other way round.
    #[error("netmask {netmask} is {}, its address is {}", family(.netmask.is_ipv4()), family(!.netmask.is_ipv4()))]
    Family {
        /// The netmask.
        netmask: IpAddr,
    },
    /// The netmask of a single host.
    #[error("netmask {netmask} has room for one address alone")]
    OneHost {
        /// The netmask.
        netmask: String,
    },
}

/// Why an address cannot be an end of a link.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressFault {
    /// IPv4 in an IPv6 subnet or the other way round.
    #[error("address {address} is {}, its subnet {subnet} is {}", family(.address.is_ipv4()), family(.subnet.is_ipv4()))]
    Family {
        /// The address.
        address: IpAddr,
        /// The subnet.
        subnet: LinkSubnet,
    },
    /// Not in the subnet.
    #[error("address {address} is outside its subnet {subnet}")]
    Outside {
        /// The address.
        address: IpAddr,
        /// The subnet.
        subnet: LinkSubnet,
    },
    /// The subnet's own address.
    #[error("address {address} is the network address of {subnet}")]
    Network {
        /// The address.
        address: IpAddr,
        /// The subnet.
        subnet: LinkSubnet,
    },
    /// The subnet's broadcast address.
    #[error("address {address} is the broadcast address of {subnet}")]
    Broadcast {
        /// The address.
        address: IpAddr,
        /// The subnet.
        subnet: LinkSubnet,
    },
}

impl Explain for AddressFault {
    fn code(&self) -> &'static str {
        match self {
            Self::Family { .. } => "address-family",
            Self::Outside { .. } => "address-outside-subnet",
            Self::Network { .. } => "address-is-network",
            Self::Broadcast { .. } => "address-is-broadcast",
        }
    }

    fn help(&self) -> Option<String> {
        let (Self::Family { subnet, .. }
        | Self::Outside { subnet, .. }
        | Self::Network { subnet, .. }
        | Self::Broadcast { subnet, .. }) = self;
        let last = u32::try_from(subnet.hosts()).unwrap_or(u32::MAX);
        Some(match (subnet.host(1), subnet.host(last)) {
            (Some(first), Some(last)) if subnet.is_ipv4() => format!("its hosts are {first} to {last}"),
            (Some(first), _) => format!("its first host is {first}"),
            _ => "it has no host addresses: take a larger subnet".to_owned(),
        })
    }
}

fn family(is_ipv4: bool) -> &'static str {
    if is_ipv4 { "IPv4" } else { "IPv6" }
}

/// An address with its prefix length, as an interface has it: `203.0.113.1/24`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InterfaceAddress(IpNet);

impl InterfaceAddress {
    /// Is it IPv4?
    pub fn is_ipv4(self) -> bool {
        matches!(self.0, IpNet::V4(_))
    }

    /// The address without its prefix length.
    pub fn address(self) -> IpAddr {
        self.0.addr()
    }

    /// Its network.
    pub fn network(self) -> LinkSubnet {
        LinkSubnet(self.0.trunc())
    }
}

impl FromStr for InterfaceAddress {
    type Err = InterfaceAddressError;

    fn from_str(input: &str) -> Result<Self, InterfaceAddressError> {
        let error = || InterfaceAddressError { input: input.to_owned() };
        let net: IpNet = input.parse().map_err(|_| error())?;
        // The ends of an IPv4 network are no hosts, but for the two of a point-to-point link.
        let is_end = net.addr() == net.network() || net.addr() == net.broadcast();
        let has_ends = matches!(net, IpNet::V4(net) if net.prefix_len() < 31);
        if is_end && has_ends { Err(error()) } else { Ok(Self(net)) }
    }
}

impl fmt::Display for InterfaceAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A text that is no interface address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{input}` is no interface address")]
pub struct InterfaceAddressError {
    input: String,
}

impl Explain for InterfaceAddressError {
    fn code(&self) -> &'static str {
        "interface-address-format"
    }

    fn help(&self) -> Option<String> {
        Some("write the address of a host and its prefix length, like 203.0.113.1/24".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subnet(text: &str) -> LinkSubnet {
        text.parse().expect("a subnet")
    }

    #[test]
    fn hosts_are_counted_from_the_network_address() {
        let net = subnet("10.4.4.0/28");
        assert_eq!(net.hosts(), 14);
        assert_eq!(net.host(1), Some("10.4.4.1".parse().expect("an address")));
        assert_eq!(net.host(14), Some("10.4.4.14".parse().expect("an address")));
        assert_eq!(net.host(15), None);
        assert_eq!(net.host(0), None);
        let number = |text: &str| net.number_of(text.parse().expect("an address"));
        assert_eq!([number("10.4.4.14"), number("10.4.4.0"), number("10.4.4.15")], [Some(14), None, None]);
        assert_eq!(number("2001:db8::1"), None);
        assert_eq!(subnet("2001:db8::/64").host(16).map(|a| a.to_string()), Some("2001:db8::10".into()));
        assert!("::/0".parse::<LinkSubnet>().is_err() && "127.0.0.0/8".parse::<LinkSubnet>().is_err());
    }

    #[test]
    fn an_address_with_its_netmask_is_in_a_network() {
        let of_host = |address: &str, netmask: &str| {
            let network = LinkSubnet::of_host(address.parse().expect("an address"), netmask);
            network.map(|network| network.to_string()).map_err(|fault| fault.to_string())
        };
        let ok = |text: &str| Ok(text.to_owned());
        assert_eq!(of_host("10.4.4.5", "255.255.255.240"), ok("10.4.4.0/28"));
        assert_eq!(of_host("10.4.4.5", "/28"), ok("10.4.4.0/28"));
        assert_eq!(of_host("2001:db8::5", "ffff:ffff:ffff:ffff::"), ok("2001:db8::/64"));
        assert_eq!(of_host("2001:db8::5", "64"), ok("2001:db8::/64"));
        let none = "netmask 255.0.255.0 is not that of a network";
        assert_eq!(of_host("10.4.4.5", "255.0.255.0"), Err(none.to_owned()));
        for bad in ["0.0.0.0", "/33", "255.255.255.255", "ffff::", "", "::"] {
            assert!(of_host("10.4.4.5", bad).is_err(), "{bad:?}");
        }
        assert!(of_host("2001:db8::5", "128").is_err() && of_host("2001:db8::5", "255.255.255.0").is_err());
    }

    #[test]
    fn tiny_subnets_have_no_hosts() {
        assert_eq!(subnet("10.4.4.0/31").hosts(), 0);
        assert_eq!(subnet("10.4.4.1/32").hosts(), 0);
        assert_eq!(subnet("2001:db8::/127").hosts(), 1);
    }

    #[test]
    fn the_ends_of_a_subnet_are_no_hosts() {
        let net = subnet("10.4.4.0/28");
        let admit = |text: &str| net.admit(text.parse().expect("an address")).map_err(|e| e.code());
        assert_eq!(admit("10.4.4.7"), Ok(()));
        assert_eq!(admit("10.4.4.0"), Err("address-is-network"));
        assert_eq!(admit("10.4.4.15"), Err("address-is-broadcast"));
        assert_eq!(admit("10.4.4.16"), Err("address-outside-subnet"));
        assert_eq!(admit("2001:db8::1"), Err("address-family"));
    }

    #[test]
    fn a_host_is_no_subnet() {
        let error = "10.4.4.5/28".parse::<LinkSubnet>().expect_err("a host");
        assert_eq!(error.help().as_deref(), Some("the subnet is 10.4.4.0/28"));
    }

    #[test]
    fn netmasks_are_addresses_in_both_families() {
        assert_eq!(subnet("10.4.4.0/28").netmask().to_string(), "255.255.255.240");
        assert_eq!(subnet("2001:db8::/64").netmask().to_string(), "ffff:ffff:ffff:ffff::");
    }
}
