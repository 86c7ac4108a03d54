//! A value of many members in one template: literal where they agree, a template variable where not.

use std::collections::BTreeMap;

use crate::model::{Cluster, Member, VariableName};

/// A template variable and what it is on each firewall.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Variable {
    /// With its `$`.
    pub(crate) name: VariableName,
    pub(crate) kind: VariableKind,
    pub(crate) description: String,
    /// Its value, by index of the member.
    pub(crate) values: BTreeMap<usize, String>,
}

/// The kinds of template variables that we use, of the eleven that Panorama has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum VariableKind {
    IpNetmask,
    GroupId,
    DevicePriority,
    DeviceId,
}

impl VariableKind {
    /// Its element.
    pub(crate) fn element(self) -> &'static str {
        match self {
            Self::IpNetmask => "ip-netmask",
            Self::GroupId => "group-id",
            Self::DevicePriority => "device-priority",
            Self::DeviceId => "device-id",
        }
    }
}

/// What to do where members disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Disagreement {
    /// Make a template variable.
    Variable,
    /// Leave it out: a template on top has it.
    Omit,
}

/// The values of one template.
pub(crate) struct Values<'c> {
    cluster: &'c Cluster,
    members: &'c [usize],
    disagreement: Disagreement,
    variables: Vec<Variable>,
}

impl<'c> Values<'c> {
    /// Values of the members with these indices.
    pub(crate) fn new(cluster: &'c Cluster, members: &'c [usize], disagreement: Disagreement) -> Self {
        Self { cluster, members, disagreement, variables: Vec::new() }
    }

    /// The members, with their indices.
    pub(crate) fn members(&self) -> impl Iterator<Item = (usize, &'c Member)> + use<'c> {
        let (cluster, members) = (self.cluster, self.members);
        members.iter().map(move |index| (*index, &cluster.members[*index]))
    }

    /// The text for one field: a literal, or the name of a variable that is made here.
    /// `None` where no member has a value, or where they disagree and that means to leave it out.
    pub(crate) fn text(
        &mut self,
        name: &str,
        kind: VariableKind,
        description: &str,
        of: impl Fn(&Member) -> Option<String>,
    ) -> Option<String> {
        let values: BTreeMap<usize, String> =
            self.members().filter_map(|(index, member)| Some((index, of(member)?))).collect();
        let first = values.values().next()?;
        if values.len() == self.members.len() && values.values().all(|value| value == first) {
            return Some(first.clone());
        }
        if self.disagreement == Disagreement::Omit {
            return None;
        }
        let name: VariableName = format!("${name}").parse().expect("names of fields are names of variables");
        let text = name.to_string();
        self.variables.push(Variable { name, kind, description: description.to_owned(), values });
        Some(text)
    }

    /// The variables that were made.
    pub(crate) fn into_variables(self) -> Vec<Variable> {
        self.variables
    }
}
