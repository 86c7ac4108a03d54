//! High availability as a firewall has it: the pair, the cluster, and their links.

use crate::effective::{Given, Setting};
use crate::model::LinkKind;

/// The `deviceconfig/high-availability` of one firewall.
///
/// Every value comes with its place and is the text as it stands there: an export may hold anything. What
/// is absent, or empty, is `None`.
#[derive(Debug, Clone, Copy)]
pub struct HighAvailability<'e, 'd> {
    setting: Setting<'e, 'd>,
}

/// The settings of an HA pair.
#[derive(Debug, Clone)]
pub struct PairSettings<'e, 'd> {
    /// `group`, or in it the entry that is named for the id (until PAN-OS 8.0).
    pub group: Setting<'e, 'd>,
    /// `yes` where high availability is on. A cluster has a switch of its own.
    pub enabled: Option<Given<'e, 'd>>,
    /// The group id, which both firewalls share.
    pub group_id: Option<Given<'e, 'd>>,
    /// HA1 address of the other firewall.
    pub peer_ip: Option<Given<'e, 'd>>,
    /// Its HA1 backup address.
    pub peer_ip_backup: Option<Given<'e, 'd>>,
    /// The lower one is active.
    pub device_priority: Option<Given<'e, 'd>>,
    /// Does the firewall with the lower priority take over again?
    pub preemptive: Option<Given<'e, 'd>>,
    /// Is the heartbeat also sent over the management port?
    pub heartbeat_backup: Option<Given<'e, 'd>>,
    /// 0 or 1, in an active/active pair.
    pub device_id: Option<Given<'e, 'd>>,
    /// The element below `mode`: `active-passive` or `active-active`; `None` where templates set both, as
    /// nobody says which one PAN-OS takes.
    pub mode: Option<Setting<'e, 'd>>,
}

/// The settings of a cluster whose members synchronise sessions over HA4.
#[derive(Debug, Clone)]
pub struct ClusterSettings<'e, 'd> {
    /// `cluster`.
    pub element: Setting<'e, 'd>,
    /// `yes` where the firewall takes part.
    pub enabled: Option<Given<'e, 'd>>,
    /// The cluster id, which all members share.
    pub cluster_id: Option<Given<'e, 'd>>,
    /// Free text.
    pub description: Option<Given<'e, 'd>>,
    /// The list of members, in which the firewall itself should be.
    pub members: Vec<ClusterMember<'e, 'd>>,
}

/// One entry in a firewall's list of cluster members.
#[derive(Debug, Clone)]
pub struct ClusterMember<'e, 'd> {
    /// The member's serial number.
    pub serial: Given<'e, 'd>,
    /// Its HA4 address.
    pub ha4_address: Option<Given<'e, 'd>>,
    /// Its HA4 backup address.
    pub ha4_backup_address: Option<Given<'e, 'd>>,
    /// `enabled` or another word.
    pub session_synchronization: Option<Given<'e, 'd>>,
    /// Free text.
    pub comments: Option<Given<'e, 'd>>,
}

/// The firewall's own end of an HA link.
#[derive(Debug, Clone)]
pub struct LinkSettings<'e, 'd> {
    /// Which link.
    pub kind: LinkKind,
    /// Its element below `interface`.
    pub element: Setting<'e, 'd>,
    /// An interface, a dedicated port, or `management`.
    pub port: Option<Given<'e, 'd>>,
    /// The address on it.
    pub ip_address: Option<Given<'e, 'd>>,
    /// Its mask.
    pub netmask: Option<Given<'e, 'd>>,
    /// A gateway, for links across subnets.
    pub gateway: Option<Given<'e, 'd>>,
}

impl<'e, 'd> HighAvailability<'e, 'd> {
    /// Reads a `high-availability` element.
    pub fn new(setting: Setting<'e, 'd>) -> Self {
        Self { setting }
    }

    /// The element.
    pub fn setting(self) -> Setting<'e, 'd> {
        self.setting
    }

    /// The settings of the pair; `None` where there is no `group`.
    pub fn pair(self) -> Option<PairSettings<'e, 'd>> {
        let container = self.setting.child("group")?;
        // Until PAN-OS 8.0 the group was an entry named for its id; since then it is one element.
        let old = container.child("entry").filter(|_| container.child("group-id").is_none());
        let group = old.unwrap_or(container);
        let mode = group.child("mode");
        let election = group.child("election-option");
        let of_election = |name: &str| election.and_then(|election| election.given(name));
        Some(PairSettings {
            group,
            enabled: self.setting.given("enabled"),
            group_id: old.map_or_else(|| group.given("group-id"), Setting::given_name),
            peer_ip: group.given("peer-ip"),
            peer_ip_backup: group.given("peer-ip-backup"),
            device_priority: of_election("device-priority"),
            preemptive: of_election("preemptive"),
            heartbeat_backup: of_election("heartbeat-backup"),
            device_id: mode.and_then(|mode| mode.child("active-active")?.given("device-id")),
            mode: mode.and_then(|mode| match mode.children()[..] {
                [only] => Some(only),
                _ => None,
            }),
        })
    }

    /// The settings of the cluster; `None` where there is no `cluster`.
    pub fn cluster(self) -> Option<ClusterSettings<'e, 'd>> {
        let element = self.setting.child("cluster")?;
        let entries = element.child("cluster-members").map(Setting::entries).unwrap_or_default();
        let member = |entry: Setting<'e, 'd>| {
            Some(ClusterMember {
                serial: entry.given_name()?,
                ha4_address: entry.given("ha4-ip-address"),
                ha4_backup_address: entry.given("ha4-backup-ip-address"),
                session_synchronization: entry.given("session-synchronization"),
                comments: entry.given("comments"),
            })
        };
        Some(ClusterSettings {
            element,
            enabled: element.given("enabled"),
            cluster_id: element.given("cluster-id"),
            description: element.given("description"),
            members: entries.into_iter().filter_map(member).collect(),
        })
    }

    /// The firewall's end of a link; `None` where it is not set up.
    pub fn link(self, kind: LinkKind) -> Option<LinkSettings<'e, 'd>> {
        let element = self.setting.child("interface")?.child(kind.element())?;
        Some(LinkSettings {
            kind,
            element,
            port: element.given("port"),
            ip_address: element.given("ip-address"),
            netmask: element.given("netmask"),
            gateway: element.given("gateway"),
        })
    }
}

impl LinkSettings<'_, '_> {
    /// Has it a port or an address? Some automation writes empty elements for links that nobody wants.
    pub fn is_set_up(&self) -> bool {
        self.port.is_some() || self.ip_address.is_some()
    }

    /// Is its port the management interface, which has an address and a netmask already?
    pub fn is_on_management(&self) -> bool {
        self.port.as_ref().is_some_and(|port| port.is("management"))
    }
}

impl<'e, 'd> ClusterMember<'e, 'd> {
    /// Its address on one of the cluster's links.
    pub fn address(&self, kind: LinkKind) -> Option<&Given<'e, 'd>> {
        match kind {
            LinkKind::Ha4 => self.ha4_address.as_ref(),
            LinkKind::Ha4Backup => self.ha4_backup_address.as_ref(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;
    use crate::xml::Document;

    fn read(xml: &str) -> Document {
        let mut sources = Sources::default();
        let id = sources.add("ha.xml", xml);
        Document::parse(id, sources.get(id).shared_text()).expect("well formed")
    }

    fn ha(document: &Document) -> HighAvailability<'_, '_> {
        HighAvailability::new(Setting::of_firewall(document.root()))
    }

    fn texts(given: &[&Option<Given<'_, '_>>]) -> Vec<Option<String>> {
        given.iter().map(|given| given.as_ref().map(|given| given.shown().to_owned())).collect()
    }

    fn some(texts: &[&str]) -> Vec<Option<String>> {
        texts.iter().map(|text| (!text.is_empty()).then(|| (*text).to_owned())).collect()
    }

    const PAIR: &str = "<peer-ip>192.0.2.2</peer-ip><peer-ip-backup>192.0.2.6</peer-ip-backup>\
        <election-option><device-priority>90</device-priority><preemptive>yes</preemptive></election-option>\
        <mode><active-active><device-id>1</device-id></active-active></mode>";

    #[test]
    fn the_flat_group_and_the_older_entry_read_alike() {
        for group in [format!("<group-id>7</group-id>{PAIR}"), format!("<entry name='7'>{PAIR}</entry>")] {
            let document = read(&format!(
                "<high-availability><enabled>yes</enabled><group>{group}</group></high-availability>"
            ));
            let pair = ha(&document).pair().expect("a pair");
            let shown = texts(&[
                &pair.enabled,
                &pair.group_id,
                &pair.peer_ip,
                &pair.peer_ip_backup,
                &pair.device_priority,
                &pair.device_id,
                &pair.preemptive,
                &pair.heartbeat_backup,
            ]);
            assert_eq!(shown, some(&["yes", "7", "192.0.2.2", "192.0.2.6", "90", "1", "yes", ""]));
            assert_eq!(pair.mode.map(Setting::name), Some("active-active"));
        }
    }

    #[test]
    fn of_two_modes_none_is_taken() {
        let document = read(
            "<high-availability><group><mode><active-passive/><active-active/></mode></group></high-availability>",
        );
        assert!(ha(&document).pair().expect("a pair").mode.is_none());
    }

    #[test]
    fn a_cluster_lists_its_members_in_order() {
        let document = read(
            "<high-availability><cluster><enabled>yes</enabled><cluster-id>9</cluster-id><description> dc1 </description>\
             <cluster-members><entry name='013201000002'><ha4-ip-address>192.0.2.2</ha4-ip-address>\
             <ha4-backup-ip-address>192.0.2.18</ha4-backup-ip-address>\
             <session-synchronization>enabled</session-synchronization><comments>fw2</comments></entry>\
             <entry name='013201000001'/></cluster-members></cluster></high-availability>",
        );
        let cluster = ha(&document).cluster().expect("a cluster");
        assert_eq!(texts(&[&cluster.cluster_id, &cluster.description]), some(&["9", "dc1"]));
        let [second, first] = &cluster.members[..] else { panic!("{:?}", cluster.members) };
        assert_eq!(first.serial.shown(), "013201000001");
        assert!(first.ha4_address.is_none() && first.address(LinkKind::Ha4Backup).is_none());
        let shown = texts(&[
            &Some(second.serial.clone()),
            &second.address(LinkKind::Ha4).cloned(),
            &second.ha4_backup_address,
            &second.session_synchronization,
            &second.comments,
        ]);
        assert_eq!(shown, some(&["013201000002", "192.0.2.2", "192.0.2.18", "enabled", "fw2"]));
    }

    #[test]
    fn what_is_absent_or_empty_is_none() {
        let document = read(
            "<high-availability><group/><cluster/><interface><ha1><port>management</port><ip-address/></ha1></interface></high-availability>",
        );
        let ha_of = ha(&document);
        let pair = ha_of.pair().expect("an empty pair");
        assert!(pair.group_id.is_none() && pair.mode.is_none() && pair.enabled.is_none());
        assert!(ha_of.cluster().is_some_and(|cluster| cluster.members.is_empty()));
        let link = ha_of.link(LinkKind::Ha1).expect("a link");
        assert_eq!(texts(&[&link.port, &link.ip_address, &link.netmask]), some(&["management", "", ""]));
        assert!(ha_of.link(LinkKind::Ha4).is_none());
        let empty = read("<high-availability/>");
        assert!(ha(&empty).pair().is_none() && ha(&empty).cluster().is_none());
    }
}
