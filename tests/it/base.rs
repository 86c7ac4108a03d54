//! The Panorama that every example of a lint starts from: an export with nothing to find in it.
//!
//! What `fixtures/lints/base.yaml` gives is put together with what its spec says is in Panorama already,
//! as a real export has it. `fixtures/lints/base.xml` is the same as a file, for those who write lints:
//! `SNAPSHOTS=overwrite cargo test --test it base` writes it anew. Exports of other specs are made alike.

use std::fs;
use std::path::{Path, PathBuf};

use panha::effective::Resolver;
use panha::generate::Target;
use panha::panos::set_commands::quoted;
use panha::panos::{Export, PanoramaObject, device};
use panha::source::Sources;
use panha::xml::{ConfigPath, Document, Element, write};
use snapbox::{Assert, Data, assert::DEFAULT_ACTION_ENV};

use crate::canonical::content;
use crate::edit::apply;
use crate::fleet_strategy::SpecFiles;
use crate::laws::run::{Artifacts, generate};

/// What is there before anything is generated, in the order of a real export.
pub(crate) const ALREADY_THERE: &str = r#"
    set mgt-config devices
    set mgt-config users admin permissions role-based superuser yes
    set shared address ntp ip-netmask 203.0.113.123/32
    set shared address ntp tag datacenters
    set shared tag datacenters color color1
    set shared pre-rulebase
    set deviceconfig system hostname panorama
    set template T-global settings default-vsys vsys1
    set template T-global config deviceconfig system login-banner "Authorised use only"
    set template T-global config deviceconfig system ntp-servers primary-ntp-server ntp-server-address 203.0.113.123
    set template-stack
    set device-group DG-datacenters devices
    set readonly max-internal-id 10
"#;

/// The export. Examples change a tree of their own.
pub(crate) fn base() -> Element {
    exported(&spec(), ALREADY_THERE).unwrap_or_else(|errors| panic!("{errors}"))
}

/// The export of a Panorama that has what `commands` make, and all that a spec gives.
///
/// # Errors
/// Those of the spec, or the command that cannot be carried out.
pub(crate) fn exported(spec: &SpecFiles, commands: &str) -> Result<Element, String> {
    let artifacts = generate(spec, Target::Panorama)?;
    let mut config = Element::new("config");
    config.set_attribute("version", "11.1.0");
    config.set_attribute("urldb", "paloaltonetworks");
    config.set_attribute("detail-version", "11.1.6");
    apply(&mut config, commands)?;
    for (path, text) in &artifacts {
        if path.ends_with("/panorama.xml") {
            take_in(&mut config, &document(text));
        } else if path.ends_with("/set.txt") {
            let registrations = text.lines().filter(|line| line.starts_with("set mgt-config"));
            apply(&mut config, &registrations.collect::<Vec<_>>().join("\n"))?;
        }
    }
    add_readonly(&mut config, &artifacts)?;
    Ok(config)
}

fn done(result: Result<(), String>) {
    result.unwrap_or_else(|error| panic!("{error}"));
}

fn lints() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/lints")
}

/// The spec of it.
pub(crate) fn spec() -> SpecFiles {
    let spec = fs::read_to_string(lints().join("base.yaml")).expect("the spec");
    SpecFiles { spec, inventory: String::new() }
}

fn document(text: &str) -> Document {
    let mut sources = Sources::default();
    let id = sources.add("base.xml", text);
    Document::parse(id, sources.get(id).shared_text()).expect("well formed")
}

fn container(object: PanoramaObject) -> ConfigPath {
    device().child(object.element())
}

fn take_in(config: &mut Element, generated: &Document) {
    let generated = generated.root().to_element().expect("no mixed content");
    for object in PanoramaObject::ALL {
        let path = container(object);
        let entries = generated.get(&path).map(Element::children).unwrap_or_default();
        entries.iter().for_each(|entry| {
            config.ensure(&path).push(entry.clone());
        });
    }
}

/// Panorama numbers its objects, and has the parents of device groups nowhere but beside the numbers.
fn add_readonly(config: &mut Element, artifacts: &Artifacts) -> Result<(), String> {
    let mut commands = Vec::new();
    let mut id = 10;
    for object in PanoramaObject::ALL {
        let entries = config.get(&container(object)).map(Element::children).unwrap_or_default();
        for name in entries.iter().filter_map(Element::entry_name) {
            id += 1;
            let entry =
                format!("set readonly devices localhost.localdomain {} {}", object.element(), quoted(name));
            let parent = parent_of(name, artifacts).filter(|_| object == PanoramaObject::DeviceGroup);
            commands.extend(parent.map(|parent| format!("{entry} parent-dg {parent}")));
            commands.push(format!("{entry} id {id}"));
        }
    }
    commands.push(format!("set readonly max-internal-id {id}"));
    apply(config, &commands.join("\n"))
}

/// No file to import can say the parent of a device group: the session does. As a word of a command.
fn parent_of<'a>(group: &str, artifacts: &'a Artifacts) -> Option<&'a str> {
    let start = format!("run request move-dg entry {} new-parent-dg ", quoted(group));
    artifacts.values().flat_map(|text| text.lines()).find_map(|line| line.strip_prefix(&start))
}

#[test]
fn base_is_the_export_that_authors_of_lints_read() {
    let expected = lints().join("base.xml");
    let assert = Assert::new().action_env(DEFAULT_ACTION_ENV);
    assert.eq(write(&base()), Data::read_from(&expected, None).raw());
}

#[test]
fn base_has_nothing_that_puts_its_firewalls_in_doubt() {
    let document = document(&write(&base()));
    let Some(Export::Panorama(panorama)) = Export::of(&document) else { panic!("no Panorama") };
    let managed: Vec<String> = panorama.managed_devices().map(|(serial, _)| serial.into_owned()).collect();
    let resolver = Resolver::new(panorama);
    let mut serials: Vec<&str> = resolver.serials().collect();
    serials.sort_unstable();
    assert_eq!(serials, managed);
    assert_eq!(serials.len(), 7);
    for serial in serials {
        let doubts = resolver.effective(serial).expect("a firewall").doubts();
        let doubts: Vec<String> = doubts.into_iter().map(|doubt| doubt.message).collect();
        assert!(doubts.is_empty(), "{serial}: {doubts:?}");
    }
}

#[test]
fn examples_change_base_and_change_it_back() {
    let start = base();
    let mut config = start.clone();
    let breaking = "
        set template T-core config devices localhost.localdomain deviceconfig high-availability cluster cluster-id 100
        set template T-core config network interface ethernet ethernet1/1 ha
        set device-group DG-core pre-rulebase security rules allow-dns target devices 013201000031
        set device-group DG-core description cluster
    ";
    let repairing = "
        set template T-core config deviceconfig high-availability cluster cluster-id 20
        set template T-core config network interface ethernet ethernet1/1 layer3
        delete device-group DG-core pre-rulebase security rules allow-dns target
        set device-group DG-core description 'HA cluster core, id 20'
    ";
    done(apply(&mut config, breaking));
    assert_ne!(content(config.clone()), content(start.clone()));
    done(apply(&mut config, repairing));
    assert_eq!(content(config.clone()), content(start));
    done(apply(&mut config, "delete template-stack S-core devices 013201000031 variable $ha4_ip"));
}
