//! What a firewall gets: as XML, as set lines, and as JSON with the origin of every value. The
//! envelope of the JSON names its version; fields are only ever added to it.

use serde::Serialize;

use super::json::document;
use super::secret::without_secret;
use crate::effective::{Beaten, Effective, Layer, Level, Origin, Resolution, UNKNOWN, VariableOrigin};
use crate::panos::set_commands;
use crate::source::{Sources, Span};
use crate::xml::{self, ConfigPath};

/// Version of the envelope.
pub const EFFECTIVE_SCHEMA: &str = "panha.effective/1";

/// The configuration, as a firewall would export it.
pub fn effective_xml(effective: &Effective<'_>) -> String {
    xml::write(&effective.config())
}

/// The configuration as the firewall's own CLI takes it, a line for each command; one with line ends
/// in a quoted value takes several.
pub fn effective_set(effective: &Effective<'_>) -> String {
    let commands = set_commands::of_firewall(&effective.config());
    commands.into_iter().map(|command| command + "\n").collect()
}

/// Every value with its origin, or those at a path and below, in one JSON document with a final
/// newline. Secrets are left out.
pub fn effective_json(effective: &Effective<'_>, path: Option<&ConfigPath>, sources: &Sources) -> String {
    let values = path.map_or_else(|| effective.values(), |path| effective.why(path));
    let templates = effective.layers().iter().filter_map(|layer| match layer {
        Layer::Template(name) => Some(name.as_str()),
        _ => None,
    });
    let envelope = Envelope {
        schema: EFFECTIVE_SCHEMA,
        serial: effective.serial(),
        template_stack: effective.template_stack(),
        templates: templates.collect(),
        missing_templates: effective.missing_templates(),
        device_groups: effective.device_groups().collect(),
        values: values.iter().map(|origin| ValueEntry::new(origin, sources)).collect(),
        unknown: UNKNOWN,
    };
    document(&envelope)
}

/// A path as users write it: from the root on.
pub(super) fn shown_path(path: &ConfigPath) -> String {
    if path.is_empty() { "/config".to_owned() } else { format!("/config{path}") }
}

#[derive(Serialize)]
struct Envelope<'a> {
    schema: &'static str,
    serial: &'a str,
    template_stack: Option<&'a str>,
    templates: Vec<&'a str>,
    missing_templates: &'a [String],
    device_groups: Vec<&'a str>,
    values: Vec<ValueEntry<'a>>,
    unknown: &'static [&'static str],
}

#[derive(Serialize)]
struct ValueEntry<'a> {
    path: String,
    /// `null` where a variable has no value.
    value: Option<String>,
    from: FromEntry<'a>,
    variable: Option<VariableEntry<'a>>,
    beaten: Vec<DefinitionEntry<'a>>,
}

#[derive(Serialize)]
pub(super) struct FromEntry<'a> {
    layer: LayerEntry<'a>,
    file: &'a str,
    line: usize,
}

/// A layer: its kind, and its name where there are several of the kind.
#[derive(Serialize)]
pub(super) struct LayerEntry<'a> {
    kind: &'static str,
    name: Option<&'a str>,
}

#[derive(Serialize)]
struct VariableEntry<'a> {
    name: &'a str,
    resolution: &'static str,
    definitions: Vec<DefinitionEntry<'a>>,
}

#[derive(Serialize)]
struct DefinitionEntry<'a> {
    #[serde(flatten)]
    from: FromEntry<'a>,
    value: Option<String>,
}

impl<'a> ValueEntry<'a> {
    fn new(origin: &'a Origin, sources: &'a Sources) -> Self {
        let path = &origin.path;
        Self {
            path: shown_path(path),
            value: origin.value.as_deref().map(|value| without_secret(path, value)),
            from: FromEntry::new(LayerEntry::of(&origin.layer), origin.span, sources),
            variable: origin.variable.as_ref().map(|variable| VariableEntry::new(variable, path, sources)),
            beaten: origin
                .beaten
                .iter()
                .map(|beaten| DefinitionEntry::of_beaten(beaten, path, sources))
                .collect(),
        }
    }
}

impl<'a> FromEntry<'a> {
    pub(super) fn new(layer: LayerEntry<'a>, span: Span, sources: &'a Sources) -> Self {
        Self { layer, file: sources.get(span.source).name(), line: sources.position(span).line }
    }
}

impl<'a> LayerEntry<'a> {
    pub(super) fn of(layer: &'a Layer) -> Self {
        match layer {
            Layer::Firewall => Self { kind: "firewall", name: None },
            Layer::TemplateStack(name) => Self { kind: "template-stack", name: Some(name) },
            Layer::Template(name) => Self { kind: "template", name: Some(name) },
            Layer::DeviceGroup(name) => Self { kind: "device-group", name: Some(name) },
            Layer::Shared => Self { kind: "shared", name: None },
        }
    }

    fn of_level(level: &'a Level) -> Self {
        match level {
            Level::Device => Self { kind: "device", name: None },
            Level::Layer(layer) => Self::of(layer),
        }
    }
}

impl<'a> VariableEntry<'a> {
    fn new(variable: &'a VariableOrigin, path: &ConfigPath, sources: &'a Sources) -> Self {
        let resolution = match variable.resolution {
            Resolution::Set => "set",
            Resolution::Unset => "unset",
            Resolution::Undefined => "undefined",
        };
        let definition = |(level, span, value): &'a (Level, Span, Option<String>)| DefinitionEntry {
            from: FromEntry::new(LayerEntry::of_level(level), *span, sources),
            value: value.as_deref().map(|value| without_secret(path, value)),
        };
        let definitions = variable.definitions.iter().map(definition).collect();
        Self { name: &variable.name, resolution, definitions }
    }
}

impl<'a> DefinitionEntry<'a> {
    fn of_beaten(beaten: &'a Beaten, path: &ConfigPath, sources: &'a Sources) -> Self {
        Self {
            from: FromEntry::new(LayerEntry::of(&beaten.layer), beaten.span, sources),
            value: beaten.value.as_deref().map(|value| without_secret(path, value)),
        }
    }
}
