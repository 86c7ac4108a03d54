//! How long comparing and merging take.

use std::fs;
use std::hint::black_box;
use std::path::Path;

use panha::diff::{Noise, Scope, Secrets, diff, rows};
use panha::impact::impact;
use panha::merge::{commands, splice};
use panha::panos::Export;
use panha::report;
use panha::source::Sources;
use panha::xml::Document;

use super::{count_tags, quickest, ratio, read};

/// An export against two copies of it: one with small edits all over, and one that is laid out in another way.
pub(super) fn measure(path: &Path) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text = fs::read_to_string(path).expect("UTF-8");
    println!("{} MB, quickest of {}", text.len() / 1_000_000, super::TIMES);
    let (baseline, _) = quickest(|| count_tags(path));
    println!("baseline: read the file and count `<`: {baseline:.1?}");
    for (what, changed) in [("small edits", edited(&text)), ("all laid out anew", laid_out(&text))] {
        let other = folder.path().join("other.xml");
        fs::write(&other, changed).expect("room for it");
        let (took, parts) = quickest(|| difference(path, &other));
        ratio(&format!("{what}: read both, {parts} changes"), took, baseline, Some(20.0));
        let (took, bytes) = quickest(|| shown(path, &other));
        ratio(&format!("{what}: the same, as {bytes} bytes for a person"), took, baseline, None);
        let (took, bytes) = quickest(|| merged(path, &other));
        ratio(
            &format!("{what}: merged and proved, {bytes} bytes, but for reading"),
            took,
            baseline,
            Some(12.0),
        );
        let (took, firewalls) = quickest(|| reached(path, &other));
        ratio(&format!("{what}: read both, {firewalls} firewalls reached"), took, baseline, None);
    }
}

/// Another value, a rule less and a member more, ten times each, all over the text.
fn edited(text: &str) -> String {
    let mut edited = text.to_owned();
    let edits = [
        ("<log-end>yes</log-end>", "<log-end>no</log-end>"),
        ("<action>deny</action>", "<action>drop</action>"),
        ("<member>any</member>", "<member>any</member><member>more</member>"),
    ];
    for tenth in (0..10).rev() {
        for (old, new) in edits {
            let start = text.len() / 10 * tenth;
            let start = (start..).find(|at| edited.is_char_boundary(*at)).expect("the end is one");
            if let Some(at) = edited[start..].find(old) {
                edited.replace_range(start + at..start + at + old.len(), new);
            }
        }
    }
    edited
}

/// Every line with one blank more.
fn laid_out(text: &str) -> String {
    text.replace("\n ", "\n  ").replace("<member>", "<member >")
}

fn difference(one: &Path, other: &Path) -> usize {
    let ((_, before), (_, after)) = (read(one), read(other));
    let difference = diff(before.root(), after.root(), &Noise::default());
    let mut parts = 0;
    difference.iter().for_each(|difference| difference.visit(&mut |_, _| parts += 1));
    parts
}

fn shown(one: &Path, other: &Path) -> usize {
    let mut sources = Sources::default();
    let mut parse = |path: &Path| {
        let id = sources.add("export", fs::read_to_string(path).expect("UTF-8"));
        Document::parse(id, sources.get(id).shared_text()).expect("well formed")
    };
    let (before, after) = (parse(one), parse(other));
    let Some(difference) = diff(before.root(), after.root(), &Noise::default()) else { return 0 };
    let secrets = Secrets::below([before.root(), after.root()]);
    black_box(report::diff(&rows(&difference, &secrets), false, &sources)).len()
}

/// Put into the text, and proved by reading it again.
fn merged(one: &Path, other: &Path) -> usize {
    let ((_, before), (_, after)) = (read(one), read(other));
    let Some(difference) = diff(before.root(), after.root(), &Noise::default()) else { return 0 };
    black_box(commands(&difference).expect("plain elements"));
    let text = splice(&difference).expect("plain elements");
    let bytes = text.len();
    let mut sources = Sources::default();
    let id = sources.add("spliced", text);
    let spliced = Document::parse(id, sources.get(id).shared_text()).expect("well formed");
    assert!(diff(spliced.root(), after.root(), &Noise::default()).is_none(), "something is left");
    bytes
}

fn reached(one: &Path, other: &Path) -> usize {
    let ((_, before), (_, after)) = (read(one), read(other));
    let (Some(Export::Panorama(old)), Some(Export::Panorama(new))) =
        (Export::of(&before), Export::of(&after))
    else {
        return 0;
    };
    let difference = diff(before.root(), after.root(), &Noise::default());
    impact(old, new, difference.as_ref(), &Noise::default(), &Scope::default()).changed
}
