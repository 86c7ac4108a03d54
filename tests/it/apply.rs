//! What holds for everything that is loaded into a configuration.

use std::collections::{BTreeMap, BTreeSet};

use panha::diag::Sink;
use panha::generate::Target;
use panha::merge::{Load, Mode, Part, load};
use panha::panos::Export;
use panha::source::Sources;
use panha::xml::{ConfigPath, Document, Element, Node, write, write_indented};
use proptest::prelude::*;

use crate::canonical::content;
use crate::fleet_strategy::fleets;
use crate::laws::run::generate;

/// A configuration with texts loaded into it, one after another in one go; or the codes of what is wrong.
pub(crate) fn loaded(
    base: &str,
    files: &[&str],
    from: Option<&str>,
    at: &str,
    mode: Mode,
) -> Result<String, BTreeSet<&'static str>> {
    let path = |text: &str| text.parse::<ConfigPath>().unwrap_or_else(|error| panic!("{error}"));
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let base = parse(&mut sources, base);
    let documents: Vec<Document> = files.iter().map(|file| parse(&mut sources, file)).collect();
    let from = from.map(path);
    let part = |document| match Part::of(document, from.as_ref(), &path(at)) {
        Ok(part) => Some(Load { part, at: path(at), mode }),
        Err(problem) => {
            sink.report(problem);
            None
        }
    };
    let loads: Vec<Load<'_>> = documents.iter().filter_map(part).collect();
    let loaded = load(Export::of(&base).expect("a configuration"), &loads, &mut sink);
    match loaded {
        Some(loaded) if !sink.has_errors() => Ok(loaded.text),
        _ => Err(sink.into_sorted().into_iter().map(|problem| problem.code).collect()),
    }
}

fn parse(sources: &mut Sources, text: &str) -> Document {
    let id = sources.add("x.xml", text);
    Document::parse_fragment(id, sources.get(id).shared_text())
        .unwrap_or_else(|problem| panic!("{}: {text}", problem.message))
}

/// A Panorama with something in Shared.
fn panorama(shared: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<config version=\"11.1.0\">\n  <mgt-config><devices/></mgt-config>\n  {shared}\n  \
         <devices><entry name='localhost.localdomain'> <template/> <deviceconfig/></entry></devices> <!-- x -->\n\
         </config>\n"
    )
}

const SHARED: &str = "/config/shared";

/// Elements whose names tell what they hold, so that no two of them disagree: texts, members, entries, others.
fn element() -> impl Strategy<Value = Element> {
    let text = prop_oneof![Just(""), Just("a"), Just("b & c"), Just(" d\n e "), Just("\r")];
    let leaf = ("(one|two)-text", text).prop_map(|(name, text)| Element::leaf(name, text));
    let members = ("(one|two)-list", prop::collection::vec("[a-d]", 0..4)).prop_map(|(name, members)| {
        members
            .into_iter()
            .fold(Element::new(name), |list, member| list.with(Element::leaf("member", member)))
    });
    let flat = prop_oneof![leaf, members];
    flat.prop_recursive(4, 24, 4, |inner| {
        let children = || prop::collection::vec(inner.clone(), 0..4);
        let others =
            ("(one|two)-group", children()).prop_map(|(name, children)| with(Element::new(name), children));
        let entry = ("[a-d]", children()).prop_map(|(name, children)| with(Element::entry(name), children));
        let entries = ("(one|two)-entries", prop::collection::vec(entry, 0..4))
            .prop_map(|(name, entries)| with(Element::new(name), entries));
        prop_oneof![others, entries]
    })
}

/// The same where nothing stands twice, as in an export.
fn folded(element: &Element) -> Element {
    let mut folded = Element::new(element.name());
    element.attributes().iter().for_each(|(name, value)| folded.set_attribute(name, value));
    if element.is_leaf() {
        folded.set_text(element.text());
    }
    let mut seen = BTreeSet::new();
    for child in element.children() {
        let text = if child.name() == "member" { child.text() } else { "" };
        if seen.insert((child.name(), child.entry_name(), text)) {
            folded.push(self::folded(child));
        }
    }
    folded
}

fn with(parent: Element, children: Vec<Element>) -> Element {
    children.into_iter().fold(parent, Element::with)
}

fn shared() -> impl Strategy<Value = Element> {
    prop::collection::vec(element(), 0..5)
        .prop_map(|children| folded(&with(Element::new("shared"), children)))
}

fn snippet() -> impl Strategy<Value = Vec<Element>> {
    prop::collection::vec(element(), 1..4)
}

/// An element as people and devices lay it out.
fn laid_out(element: &Element, is_on_one_line: bool) -> String {
    let mut text = String::new();
    write_indented(element, (!is_on_one_line).then_some(("  ", "  ")), &mut text);
    text
}

fn written(elements: &[Element]) -> String {
    elements.iter().map(|element| laid_out(element, false) + "\n").collect()
}

fn shared_of(text: &str) -> Element {
    let mut sources = Sources::default();
    let document = parse(&mut sources, text);
    document.root().child("shared").expect("it is there").to_element().expect("no mixed content")
}

/// Paths, with the names of entries and the texts of members, and the texts of elements; the last of several.
fn texts(element: &Element) -> BTreeMap<String, String> {
    fn walk(element: &Element, path: &str, texts: &mut BTreeMap<String, String>) {
        let id = if element.name() == "member" { Some(element.text()) } else { element.entry_name() };
        let path = format!("{path}/{}[{}]", element.name(), id.unwrap_or_default());
        // An empty element says nothing of what is in it.
        let text = texts.entry(path.clone()).or_default();
        if !element.text().trim().is_empty() {
            *text = element.text().to_owned();
        }
        element.children().iter().for_each(|child| walk(child, &path, texts));
    }
    let mut texts = BTreeMap::new();
    element.children().iter().for_each(|child| walk(child, "", &mut texts));
    texts
}

fn ok(result: Result<String, BTreeSet<&'static str>>) -> Result<String, TestCaseError> {
    result.map_err(|codes| TestCaseError::fail(format!("{codes:?}")))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_merge_adds_and_changes_and_removes_nothing(
        shared in shared(), snippet in snippet(), is_on_one_line in any::<bool>()
    ) {
        let base = panorama(&laid_out(&shared, is_on_one_line));
        let file = written(&snippet);
        let once = ok(loaded(&base, &[&file], None, SHARED, Mode::Merge))?;
        let twice = ok(loaded(&once, &[&file], None, SHARED, Mode::Merge))?;
        prop_assert_eq!(&once, &twice, "merge twice is merge once");
        let mut expected = texts(&shared);
        for (path, text) in texts(&with(Element::new("shared"), snippet)) {
            let old = expected.entry(path).or_default();
            if !text.is_empty() {
                *old = text;
            }
        }
        let made = shared_of(&once);
        prop_assert_eq!(texts(&made), expected, "{}", once);
        prop_assert_eq!(folded(&made), made, "nothing stands twice");
    }

    #[test]
    fn files_in_one_go_are_files_one_by_one(shared in shared(), one in snippet(), other in snippet()) {
        let base = panorama(&laid_out(&shared, false));
        let (one, other) = (written(&one), written(&other));
        for mode in [Mode::Merge, Mode::Replace] {
            let both = ok(loaded(&base, &[&one, &other], None, SHARED, mode))?;
            let first = ok(loaded(&base, &[&one], None, SHARED, mode))?;
            prop_assert_eq!(both, ok(loaded(&first, &[&other], None, SHARED, mode))?);
        }
    }

    #[test]
    fn what_is_replaced_is_what_was_loaded(shared in shared(), snippet in snippet()) {
        let base = panorama(&laid_out(&shared, false));
        let file = written(&snippet);
        let replaced = ok(loaded(&base, &[&file], None, SHARED, Mode::Replace))?;
        let expected = with(Element::new("shared"), snippet);
        prop_assert_eq!(shared_of(&replaced), expected.clone().without_blank_texts());
        prop_assert_eq!(&ok(loaded(&replaced, &[&file], None, SHARED, Mode::Replace))?, &replaced);
        // The same as a part of a whole configuration.
        let whole = panorama(&laid_out(&expected, true));
        let laid_over = ok(loaded(&base, &[&whole], None, SHARED, Mode::Replace))?;
        prop_assert_eq!(shared_of(&laid_over), expected.without_blank_texts());
    }

    #[test]
    fn every_byte_of_what_is_not_loaded_stays(shared in shared(), snippet in snippet(), mode in modes()) {
        let base = panorama(&laid_out(&shared, false));
        let new = ok(loaded(&base, &[&written(&snippet)], None, SHARED, mode))?;
        let around = |text: &str| {
            let start = text.find("<shared").expect("a start");
            let end = text.find("<devices><entry").expect("what is behind");
            (text[..start].to_owned(), text[end..].to_owned())
        };
        prop_assert_eq!(around(&base), around(&new));
        if mode == Mode::Merge {
            let (mut sources, names): (_, BTreeSet<&str>) =
                (Sources::default(), snippet.iter().map(Element::name).collect());
            let (old, new) = (parse(&mut sources, &base), parse(&mut sources, &new));
            let raw = |document: &Document| -> Vec<String> {
                let shared = document.root().child("shared").expect("it is there");
                let untouched = shared.children().filter(|child| !names.contains(child.name()));
                untouched.map(|child| child.raw().to_owned()).collect()
            };
            prop_assert_eq!(raw(&old), raw(&new));
        }
    }

}

proptest! {
    #![proptest_config(few())]

    #[test]
    fn what_is_generated_is_all_that_an_empty_panorama_gets(fleet in fleets()) {
        let artifacts = generate(&fleet.files(0), Target::Panorama).map_err(TestCaseError::fail)?;
        let files: Vec<&str> = artifacts
            .iter()
            .filter(|(path, _)| path.ends_with("/panorama.xml"))
            .map(|(_, text)| text.as_str())
            .collect();
        let empty = "<config version='11.1.0'><mgt-config><devices/></mgt-config></config>";
        let empty = empty.replace("</config>", "<devices><entry name='localhost.localdomain'><deviceconfig/></entry></devices></config>");
        let made = ok(loaded(&empty, &files, None, "/config", Mode::Merge))?;
        let mut sources = Sources::default();
        let mut wanted = element_of(&parse(&mut sources, &empty));
        for file in files {
            let document = parse(&mut sources, file);
            for container in device(document.root()).children() {
                let container = container.to_element().expect("no mixed content");
                let path = format!("devices/entry/{}", container.name()).parse().expect("a path");
                container.children().iter().for_each(|entry| {
                    wanted.ensure(&path).push(entry.clone());
                });
            }
        }
        prop_assert_eq!(content(element_of(&parse(&mut sources, &made))), content(wanted));
    }
}

/// Fleets take their time.
fn few() -> ProptestConfig {
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    let default = ProptestConfig::default();
    ProptestConfig { cases: if asked { default.cases } else { 48 }, failure_persistence: None, ..default }
}

fn modes() -> impl Strategy<Value = Mode> {
    prop_oneof![Just(Mode::Merge), Just(Mode::Replace)]
}

fn element_of(document: &Document) -> Element {
    document.root().to_element().expect("no mixed content").without_blank_texts()
}

fn device(config: Node<'_>) -> Node<'_> {
    config.child("devices").and_then(|devices| devices.child("entry")).expect("the device entry")
}

#[test]
fn a_text_and_elements_are_told_apart() {
    let base = panorama("<shared><tag><entry name='a'><color>color1</color></entry></tag></shared>");
    let refused = |file: &str| loaded(&base, &[file], None, SHARED, Mode::Merge).expect_err("an error");
    assert_eq!(refused("<tag>a</tag>"), ["shape-differs"].into());
    assert_eq!(refused("<tag><entry name='a'><color><x/></color></entry></tag>"), ["shape-differs"].into());
    assert_eq!(refused("<x>a</x><x><y/></x>"), ["shape-differs"].into());
    assert_eq!(refused("<x><y/></x><x>a</x>"), ["shape-differs"].into());
    let exchanged = loaded(&base, &["<tag>a</tag>"], None, SHARED, Mode::Replace).expect("no error");
    assert!(exchanged.contains("<shared><tag>a</tag></shared>"), "{exchanged}");
}

#[test]
fn a_rule_keeps_its_identity_and_takes_nothing_of_where_it_was_exported() {
    let rules = |attributes: &str| {
        format!(
            "<pre-rulebase><security><rules><entry name='r' {attributes}/></rules></security></pre-rulebase>"
        )
    };
    let base = panorama(&format!("<shared>{}</shared>", rules("uuid='1'")));
    let merged = |file: &str, mode| loaded(&base, &[file], None, SHARED, mode).expect("no error");
    assert_eq!(merged(&rules("uuid='2' admin='x' dirtyId='3' loc='DG'"), Mode::Merge), base);
    assert!(merged(&rules("uuid='2'"), Mode::Replace).contains("<entry name=\"r\" uuid=\"2\"/>"));
    let new = rules("uuid='2' loc='DG'").replace("'r'", "'s'");
    assert!(merged(&new, Mode::Merge).contains("<entry name=\"s\" uuid=\"2\"/>"));
}

#[test]
fn what_another_file_excluded_does_not_come_back_with_what_it_had() {
    let base = panorama("<shared><type><static><x>1</x></static></type></shared>");
    let files = ["<type><dhcp-client/></type>", "<type><static><y>2</y></static></type>"];
    let made = loaded(&base, &files, None, SHARED, Mode::Merge).expect("no error");
    let first = loaded(&base, &files[..1], None, SHARED, Mode::Merge).expect("no error");
    assert!(first.contains("<type><dhcp-client/></type>"), "{first}");
    assert_eq!(made, loaded(&first, &files[1..], None, SHARED, Mode::Merge).expect("no error"));
    assert!(made.contains("<type><static><y>2</y></static></type>"), "{made}");
}

#[test]
fn a_path_that_cannot_be_written_or_is_too_deep_is_refused() {
    let base = panorama("<shared/>");
    let refused = |at: &str| loaded(&base, &["<x/>"], None, at, Mode::Merge).expect_err("an error");
    assert_eq!(refused("shared/tag/entry[@name='\u{1}']"), ["xml-forbidden-character"].into());
    assert_eq!(refused(&format!("shared{}", "/x".repeat(300))), ["xml-too-deep"].into());
    let loaded =
        loaded(&base, &["<x/>"], None, "shared/tag/entry[@name='<&\"']", Mode::Merge).expect("no error");
    assert_eq!(write(&shared_of(&loaded)).matches("&lt;&amp;&quot;").count(), 1);
}

#[test]
fn the_envelope_of_an_api_reply_stays_around_the_configuration() {
    let base = panorama("<shared/>").replace("<?xml version=\"1.0\"?>\n", "");
    let base = format!("<response status=\"success\"><result>{base}</result></response>");
    let with_x = |x: &str| base.replace("<shared/>", &format!("<shared>{x}</shared>"));
    let made = loaded(&base, &[&with_x("<x/>")], None, "/config", Mode::Merge);
    assert_eq!(made.expect("no error"), with_x("\n    <x/>\n  "));
}
