//! New files, written beside their place and then put there together.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow, bail};
use panha::generate::ArtifactPath;
use tempfile::TempDir;

use super::made_folders::MadeFolders;
use super::place::on_disk;

/// Files that are written and not yet in their place.
///
/// They lie in a folder inside the output folder, so that putting one into its place is a mere
/// rename. That folder goes away when this is dropped, in whatever way.
#[derive(Debug)]
pub(super) struct Staging {
    root: PathBuf,
    // Dropped before `made_folders`, which can remove only what is empty.
    folder: TempDir,
    made_folders: MadeFolders,
    files: Vec<StagedFile>,
}

#[derive(Debug)]
struct StagedFile {
    target: PathBuf,
    /// Was there a file at the target when we decided to write?
    is_replacement: bool,
    /// Where the new file waits.
    new: PathBuf,
    /// Where the replaced file is kept.
    old: PathBuf,
}

impl Staging {
    /// A staging folder in `root`, which is made if it is not there.
    ///
    /// # Errors
    /// The disk refuses.
    pub(super) fn new(root: &Path) -> anyhow::Result<Self> {
        let mut made_folders = MadeFolders::default();
        made_folders.make(root)?;
        let folder = tempfile::Builder::new()
            .prefix(ArtifactPath::STAGING_PREFIX)
            .tempdir_in(root)
            .with_context(|| format!("cannot write in the folder `{}`", root.display()))?;
        Ok(Self { root: root.to_owned(), folder, made_folders, files: Vec::new() })
    }

    /// Writes a file beside its place.
    ///
    /// # Errors
    /// The disk refuses.
    pub(super) fn stage(
        &mut self,
        path: &ArtifactPath,
        text: &str,
        is_replacement: bool,
    ) -> anyhow::Result<()> {
        let target = on_disk(&self.root, path);
        let n = self.files.len();
        let new = self.folder.path().join(format!("new-{n}"));
        let old = self.folder.path().join(format!("old-{n}"));
        let write = || {
            fs::write(&new, text)?;
            if is_replacement {
                // Who closed a file with a key in it to others does not want it open again.
                fs::set_permissions(&new, fs::metadata(&target)?.permissions())?;
            }
            io::Result::Ok(())
        };
        write().with_context(|| format!("cannot write `{}`", target.display()))?;
        self.files.push(StagedFile { target, is_replacement, new, old });
        Ok(())
    }

    /// Puts every file into its place, in the order in which they were staged.
    ///
    /// # Errors
    /// The disk refuses one of them. Then those before it are taken back and what they replaced is
    /// there again; where even that fails, the message says where the replaced file is.
    pub(super) fn place(mut self) -> anyhow::Result<()> {
        for n in 0..self.files.len() {
            if let Err(error) = self.files[n].place(&mut self.made_folders) {
                return Err(self.take_back(n, error));
            }
        }
        Ok(())
    }

    fn take_back(mut self, failed: usize, error: anyhow::Error) -> anyhow::Error {
        let mut kept = Vec::new();
        for file in self.files[..=failed].iter().rev() {
            if let Err(error) = file.take_back() {
                kept.push(format!("\n  {}: {error}, see {}", file.target.display(), file.old.display()));
            }
        }
        if kept.is_empty() {
            return error;
        }
        self.folder.disable_cleanup(true);
        anyhow!("{error:#}\nand these could not be put back as they were:{}", kept.concat())
    }
}

impl StagedFile {
    fn place(&self, made_folders: &mut MadeFolders) -> anyhow::Result<()> {
        let Self { target, is_replacement, new, old } = self;
        if let Some(folder) = target.parent() {
            made_folders.make(folder)?;
        }
        let cannot = || format!("cannot write `{}`", target.display());
        match fs::symlink_metadata(target) {
            // A second name leaves the file in its place until the new one takes it, even if we are
            // killed in between. Some file systems know no second names.
            Ok(found) if found.is_file() && *is_replacement => {
                fs::hard_link(target, old).or_else(|_| fs::rename(target, old)).with_context(cannot)?;
            }
            Ok(_) => bail!("`{}` changed while panha was about to write it", target.display()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error).with_context(cannot),
        }
        fs::rename(new, target).with_context(cannot)
    }

    /// Undoes as much of [`StagedFile::place`] as was done.
    fn take_back(&self) -> io::Result<()> {
        if fs::exists(&self.old)? {
            fs::rename(&self.old, &self.target)
        } else if fs::exists(&self.new)? {
            Ok(())
        } else {
            fs::remove_file(&self.target)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> ArtifactPath {
        text.parse().expect("a good path")
    }

    fn names(root: &Path) -> Vec<String> {
        let entries = walkdir::WalkDir::new(root).min_depth(1).sort_by_file_name().into_iter();
        entries.map(|entry| entry.expect("readable").path().display().to_string()).collect()
    }

    /// A folder with an old file, and a staging that replaces it and adds `core/fw/b` before `last`.
    fn staged(last: &str) -> anyhow::Result<(TempDir, Staging)> {
        let root = tempfile::tempdir()?;
        fs::write(root.path().join("a"), "old")?;
        let mut staging = Staging::new(root.path())?;
        staging.stage(&path("a"), "new", true)?;
        staging.stage(&path("core/fw/b"), "new", false)?;
        staging.stage(&path(last), "new", false)?;
        Ok((root, staging))
    }

    fn assert_only_the_old_file(root: &TempDir) {
        assert_eq!(names(root.path()), [root.path().join("a").display().to_string()]);
        assert_eq!(fs::read_to_string(root.path().join("a")).expect("readable"), "old");
    }

    #[test]
    fn all_are_placed() -> anyhow::Result<()> {
        let (root, staging) = staged("c")?;
        staging.place()?;
        for path in ["a", "core/fw/b", "c"] {
            assert_eq!(fs::read_to_string(root.path().join(path))?, "new");
        }
        assert_eq!(names(root.path()).len(), 5, "two folders, three files and no staging folder");
        Ok(())
    }

    #[test]
    fn a_file_where_a_folder_must_be_undoes_all() -> anyhow::Result<()> {
        let (root, staging) = staged("a/x")?;
        let error = staging.place().expect_err("a is a file").to_string();
        assert!(error.contains("cannot make the folder"), "{error}");
        assert_only_the_old_file(&root);
        Ok(())
    }

    #[test]
    fn a_file_that_appeared_meanwhile_is_kept_and_undoes_all() -> anyhow::Result<()> {
        let (root, staging) = staged("c")?;
        fs::write(root.path().join("c"), "theirs")?;
        let error = staging.place().expect_err("c is there").to_string();
        assert!(error.contains("changed while panha was about to write it"), "{error}");
        assert_eq!(fs::read_to_string(root.path().join("c"))?, "theirs");
        fs::remove_file(root.path().join("c"))?;
        assert_only_the_old_file(&root);
        Ok(())
    }

    #[test]
    fn a_failure_after_the_old_file_was_kept_puts_it_back() -> anyhow::Result<()> {
        let root = tempfile::tempdir()?;
        fs::write(root.path().join("a"), "old")?;
        let mut staging = Staging::new(root.path())?;
        staging.stage(&path("a"), "new", true)?;
        fs::remove_file(&staging.files[0].new)?;
        assert!(staging.place().is_err());
        assert_only_the_old_file(&root);
        Ok(())
    }

    #[test]
    fn an_old_file_that_was_moved_away_comes_back() -> anyhow::Result<()> {
        let (root, staging) = staged("c")?;
        // As on a file system that knows no second names.
        fs::rename(root.path().join("a"), &staging.files[0].old)?;
        let error = staging.take_back(0, anyhow!("the disk is full")).to_string();
        assert_eq!(error, "the disk is full");
        assert_only_the_old_file(&root);
        Ok(())
    }

    #[test]
    fn what_cannot_be_put_back_is_kept_and_named() -> anyhow::Result<()> {
        let (root, staging) = staged("c")?;
        let old = staging.files[0].old.clone();
        let mut made_folders = MadeFolders::default();
        staging.files[0].place(&mut made_folders)?;
        fs::remove_file(root.path().join("a"))?;
        fs::create_dir(root.path().join("a"))?;
        let error = staging.take_back(0, anyhow!("the disk is full")).to_string();
        assert!(error.starts_with("the disk is full\nand these could not be put back"), "{error}");
        assert!(error.contains(&old.display().to_string()), "{error}");
        assert_eq!(fs::read_to_string(old)?, "old");
        Ok(())
    }

    #[test]
    fn dropping_leaves_nothing() -> anyhow::Result<()> {
        let root = tempfile::tempdir()?;
        let mut staging = Staging::new(&root.path().join("new/out"))?;
        staging.stage(&path("core/a"), "text", false)?;
        drop(staging);
        assert_eq!(names(root.path()), Vec::<String>::new());
        Ok(())
    }
}
