//! Commands that turn one configuration into another, run by the tests' own reader of them.

use std::fs;
use std::path::Path;

use panha::diff::{Noise, Scope, diff};
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

/// The commands from one Panorama to another, as lines, of what is in scope.
fn lines_of(before: &str, after: &str, scope: &Scope) -> Result<Vec<String>, String> {
    let (a, b) = (parsed(before), parsed(after));
    let difference = diff(a.root(), b.root(), &Noise::default()).and_then(|all| scope.of(all));
    let made = commands(&difference.expect("a difference")).map_err(|problem| problem.message)?;
    Ok(made.iter().map(ToString::to_string).collect())
}

fn panorama(readonly: &str, inside: &str) -> String {
    format!(
        "<config><readonly>{readonly}</readonly><devices><entry name='localhost.localdomain'>{inside}</entry></devices></config>"
    )
}

fn lines(before: &str, after: &str) -> Vec<String> {
    let (before, after) = (panorama("", before), panorama("", after));
    lines_of(&before, &after, &Scope::default()).unwrap_or_else(|why| panic!("{why}"))
}

#[test]
fn no_command_is_about_what_panorama_keeps_itself() {
    let id = |id: u8| format!("<max-internal-id>{id}</max-internal-id>");
    let group = |text: &str| {
        format!("<device-group><entry name='D'><description>{text}</description></entry></device-group>")
    };
    let (before, after) = (panorama(&id(1), &group("a")), panorama(&(id(2) + "<devices/>"), &group("b")));
    let made = lines_of(&before, &after, &Scope::default()).expect("commands");
    assert_eq!(made, ["set device-group D description b"]);
    let after = after.replace(&format!("<readonly>{}<devices/></readonly>", id(2)), "");
    assert_eq!(
        lines_of(&before, &after, &Scope::default()).expect("commands"),
        ["set device-group D description b"]
    );
}

/// A firewall is in one stack only.
#[test]
fn a_firewall_leaves_a_stack_that_goes_before_it_comes_to_another() {
    let stack = |name: &str, serials: &[&str]| {
        let serials: String = serials.iter().map(|serial| format!("<entry name='{serial}'/>")).collect();
        format!(
            "<entry name='{name}'><templates><member>T</member></templates><devices>{serials}</devices></entry>"
        )
    };
    let stacks = |stacks: &[String]| format!("<template-stack>{}</template-stack>", stacks.concat());
    let before = stacks(&[stack("old", &["0131", "0132"]), stack("new", &["0133"])]);
    let after = stacks(&[stack("new", &["0133", "0131"])]);
    let expected = [
        "delete template-stack old devices 0131",
        "set template-stack new devices 0131",
        "delete template-stack old",
    ];
    assert_eq!(lines(&before, &after), expected);
    // Where nobody takes them there is no haste.
    let gone = stacks(&[stack("new", &["0133"])]);
    assert_eq!(lines(&before, &gone), ["delete template-stack old"]);
}

#[test]
fn what_is_named_goes_after_what_names_it() {
    let config = |network: &str, vsys: &str| {
        format!(
            "<template><entry name='T'><config><devices><entry name='localhost.localdomain'><network>{network}\
             </network><vsys><entry name='vsys1'>{vsys}</entry></vsys></entry></devices></config></entry></template>"
        )
    };
    let port = "<interface><ethernet><entry name='ethernet1/1'><layer3/></entry></ethernet></interface>";
    let zone = "<zone><entry name='a'><network><layer3><member>ethernet1/1</member></layer3></network></entry></zone>";
    let (none, both) = (config("<x/>", "<x/>"), config(&format!("<x/>{port}"), &format!("<x/>{zone}")));
    let place = "template T config devices localhost.localdomain";
    assert_eq!(
        lines(&both, &none),
        [format!("delete {place} vsys vsys1 zone"), format!("delete {place} network interface")]
    );
    assert_eq!(
        lines(&none, &both),
        [
            format!("set {place} network interface ethernet ethernet1/1 layer3"),
            format!("set {place} vsys vsys1 zone a network layer3 ethernet1/1")
                .replace("layer3 e", "layer3 [ e")
                + " ]",
        ]
    );
    let group = |inside: &str| format!("<device-group><entry name='D'><x/>{inside}</entry></device-group>");
    let objects = "<address><entry name='a'><fqdn>a.example</fqdn></entry></address>\
                   <address-group><entry name='g'><static><member>a</member></static></entry></address-group>\
                   <pre-rulebase><security><rules><entry name='r'><source><member>g</member></source></entry></rules></security></pre-rulebase>";
    let gone =
        ["pre-rulebase", "address-group", "address"].map(|list| format!("delete device-group D {list}"));
    assert_eq!(lines(&group(objects), &group("")), gone);
}

/// What is left out does not come, so nothing can be behind it.
#[test]
fn what_would_come_behind_what_is_left_out_comes_where_that_would_have() {
    let rules = |names: &[&str]| {
        let rules: String =
            names.iter().map(|name| format!("<entry name='{name}'><action>deny</action></entry>")).collect();
        format!(
            "<device-group><entry name='D'><pre-rulebase><security><rules>{rules}</rules></security></pre-rulebase></entry></device-group>"
        )
    };
    let left_out = |before: &[&str], after: &[&str], out: &str| {
        let path =
            format!("devices/entry/device-group/entry/pre-rulebase/security/rules/entry[@name='{out}']");
        let scope = Scope { exclude: vec![path.parse().expect("a path")], ..Scope::default() };
        let made =
            lines_of(&panorama("", &rules(before)), &panorama("", &rules(after)), &scope).expect("commands");
        let moves = made
            .iter()
            .filter_map(|line| line.strip_prefix("move device-group D pre-rulebase security rules "));
        moves.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(left_out(&["x", "y"], &["x", "a", "b", "y"], "a"), ["b after x"]);
    assert_eq!(left_out(&["x", "y"], &["a", "b", "x", "y"], "a"), ["b top"]);
    assert_eq!(left_out(&["x", "y"], &["x", "a", "b", "c", "y"], "b"), ["a after x", "c after a"]);
    // One that is not moved stays where it was.
    assert_eq!(left_out(&["m", "x", "y", "z"], &["x", "y", "m", "b", "z"], "m"), ["b after y"]);
}

#[test]
fn a_name_that_would_end_its_line_is_in_no_command() {
    let group = |inside: &str| format!("<device-group><entry name='D'>{inside}</entry></device-group>");
    let evil = "<address><entry name='a&#10;set x'><fqdn>a.example</fqdn></entry></address>";
    let made = |before: &str, after: &str| {
        lines_of(&panorama("", &group(before)), &panorama("", &group(after)), &Scope::default())
    };
    let other = evil.replace("a.example", "b.example");
    for (before, after) in [("", evil), (evil, "<address/>"), (evil, other.as_str()), ("<address/>", evil)] {
        let why = made(before, after).expect_err("no command");
        assert!(why.contains("line end"), "{why}");
    }
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
