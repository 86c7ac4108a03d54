//! Template variables.

mod bare_address;
mod kind;

pub(super) mod variable_kind_differs;
pub(super) mod variable_prefix_in_address;
pub(super) mod variable_same_everywhere;
pub(super) mod variable_undefined;
pub(super) mod variable_unset;
pub(super) mod variable_unused;
pub(super) mod variable_value_invalid;

use std::collections::HashSet;

use crate::effective::{Definition, StackDevice, StackVariables};
use crate::lint::PanoramaView;
use crate::panos::{Variable, secrets_in};
use crate::source::Span;

/// The definition of a variable that counts for firewalls of a stack that have none of their own.
fn shared<'s, 'd>(stack: &'s StackVariables<'_, 'd>, name: &str) -> Option<&'s Definition<'d>> {
    stack.definitions().find(|definition| definition.variable.name == name)
}

/// The place in the inventory of each firewall of a stack.
fn indices<'s, 'd: 's>(
    view: &PanoramaView<'_, 'd>,
    devices: impl IntoIterator<Item = &'s StackDevice<'d>>,
) -> Vec<usize> {
    devices.into_iter().filter_map(|device| view.index_of(&device.serial)).collect()
}

/// Where a variable's value is written, or its entry where it has no element for one.
fn place<'d>(variable: &Variable<'d>) -> crate::xml::Node<'d> {
    variable.value.unwrap_or(variable.entry)
}

/// The elements that hold secrets, values of variables that stand for one as well: what must not be in a
/// message. It looks at the whole export, so a lint asks once, and only when it has something to tell.
fn secret_places(view: &PanoramaView<'_, '_>) -> HashSet<Span> {
    secrets_in(view.panorama.config()).iter().map(|secret| secret.node.span()).collect()
}

/// Does a variable's value stand for a secret, or look like one?
fn is_secret(variable: &Variable<'_>, secrets: &HashSet<Span>) -> bool {
    variable.value.is_some_and(|value| secrets.contains(&value.span()))
}
