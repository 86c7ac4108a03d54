//! No format shows a secret, and each tells that one changed.

use panha::diff::{Change, Noise, Scope, Secrets, diff, rows};
use panha::impact::impact;
use panha::panos::Export;
use panha::report::{self, Sides};
use panha::source::Sources;
use panha::xml::{Document, write};

use crate::base::base;
use crate::edit::apply;

/// One secret of each form, and one that is a variable's value.
const SECRETS: &str = r#"
set mgt-config users admin phash $5$hushsalt$hushhash
set template T-core variable $psk type fqdn hushvariable
set template T-core config shared server-profile radius hq server a secret hushplain
set template T-core config shared server-profile radius hq server b secret $psk
set template T-core config devices localhost.localdomain network ike gateway g authentication pre-shared-key key -AQ==hushsha=hushcipher
"#;

#[test]
fn no_format_shows_a_secret_and_all_tell_that_it_changed() {
    let text = |commands: &str| {
        let mut config = base();
        apply(&mut config, commands).unwrap_or_else(|error| panic!("{error}"));
        write(&config)
    };
    let none = write(&base());
    let (one, other) = (text(SECRETS), text(&SECRETS.replace("hush", "hushhush")));
    for (before, after) in [(&none, &one), (&one, &other), (&other, &none)] {
        let mut sources = Sources::default();
        let mut parse = |text: &str| {
            let id = sources.add("export.xml", text);
            Document::parse(id, sources.get(id).shared_text()).expect("well formed")
        };
        let (before, after) = (parse(before), parse(after));
        let (Some(Export::Panorama(old)), Some(Export::Panorama(new))) =
            (Export::of(&before), Export::of(&after))
        else {
            panic!("no Panoramas")
        };
        let noise = Noise::none();
        let difference = diff(before.root(), after.root(), &noise).expect("they differ");
        let secrets = Secrets::below([before.root(), after.root()]);
        let rows = rows(&difference, &secrets);
        let impact = impact(old, new, Some(&difference), &noise, &Scope::default());
        let sides = Sides { before: "a", after: "b", are_parts: false };
        for (format, shown) in [
            ("human", report::diff(&rows, true, &sources)),
            ("json", report::diff_json(sides, &rows, &sources)),
            ("effective", report::diff_effective(&impact, true, &sources)),
            ("effective json", report::diff_effective_json(sides, &impact, &sources)),
            (
                "unified",
                report::diff_unified(&[Change::Within(Box::new(difference.clone()))], &noise, &secrets),
            ),
        ] {
            // The hash of an encrypted secret tells equal ones, and no more.
            let of_hash = shown.replace("hushsha", "").replace("hush…", "");
            let of_hash = of_hash.replace("-AQ==hush", "");
            assert!(!of_hash.contains("hush"), "{format} shows a secret:\n{shown}");
            assert!(shown.contains("… (secret)"), "{format} does not tell of it:\n{shown}");
        }
    }
}
