//! Situations that no example of a lint has: what must be told in them, or must not.

use panha::diag::Severity;
use panha::effective::Resolver;
use panha::lints::LINTS;
use panha::panos::Export;
use panha::redact::redact;
use panha::source::Sources;
use panha::xml::{Document, write};

use super::{MODEL, all_findings, edited, model, review};

/// Severity and message of each finding of one lint.
fn found(exports: &[String], of_model: &str, id: &str) -> Vec<(Severity, String)> {
    review(exports, model(of_model), |review, _| {
        let of_lint = review.findings.iter().filter(|finding| finding.lint.id == id);
        of_lint.map(|finding| (finding.severity, finding.message.clone())).collect()
    })
}

fn broken(commands: &str) -> Vec<String> {
    vec![edited(&[commands]).unwrap_or_else(|error| panic!("{error}"))]
}

/// A Panorama's export with the own exports of all of its firewalls.
fn with_own_exports(panorama: String) -> Vec<String> {
    let mut sources = Sources::default();
    let id = sources.add("panorama.xml", panorama.as_str());
    let document = Document::parse(id, sources.get(id).shared_text()).expect("well formed");
    let Some(Export::Panorama(of)) = Export::of(&document) else { panic!("no Panorama") };
    let resolver = Resolver::new(of);
    let serials: Vec<String> = resolver.serials().map(str::to_owned).collect();
    let own = serials.iter().filter_map(|serial| Some(write(&resolver.effective(serial)?.config())));
    let own: Vec<String> = own.collect();
    [panorama].into_iter().chain(own).collect()
}

#[test]
fn a_reused_cluster_id_is_told_beside_the_firewalls_own_exports() {
    let same_id = broken(
        "set template T-edge config devices localhost.localdomain deviceconfig high-availability cluster cluster-id 20",
    );
    let exports = with_own_exports(same_id.into_iter().next().expect("an export"));
    let told = found(&exports, MODEL, "cluster-id-reused");
    let message = "cluster ID 20 is used by 2 clusters without a member in common";
    assert!(told.len() == 2 && told.iter().all(|(_, told)| told == message), "{told:?}");
    let exports = with_own_exports(edited(&[]).expect("the base"));
    assert_eq!(found(&exports, MODEL, "cluster-id-reused"), [], "one cluster that two exports tell of");
}

#[test]
fn the_value_of_a_variable_that_is_a_secret_is_not_shown() {
    let exports = broken(
        "set template T-core variable $psk type fqdn hush!hush
set template T-core config deviceconfig system ntp-servers secondary-ntp-server authentication-type symmetric-key algorithm sha1 authentication-key $psk",
    );
    let told = found(&exports, MODEL, "variable-value-invalid");
    assert_eq!(
        told,
        [(Severity::Error, "variable `$psk` has a secret value, which is no host name".to_owned())]
    );
    review(&exports, model(MODEL), |_, text| assert!(!text.contains("hush"), "{text}"));
}

#[test]
fn a_value_that_is_the_name_of_a_variable_is_a_warning() {
    let exports = broken("set template T-core variable $ntp type ip-netmask $other");
    let told = found(&exports, MODEL, "variable-value-invalid");
    assert!(matches!(&told[..], [(Severity::Warning, _)]), "{told:?}");
}

#[test]
fn an_absent_switch_of_a_cluster_is_a_warning_and_no_is_an_error() {
    let cluster = "config devices localhost.localdomain deviceconfig high-availability cluster";
    let on_one = |rest: &str| {
        broken(&format!(
            "delete template T-edge {cluster} enabled\nset template-stack S-edge-fw-edge-1 {cluster} enabled yes{rest}"
        ))
    };
    let told = found(&on_one(""), MODEL, "clustering-disabled");
    assert!(matches!(&told[..], [(Severity::Warning, _)]), "{told:?}");
    let says_no = on_one(&format!("\nset template-stack S-edge-fw-edge-2 {cluster} enabled no"));
    let told = found(&says_no, MODEL, "clustering-disabled");
    assert!(matches!(&told[..], [(Severity::Error, _)]), "{told:?}");
}

#[test]
fn a_virtual_model_alone_is_no_public_cloud() {
    let exports = broken("delete template T-core-dc1 config deviceconfig high-availability group monitoring");
    assert!(!found(&exports, "VM-300", "pair-monitoring-off").is_empty());
}

#[test]
fn of_a_pair_that_is_off_the_host_names_are_not_judged() {
    let same = "set template-stack S-core-dc1 config deviceconfig system hostname fw-dc1";
    assert_eq!(found(&broken(same), MODEL, "pair-both-hostnames-equal").len(), 1);
    let off =
        format!("{same}\nset template-stack S-core-dc1 config deviceconfig high-availability enabled no");
    assert_eq!(found(&broken(&off), MODEL, "pair-both-hostnames-equal"), []);
}

/// A copy without secrets may be shared to ask what is wrong.
#[test]
fn a_redacted_export_has_the_same_findings() {
    let redacted = |export: &String| {
        let mut sources = Sources::default();
        let id = sources.add("export.xml", export.as_str());
        let document = Document::parse(id, sources.get(id).shared_text()).expect("well formed");
        redact(&document).text
    };
    let mut changed = 0;
    for lint in LINTS {
        let (exports, facts) =
            super::broken(lint.explanation.example).unwrap_or_else(|error| panic!("{error}"));
        let copies: Vec<String> = exports.iter().map(redacted).collect();
        changed += usize::from(copies != exports);
        assert_eq!(all_findings(&exports, facts.clone()), all_findings(&copies, facts), "{}", lint.id);
    }
    assert!(changed >= 2, "only {changed} examples hold a secret");
}
