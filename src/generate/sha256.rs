//! The SHA-256 of a file, as hexadecimal text in a manifest.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::Digest as _;

/// The SHA-256 of some bytes.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Sha256([u8; 32]);

impl Sha256 {
    /// The SHA-256 of `bytes`.
    pub fn of(bytes: impl AsRef<[u8]>) -> Self {
        Self(sha2::Sha256::digest(bytes).into())
    }

    /// In base 64, as a Content-Security-Policy names what may run.
    pub fn base64(&self) -> String {
        const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut text = String::new();
        for three in self.0.chunks(3) {
            let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
            let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
            for digit in 0..=three.len() as u32 {
                text.push(DIGITS[(bits >> (18 - 6 * digit) & 63) as usize].into());
            }
            text.extend(std::iter::repeat_n('=', 3 - three.len()));
        }
        text
    }
}

impl fmt::Display for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<Sha256> for String {
    fn from(sha256: Sha256) -> Self {
        sha256.to_string()
    }
}

impl FromStr for Sha256 {
    type Err = Sha256Error;

    fn from_str(input: &str) -> Result<Self, Sha256Error> {
        // One spelling only, the one that `sha256sum` writes.
        let digit = |byte| match byte {
            b'0'..=b'9' => Some(byte - b'0'),
            b'a'..=b'f' => Some(byte - b'a' + 10),
            _ => None,
        };
        match input.bytes().map(digit).collect::<Option<Vec<u8>>>() {
            Some(digits) if digits.len() == 64 => {
                Ok(Self(std::array::from_fn(|n| digits[2 * n] << 4 | digits[2 * n + 1])))
            }
            _ => Err(Sha256Error { input: input.to_owned() }),
        }
    }
}

impl TryFrom<String> for Sha256 {
    type Error = Sha256Error;

    fn try_from(input: String) -> Result<Self, Sha256Error> {
        input.parse()
    }
}

/// A text that is no SHA-256.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{input}` is no SHA-256: 64 digits, each 0-9 or a-f")]
pub struct Sha256Error {
    input: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    const OF_ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn text_and_back() {
        assert_eq!(Sha256::of("abc").to_string(), OF_ABC);
        assert_eq!(OF_ABC.parse(), Ok(Sha256::of("abc")));
    }

    #[test]
    fn base_64_is_that_of_others() {
        assert_eq!(Sha256::of("abc").base64(), "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    }

    #[test]
    fn other_texts_are_refused() {
        for bad in ["", "ba78", &OF_ABC.to_uppercase(), &format!("{OF_ABC}0"), &OF_ABC.replace('b', "g")] {
            assert!(bad.parse::<Sha256>().is_err(), "{bad}");
        }
    }
}
