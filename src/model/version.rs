//! PAN-OS releases: `11.1.6-h3` comes after `11.1.6`, which semantic versioning would deny.

use std::fmt;
use std::str::FromStr;

use crate::diag::Explain;

/// A PAN-OS or Panorama release: feature release, maintenance release, hotfix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PanosVersion {
    major: u16,
    minor: u16,
    maintenance: u16,
    hotfix: u16,
}

impl PanosVersion {
    /// A feature release such as 10.0.
    pub const fn feature(major: u16, minor: u16) -> Self {
        Self { major, minor, maintenance: 0, hotfix: 0 }
    }

    /// The level that stands in the `version` attribute of a configuration: always `major.minor.0`.
    pub fn schema_level(self) -> String {
        format!("{}.{}.0", self.major, self.minor)
    }
}

impl FromStr for PanosVersion {
    type Err = VersionError;

    fn from_str(input: &str) -> Result<Self, VersionError> {
        let error = || VersionError { input: input.to_owned() };
        let number = |text: &str| {
            let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| text.parse::<u16>().ok()).flatten().ok_or_else(error)
        };
        let (release, hotfix) = match input.split_once("-h") {
            Some((release, hotfix)) => (release, number(hotfix)?),
            None => (input, 0),
        };
        let parts = release.split('.').map(number).collect::<Result<Vec<_>, _>>()?;
        match parts[..] {
            [major, minor] if hotfix == 0 => Ok(Self::feature(major, minor)),
            [major, minor, maintenance] => Ok(Self { major, minor, maintenance, hotfix }),
            _ => Err(error()),
        }
    }
}

impl fmt::Display for PanosVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.maintenance)?;
        if self.hotfix > 0 {
            write!(f, "-h{}", self.hotfix)?;
        }
        Ok(())
    }
}

/// A text that is no PAN-OS release.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{input}` is no PAN-OS release")]
pub struct VersionError {
    input: String,
}

impl Explain for VersionError {
    fn code(&self) -> &'static str {
        "version-format"
    }

    fn help(&self) -> Option<String> {
        Some("write it like 11.1.6 or 11.1.6-h3".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hotfixes_come_after_their_release() {
        let parse = |text: &str| text.parse::<PanosVersion>().expect("a release");
        assert!(parse("11.1.6-h3") > parse("11.1.6"));
        assert!(parse("11.1.6-h10") > parse("11.1.6-h3"));
        assert!(parse("11.1.7") > parse("11.1.6-h10"));
        assert_eq!(parse("10.0"), PanosVersion::feature(10, 0));
        assert_eq!(parse("11.1.6-h3").to_string(), "11.1.6-h3");
        assert_eq!(parse("11.1.6-h3").schema_level(), "11.1.0");
    }

    #[test]
    fn other_texts_are_refused() {
        for bad in ["", "11", "11.1.6-3", "11.1.6-h", "v11.1", "11.1.6.1", "11.+1.0", "11.1-h3"] {
            assert!(bad.parse::<PanosVersion>().is_err(), "{bad:?}");
        }
    }
}
