//! Places inside a template, template stack or device group, and which of them exist.

use std::fmt;
use std::str::FromStr;

use crate::diag::{Explain, near_match};
use crate::xml::{ConfigPath, Node, PathError, Step};

/// The name of the one device entry, on Panorama and inside every template.
pub const LOCALHOST: &str = "localhost.localdomain";

/// The device entry, in a whole configuration.
pub fn device() -> ConfigPath {
    ConfigPath::default().child("devices").entry(LOCALHOST)
}

/// A path below `config` for people, as `--why` takes it too: without the one device entry in front.
pub fn short_path(path: &ConfigPath) -> String {
    let short = path.strip_prefix(&device()).filter(|rest| !rest.is_empty());
    short.unwrap_or_else(|| path.clone()).to_string().trim_start_matches('/').to_owned()
}

/// The steps of a path behind `config`, which may be left out in front.
pub fn below_config(path: &ConfigPath) -> &[Step] {
    match path.steps() {
        [first, rest @ ..] if *first == Step::child("config") => rest,
        steps => steps,
    }
}

/// Where an element stands, below the outermost `config` around it.
pub fn place_of(node: Node<'_>) -> ConfigPath {
    node.path().steps().iter().skip_while(|step| step.name != "config").skip(1).cloned().collect()
}

/// What stands in the device entry, of firewalls and of Panorama.
const IN_DEVICE: &[&str] = &[
    "deviceconfig",
    "network",
    "vsys",
    "platform",
    "plugins",
    PanoramaObject::Template.element(),
    PanoramaObject::TemplateStack.element(),
    PanoramaObject::DeviceGroup.element(),
    "log-collector",
    "log-collector-group",
];

/// The path below `config` that is meant by one from the root on, or from the device entry's children on.
pub fn whole_path(path: &ConfigPath) -> ConfigPath {
    let below: ConfigPath = below_config(path).iter().cloned().collect();
    let is_in_device =
        below == *path && path.steps().first().is_some_and(|step| IN_DEVICE.contains(&step.name.as_str()));
    if is_in_device { device().join(path) } else { below }
}

/// The virtual system that our templates fill.
pub const TEMPLATE_VSYS: &str = "vsys1";

/// A Panorama object that holds configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PanoramaObject {
    /// Network and device settings.
    Template,
    /// Templates in order, firewalls, and their values of variables.
    TemplateStack,
    /// Objects and rules.
    DeviceGroup,
}

impl PanoramaObject {
    /// Its element in a Panorama configuration, also the word in a spec and in a header.
    pub const fn element(self) -> &'static str {
        match self {
            Self::Template => "template",
            Self::TemplateStack => "template-stack",
            Self::DeviceGroup => "device-group",
        }
    }

    /// What people call it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Template => "template",
            Self::TemplateStack => "template stack",
            Self::DeviceGroup => "device group",
        }
    }

    /// All of them.
    pub const ALL: [Self; 3] = [Self::Template, Self::TemplateStack, Self::DeviceGroup];
}

/// A place in a Panorama object: below its entry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The object.
    pub object: PanoramaObject,
    /// The path below its entry.
    pub path: ConfigPath,
}

impl Place {
    /// Checks that what is put here lands somewhere that Panorama knows.
    ///
    /// Only the upper levels are known: no public schema covers Panorama, and below them a template
    /// is a firewall configuration of any release.
    ///
    /// # Errors
    /// The first step that leads nowhere.
    pub fn admit(&self, child: Option<&str>) -> Result<(), PlaceError> {
        let mut steps = self.path.steps().to_vec();
        steps.extend(child.map(Step::child));
        let mut parent = self.object.element().to_owned();
        let mut known = Level::of(self.object);
        for step in &steps {
            let Some(level) = known else { return Ok(()) };
            known = match level.below(step) {
                Some(below) => below,
                None => {
                    return Err(PlaceError::Nowhere {
                        step: describe(step),
                        parent,
                        children: level.children(),
                    });
                }
            };
            parent = describe(step);
        }
        Ok(())
    }
}

/// A step as messages show it.
pub(super) fn describe(step: &Step) -> String {
    match &step.entry {
        Some(entry) => format!("{}[@name='{entry}']", step.name),
        None => step.name.clone(),
    }
}

/// A level whose children we know.
#[derive(Clone, Copy)]
enum Level {
    Template,
    TemplateStack,
    DeviceGroup,
    Config,
    Devices,
    Device,
    Vsys,
}

/// Children of a template's entry, of its `config`, and of the device entry in there. From the
/// firewall schema 10.0.6 and real exports.
const TEMPLATE: &[&str] = &["description", "settings", "config", "variable"];
const TEMPLATE_STACK: &[&str] =
    &["description", "templates", "devices", "settings", "config", "variable", "user-group-source"];
const CONFIG: &[&str] = &["mgt-config", "shared", "devices"];
const DEVICE: &[&str] = &["deviceconfig", "network", "vsys", "platform", "plugins"];

/// Children of a device group's entry, as vendor libraries list them.
const DEVICE_GROUP: &[&str] = &[
    "description",
    "devices",
    "reference-templates",
    "master-device",
    "address",
    "address-group",
    "application",
    "application-filter",
    "application-group",
    "application-status",
    "application-tag",
    "authentication-object",
    "authorization-code",
    "device-object",
    "dynamic-user-group",
    "email-scheduler",
    "external-list",
    "log-settings",
    "pdf-summary-report",
    "post-rulebase",
    "pre-rulebase",
    "profile-group",
    "profiles",
    "region",
    "report-group",
    "reports",
    "schedule",
    "service",
    "service-group",
    "tag",
    "threats",
    "to-sw-version",
];

/// The names of all elements above.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    [TEMPLATE, TEMPLATE_STACK, CONFIG, DEVICE, DEVICE_GROUP].into_iter().flatten().copied()
}

impl Level {
    fn of(object: PanoramaObject) -> Option<Self> {
        Some(match object {
            PanoramaObject::Template => Self::Template,
            PanoramaObject::TemplateStack => Self::TemplateStack,
            PanoramaObject::DeviceGroup => Self::DeviceGroup,
        })
    }

    fn children(self) -> Vec<String> {
        let names = match self {
            Self::Template => TEMPLATE,
            Self::TemplateStack => TEMPLATE_STACK,
            Self::DeviceGroup => DEVICE_GROUP,
            Self::Config => CONFIG,
            Self::Device => DEVICE,
            Self::Devices => return vec![format!("entry[@name='{LOCALHOST}']")],
            Self::Vsys => return vec![format!("entry[@name='{TEMPLATE_VSYS}']")],
        };
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    /// The level below a step; `Some(None)` where it is not known any more.
    fn below(self, step: &Step) -> Option<Option<Self>> {
        match (self, step.name.as_str(), step.entry.as_deref()) {
            // An entry in a snippet is judged by its name only where the path says it.
            (Self::Devices, "entry", Some(LOCALHOST) | None) => Some(Some(Self::Device)),
            (Self::Vsys, "entry", _) => Some(None),
            (Self::Devices | Self::Vsys, ..) | (_, _, Some(_)) => None,
            (Self::Template | Self::TemplateStack, "config", _) => Some(Some(Self::Config)),
            (Self::Config, "devices", _) => Some(Some(Self::Devices)),
            (Self::Device, "vsys", _) => Some(Some(Self::Vsys)),
            (level, name, _) => level.children().iter().any(|child| child == name).then_some(None),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.object.element())?;
        if self.path.is_empty() { Ok(()) } else { self.path.fmt(f) }
    }
}

impl FromStr for Place {
    type Err = PlaceError;

    /// Reads `template/config/shared`: the object, then the path below its entry.
    fn from_str(input: &str) -> Result<Self, PlaceError> {
        let (object, path) = input.split_once('/').unwrap_or((input, ""));
        let object = PanoramaObject::ALL
            .into_iter()
            .find(|known| known.element() == object)
            .ok_or_else(|| PlaceError::Object { input: object.to_owned() })?;
        let path = if path.is_empty() { ConfigPath::default() } else { path.parse()? };
        Ok(Self { object, path })
    }
}

/// A text that is no place, or a place that Panorama does not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlaceError {
    /// It does not start with an object.
    #[error("`{input}` holds no configuration: a place starts with template, template-stack or device-group")]
    Object {
        /// What it starts with.
        input: String,
    },
    /// The path is none.
    #[error(transparent)]
    Path(#[from] PathError),
    /// A step leads nowhere.
    #[error("`{step}` below `{parent}` lands nowhere")]
    Nowhere {
        /// The step.
        step: String,
        /// Where it was taken.
        parent: String,
        /// What there is.
        children: Vec<String>,
    },
}

impl Explain for PlaceError {
    fn code(&self) -> &'static str {
        match self {
            Self::Object { .. } => "place-object",
            Self::Path(_) => "place-path",
            Self::Nowhere { .. } => "place-nowhere",
        }
    }

    fn help(&self) -> Option<String> {
        let (input, children) = match self {
            Self::Path(_) => {
                return Some("write it like config/shared/log-settings or network/interface".to_owned());
            }
            Self::Object { input } => {
                (input, PanoramaObject::ALL.iter().map(|object| object.element().to_owned()).collect())
            }
            Self::Nowhere { step, children, .. } => (step, children.clone()),
        };
        Some(match near_match(input, children.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there is {}", children.join(", ")),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admitted(text: &str, child: Option<&str>) -> Result<(), &'static str> {
        text.parse::<Place>().and_then(|place| place.admit(child)).map_err(|error| error.code())
    }

    #[test]
    fn known_places_are_admitted() {
        for good in [
            "template/config/shared/log-settings/syslog",
            "template/config/devices/entry[@name='localhost.localdomain']/network/interface",
            "template/config/devices/entry[@name='localhost.localdomain']/vsys/entry[@name='vsys2']/zone",
            "template-stack/templates",
            "device-group/pre-rulebase/nat/rules",
            "device-group",
        ] {
            assert_eq!(admitted(good, None), Ok(()), "{good}");
        }
        assert_eq!(admitted("device-group", Some("log-settings")), Ok(()));
    }

    #[test]
    fn places_that_do_not_exist_are_refused() {
        assert_eq!(admitted("device-group/network", None), Err("place-nowhere"));
        assert_eq!(admitted("device-group", Some("network")), Err("place-nowhere"));
        assert_eq!(admitted("template/shared", None), Err("place-nowhere"));
        assert_eq!(admitted("template/config/devices/entry[@name='fw1']", None), Err("place-nowhere"));
        assert_eq!(admitted("template/config/entry[@name='shared']", None), Err("place-nowhere"));
        assert_eq!(admitted("panorama/config", None), Err("place-object"));
        assert_eq!(admitted("template/config//x", None), Err("place-path"));
    }
}
