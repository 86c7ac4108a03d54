//! No format of a review shows a secret of an export.

use panha::diag::{Severity, Sink};
use panha::effective::{self, Chosen};
use panha::lint::Config;
use panha::lints::LINTS;
use panha::panos::{Export, secrets_in};
use panha::pipeline::{self, ReviewInput};
use panha::report;
use panha::source::Sources;
use panha::xml::Document;

use super::edited;

/// One secret of each form, some of them in what lints tell of.
const SECRETS: &str = r#"
set mgt-config users admin phash $5$hushsalt$hushhash
set template T-core config devices localhost.localdomain deviceconfig system snmp-setting access-setting version v2c snmp-community-string hushcommunity
set template T-core-dc1 config devices localhost.localdomain deviceconfig system snmp-setting access-setting version v2c snmp-community-string hushother
set template T-core config shared server-profile radius hq server a secret hushplain
set template T-core config shared server-profile radius hq server b secret hushplain
set template T-core config devices localhost.localdomain network ike gateway g authentication pre-shared-key key -AQ==hushsha=hushcipher
"#;

#[test]
fn no_format_shows_a_secret() {
    let export = edited(&[SECRETS]).unwrap_or_else(|error| panic!("{error}"));
    let one_line = export.lines().map(str::trim).collect::<String>();
    for text in [export, one_line] {
        let mut sources = Sources::default();
        let id = sources.add("export.xml", text.as_str());
        let document = Document::parse(id, sources.get(id).shared_text()).expect("well formed");
        let exports = [("export.xml", Export::of(&document).expect("a configuration"))];
        let config = Config::default();
        let input =
            ReviewInput { exports: &exports, base: None, config: &config, today: None, baseline: None };
        let review = pipeline::review(input);
        assert!(
            review.findings.iter().any(|finding| finding.lint.id == "plain-secret"),
            "a secret is told of"
        );
        let comparisons =
            effective::comparisons(&exports, Chosen::Found, &mut Sink::default()).unwrap_or_default();
        let secrets = secrets_in(document.root());
        sources.hide(id, secrets.iter().map(|secret| secret.span().range()));
        for (format, shown) in [
            ("human", report::review(&review, &sources)),
            ("json", report::review_json(&review, &sources)),
            ("sarif", report::review_sarif(&review, &sources)),
            ("junit", report::review_junit(&review, LINTS, Severity::Warning, &sources)),
            ("github", report::review_github(&review, &sources)),
            ("markdown", report::review_markdown(&review, &sources)),
            ("html", report::review_html(&review, &comparisons, &sources)),
        ] {
            let of_hash = shown.replace("hushsha", "");
            assert!(!of_hash.contains("hush"), "{format} shows a secret");
        }
    }
}
