//! Which templates and template stacks a cluster makes, and who uses them.
//!
//! A firewall has exactly one stack, and template variables can hold addresses, group id, device
//! priority and device id, but no port, netmask or mode. So members whose pairs differ in those need
//! stacks of their own: the common template below, a small one on top.

use super::{Cluster, Layout, Member, Name, NameError, NameKind, PairSettings, StackName, TemplateName};

/// The templates and stacks of a cluster.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Arrangement {
    /// The templates, the common one first.
    pub templates: Vec<TemplatePlan>,
    /// The stacks; together they hold every member once.
    pub stacks: Vec<StackPlan>,
}

/// One template to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplatePlan {
    /// Its name.
    pub name: TemplateName,
    /// What it holds.
    pub scope: Scope,
    /// What its name was derived from, besides the cluster's template.
    pub from: Option<Derived>,
    /// The members that get it, by index.
    pub members: Vec<usize>,
}

/// What a template holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Everything: no other template is made.
    Whole,
    /// What is common to all members.
    Common,
    /// What its members have besides.
    Own,
}

/// One template stack to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StackPlan {
    /// Its name.
    pub name: StackName,
    /// What its name was derived from, besides the cluster's stack.
    pub from: Option<Derived>,
    /// Its templates, highest priority first.
    pub templates: Vec<String>,
    /// Its members, by index.
    pub members: Vec<usize>,
}

/// What a derived name was derived from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Derived {
    /// The name of the pair with this index.
    Pair(usize),
    /// The name of the member with this index.
    Member(usize),
}

/// A derived name that is not valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameFault {
    /// What it was derived from.
    pub from: Derived,
    /// What is wrong with it.
    pub error: NameError,
}

/// Members that share a stack, and what sets them apart.
struct Class<'c> {
    own: Option<(Derived, &'c str)>,
    members: Vec<usize>,
}

/// Arranges the members of a cluster, in as few stacks as its layout allows.
///
/// # Errors
/// Every derived name that is too long.
pub fn arrange(cluster: &Cluster) -> Result<Arrangement, Vec<NameFault>> {
    let all: Vec<usize> = (0..cluster.members.len()).collect();
    let classes = match cluster.layout {
        Layout::Variables => classes_by_settings(cluster),
        Layout::PerMember => classes_by_member(cluster),
    };
    let is_whole = cluster.layout == Layout::Variables && classes.len() <= 1;
    let scope = if is_whole { Scope::Whole } else { Scope::Common };
    let first = TemplatePlan { name: cluster.template.clone(), scope, from: None, members: all };
    let mut arrangement = Arrangement { templates: vec![first], stacks: Vec::new() };
    let mut faults = Vec::new();
    for Class { own, members } in classes {
        let mut templates = cluster.stack_templates.clone();
        let Some((from, suffix)) = own.filter(|_| !is_whole) else {
            let name = cluster.template_stack.clone();
            arrangement.stacks.push(StackPlan { name, from: None, templates, members });
            continue;
        };
        match (suffixed(&cluster.template, suffix), suffixed(&cluster.template_stack, suffix)) {
            (Ok(template), Ok(stack)) => {
                let below = templates.iter().position(|other| other == cluster.template.as_str());
                templates.insert(below.unwrap_or(0), template.to_string());
                let (from, scope) = (Some(from), Scope::Own);
                arrangement.templates.push(TemplatePlan {
                    name: template,
                    scope,
                    from,
                    members: members.clone(),
                });
                arrangement.stacks.push(StackPlan { name: stack, from, templates, members });
            }
            (template, stack) => {
                let errors = template.err().into_iter().chain(stack.err());
                faults.extend(errors.map(|error| NameFault { from, error }));
            }
        }
    }
    if faults.is_empty() { Ok(arrangement) } else { Err(faults) }
}

/// One class for the members in no pair, and one for each set of pairs with equal settings.
fn classes_by_settings(cluster: &Cluster) -> Vec<Class<'_>> {
    let mut classes: Vec<(Option<&PairSettings>, Class<'_>)> = Vec::new();
    for (index, member) in cluster.members.iter().enumerate() {
        let settings = cluster.pair_of(member).map(|pair| &pair.settings);
        match classes.iter_mut().find(|(other, _)| *other == settings) {
            Some((_, class)) => class.members.push(index),
            None => {
                let own = member
                    .role
                    .as_ref()
                    .map(|role| (Derived::Pair(role.pair), cluster.pairs[role.pair].name.as_str()));
                classes.push((settings, Class { own, members: vec![index] }));
            }
        }
    }
    classes.into_iter().map(|(_, class)| class).collect()
}

fn classes_by_member(cluster: &Cluster) -> Vec<Class<'_>> {
    fn class((index, member): (usize, &Member)) -> Class<'_> {
        Class { own: Some((Derived::Member(index), member.name.as_str())), members: vec![index] }
    }
    cluster.members.iter().enumerate().map(class).collect()
}

fn suffixed<K: NameKind>(base: &Name<K>, suffix: &str) -> Result<Name<K>, NameError> {
    format!("{base}-{suffix}").parse()
}
