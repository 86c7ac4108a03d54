//! Why nothing was written: what is in the way.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

/// What keeps an artifact from its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum InTheWay {
    /// A file of ours that somebody edited.
    EditedByHand,
    /// A file that is not ours.
    Foreign,
    /// A file that was read in this run.
    Input,
    /// A symbolic link.
    Symlink,
    /// Something else where a folder has to be.
    NoFolder,
    /// A folder, or something stranger, where a file has to be.
    NoFile,
}

impl InTheWay {
    /// Does `--force` write over it?
    pub(crate) fn gives_way_to_force(self) -> bool {
        matches!(self, Self::EditedByHand | Self::Foreign)
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::EditedByHand => "was edited since panha wrote it",
            Self::Foreign => "was not written by panha",
            Self::Input => "is read in this run, and is never overwritten",
            Self::Symlink => "is a symbolic link, and panha does not write through one",
            Self::NoFolder => "is a file where a folder has to be",
            Self::NoFile => "is not a file, and a file has to be there",
        }
    }
}

/// Nothing was written, because of what is in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    root: PathBuf,
    in_the_way: BTreeMap<String, InTheWay>,
}

impl Refusal {
    /// Something, by its path in the output folder `root`, is in the way.
    pub(super) fn new(root: &Path, in_the_way: BTreeMap<String, InTheWay>) -> Self {
        Self { root: root.to_owned(), in_the_way }
    }
}

impl std::error::Error for Refusal {}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "nothing was written to `{}`, because of what is there:", self.root.display())?;
        for (path, by) in &self.in_the_way {
            writeln!(f, "  {path} {}", by.as_str())?;
        }
        let gives_way = |by: &InTheWay| by.gives_way_to_force();
        f.write_str(if self.in_the_way.values().all(gives_way) {
            "help: give `--force` to overwrite, or choose another folder"
        } else if self.in_the_way.values().any(gives_way) {
            "help: give `--force` to overwrite files; links, what is read, and what is no file, move away yourself"
        } else {
            "help: move it away (`--force` does not), or choose another folder"
        })
    }
}
