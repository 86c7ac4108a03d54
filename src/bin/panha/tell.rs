//! What the user hears: problems on standard error, or everything as JSON on standard output.

use std::error::Error;
use std::fmt;
use std::io::{self, Write as _};

use anyhow::Context as _;
use panha::diag::{Diagnostic, Severity, Sink};
use panha::report::{self, Facts};
use panha::source::Sources;

use crate::args::Format;

/// The problems of a run, told once.
pub(crate) struct Problems<'s> {
    diagnostics: Vec<Diagnostic>,
    sources: &'s Sources,
    format: Format,
}

impl<'s> Problems<'s> {
    /// Tells a person at once; a machine hears of them with the rest, from [`Self::finish`].
    pub(crate) fn tell(sink: Sink, sources: &'s Sources, format: Format) -> Self {
        let diagnostics = sink.into_sorted();
        if format == Format::Human {
            anstream::eprint!("{}", report::human(&diagnostics, sources));
            let summary = report::summary(&diagnostics);
            if !summary.is_empty() {
                anstream::eprintln!("{summary}");
            }
        }
        Self { diagnostics, sources, format }
    }

    /// What there is to go on with, unless there were errors.
    ///
    /// # Errors
    /// [`Invalid`], with the JSON told.
    pub(crate) fn unless_errors<T>(&self, value: Option<T>) -> anyhow::Result<T> {
        let is_error = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Error;
        match value {
            Some(value) if !self.diagnostics.iter().any(is_error) => Ok(value),
            _ => {
                self.finish(Facts::default())?;
                Err(Invalid.into())
            }
        }
    }

    /// Tells a machine what was found and done.
    ///
    /// # Errors
    /// Where standard output cannot be written to.
    pub(crate) fn finish(&self, facts: Facts<'_>) -> anyhow::Result<()> {
        match self.format {
            Format::Json => result(&report::json(&self.diagnostics, facts, self.sources)),
            Format::Human => Ok(()),
        }
    }
}

/// Prints the result of a command, colours for a terminal only. Who closes the pipe, as `head` does, has heard enough.
///
/// # Errors
/// Where standard output cannot be written to, as when a disk is full.
pub(crate) fn result(text: &str) -> anyhow::Result<()> {
    let mut stdout = anstream::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(error).context("cannot write the result")
        }
        _ => Ok(()),
    }
}

/// Tells why we could not go on.
pub(crate) fn failure(error: &anyhow::Error, format: Format) {
    // An invalid spec was told in full already.
    if error.is::<Invalid>() {
        return;
    }
    anstream::eprintln!("panha: {error:#}");
    if format == Format::Json {
        let failure = Diagnostic::error("failed", format!("{error:#}"));
        let json = report::json(&[failure], Facts::default(), &Sources::default());
        if let Err(error) = result(&json) {
            anstream::eprintln!("panha: {error:#}");
        }
    }
}

/// The input is invalid, and the user was told.
#[derive(Debug)]
pub(crate) struct Invalid;

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the input is invalid")
    }
}

impl Error for Invalid {}
