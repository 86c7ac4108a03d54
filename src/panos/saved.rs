//! Several saved configurations of one device, and which of them counts.
//!
//! A tech support file holds the running configuration beside candidates and older copies. Where a
//! device has a file that PAN-OS names for the running configuration, its others are left aside. A
//! firewall's merged one comes first: it alone has what the templates gave. Files with names of
//! their own stay, as far as we cannot tell which is newer.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Export;
use super::panorama::device_entry;
use crate::xml::Node;

/// A configuration among others.
#[derive(Debug, Clone)]
pub struct Saved<'d> {
    within: Option<&'d str>,
    name: &'d str,
    is_panorama: bool,
    hostname: Option<Cow<'d, str>>,
    address: Option<Cow<'d, str>>,
}

/// Names for the running configuration, the better one first (vendor's tech support files).
const RUNNING: &[&str] = &[".merged-running-config.xml", "running-config.xml"];

impl<'d> Saved<'d> {
    /// A configuration, the name of its file, and the bundle or folder it was found in; one that the
    /// user named by itself was found in none.
    pub fn new(export: Export<'d>, name: &'d str, within: Option<&'d str>) -> Self {
        let system = device_entry(export.config())
            .and_then(|device| device.child("deviceconfig"))
            .and_then(|deviceconfig| deviceconfig.child("system"));
        let text = |name: &str| {
            system
                .and_then(|system| system.child(name))
                .map(Node::text)
                .filter(|text| !text.trim().is_empty())
        };
        Self {
            within,
            name,
            is_panorama: matches!(export, Export::Panorama(_)),
            hostname: text("hostname"),
            address: text("ip-address"),
        }
    }

    /// The device's name, if it says so.
    pub fn hostname(&self) -> Option<&str> {
        self.hostname.as_deref()
    }

    /// 0 counts most.
    fn rank(&self) -> usize {
        let (_, file) = self.folder_and_file();
        let file = file.strip_suffix(".gz").unwrap_or(file);
        RUNNING.iter().position(|name| *name == file).unwrap_or(RUNNING.len())
    }

    fn folder_and_file(&self) -> (&str, &str) {
        self.name.rsplit_once('/').unwrap_or(("", self.name))
    }

    /// Is this an older or lesser version of what `other` is?
    fn is_superseded_by(&self, other: &Self) -> bool {
        // Folders beside each other may hold the running configurations of several devices.
        let is_running = self.rank() < RUNNING.len();
        let is_near = !is_running || self.folder_and_file().0 == other.folder_and_file().0;
        let is_same = |a: &Option<Cow<'_, str>>, b: &Option<Cow<'_, str>>| a.is_none() || a == b;
        let is_address = is_same(&self.address, &other.address) || other.address.is_none();
        self.within.is_some()
            && self.within == other.within
            && self.is_panorama == other.is_panorama
            && other.rank() < self.rank()
            && is_near
            && is_same(&self.hostname, &other.hostname)
            && is_address
    }
}

/// Where those that may count instead are looked for, so that few are compared.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Near<'s> {
    Folder(&'s str),
    Hostname(&'s str),
    Anywhere,
}

/// For each configuration the index of the one that counts instead, if there is one. That one is
/// never superseded itself.
pub fn superseded(saved: &[Saved<'_>]) -> Vec<Option<usize>> {
    let mut running: HashMap<_, Vec<usize>> = HashMap::new();
    for (index, one) in saved.iter().enumerate().filter(|(_, one)| one.rank() < RUNNING.len()) {
        let hostname = one.hostname().map(Near::Hostname);
        let places = [Near::Folder(one.folder_and_file().0), Near::Anywhere].into_iter().chain(hostname);
        for near in places {
            running.entry((one.within, one.is_panorama, near)).or_default().push(index);
        }
    }
    let better = |one: &Saved<'_>| {
        let near = match one.hostname() {
            _ if one.rank() < RUNNING.len() => Near::Folder(one.folder_and_file().0),
            Some(hostname) => Near::Hostname(hostname),
            None => Near::Anywhere,
        };
        let others = running.get(&(one.within, one.is_panorama, near)).into_iter().flatten().copied();
        // One of the same name before one that merely may be the same device.
        others
            .filter(|other| one.is_superseded_by(&saved[*other]))
            .min_by_key(|other| (saved[*other].hostname != one.hostname, saved[*other].rank()))
    };
    let better: Vec<Option<usize>> = saved.iter().map(better).collect();
    // Each step has a better rank, so there is an end.
    let last = |index: &Option<usize>| std::iter::successors(*index, |index| better[*index]).last();
    better.iter().map(last).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saved(name: &'static str, hostname: Option<&'static str>) -> Saved<'static> {
        let hostname = hostname.map(Cow::Borrowed);
        Saved { within: Some("ts.tgz"), name, is_panorama: false, hostname, address: None }
    }

    #[test]
    fn the_merged_running_configuration_counts() {
        let found = [
            saved("ts.tgz/devices/candidatecfg.xml", Some("fw1")),
            saved("ts.tgz/saved/.merged-running-config.xml", Some("fw1")),
            saved("ts.tgz/saved/running-config.xml", Some("fw1")),
            saved("ts.tgz/saved/template-config.xml", None),
            saved("ts.tgz/saved/other.xml", Some("fw2")),
        ];
        assert_eq!(superseded(&found), [Some(1), None, Some(1), Some(1), None]);
    }

    #[test]
    fn the_one_that_counts_is_not_superseded_itself() {
        let found = [
            saved("ts.tgz/candidatecfg.xml", None),
            saved("ts.tgz/running-config.xml", None),
            saved("ts.tgz/.merged-running-config.xml", Some("fw1")),
        ];
        assert_eq!(superseded(&found), [Some(2), Some(2), None]);
    }

    #[test]
    fn each_of_thousands_of_devices_has_its_own() {
        let names: Vec<(String, String)> =
            (0..20_000).map(|n| (format!("ts.tgz/{n}/running-config.xml"), format!("fw{n}"))).collect();
        let found = names.iter().flat_map(|(name, hostname)| {
            let one = Saved { name, hostname: Some(hostname.into()), ..saved("", None) };
            [one.clone(), Saved { name: "ts.tgz/old.xml", ..one }]
        });
        let found: Vec<Saved<'_>> = found.collect();
        let superseded = superseded(&found);
        let expected = (0..found.len()).map(|index| (index % 2 == 1).then(|| index - 1));
        assert!(superseded.into_iter().eq(expected));
    }

    #[test]
    fn running_configurations_in_other_folders_are_of_other_devices() {
        let found = [
            saved("ts.tgz/a/running-config.xml", Some("PA-VM")),
            saved("ts.tgz/b/.merged-running-config.xml", Some("PA-VM")),
        ];
        assert_eq!(superseded(&found), [None, None]);
    }

    #[test]
    fn names_of_their_own_and_named_files_stay() {
        let monday = saved("ts.tgz/monday.xml", Some("fw1"));
        assert_eq!(superseded(&[monday.clone(), saved("ts.tgz/tuesday.xml", Some("fw1"))]), [None, None]);
        let running = saved("ts.tgz/running-config.xml", Some("fw1"));
        let named = Saved { within: None, ..monday.clone() };
        assert_eq!(superseded(&[named, running.clone()]), [None, None]);
        let panorama = Saved { is_panorama: true, ..monday.clone() };
        assert_eq!(superseded(&[panorama, running.clone()]), [None, None]);
        let elsewhere = Saved { address: Some("192.0.2.1".into()), ..monday };
        let running = Saved { address: Some("192.0.2.2".into()), ..running };
        assert_eq!(superseded(&[elsewhere, running]), [None, None]);
    }
}
