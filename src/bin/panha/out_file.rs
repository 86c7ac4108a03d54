//! The file that a report or a copy is written to.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::{disk, tell};

/// A file to write to, which is none of those that were read.
#[derive(Debug)]
pub(crate) struct OutFile {
    path: PathBuf,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A file to make or to replace.
    File,
    /// Something to write into and not to replace, such as a pipe or `/dev/null`.
    Device,
    /// `-`: standard output.
    Stdout,
}

impl OutFile {
    /// Looks at the place before anything is done; `-` is standard output.
    ///
    /// # Errors
    /// A folder, one of the `inputs` under whatever name, or a place that cannot be looked at.
    pub(crate) fn open(path: &Path, inputs: &[PathBuf]) -> anyhow::Result<Self> {
        if path == Path::new("-") {
            return Ok(Self { path: path.to_owned(), kind: Kind::Stdout });
        }
        let metadata = match fs::metadata(path) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(Self { path: path.to_owned(), kind: Kind::File });
            }
            Err(error) => {
                return Err(error).with_context(|| format!("cannot write to `{}`", path.display()));
            }
        };
        if metadata.is_dir() {
            bail!("`{}` is a folder; name a file to write", path.display());
        }
        if !metadata.is_file() {
            return Ok(Self { path: path.to_owned(), kind: Kind::Device });
        }
        // A link stays one: what it leads to is written.
        let path = path.canonicalize().with_context(|| format!("cannot write to `{}`", path.display()))?;
        let is_input = |input: &PathBuf| input.canonicalize().is_ok_and(|input| input == path);
        if let Some(input) = inputs.iter().find(|input| is_input(input)) {
            bail!("`{}` is read in this run, and is never overwritten", input.display());
        }
        Ok(Self { path, kind: Kind::File })
    }

    /// Writes it, whole or not at all.
    ///
    /// # Errors
    /// The disk refuses.
    pub(crate) fn write(&self, text: &str) -> anyhow::Result<()> {
        match self.kind {
            Kind::File => return disk::write(&self.path, text),
            Kind::Stdout => return tell::result(text),
            Kind::Device => {}
        }
        let write = || fs::OpenOptions::new().write(true).open(&self.path)?.write_all(text.as_bytes());
        write().with_context(|| format!("cannot write {}", self.path.display()))
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_link_stays_one_and_what_it_leads_to_is_written_unless_it_was_read() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&file, "old")?;
        std::os::unix::fs::symlink("file", &link)?;
        let refused = OutFile::open(&link, std::slice::from_ref(&file)).expect_err("it was read");
        assert!(refused.to_string().contains("never overwritten"), "{refused}");
        OutFile::open(&link, &[])?.write("new")?;
        assert!(link.is_symlink());
        assert_eq!(fs::read_to_string(&file)?, "new");
        Ok(())
    }

    #[test]
    fn a_device_is_written_into_and_a_folder_refused() -> anyhow::Result<()> {
        OutFile::open(Path::new("/dev/null"), &[])?.write("text")?;
        let refused = OutFile::open(Path::new("."), &[]).expect_err("a folder");
        assert!(refused.to_string().contains("is a folder"), "{refused}");
        Ok(())
    }
}
