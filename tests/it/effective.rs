//! What a firewall gets, computed from `panorama.xml`, is what the generator wrote for it.

use std::fs;
use std::path::{Path, PathBuf};

use panha::effective::Resolver;
use panha::panos::Export;
use panha::source::Sources;
use panha::xml::{Document, Element, write};

/// The same tree whatever the order of siblings is, but for rules and lists, which are ordered.
fn canonical(mut element: Element) -> Element {
    let is_ordered = element.name() == "rules" || element.children().iter().all(|c| c.name() == "member");
    let mut children: Vec<Element> = element.children_mut().drain(..).map(canonical).collect();
    if !is_ordered {
        children.sort_by(|a, b| (a.name(), a.entry_name()).cmp(&(b.name(), b.entry_name())));
    }
    for child in children {
        element.push(child);
    }
    element
}

/// The children of `config`: its attributes tell the release, which an export does not know.
fn content(config: Element) -> String {
    let mut root = Element::new("config");
    for child in config.children() {
        root.push(child.clone());
    }
    write(&canonical(root))
}

fn document(path: &Path) -> Document {
    let mut sources = Sources::default();
    let text = fs::read_to_string(path).expect("a golden file");
    let id = sources.add(path.display().to_string(), text);
    Document::parse(id, sources.get(id).shared_text()).expect("well formed")
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}

#[test]
fn a_generated_panorama_gives_each_firewall_what_was_generated_for_it() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/generate");
    let mut compared = 0;
    for cluster in folders(&cases).iter().flat_map(|case| folders(&case.join("expected"))) {
        if !cluster.join("panorama.xml").exists() {
            continue;
        }
        let document_of_panorama = document(&cluster.join("panorama.xml"));
        let Some(Export::Panorama(panorama)) = Export::of(&document_of_panorama) else {
            panic!("{}: no Panorama", cluster.display());
        };
        let resolver = Resolver::new(panorama);
        for serial in resolver.serials() {
            let effective = resolver.effective(serial).expect("a firewall of the Panorama");
            let written = document(&cluster.join(format!("firewalls/{serial}.xml")));
            let expected = written.root().to_element().expect("no mixed content");
            assert_eq!(content(effective.config()), content(expected), "{}: {serial}", cluster.display());
            compared += 1;
        }
    }
    assert!(compared > 30, "{compared} firewalls were compared");
}
