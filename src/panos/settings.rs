//! The device entry of one firewall: system, interfaces, virtual systems and their zones.

use super::HighAvailability;
use super::ha::text;
use crate::xml::Element;

/// A firewall's `devices/entry`, its variables resolved; values are texts, as in [`HighAvailability`].
#[derive(Debug, Clone, Copy)]
pub struct FirewallSettings<'e> {
    entry: &'e Element,
}

/// An interface or subinterface.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InterfaceSettings<'e> {
    /// Its name: `ethernet1/1`, `ae1.100`, `loopback.1`.
    pub name: &'e str,
    /// What it is used for, the element that says so: `layer3`, `virtual-wire`, `ha`, … For loopback,
    /// tunnel and VLAN interfaces that word. A subinterface has the mode of its interface.
    pub mode: Option<&'e str>,
    /// The aggregate it is part of.
    pub aggregate_group: Option<&'e str>,
    /// Its addresses of both families, in order.
    pub addresses: Vec<&'e str>,
}

/// A virtual system.
#[derive(Debug, Clone, Copy)]
pub struct VsysSettings<'e> {
    /// Its id: `vsys1`.
    pub name: &'e str,
    /// The name people gave it.
    pub display_name: Option<&'e str>,
    entry: &'e Element,
}

/// A zone of a virtual system.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ZoneSettings<'e> {
    /// Its name.
    pub name: &'e str,
    /// The kind of its interfaces: `layer3`, `virtual-wire`, …
    pub mode: Option<&'e str>,
    /// Its interfaces, in order.
    pub interfaces: Vec<&'e str>,
}

/// Elements of an Ethernet or aggregate interface that tell what it is used for (schema 10.0.6).
const INTERFACE_MODES: &[&str] =
    &["layer3", "layer2", "virtual-wire", "tap", "ha", "decrypt-mirror", "log-card"];

/// The same for zones.
const ZONE_MODES: &[&str] = &["layer3", "layer2", "virtual-wire", "tap", "tunnel", "external"];

impl<'e> FirewallSettings<'e> {
    /// Reads a device entry.
    pub fn new(entry: &'e Element) -> Self {
        Self { entry }
    }

    /// The firewall's name.
    pub fn hostname(self) -> Option<&'e str> {
        text(self.deviceconfig("system")?, "hostname")
    }

    /// The IPv4 address of its management interface.
    pub fn management_address(self) -> Option<&'e str> {
        text(self.deviceconfig("system")?, "ip-address")
    }

    /// High availability.
    pub fn high_availability(self) -> Option<HighAvailability<'e>> {
        self.deviceconfig("high-availability").map(HighAvailability::new)
    }

    /// Its interfaces in order, each followed by its subinterfaces.
    pub fn interfaces(self) -> Vec<InterfaceSettings<'e>> {
        let kinds = self.entry.child("network").and_then(|network| network.child("interface"));
        let mut interfaces = Vec::new();
        for kind in kinds.map(Element::children).unwrap_or_default() {
            match kind.name() {
                "ethernet" | "aggregate-ethernet" => {
                    entries_of(kind).for_each(|(name, entry)| physical(name, entry, &mut interfaces));
                }
                _ => units(kind, Some(kind.name()), &mut interfaces),
            }
        }
        interfaces
    }

    /// Its virtual systems, in order.
    pub fn vsys(self) -> impl Iterator<Item = VsysSettings<'e>> {
        let container = self.entry.child("vsys").into_iter();
        container.flat_map(entries_of).map(|(name, entry)| VsysSettings {
            name,
            display_name: text(entry, "display-name"),
            entry,
        })
    }

    fn deviceconfig(self, child: &str) -> Option<&'e Element> {
        self.entry.child("deviceconfig")?.child(child)
    }
}

impl<'e> VsysSettings<'e> {
    /// Its zones, in order.
    pub fn zones(self) -> impl Iterator<Item = ZoneSettings<'e>> {
        self.entry.child("zone").into_iter().flat_map(entries_of).map(|(name, entry)| {
            let mode = entry.child("network").and_then(|network| child_of(network, ZONE_MODES));
            ZoneSettings {
                name,
                mode: mode.map(Element::name),
                interfaces: mode.map(members).unwrap_or_default(),
            }
        })
    }

    /// The interfaces that belong to it.
    pub fn interfaces(self) -> Vec<&'e str> {
        let import = self.entry.child("import").and_then(|import| import.child("network"));
        import.and_then(|network| network.child("interface")).map(members).unwrap_or_default()
    }
}

/// An Ethernet or aggregate interface, and its subinterfaces.
fn physical<'e>(name: &'e str, entry: &'e Element, interfaces: &mut Vec<InterfaceSettings<'e>>) {
    let mode = child_of(entry, INTERFACE_MODES);
    interfaces.push(InterfaceSettings {
        name,
        mode: mode.map(Element::name),
        aggregate_group: text(entry, "aggregate-group"),
        addresses: mode.map(addresses).unwrap_or_default(),
    });
    if let Some(mode) = mode {
        units(mode, Some(mode.name()), interfaces);
    }
}

/// The entries below `units`: subinterfaces, and all loopback, tunnel and VLAN interfaces.
fn units<'e>(owner: &'e Element, mode: Option<&'e str>, interfaces: &mut Vec<InterfaceSettings<'e>>) {
    for (name, entry) in owner.child("units").into_iter().flat_map(entries_of) {
        let addresses = addresses(entry);
        interfaces.push(InterfaceSettings { name, mode, aggregate_group: None, addresses });
    }
}

fn addresses(owner: &Element) -> Vec<&str> {
    let of_4 = owner.child("ip");
    let of_6 = owner.child("ipv6").and_then(|ipv6| ipv6.child("address"));
    of_4.into_iter().chain(of_6).flat_map(entries_of).map(|(name, _)| name).collect()
}

fn child_of<'e>(element: &'e Element, names: &[&str]) -> Option<&'e Element> {
    element.children().iter().find(|child| names.contains(&child.name()))
}

/// The entries of a container with their names.
fn entries_of(container: &Element) -> impl Iterator<Item = (&str, &Element)> {
    let entries = container.children().iter().filter(|child| child.name() == "entry");
    entries.filter_map(|entry| Some((entry.entry_name()?, entry)))
}

fn members(list: &Element) -> Vec<&str> {
    let members = list.children().iter().filter(|child| child.name() == "member");
    members.map(|member| member.text().trim()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;
    use crate::xml::Document;

    const DEVICE: &str = "<entry name='localhost.localdomain'>
      <deviceconfig>
        <system><hostname>fw1</hostname><ip-address>192.0.2.10</ip-address></system>
        <high-availability><cluster><cluster-id>7</cluster-id></cluster></high-availability>
      </deviceconfig>
      <network><interface>
        <ethernet>
          <entry name='ethernet1/1'><layer3>
            <ip><entry name='198.51.100.1/24'/></ip>
            <ipv6><enabled>yes</enabled><address><entry name='2001:db8::1/64'/></address></ipv6>
            <units><entry name='ethernet1/1.5'><tag>5</tag><ip><entry name='203.0.113.1/24'/></ip></entry></units>
          </layer3></entry>
          <entry name='ethernet1/2'><comment>bundle</comment><aggregate-group>ae1</aggregate-group></entry>
          <entry name='ethernet1/21'><ha/></entry>
        </ethernet>
        <loopback><units><entry name='loopback.1'><ip><entry name='192.0.2.99'/></ip></entry></units></loopback>
      </interface></network>
      <vsys>
        <entry name='vsys1'>
          <import><network><interface><member>ethernet1/1</member></interface></network></import>
          <zone><entry name='trust'><network><zone-protection-profile>z</zone-protection-profile>
            <layer3><member>ethernet1/1</member><member>loopback.1</member></layer3></network></entry>
            <entry name='empty'/></zone>
        </entry>
        <entry name='vsys2'><display-name>guests</display-name></entry>
      </vsys>
    </entry>";

    fn device() -> Element {
        let mut sources = Sources::default();
        let id = sources.add("device.xml", DEVICE);
        let document = Document::parse(id, sources.get(id).shared_text()).expect("well formed");
        document.root().to_element().expect("no mixed content")
    }

    #[test]
    fn a_device_tells_who_it_is() {
        let entry = device();
        let device = FirewallSettings::new(&entry);
        assert_eq!((device.hostname(), device.management_address()), (Some("fw1"), Some("192.0.2.10")));
        let cluster = device.high_availability().and_then(HighAvailability::cluster).expect("a cluster");
        assert_eq!(cluster.cluster_id, Some("7"));
        let empty = Element::entry("localhost.localdomain");
        let empty = FirewallSettings::new(&empty);
        assert!(empty.hostname().is_none() && empty.interfaces().is_empty() && empty.vsys().next().is_none());
    }

    #[test]
    fn interfaces_come_with_mode_and_addresses() {
        let entry = device();
        let shown: Vec<_> = FirewallSettings::new(&entry)
            .interfaces()
            .into_iter()
            .map(|interface| {
                let addresses = interface.addresses.join(" ");
                (interface.name, interface.mode, interface.aggregate_group, addresses)
            })
            .collect();
        let row = |name, mode, aggregate, addresses: &str| (name, mode, aggregate, addresses.to_owned());
        let expected = [
            row("ethernet1/1", Some("layer3"), None, "198.51.100.1/24 2001:db8::1/64"),
            row("ethernet1/1.5", Some("layer3"), None, "203.0.113.1/24"),
            row("ethernet1/2", None, Some("ae1"), ""),
            row("ethernet1/21", Some("ha"), None, ""),
            row("loopback.1", Some("loopback"), None, "192.0.2.99"),
        ];
        assert_eq!(shown, expected);
    }

    #[test]
    fn zones_belong_to_a_virtual_system() {
        let entry = device();
        let vsys: Vec<_> = FirewallSettings::new(&entry).vsys().collect();
        let names: Vec<_> = vsys.iter().map(|vsys| (vsys.name, vsys.display_name)).collect();
        assert_eq!(names, [("vsys1", None), ("vsys2", Some("guests"))]);
        let trust = ZoneSettings {
            name: "trust",
            mode: Some("layer3"),
            interfaces: vec!["ethernet1/1", "loopback.1"],
        };
        let empty = ZoneSettings { name: "empty", ..ZoneSettings::default() };
        assert_eq!(vsys[0].zones().collect::<Vec<_>>(), [trust, empty]);
        assert_eq!(vsys[0].interfaces(), ["ethernet1/1"]);
        assert_eq!(vsys[1].zones().count(), 0);
    }
}
