//! What generating from an imported spec would change in the export that it was imported from.

use super::remark::{Remark, RemarkKind};
use crate::panos::{SecretForm, is_secret, short_path};
use crate::source::Span;
use crate::xml::{ConfigPath, Element, Node, Step};

/// One difference of a Panorama object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Where, below the object's entry.
    pub path: ConfigPath,
    /// What is different.
    pub kind: DifferenceKind,
    /// The element, or the one that lacks it.
    pub place: Span,
}

/// How a generated object and the one that is there differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DifferenceKind {
    /// Another text, or another list.
    Changed {
        /// What is there.
        old: String,
        /// What is generated.
        new: String,
    },
    /// What is generated is not there: its text, and how many values it holds.
    Added {
        /// Its text, or nothing where it holds elements.
        new: String,
        /// How many values come with it.
        values: usize,
    },
    /// What is there is not generated.
    Kept,
}

/// Where an object that is generated (`wanted`) and the one that is there (`have`) differ.
pub fn differences(wanted: &Element, have: Node<'_>) -> Vec<Difference> {
    let mut differences = Vec::new();
    compare(wanted, have, &ConfigPath::default(), &mut differences);
    differences
}

/// Lists that are sets, and that Panorama fills with more than we say.
const SETS: &[&str] = &["reference-templates", "interface"];

/// What means the same as if it were not there: PAN-OS writes its defaults out.
const DEFAULTS: &[(&str, &str)] = &[
    ("negate-source", "no"),
    ("negate-destination", "no"),
    ("disabled", "no"),
    ("rule-type", "universal"),
    ("hip-profiles", "any"),
    ("source-hip", "any"),
    ("destination-hip", "any"),
];

fn compare(wanted: &Element, have: Node<'_>, path: &ConfigPath, differences: &mut Vec<Difference>) {
    let mut add = |path: ConfigPath, kind: DifferenceKind, place: Span| {
        differences.push(Difference { path, kind, place });
    };
    if is_list(wanted) {
        let new: Vec<String> = wanted.children().iter().map(|member| member.text().to_owned()).collect();
        let members = have.children().filter(|child| child.name() == "member");
        let old: Vec<String> = members.map(|member| member.text().into_owned()).collect();
        let is_same =
            old == new || (SETS.contains(&wanted.name()) && new.iter().all(|member| old.contains(member)));
        if !is_same {
            let kind = DifferenceKind::Changed { old: old.join(", "), new: new.join(", ") };
            add(path.clone(), kind, have.start_tag_span());
        }
        return;
    }
    if wanted.is_leaf() && have.is_leaf() {
        let (old, new) = (have.text().into_owned(), wanted.text().to_owned());
        if old != new && !(new.is_empty() && old.trim().is_empty()) {
            add(path.clone(), DifferenceKind::Changed { old, new }, have.span());
        }
        return;
    }
    let mut like: Vec<Node<'_>> = Vec::new();
    for child in wanted.children() {
        let path = stepped(path, child.name(), child.entry_name());
        let found = have.children().find(|other| is_like(child, *other));
        match found {
            Some(other) => {
                like.push(other);
                compare(child, other, &path, differences);
            }
            None => added(child, &path, have.start_tag_span(), differences),
        }
    }
    for other in have.children().filter(|other| !like.iter().any(|like| like.span() == other.span())) {
        if says_something(other) {
            let path = stepped(path, other.name(), other.attribute("name").as_deref());
            differences.push(Difference { path, kind: DifferenceKind::Kept, place: other.span() });
        }
    }
}

/// What is not there: a container of entries is told entry by entry.
fn added(wanted: &Element, path: &ConfigPath, place: Span, differences: &mut Vec<Difference>) {
    let is_container = wanted.entry_name().is_none()
        && !wanted.is_leaf()
        && wanted.children().iter().all(|child| child.entry_name().is_some());
    if is_container {
        for entry in wanted.children() {
            added(entry, &stepped(path, entry.name(), entry.entry_name()), place, differences);
        }
        return;
    }
    let kind = DifferenceKind::Added { new: wanted.text().to_owned(), values: values(wanted) };
    differences.push(Difference { path: path.clone(), kind, place });
}

fn stepped(path: &ConfigPath, name: &str, entry: Option<&str>) -> ConfigPath {
    let step = Step { name: name.to_owned(), entry: entry.map(str::to_owned) };
    path.steps().iter().cloned().chain([step]).collect()
}

fn is_list(element: &Element) -> bool {
    !element.children().is_empty() && element.children().iter().all(|child| child.name() == "member")
}

fn is_like(element: &Element, node: Node<'_>) -> bool {
    element.name() == node.name() && element.entry_name() == node.attribute("name").as_deref()
}

fn values(element: &Element) -> usize {
    1.max(element.children().iter().map(values).sum())
}

/// Neither an empty container nor a default that is written out.
fn says_something(node: Node<'_>) -> bool {
    let text = match node.children().next() {
        Some(member) if member.name() == "member" => member.text(),
        _ => node.text(),
    };
    let is_default = DEFAULTS.iter().any(|(name, default)| *name == node.name() && *default == text.trim());
    let is_silent = |node: Node<'_>| node.text().trim().is_empty() && node.attribute("name").is_none();
    let is_container = node.is_leaf() || node.name().ends_with("rulebase");
    let is_empty = is_container && is_silent(node) && node.descendants().all(is_silent);
    !(is_default || is_empty)
}

/// Remarks on the differences of an object; those that say the same of many entries are one remark.
pub fn remarks(object: &str, differences: &[Difference]) -> Vec<Remark> {
    let mut groups: Vec<(RemarkKind, String, String, Vec<&Difference>)> = Vec::new();
    for difference in differences {
        let (kind, what) = told(difference);
        let pattern = shown(&pattern(&difference.path));
        match groups
            .iter_mut()
            .find(|(other, path, said, _)| *other == kind && *path == pattern && *said == what)
        {
            Some((.., of)) => of.push(difference),
            None => groups.push((kind, pattern, what, vec![difference])),
        }
    }
    let remark = |(kind, pattern, what, of): (RemarkKind, String, String, Vec<&Difference>)| {
        let (path, times) = match of[..] {
            [only] => (shown(&only.path), String::new()),
            _ => (pattern, format!(" ({} times)", of.len())),
        };
        Remark::new(kind, format!("{object}: {path}{what}{times}"), of[0].place)
    };
    groups.into_iter().map(remark).collect()
}

fn told(difference: &Difference) -> (RemarkKind, String) {
    match &difference.kind {
        DifferenceKind::Kept => (RemarkKind::Stays, String::new()),
        DifferenceKind::Changed { old, new }
            if [old, new].iter().any(|text| is_kept_secret(difference, text)) =>
        {
            (RemarkKind::Changes, ": another value".to_owned())
        }
        DifferenceKind::Changed { old, new } => {
            (RemarkKind::Changes, format!(": `{}` -> `{}`", shortened(old), shortened(new)))
        }
        DifferenceKind::Added { new, .. } if new.is_empty() => (RemarkKind::Changes, ": is added".to_owned()),
        DifferenceKind::Added { new, .. } if is_kept_secret(difference, new) => {
            (RemarkKind::Changes, ": a value is added".to_owned())
        }
        DifferenceKind::Added { new, .. } => {
            (RemarkKind::Changes, format!(": `{}` is added", shortened(new)))
        }
    }
}

/// Is a secret in a text, by where it stands or by what it looks like? Remarks go into the spec as comments.
fn is_kept_secret(difference: &Difference, text: &str) -> bool {
    let config = ConfigPath::default().child("config");
    let inside = difference.path.strip_prefix(&config);
    let is_setting_secret = is_secret(inside.as_ref().unwrap_or(&difference.path));
    // A list is told as one text.
    text.split(", ").chain([text]).any(|text| SecretForm::of(text, is_setting_secret).is_some())
}

/// The beginning of a text that is too long for a line.
fn shortened(text: &str) -> String {
    const MOST: usize = 80;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The path without the names of rules and objects, of which there are many.
fn pattern(path: &ConfigPath) -> ConfigPath {
    let mut steps = path.steps().to_vec();
    // The entry itself tells one from another where it is all there is to tell.
    let within = steps.len().saturating_sub(1);
    for step in &mut steps[..within] {
        let is_place =
            step.entry.as_deref().is_some_and(|name| matches!(name, "localhost.localdomain" | "vsys1"));
        if step.entry.is_some() && !is_place {
            step.entry = Some("*".to_owned());
        }
    }
    steps.into_iter().collect()
}

fn shown(path: &ConfigPath) -> String {
    let config = ConfigPath::default().child("config");
    match path.strip_prefix(&config) {
        Some(inside) if !inside.is_empty() => short_path(&inside),
        _ => path.to_string().trim_start_matches('/').to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;
    use crate::xml::Document;

    /// What is told of the differences between two entries.
    fn told(wanted: &str, have: &str) -> Vec<String> {
        let mut sources = Sources::default();
        let mut parse = |text: &str| {
            let id = sources.add("x.xml", text);
            Document::parse(id, sources.get(id).shared_text()).expect("well formed")
        };
        let (wanted, have) = (parse(wanted), parse(have));
        let wanted = wanted.root().to_element().expect("no text beside elements");
        let differences = differences(&wanted, have.root());
        differences.iter().map(|difference| super::told(difference).1).collect()
    }

    #[test]
    fn no_secret_is_told() {
        let entry = |inside: &str| format!("<entry name='T'>{inside}</entry>");
        let told = |wanted: &str, have: &str| told(&entry(wanted), &entry(have));
        let another = [": another value"];
        assert_eq!(told("<comment>x</comment>", "<comment>-AQ==c2hh=Y2lwaGVy</comment>"), another);
        assert_eq!(told("<comment>-AQ==c2hh=Y2lwaGVy</comment>", "<comment>x</comment>"), another);
        assert_eq!(told("<comment>$5$salt$hash</comment>", "<comment>x</comment>"), another);
        assert_eq!(told("<psk>new</psk>", "<psk>old</psk>"), another);
        let list = |text: &str| format!("<list><member>a</member><member>{text}</member></list>");
        assert_eq!(told(&list("b"), &list("-AQ==c2hh=Y2lwaGVy")), another);
        assert_eq!(told("<psk>new</psk>", ""), [": a value is added"]);
        assert_eq!(told("<comment>-AQ==c2hh=Y2lwaGVy</comment>", ""), [": a value is added"]);
        assert_eq!(told("<comment>new</comment>", "<comment>old</comment>"), [": `old` -> `new`"]);
    }
}
