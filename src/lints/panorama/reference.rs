//! Which settings name which objects. From the vendor's firewall schema 10.0.6, which says for each such
//! setting where the names are that it may have; only what stands in templates is here.

use crate::effective::Setting;

/// A setting that names an object.
pub(super) struct Reference {
    /// Who names it; `{}` is the entry around.
    who: &'static str,
    /// What the path starts from.
    pub(super) from: Base,
    /// Where it stands: names of elements, `entry` for any entry, `*` for any element. The last one's text is
    /// the name, or the name of the entry.
    pub(super) path: &'static str,
    /// What it names.
    pub(super) target: &'static Target,
}

/// Objects of one kind.
pub(super) struct Target {
    /// What they are.
    pub(super) what: &'static str,
    /// Where their entries are.
    pub(super) at: &'static [(Base, &'static str)],
    /// Those that every firewall has.
    builtin: &'static [&'static str],
    /// Are they often set up on the firewall itself? Then templates that have none say nothing.
    pub(super) is_often_local: bool,
}

/// What a path starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    /// The `config`.
    Config,
    /// `shared`.
    Shared,
    /// The device entry.
    Device,
    /// A virtual system's entry: of a target, that of the setting that names it.
    Vsys,
    /// Any virtual system's entry.
    AnyVsys,
}

impl Reference {
    /// Who names it, for a message.
    pub(super) fn who(&self, at: Setting<'_, '_>) -> String {
        let above = std::iter::successors(at.source().node.parent(), |node| node.parent());
        let owner = above.filter(|node| node.name() == "entry").find_map(|entry| entry.attribute("name"));
        self.who.replace("{}", &owner.unwrap_or_default())
    }
}

impl Target {
    /// Has every firewall an object of this name?
    pub(super) fn is_builtin(&self, name: &str) -> bool {
        name == "none" || name == "any" || self.builtin.contains(&name)
    }
}

use Base::{AnyVsys, Config, Device, Shared, Vsys};

static INTERFACE: Target = Target {
    what: "interface",
    at: &[
        (Device, "network/interface/*/entry"),
        (Device, "network/interface/*/entry/*/units/entry"),
        (Device, "network/interface/*/units/entry"),
        (Device, "deviceconfig/log-fwd-card/interface/entry/units/entry"),
    ],
    builtin: &["loopback", "sdwan", "tunnel", "vlan"],
    is_often_local: true,
};
static AGGREGATE: Target = Target {
    what: "aggregate interface",
    at: &[(Device, "network/interface/aggregate-ethernet/entry")],
    builtin: &[],
    is_often_local: true,
};
static VIRTUAL_ROUTER: Target = Target {
    what: "virtual router",
    at: &[(Device, "network/virtual-router/entry")],
    builtin: &[],
    is_often_local: true,
};
static LOGICAL_ROUTER: Target = Target {
    what: "logical router",
    at: &[(Device, "network/logical-router/entry")],
    builtin: &[],
    is_often_local: true,
};
static VIRTUAL_WIRE: Target = Target {
    what: "virtual wire",
    at: &[(Device, "network/virtual-wire/entry")],
    builtin: &[],
    is_often_local: true,
};
static VLAN: Target =
    Target { what: "VLAN", at: &[(Device, "network/vlan/entry")], builtin: &[], is_often_local: true };
static MANAGEMENT_PROFILE: Target = Target {
    what: "interface management profile",
    at: &[(Device, "network/profiles/interface-management-profile/entry")],
    builtin: &[],
    is_often_local: false,
};
static ZONE_PROTECTION_PROFILE: Target = Target {
    what: "zone protection profile",
    at: &[(Device, "network/profiles/zone-protection-profile/entry")],
    builtin: &["default"],
    is_often_local: false,
};
static MONITOR_PROFILE: Target = Target {
    what: "monitor profile",
    at: &[(Device, "network/profiles/monitor-profile/entry")],
    builtin: &["default"],
    is_often_local: false,
};
/// A firewall comes with three of each kind of crypto profile (its first configuration).
const CRYPTO: &[&str] = &["default", "Suite-B-GCM-128", "Suite-B-GCM-256"];
static IKE_CRYPTO: Target = Target {
    what: "IKE crypto profile",
    at: &[(Device, "network/ike/crypto-profiles/ike-crypto-profiles/entry")],
    builtin: CRYPTO,
    is_often_local: false,
};
static IPSEC_CRYPTO: Target = Target {
    what: "IPSec crypto profile",
    at: &[(Device, "network/ike/crypto-profiles/ipsec-crypto-profiles/entry")],
    builtin: CRYPTO,
    is_often_local: false,
};
static IKE_GATEWAY: Target = Target {
    what: "IKE gateway",
    at: &[(Device, "network/ike/gateway/entry")],
    builtin: &[],
    is_often_local: false,
};
static DNS_PROXY: Target = Target {
    what: "DNS proxy",
    at: &[(Device, "network/dns-proxy/entry"), (AnyVsys, "dns-proxy/entry")],
    builtin: &[],
    is_often_local: false,
};
static NETFLOW: Target = Target {
    what: "NetFlow server profile",
    at: &[(Shared, "server-profile/netflow/entry"), (AnyVsys, "server-profile/netflow/entry")],
    builtin: &[],
    is_often_local: false,
};

macro_rules! of_shared {
    ($($name:ident, $what:literal, $path:literal;)*) => {$(
        static $name: Target =
            Target { what: $what, at: &[(Shared, $path), (Vsys, $path)], builtin: &[], is_often_local: false };
    )*};
}

of_shared! {
    SYSLOG, "syslog server profile", "log-settings/syslog/entry";
    EMAIL, "email server profile", "log-settings/email/entry";
    SNMPTRAP, "SNMP trap server profile", "log-settings/snmptrap/entry";
    HTTP, "HTTP server profile", "log-settings/http/entry";
    LDAP, "LDAP server profile", "server-profile/ldap/entry";
    RADIUS, "RADIUS server profile", "server-profile/radius/entry";
    KERBEROS, "Kerberos server profile", "server-profile/kerberos/entry";
    TACPLUS, "TACACS+ server profile", "server-profile/tacplus/entry";
    SAML, "SAML identity provider", "server-profile/saml-idp/entry";
    CERTIFICATE, "certificate", "certificate/entry";
    CERTIFICATE_PROFILE, "certificate profile", "certificate-profile/entry";
    SSL_TLS_PROFILE, "SSL/TLS service profile", "ssl-tls-service-profile/entry";
}

static AUTHENTICATION: Target = Target {
    what: "authentication profile",
    at: &[
        (Shared, "authentication-profile/entry"),
        (Shared, "authentication-sequence/entry"),
        (Vsys, "authentication-profile/entry"),
        (Vsys, "authentication-sequence/entry"),
    ],
    builtin: &[],
    is_often_local: false,
};
static PASSWORD_PROFILE: Target = Target {
    what: "password profile",
    at: &[(Config, "mgt-config/password-profile/entry")],
    builtin: &[],
    is_often_local: false,
};

macro_rules! references {
    ($($who:literal, $from:ident, $path:literal, $target:ident;)*) => {
        /// All of them.
        pub(super) static REFERENCES: &[Reference] =
            &[$(Reference { who: $who, from: $from, path: $path, target: &$target },)*];
    };
}

references! {
    // Virtual systems and zones.
    "virtual system `{}`", Vsys, "import/network/interface/member", INTERFACE;
    "virtual system `{}`", Vsys, "import/network/virtual-router/member", VIRTUAL_ROUTER;
    "virtual system `{}`", Vsys, "import/network/logical-router/member", LOGICAL_ROUTER;
    "virtual system `{}`", Vsys, "import/network/virtual-wire/member", VIRTUAL_WIRE;
    "virtual system `{}`", Vsys, "import/network/vlan/member", VLAN;
    "virtual system `{}`", Vsys, "import/dns-proxy", DNS_PROXY;
    "zone `{}`", Vsys, "zone/entry/network/layer3/member", INTERFACE;
    "zone `{}`", Vsys, "zone/entry/network/layer2/member", INTERFACE;
    "zone `{}`", Vsys, "zone/entry/network/virtual-wire/member", INTERFACE;
    "zone `{}`", Vsys, "zone/entry/network/tap/member", INTERFACE;
    "zone `{}`", Vsys, "zone/entry/network/zone-protection-profile", ZONE_PROTECTION_PROFILE;
    // Routers, VLANs, virtual wires, interfaces.
    "virtual router `{}`", Device, "network/virtual-router/entry/interface/member", INTERFACE;
    "static route `{}`", Device, "network/virtual-router/entry/routing-table/*/static-route/entry/interface", INTERFACE;
    "static route `{}`", Device, "network/virtual-router/entry/routing-table/*/static-route/entry/nexthop/next-vr", VIRTUAL_ROUTER;
    "logical router VRF `{}`", Device, "network/logical-router/entry/vrf/entry/interface/member", INTERFACE;
    "static route `{}`", Device, "network/logical-router/entry/vrf/entry/routing-table/*/static-route/entry/interface", INTERFACE;
    "virtual wire `{}`", Device, "network/virtual-wire/entry/interface1", INTERFACE;
    "virtual wire `{}`", Device, "network/virtual-wire/entry/interface2", INTERFACE;
    "VLAN `{}`", Device, "network/vlan/entry/interface/member", INTERFACE;
    "VLAN `{}`", Device, "network/vlan/entry/virtual-interface/interface", INTERFACE;
    "DNS proxy `{}`", Device, "network/dns-proxy/entry/interface/member", INTERFACE;
    "the DHCP server or relay", Device, "network/dhcp/interface/entry", INTERFACE;
    "QoS", Device, "network/qos/interface/entry", INTERFACE;
    "interface `{}`", Device, "network/interface/ethernet/entry/aggregate-group", AGGREGATE;
    "interface `{}`", Device, "network/interface/*/entry/layer3/interface-management-profile", MANAGEMENT_PROFILE;
    "interface `{}`", Device, "network/interface/*/entry/layer3/units/entry/interface-management-profile", MANAGEMENT_PROFILE;
    "interface `{}`", Device, "network/interface/*/units/entry/interface-management-profile", MANAGEMENT_PROFILE;
    "interface `{}`", Device, "network/interface/*/entry/*/netflow-profile", NETFLOW;
    "interface `{}`", Device, "network/interface/*/entry/*/units/entry/netflow-profile", NETFLOW;
    "interface `{}`", Device, "network/interface/*/units/entry/netflow-profile", NETFLOW;
    // VPN.
    "IKE gateway `{}`", Device, "network/ike/gateway/entry/protocol/ikev1/ike-crypto-profile", IKE_CRYPTO;
    "IKE gateway `{}`", Device, "network/ike/gateway/entry/protocol/ikev2/ike-crypto-profile", IKE_CRYPTO;
    "IKE gateway `{}`", Device, "network/ike/gateway/entry/local-address/interface", INTERFACE;
    "IPSec tunnel `{}`", Device, "network/tunnel/ipsec/entry/auto-key/ike-gateway/entry", IKE_GATEWAY;
    "IPSec tunnel `{}`", Device, "network/tunnel/ipsec/entry/auto-key/ipsec-crypto-profile", IPSEC_CRYPTO;
    "IPSec tunnel `{}`", Device, "network/tunnel/ipsec/entry/tunnel-interface", INTERFACE;
    "IPSec tunnel `{}`", Device, "network/tunnel/ipsec/entry/tunnel-monitor/tunnel-monitor-profile", MONITOR_PROFILE;
    "GRE tunnel `{}`", Device, "network/tunnel/gre/entry/tunnel-interface", INTERFACE;
    // High availability; ports of its links have lints of their own.
    "HA link group `{}`", Device, "deviceconfig/high-availability/group/monitoring/link-monitoring/link-group/entry/interface/member", INTERFACE;
    "HA path monitoring", Device, "deviceconfig/high-availability/group/monitoring/path-monitoring/path-group/virtual-router/entry", VIRTUAL_ROUTER;
    "HA path monitoring", Device, "deviceconfig/high-availability/group/monitoring/path-monitoring/path-group/logical-router/entry", LOGICAL_ROUTER;
    "HA path monitoring", Device, "deviceconfig/high-availability/group/monitoring/path-monitoring/path-group/virtual-wire/entry", VIRTUAL_WIRE;
    "HA path monitoring", Device, "deviceconfig/high-availability/group/monitoring/path-monitoring/path-group/vlan/entry", VLAN;
    "the HA virtual address", Device, "deviceconfig/high-availability/group/mode/active-active/virtual-address/entry", INTERFACE;
    // Device settings.
    "the device", Device, "deviceconfig/system/authentication-profile", AUTHENTICATION;
    "the device", Device, "deviceconfig/system/certificate-profile", CERTIFICATE_PROFILE;
    "the device", Device, "deviceconfig/system/ssl-tls-service-profile", SSL_TLS_PROFILE;
    "the device", Device, "deviceconfig/system/dns-setting/dns-proxy-object", DNS_PROXY;
    "administrator `{}`", Config, "mgt-config/users/entry/authentication-profile", AUTHENTICATION;
    "administrator `{}`", Config, "mgt-config/users/entry/password-profile", PASSWORD_PROFILE;
    // Logs.
    "log setting `{}`", Shared, "log-settings/*/match-list/entry/send-syslog/member", SYSLOG;
    "log setting `{}`", Shared, "log-settings/*/match-list/entry/send-email/member", EMAIL;
    "log setting `{}`", Shared, "log-settings/*/match-list/entry/send-snmptrap/member", SNMPTRAP;
    "log setting `{}`", Shared, "log-settings/*/match-list/entry/send-http/member", HTTP;
    // Logins and certificates.
    "authentication profile `{}`", Shared, "authentication-profile/entry/method/ldap/server-profile", LDAP;
    "authentication profile `{}`", Shared, "authentication-profile/entry/method/radius/server-profile", RADIUS;
    "authentication profile `{}`", Shared, "authentication-profile/entry/method/kerberos/server-profile", KERBEROS;
    "authentication profile `{}`", Shared, "authentication-profile/entry/method/tacplus/server-profile", TACPLUS;
    "authentication profile `{}`", Shared, "authentication-profile/entry/method/saml-idp/server-profile", SAML;
    "authentication profile `{}`", Vsys, "authentication-profile/entry/method/ldap/server-profile", LDAP;
    "authentication profile `{}`", Vsys, "authentication-profile/entry/method/radius/server-profile", RADIUS;
    "authentication profile `{}`", Vsys, "authentication-profile/entry/method/kerberos/server-profile", KERBEROS;
    "authentication profile `{}`", Vsys, "authentication-profile/entry/method/tacplus/server-profile", TACPLUS;
    "authentication profile `{}`", Vsys, "authentication-profile/entry/method/saml-idp/server-profile", SAML;
    "authentication sequence `{}`", Shared, "authentication-sequence/entry/authentication-profiles/member", AUTHENTICATION;
    "authentication sequence `{}`", Vsys, "authentication-sequence/entry/authentication-profiles/member", AUTHENTICATION;
    "group mapping `{}`", Vsys, "group-mapping/entry/server-profile", LDAP;
    "certificate profile `{}`", Shared, "certificate-profile/entry/CA/entry", CERTIFICATE;
    "certificate profile `{}`", Vsys, "certificate-profile/entry/CA/entry", CERTIFICATE;
    "SSL/TLS service profile `{}`", Shared, "ssl-tls-service-profile/entry/certificate", CERTIFICATE;
    "SSL/TLS service profile `{}`", Vsys, "ssl-tls-service-profile/entry/certificate", CERTIFICATE;
}
