//! A secret that anyone who has the file can read.

use crate::diag::Severity;
use crate::lint::{Basis, Check, Estate, Example, Explanation, Finding, Findings, Lint, Topic};
use crate::panos::{SecretForm, is_always_clear, secrets_in};

pub(crate) static LINT: Lint = Lint {
    id: "plain-secret",
    topic: Topic::Hygiene,
    severity: Severity::Warning,
    summary: "a secret stands in the file in clear",
    explanation: Explanation {
        checks: "Passwords, pre-shared keys and other secrets are encrypted (`-AQ==…`), as PAN-OS writes them. The \
                 private key of a certificate in clear is told of as well. SNMP communities are left out: PAN-OS \
                 itself writes them in clear.",
        why: "Whoever has the file has the secret. PAN-OS encrypts secrets when it takes a file in, so this one was \
              written by hand or by a tool, and should not be kept or sent.",
        basis: Basis::Stated("firewall schema 10.0.6: settings that are encrypted"),
        example: Example::Commands {
            broken: "set template T-global config devices localhost.localdomain deviceconfig system ntp-servers primary-ntp-server authentication-type symmetric-key algorithm sha1 authentication-key in-clear",
            fixed: "delete template T-global config devices localhost.localdomain deviceconfig system ntp-servers primary-ntp-server authentication-type",
            also: &[],
        },
        fix: "Load the file and delete it; export it again where it is needed. `panha redact` makes a copy without \
              secrets.",
    },
    check: Check::Estate(check),
};

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for reviewed in &estate.exports {
        for secret in secrets_in(reviewed.export.config()) {
            let name = secret.node.name();
            let what = match secret.form {
                SecretForm::Plain if !is_always_clear(name) => "secret",
                SecretForm::PrivateKey => "private key",
                _ => continue,
            };
            let message = format!("the {what} in `{name}` stands there in clear");
            let finding = Finding::at(secret.node, message);
            findings.report(finding.help("load the file and delete it; PAN-OS encrypts what it takes in"));
        }
    }
}
