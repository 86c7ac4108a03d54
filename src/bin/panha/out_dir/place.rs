//! What stands at a path of the output folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use panha::generate::ArtifactPath;

use super::refusal::InTheWay;

/// What stands where an artifact may have to go.
#[derive(Debug)]
pub(super) enum Place {
    /// Nothing.
    Free,
    /// A plain file, reached through plain folders.
    File {
        /// What it holds.
        bytes: Vec<u8>,
    },
    /// Something that we do not write over or through.
    Taken {
        /// Its path in the output folder: that of the artifact or of a folder above.
        path: String,
        /// What it is.
        by: InTheWay,
    },
}

impl Place {
    /// Looks without following a symbolic link: we make none, so each may lead anywhere.
    ///
    /// # Errors
    /// The disk does not let us look or read.
    pub(super) fn look(root: &Path, path: &ArtifactPath) -> anyhow::Result<Self> {
        let (mut here, mut walked) = (root.to_owned(), String::new());
        let mut parts = path.parts().peekable();
        while let Some(part) = parts.next() {
            here.push(part);
            walked = if walked.is_empty() { part.to_owned() } else { walked + "/" + part };
            let kind = match fs::symlink_metadata(&here) {
                Ok(found) => found.file_type(),
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::Free),
                Err(error) => {
                    return Err(error).with_context(|| format!("cannot look at `{}`", here.display()));
                }
            };
            let is_last = parts.peek().is_none();
            let by = match (is_last, kind) {
                (_, kind) if kind.is_symlink() => InTheWay::Symlink,
                (false, kind) if kind.is_dir() => continue,
                (false, _) => InTheWay::NoFolder,
                (true, kind) if kind.is_file() => {
                    let bytes =
                        fs::read(&here).with_context(|| format!("cannot read `{}`", here.display()))?;
                    return Ok(Self::File { bytes });
                }
                (true, _) => InTheWay::NoFile,
            };
            return Ok(Self::Taken { path: walked, by });
        }
        Ok(Self::Free)
    }
}

/// Where an artifact lies on the disk.
pub(super) fn on_disk(root: &Path, path: &ArtifactPath) -> PathBuf {
    root.iter().chain(path.parts().map(AsRef::as_ref)).collect()
}
