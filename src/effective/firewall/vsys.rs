//! Virtual systems and their zones.

use crate::effective::{Given, Setting};

/// A virtual system.
#[derive(Debug, Clone)]
pub struct VsysSettings<'e, 'd> {
    /// Its entry.
    pub entry: Setting<'e, 'd>,
    /// Its id: `vsys1`.
    pub name: Given<'e, 'd>,
    /// The name people gave it.
    pub display_name: Option<Given<'e, 'd>>,
}

/// A zone of a virtual system.
#[derive(Debug, Clone)]
pub struct ZoneSettings<'e, 'd> {
    /// Its entry.
    pub entry: Setting<'e, 'd>,
    /// Its name.
    pub name: Given<'e, 'd>,
    /// The kind of its interfaces: `layer3`, `virtual-wire`, …
    pub mode: Option<&'d str>,
    /// Its interfaces, in order.
    pub interfaces: Vec<Given<'e, 'd>>,
}

/// Elements of a zone that tell the kind of its interfaces (schema 10.0.6).
const ZONE_MODES: &[&str] = &["layer3", "layer2", "virtual-wire", "tap", "tunnel", "external"];

impl<'e, 'd> VsysSettings<'e, 'd> {
    pub(super) fn new(entry: Setting<'e, 'd>) -> Option<Self> {
        Some(Self { entry, name: entry.given_name()?, display_name: entry.given("display-name") })
    }

    /// Its zones, in order.
    pub fn zones(&self) -> Vec<ZoneSettings<'e, 'd>> {
        let entries = self.entry.child("zone").map(Setting::entries).unwrap_or_default();
        let zone = |entry: Setting<'e, 'd>| {
            let kinds = entry.child("network").map(Setting::children).unwrap_or_default();
            let mode = kinds.into_iter().find(|child| ZONE_MODES.contains(&child.name()));
            Some(ZoneSettings {
                entry,
                name: entry.given_name()?,
                mode: mode.map(Setting::name),
                interfaces: mode.map(Setting::members).unwrap_or_default(),
            })
        };
        entries.into_iter().filter_map(zone).collect()
    }

    /// What of one kind belongs to it: `interface`, `virtual-router`, …
    pub fn imports(&self, kind: &str) -> Vec<Given<'e, 'd>> {
        let network = self.entry.child("import").and_then(|import| import.child("network"));
        network.and_then(|network| network.child(kind)).map(Setting::members).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use crate::effective::firewall::FirewallSettings;
    use crate::effective::{Given, Setting};
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

    fn read(xml: &str) -> Document {
        let mut sources = Sources::default();
        let id = sources.add("device.xml", xml);
        Document::parse(id, sources.get(id).shared_text()).expect("well formed")
    }

    fn firewall(document: &Document) -> FirewallSettings<'_, '_> {
        FirewallSettings::new(Setting::of_firewall(document.root()))
    }

    fn shown(given: &Option<Given<'_, '_>>) -> Option<String> {
        given.as_ref().map(|given| given.shown().to_owned())
    }

    fn all_shown(given: &[Given<'_, '_>]) -> String {
        given.iter().map(Given::shown).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_firewall_tells_who_it_is() {
        let document = read(DEVICE);
        let settings = firewall(&document);
        assert_eq!(shown(&settings.hostname()).as_deref(), Some("fw1"));
        assert_eq!(shown(&settings.management_address()).as_deref(), Some("192.0.2.10"));
        let cluster = settings.high_availability().and_then(|ha| ha.cluster()).expect("a cluster");
        assert_eq!(shown(&cluster.cluster_id).as_deref(), Some("7"));
        let empty = read("<entry name='localhost.localdomain'/>");
        let empty = firewall(&empty);
        assert!(empty.hostname().is_none() && empty.interfaces().is_empty() && empty.vsys().is_empty());
    }

    #[test]
    fn interfaces_come_with_mode_and_addresses() {
        let document = read(DEVICE);
        let interfaces = firewall(&document).interfaces();
        let row = |name: &str, mode: &str, aggregate: &str, addresses: &str| {
            [name, mode, aggregate, addresses].map(str::to_owned)
        };
        let rows: Vec<_> = interfaces
            .iter()
            .map(|interface| {
                let aggregate = shown(&interface.aggregate_group).unwrap_or_default();
                let mode = interface.mode.unwrap_or_default();
                row(interface.name.shown(), mode, &aggregate, &all_shown(&interface.addresses))
            })
            .collect();
        let expected = [
            row("ethernet1/1", "layer3", "", "198.51.100.1/24 2001:db8::1/64"),
            row("ethernet1/1.5", "layer3", "", "203.0.113.1/24"),
            row("ethernet1/2", "", "ae1", ""),
            row("ethernet1/21", "ha", "", ""),
            row("loopback.1", "loopback", "", "192.0.2.99"),
        ];
        assert_eq!(rows, expected);
    }

    #[test]
    fn zones_belong_to_a_virtual_system() {
        let document = read(DEVICE);
        let vsys = firewall(&document).vsys();
        let names: Vec<_> = vsys.iter().map(|vsys| (vsys.name.shown(), shown(&vsys.display_name))).collect();
        assert_eq!(names, [("vsys1", None), ("vsys2", Some("guests".to_owned()))]);
        let zones: Vec<_> = vsys[0].zones();
        let rows: Vec<_> =
            zones.iter().map(|zone| (zone.name.shown(), zone.mode, all_shown(&zone.interfaces))).collect();
        let trust = ("trust", Some("layer3"), "ethernet1/1 loopback.1".to_owned());
        assert_eq!(rows, [trust, ("empty", None, String::new())]);
        assert_eq!(all_shown(&vsys[0].imports("interface")), "ethernet1/1");
        assert!(vsys[1].zones().is_empty() && vsys[0].imports("vlan").is_empty());
    }
}
