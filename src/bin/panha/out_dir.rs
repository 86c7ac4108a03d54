//! The folder that `generate` or `plan` writes into.
//!
//! Belongs here: what lies in it, and the order of the steps. Does not belong here: which files may
//! be written (`panha::generate::FolderPlan` decides).

mod made_folders;
mod place;
mod refusal;
mod staging;
#[cfg(test)]
mod tests;
mod told;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow, bail};
use panha::generate::{
    Artifact, ArtifactPath, FileState, FolderPlan, MadeBy, Manifest, ManifestError, Sha256, SpecRecord,
};

use place::{Place, on_disk};
pub(crate) use refusal::{InTheWay, Refusal};
use staging::Staging;
pub(crate) use told::{left_behind, told};

/// An output folder, which need not exist yet.
#[derive(Debug)]
pub(crate) struct OutDir {
    root: PathBuf,
    made_by: MadeBy,
    manifest_bytes: Option<Vec<u8>>,
    manifest: Result<Option<Manifest>, ManifestError>,
}

/// What was found at the paths that a run is concerned with.
#[derive(Debug, Default)]
struct Found {
    files: BTreeMap<ArtifactPath, Sha256>,
    in_the_way: BTreeMap<String, InTheWay>,
}

impl OutDir {
    /// Looks at the folder `root` and reads its manifest.
    ///
    /// # Errors
    /// `root` is no folder, or that of another command than `made_by`, whose record would be lost, or the disk does not let us read the manifest. A manifest that makes no
    /// sense is an error of [`OutDir::write`] only, which may be told to go on.
    pub(crate) fn open(root: &Path, made_by: MadeBy) -> anyhow::Result<Self> {
        match fs::metadata(root) {
            Ok(found) if !found.is_dir() => {
                bail!("`{}` is a file, and the artifacts need a folder", root.display())
            }
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(error).with_context(|| format!("cannot look into `{}`", root.display()));
            }
            _ => {}
        }
        let manifest_bytes = match Place::look(root, &ArtifactPath::of_manifest())? {
            Place::Free => None,
            Place::File { bytes } => Some(bytes),
            Place::Taken { path, by } => return Err(Refusal::new(root, BTreeMap::from([(path, by)])).into()),
        };
        // What is no UTF-8 is at worst a path that is not there.
        let manifest_text = manifest_bytes.as_deref().map(String::from_utf8_lossy);
        let manifest = manifest_text.as_deref().map(Manifest::parse).transpose();
        if let Ok(Some(manifest)) = &manifest
            && manifest.made_by() != made_by
        {
            bail!(
                "nothing was written to `{}`: it is the output folder of `{}`, whose record `{}` would replace\n\
                 help: choose another folder",
                root.display(),
                manifest.made_by().command(),
                made_by.command()
            );
        }
        Ok(Self { root: root.to_owned(), made_by, manifest_bytes, manifest })
    }

    /// Is there a record of an earlier run?
    pub(crate) fn has_record(&self) -> bool {
        self.manifest_bytes.is_some()
    }

    /// Writes the artifacts and their manifest, all of them or none, and returns what was done.
    ///
    /// Files that already are as they shall be are not touched; files that are left behind are never
    /// deleted. With `is_forced`, files that were edited by hand or that panha never wrote are
    /// overwritten, and a manifest that makes no sense is as good as none. The `inputs`, which were read, are never
    /// overwritten.
    ///
    /// # Errors
    /// - [`Refusal`]: something is in the way; it names all of it.
    /// - The manifest in the folder makes no sense, or an artifact's path leads out of the folder.
    /// - The disk refuses. What was there before is there again, or the message says where it is.
    pub(crate) fn write(
        self,
        artifacts: &[Artifact],
        spec: SpecRecord,
        inputs: &[PathBuf],
        is_forced: bool,
    ) -> anyhow::Result<FolderPlan> {
        let wanted = Manifest::new(self.made_by, spec, artifacts)?;
        let previous = match &self.manifest {
            Ok(previous) => previous.as_ref(),
            Err(_) if is_forced => None,
            Err(error) => return Err(self.no_use_of_manifest(error)),
        };
        let Found { files, mut in_the_way } = self.find(&wanted, previous)?;
        let plan = FolderPlan::new(wanted, previous, &files);
        if !is_forced {
            in_the_way.extend(plan.blocking().map(|(path, state)| {
                let is_ours = state == FileState::EditedByHand;
                (path.to_string(), if is_ours { InTheWay::EditedByHand } else { InTheWay::Foreign })
            }));
        }
        let inputs: Vec<_> = inputs.iter().filter_map(|input| input.canonicalize().ok()).collect();
        for (path, _) in plan.files().filter(|(_, state)| state.is_to_write()) {
            let place = on_disk(&self.root, path).canonicalize();
            if place.is_ok_and(|place| inputs.contains(&place)) {
                in_the_way.insert(path.to_string(), InTheWay::Input);
            }
        }
        if !in_the_way.is_empty() {
            return Err(Refusal::new(&self.root, in_the_way).into());
        }
        self.carry_out(&plan, artifacts)?;
        Ok(plan)
    }

    fn find(&self, wanted: &Manifest, previous: Option<&Manifest>) -> anyhow::Result<Found> {
        let mut found = Found::default();
        let wanted = wanted.written();
        for path in wanted.keys().copied() {
            match Place::look(&self.root, path)? {
                Place::Free => {}
                Place::File { bytes } => {
                    found.files.insert(path.clone(), Sha256::of(bytes));
                }
                Place::Taken { path, by } => {
                    found.in_the_way.insert(path, by);
                }
            }
        }
        let written = previous.map(Manifest::written).unwrap_or_default();
        for path in written.into_keys().filter(|path| !wanted.contains_key(path)) {
            // A link or a folder in its place is not what we wrote: that is gone.
            if let Place::File { bytes } = Place::look(&self.root, path)? {
                found.files.insert(path.clone(), Sha256::of(bytes));
            }
        }
        Ok(found)
    }

    fn carry_out(&self, plan: &FolderPlan, artifacts: &[Artifact]) -> anyhow::Result<()> {
        let texts: BTreeMap<_, _> =
            artifacts.iter().map(|artifact| (&*artifact.path, &*artifact.text)).collect();
        let to_write: Vec<_> = plan.files().filter(|(_, state)| state.is_to_write()).collect();
        let manifest_text = plan.manifest().to_json();
        let is_manifest_new = self.manifest_bytes.as_deref() != Some(manifest_text.as_bytes());
        // Even an empty staging folder would change the time of the output folder.
        if to_write.is_empty() && !is_manifest_new {
            return Ok(());
        }
        let mut staging = Staging::new(&self.root)?;
        for (path, state) in to_write {
            staging.stage(path, texts[path.as_str()], state != FileState::New)?;
        }
        if is_manifest_new {
            staging.stage(&ArtifactPath::of_manifest(), &manifest_text, self.manifest_bytes.is_some())?;
        }
        staging.place()
    }

    fn no_use_of_manifest(&self, error: &ManifestError) -> anyhow::Error {
        anyhow!(
            "`{}` does not tell which files are panha's own: {error}\nhelp: delete it, choose another \
             folder, or give `--force` to overwrite whatever is there",
            self.root.join(Manifest::FILE_NAME).display(),
        )
    }
}
