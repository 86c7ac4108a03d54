//! The manifest: what a run wrote, so that the next run knows which files are its own.
//!
//! Belongs here: the record and its JSON. Does not belong here: what a run may do with the files
//! that it finds (`folder_plan.rs`), and the files themselves (the binary).

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::artifact::Artifact;
use super::artifact_path::{ArtifactPath, ArtifactPathError};
use super::sha256::Sha256;

/// What lies in an output folder, and from which spec it came.
///
/// Paths are sorted and each is there once. No time, no user and no absolute path is recorded: the
/// same spec gives the same manifest everywhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    schema: String,
    tool: String,
    /// What was written before panha could plan does not say it.
    #[serde(rename = "command", default)]
    made_by: MadeBy,
    spec: SpecRecord,
    files: Vec<FileRecord>,
    left_behind: Vec<LeftBehindRecord>,
}

/// The command that a folder belongs to: the files of one are not those of the other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MadeBy {
    /// `panha generate`
    #[default]
    Generate,
    /// `panha plan`
    Plan,
}

impl MadeBy {
    /// The command as the user gives it.
    pub fn command(self) -> &'static str {
        match self {
            Self::Generate => "panha generate",
            Self::Plan => "panha plan",
        }
    }
}

/// The spec of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecRecord {
    /// Its name as shown to the user; of an absolute path, only the file name.
    pub file: String,
    /// The SHA-256 of its text.
    pub sha256: Sha256,
}

/// A file that the run made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRecord {
    /// Its path in the output folder.
    pub path: ArtifactPath,
    /// The SHA-256 of what panha wrote.
    pub sha256: Sha256,
    /// Its length.
    pub bytes: u64,
    /// The Panorama objects and firewalls that it touches when it is loaded.
    pub touches: Vec<String>,
}

/// A file that an earlier run made and this one did not; it is kept on record until it is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftBehindRecord {
    /// Its path in the output folder.
    pub path: ArtifactPath,
    /// The SHA-256 of what panha wrote.
    pub sha256: Sha256,
}

impl SpecRecord {
    /// The record of a spec by the name that messages show, and its text.
    pub fn new(name: &str, text: &str) -> Self {
        let path = Path::new(name);
        // An absolute path names a machine, and the manifest shall be the same on all of them.
        let shown = path.file_name().filter(|_| path.is_absolute()).and_then(|file| file.to_str());
        Self { file: shown.unwrap_or(name).to_owned(), sha256: Sha256::of(text) }
    }
}

impl Manifest {
    /// The form of the file.
    pub const SCHEMA: &str = "panha.manifest/1";
    /// Its name in the output folder.
    pub const FILE_NAME: &str = "manifest.json";

    /// The manifest of a run that makes `artifacts`, with nothing left behind yet.
    ///
    /// # Errors
    /// An artifact's path would lead out of the folder, two artifacts have one path, or one has the
    /// path of a folder that another needs.
    pub fn new(made_by: MadeBy, spec: SpecRecord, artifacts: &[Artifact]) -> Result<Self, ManifestError> {
        let mut files = Vec::with_capacity(artifacts.len());
        for artifact in artifacts {
            files.push(FileRecord {
                path: artifact.path.parse()?,
                sha256: Sha256::of(&artifact.text),
                bytes: artifact.text.len() as u64,
                touches: artifact.touches.clone(),
            });
        }
        let manifest = Self {
            schema: Self::SCHEMA.to_owned(),
            tool: concat!("panha ", env!("CARGO_PKG_VERSION")).to_owned(),
            made_by,
            spec,
            files,
            left_behind: Vec::new(),
        }
        .sorted()?;
        manifest.files_are_no_folders()?;
        Ok(manifest)
    }

    /// Reads a manifest that [`Manifest::to_json`] wrote.
    ///
    /// # Errors
    /// The text is not such a JSON, its schema is another, a path is unsafe or is there twice.
    pub fn parse(text: &str) -> Result<Self, ManifestError> {
        #[derive(Deserialize)]
        struct OnlySchema {
            schema: Option<String>,
        }
        // Another schema may have other fields: what is to be said then is the schema.
        match serde_json::from_str::<OnlySchema>(text)?.schema {
            Some(schema) if schema == Self::SCHEMA => serde_json::from_str::<Self>(text)?.sorted(),
            Some(schema) => Err(ManifestError::Schema { schema }),
            None => Err(ManifestError::NoSchema),
        }
    }

    /// The manifest as pretty JSON with a final newline: the text of `manifest.json`.
    pub fn to_json(&self) -> String {
        let json = serde_json::to_string_pretty(self).expect("only texts and numbers, in lists and structs");
        json + "\n"
    }

    /// The command that made the files.
    pub fn made_by(&self) -> MadeBy {
        self.made_by
    }

    /// The name of the spec.
    pub fn spec_file(&self) -> &str {
        &self.spec.file
    }

    /// The files that the run made, by path.
    pub fn files(&self) -> &[FileRecord] {
        &self.files
    }

    /// The files of earlier runs that this one did not make, by path.
    pub fn left_behind(&self) -> &[LeftBehindRecord] {
        &self.left_behind
    }

    /// Everything that panha wrote into the folder, made or left behind, as it wrote it.
    pub fn written(&self) -> BTreeMap<&ArtifactPath, Sha256> {
        let files = self.files.iter().map(|file| (&file.path, file.sha256));
        files.chain(self.left_behind.iter().map(|file| (&file.path, file.sha256))).collect()
    }

    pub(super) fn with_left_behind(mut self, left_behind: Vec<LeftBehindRecord>) -> Self {
        self.left_behind = left_behind;
        self
    }

    fn sorted(mut self) -> Result<Self, ManifestError> {
        self.files.sort_by(|a, b| a.path.cmp(&b.path));
        self.left_behind.sort_by(|a, b| a.path.cmp(&b.path));
        let mut paths: Vec<_> = self.files.iter().map(|file| &file.path).collect();
        paths.extend(self.left_behind.iter().map(|file| &file.path));
        paths.sort();
        match paths.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => Err(ManifestError::Twice { path: pair[0].clone() }),
            None => Ok(self),
        }
    }

    fn files_are_no_folders(&self) -> Result<(), ManifestError> {
        let files: BTreeSet<_> = self.files.iter().map(|file| file.path.as_str()).collect();
        for file in &self.files {
            if let Some(folder) = file.path.folders().find(|folder| files.contains(folder)) {
                return Err(ManifestError::FileAndFolder {
                    path: folder.to_owned(),
                    inside: file.path.clone(),
                });
            }
        }
        Ok(())
    }
}

/// No manifest can be made, or read.
#[derive(Debug, thiserror::Error)]
pub enum ManifestError {
    /// The text is not the JSON of a manifest.
    #[error("it is no manifest: {0}")]
    Json(#[from] serde_json::Error),
    /// Some other JSON.
    #[error("it is no manifest of panha: it has no `schema`")]
    NoSchema,
    /// The manifest of a newer version, most likely.
    #[error("its schema is `{schema}`, and this version of panha knows only `{}`", Manifest::SCHEMA)]
    Schema {
        /// The schema it has.
        schema: String,
    },
    /// A path leads out of the folder, or has a name that is not free.
    #[error(transparent)]
    Path(#[from] ArtifactPathError),
    /// One path for two files.
    #[error("`{path}` is there twice")]
    Twice {
        /// The path.
        path: ArtifactPath,
    },
    /// One path for a file and for a folder.
    #[error("`{path}` cannot be a file and the folder of `{inside}`")]
    FileAndFolder {
        /// The path of both.
        path: String,
        /// The file that needs the folder.
        inside: ArtifactPath,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn artifact(path: &str, text: &str) -> Artifact {
        Artifact { path: path.to_owned(), text: text.to_owned(), touches: vec![format!("template {path}")] }
    }

    fn spec() -> SpecRecord {
        SpecRecord::new("dc/core.yaml", "abc")
    }

    #[test]
    fn json_is_sorted_and_complete() {
        let manifest =
            Manifest::new(MadeBy::Generate, spec(), &[artifact("b.xml", "ü"), artifact("a/x.xml", "")]);
        let manifest = manifest.expect("good paths").with_left_behind(vec![LeftBehindRecord {
            path: "old.xml".parse().expect("a good path"),
            sha256: Sha256::of("abc"),
        }]);
        let expected = r#"{
  "schema": "panha.manifest/1",
  "tool": "panha VERSION",
  "command": "generate",
  "spec": {
    "file": "dc/core.yaml",
    "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
  },
  "files": [
    {
      "path": "a/x.xml",
      "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "bytes": 0,
      "touches": [
        "template a/x.xml"
      ]
    },
    {
      "path": "b.xml",
      "sha256": "SHA256_OF_B",
      "bytes": 2,
      "touches": [
        "template b.xml"
      ]
    }
  ],
  "left_behind": [
    {
      "path": "old.xml",
      "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    }
  ]
}
"#;
        let expected = expected.replace("SHA256_OF_B", &Sha256::of("ü").to_string());
        let expected = expected.replace("VERSION", env!("CARGO_PKG_VERSION"));
        assert_eq!(manifest.to_json(), expected);
        assert_eq!(Manifest::parse(&expected).expect("our own JSON"), manifest);
        let older = expected.replace("  \"command\": \"generate\",\n", "");
        assert_eq!(Manifest::parse(&older).expect("JSON of an older version"), manifest);
    }

    #[test]
    fn order_of_artifacts_does_not_matter() {
        let (a, b) = (artifact("a", "1"), artifact("b", "2"));
        let forth = Manifest::new(MadeBy::Generate, spec(), &[a.clone(), b.clone()]).expect("good paths");
        assert_eq!(forth, Manifest::new(MadeBy::Generate, spec(), &[b, a]).expect("good paths"));
    }

    #[test]
    fn an_absolute_spec_path_is_cut_to_its_file_name() {
        let absolute = std::env::temp_dir().join("core.yaml");
        let record = SpecRecord::new(absolute.to_str().expect("UTF-8"), "");
        assert_eq!(record.file, "core.yaml");
        assert_eq!(SpecRecord::new("../core.yaml", "").file, "../core.yaml");
    }

    #[test]
    fn paths_that_cannot_be_are_refused() {
        for (paths, message) in [
            (["../a", "b"], "artifact path `../a` is not a relative path without `.` and `..`"),
            (["manifest.json", "b"], "artifact path `manifest.json` is the place of the manifest"),
            (["a", "a"], "`a` is there twice"),
            (["core", "core/x.xml"], "`core` cannot be a file and the folder of `core/x.xml`"),
        ] {
            let artifacts = paths.map(|path| artifact(path, ""));
            let error = Manifest::new(MadeBy::Generate, spec(), &artifacts).expect_err(message);
            assert_eq!(error.to_string(), message);
        }
    }

    #[test]
    fn what_is_no_manifest_is_refused_with_its_reason() {
        let good =
            Manifest::new(MadeBy::Generate, spec(), &[artifact("a", "")]).expect("good paths").to_json();
        for (text, reason) in [
            (String::new(), "EOF while parsing"),
            ("[]".to_owned(), "it is no manifest: "),
            ("{}".to_owned(), "it has no `schema`"),
            (r#"{"schema": "panha.manifest/2", "new": 1}"#.to_owned(), "its schema is `panha.manifest/2`"),
            (good.replace(r#""path": "a""#, r#""path": "../a""#), "artifact path `../a`"),
            (good.replace("e3b0", "E3B0"), "is no SHA-256"),
            (format!("<<<<<<< ours\n{good}"), "line 1 column 1"),
        ] {
            let error = Manifest::parse(&text).expect_err(reason).to_string();
            assert!(error.contains(reason), "{error}");
        }
    }
}
