//! What a spec could not express, and what generating from it would change.

use crate::source::Span;

/// One thing that the spec does not say as the export does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// What it is about.
    pub kind: RemarkKind,
    /// What, and why, on one line.
    pub text: String,
    /// Where it stands in the export.
    pub place: Span,
}

/// What a remark is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RemarkKind {
    /// A spec cannot say it, so the spec says nothing.
    LeftOut,
    /// Generating from the spec makes it different.
    Changes,
    /// The spec has no key for it, and generating from the spec leaves it as it is.
    Stays,
}

impl RemarkKind {
    /// All of them, in the order they are told.
    pub const ALL: [Self; 3] = [Self::LeftOut, Self::Changes, Self::Stays];

    /// The line above remarks of this kind, in a spec.
    pub fn heading(self) -> &'static str {
        match self {
            Self::LeftOut => "left out, because a spec cannot say it:",
            Self::Changes => "would change in Panorama, were this spec generated and loaded:",
            Self::Stays => "stays in Panorama as it is, and has no key here:",
        }
    }
}

impl Remark {
    /// A remark.
    pub fn new(kind: RemarkKind, text: impl Into<String>, place: Span) -> Self {
        Self { kind, text: text.into(), place }
    }
}

/// The comment above a cluster.
pub(super) fn comment(remarks: &[Remark]) -> Vec<String> {
    let mut lines = Vec::new();
    for kind in RemarkKind::ALL {
        let of_kind: Vec<&Remark> = remarks.iter().filter(|remark| remark.kind == kind).collect();
        if !of_kind.is_empty() {
            lines.push(kind.heading().to_owned());
            lines.extend(of_kind.into_iter().map(|remark| format!("  {}", remark.text)));
        }
    }
    lines
}
