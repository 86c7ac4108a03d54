//! One file for each command.

pub(crate) mod apply;
pub(crate) mod check;
pub(crate) mod compare;
pub(crate) mod diff;
pub(crate) mod effective;
pub(crate) mod explain;
pub(crate) mod generate;
pub(crate) mod import;
pub(crate) mod inventory;
pub(crate) mod merge;
pub(crate) mod plan;
pub(crate) mod redact;
pub(crate) mod review;
pub(crate) mod templates;

use std::path::Path;

use panha::diag::Diagnostic;
use panha::effective::UNKNOWN;
use panha::generate::PackFile;

use crate::disk;

/// The user's Tera files, if any.
pub(crate) fn pack(folder: Option<&Path>) -> anyhow::Result<Vec<PackFile>> {
    folder.map_or_else(|| Ok(Vec::new()), disk::read_pack)
}

/// What goes with every answer that was made from a Panorama's export.
fn cannot_show() -> Diagnostic {
    let note = Diagnostic::note("export-cannot-show", "there is more to it that an export cannot show");
    note.help(UNKNOWN.join(";\n"))
}
