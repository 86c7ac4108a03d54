//! The vendor's own merge, made again: every snippet of IronSkillet loaded into its baseline gives its loadable
//! configuration. Runs where the public samples are there.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use minijinja::{Environment, UndefinedBehavior, Value};
use panha::diag::Sink;
use panha::merge::{Load, Mode, Part, load};
use panha::panos::Export;
use panha::report;
use panha::source::Sources;
use panha::xml::{Document, Node};
use serde::Deserialize;

/// A `.meta-cnc.yaml`, as far as it matters here.
#[derive(Deserialize)]
struct Skillet {
    variables: Vec<Variable>,
    snippets: Vec<Snippet>,
}

#[derive(Deserialize)]
struct Variable {
    name: String,
    #[serde(default)]
    default: serde_json::Value,
}

#[derive(Deserialize)]
struct Snippet {
    name: String,
    xpath: String,
    element: String,
    when: Option<String>,
    cmd: Option<String>,
}

/// What is to be loaded where.
struct Rendered {
    name: String,
    at: String,
    text: String,
}

fn iron_skillet() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/skillets/iron-skillet-11.0")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The snippets of a skillet with the default values of its variables, every `config_…` being `yes`.
fn rendered(skillet: &str, over: &[(&str, &str)]) -> Vec<Rendered> {
    let skillet: Skillet = serde_saphyr::from_str(skillet).expect("a skillet");
    let mut values: BTreeMap<String, Value> = BTreeMap::new();
    for Variable { name, default } in &skillet.variables {
        let value = match default {
            _ if name.starts_with("config_") => "yes".to_owned(),
            serde_json::Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        values.insert(name.clone(), Value::from(value));
    }
    values.extend(over.iter().map(|(name, value)| ((*name).to_owned(), Value::from(*value))));
    let mut jinja = Environment::new();
    jinja.set_undefined_behavior(UndefinedBehavior::Strict);
    // Salted: it is left out of the comparison.
    jinja.add_filter("md5_hash", |password: String| format!("$1$salt${}", password.len()));
    let render =
        |text: &str| jinja.render_str(text, &values).unwrap_or_else(|error| panic!("{error}: {text}"));
    let is_wanted = |snippet: &Snippet| {
        assert!(snippet.cmd.as_deref().is_none_or(|cmd| cmd == "set"), "{}", snippet.name);
        let Some(when) = &snippet.when else { return true };
        let condition = jinja.compile_expression(when).expect("a condition");
        condition.eval(&values).expect("its variables").is_true()
    };
    let wanted = skillet.snippets.iter().filter(|snippet| is_wanted(snippet));
    let snippet = |snippet: &Snippet| Rendered {
        name: snippet.name.clone(),
        at: render(&snippet.xpath).replace('\n', ""),
        text: render(&snippet.element),
    };
    wanted.map(snippet).collect()
}

fn parse(sources: &mut Sources, name: &str, text: String) -> Document {
    let id = sources.add(name, text);
    Document::parse_fragment(id, sources.get(id).shared_text())
        .unwrap_or_else(|problem| panic!("{name}: {}", problem.message))
}

/// A configuration with snippets merged into it, all of them in one go.
fn merged(base: &str, snippets: &[Rendered]) -> String {
    let mut sources = Sources::default();
    let base = parse(&mut sources, "baseline.xml", base.to_owned());
    let documents: Vec<Document> =
        snippets.iter().map(|snippet| parse(&mut sources, &snippet.name, snippet.text.clone())).collect();
    let as_load = |(snippet, document): (&Rendered, _)| {
        let at = snippet.at.parse().unwrap_or_else(|error| panic!("{error}"));
        let part = Part::Below(Document::roots(document).collect());
        Load { part, at, mode: Mode::Merge }
    };
    let loads: Vec<Load<'_>> = snippets.iter().zip(&documents).map(as_load).collect();
    let mut sink = Sink::default();
    let loaded = load(Export::of(&base).expect("a configuration"), &loads, &mut sink);
    let mut problems = sink.into_sorted();
    // Of notes, only those of entries whose names are alike: no choice gives way.
    problems.retain(|problem| problem.code != "path-new-entry");
    assert!(problems.is_empty(), "{}", report::human(&problems, &sources));
    loaded.expect("no error").text
}

/// What is set: paths with the names of entries, and texts. What stands twice is folded, salted hashes are left
/// out, and so is the layout of texts.
fn leaves(text: &str) -> BTreeMap<String, usize> {
    fn walk(node: Node<'_>, path: &str, leaves: &mut BTreeMap<String, usize>) {
        let name = node.attribute("name").map(|name| format!("[{name}]")).unwrap_or_default();
        let path = format!("{path}/{}{name}", node.name());
        if node.name() == "phash" {
            return;
        }
        if node.is_leaf() {
            let text: Vec<_> = node.text().split_whitespace().map(str::to_owned).collect();
            *leaves.entry(format!("{path} = {}", text.join(" "))).or_default() += 1;
        }
        node.children().for_each(|child| walk(child, &path, leaves));
    }
    let mut leaves = BTreeMap::new();
    let mut sources = Sources::default();
    walk(parse(&mut sources, "x", text.to_owned()).root(), "", &mut leaves);
    leaves
}

/// How many leaves are the same; panics where one differs.
fn proved(product: &str, over: &[(&str, &str)]) -> Option<usize> {
    let root = iron_skillet();
    if !root.is_dir() {
        return None;
    }
    let templates = root.join("templates").join(product);
    let baseline = read(&templates.join("baseline/baseline.xml"));
    let snippets = rendered(&read(&templates.join("snippets/.meta-cnc.yaml")), over);
    let all_at_once = merged(&baseline, &snippets);
    let one_by_one =
        snippets.iter().fold(baseline, |base, snippet| merged(&base, std::slice::from_ref(snippet)));
    assert!(all_at_once == one_by_one, "the order of loading is that of the snippets");
    assert!(merged(&all_at_once, &snippets) == all_at_once, "a second time changes nothing");
    let wanted = read(&root.join(format!("loadable_configs/{product}-mgmt-static.xml")));
    let (made, wanted) = (leaves(&all_at_once), leaves(&wanted));
    let lacking: Vec<_> = wanted.keys().filter(|leaf| !made.contains_key(*leaf)).collect();
    let more: Vec<_> = made.keys().filter(|leaf| !wanted.contains_key(*leaf)).collect();
    assert!(lacking.is_empty() && more.is_empty(), "lacking {lacking:#?}\nmore {more:#?}");
    let twice: Vec<_> = made.iter().filter(|(_, count)| **count > 1).collect();
    assert!(twice.is_empty(), "a merge folds what stands twice: {twice:#?}");
    Some(made.len())
}

#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn check(product: &str, over: &[(&str, &str)], expected: usize) {
    match proved(product, over) {
        Some(leaves) => assert_eq!(leaves, expected, "leaves of {product}"),
        None => eprintln!("skipped: no folder {}", iron_skillet().display()),
    }
}

#[test]
fn iron_skillet_of_a_firewall_is_merged_as_the_vendor_merges_it() {
    check("panos", &[("MGMT_TYPE", "static")], 1199);
}

#[test]
fn iron_skillet_of_a_panorama_is_merged_as_the_vendor_merges_it() {
    check("panorama", &[("PANORAMA_TYPE", "static"), ("MGMT_TYPE", "static")], 1249);
}
