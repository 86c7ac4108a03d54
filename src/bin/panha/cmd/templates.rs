//! `panha templates`

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use panha::diag::Sink;
use panha::generate::{BUILT_IN, Pack};
use panha::source::Sources;

use crate::args::{TemplatesArgs, TemplatesCommand};

pub(crate) fn run(args: &TemplatesArgs) -> anyhow::Result<()> {
    match &args.command {
        TemplatesCommand::List => {
            let (mut sources, mut sink) = (Sources::default(), Sink::default());
            let pack =
                Pack::load(&[], &mut sources, &mut sink).context("the built-in Tera files are broken")?;
            let width = BUILT_IN.iter().map(|(path, _)| path.len()).max().unwrap_or(0);
            for (path, context, place) in pack.files() {
                println!("{path:width$}  {context:15}  {place}");
            }
            Ok(())
        }
        TemplatesCommand::Export { dir } => export(dir),
    }
}

fn export(dir: &Path) -> anyhow::Result<()> {
    for (path, text) in BUILT_IN {
        let file = dir.join(path);
        if file.exists() {
            println!("kept     {}", file.display());
            continue;
        }
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        }
        fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
        println!("written  {}", file.display());
    }
    Ok(())
}
