//! What holds for the plan of any fleet over any Panorama. `PROPTEST_CASES` raises the number of fleets.

use std::collections::HashSet;

use panha::generate::Target;
use panha::panos::device;
use panha::plan::{ACCEPTABLE, Options};
use panha::xml::{ConfigPath, Element, write};
use proptest::collection::vec;
use proptest::prelude::*;

use super::made::{Made, plan};
use super::way;
use crate::base::exported;
use crate::canonical::content;
use crate::fleet_strategy::{Fleet, Names, SpecFiles, fleets};
use crate::import::round_trip::{import, objects};
use crate::laws::run::{Artifacts, generate};

/// How many fleets each law is tried on, unless the environment asks for more.
const FLEETS: u32 = 16;

fn config() -> ProptestConfig {
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    let default = ProptestConfig::default();
    let cases = if asked { default.cases } else { FLEETS };
    ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 800, ..default }
}

/// What random fleets count on.
const THERE: &str = r#"
    set mgt-config devices
    set deviceconfig system hostname panorama
    set template T-datacenter settings default-vsys vsys1
    set template "T global" settings default-vsys vsys1
    set template z settings default-vsys vsys1
    set template-stack
    set device-group "DG top" devices
    set readonly max-internal-id 10
"#;

/// The export of a Panorama that has a fleet.
fn export(fleet: &Fleet) -> Result<String, TestCaseError> {
    exported(&fleet.plain_files(), THERE).map(|config| write(&config)).map_err(TestCaseError::fail)
}

/// The same fleet with other names, numbers and ids.
fn as_another(export: &str) -> String {
    let mut text = export.to_owned();
    for (from, to) in [
        ("edge", "xdge"),
        ("Core", "Xore"),
        ("dc_3", "xc_3"),
        ("TPL.", "XPL."),
        ("Stack_", "Xtack_"),
        ("DG ", "XG "),
        ("\"0132", "\"0999"),
        ("\"0079", "\"0998"),
        ("\"007Z", "\"0997"),
        ("<cluster-id>7<", "<cluster-id>8<"),
        ("<cluster-id>99<", "<cluster-id>98<"),
        ("<cluster-id>1<", "<cluster-id>2<"),
    ] {
        text = text.replace(from, to);
    }
    text
}

fn failed(error: String) -> TestCaseError {
    TestCaseError::fail(error)
}

/// Plans, and sees that all of it is true, and that nothing is left to do.
fn done(
    base: &str,
    files: &SpecFiles,
    last: Option<&Artifacts>,
    options: &Options,
) -> Result<Made, TestCaseError> {
    let made = plan(base, files, last, options).map_err(failed)?;
    made.is_true(base).map_err(failed)?;
    nobody_stands_twice(&made.merged).map_err(failed)?;
    let again = plan(&made.merged, files, last, options).map_err(|why| failed(format!("again: {why}")))?;
    prop_assert!(again.is_empty, "done once, it is not done");
    prop_assert!(again.merged == made.merged, "merged twice is not merged once");
    Ok(made)
}

/// A firewall is in one stack, and in the list of members of one template.
fn nobody_stands_twice(export: &str) -> Result<(), String> {
    let config = way::config(export)?;
    let list = ["deviceconfig", "high-availability", "cluster", "cluster-members"];
    let list = list.into_iter().fold(device(), |path, name| path.child(name));
    let of_template = ConfigPath::default().child("config").join(&list);
    for (object, list) in
        [("template", of_template), ("template-stack", ConfigPath::default().child("devices"))]
    {
        let mut seen = HashSet::new();
        let entries = config.get(&device().child(object)).map(Element::children).unwrap_or_default();
        let serials = entries.iter().filter_map(|entry| entry.get(&list)).flat_map(Element::children);
        if let Some(twice) = serials.filter_map(Element::entry_name).find(|serial| !seen.insert(*serial)) {
            return Err(format!("{twice} stands in two lists of a {object}"));
        }
    }
    Ok(())
}

/// Is it one that the spec can be? A change of a random fleet may be one too many.
fn is_valid(files: &SpecFiles) -> bool {
    generate(files, Target::Panorama).is_ok()
}

fn some_options(choice: u8) -> Options {
    Options {
        prunes: choice.is_multiple_of(3),
        keeps: choice % 3 == 1,
        // All members of a small fleet may be others.
        accepted: ACCEPTABLE.map(str::to_owned).to_vec(),
        ..Options::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_was_loaded_needs_no_plan(fleet in fleets()) {
        let base = export(&fleet)?;
        let made = done(&base, &fleet.plain_files(), None, &Options::default())?;
        prop_assert!(made.is_empty);
        prop_assert_eq!(made.against_spec, Vec::<String>::new());
        let made = done(&base, &fleet.plain_files(), None, &Options { prunes: true, ..Options::default() })?;
        prop_assert!(made.is_empty);
    }

    #[test]
    fn fleet_comes_into_an_empty_panorama(fleet in fleets()) {
        let mut config = Element::new("config");
        crate::edit::apply(&mut config, THERE).map_err(failed)?;
        let made = done(&write(&config), &fleet.plain_files(), None, &Options::default())?;
        prop_assert!(!made.is_empty);
        prop_assert_eq!(&made.against_spec, &Vec::<String>::new());
        let found = way::config(&made.merged).map_err(failed)?;
        let wanted = way::config(&export(&fleet)?).map_err(failed)?;
        way::same("merge", &way::comparable(&found, true), &way::comparable(&wanted, true)).map_err(failed)?;
    }

    #[test]
    fn what_was_merged_is_imported_and_generates_the_same(fleet in fleets()) {
        let mut config = Element::new("config");
        crate::edit::apply(&mut config, THERE).map_err(failed)?;
        let merged = plan(&write(&config), &fleet.plain_files(), None, &Options::default()).map_err(failed)?.merged;
        let (spec, told) = import(&merged);
        let spec = spec.ok_or_else(|| failed(told.join("\n")))?;
        let files = SpecFiles { spec, inventory: String::new() };
        let made = |files: &SpecFiles| generate(files, Target::Panorama).map_err(failed);
        let [wanted, found] = [made(&fleet.plain_files())?, made(&files)?].map(|made| content(objects(&made)));
        prop_assert_eq!(found, wanted);
        let again = plan(&merged, &files, None, &Options::default()).map_err(failed)?;
        prop_assert!(again.is_empty, "the plan of an imported spec over its own export:\n{}", again.json);
    }

    #[test]
    fn fleet_comes_beside_another(fleet in fleets(), other in fleets()) {
        let mut config = way::config(&as_another(&export(&other)?)).map_err(failed)?;
        let groups = config.ensure(&panha::panos::device().child("device-group"));
        groups.push(Element::entry("DG top"));
        done(&write(&config), &fleet.plain_files(), None, &Options::default())?;
    }

    #[test]
    fn fleet_becomes_another(fleet in fleets(), bytes in vec(any::<u8>(), 4..24), choice in any::<u8>()) {
        let after = fleet.mutated(&bytes, Names::Stay).plain_files();
        prop_assume!(is_valid(&after));
        // Names of stacks may come from whether all members are of one pair.
        let options = Options { takes_over: true, ..some_options(choice) };
        done(&export(&fleet)?, &after, None, &options)?;
    }

    #[test]
    fn fleet_becomes_another_since_the_last_generation(fleet in fleets(), bytes in vec(any::<u8>(), 4..24), choice in any::<u8>()) {
        let after = fleet.mutated(&bytes, Names::Change).plain_files();
        prop_assume!(is_valid(&after));
        let last = generate(&fleet.plain_files(), Target::Panorama).map_err(failed)?;
        done(&export(&fleet)?, &after, Some(&last), &some_options(choice))?;
    }
}
