//! The object of Panorama that a place belongs to.

use std::fmt;

use crate::panos::{PanoramaObject, device, short_path};
use crate::xml::{ConfigPath, Step};

/// What is loaded, and told, by itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Location {
    /// The list of managed firewalls.
    ManagedDevices,
    /// What all device groups share.
    Shared,
    /// A template, template stack or device group, by name.
    Object(PanoramaObject, String),
    /// Something else: the place where it starts, below `config`.
    Other(ConfigPath),
}

/// What Panorama maintains itself.
pub(super) const READONLY: &str = "readonly";

impl Location {
    /// The location of a place below `config`.
    pub fn of(path: &ConfigPath) -> Self {
        let steps = path.steps();
        if let [mgt, devices, ..] = steps
            && (mgt.name.as_str(), devices.name.as_str()) == ("mgt-config", "devices")
        {
            return Self::ManagedDevices;
        }
        let in_device = path.strip_prefix(&device());
        if let Some([container, Step { entry: Some(name), .. }, ..]) =
            in_device.as_ref().map(ConfigPath::steps)
        {
            let object = PanoramaObject::ALL.into_iter().find(|object| object.element() == container.name);
            if let Some(object) = object {
                return Self::Object(object, name.clone());
            }
        }
        let length = match steps {
            [first, ..] if first.name == "shared" => return Self::Shared,
            // In the device entry, and in its lists, by entry.
            [first, _, _, Step { entry: Some(_), .. }, ..] if first.name == "devices" => 4,
            [first, ..] if first.name == "devices" => 3,
            [first, ..] if first.name == "mgt-config" => 2,
            _ => 1,
        };
        Self::Other(steps.iter().take(length).cloned().collect())
    }

    /// Where it starts, below `config`.
    pub fn path(&self) -> ConfigPath {
        match self {
            Self::ManagedDevices => ConfigPath::default().child("mgt-config").child("devices"),
            Self::Shared => ConfigPath::default().child("shared"),
            Self::Object(object, name) => device().child(object.element()).entry(name),
            Self::Other(path) => path.clone(),
        }
    }
}

/// As a heading: `template T-core`.
impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ManagedDevices => f.write_str("managed devices"),
            Self::Shared => f.write_str("Shared"),
            Self::Object(object, name) => write!(f, "{} {name}", object.words()),
            Self::Other(path) => f.write_str(&short_path(path)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_belong_to_what_is_loaded_by_itself() {
        let localhost = "/devices/entry[@name='localhost.localdomain']";
        for (path, location, start) in [
            (
                "/mgt-config/devices/entry[@name='1']".to_owned(),
                "managed devices",
                "/mgt-config/devices".to_owned(),
            ),
            ("/shared/address".to_owned(), "Shared", "/shared".to_owned()),
            (
                format!("{localhost}/template-stack/entry[@name='S']/devices"),
                "template stack S",
                format!("{localhost}/template-stack/entry[@name='S']"),
            ),
            (
                format!("{localhost}/log-collector-group/entry[@name='C']/x"),
                "log-collector-group/entry[@name='C']",
                format!("{localhost}/log-collector-group/entry[@name='C']"),
            ),
            (format!("{localhost}/deviceconfig/system"), "deviceconfig", format!("{localhost}/deviceconfig")),
            ("/mgt-config/users/x".to_owned(), "mgt-config/users", "/mgt-config/users".to_owned()),
        ] {
            let found = Location::of(&path.parse().expect("a path"));
            assert_eq!((found.to_string().as_str(), found.path().to_string()), (location, start), "{path}");
        }
    }
}
