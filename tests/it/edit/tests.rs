use std::fs;
use std::path::Path;

use panha::source::Sources;
use panha::xml::{Document, Element, write};

use super::{apply, run};
use crate::canonical::content;
use crate::set_reader::{Verb, read};

/// A Panorama to change.
const START: &str = "
    set mgt-config devices 013201000011
    set template T config devices localhost.localdomain network interface ethernet ethernet1/1 layer3 ip 192.0.2.1/24
    set template T config devices localhost.localdomain network interface ethernet ethernet1/1 comment outside
    set template T config devices localhost.localdomain deviceconfig high-availability cluster cluster-id 20
    set template-stack S templates [ T T-global ]
    set template-stack S devices 013201000011 variable $ha4_ip type ip-netmask 192.0.2.1
    set device-group DG pre-rulebase security rules first source any
    set device-group DG pre-rulebase security rules second source any
    set device-group DG pre-rulebase security rules third source any
    set readonly devices localhost.localdomain device-group DG id 11
    set readonly devices localhost.localdomain device-group DG-below parent-dg DG
";

fn edited(commands: &str) -> Result<Element, String> {
    let mut config = Element::new("config");
    apply(&mut config, START).expect("a configuration to start with");
    apply(&mut config, commands).map(|()| config)
}

/// What stands at a path after the commands, in one line.
fn after(commands: &str, path: &str) -> String {
    let config = edited(commands).unwrap_or_else(|error| panic!("{error}"));
    let element = config.get(&path.parse().expect("a path")).unwrap_or_else(|| panic!("nothing at {path}"));
    write(element).lines().skip(1).map(str::trim).collect()
}

/// Below the one device entry.
fn device(path: &str) -> String {
    format!("devices/entry[@name='localhost.localdomain']/{path}")
}

/// Below the device entry in template T.
fn in_template(path: &str) -> String {
    device(&format!("template/entry[@name='T']/config/{}", device(path)))
}

fn refused(commands: &str, reason: &str) {
    let error = edited(commands).expect_err(commands);
    let command = commands.lines().last().unwrap_or_default().trim();
    assert_eq!(error, format!("`{command}`: {reason}"));
}

#[test]
fn set_replaces_the_text_of_a_leaf_and_makes_what_is_missing() {
    let cluster = in_template("deviceconfig/high-availability/cluster");
    let commands = "set template T config deviceconfig high-availability cluster cluster-id 100
                    set template T config deviceconfig high-availability cluster description 'two words'
                    set template T config deviceconfig high-availability cluster cluster-members 0132 comments x";
    let expected = "<cluster><cluster-id>100</cluster-id><description>two words</description><cluster-members>\
                    <entry name=\"0132\"><comments>x</comments></entry></cluster-members></cluster>";
    assert_eq!(after(commands, &cluster), expected);
}

#[test]
fn set_makes_an_empty_element_where_it_ends_in_one_that_is_missing() {
    let ports = "set template T config network interface ethernet ethernet1/7 ha
                 set template T config network interface ethernet ethernet1/8";
    let ethernet = in_template("network/interface/ethernet");
    assert_eq!(after(ports, &format!("{ethernet}/entry[@name='ethernet1/7']/ha")), "<ha/>");
    let last = "<entry name=\"ethernet1/8\"/>";
    assert_eq!(after(ports, &format!("{ethernet}/entry[@name='ethernet1/8']")), last);
    let timers =
        "set template T config deviceconfig high-availability group election-option timers aggressive";
    let path = in_template("deviceconfig/high-availability/group/election-option/timers");
    assert_eq!(after(timers, &path), "<timers><aggressive/></timers>");
    assert_eq!(after("set panorama log-settings", "panorama"), "<panorama><log-settings/></panorama>");
}

#[test]
fn set_adds_members_that_are_not_there() {
    let templates = device("template-stack/entry[@name='S']/templates");
    let member = |name: &str| format!("<member>{name}</member>");
    let all = |names: &[&str]| {
        format!("<templates>{}</templates>", names.iter().map(|name| member(name)).collect::<String>())
    };
    assert_eq!(after("set template-stack S templates T-2", &templates), all(&["T", "T-global", "T-2"]));
    let list = "set template-stack S templates [ T-global T-2 T-2 ]";
    assert_eq!(after(list, &templates), all(&["T", "T-global", "T-2"]));
    let entries = "set template-stack S devices [ 013201000011 013201000012 ]";
    let second = device("template-stack/entry[@name='S']/devices/entry[@name='013201000012']");
    assert_eq!(after(entries, &second), "<entry name=\"013201000012\"/>");
}

#[test]
fn a_word_of_a_rule_is_an_entry_or_a_member_by_where_it_stands() {
    let rule = "set device-group DG pre-rulebase security rules fourth target devices 013201000031
                set device-group DG pre-rulebase security rules fourth from inside
                set device-group DG pre-rulebase security rules fourth profile-setting group default
                set device-group DG pre-rulebase security rules fourth action deny";
    let path = device("device-group/entry[@name='DG']/pre-rulebase/security/rules/entry[@name='fourth']");
    let expected = "<entry name=\"fourth\"><target><devices><entry name=\"013201000031\"/></devices></target>\
                    <from><member>inside</member></from><profile-setting><group><member>default</member></group>\
                    </profile-setting><action>deny</action></entry>";
    assert_eq!(after(rule, &path), expected);
}

#[test]
fn one_word_holds_different_things_in_different_places() {
    let imported = "set template T config vsys vsys1 import network interface ethernet1/1";
    let vsys = in_template("vsys/entry[@name='vsys1']");
    let expected = "<interface><member>ethernet1/1</member></interface>";
    assert_eq!(after(imported, &format!("{vsys}/import/network/interface")), expected);
    let zone = "set template T config vsys vsys1 zone inside network layer3 [ ethernet1/1 ethernet1/2 ]";
    let expected = "<layer3><member>ethernet1/1</member><member>ethernet1/2</member></layer3>";
    let path = format!("{vsys}/zone/entry[@name='inside']/network/layer3");
    assert_eq!(after(zone, &path), expected);
    let group = "set device-group DG address web ip-netmask 203.0.113.80
                 set device-group DG address web tag core
                 set device-group DG tag core color color3";
    let path = device("device-group/entry[@name='DG']/address/entry[@name='web']/tag");
    assert_eq!(after(group, &path), "<tag><member>core</member></tag>");
    let path = device("device-group/entry[@name='DG']/tag/entry[@name='core']/color");
    assert_eq!(after(group, &path), "<color>color3</color>");
}

#[test]
fn of_a_choice_the_last_one_set_is_there() {
    let port = in_template("network/interface/ethernet/entry[@name='ethernet1/1']");
    let expected = "<entry name=\"ethernet1/1\"><comment>outside</comment><ha/></entry>";
    assert_eq!(after("set template T config network interface ethernet ethernet1/1 ha", &port), expected);
    let mode = "set template T config deviceconfig high-availability group mode active-passive passive-link-state auto
                set template T config deviceconfig high-availability group mode active-active device-id 0";
    let expected = "<mode><active-active><device-id>0</device-id></active-active></mode>";
    assert_eq!(after(mode, &in_template("deviceconfig/high-availability/group/mode")), expected);
    let zone = "set template T config vsys vsys1 zone inside network layer3 ethernet1/1
                set template T config vsys vsys1 zone inside network zone-protection-profile strict
                set template T config vsys vsys1 zone inside network layer2";
    let path = in_template("vsys/entry[@name='vsys1']/zone/entry[@name='inside']/network");
    let expected = "<network><zone-protection-profile>strict</zone-protection-profile><layer2/></network>";
    assert_eq!(after(zone, &path), expected);
    let variable = "set template-stack S devices 013201000011 variable $ha4_ip type fqdn ha4.example.com";
    let devices = "template-stack/entry[@name='S']/devices/entry[@name='013201000011']";
    let path = device(&format!("{devices}/variable/entry[@name='$ha4_ip']/type"));
    assert_eq!(after(variable, &path), "<type><fqdn>ha4.example.com</fqdn></type>");
}

#[test]
fn paths_start_in_the_device_entry_or_beside_it() {
    assert_eq!(
        after("set shared tag red color color1", "shared/tag/entry[@name='red']/color"),
        "<color>color1</color>"
    );
    let hostname = "set deviceconfig system hostname panorama";
    assert_eq!(after(hostname, &device("deviceconfig/system/hostname")), "<hostname>panorama</hostname>");
    let long = "set devices localhost.localdomain deviceconfig system hostname panorama";
    assert_eq!(edited(hostname), edited(long));
    let short = "set template-stack S config deviceconfig system hostname fw";
    let long = "set template-stack S config devices localhost.localdomain deviceconfig system hostname fw";
    assert_eq!(edited(short), edited(long));
    let shared = "set template T config shared log-settings syslog main server one server 192.0.2.9";
    let path = device("template/entry[@name='T']/config/shared/log-settings/syslog/entry[@name='main']");
    let expected = "<entry name=\"main\"><server><entry name=\"one\"><server>192.0.2.9</server></entry></server></entry>";
    assert_eq!(after(shared, &path), expected);
    refused("set network interface ethernet ethernet1/1 ha", "Panorama has no `network` to start with");
}

#[test]
fn delete_takes_out_what_is_there() {
    let templates = device("template-stack/entry[@name='S']/templates");
    let left = "<templates><member>T-global</member></templates>";
    assert_eq!(after("delete template-stack S templates T", &templates), left);
    assert_eq!(after("delete template-stack S templates [ T T-global ]", &templates), "<templates/>");
    let variables = device("template-stack/entry[@name='S']/devices/entry[@name='013201000011']/variable");
    let one = "delete template-stack S devices 013201000011 variable $ha4_ip";
    assert_eq!(after(one, &variables), "<variable/>");
    let id = "delete template T config deviceconfig high-availability cluster cluster-id";
    assert_eq!(after(id, &in_template("deviceconfig/high-availability/cluster")), "<cluster/>");
}

#[test]
fn rename_changes_the_name_of_an_entry() {
    let templates = after("rename template T to T-new", &device("template"));
    assert!(templates.starts_with("<template><entry name=\"T-new\"><config>"), "{templates}");
    refused("rename template-stack S templates T to X", "`T` is no entry");
    refused(
        "rename device-group DG pre-rulebase security rules first to second",
        "there is a `second` already",
    );
    refused("rename template T T-new", "write it as NAME to NEW");
}

#[test]
fn panorama_keeps_its_readonly_part_up_to_date() {
    let groups = "readonly/devices/entry[@name='localhost.localdomain']/device-group";
    let below = |parent: &str| format!("<entry name=\"DG-below\"><parent-dg>{parent}</parent-dg></entry>");
    let expected =
        format!("<device-group><entry name=\"DG-2\"><id>11</id></entry>{}</device-group>", below("DG-2"));
    assert_eq!(after("rename device-group DG to DG-2", groups), expected);
    let expected = format!("<device-group>{}</device-group>", below("DG"));
    assert_eq!(after("delete device-group DG", groups), expected);
}

#[test]
fn move_changes_the_order() {
    let rules = device("device-group/entry[@name='DG']/pre-rulebase/security/rules");
    let order = |command: &str| {
        let config = edited(&format!("move device-group DG pre-rulebase security rules {command}"));
        let config = config.unwrap_or_else(|error| panic!("{error}"));
        let rules = config.get(&rules.parse().expect("a path")).expect("the rules");
        rules.children().iter().filter_map(Element::entry_name).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(order("third top"), "third first second");
    assert_eq!(order("first bottom"), "second third first");
    assert_eq!(order("third before second"), "first third second");
    assert_eq!(order("first after second"), "second first third");
    refused("move device-group DG pre-rulebase security rules first top", "this changes nothing");
    refused("move device-group DG pre-rulebase security rules first before second", "this changes nothing");
    let reason = "there is no `last` in `rules`";
    refused("move device-group DG pre-rulebase security rules first after last", reason);
}

#[test]
fn what_does_nothing_or_cannot_be_is_refused_with_its_command() {
    let nothing = "this changes nothing";
    refused("set template T config devices localhost.localdomain deviceconfig", nothing);
    refused("set template-stack S templates T", nothing);
    refused("set template-stack S templates [ T T-global ]", nothing);
    refused("set device-group DG pre-rulebase security rules first source any", nothing);
    refused("delete template-stack S devices 013201000012", "there is no `013201000012` in `devices`");
    refused("delete template X config", "there is no `X` in `template`");
    refused("set template-stack S templates T x", "`templates` holds members, and nothing stands below `T`");
    let cluster =
        "set template T config devices localhost.localdomain deviceconfig high-availability cluster";
    refused(&format!("{cluster} cluster-id 20 x"), "`cluster-id` holds the text `20`");
    refused(&format!("{cluster} cluster-id [ 21 ]"), "`cluster-id` holds no list");
    let unknown =
        "`My_Profile` is no element, and `unheard-of` is not known to hold others: see edit/holds.rs";
    refused("set template T config network unheard-of My_Profile x y", unknown);
    assert!(edited("commit").is_err());
}

/// The tables against everything that the generator writes: commands make the same tree as XML does.
#[test]
fn generated_commands_make_the_generated_panorama() {
    let mut compared = 0;
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/generate");
    for entry in walkdir::WalkDir::new(fixtures).into_iter().filter_map(Result::ok) {
        if entry.file_name() != "set.txt" {
            continue;
        }
        let text = fs::read_to_string(entry.path()).expect("a golden file");
        let mut config = Element::new("config");
        for command in read(&text).expect("commands") {
            assert_eq!(command.verb, Verb::Set);
            run(&mut config, &command).unwrap_or_else(|error| panic!("{}: {error}", entry.path().display()));
        }
        config.children_mut().retain(|child| child.name() != "mgt-config");
        let mut sources = Sources::default();
        let xml = fs::read_to_string(entry.path().with_file_name("panorama.xml")).expect("a golden file");
        let id = sources.add("panorama.xml", xml);
        let document = Document::parse(id, sources.get(id).shared_text()).expect("well formed");
        let expected = document.root().to_element().expect("no mixed content");
        assert_eq!(content(config), content(expected), "{}", entry.path().display());
        compared += 1;
    }
    assert!(compared > 10, "{compared} were compared");
}
