//! Settings that take the address of one host, and no prefix length.

use crate::xml::Node;

/// The last elements of a path, entries left out; `*` is any one. Each is typed as an address in the firewall
/// schema 10.0.6, which has no prefix length wherever a host is meant: HA addresses and peers, gateways, next
/// hops, router ids, servers. `ha4*` is by analogy: that schema lacks them. Not here, as they take a prefix
/// length: addresses of interfaces, `ipv6-address` of the management interface, the local address of IKE.
const PLACES: &[(&str, &str)] = &[
    ("high-availability/interface/*/ip-address", "the address of an HA link"),
    ("high-availability/interface/*/gateway", "the gateway of an HA link"),
    ("high-availability/group/peer-ip", "a peer IP"),
    ("high-availability/group/peer-ip-backup", "a backup peer IP"),
    ("cluster-members/ha4-ip-address", "an HA4 address"),
    ("cluster-members/ha4-backup-ip-address", "an HA4 backup address"),
    ("deviceconfig/system/ip-address", "the management address"),
    ("deviceconfig/system/default-gateway", "a default gateway"),
    ("deviceconfig/system/ipv6-default-gateway", "a default gateway"),
    ("dns-setting/servers/primary", "a DNS server"),
    ("dns-setting/servers/secondary", "a DNS server"),
    ("ntp-servers/*/ntp-server-address", "an NTP server"),
    ("static-route/nexthop/ip-address", "a next hop"),
    ("static-route/nexthop/ipv6-address", "a next hop"),
    ("ospf/router-id", "a router ID"),
    ("ospfv3/router-id", "a router ID"),
    ("bgp/router-id", "a router ID"),
    ("ike/gateway/peer-address/ip", "the address of an IKE peer"),
    ("gre/peer-address/ip", "the address of a GRE peer"),
    ("peer-group/peer/peer-address/ip", "the address of a BGP peer"),
    ("tunnel-monitor/destination-ip", "an address to monitor"),
    ("destination-ip-group/destination-ip/member", "an address to monitor"),
    ("ldap/server/address", "a server"),
    ("radius/server/ip-address", "a server"),
    ("tacplus/server/address", "a server"),
    ("kerberos/server/host", "a server"),
    ("netflow/server/host", "a server"),
    ("syslog/server/server", "a server"),
    ("v2c/server/manager", "a server"),
    ("v3/server/manager", "a server"),
    ("relay/ip/server/member", "a DHCP server"),
    ("dns-proxy/default/primary", "a DNS server"),
    ("dns-proxy/default/secondary", "a DNS server"),
];

/// What an element takes the address of, if it takes that of one host. The name of an entry is never one.
pub(super) fn host_in(node: Node<'_>) -> Option<&'static str> {
    if node.name() == "entry" {
        return None;
    }
    PLACES.iter().find(|(place, _)| is_at(node, place)).map(|(_, what)| *what)
}

fn is_at(node: Node<'_>, place: &str) -> bool {
    let mut elements = std::iter::successors(Some(node), |node| node.parent()).filter(|node| node.name() != "entry");
    place.rsplit('/').all(|step| elements.next().is_some_and(|element| step == "*" || element.name() == step))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;
    use crate::xml::Document;

    #[test]
    fn entries_on_the_way_do_not_count() {
        let mut sources = Sources::default();
        let xml = "<routing-table><ip><static-route><entry name='default'><nexthop><ip-address>$gw</ip-address></nexthop>\
                   <destination>$net</destination></entry></static-route></ip></routing-table>";
        let id = sources.add("route.xml", xml);
        let document = Document::parse(id, sources.get(id).shared_text()).expect("well formed");
        let route = document.root().child("ip").and_then(|ip| ip.child("static-route")?.entry("default"));
        let route = route.expect("a route");
        let hop = route.child("nexthop").and_then(|hop| hop.child("ip-address")).expect("a next hop");
        assert_eq!(host_in(hop), Some("a next hop"));
        assert_eq!(route.child("destination").and_then(host_in), None);
        assert_eq!(host_in(route), None);
    }
}
