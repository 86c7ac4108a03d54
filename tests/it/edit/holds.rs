//! What elements hold, for where nothing is in them yet to see it by, and which of them exclude each other.
//!
//! A firewall's are those of the vendor's schema 10.0.6; Panorama's own are those of public exports. Only
//! what lints are about is here: add what an example needs.

use panha::xml::Element;

/// What an element holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    Entries,
    Members,
    Elements,
    Text,
}

use Holds::{Elements, Entries, Members};

/// Objects stand in device groups, in shared, and in the virtual systems of firewalls.
const OBJECTS: &str = "address address-group application application-filter application-group external-list \
                       profile-group region schedule service service-group tag";

/// What holds what: the last elements of a path, with entries left out, and names of elements below it. The
/// longest path counts; the empty one is any.
const TABLE: &[(&str, Holds, &str)] = &[
    ("", Entries, "admin-role aggregate-ethernet cluster-members destination-ip-group devices link-group"),
    ("", Entries, "ike-crypto-profiles ipsec-crypto-profiles match-list monitor-destinations permitted-ip"),
    ("", Entries, "rules static-route units variable virtual-address vrf"),
    (
        "",
        Members,
        "destination-hip exclude-list include-list reference-templates source-hip source-user templates",
    ),
    ("", Elements, "deviceconfig log-settings post-rulebase pre-rulebase routing-table rulebase"),
    ("", Elements, "server-profile"),
    // Panorama's own.
    ("devices", Entries, "device-group log-collector log-collector-group template template-stack"),
    ("template", Elements, "config settings"),
    ("template-stack", Elements, "config settings"),
    ("logfwd-setting/devices", Members, "collectors"),
    ("mgt-config", Entries, "access-domain password-profile users"),
    // Device settings.
    ("deviceconfig", Elements, "high-availability setting system"),
    ("high-availability", Elements, "cluster group interface"),
    ("high-availability/interface", Elements, "ha1 ha1-backup ha2 ha2-backup ha3 ha4 ha4-backup"),
    ("high-availability/group", Elements, "configuration-synchronization election-option monitoring"),
    ("high-availability/group", Elements, "state-synchronization"),
    ("monitoring", Elements, "link-monitoring path-monitoring"),
    ("path-monitoring", Elements, "path-group"),
    ("path-group", Entries, "logical-router virtual-router virtual-wire vlan"),
    ("destination-ip-group", Members, "destination-ip"),
    ("link-group", Members, "interface"),
    ("virtual-address", Entries, "ip ipv6"),
    // Network.
    ("devices", Elements, "network"),
    ("devices", Entries, "vsys"),
    ("devices/network", Elements, "ike interface profiles tunnel"),
    ("devices/network", Entries, "logical-router virtual-router virtual-wire vlan"),
    ("network/interface", Entries, "ethernet"),
    ("network/interface", Elements, "loopback tunnel vlan"),
    ("ethernet", Elements, "ha layer2 layer3 tap virtual-wire"),
    ("aggregate-ethernet", Elements, "ha layer2 layer3 virtual-wire"),
    ("layer3", Entries, "arp ip"),
    ("units", Entries, "arp ip"),
    ("interface/loopback", Entries, "ip"),
    ("interface/tunnel", Entries, "ip"),
    ("interface/vlan", Entries, "arp ip"),
    ("ipv6", Entries, "address"),
    ("network/virtual-router", Members, "interface"),
    ("network/vlan", Members, "interface"),
    ("vrf", Members, "interface"),
    ("ike", Entries, "gateway"),
    ("network/tunnel", Entries, "ipsec"),
    ("auto-key", Entries, "proxy-id proxy-id-v6"),
    ("network/profiles", Entries, "interface-management-profile zone-protection-profile"),
    // Virtual systems.
    ("vsys", Entries, "zone"),
    ("vsys", Elements, "import"),
    ("import", Elements, "network"),
    ("import", Members, "visible-vsys"),
    ("import/network", Members, "interface logical-router virtual-router virtual-wire vlan"),
    ("zone", Elements, "network"),
    ("zone/network", Members, "external layer2 layer3 tap virtual-wire"),
    // Where logs and logins go.
    ("shared", Entries, "authentication-profile certificate certificate-profile ssl-tls-service-profile"),
    ("log-settings", Entries, "email http profiles snmptrap syslog"),
    ("server-profile", Entries, "dns kerberos ldap netflow radius saml-idp tacplus"),
    ("email", Entries, "server"),
    ("http", Entries, "server"),
    ("kerberos", Entries, "server"),
    ("ldap", Entries, "server"),
    ("match-list", Members, "send-email send-http send-snmptrap send-syslog"),
    ("radius", Entries, "server"),
    ("syslog", Entries, "server"),
    ("tacplus", Entries, "server"),
    ("v2c", Entries, "server"),
    ("v3", Entries, "server"),
    // Objects and rules.
    ("device-group", Entries, OBJECTS),
    ("shared", Entries, OBJECTS),
    ("vsys", Entries, OBJECTS),
    ("address", Members, "tag"),
    ("address-group", Members, "static tag"),
    ("application-group", Members, "members"),
    ("service", Members, "tag"),
    ("service-group", Members, "members tag"),
    ("rules", Members, "destination source tag"),
    ("rules", Elements, "profile-setting target"),
    ("security/rules", Members, "application category from hip-profiles service to"),
    ("nat/rules", Members, "from to"),
    ("external-list/type/ip", Elements, "recurring"),
    ("dynamic-ip", Members, "translated-address"),
    ("dynamic-ip-and-port", Members, "translated-address"),
    ("profile-setting", Elements, "profiles"),
    ("profile-setting", Members, "group"),
    ("profile-setting/profiles", Members, "data-filtering file-blocking spyware url-filtering"),
    ("profile-setting/profiles", Members, "virus vulnerability wildfire-analysis"),
];

/// Elements of which there is one at a time: where they stand, and their names. All of them are elements of
/// their own, so where they stand holds elements.
const CHOICES: &[(&str, &str)] = &[
    ("interface/ethernet", "aggregate-group decrypt-mirror ha layer2 layer3 log-card tap virtual-wire"),
    ("aggregate-ethernet", "decrypt-mirror ha layer2 layer3 virtual-wire"),
    ("zone/network", "external layer2 layer3 tap tunnel virtual-wire"),
    ("group/mode", "active-active active-passive"),
    ("election-option/timers", "advanced aggressive recommended"),
    ("virtual-address/ip", "arp-load-sharing floating"),
    ("virtual-address/ipv6", "arp-load-sharing floating"),
    ("arp-load-sharing", "ip-hash ip-modulo"),
    ("session-owner-selection", "first-packet primary-device"),
    ("session-setup", "first-packet ip-hash ip-modulo primary-device"),
    ("static-route/nexthop", "discard fqdn ip-address next-lr next-vr none receive"),
    ("variable/type", "as-number device-id device-priority egress-max fqdn group-id interface"),
    ("variable/type", "ip-netmask ip-range link-tag qos-profile"),
    ("address", "fqdn ip-netmask ip-range ip-wildcard"),
    ("address-group", "dynamic static"),
    ("service/protocol", "sctp tcp udp"),
];

/// What an element holds, by what is there, else by its path: the names of all elements down to it, without
/// entries. `None` where neither tells.
pub(super) fn holds(element: &Element, path: &[String]) -> Option<Holds> {
    let all = |name: &str| element.children().iter().all(|child| child.name() == name);
    match element.children() {
        [] if !element.text().is_empty() => Some(Holds::Text),
        [] if element.name() == "entry" => Some(Elements),
        [] => by_path(path),
        [_, ..] if all("entry") => Some(Entries),
        [_, ..] if all("member") => Some(Members),
        _ => Some(Elements),
    }
}

/// What the tables say of a path.
pub(super) fn by_path(path: &[String]) -> Option<Holds> {
    let (name, above) = path.split_last()?;
    let rows = TABLE.iter().filter(|(place, _, names)| is_below(above, place) && has(names, name));
    let longest = rows.max_by_key(|(place, ..)| steps(place).count()).map(|(_, holds, _)| *holds);
    let is_choice = || CHOICES.iter().any(|(place, _)| is_below(path, place));
    longest.or_else(|| is_choice().then_some(Elements))
}

/// The names of the other elements that go when this one comes.
pub(super) fn alternatives(path: &[String], name: &str) -> impl Iterator<Item = &'static str> {
    let place = CHOICES.iter().find(|(place, names)| is_below(path, place) && has(names, name));
    let place = place.map(|(place, _)| *place);
    let rows = CHOICES.iter().filter(move |(other, _)| Some(*other) == place);
    rows.flat_map(|(_, names)| names.split(' ')).filter(move |other| *other != name)
}

fn is_below(path: &[String], place: &str) -> bool {
    let count = steps(place).count();
    path.len() >= count && path[path.len() - count..].iter().map(String::as_str).eq(steps(place))
}

fn steps(place: &str) -> impl Iterator<Item = &str> {
    place.split('/').filter(|step| !step.is_empty())
}

fn has(names: &str, name: &str) -> bool {
    names.split(' ').any(|other| other == name)
}
