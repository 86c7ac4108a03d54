//! What Panorama and firewalls make of XML.
//!
//! Belongs here: what an export holds, where things live in a configuration, and typed views of
//! what is there. Does not belong here: the XML language itself (`xml`), what a spec says (`spec`), what
//! a firewall gets in the end (`effective`).

mod bundle;
mod choices;
mod device_group;
mod export;
mod firewall;
mod known_path;
mod lists;
mod panorama;
mod place;
mod saved;
mod secret;
mod secret_text;
mod secrets;
pub mod set_commands;
mod template;
mod variable;

pub use bundle::{ExportText, Found, unpack};
pub use choices::{alternatives, alternatives_within};
pub use device_group::{DeviceGroup, vsys_of};
pub use export::{Export, config_of};
pub use firewall::Firewall;
pub use known_path::{TOP_LEVEL, admit_path, is_known_name};
pub use lists::is_ordered;
pub use panorama::Panorama;
pub use place::{
    LOCALHOST, PanoramaObject, Place, PlaceError, TEMPLATE_VSYS, below_config, device, place_of, short_path,
    whole_path,
};
pub use saved::{Saved, superseded};
pub use secret::{ENCRYPTED, Secret, SecretForm, hash_of_encrypted, is_salted_hash, secrets_in};
pub use secret_text::secrets_in_text;
pub use secrets::{is_always_clear, is_secret};
pub use template::{Template, TemplateStack};
pub use variable::{Variable, VariableType, variables};
