//! What a path is in: a template, a device group, or one of the parts that a configuration has at the top.

use crate::panos::{PanoramaObject, device};
use crate::xml::{ConfigPath, Step};

/// The object that a path is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Object {
    /// `template`, `shared`, `deviceconfig`.
    pub(super) kind: String,
    /// Its name, where there are several of the kind.
    pub(super) name: Option<String>,
    /// The way from it.
    pub(super) rest: ConfigPath,
}

impl Object {
    /// The object that a path below `config` is in.
    pub(super) fn of(path: &ConfigPath) -> Self {
        let below_device = path.strip_prefix(&device()).filter(|rest| !rest.is_empty());
        let steps = below_device.as_ref().unwrap_or(path).steps();
        let Some((first, rest)) = steps.split_first() else {
            return Self { kind: "config".to_owned(), name: None, rest: ConfigPath::default() };
        };
        let is_object = PanoramaObject::ALL.iter().any(|object| object.element() == first.name);
        match rest.split_first() {
            Some((Step { entry: Some(name), .. }, rest)) if is_object || first.name == "vsys" => Self {
                kind: first.name.clone(),
                name: Some(name.clone()),
                rest: rest.iter().cloned().collect(),
            },
            _ => Self {
                kind: first.name.clone(),
                name: first.entry.clone(),
                rest: rest.iter().cloned().collect(),
            },
        }
    }

    /// For people.
    pub(super) fn title(&self) -> String {
        let is_known = PanoramaObject::ALL.iter().any(|object| object.element() == self.kind);
        let kind = if is_known { self.kind.replace('-', " ") } else { self.kind.clone() };
        match &self.name {
            Some(name) => format!("{kind} {name}"),
            None => kind,
        }
    }

    /// The way from it, without what every template has in front.
    pub(super) fn short_rest(&self) -> String {
        self.short(&self.rest)
    }

    /// The way to a value in something that came or went: short, where that is the whole object.
    pub(super) fn short_leaf(&self, leaf: &ConfigPath) -> String {
        match self.rest.is_empty() {
            true => self.short(leaf),
            false => leaf.to_string().trim_start_matches('/').to_owned(),
        }
    }

    fn short(&self, rest: &ConfigPath) -> String {
        let config = ConfigPath::default().child("config");
        let inside = rest.strip_prefix(&config).filter(|inside| !inside.is_empty());
        let inside = inside.filter(|_| self.kind.starts_with("template"));
        crate::panos::short_path(inside.as_ref().unwrap_or(rest))
    }
}
