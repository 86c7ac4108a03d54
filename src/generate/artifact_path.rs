//! Where an artifact lies in the output folder.

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::manifest::Manifest;

/// A path that stays inside the output folder, with `/` between its parts.
///
/// It may come from a manifest that anybody could have written, so it is not trusted there either:
/// no absolute path, no `..`, nothing that only one operating system takes for a way out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct ArtifactPath(String);

impl ArtifactPath {
    /// What the names of our temporary folders inside the output folder start with.
    pub const STAGING_PREFIX: &str = ".panha-";

    /// The path of the manifest, which no artifact may have.
    pub fn of_manifest() -> Self {
        Self(Manifest::FILE_NAME.to_owned())
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The names of the folders, from the outermost, and of the file.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        self.0.split('/')
    }

    /// The folders the file lies in, as paths, from the outermost.
    pub(super) fn folders(&self) -> impl Iterator<Item = &str> {
        self.0.match_indices('/').map(|(at, _)| &self.0[..at])
    }
}

impl FromStr for ArtifactPath {
    type Err = ArtifactPathError;

    fn from_str(input: &str) -> Result<Self, ArtifactPathError> {
        let first = input.split('/').next().unwrap_or_default();
        let rule = if input.split('/').any(|part| matches!(part, "" | "." | "..")) {
            "is not a relative path without `.` and `..`"
        } else if input.chars().any(|c| matches!(c, '\\' | ':') || c.is_control()) {
            "holds `\\`, `:` or a control character"
        } else if first == Manifest::FILE_NAME {
            "is the place of the manifest"
        } else if first.starts_with(Self::STAGING_PREFIX) {
            "has a name that panha keeps for its temporary folders"
        } else {
            return Ok(Self(input.to_owned()));
        };
        Err(ArtifactPathError { input: input.to_owned(), rule })
    }
}

impl TryFrom<String> for ArtifactPath {
    type Error = ArtifactPathError;

    fn try_from(input: String) -> Result<Self, ArtifactPathError> {
        input.parse()
    }
}

impl From<ArtifactPath> for String {
    fn from(path: ArtifactPath) -> Self {
        path.0
    }
}

impl Borrow<str> for ArtifactPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ArtifactPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A path that no artifact may have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("artifact path `{input}` {rule}")]
pub struct ArtifactPathError {
    input: String,
    rule: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_inside_the_folder_parse() {
        for good in
            ["a", "core/panorama.xml", "core/firewalls/013201000001.xml", "..a/b..", "a/manifest.json"]
        {
            assert!(good.parse::<ArtifactPath>().is_ok(), "{good}");
        }
    }

    #[test]
    fn ways_out_and_our_own_names_are_refused() {
        let ways_out =
            ["", "/etc/passwd", "..", "a/../../b", "./a", "a//b", "a/", "a\\..\\b", "c:/x", "a\0b"];
        let ours = ["manifest.json", "manifest.json/a", ".panha-1/a"];
        for bad in ways_out.into_iter().chain(ours) {
            assert!(bad.parse::<ArtifactPath>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn folders_are_listed_from_the_outermost() {
        let path: ArtifactPath = "core/firewalls/1.xml".parse().expect("a good path");
        assert_eq!(path.folders().collect::<Vec<_>>(), ["core", "core/firewalls"]);
    }
}
