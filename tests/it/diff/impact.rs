//! What a change means for firewalls, against the long way: every firewall resolved on both sides and compared.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use panha::diff::{Noise, Scope, diff};
use panha::effective::Resolver;
use panha::impact::{Impact, impact};
use panha::panos::{Export, Panorama};
use panha::xml::{Document, Element, write};
use proptest::prelude::*;

use super::parsed;
use crate::base::base;
use crate::edit::apply;
use crate::hostile::edits;

static PANORAMA: LazyLock<Element> = LazyLock::new(base);

fn panorama(document: &Document) -> Option<Panorama<'_>> {
    match Export::of(document)? {
        Export::Panorama(panorama) => Some(panorama),
        Export::Firewall(_) => None,
    }
}

fn impact_of(before: &Element, after: &Element) -> Option<(Impact, BTreeSet<String>)> {
    let (before, after) = (parsed(&write(before)), parsed(&write(after)));
    let (old, new) = (panorama(&before)?, panorama(&after)?);
    let noise = Noise::default();
    let difference = diff(old.config(), new.config(), &noise);
    let found = impact(old, new, difference.as_ref(), &noise, &Scope::default());
    let (old, new) = (Resolver::new(old), Resolver::new(new));
    let changes = |serial: &&str| {
        let (Some(old), Some(new)) = (old.effective(serial), new.effective(serial)) else { return false };
        let (old, new) = (parsed(&write(&old.config())), parsed(&write(&new.config())));
        diff(old.root(), new.root(), &noise).is_some()
    };
    let changed = old.serials().filter(changes).map(str::to_owned).collect();
    Some((found, changed))
}

fn reached(impact: &Impact) -> BTreeSet<String> {
    impact.groups.iter().flat_map(|group| group.serials.clone()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_change_reaches_the_firewalls_that_get_something_else(
        bytes in prop::collection::vec(any::<u8>(), 4..24),
    ) {
        let after = edits::edited(&PANORAMA, &bytes);
        if let Some((found, changed)) = impact_of(&PANORAMA, &after) {
            prop_assert_eq!(reached(&found), changed, "{:#?}", found);
        }
    }
}

fn edited(commands: &str) -> Impact {
    let mut after = PANORAMA.clone();
    apply(&mut after, commands).expect("good commands");
    let (found, changed) = impact_of(&PANORAMA, &after).expect("Panoramas");
    assert_eq!(reached(&found), changed);
    found
}

#[test]
fn one_edit_of_a_template_is_one_change_for_all_that_get_it_and_none_for_the_others() {
    let found = edited("set template T-global config deviceconfig system login-banner other");
    let [group] = &found.groups[..] else { panic!("{found:#?}") };
    assert_eq!((group.serials.len(), group.rows.len()), (found.changed, 1));
    assert!(found.changed > 2 && found.unchanged > 0, "{found:#?}");
    let nobody = edited("set template T-none config deviceconfig system domain example.com");
    assert!(nobody.is_empty() && nobody.unchanged == found.changed + found.unchanged, "{nobody:#?}");
}

/// What a firewall gets may lie deeper than the export has it, too deep to be read again.
#[test]
fn what_cannot_be_compared_closely_is_told_all_the_same() {
    let deep = |text: &str| {
        let mut inner = Element::leaf("x", text);
        for _ in 0..248 {
            inner = Element::new("x").with(inner);
        }
        let mut config = base();
        let rules = config.ensure(&"shared/pre-rulebase/security/rules".parse().expect("a path"));
        rules.push(Element::entry("deep").with(inner));
        config
    };
    let (before, after) = (parsed(&write(&deep("1"))), parsed(&write(&deep("2"))));
    let (old, new) = (panorama(&before).expect("a Panorama"), panorama(&after).expect("a Panorama"));
    let resolved = Resolver::new(old);
    let serials: BTreeSet<String> = resolved.serials().map(str::to_owned).collect();
    let is_too_deep = |serial: &String| {
        let text = write(&resolved.effective(serial).expect("a firewall").config());
        let mut sources = panha::source::Sources::default();
        let id = sources.add("effective", text);
        Document::parse(id, sources.get(id).shared_text()).is_err()
    };
    let too_deep: BTreeSet<String> = serials.into_iter().filter(is_too_deep).collect();
    assert!(!too_deep.is_empty(), "firewalls get Shared's rules in their virtual system");
    let noise = Noise::default();
    let difference = diff(old.config(), new.config(), &noise);
    let found = impact(old, new, difference.as_ref(), &noise, &Scope::default());
    assert_eq!(reached(&found), too_deep);
    let path = found.groups[0].rows[0].path.to_string();
    assert!(path.contains("/rules/entry[@name='deep']/x/x"), "{path}");
}
