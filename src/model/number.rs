//! Numbers with a range, each with the vendor's word for it.

use std::fmt;
use std::str::FromStr;

use crate::diag::Explain;

/// A number outside its range, or no number at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} `{input}` is not a whole number from {min} to {max}{unit}")]
pub struct RangeError {
    what: &'static str,
    code: &'static str,
    input: String,
    min: u32,
    max: u32,
    unit: &'static str,
}

impl Explain for RangeError {
    fn code(&self) -> &'static str {
        self.code
    }

    fn help(&self) -> Option<String> {
        Some(format!("write a number from {} to {}", self.min, self.max))
    }
}

macro_rules! ranged {
    ($($(#[$doc:meta])* $name:ident, $what:literal, $code:literal, $min:literal..=$max:literal, $unit:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            /// The smallest value allowed.
            pub const MIN: u32 = $min;
            /// The largest value allowed.
            pub const MAX: u32 = $max;

            /// The number itself.
            pub fn get(self) -> u32 {
                self.0
            }
        }

        impl TryFrom<u32> for $name {
            type Error = RangeError;

            fn try_from(number: u32) -> Result<Self, RangeError> {
                number.to_string().parse()
            }
        }

        impl FromStr for $name {
            type Err = RangeError;

            fn from_str(input: &str) -> Result<Self, RangeError> {
                let digits = !input.is_empty() && input.bytes().all(|byte| byte.is_ascii_digit());
                match input.parse::<u32>() {
                    Ok(number) if digits && (Self::MIN..=Self::MAX).contains(&number) => Ok(Self(number)),
                    _ => Err(RangeError {
                        what: $what,
                        code: $code,
                        input: input.to_owned(),
                        min: Self::MIN,
                        max: Self::MAX,
                        unit: $unit,
                    }),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

ranged! {
    /// Id of an HA cluster (web interface help 11.1, "HA General Settings").
    ClusterId, "cluster id", "cluster-id-range", 1..=99, "";
    /// Id of an HA pair; part of its virtual MAC addresses, so unique in a broadcast domain.
    GroupId, "group id", "group-id-range", 1..=63, "";
    /// Device priority in an HA pair; the lower one wins. PAN-OS takes 100 where none is set.
    DevicePriority, "device priority", "device-priority-range", 0..=255, "";
    /// Device id in an active/active pair.
    DeviceId, "device id", "device-id-range", 0..=1, "";
    /// A member's place in every HA4 subnet: slot n gets the n-th host address.
    Slot, "slot", "slot-range", 1..=65535, "";
    /// Threshold of the HA2 keep-alive.
    ThresholdMs, "keep-alive threshold", "threshold-range", 5000..=60000, " (ms)";
    /// How long HA1 waits before it takes its link for failed.
    HoldTimeMs, "monitor hold time", "hold-time-range", 1000..=60000, " (ms)";
    /// How long an active/passive pair stays non-functional after a monitor failure.
    HoldDownMinutes, "monitor fail hold down time", "hold-down-range", 1..=60, " (minutes)";
    /// How long an active/active firewall stays tentative.
    TentativeHoldTime, "tentative hold time", "tentative-hold-time-range", 10..=600, " (seconds)";
    /// Seed of the session setup hash of an active/active pair.
    HashSeed, "hash seed", "hash-seed-range", 0..=4294967295, "";
}

impl DevicePriority {
    /// What PAN-OS takes where none is set.
    pub const DEFAULT: Self = Self(100);
}

impl DeviceId {
    /// The first device of a pair.
    pub const FIRST: Self = Self(0);
    /// The second device of a pair.
    pub const SECOND: Self = Self(1);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_range_parses() {
        assert_eq!("1".parse::<ClusterId>().map(ClusterId::get), Ok(1));
        assert_eq!("99".parse::<ClusterId>().map(ClusterId::get), Ok(99));
        for bad in ["0", "100", "", "-1", "+7", "7.0", " 7", "99999999999"] {
            assert!(bad.parse::<ClusterId>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn the_error_repeats_the_input_and_states_the_rule() {
        let error = "500".parse::<ThresholdMs>().expect_err("too small");
        assert_eq!(
            error.to_string(),
            "keep-alive threshold `500` is not a whole number from 5000 to 60000 (ms)"
        );
    }
}
