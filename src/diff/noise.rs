//! Differences that mean nothing, each with a name, so that it can be asked for all the same.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use crate::panos::{hash_of_encrypted, is_salted_hash};

/// A kind of difference that means nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoiseKind {
    /// The `uuid` of a rule: Panorama gives a rule that it does not know a new one.
    Uuid,
    /// Who changed an element that is not committed.
    Admin,
    /// The number of a change that is not committed.
    DirtyId,
    /// When an element was changed that is not committed.
    Time,
    /// Where a merged configuration has an element from: `ptpl`, `src`, `loc`.
    Origin,
    /// Hashes of passwords, which are salted, and secrets that were encrypted anew: two of one password differ.
    Hash,
    /// Blanks and line ends around and within a text.
    Whitespace,
}

impl NoiseKind {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Uuid, Self::Admin, Self::DirtyId, Self::Time, Self::Origin, Self::Hash, Self::Whitespace];

    /// Its name, which is that of the attribute where it is one.
    pub fn name(self) -> &'static str {
        match self {
            Self::Uuid => "uuid",
            Self::Admin => "admin",
            Self::DirtyId => "dirtyId",
            Self::Time => "time",
            Self::Origin => "origin",
            Self::Hash => "hash",
            Self::Whitespace => "whitespace",
        }
    }

    /// The kind that an attribute is; of any element but the root, whose attributes tell the release.
    fn of_attribute(name: &str) -> Option<Self> {
        match name {
            "ptpl" | "src" | "loc" => Some(Self::Origin),
            _ => Self::ALL.into_iter().find(|kind| {
                !matches!(kind, Self::Origin | Self::Hash | Self::Whitespace) && kind.name() == name
            }),
        }
    }
}

impl fmt::Display for NoiseKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for NoiseKind {
    type Err = String;

    fn from_str(input: &str) -> Result<Self, String> {
        let kind = Self::ALL.into_iter().find(|kind| kind.name().eq_ignore_ascii_case(input));
        kind.ok_or_else(|| {
            let names: Vec<&str> = Self::ALL.into_iter().map(Self::name).collect();
            format!("`{input}` is none of {}", names.join(", "))
        })
    }
}

/// The kinds of noise that a comparison passes over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noise {
    /// By the order in [`NoiseKind::ALL`].
    is_ignored: [bool; NoiseKind::ALL.len()],
}

impl Default for Noise {
    /// All of them.
    fn default() -> Self {
        Self { is_ignored: [true; NoiseKind::ALL.len()] }
    }
}

impl Noise {
    /// None: every difference counts but the layout between elements.
    pub fn none() -> Self {
        Self { is_ignored: [false; NoiseKind::ALL.len()] }
    }

    /// The same, with one kind that counts.
    #[must_use]
    pub fn without(mut self, kind: NoiseKind) -> Self {
        self.is_ignored[kind as usize] = false;
        self
    }

    /// Is this kind passed over?
    pub fn has(&self, kind: NoiseKind) -> bool {
        self.is_ignored[kind as usize]
    }

    /// Is the attribute passed over?
    pub fn has_attribute(&self, name: &str) -> bool {
        NoiseKind::of_attribute(name).is_some_and(|kind| self.has(kind))
    }

    /// Do two texts of one element mean the same?
    pub fn is_same_text(&self, before: &str, after: &str) -> bool {
        let is_same_but_for_blanks = || before.split_whitespace().eq(after.split_whitespace());
        before == after
            || self.has(NoiseKind::Whitespace) && is_same_but_for_blanks()
            || self.has(NoiseKind::Hash) && is_same_secret(before, after)
    }

    /// A text as two of one meaning share it: what tells the member of a list.
    pub fn told_by<'t>(&self, text: Cow<'t, str>) -> Cow<'t, str> {
        if !self.has(NoiseKind::Whitespace)
            || !text.starts_with(char::is_whitespace) && !text.ends_with(char::is_whitespace)
        {
            return text;
        }
        Cow::Owned(text.trim().to_owned())
    }
}

/// May two secrets be one? Of salted hashes nobody can tell.
fn is_same_secret(before: &str, after: &str) -> bool {
    let hash = hash_of_encrypted(before);
    hash.is_some() && hash == hash_of_encrypted(after) || is_salted_hash(before) && is_salted_hash(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_read_by_its_name() {
        for kind in NoiseKind::ALL {
            assert_eq!(kind.name().parse(), Ok(kind));
            assert!(Noise::default().has(kind) && !Noise::default().without(kind).has(kind));
        }
        let refused = "colour".parse::<NoiseKind>().expect_err("no noise");
        assert_eq!(refused, "`colour` is none of uuid, admin, dirtyId, time, origin, hash, whitespace");
    }

    #[test]
    fn texts_are_the_same_but_for_noise() {
        let all = Noise::default();
        assert!(all.is_same_text(" a  b\n", "a b") && !all.is_same_text("ab", "a b"));
        assert!(all.is_same_text("$5$a$b", "$5$c$d") && !all.is_same_text("$5$a$b", "x"));
        assert!(all.is_same_text("-AQ==h=x", "-AQ==h=y") && !all.is_same_text("-AQ==h=x", "-AQ==i=x"));
        let none = Noise::none();
        assert!(!none.is_same_text("a ", "a") && !none.is_same_text("$5$a$b", "$5$c$d"));
    }
}
