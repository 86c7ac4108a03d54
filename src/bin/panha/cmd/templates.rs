//! `panha templates`

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use panha::diag::Sink;
use panha::generate::{BUILT_IN, Pack};
use panha::source::Sources;

use crate::args::{TemplatesArgs, TemplatesCommand};
use crate::tell;

pub(crate) fn run(args: &TemplatesArgs) -> anyhow::Result<()> {
    let text = match &args.command {
        TemplatesCommand::List => list()?,
        TemplatesCommand::Export { dir } => export(dir)?,
    };
    tell::result(&text)?;
    Ok(())
}

/// Path, context and place of each built-in file.
fn list() -> anyhow::Result<String> {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let pack = Pack::load(&[], &mut sources, &mut sink).context("the built-in Tera files are broken")?;
    let width = BUILT_IN.iter().map(|(path, _)| path.len()).max().unwrap_or(0);
    let line = |(path, context, place)| format!("{path:width$}  {context:16}  {place}\n");
    Ok(pack.files().map(line).collect())
}

/// Copies the built-in files, and tells which were there already.
fn export(dir: &Path) -> anyhow::Result<String> {
    let mut told = String::new();
    for (path, text) in BUILT_IN {
        let file = dir.join(path);
        let word = if file.exists() {
            "kept"
        } else {
            if let Some(folder) = file.parent() {
                fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
            }
            fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
            "written"
        };
        told.push_str(&format!("{word:8} {}\n", file.display()));
    }
    Ok(told)
}
