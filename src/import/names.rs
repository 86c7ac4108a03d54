//! Names that the export need not have, and the descriptions that hold them.

use std::collections::BTreeSet;

use super::objects::{Objects, Stack};
use super::view::View;
use crate::generate::{description_of_some, own_description};
use crate::model::{ClusterName, Layout, MemberName, PairName};
use crate::xml::Node;

/// The text of an object's description; `None` where it says nothing.
pub(super) fn description(entry: Node<'_>) -> Option<String> {
    let text = entry.child("description")?.text().into_owned();
    (!text.trim().is_empty()).then_some(text)
}

/// The cluster's name: the one from which most of its objects' names and descriptions derive, and that no
/// other cluster has; names are folders, so the case does not count.
pub(super) fn cluster_name(objects: &Objects<'_>, id: &str, taken: &BTreeSet<String>) -> String {
    let template = objects.template.as_ref().map(|template| template.name().to_owned());
    let stack = objects.stack_name();
    let group = objects.group.as_ref().map(|group| group.name().to_owned());
    let named = [("T-", template), ("S-", stack), ("DG-", group)];
    let templates = objects.template.iter().filter_map(|template| description(template.entry()));
    let stacks = objects.stacks.iter().filter_map(|stack| description(stack.stack.entry()));
    let groups = objects.group.iter().filter_map(|group| description(group.entry()));
    let descriptions: Vec<String> = templates.chain(stacks).chain(groups).collect();

    let of_names =
        named.iter().filter_map(|(prefix, name)| name.as_ref()?.strip_prefix(prefix).map(str::to_owned));
    let of_descriptions = descriptions.iter().filter_map(|text| {
        let (name, _) = text.strip_prefix("HA cluster ")?.split_once(&format!(", id {id}"))?;
        Some(name.to_owned())
    });
    let plain = named.iter().filter_map(|(_, name)| name.clone().map(|name| portable(&name)));
    let candidates: Vec<String> =
        of_names.chain(of_descriptions).chain(plain).chain([format!("cluster-{id}")]).collect();
    let is_free =
        |name: &&String| name.parse::<ClusterName>().is_ok() && !taken.contains(&name.to_ascii_lowercase());
    let score = |name: &str| {
        let of_names =
            named.iter().filter(|(prefix, of)| of.as_deref() == Some(&format!("{prefix}{name}"))).count();
        let own = own_description(name, id);
        of_names + descriptions.iter().filter(|text| text.starts_with(&own)).count()
    };
    // Of several that are as good, the first.
    let best = candidates.iter().filter(is_free).rev().max_by_key(|name| score(name));
    let numbered = || (2..).map(|number| format!("cluster-{number}")).find(|name| is_free(&name));
    best.cloned().or_else(numbered).unwrap_or_default()
}

/// A name of the characters that a cluster's name may have.
fn portable(name: &str) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    let text: String = name.chars().map(|c| if fits(c) { c } else { '-' }).take(31).collect();
    text.trim_start_matches(['-', '.']).to_owned()
}

/// The description of the template or of the stacks that the spec says, if it is not the derived one.
///
/// `of_some` are descriptions that have the names of their members behind them, with these members' names.
pub(super) fn base_description(
    own: &str,
    plain: Option<String>,
    of_some: &[(String, Vec<String>)],
) -> Option<String> {
    if let Some(plain) = plain {
        return (plain != own).then_some(plain);
    }
    let (first, names) = of_some.first()?;
    let described = |base: &str| {
        of_some.iter().all(|(text, names)| {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            description_of_some(base, &names) == *text
        })
    };
    if described(own) {
        return None;
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let behind = description_of_some("", &names);
    let common = of_some.iter().fold(first.as_str(), |common, (text, _)| {
        let length =
            common.chars().zip(text.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
        &common[..length]
    });
    let candidates = [first.strip_suffix(behind.as_str()).unwrap_or(first), common];
    candidates
        .into_iter()
        .find(|base| !base.trim().is_empty() && described(base))
        .or(Some(candidates[0]))
        .map(str::to_owned)
}

/// Names for the members: what their objects say, else their comments or host name, else their serial number.
pub(super) fn member_names(views: &[&View<'_, '_>], objects: &Objects<'_>, layout: Layout) -> Vec<String> {
    let mut names: Vec<Option<String>> = vec![None; views.len()];
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut take = |names: &mut Vec<Option<String>>, index: usize, name: Option<String>| {
        let name = name.filter(|name| name.parse::<MemberName>().is_ok());
        if let Some(name) = name.filter(|name| names[index].is_none() && !taken.contains(name)) {
            taken.insert(name.clone());
            names[index] = Some(name);
        }
    };
    for stack in &objects.stacks {
        if layout == Layout::PerMember {
            take(&mut names, stack.members[0], stack.suffix.clone());
        }
        for (index, name) in stack.members.iter().zip(described_members(objects, stack)) {
            take(&mut names, *index, name);
        }
    }
    for (index, view) in views.iter().enumerate() {
        let comments = view.listed.as_ref().and_then(|listed| listed.comments.as_ref());
        take(&mut names, index, comments.map(|comments| comments.node().text().into_owned()));
        let hostname = view.settings.hostname();
        take(&mut names, index, hostname.and_then(|name| name.text().map(str::to_owned)));
    }
    for (index, view) in views.iter().enumerate() {
        let serial = view.effective.serial();
        take(&mut names, index, Some(format!("fw-{serial}")));
    }
    names
        .into_iter()
        .enumerate()
        .map(|(index, name)| name.unwrap_or_else(|| format!("member-{}", index + 1)))
        .collect()
}

/// The names of a stack's members that the description of its small template has behind that of the cluster's.
fn described_members(objects: &Objects<'_>, stack: &Stack<'_>) -> Vec<Option<String>> {
    let none = vec![None; stack.members.len()];
    let base = objects.template.as_ref().and_then(|template| description(template.entry()));
    let text = stack.small.as_ref().and_then(|small| description(small.entry()));
    let (Some(base), Some(text)) = (base, text) else { return none };
    let Some(who) = text.strip_prefix(&base).and_then(|rest| rest.strip_prefix(": ")) else { return none };
    if let Some((ends, _)) = who.rsplit_once(", ").filter(|(_, count)| count.ends_with(" members"))
        && let Some((first, last)) = ends.split_once(" to ")
    {
        let mut names = none;
        names[0] = Some(first.to_owned());
        *names.last_mut().expect("a stack has members") = Some(last.to_owned());
        return names;
    }
    let listed: Vec<Option<String>> = who.split(", ").map(|name| Some(name.to_owned())).collect();
    if listed.len() == none.len() { listed } else { none }
}

/// Names for the pairs. A pair that is the first of its stack gave that its name; of others nothing is left.
pub(super) fn pair_names(
    pairs: &[[usize; 2]],
    objects: &Objects<'_>,
    layout: Layout,
    members: &[String],
) -> Vec<String> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut names: Vec<Option<String>> = vec![None; pairs.len()];
    if layout == Layout::Variables {
        for stack in &objects.stacks {
            let first = pairs.iter().position(|[first, _]| stack.members.first() == Some(first));
            if let (Some(first), Some(suffix)) = (first, &stack.suffix)
                && suffix.parse::<PairName>().is_ok()
                && taken.insert(suffix.clone())
            {
                names[first] = Some(suffix.clone());
            }
        }
    }
    for (index, [one, other]) in
        pairs.iter().enumerate().filter(|(index, _)| names[*index].is_none()).collect::<Vec<_>>()
    {
        let common = in_common(&members[*one], &members[*other]);
        let numbered = (index + 1..).map(|number| format!("pair{number}"));
        let mut candidates = std::iter::once(common).chain(numbered);
        names[index] = candidates.find(|name| name.parse::<PairName>().is_ok() && taken.insert(name.clone()));
    }
    names.into_iter().map(Option::unwrap_or_default).collect()
}

/// What the names of two members begin with: `fw-dc1` of `fw-dc1-a` and `fw-dc1-b`.
fn in_common(one: &str, other: &str) -> String {
    let is_same = |(a, b): &(char, char)| a == b;
    let common: String = one.chars().zip(other.chars()).take_while(is_same).map(|(a, _)| a).collect();
    let trimmed = common.trim_end_matches(['-', '_', '.']);
    // Two numbers with one digit in common have nothing in common.
    let is_word =
        trimmed.len() > 2 && !(trimmed.ends_with(|c: char| c.is_ascii_digit()) && trimmed == common);
    if is_word { trimmed.to_owned() } else { String::new() }
}
