//! What a load does with what is there.

use std::fmt;

/// What a load does with what is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// It is laid over: entries, members and settings come, texts change, nothing goes but what excludes what
    /// came.
    Merge,
    /// It is exchanged: what is not loaded goes.
    Replace,
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Merge => "merge",
            Self::Replace => "replace",
        })
    }
}
