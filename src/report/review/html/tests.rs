//! The page as a whole: every field is shown, everything is escaped, nothing is loaded, no secret is told.

use serde_json::Value;

use super::*;
use crate::diag::Sink;
use crate::effective::{Chosen, comparisons};
use crate::lint::{
    Basis, Check, Example, Explanation, Facts, Findings, FirewallView, Suppressed, Topic, review,
};
use crate::model::LinkKind;
use crate::panos::Export;
use crate::xml::Document;

const BASE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/lints/base.xml"));

/// What an export could hold to be more on a page than a text.
const HOSTILE: &str = r#"</title></script><script>alert(1)</script><img src=x onerror=alert(2)>" onload='x' {{ 7 * 7 }} ]]> -->"#;

/// The same in an export.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// One that no export tells of, settings that differ.
fn broken() -> String {
    let replaced = |text: String, from: &str, to: &str| {
        assert!(text.contains(from), "{from} is not in the base");
        text.replacen(from, to, 1)
    };
    let absent =
        "<cluster-members><entry name=\"013201000099\"><ha4-ip-address>192.0.2.9</ha4-ip-address></entry>";
    let text = replaced(BASE.to_owned(), "<cluster-members>", absent);
    let own = "<entry name=\"S-core-dc1\"><config><devices><entry name=\"localhost.localdomain\"><deviceconfig><system>\
               <hostname>fw-dc1</hostname><login-banner>Other</login-banner>\
               <snmp-setting><access-setting><version><v2c><snmp-community-string>tellnobody</snmp-community-string>\
               </v2c></version></access-setting></snmp-setting></system></deviceconfig></entry></devices></config>";
    replaced(text, "<entry name=\"S-core-dc1\">", own)
}

/// A lint of ours: which real ones there are is no matter of the page.
static BROKEN_LINK: Lint = Lint {
    id: "broken-link",
    topic: Topic::Ha4,
    severity: Severity::Error,
    summary: "a link is broken",
    explanation: Explanation {
        checks: "Three links.",
        why: "A page must show them.",
        basis: Basis::Stated("this test"),
        example: Example::Commands { broken: "", fixed: "", also: &[] },
        fix: "Leave them.",
    },
    check: Check::Firewall(break_links),
};

fn break_links(firewall: &FirewallView<'_, '_>, findings: &mut Findings) {
    let broken = [
        ("013201000011", LinkKind::Ha1),
        ("013201000012", LinkKind::Ha4),
        ("013201000031", LinkKind::Ha4Backup),
    ];
    for (_, kind) in broken.into_iter().filter(|(serial, _)| *serial == firewall.name()) {
        let address = firewall.link(kind).and_then(|link| link.ip_address).expect("the base has one");
        let finding = Finding::at(&address, format!("{} of {} is broken", kind.label(), firewall.name()));
        findings
            .report(finding.and(firewall.place, "the firewall").help("leave it").label("here").link(kind));
    }
}

/// Reviews an export, changes what was found, and hands on the page.
fn with_page<T>(
    name: &str,
    text: &str,
    lints: &[&'static Lint],
    change: impl FnOnce(&mut Review),
    then: impl FnOnce(&Page) -> T,
) -> T {
    let mut sources = Sources::default();
    let id = sources.add(name, text);
    let document = Document::parse(id, sources.get(id).shared_text()).expect("a document");
    let exports = [(name, Export::of(&document).expect("an export"))];
    let mut review = review(&exports, Facts::default(), lints);
    change(&mut review);
    let compared = comparisons(&exports, Chosen::Found, &mut Sink::default()).expect("clusters");
    then(&Page::new(&review, &compared, &sources))
}

/// Something of everything that a page can show.
fn something_of_all(review: &mut Review) {
    let [first, second, third] = &review.findings[..] else {
        panic!("three findings: {:?}", review.findings)
    };
    let suppressed = Suppressed {
        finding: Finding { help: None, ..first.clone() },
        reason: "the lab".to_owned(),
        until: Some("2027-01-31".to_owned()),
        is_known: false,
    };
    let mut many = Finding { severity: Severity::Note, ..second.clone() };
    many.firewalls = (0..review.firewalls.len()).cycle().take(400).collect();
    many.secondary = many.secondary.iter().cycle().take(30).cloned().collect();
    many.clusters.clear();
    let known = vec![third.clone()];
    review.findings[1].severity = Severity::Warning;
    review.findings.push(many);
    (review.suppressed, review.known) = (vec![suppressed], known);
    review.exports.extend((0..9).map(|number| format!("export-{number}.xml")));
}

fn sample<T>(then: impl FnOnce(&Page) -> T) -> T {
    with_page("export.xml", &broken(), &[&BROKEN_LINK], something_of_all, then)
}

/// The page without what is no XML: the type, the style and the script.
fn markup(page: &str) -> String {
    let mut text = page.strip_prefix("<!DOCTYPE html>\n").expect("a page of HTML").to_owned();
    for element in ["style", "script"] {
        let start = text.find(&format!("<{element}>")).expect("a start") + element.len() + 2;
        let end = text.find(&format!("</{element}>")).expect("an end");
        text.replace_range(start..end, "");
    }
    text
}

fn parsed(page: &str) -> Document {
    let mut sources = Sources::default();
    let id = sources.add("page.html", markup(page));
    let text = sources.get(id).shared_text();
    Document::parse(id, text).unwrap_or_else(|error| panic!("{}", crate::report::human(&[error], &sources)))
}

/// Every element with its attributes, in the order of the page.
fn elements(page: &str) -> Vec<(String, Vec<(String, String)>)> {
    let document = parsed(page);
    let mut all = Vec::new();
    let mut rest: Vec<_> = document.roots().collect();
    while let Some(node) = rest.pop() {
        let attributes = node.attributes().map(|(name, value)| (name.to_owned(), value.into_owned()));
        all.push((node.name().to_owned(), attributes.collect()));
        rest.extend(node.children().collect::<Vec<_>>().into_iter().rev());
    }
    all
}

fn attributes<'a>(elements: &'a [(String, Vec<(String, String)>)], name: &str) -> Vec<&'a str> {
    let all = elements.iter().flat_map(|(_, attributes)| attributes);
    all.filter(|(found, _)| found == name).map(|(_, value)| value.as_str()).collect()
}

#[test]
fn a_page_is_well_formed_and_always_the_same() {
    let page = sample(render);
    parsed(&page);
    assert_eq!(page, sample(render));
    if let Ok(path) = std::env::var("PANHA_SAMPLE_PAGE") {
        std::fs::write(path, page).expect("a page to look at");
    }
}

#[test]
fn a_page_loads_nothing_and_runs_its_own_script_alone() {
    let page = sample(render);
    let elements = elements(&page);
    for (name, attributes) in &elements {
        assert!(
            !["img", "iframe", "object", "embed", "link", "base", "foreignObject"].contains(&name.as_str()),
            "{name}"
        );
        for (attribute, value) in attributes {
            let is_local = attribute != "href" || value.starts_with('#');
            let is_allowed =
                !attribute.starts_with("on") && !["src", "style", "action"].contains(&attribute.as_str());
            assert!(is_local && is_allowed, "{name} {attribute}={value:?}");
        }
    }
    for word in ["url(", "@import", "@font-face"] {
        assert!(!STYLE.contains(word), "style.css has {word}");
    }
    for word in ["innerHTML", "fetch", "XMLHttp", "import", "eval", "Function", "document.write", "</"] {
        assert!(!SCRIPT.contains(word), "script.js has {word}");
    }
    let policy = attributes(&elements, "content")[0];
    assert!(policy.starts_with("default-src 'none'; "), "{policy}");
    for element in ["style", "script"] {
        let inside = page.split_once(&format!("<{element}>")).and_then(|(_, rest)| rest.split_once("</"));
        let hash = Sha256::of(inside.expect("one of each").0).base64();
        assert!(policy.contains(&format!("{element}-src 'sha256-{hash}'")), "{policy} lacks {hash}");
        assert_eq!(page.matches(&format!("<{element}")).count(), 1);
    }
}

#[test]
fn what_an_export_says_is_never_more_than_text() {
    let page_of = |text: &str| {
        let export = broken()
            .replace("Core inspection", &escaped(text))
            .replace("<hostname>fw-dc1", &format!("<hostname>{}", escaped(text)))
            .replace("T-core", &escaped(text))
            .replace("Other", &escaped(text));
        let change = |review: &mut Review| {
            something_of_all(review);
            review.clusters[0].label = text.to_owned();
            review.suppressed[0].reason = text.to_owned();
            review.suppressed[0].until = Some(text.to_owned());
            review.exports.push(text.to_owned());
            for finding in &mut review.findings {
                finding.message.push_str(text);
                finding.help = Some(text.to_owned());
                finding.primary.text = text.to_owned();
                finding.clusters = vec![text.to_owned()];
            }
            for firewall in &mut review.firewalls {
                firewall.entry.serial = Some(text.to_owned());
                firewall.pair_mode = Some(text.to_owned());
                firewall.links.iter_mut().for_each(|link| {
                    (link.port, link.address) = (Some(text.to_owned()), Some(text.to_owned()));
                });
            }
        };
        with_page(text, &export, &[&BROKEN_LINK], change, render)
    };
    let shape = |page: &str| -> Vec<(String, Vec<String>)> {
        let names =
            |attributes: Vec<(String, String)>| attributes.into_iter().map(|(name, _)| name).collect();
        elements(page).into_iter().map(|(name, attributes)| (name, names(attributes))).collect()
    };
    let (hostile, harmless) = (page_of(HOSTILE), page_of(&"x".repeat(HOSTILE.len())));
    assert_eq!(shape(&hostile), shape(&harmless));
    assert!(!hostile.contains("<script>alert") && hostile.contains("&lt;script&gt;alert"));
    assert!(hostile.contains("{{ 7 * 7 }}"));
    let steering = page_of("fw\u{202e}lmx.1\u{200b}");
    assert!(!steering.contains(['\u{202e}', '\u{200b}']) && steering.contains("fw⟨U+202E⟩lmx.1⟨U+200B⟩"));
    let long = page_of(&"ä<&".repeat(22_000));
    parsed(&long);
    assert!(long.len() < 30 * harmless.len(), "{} of {}", long.len(), harmless.len());
}

#[test]
fn secrets_are_not_told() {
    let page = sample(render);
    assert!(!page.contains("tellnobody"));
    assert!(page.contains("snmp-community-string") && page.contains("… (secret)"));
}

#[test]
fn every_link_leads_somewhere_and_ids_are_unique() {
    let page = sample(render);
    let elements = elements(&page);
    let ids = attributes(&elements, "id");
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len(), "{ids:?}");
    for target in attributes(&elements, "href") {
        assert!(unique.contains(target.trim_start_matches('#')), "{target} leads nowhere");
    }
    for names in attributes(&elements, "aria-labelledby") {
        assert!(names.split(' ').all(|name| unique.contains(name)), "{names}");
    }
}

/// A misspelt `if` is silently false: a field that changes nothing is one that no file reads.
#[test]
fn every_field_of_every_context_is_shown() {
    let value = sample(|page| serde_json::to_value(page).expect("a map"));
    let whole = render(&value);
    let mut names: BTreeMap<String, bool> = BTreeMap::new();
    let mut paths = Vec::new();
    leaves(&value, "", &mut paths);
    for path in paths {
        let name: String =
            path.split('/').filter(|step| step.parse::<usize>().is_err()).collect::<Vec<_>>().join("/");
        // These are the same structures again.
        let name = name.replace("/suppressed/finding/", "/findings/").replace("/known/", "/findings/");
        let name = name.replace("/expected/", "/unexpected/");
        // One place where it is shown will do: text that a flag hides elsewhere is not read there.
        if names.get(&name) == Some(&true) {
            continue;
        }
        let mut changed = value.clone();
        let leaf = changed.pointer_mut(&path).expect("a path of the value");
        *leaf = match leaf {
            Value::Bool(flag) => Value::Bool(!*flag),
            Value::Number(_) => Value::from(987_654),
            Value::Null => continue,
            _ => Value::from("another text"),
        };
        names.insert(name, render(&changed) != whole);
    }
    assert!(names.len() > 100, "{names:?}");
    let unread: Vec<&String> = names.iter().filter(|(_, is_read)| !**is_read).map(|(name, _)| name).collect();
    assert!(unread.is_empty(), "no Tera file shows {unread:#?}");
}

/// The paths of everything in a value that holds nothing else.
fn leaves(value: &Value, path: &str, paths: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| leaves(value, &format!("{path}/{name}"), paths));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, item)| leaves(item, &format!("{path}/{at}"), paths));
        }
        _ => paths.push(path.to_owned()),
    }
}

#[test]
fn tera_files_switch_no_escaping_off() {
    for (name, text) in FILES {
        let has_tag = text.contains("{{") || text.contains("{%") || text.contains("{#");
        assert_eq!(has_tag, name.ends_with(".html"), "{name}");
        assert!(!text.contains("safe"), "{name}");
    }
}

#[test]
fn nothing_found_is_said() {
    let page = with_page("export.xml", BASE, &[&BROKEN_LINK], |review| review.findings.clear(), render);
    parsed(&page);
    assert!(page.contains("Nothing was found.") && page.contains("nothing found"));
    assert!(!page.contains("id=\"filters\"") && !page.contains("id=\"suppressed\""));
    let empty = with_page(
        "x.xml",
        BASE,
        &[],
        |review| {
            *review = Review {
                findings: Vec::new(),
                suppressed: Vec::new(),
                known: Vec::new(),
                exports: Vec::new(),
                firewalls: Vec::new(),
                clusters: Vec::new(),
                pairs: Vec::new(),
                config: None,
                baseline: None,
                today: None,
            }
        },
        render,
    );
    parsed(&empty);
    assert!(empty.contains("no cluster and no pair"));
}

#[test]
fn many_pairs_without_a_finding_are_named_and_not_drawn() {
    let crowd = |review: &mut Review| {
        review.clusters.clear();
        let two = [review.firewalls[0].clone(), review.firewalls[1].clone()];
        review.firewalls = two.iter().cycle().take(40).cloned().collect();
        review.pairs = (0..20).map(|pair| [2 * pair, 2 * pair + 1]).collect();
    };
    let count = |page: &Page| (page.cards.len(), page.quiet_pairs.len(), render(page));
    let (cards, quiet, text) = with_page("export.xml", BASE, &[], crowd, count);
    // The first pair's members are those of the comparison of a cluster, with nothing unexpected.
    assert_eq!((cards, quiet), (0, 20));
    assert!(text.contains("20 more pairs without a cluster: nothing found"));
}

#[test]
fn a_broken_link_is_marked_where_it_breaks() {
    sample(|page| {
        let card = serde_json::to_value(&page.cards[0]).expect("a map");
        let drops = card["drawing"]["drops"].as_array().expect("drops").clone();
        let marked: Vec<&str> = drops
            .iter()
            .filter(|drop| !drop["sign"].is_null())
            .filter_map(|drop| drop["title"].as_str())
            .collect();
        assert_eq!(marked.len(), 2, "{marked:?}");
        assert!(marked.iter().any(|title| title.contains("192.0.2.2,")), "{marked:?}");
        assert!(marked.iter().any(|title| title.contains("192.0.2.37,")), "{marked:?}");
        assert!(card["drawing_told"].as_str().expect("text").contains("Not in the exports: 013201000099"));
    });
}
