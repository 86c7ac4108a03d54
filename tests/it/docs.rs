//! What the documents claim: every key, every context and field, every limit, and the README's own words.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use panha::diag::Sink;
use panha::diff::NoiseKind;
use panha::effective::{ADDRESSES, EXPECTED, OWN_ADDRESSES};
use panha::generate::contexts;
use panha::lint::{Config, Lint, Topic};
use panha::lints;
use panha::model::{LIMITS, Support};
use panha::report;
use panha::source::Sources;
use panha::spec::STRUCTURES;
use serde_json::Value;
use snapbox::{Assert, Data, assert::DEFAULT_ACTION_ENV};

fn document(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The block of the README that stands behind a comment naming a file.
fn block_of<'r>(readme: &'r str, file: &str) -> &'r str {
    let behind = readme.split_once(&format!("<!-- {file} -->\n")).expect("the comment that names the file").1;
    let inside = behind.split_once('\n').expect("the line that opens the block").1;
    inside.split_once("```").expect("the line that closes it").0
}

#[test]
fn every_key_of_the_spec_is_documented() {
    let text = document("docs/spec.md");
    let mut missing = Vec::new();
    for structure in STRUCTURES {
        missing.extend(
            structure
                .keys()
                .filter(|key| !text.contains(&format!("`{key}`")))
                .map(|key| format!("{} has a key `{key}` that docs/spec.md does not name", structure.what)),
        );
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn every_context_and_field_is_documented() {
    let text = document("docs/templates.md");
    let mut missing = Vec::new();
    for context in contexts() {
        let name = context.name;
        if !text.contains(&format!("`{name}`")) {
            missing.push(format!("docs/templates.md does not name {name}"));
        }
        if !text.contains(context.repeat) {
            missing
                .push(format!("docs/templates.md does not say that {name} is repeated {}", context.repeat));
        }
        for field in context.fields {
            let last = field.rsplit('.').next().unwrap_or(&field);
            if !text.contains(&format!("`{field}`")) && !text.contains(&format!("`{last}`")) {
                missing.push(format!("docs/templates.md does not name field `{field}` of {name}"));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn every_member_limit_is_documented_with_its_source() {
    let text = document("docs/limits.md");
    for limit in LIMITS {
        let row = text.lines().find(|line| line.starts_with(&format!("| {} ", limit.models)));
        let row = row.unwrap_or_else(|| panic!("docs/limits.md has no row for {}", limit.models));
        if let Support::Members(members) = limit.support {
            assert!(row.contains(&format!("| {members} |")), "{row}: {members} members");
        }
        assert!(row.contains(limit.source), "{row}: {}", limit.source);
    }
}

#[test]
fn every_expected_difference_is_documented_with_its_reason() {
    let text = document("docs/review.md");
    let row = |(setting, why): &(&str, &str)| format!("| `{setting}` | {why} |");
    let missing: Vec<String> = EXPECTED.iter().map(row).filter(|row| !text.contains(row)).collect();
    assert!(missing.is_empty(), "docs/review.md lacks {missing:#?}");
    let lacks = |setting: &&&str| !text.contains(&format!("`{setting}`"));
    let missing: Vec<_> = ADDRESSES.iter().filter(lacks).collect();
    assert!(missing.is_empty() && text.contains(OWN_ADDRESSES), "docs/review.md lacks {missing:?}");
}

#[test]
fn the_example_of_a_panha_toml_is_one_and_shows_every_key() {
    let text = document("docs/review.md");
    let example = block_of(&text, "tests/it/docs.rs reads this file");
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let id = sources.add("panha.toml", example);
    let lints: Vec<&Lint> = lints::all().collect();
    let config = Config::parse(&sources, id, &lints, &mut sink);
    let problems = report::human(&sink.into_sorted(), &sources);
    assert!(problems.is_empty(), "{problems}");
    assert_eq!((config.suppressions.len(), config.facts.models.len()), (2, 1));
    let root = toml::de::DeTable::parse(example).expect("TOML");
    let root = root.get_ref();
    let keys_below = |key: &str| -> BTreeSet<String> {
        let tables = root[key].get_ref().as_array().expect("a list of tables").iter();
        tables.flat_map(|table| keys_of(table.get_ref().as_table().expect("a table"))).collect()
    };
    let set = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect::<BTreeSet<String>>();
    assert_eq!(keys_of(root).collect::<BTreeSet<_>>(), set(Config::KEYS));
    assert_eq!(keys_below("levels-for"), set(Config::LEVELS_FOR_KEYS));
    assert_eq!(keys_below("suppress"), set(Config::SUPPRESS_KEYS));
    let line = text.lines().find(|line| line.starts_with("- Topics are ")).expect("the topics");
    let topics: Vec<&str> = line.split('`').skip(1).step_by(2).collect();
    assert_eq!(topics, Topic::ALL.map(Topic::key));
}

fn keys_of<'t>(table: &'t toml::de::DeTable<'_>) -> impl Iterator<Item = String> + 't {
    table.keys().map(|key| key.get_ref().to_string())
}

#[test]
fn every_field_of_a_review_is_documented() {
    are_documented("### Review as JSON", &document("fixtures/review/review.json"), 30);
}

#[test]
fn every_field_of_the_list_of_lints_is_documented() {
    are_documented("### Lints as JSON", &report::lint_list_json(&lints::all().collect::<Vec<_>>()), 9);
}

#[test]
fn docs_diff_shows_what_the_command_prints_and_every_noise_and_field() {
    let (page, cases) = (document("docs/diff.md"), document("fixtures/cli/diff.trycmd"));
    let blocks: Vec<&str> =
        page.split("```console\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(blocks.len() > 3, "{} examples", blocks.len());
    for block in blocks {
        assert!(cases.contains(block.trim_end()), "fixtures/cli/diff.trycmd has not\n{block}");
    }
    for kind in NoiseKind::ALL {
        assert!(page.contains(&format!("| `{kind}` |")), "docs/diff.md lacks noise `{kind}`");
    }
    let outputs = cases.split("--format json").skip(1).filter_map(|rest| {
        let (start, end) = (rest.find("{\n")?, rest.find("\n}\n")?);
        rest.get(start..end + 2)
    });
    let outputs: Vec<&str> = outputs.collect();
    assert!(outputs.len() > 1, "{} outputs, of files and of what firewalls get", outputs.len());
    outputs.iter().for_each(|json| are_documented_in("docs/diff.md", "## As JSON", json, 15));
}

#[test]
fn every_field_of_a_plan_is_documented() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/plan");
    let cases = fs::read_dir(cases).expect("the cases of plans").map(|case| case.expect("a case").path());
    let plans: Vec<String> =
        cases.filter_map(|case| fs::read_to_string(case.join("plan.json")).ok()).collect();
    assert!(!plans.is_empty(), "a case with plan.json");
    plans.iter().for_each(|json| are_documented_in("docs/plan.md", "## As JSON", json, 25));
}

/// The fields of JSON stand in a section of docs/review.md; they are more than `least`.
fn are_documented(section: &str, json: &str, least: usize) {
    are_documented_in("docs/review.md", section, json, least);
}

fn are_documented_in(page: &str, section: &str, json: &str, least: usize) {
    let text = document(page);
    let section = text.split_once(section).expect("the section").1;
    let section = section.split_once("\n## ").map_or(section, |(section, _)| section);
    let json: Value = serde_json::from_str(json).expect("JSON");
    let mut fields = BTreeSet::new();
    fields_of(&json, &mut fields);
    // The version of the envelope stands in the section, and the name of its field in one of them.
    fields.remove("schema");
    assert!(section.contains(json["schema"].as_str().expect("a schema")));
    assert!(fields.len() > least, "{fields:?}");
    let is_named =
        |field: &&String| [format!("`{field}`"), format!("`{field}[]`")].iter().any(|f| section.contains(f));
    let missing: Vec<_> = fields.iter().filter(|field| !is_named(field)).collect();
    assert!(missing.is_empty(), "{page} lacks {missing:?}");
}

fn fields_of(value: &Value, fields: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => object.iter().for_each(|(name, value)| {
            fields.insert(name.clone());
            fields_of(value, fields);
        }),
        Value::Array(items) => items.iter().for_each(|item| fields_of(item, fields)),
        _ => {}
    }
}

#[test]
fn the_page_of_merges_shows_the_snippet_that_it_loads() {
    for (page, file) in [
        ("docs/merge.md", "fixtures/cli/merge.in/time.xml"),
        ("docs/plan.md", "fixtures/cli/plan.in/panorama.xml"),
        ("docs/plan.md", "fixtures/cli/plan.in/edge.yaml"),
        ("docs/plan.md", "fixtures/cli/plan.in/grown.yaml"),
    ] {
        assert_eq!(block_of(&document(page), file), document(file));
    }
    let generated = document("fixtures/generate/minimal/expected/edge/panorama.xml");
    assert!(document("fixtures/cli/merge.in/panorama.xml") == generated, "what `panha generate` writes");
}

#[test]
fn the_readme_shows_what_is_there() {
    let readme = document("README.md");
    let shown = [
        "fixtures/examples/minimal.yaml",
        "fixtures/invalid/readme/expected.txt",
        "fixtures/lints/ha4-address-differs.txt",
    ];
    for file in shown {
        let (shown, real) = (block_of(&readme, file), document(file));
        assert_eq!(shown.trim_end(), real.trim_end(), "README.md shows {file} as it is");
    }
    let count = format!("[{} lints](docs/lints.md)", lints::all().count());
    assert!(readme.contains(&count), "README.md has not {count}");
    let commands = readme.split("```console\n").nth(1).and_then(|rest| rest.split("```").next());
    let commands: Vec<&str> = commands.unwrap_or_default().lines().collect();
    let ci = document(".ci/run");
    let [generate, test] = commands[..] else { panic!("the README opens with two commands: {commands:?}") };
    let example = generate.rsplit_once(" -o ").expect("an output folder").0;
    let words = example.replace("cargo run -- ", "");
    assert!(ci.contains(&words), ".ci/run runs the README's `{words}`");
    assert!(ci.contains(test), ".ci/run runs the README's `{test}`");
}

/// Written anew with `SNAPSHOTS=overwrite cargo test --test it docs`.
#[test]
fn docs_lints_lists_every_lint() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/lints.md");
    Assert::new().action_env(DEFAULT_ACTION_ENV).eq(lints_page(), Data::read_from(&path, None).raw());
}

fn lints_page() -> String {
    let mut page = format!(
        "# Lints\n\n`panha review` looks for {} things. `panha explain LINT` tells what each checks, why it matters, \
         with an example and how\nto fix it. This page is made from the lints themselves.\n\n\
         How we know: **stated** = the vendor says so; **contradiction** = the configuration contradicts itself; \
         **inferred** = follows from\nwhat is known, and nobody says it.\n",
        lints::all().count()
    );
    let mut topic = None;
    for lint in lints::all() {
        if topic != Some(lint.topic) {
            topic = Some(lint.topic);
            let heading = lint.topic.as_str();
            let (first, rest) = heading.split_at(1);
            page.push_str(&format!("\n## {}{rest}\n\n", first.to_uppercase()));
            page.push_str("| lint | level | finds | how we know |\n| --- | --- | --- | --- |\n");
        }
        let (mark, source) = (lint.explanation.basis.mark(), lint.explanation.basis.source());
        let severity = lint.severity.as_str();
        page.push_str(&format!("| `{}` | {severity} | {} | {mark}: {source} |\n", lint.id, lint.summary));
    }
    page
}
