//! Which firewalls there are, and what each is part of: stack, device groups, cluster, pair.
//!
//! Only `deviceconfig/system` and `deviceconfig/high-availability` of each firewall are resolved, so
//! that thousands take seconds.

mod clusters;
mod pairs;

use super::{FirewallSettings, Given, HighAvailability, Layer, Resolver, Setting};
use crate::model::{LinkKind, Serial};
use crate::panos::{Export, Firewall};

/// One firewall.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InventoryEntry {
    /// Name of the file that tells of it.
    pub export: String,
    /// Its place among the exports that were given.
    pub export_index: usize,
    /// Is it the configuration of its Panorama that tells, and not its own?
    pub is_of_panorama: bool,
    /// Serial number. A firewall's own export does not say it, but its file may be named for it.
    pub serial: Option<String>,
    /// Host name, where its templates or its own configuration set one.
    pub hostname: Option<String>,
    /// Template stack.
    pub template_stack: Option<String>,
    /// Templates of the stack, the highest first.
    pub templates: Vec<String>,
    /// Those that the stack names and the export lacks.
    pub missing_templates: Vec<String>,
    /// Device groups that name it, without those above them.
    pub device_groups: Vec<String>,
    /// The cluster it is configured for.
    pub cluster: Option<ClusterEntry>,
    /// The pair it is configured for.
    pub pair: Option<PairEntry>,
    /// Its HA4 address.
    pub ha4: Option<String>,
    /// Its HA4 backup address.
    pub ha4_backup: Option<String>,
}

/// A firewall's cluster.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClusterEntry {
    /// The cluster id; where several clusters have it, also the first member: `7@013201000001`.
    pub label: String,
    /// The cluster id as the firewall has it.
    pub id: Option<String>,
    /// The description as the firewall has it.
    pub description: Option<String>,
    /// Does the firewall take part?
    pub is_enabled: bool,
    /// Serial numbers in the firewall's own list of members, in order.
    pub listed: Vec<String>,
    /// Serial numbers of all firewalls that are in it or listed by one that is, sorted.
    pub members: Vec<String>,
}

/// A firewall's HA pair.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PairEntry {
    /// The group id.
    pub group_id: Option<String>,
    /// Is high availability on?
    pub is_enabled: bool,
    /// The other firewall: its serial number, or the name of its file; `None` where none, or more than
    /// one, has the peer's address and points back.
    pub peer: Option<String>,
    /// Its place in the inventory.
    pub peer_index: Option<usize>,
    /// Where there is no peer: the place of the one that is meant, by what else fits.
    pub likely_peer_index: Option<usize>,
}

impl InventoryEntry {
    /// The serial number, or what else tells the firewall from others.
    pub fn name(&self) -> &str {
        self.serial.as_deref().unwrap_or(&self.export)
    }

    /// The Panorama that it is told of by, by its place among the exports; `None` for its own export.
    pub fn realm(&self) -> Option<usize> {
        self.is_of_panorama.then_some(self.export_index)
    }

    /// The name with the host name, where there is one: `013201000011 (fw-dc1-a)`.
    pub fn shown(&self) -> String {
        let hostname = self.hostname.as_ref().map(|hostname| format!(" ({hostname})"));
        format!("{}{}", self.name(), hostname.unwrap_or_default())
    }
}

/// A firewall with what its cluster and its peer are found by.
#[derive(Debug, Default)]
struct Candidate {
    entry: InventoryEntry,
    /// Firewalls of one Panorama are peers of each other, and single exports are.
    realm: usize,
    /// Its HA1 addresses: the first, and the backup.
    ha1: [Option<String>; 2],
    /// Those of the other firewall.
    peer: [Option<String>; 2],
}

/// Every firewall of the exports, each export with the name of its file.
pub fn inventory<'d>(exports: impl IntoIterator<Item = (&'d str, Export<'d>)>) -> Vec<InventoryEntry> {
    let exports: Vec<_> = exports.into_iter().collect();
    inventory_of(&exports, &Resolver::of_exports(&exports))
}

/// As [`inventory`], with the resolver of each export that is a Panorama's.
pub fn inventory_of(
    exports: &[(&str, Export<'_>)],
    resolvers: &[Option<Resolver<'_>>],
) -> Vec<InventoryEntry> {
    let mut candidates = Vec::new();
    for (index, ((name, export), resolver)) in exports.iter().zip(resolvers).enumerate() {
        let before = candidates.len();
        match (export, resolver) {
            (Export::Firewall(firewall), _) => candidates.push(of_firewall(*firewall, name)),
            (Export::Panorama(_), Some(resolver)) => of_panorama(resolver, name, index + 1, &mut candidates),
            (Export::Panorama(_), None) => {}
        }
        candidates[before..].iter_mut().for_each(|candidate| candidate.entry.export_index = index);
    }
    clusters::find(&mut candidates);
    pairs::find(&mut candidates);
    candidates.into_iter().map(|candidate| candidate.entry).collect()
}

fn of_panorama(resolver: &Resolver<'_>, name: &str, realm: usize, candidates: &mut Vec<Candidate>) {
    for effective in resolver.serials().filter_map(|serial| resolver.effective(serial)) {
        let templates = effective.layers().iter().filter_map(|layer| match layer {
            Layer::Template(name) => Some(name.clone()),
            _ => None,
        });
        let mut candidate = Candidate {
            realm,
            entry: InventoryEntry {
                export: name.to_owned(),
                is_of_panorama: true,
                serial: Some(effective.serial().to_owned()),
                template_stack: effective.template_stack().map(str::to_owned),
                templates: templates.collect(),
                missing_templates: effective.missing_templates().to_vec(),
                device_groups: effective.device_groups().map(str::to_owned).collect(),
                ..InventoryEntry::default()
            },
            ..Candidate::default()
        };
        if let Some(settings) = effective.firewall_settings() {
            candidate.read(settings);
        }
        candidates.push(candidate);
    }
}

fn of_firewall(firewall: Firewall<'_>, name: &str) -> Candidate {
    let mut candidate = Candidate {
        entry: InventoryEntry {
            export: name.to_owned(),
            serial: serial_in(name),
            ..InventoryEntry::default()
        },
        ..Candidate::default()
    };
    if let Some(device) = firewall.device() {
        candidate.read(FirewallSettings::new(Setting::of_firewall(device)));
    }
    candidate
}

impl Candidate {
    fn read(&mut self, settings: FirewallSettings<'_, '_>) {
        self.entry.hostname = text(settings.hostname());
        if let Some(ha) = settings.high_availability() {
            self.read_high_availability(ha, settings);
        }
    }

    fn read_high_availability(&mut self, ha: HighAvailability<'_, '_>, settings: FirewallSettings<'_, '_>) {
        let address = |kind: LinkKind| {
            let link = ha.link(kind)?;
            let is_management = link.is_on_management();
            let of_management = || text(settings.management_address()).filter(|_| is_management);
            shown(link.ip_address.as_ref()).or_else(of_management)
        };
        self.entry.ha4 = address(LinkKind::Ha4);
        self.entry.ha4_backup = address(LinkKind::Ha4Backup);
        let is_yes = |given: &Option<Given<'_, '_>>| given.as_ref().is_some_and(|given| given.is("yes"));
        if let Some(cluster) = ha.cluster().filter(|c| c.cluster_id.is_some() || !c.members.is_empty()) {
            let listed = cluster.members.iter().map(|member| member.serial.shown().to_owned());
            self.entry.cluster = Some(ClusterEntry {
                id: shown(cluster.cluster_id.as_ref()),
                description: shown(cluster.description.as_ref()),
                is_enabled: is_yes(&cluster.enabled),
                listed: listed.collect(),
                ..ClusterEntry::default()
            });
        }
        if let Some(pair) = ha.pair() {
            self.ha1 = [address(LinkKind::Ha1), address(LinkKind::Ha1Backup)];
            self.peer = [shown(pair.peer_ip.as_ref()), shown(pair.peer_ip_backup.as_ref())];
            self.entry.pair = Some(PairEntry {
                group_id: shown(pair.group_id.as_ref()),
                is_enabled: is_yes(&pair.enabled),
                ..PairEntry::default()
            });
        }
    }
}

/// What stands there: a variable's name where it has no value.
fn shown(given: Option<&Given<'_, '_>>) -> Option<String> {
    given.map(|given| given.shown().to_owned())
}

/// What a firewall has: nothing where a variable has no value.
fn text(given: Option<Given<'_, '_>>) -> Option<String> {
    given?.text().map(str::to_owned)
}

/// The serial number for which a file is named, as those are that we generate.
fn serial_in(name: &str) -> Option<String> {
    let file = name.rsplit('/').next().unwrap_or(name);
    let stem = file.split('.').next().unwrap_or(file);
    stem.parse::<Serial>().ok().map(|serial| serial.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_may_be_named_for_the_serial_number() {
        assert_eq!(serial_in("out/firewalls/013201000001.xml").as_deref(), Some("013201000001"));
        assert_eq!(serial_in("013201000001.xml.gz").as_deref(), Some("013201000001"));
        assert_eq!(serial_in("support.tgz/saved/.merged-running-config.xml"), None);
        assert_eq!(serial_in("running-config.xml"), None);
    }
}
