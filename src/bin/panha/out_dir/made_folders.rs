//! The folders that a run had to make.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

/// Folders that we made. Those that are empty in the end go away again: a run that fails leaves
/// nothing, and one that succeeds has a file in each.
#[derive(Debug, Default)]
pub(super) struct MadeFolders(Vec<PathBuf>);

impl MadeFolders {
    /// Makes a folder, and those above it, unless they are there.
    ///
    /// # Errors
    /// The disk refuses.
    pub(super) fn make(&mut self, folder: &Path) -> anyhow::Result<()> {
        let above = folder.ancestors().take_while(|folder| !folder.as_os_str().is_empty());
        let missing: Vec<_> = above.take_while(|folder| !folder.is_dir()).collect();
        for folder in missing.into_iter().rev() {
            match fs::create_dir(folder) {
                Ok(()) => self.0.push(folder.to_owned()),
                // `new/..` is there once `new` is, and another run may have been quicker.
                Err(_) if folder.is_dir() => {}
                Err(error) => {
                    return Err(error)
                        .with_context(|| format!("cannot make the folder `{}`", folder.display()));
                }
            }
        }
        Ok(())
    }
}

impl Drop for MadeFolders {
    fn drop(&mut self) {
        for folder in self.0.iter().rev() {
            // Fails when there is something in it, which is what we want.
            let _ = fs::remove_dir(folder);
        }
    }
}
