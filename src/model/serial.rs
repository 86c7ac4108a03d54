//! Serial numbers of firewalls.

use std::fmt;
use std::str::FromStr;

use crate::diag::Explain;

/// The serial number by which Panorama knows a firewall.
///
/// Hardware has 12 digits, a VM-Series 15 digits, one from a cloud marketplace 15 capital letters and
/// digits (seen in public exports; the vendor states no form).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Serial(String);

impl Serial {
    /// The serial number.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Serial {
    type Err = SerialError;

    fn from_str(input: &str) -> Result<Self, SerialError> {
        let hardware = input.len() == 12 && input.bytes().all(|byte| byte.is_ascii_digit());
        let virtual_machine =
            input.len() == 15 && input.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
        if hardware || virtual_machine {
            Ok(Self(input.to_owned()))
        } else {
            Err(SerialError { input: input.to_owned() })
        }
    }
}

impl fmt::Display for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A text that is no serial number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{input}` is no serial number: {}", fault(.input)
)]
pub struct SerialError {
    input: String,
}

/// What is wrong with the text: its length, or else a character.
fn fault(input: &str) -> String {
    let length = input.chars().count();
    let misfit = input.chars().find(|c| !c.is_ascii_digit() && (length == 12 || !c.is_ascii_uppercase()));
    match misfit {
        Some(c) if matches!(length, 12 | 15) => format!("it holds {c:?}"),
        _ if length == 1 => "it has one character".to_owned(),
        _ => format!("it has {length} characters"),
    }
}

impl Explain for SerialError {
    fn code(&self) -> &'static str {
        "serial-format"
    }

    fn help(&self) -> Option<String> {
        let lost_zero = self.input.len() == 11 && self.input.bytes().all(|byte| byte.is_ascii_digit());
        Some(if lost_zero {
            format!("a spreadsheet may have eaten the leading zero: \"0{}\" in quotes keeps it", self.input)
        } else {
            "12 digits (hardware), or 15 digits or capital letters (VM-Series)".to_owned()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_forms_parse() {
        for good in ["013201000001", "007951000000001", "A1B2C3D4E5F6G7H"] {
            assert!(good.parse::<Serial>().is_ok(), "{good}");
        }
        for bad in ["", "13201000001", "01320100000A", "a1b2c3d4e5f6g7h", "0132010000011"] {
            assert!(bad.parse::<Serial>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_lost_leading_zero_is_guessed() {
        let error = "13201000001".parse::<Serial>().expect_err("eleven digits");
        assert!(error.help().is_some_and(|help| help.contains("\"013201000001\"")));
    }
}
