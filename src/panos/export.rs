//! A document read as what it is: a Panorama's configuration or a firewall's.

use super::panorama::device_entry;
use super::{Firewall, Panorama};
use crate::xml::{Document, Node};

/// What a document holds, told by its content and not by its name.
#[derive(Debug, Clone, Copy)]
pub enum Export<'d> {
    /// The configuration of a Panorama.
    Panorama(Panorama<'d>),
    /// The configuration of a firewall: its own, or merged with what was pushed.
    Firewall(Firewall<'d>),
}

impl<'d> Export<'d> {
    /// Reads a document; `None` where it holds no configuration.
    ///
    /// The configuration is the root, or stands in the envelope of an API reply
    /// (`response/result`).
    pub fn of(document: &'d Document) -> Option<Self> {
        let config = config_of(document.root())?;
        let device = device_entry(config)?;
        let has = |name: &str| device.child(name).is_some();
        let firewall = Firewall::new(config);
        if ["template", "template-stack", "device-group"].into_iter().any(has) {
            Some(Self::Panorama(Panorama::new(config)))
        } else if has("network") || has("vsys") || (has("deviceconfig") && firewall.is_merged()) {
            Some(Self::Firewall(firewall))
        } else if has("deviceconfig") && is_new_panorama(config) {
            Some(Self::Panorama(Panorama::new(config)))
        } else {
            has("deviceconfig").then_some(Self::Firewall(firewall))
        }
    }

    /// The `config` element.
    pub fn config(self) -> Node<'d> {
        match self {
            Self::Panorama(panorama) => panorama.config(),
            Self::Firewall(firewall) => firewall.config(),
        }
    }
}

/// Is it a Panorama that has no template and no device group yet? It has a list of firewalls, empty at
/// first (netbox-panorama-configpump-plugin, test data of 11.1), and settings of its own under
/// `panorama` (iron-skillet, Panorama). A firewall has pushed policy under that name, beside its vsys.
fn is_new_panorama(config: Node<'_>) -> bool {
    let has_firewalls = config.child("mgt-config").is_some_and(|mgt| mgt.child("devices").is_some());
    has_firewalls || config.child("panorama").is_some()
}

/// The configuration that a document holds: its root, or what stands in the envelope of an API reply.
pub fn config_of(root: Node<'_>) -> Option<Node<'_>> {
    match root.name() {
        "config" => Some(root),
        "response" => root.child("result")?.child("config"),
        "result" => root.child("config"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    /// Is it a Panorama's? `None` where it is no configuration.
    fn is_panorama(config: &str) -> Option<bool> {
        let mut sources = Sources::default();
        let id = sources.add("x.xml", format!("<config>{config}</config>"));
        let document = Document::parse(id, sources.get(id).shared_text()).expect("well formed");
        Export::of(&document).map(|export| matches!(export, Export::Panorama(_)))
    }

    fn device(children: &str) -> String {
        format!("<devices><entry name='localhost.localdomain'>{children}</entry></devices>")
    }

    #[test]
    fn a_panorama_without_templates_is_no_firewall() {
        let own = device("<deviceconfig/>");
        assert_eq!(is_panorama(&format!("<mgt-config><devices/></mgt-config>{own}")), Some(true));
        assert_eq!(is_panorama(&format!("{own}<panorama/>")), Some(true));
        assert_eq!(is_panorama(&device("<deviceconfig/><template/>")), Some(true));
        assert_eq!(is_panorama(&format!("<mgt-config><users/></mgt-config>{own}")), Some(false));
    }

    #[test]
    fn a_firewall_with_pushed_policy_is_no_panorama() {
        let own = device("<deviceconfig/><network/><vsys/>");
        assert_eq!(is_panorama(&format!("{own}<panorama/>")), Some(false));
        let merged = own.replace("<devices>", "<devices ptpl='T'>").replace("<network/><vsys/>", "");
        assert_eq!(is_panorama(&format!("{merged}<panorama/>")), Some(false));
        assert_eq!(is_panorama("<panorama/>"), None);
        assert_eq!(is_panorama(&device("<plugins/>")), None);
    }

    #[test]
    fn the_device_is_found_by_its_name() {
        let other = "<devices><entry name='other'><vsys/></entry>";
        let config = device("<template/>").replace("<devices>", other);
        assert_eq!(is_panorama(&config), Some(true));
    }
}
