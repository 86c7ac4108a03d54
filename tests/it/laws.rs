//! What holds for every valid spec. `PROPTEST_CASES` raises the number of fleets.

mod commands;
mod members;
mod overlay;
pub(crate) mod run;
mod stacks;
mod tree;

use std::collections::HashSet;

use panha::diag::Severity;
use panha::effective::Resolver;
use panha::generate::Target;
use panha::lint::Facts;
use panha::panos::Export;
use panha::source::Sources;
use panha::xml::{Document, Element, write};
use proptest::prelude::*;

use crate::canonical::content;
use crate::fleet_strategy::{Cluster, Fleet, fleets};
use crate::lints::review;
use members::Firewalls;
use run::{Artifacts, generate};
use tree::{End, Tree};

/// How many fleets each law is tried on, unless the environment asks for more.
const FLEETS: u32 = 64;

fn config() -> ProptestConfig {
    let asked = ProptestConfig::default().cases;
    let is_asked = std::env::var_os("PROPTEST_CASES").is_some();
    ProptestConfig {
        cases: if is_asked { asked.max(FLEETS) } else { FLEETS },
        // A failing fleet is printed as its spec: that is what a regression test is made of.
        failure_persistence: None,
        max_shrink_iters: 1500,
        ..ProptestConfig::default()
    }
}

fn artifacts(fleet: &Fleet) -> Result<Artifacts, TestCaseError> {
    generate(&fleet.files(0), Target::Panorama).map_err(TestCaseError::fail)
}

fn held(law: &str, result: Result<(), String>) -> Result<(), TestCaseError> {
    result.map_err(|reason| TestCaseError::fail(format!("{law}: {reason}")))
}

fn tree(artifacts: &Artifacts, path: &str) -> Result<Tree, TestCaseError> {
    let text = artifacts.get(path).ok_or_else(|| TestCaseError::fail(format!("no {path}")))?;
    Tree::read(text).map_err(|error| TestCaseError::fail(format!("{path}: {error}")))
}

fn firewalls(cluster: &Cluster, artifacts: &Artifacts) -> Result<Firewalls, TestCaseError> {
    let folder = format!("{}/firewalls/", cluster.name);
    let serials = artifacts
        .keys()
        .filter_map(|path| path.strip_prefix(&folder)?.strip_suffix(".xml").map(str::to_owned));
    serials.map(|serial| Ok((serial.clone(), tree(artifacts, &format!("{folder}{serial}.xml"))?))).collect()
}

fn document(text: &str) -> Result<Document, TestCaseError> {
    let mut sources = Sources::default();
    let id = sources.add("generated.xml", text);
    Document::parse(id, sources.get(id).shared_text()).map_err(|problem| TestCaseError::fail(problem.message))
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn members_and_peers_know_each_other(fleet in fleets()) {
        let artifacts = artifacts(&fleet)?;
        for cluster in &fleet.clusters {
            let firewalls = firewalls(cluster, &artifacts)?;
            held("members", members::of_cluster(cluster, &firewalls))?;
            held("pairs", members::of_pairs(cluster, &firewalls))?;
        }
    }

    #[test]
    fn what_is_generated_has_nothing_that_a_lint_calls_an_error(fleet in fleets()) {
        let artifacts = artifacts(&fleet)?;
        let panoramas: Vec<String> = artifacts
            .iter()
            .filter(|(path, _)| path.ends_with("/panorama.xml"))
            .map(|(_, text)| text.clone())
            .collect();
        let errors = review(&panoramas, Facts::default(), |review, text| {
            review.findings.iter().any(|finding| finding.severity == Severity::Error).then(|| text.to_owned())
        });
        prop_assert_eq!(errors, None);
    }

    #[test]
    fn stacks_have_what_their_templates_need(fleet in fleets()) {
        let artifacts = artifacts(&fleet)?;
        for cluster in &fleet.clusters {
            let panorama = tree(&artifacts, &format!("{}/panorama.xml", cluster.name))?;
            held("firewalls", stacks::firewalls(cluster, &panorama))?;
            held("variables", stacks::variables(&panorama))?;
            held("interfaces", stacks::interfaces(cluster, &panorama))?;
        }
    }

    #[test]
    fn each_firewall_gets_what_its_stack_and_device_group_say(fleet in fleets()) {
        let artifacts = artifacts(&fleet)?;
        for cluster in &fleet.clusters {
            let panorama = tree(&artifacts, &format!("{}/panorama.xml", cluster.name))?;
            for (serial, firewall) in firewalls(cluster, &artifacts)? {
                let expected = overlay::of_firewall(&panorama, &serial).map_err(TestCaseError::fail)?;
                let found = overlay::of_file(&firewall);
                held(&serial, overlay::same(&expected, &found))?;
                held("rules", overlay::rules_in_order(&panorama, &firewall))?;
            }
        }
    }

    #[test]
    fn effective_configuration_is_what_was_written_for_each_firewall(fleet in fleets()) {
        let artifacts = artifacts(&fleet)?;
        for cluster in &fleet.clusters {
            let panorama = document(&artifacts[&format!("{}/panorama.xml", cluster.name)])?;
            let Some(Export::Panorama(panorama)) = Export::of(&panorama) else {
                return Err(TestCaseError::fail("no Panorama"));
            };
            let resolver = Resolver::new(panorama);
            prop_assert_eq!(resolver.serials().count(), cluster.members.len());
            for serial in resolver.serials() {
                let effective = resolver.effective(serial).expect("a firewall that it names").config();
                let written = document(&artifacts[&format!("{}/firewalls/{serial}.xml", cluster.name)])?;
                let written = written.root().to_element().expect("no mixed content");
                prop_assert_eq!(content(effective), content(written), "{}", serial);
            }
        }
    }

    #[test]
    fn set_commands_describe_the_same_tree(fleet in fleets()) {
        let artifacts = artifacts(&fleet)?;
        for cluster in &fleet.clusters {
            held("set.txt", commands::of_panorama(cluster, &artifacts))?;
        }
        for (path, commands) in artifacts.iter().filter(|(path, _)| path.ends_with(".set.txt")) {
            let xml = &artifacts[&path.replace(".set.txt", ".xml")];
            held(path, commands::of_firewall(xml, commands))?;
        }
    }

    #[test]
    fn written_xml_is_read_back_by_us_and_by_roxmltree(fleet in fleets()) {
        for (path, text) in artifacts(&fleet)?.iter().filter(|(path, _)| path.ends_with(".xml")) {
            let element = document(text)?.root().to_element();
            let element = element.map_err(|problem| TestCaseError::fail(format!("{path}: {}", problem.message)))?;
            prop_assert_eq!(&write(&element), text);
            prop_assert_eq!(Tree::read(text), Ok(of_element(&element)));
        }
    }

    #[test]
    fn free_texts_stand_in_panorama_as_they_were_written(fleet in fleets()) {
        let artifacts = artifacts(&fleet)?;
        for cluster in &fleet.clusters {
            let leaves = tree(&artifacts, &format!("{}/panorama.xml", cluster.name))?.leaves();
            let values: HashSet<&str> = leaves.iter().filter_map(|(_, end)| match end {
                End::Value(value) => Some(value.as_str()),
                _ => None,
            }).collect();
            for text in cluster.texts() {
                prop_assert!(values.contains(text), "{:?} of cluster {}", text, cluster.name);
            }
        }
    }

    #[test]
    fn order_of_keys_and_place_of_values_change_nothing(fleet in fleets(), order in 1..u64::MAX) {
        let usual = artifacts(&fleet)?;
        let shuffled = generate(&fleet.files(order), Target::Panorama).map_err(TestCaseError::fail)?;
        prop_assert!(usual == shuffled, "{}", difference(&usual, &shuffled));
        let plain = generate(&fleet.plain_files(), Target::Panorama).map_err(TestCaseError::fail)?;
        prop_assert!(usual == plain, "without defaults and inventory: {}", difference(&usual, &plain));
    }

    #[test]
    fn new_last_member_leaves_the_addresses_of_the_others(fleet in fleets()) {
        let before = artifacts(&fleet)?;
        let mut larger = fleet.clone();
        larger.clusters.retain(|cluster| cluster.members.len() < 16);
        larger.clusters.iter_mut().enumerate().for_each(|(index, cluster)| cluster.add_last_member(index));
        if larger.clusters.is_empty() {
            return Ok(());
        }
        let after = artifacts(&larger)?;
        for cluster in &larger.clusters {
            let (before, after) = (firewalls(cluster, &before)?, firewalls(cluster, &after)?);
            for (serial, old) in &before {
                let path = "devices/localhost.localdomain/deviceconfig/high-availability";
                let list = |tree: &Tree| tree.below(path).map(|ha| members::list(ha).into_values().cloned().collect::<Vec<_>>());
                let (old, new) = (list(old).unwrap_or_default(), list(&after[serial]).unwrap_or_default());
                prop_assert_eq!(new.len(), old.len() + 1);
                prop_assert!(old.iter().all(|entry| new.contains(entry)), "{:?}\n{:?}", old, new);
            }
        }
    }

    #[test]
    fn both_targets_have_no_error_and_the_same_firewalls(fleet in fleets()) {
        let mut both = artifacts(&fleet)?;
        both.retain(|path, _| path.contains("/firewalls/"));
        let firewalls = generate(&fleet.files(0), Target::Firewall).map_err(TestCaseError::fail)?;
        prop_assert!(both == firewalls, "{}", difference(&both, &firewalls));
    }
}

fn of_element(element: &Element) -> Tree {
    Tree {
        name: element.name().to_owned(),
        entry: element.entry_name().map(str::to_owned),
        text: element.text().to_owned(),
        children: element.children().iter().map(of_element).collect(),
    }
}

/// The first lines that differ.
fn difference(a: &Artifacts, b: &Artifacts) -> String {
    for (path, text) in a {
        let Some(other) = b.get(path) else { return format!("only one has {path}") };
        if let Some((old, new)) = text.lines().zip(other.lines()).find(|(old, new)| old != new) {
            return format!("{path}:\n{old}\n{new}");
        }
        if text != other {
            return format!("{path}: one is longer");
        }
    }
    "more files".to_owned()
}
