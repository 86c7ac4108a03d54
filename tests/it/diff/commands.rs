//! Commands that turn one configuration into another, run by the tests' own reader of them.

use std::fs;
use std::path::Path;

use panha::diff::{Noise, diff};
use panha::merge::commands;
use panha::xml::Element;

use super::{element, parsed};
use crate::canonical::exact;
use crate::edit;

/// What the commands from one text to another make of the first, and how many they are.
fn run(before: &str, after: &str) -> Result<(Element, usize), String> {
    let (a, b) = (parsed(before), parsed(after));
    let mut config = element(&a);
    let Some(difference) = diff(a.root(), b.root(), &Noise::default()) else { return Ok((config, 0)) };
    let commands = commands(&difference).map_err(|problem| problem.message)?;
    let text: String = commands.iter().map(|command| format!("{command}\n")).collect();
    edit::apply(&mut config, &text).map_err(|why| format!("{why}\nin\n{text}"))?;
    Ok((config, commands.len()))
}

/// The configurations of skilletlib, before and after somebody's changes by hand.
#[test]
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn set_commands_turn_the_sample_of_skilletlib_into_the_other() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/corpus/skillets/skilletlib/tests/example_config");
    let read = |name: &str| fs::read_to_string(folder.join(name));
    let (Ok(before), Ok(after)) = (read("before_config.xml"), read("after_config.xml")) else {
        eprintln!("skipped: no folder {}", folder.display());
        return;
    };
    let (made, count) = run(&before, &after).unwrap_or_else(|why| panic!("{why}"));
    assert_eq!(settings(made), settings(element(&parsed(&after))));
    assert!(count <= 38, "{count} commands");
}

/// The configuration without what no command can set: the release, and the identity of a rule.
fn settings(config: Element) -> String {
    exact(without_identity(config), &[])
}

fn without_identity(element: Element) -> Element {
    let mut plain = Element::new(element.name());
    let kept = element.attributes().iter().filter(|(name, _)| name == "name");
    kept.for_each(|(name, value)| plain.set_attribute(name, value));
    plain.set_text(element.text());
    element.children().iter().cloned().map(without_identity).fold(plain, Element::with)
}
