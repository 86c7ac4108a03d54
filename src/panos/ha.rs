//! High availability as a configuration has it: the pair, the cluster, and their links.

use crate::model::LinkKind;
use crate::xml::Element;

/// The `deviceconfig/high-availability` of one firewall, its variables resolved.
///
/// Every value is the text as it stands there: an export may hold anything, also a variable that
/// has no value. What is absent, or empty, is `None`.
#[derive(Debug, Clone, Copy)]
pub struct HighAvailability<'e> {
    element: &'e Element,
}

/// The settings of an HA pair.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PairSettings<'e> {
    /// `yes` where high availability is on. A cluster has a switch of its own.
    pub enabled: Option<&'e str>,
    /// The group id, which both firewalls share.
    pub group_id: Option<&'e str>,
    /// HA1 address of the other firewall.
    pub peer_ip: Option<&'e str>,
    /// Its HA1 backup address.
    pub peer_ip_backup: Option<&'e str>,
    /// The lower one is active.
    pub device_priority: Option<&'e str>,
    /// 0 or 1, in an active/active pair.
    pub device_id: Option<&'e str>,
    /// The element below `mode`: `active-passive` or `active-active`.
    pub mode: Option<&'e str>,
    /// Does the firewall with the lower priority take over again?
    pub preemptive: Option<&'e str>,
}

/// The settings of a cluster whose members synchronise sessions over HA4.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClusterSettings<'e> {
    /// `yes` where the firewall takes part.
    pub enabled: Option<&'e str>,
    /// The cluster id, which all members share.
    pub cluster_id: Option<&'e str>,
    /// Free text.
    pub description: Option<&'e str>,
    /// The list of members, in which the firewall itself should be.
    pub members: Vec<ClusterMember<'e>>,
}

/// One entry in a firewall's list of cluster members.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ClusterMember<'e> {
    /// The member's serial number.
    pub serial: &'e str,
    /// Its HA4 address.
    pub ha4_address: Option<&'e str>,
    /// Its HA4 backup address.
    pub ha4_backup_address: Option<&'e str>,
    /// `enabled` or another word.
    pub session_synchronization: Option<&'e str>,
    /// Free text.
    pub comments: Option<&'e str>,
}

/// The firewall's own end of an HA link.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LinkSettings<'e> {
    /// An interface, a dedicated port, or `management`.
    pub port: Option<&'e str>,
    /// The address on it.
    pub ip_address: Option<&'e str>,
    /// Its mask.
    pub netmask: Option<&'e str>,
    /// A gateway, for links across subnets.
    pub gateway: Option<&'e str>,
}

impl<'e> HighAvailability<'e> {
    /// Reads a `high-availability` element.
    pub fn new(element: &'e Element) -> Self {
        Self { element }
    }

    /// The settings of the pair; `None` where there is no `group`.
    pub fn pair(self) -> Option<PairSettings<'e>> {
        let container = self.element.child("group")?;
        // Until PAN-OS 8.0 the group was an entry named for its id; since then it is one element.
        let old = container.child("entry").filter(|_| container.child("group-id").is_none());
        let group = old.unwrap_or(container);
        let mode = group.child("mode");
        let election = group.child("election-option");
        Some(PairSettings {
            enabled: text(self.element, "enabled"),
            group_id: old.map_or_else(|| text(group, "group-id"), Element::entry_name),
            peer_ip: text(group, "peer-ip"),
            peer_ip_backup: text(group, "peer-ip-backup"),
            device_priority: election.and_then(|election| text(election, "device-priority")),
            device_id: mode
                .and_then(|mode| mode.child("active-active"))
                .and_then(|mode| text(mode, "device-id")),
            mode: mode.and_then(|mode| mode.children().first()).map(Element::name),
            preemptive: election.and_then(|election| text(election, "preemptive")),
        })
    }

    /// The settings of the cluster; `None` where there is no `cluster`.
    pub fn cluster(self) -> Option<ClusterSettings<'e>> {
        let cluster = self.element.child("cluster")?;
        let members = cluster.child("cluster-members").map(Element::children).unwrap_or_default();
        let member = |entry: &'e Element| {
            Some(ClusterMember {
                serial: entry.entry_name()?,
                ha4_address: text(entry, "ha4-ip-address"),
                ha4_backup_address: text(entry, "ha4-backup-ip-address"),
                session_synchronization: text(entry, "session-synchronization"),
                comments: text(entry, "comments"),
            })
        };
        Some(ClusterSettings {
            enabled: text(cluster, "enabled"),
            cluster_id: text(cluster, "cluster-id"),
            description: text(cluster, "description"),
            members: members.iter().filter_map(member).collect(),
        })
    }

    /// The firewall's end of a link; `None` where it is not set up.
    pub fn link(self, kind: LinkKind) -> Option<LinkSettings<'e>> {
        let link = self.element.child("interface")?.child(kind.element())?;
        Some(LinkSettings {
            port: text(link, "port"),
            ip_address: text(link, "ip-address"),
            netmask: text(link, "netmask"),
            gateway: text(link, "gateway"),
        })
    }
}

/// The text of a child, without the blanks around it; `None` where that leaves nothing.
pub(super) fn text<'e>(element: &'e Element, child: &str) -> Option<&'e str> {
    let text = element.child(child)?.text().trim();
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;
    use crate::xml::Document;

    fn read(xml: &str) -> Element {
        let mut sources = Sources::default();
        let id = sources.add("ha.xml", xml);
        let document = Document::parse(id, sources.get(id).shared_text()).expect("well formed");
        document.root().to_element().expect("no mixed content")
    }

    const PAIR: &str = "<peer-ip>192.0.2.2</peer-ip><peer-ip-backup>192.0.2.6</peer-ip-backup>\
        <election-option><device-priority>90</device-priority><preemptive>yes</preemptive></election-option>\
        <mode><active-active><device-id>1</device-id></active-active></mode>";

    #[test]
    fn the_flat_group_and_the_older_entry_read_alike() {
        let flat = read(&format!(
            "<high-availability><enabled>yes</enabled><group><group-id>7</group-id>{PAIR}</group></high-availability>"
        ));
        let old = read(&format!(
            "<high-availability><enabled>yes</enabled><group><entry name='7'>{PAIR}</entry></group></high-availability>"
        ));
        let expected = PairSettings {
            enabled: Some("yes"),
            group_id: Some("7"),
            peer_ip: Some("192.0.2.2"),
            peer_ip_backup: Some("192.0.2.6"),
            device_priority: Some("90"),
            device_id: Some("1"),
            mode: Some("active-active"),
            preemptive: Some("yes"),
        };
        assert_eq!(HighAvailability::new(&flat).pair(), Some(expected));
        assert_eq!(HighAvailability::new(&old).pair(), Some(expected));
    }

    #[test]
    fn a_cluster_lists_its_members_in_order() {
        let tree = read(
            "<high-availability><cluster><enabled>yes</enabled><cluster-id>9</cluster-id><description> dc1 </description>\
             <cluster-members><entry name='013201000002'><ha4-ip-address>192.0.2.2</ha4-ip-address>\
             <ha4-backup-ip-address>192.0.2.18</ha4-backup-ip-address>\
             <session-synchronization>enabled</session-synchronization><comments>fw2</comments></entry>\
             <entry name='013201000001'/></cluster-members></cluster></high-availability>",
        );
        let cluster = HighAvailability::new(&tree).cluster().expect("a cluster");
        assert_eq!((cluster.cluster_id, cluster.description), (Some("9"), Some("dc1")));
        let [second, first] = cluster.members[..] else { panic!("{:?}", cluster.members) };
        assert_eq!(first, ClusterMember { serial: "013201000001", ..ClusterMember::default() });
        assert_eq!((second.serial, second.ha4_address), ("013201000002", Some("192.0.2.2")));
        assert_eq!((second.session_synchronization, second.comments), (Some("enabled"), Some("fw2")));
    }

    #[test]
    fn what_is_absent_or_empty_is_none() {
        let tree = read(
            "<high-availability><group/><cluster/><interface><ha1><port>management</port><ip-address/></ha1></interface></high-availability>",
        );
        let ha = HighAvailability::new(&tree);
        assert_eq!(ha.pair(), Some(PairSettings::default()));
        assert_eq!(ha.cluster(), Some(ClusterSettings::default()));
        let link = LinkSettings { port: Some("management"), ..LinkSettings::default() };
        assert_eq!((ha.link(LinkKind::Ha1), ha.link(LinkKind::Ha4)), (Some(link), None));
        let empty = Element::new("high-availability");
        let ha = HighAvailability::new(&empty);
        assert!(ha.pair().is_none() && ha.cluster().is_none() && ha.link(LinkKind::Ha4).is_none());
    }

    #[test]
    fn a_variable_without_a_value_stays_what_it_is() {
        let tree = read(
            "<high-availability><interface><ha4><port>ethernet1/21</port><ip-address>$ha4</ip-address>\
             <netmask>255.255.255.0</netmask></ha4></interface></high-availability>",
        );
        let link = HighAvailability::new(&tree).link(LinkKind::Ha4).expect("a link");
        assert_eq!((link.ip_address, link.netmask), (Some("$ha4"), Some("255.255.255.0")));
    }
}
