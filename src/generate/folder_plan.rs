//! What to do with an output folder: the decision, taken before anything is written.

use std::collections::BTreeMap;

use super::artifact_path::ArtifactPath;
use super::manifest::{LeftBehindRecord, Manifest};
use super::sha256::Sha256;

/// What stands at the path of an artifact, as against what shall stand there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileState {
    /// No file yet, or none any more.
    New,
    /// The file is as an earlier run wrote it, and this run makes another.
    Changed,
    /// The file already is what this run makes, whoever wrote it.
    Unchanged,
    /// An earlier run wrote the file, and somebody edited it since.
    EditedByHand,
    /// The file is on no record, and not what this run makes.
    Foreign,
}

impl FileState {
    /// The words users see.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
            Self::EditedByHand => "edited by hand",
            Self::Foreign => "foreign",
        }
    }

    /// Would writing the file destroy what somebody else made?
    pub fn is_blocking(self) -> bool {
        matches!(self, Self::EditedByHand | Self::Foreign)
    }

    /// Does the file have to be written?
    pub fn is_to_write(self) -> bool {
        self != Self::Unchanged
    }
}

/// A file that an earlier run made and this one does not. It is reported and never deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftBehind {
    /// Its path in the output folder.
    pub path: ArtifactPath,
    /// Is it another than panha wrote?
    pub is_edited: bool,
}

/// What a run will do with an output folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderPlan {
    files: BTreeMap<ArtifactPath, FileState>,
    left_behind: Vec<LeftBehind>,
    manifest: Manifest,
}

impl FolderPlan {
    /// Compares the manifest of this run with the one that lies in the folder, and both with what is
    /// there: the SHA-256 of each file that stands at a path of either.
    pub fn new(
        wanted: Manifest,
        previous: Option<&Manifest>,
        on_disk: &BTreeMap<ArtifactPath, Sha256>,
    ) -> Self {
        let mut written = previous.map(Manifest::written).unwrap_or_default();
        let mut files = BTreeMap::new();
        for file in wanted.files() {
            let state = match (on_disk.get(&file.path), written.remove(&file.path)) {
                (None, _) => FileState::New,
                (Some(have), _) if *have == file.sha256 => FileState::Unchanged,
                (Some(have), Some(written)) if *have == written => FileState::Changed,
                (Some(_), Some(_)) => FileState::EditedByHand,
                (Some(_), None) => FileState::Foreign,
            };
            files.insert(file.path.clone(), state);
        }
        let (mut left_behind, mut records) = (Vec::new(), Vec::new());
        for (path, sha256) in written {
            if let Some(have) = on_disk.get(path) {
                left_behind.push(LeftBehind { path: path.clone(), is_edited: *have != sha256 });
                records.push(LeftBehindRecord { path: path.clone(), sha256 });
            }
        }
        Self { files, left_behind, manifest: wanted.with_left_behind(records) }
    }

    /// Every artifact's path and state, by path.
    pub fn files(&self) -> impl Iterator<Item = (&ArtifactPath, FileState)> {
        self.files.iter().map(|(path, state)| (path, *state))
    }

    /// The files that must not be written unless the user insists, by path.
    pub fn blocking(&self) -> impl Iterator<Item = (&ArtifactPath, FileState)> {
        self.files().filter(|(_, state)| state.is_blocking())
    }

    /// The state of the file at an artifact's path.
    pub fn state(&self, path: &str) -> Option<FileState> {
        self.files.get(path).copied()
    }

    /// The files of earlier runs that this run does not make and that are still there, by path.
    pub fn left_behind(&self) -> &[LeftBehind] {
        &self.left_behind
    }

    /// The manifest to write, with what is left behind.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::{Artifact, MadeBy, SpecRecord};

    fn manifest(files: &[(&str, &str)]) -> Manifest {
        let artifact = |(path, text): &(&str, &str)| Artifact {
            path: (*path).to_owned(),
            text: (*text).to_owned(),
            touches: Vec::new(),
        };
        let artifacts: Vec<_> = files.iter().map(artifact).collect();
        Manifest::new(MadeBy::Generate, SpecRecord::new("a.yaml", ""), &artifacts).expect("good paths")
    }

    fn on_disk(files: &[(&str, &str)]) -> BTreeMap<ArtifactPath, Sha256> {
        files.iter().map(|(path, text)| (path.parse().expect("a good path"), Sha256::of(text))).collect()
    }

    fn left_behind(plan: &FolderPlan) -> Vec<(&str, bool)> {
        plan.left_behind().iter().map(|file| (file.path.as_str(), file.is_edited)).collect()
    }

    #[test]
    fn every_state_of_a_file() {
        use FileState::*;
        for (previous, have, state) in [
            (None, None, New),
            (Some("old"), None, New),
            (Some("new"), None, New),
            (Some("old"), Some("old"), Changed),
            (Some("new"), Some("new"), Unchanged),
            (Some("old"), Some("new"), Unchanged),
            (None, Some("new"), Unchanged),
            (Some("old"), Some("edited"), EditedByHand),
            (Some("new"), Some("edited"), EditedByHand),
            (None, Some("edited"), Foreign),
        ] {
            let at_a = |text: Option<&'static str>| text.map(|text| ("a", text));
            let previous_manifest = at_a(previous).map(|file| manifest(&[file]));
            let have_files = Vec::from_iter(at_a(have));
            let plan =
                FolderPlan::new(manifest(&[("a", "new")]), previous_manifest.as_ref(), &on_disk(&have_files));
            assert_eq!(plan.state("a"), Some(state), "{previous:?} {have:?}");
            let is_blocking = matches!(state, EditedByHand | Foreign);
            assert_eq!(plan.blocking().count(), usize::from(is_blocking), "{previous:?} {have:?}");
        }
    }

    #[test]
    fn left_behind_stays_on_record_until_it_is_gone() {
        let first = manifest(&[("a", "1"), ("b", "2")]);
        let both = on_disk(&[("a", "1"), ("b", "2")]);

        let second = FolderPlan::new(manifest(&[("a", "1")]), Some(&first), &both);
        assert_eq!(left_behind(&second), [("b", false)]);

        let edited = on_disk(&[("a", "1"), ("b", "edited")]);
        let third = FolderPlan::new(manifest(&[("a", "1")]), Some(second.manifest()), &edited);
        assert_eq!(left_behind(&third), [("b", true)]);
        assert_eq!(third.manifest(), second.manifest());

        let fourth =
            FolderPlan::new(manifest(&[("a", "1")]), Some(third.manifest()), &on_disk(&[("a", "1")]));
        assert_eq!(left_behind(&fourth), []);
        assert_eq!(fourth.manifest().left_behind(), []);
    }

    #[test]
    fn left_behind_and_wanted_again_is_an_old_file_of_ours() {
        let first = manifest(&[("a", "1"), ("b", "2")]);
        let both = on_disk(&[("a", "1"), ("b", "2")]);
        let second = FolderPlan::new(manifest(&[("a", "1")]), Some(&first), &both);

        let third = FolderPlan::new(manifest(&[("a", "1"), ("b", "3")]), Some(second.manifest()), &both);
        assert_eq!(third.state("b"), Some(FileState::Changed));
        assert_eq!(left_behind(&third), []);

        let edited = on_disk(&[("a", "1"), ("b", "edited")]);
        let third = FolderPlan::new(manifest(&[("a", "1"), ("b", "3")]), Some(second.manifest()), &edited);
        assert_eq!(third.state("b"), Some(FileState::EditedByHand));
    }
}
