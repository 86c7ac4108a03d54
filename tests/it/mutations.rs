//! Every small change of the high availability settings of a good Panorama is noticed by some lint.
//!
//! Each element below `high-availability` in every template, and each value of a firewall's variable, is
//! taken out, and set to other values. With the spec at hand all must be noticed. Without it, a change may
//! make another good configuration; what is not noticed is listed here, each with its reason. The share is in
//! `fixtures/lints/mutations.txt`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use panha::panos::device;
use panha::xml::{Element, write};
use snapbox::{Assert, Data, assert::DEFAULT_ACTION_ENV};

use crate::base::base;
use crate::lints::{meant, model, review};

/// Changes that make another good configuration, which nobody can tell from a wrong one without the spec: the
/// end of the place, the change (`-` takes out, `*` is any), the reason.
const GOOD_AS_WELL: &[(&str, &str, &str)] = &[
    ("description", "*", "free text"),
    ("comments", "*", "free text"),
    ("T-edge/cluster/cluster-id", "22", "an ID that no other cluster has, on all members"),
    ("T-core-dc2/group/group-id", "13", "an ID that no other pair has, on both peers"),
    ("device-priority", "91", "the order of the peers stays"),
    ("device-priority", "111", "the order of the peers stays"),
    ("session-synchronization", "-", "on by default"),
    ("state-synchronization/enabled", "-", "on by default"),
    ("group/state-synchronization", "-", "on by default, without keep-alives, which are a choice"),
    ("state-synchronization/transport", "-", "ethernet by default"),
    ("ha2-keep-alive", "-", "a choice, on both peers"),
    ("ha2-keep-alive/enabled", "*", "a choice, on both peers"),
    ("ha2-keep-alive/action", "-", "log-only by default"),
    ("ha2-keep-alive/threshold", "*", "another time, on both peers"),
    ("heartbeat-backup", "*", "a choice: there is an HA1 backup"),
    ("preemptive", "*", "a choice, on both peers"),
    ("group/mode", "-", "active-passive by default"),
    ("mode/active-passive", "-", "active-passive by default"),
    ("passive-link-state", "-", "shutdown by default, a choice on both peers"),
    ("passive-link-state", "shutdown", "a choice, on both peers"),
    ("link-monitoring/enabled", "-", "on by default"),
    ("uplinks/enabled", "-", "on by default"),
    ("failure-condition", "-", "any by default, on both peers"),
    ("failure-condition", "all", "a choice, on both peers"),
    ("failure-condition", "any", "a choice, on both peers"),
    ("uplinks/interface/member", "-", "the other interface is still watched, on both peers"),
];

/// A change of one element.
#[derive(Debug, Clone)]
struct Mutation {
    /// The way to the element: the index of a child at each step.
    at: Vec<usize>,
    /// What is shown of the place.
    place: String,
    /// The element's name.
    name: String,
    /// The text that it gets; `None` takes it out.
    text: Option<String>,
}

impl Mutation {
    fn shown(&self) -> String {
        match &self.text {
            Some(text) => format!("{} = {text}", self.place),
            None => format!("{} taken out", self.place),
        }
    }

    fn apply(&self, config: &mut Element) {
        let (last, way) = self.at.split_last().expect("a way");
        let parent = way.iter().fold(config, |element, index| &mut element.children_mut()[*index]);
        match &self.text {
            Some(text) => parent.children_mut()[*last].set_text(text),
            None => drop(parent.children_mut().remove(*last)),
        }
    }
}

/// Other values for a leaf: what people mistype and tools get wrong.
fn others(name: &str, text: &str) -> Vec<String> {
    let number = text.parse::<u32>().ok();
    let words: Vec<String> = match (text, number) {
        _ if text.starts_with('$') => vec![format!("{text}x")],
        ("yes", _) => vec!["no".into()],
        ("no", _) => vec!["yes".into()],
        ("enabled", _) => vec!["disabled".into()],
        ("any", _) => vec!["all".into(), "none".into()],
        ("all", _) => vec!["any".into()],
        ("auto", _) => vec!["shutdown".into(), "automatic".into()],
        ("ethernet", _) => vec!["udp".into(), "tcp".into()],
        ("log-only", _) => vec!["split-datapath".into(), "log".into()],
        (_, Some(number)) => vec![(number + 1).to_string(), "999999".into(), "x".into()],
        _ => Vec::new(),
    };
    let is_address = text.parse::<std::net::IpAddr>().is_ok();
    let more: &[&str] = match name {
        "netmask" => &["255.255.255.255", "255.255.255.0", "255.255.0.255"],
        _ if is_address => &["203.0.113.99", "192.0.2.30", "2001:db8::99", "192.0.2.0"],
        "port" => &["ethernet1/1", "ethernet1/9", "hsci", "management", "ae1"],
        "member" => &["ethernet1/9", "ethernet1/21"],
        _ => &[],
    };
    let all = words.into_iter().chain(more.iter().map(|text| (*text).to_owned()));
    all.filter(|other| other != text).collect()
}

/// All changes below an element, whose way and place are given.
fn collect(element: &Element, at: &[usize], place: &str, mutations: &mut Vec<Mutation>) {
    for (index, child) in element.children().iter().enumerate() {
        let at: Vec<usize> = at.iter().copied().chain([index]).collect();
        let step = child.entry_name().unwrap_or(child.name());
        let place = format!("{place}/{step}");
        let mutation = |text: Option<String>| Mutation {
            at: at.clone(),
            place: place.clone(),
            name: child.name().to_owned(),
            text,
        };
        mutations.push(mutation(None));
        if child.is_leaf() {
            mutations.extend(others(child.name(), child.text()).into_iter().map(Some).map(mutation));
        }
        collect(child, &at, &place, mutations);
    }
}

/// The way to an element, by its path.
fn way(config: &Element, steps: &[&str]) -> Option<Vec<usize>> {
    let mut way = Vec::new();
    let mut element = config;
    for step in steps {
        let is_it = |child: &Element| child.entry_name().unwrap_or(child.name()) == *step;
        let index = element.children().iter().position(is_it)?;
        way.push(index);
        element = &element.children()[index];
    }
    Some(way)
}

fn mutations(config: &Element) -> Vec<Mutation> {
    let mut mutations = Vec::new();
    let names = |kind: &str| -> Vec<String> {
        let entries = config.get(&device().child(kind)).map(Element::children).unwrap_or_default();
        entries.iter().filter_map(|entry| entry.entry_name().map(str::to_owned)).collect()
    };
    let mut below = |steps: &[&str], place: String| {
        let Some(way) = way(config, steps) else { return };
        let element = way.iter().fold(config, |element, index| &element.children()[*index]);
        collect(element, &way, &place, &mut mutations);
    };
    const HERE: [&str; 2] = ["devices", "localhost.localdomain"];
    for template in names("template") {
        let inside =
            [&HERE[..], &["template", &template, "config"], &HERE, &["deviceconfig", "high-availability"]];
        below(&inside.concat(), template.clone());
    }
    for stack in names("template-stack") {
        below(&[&HERE[..], &["template-stack", &stack, "devices"]].concat(), stack.clone());
    }
    mutations
}

/// The changes that nothing is found of.
fn unnoticed<'m>(base: &Element, mutations: &'m [Mutation], with_spec: bool) -> Vec<&'m Mutation> {
    let is_unnoticed = |mutation: &&Mutation| {
        let mut config = base.clone();
        mutation.apply(&mut config);
        let facts = if with_spec { meant() } else { model("PA-5250") };
        review(&[write(&config)], facts, |review, _| review.findings.is_empty())
    };
    mutations.iter().filter(is_unnoticed).collect()
}

#[test]
fn with_the_spec_every_change_of_high_availability_is_noticed() {
    let base = base();
    let mutations = mutations(&base);
    assert!(mutations.len() > 300, "only {} changes", mutations.len());
    let unnoticed: Vec<String> =
        unnoticed(&base, &mutations, true).into_iter().map(Mutation::shown).collect();
    assert!(unnoticed.is_empty(), "{} not noticed:\n{}", unnoticed.len(), unnoticed.join("\n"));
}

#[test]
fn without_the_spec_only_what_is_good_as_well_is_not_noticed() {
    let base = base();
    let mutations = mutations(&base);
    let mut needed = BTreeSet::new();
    let mut faults: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let unnoticed = unnoticed(&base, &mutations, false);
    for mutation in &unnoticed {
        let text = mutation.text.as_deref().unwrap_or("-");
        let is_row = |(name, change, _): &(&str, &str, &str)| {
            mutation.place.ends_with(name) && (*change == "*" || *change == text)
        };
        match GOOD_AS_WELL.iter().position(is_row) {
            Some(row) => drop(needed.insert(row)),
            None => faults.entry(&mutation.name).or_default().push(mutation.shown()),
        }
    }
    let faults: Vec<String> = faults.into_values().flatten().collect();
    assert!(faults.is_empty(), "{} not noticed:\n{}", faults.len(), faults.join("\n"));
    let rows = GOOD_AS_WELL.iter().enumerate();
    let stale: Vec<_> = rows.filter(|(row, _)| !needed.contains(row)).map(|(_, row)| row).collect();
    assert!(stale.is_empty(), "rows without need: {stale:?}");
    let all = mutations.len();
    let share = format!(
        "{all} changes of the high availability settings of fixtures/lints/base.xml\n\
         noticed with the spec: {all}\n\
         noticed without it: {}, all but {} that make another good configuration\n",
        all - unnoticed.len(),
        unnoticed.len()
    );
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/lints/mutations.txt");
    Assert::new().action_env(DEFAULT_ACTION_ENV).eq(share, Data::read_from(&golden, None).raw());
}
