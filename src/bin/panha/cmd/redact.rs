//! `panha redact`

use panha::diag::{Diagnostic, Sink};
use panha::panos::SecretForm;
use panha::redact::{Redacted, redact};

use crate::args::RedactArgs;
use crate::exports::Exports;
use crate::out_file::OutFile;
use crate::tell::{self, Invalid};

pub(crate) fn run(args: &RedactArgs) -> anyhow::Result<()> {
    let mut sink = Sink::default();
    let exports = Exports::read_all(std::slice::from_ref(&args.export), &mut sink);
    let output = args.output.as_ref().map(|path| OutFile::open(path, exports.files())).transpose()?;
    let redacted = match exports.only(&args.export, "a copy is made of one") {
        Ok(document) => document.map(redact),
        Err(problem) => {
            sink.report(problem);
            None
        }
    };
    let Some(redacted) = redacted.filter(|_| !sink.has_errors()) else {
        exports.tell(sink);
        return Err(Invalid.into());
    };
    match &output {
        Some(output) => output.write(&redacted.text)?,
        None => tell::result(&redacted.text)?,
    }
    sink.report(what_was_replaced(&redacted));
    exports.tell(sink);
    Ok(())
}

fn what_was_replaced(redacted: &Redacted) -> Diagnostic {
    let forms: Vec<String> = redacted.places.iter().map(|(form, count)| counted(*form, *count)).collect();
    let places: usize = redacted.places.values().sum();
    let message = match places {
        0 => "there is no secret to replace".to_owned(),
        1 => format!("1 secret was replaced: {}", forms[0]),
        _ => format!(
            "{places} secrets were replaced, {} of them different: {}",
            redacted.different,
            forms.join(", ")
        ),
    };
    Diagnostic::note("redacted", message).help(
        "addresses, names, serial numbers, certificates, descriptions and comments stay as they are:\n\
         read it before you share it",
    )
}

fn counted(form: SecretForm, count: usize) -> String {
    let (one, many) = match form {
        SecretForm::Encrypted => ("encrypted", "encrypted"),
        SecretForm::PasswordHash => ("hash of a password", "hashes of passwords"),
        SecretForm::PrivateKey => ("private key", "private keys"),
        SecretForm::Plain => ("in clear", "in clear"),
    };
    format!("{count} {}", if count == 1 { one } else { many })
}
