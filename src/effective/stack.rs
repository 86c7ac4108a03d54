//! A template stack with its variables: what its firewalls have in common, and what each has of its own.

use std::borrow::Cow;
use std::sync::Arc;

use super::resolver::{Resolver, Settings};
use super::variables::{Definition, VariableUse};
use crate::panos::{TemplateStack, Variable, variables};
use crate::xml::Node;

/// A template stack, for what is looked at once for all of its firewalls.
#[derive(Debug)]
pub struct StackVariables<'e, 'd> {
    stack: &'e TemplateStack<'d>,
    settings: Arc<Settings<'d>>,
    of_stack: Arc<[Definition<'d>]>,
    /// The firewalls that get their settings from it.
    pub devices: Vec<StackDevice<'d>>,
}

/// A firewall of a stack.
#[derive(Debug)]
pub struct StackDevice<'d> {
    /// Serial number.
    pub serial: Cow<'d, str>,
    /// Its entry in the stack.
    pub entry: Node<'d>,
    /// Its own variables, in order.
    pub variables: Vec<Variable<'d>>,
}

impl<'d> StackVariables<'_, 'd> {
    /// The stack's name.
    pub fn name(&self) -> &str {
        self.stack.name()
    }

    /// The stack.
    pub fn stack(&self) -> &TemplateStack<'d> {
        self.stack
    }

    /// The places where variables stand in what the stack gives.
    pub fn uses(&self) -> &[VariableUse<'d>] {
        self.settings.variable_uses()
    }

    /// The definitions of the stack and its templates, those of higher precedence first.
    pub fn definitions(&self) -> impl Iterator<Item = &Definition<'d>> {
        self.of_stack.iter().chain(self.settings.template_variables())
    }

    /// Are all its templates in the export?
    pub fn is_complete(&self) -> bool {
        self.settings.missing_templates.is_empty()
    }
}

impl<'d> StackDevice<'d> {
    fn new((serial, entry): (Cow<'d, str>, Node<'d>)) -> Self {
        Self { serial, entry, variables: variables(entry).collect() }
    }

    /// Its own variable of a name.
    pub fn variable(&self, name: &str) -> Option<&Variable<'d>> {
        self.variables.iter().find(|variable| variable.name == name)
    }
}

impl<'d> Resolver<'d> {
    /// The template stacks, each with the firewalls that get their settings from it: where an export has a
    /// firewall in two stacks, the first counts.
    pub fn stacks(&self) -> impl Iterator<Item = StackVariables<'_, 'd>> {
        self.numbered_stacks().map(|(index, stack)| {
            let is_its = |serial: &str| self.stack_of(serial) == Some(index);
            let devices = stack.devices().filter(|(serial, _)| is_its(serial));
            StackVariables {
                stack,
                settings: self.settings(stack, index),
                of_stack: self.definitions_of_stack(index),
                devices: devices.map(StackDevice::new).collect(),
            }
        })
    }
}
