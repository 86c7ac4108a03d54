//! `panha templates`

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use panha::generate::BUILT_IN;

use crate::args::{TemplatesArgs, TemplatesCommand};

pub(crate) fn run(args: &TemplatesArgs) -> anyhow::Result<()> {
    match &args.command {
        TemplatesCommand::List => {
            let width = BUILT_IN.iter().map(|(path, _)| path.len()).max().unwrap_or(0);
            for (path, text) in BUILT_IN {
                println!("{path:width$}  {}", header(text));
            }
            Ok(())
        }
        TemplatesCommand::Export { dir } => export(dir),
    }
}

/// Context and place of a built-in file, from its own header.
fn header(text: &str) -> String {
    let value = |key: &str| {
        let line = text.lines().find_map(|line| line.split_once(key));
        line.map_or("", |(_, value)| value.trim())
    };
    format!("{:18} {}", value("context: "), value("place: "))
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
