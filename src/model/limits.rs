//! How many members a cluster may have, per model. The one table of that fact.

use std::fmt;
use std::str::FromStr;

/// A cluster of any model has at most this many members (HA clustering overview 10.1).
pub const OVERALL_LIMIT: usize = 16;

/// What is known of a group of models.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ModelLimit {
    /// The models; `x` stands for any digit.
    pub models: &'static str,
    /// What they support.
    pub support: Support,
    /// Where that is written.
    pub source: &'static str,
}

/// Do models support HA clusters? Those of which the vendor says no support HA pairs neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Support {
    /// Yes, with at most this many members, each peer of a pair counted.
    Members(usize),
    /// No.
    No,
    /// Said of a feature that takes its place, so presumably not.
    ProbablyNot,
}

const NEW_FEATURES_10_0: &str = "PAN-OS 10.0 new features, \"HA Clustering\"";
const HELP_11_1: &str = "PAN-OS 11.1 web interface help, \"HA General Settings\"";
const NGFW_CLUSTERING: &str = "PAN-OS 11.1 to 12.1 administration, \"NGFW Clustering\"";

/// The table. Models in no row are in none of the vendor's lists that we found.
pub const LIMITS: &[ModelLimit] = &[
    ModelLimit { models: "PA-32xx", support: Support::Members(6), source: HELP_11_1 },
    ModelLimit { models: "PA-52xx", support: Support::Members(16), source: HELP_11_1 },
    ModelLimit { models: "PA-5450", support: Support::Members(8), source: HELP_11_1 },
    ModelLimit { models: "PA-7050", support: Support::Members(6), source: HELP_11_1 },
    ModelLimit { models: "PA-7080", support: Support::Members(4), source: HELP_11_1 },
    ModelLimit { models: "VM-300", support: Support::Members(6), source: NEW_FEATURES_10_0 },
    ModelLimit { models: "VM-500", support: Support::Members(6), source: NEW_FEATURES_10_0 },
    ModelLimit { models: "VM-700", support: Support::Members(16), source: NEW_FEATURES_10_0 },
    ModelLimit { models: "PA-7500", support: Support::No, source: NGFW_CLUSTERING },
    ModelLimit { models: "PA-55xx", support: Support::ProbablyNot, source: NGFW_CLUSTERING },
];

/// A firewall model: `PA-5250`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModelName(String);

impl ModelName {
    /// Is it a virtual machine, such as `VM-500`?
    pub fn is_virtual(&self) -> bool {
        self.0.starts_with("VM-")
    }
}

impl FromStr for ModelName {
    type Err = std::convert::Infallible;

    /// Any text is a model: new ones appear every year, and the table tells which we know.
    fn from_str(input: &str) -> Result<Self, Self::Err> {
        Ok(Self(input.trim().to_ascii_uppercase()))
    }
}

impl fmt::Display for ModelName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The row for a model, if any.
pub fn member_limit(model: &ModelName) -> Option<&'static ModelLimit> {
    LIMITS.iter().find(|limit| {
        limit.models.len() == model.0.len()
            && limit.models.chars().zip(model.0.chars()).all(|(pattern, actual)| match pattern {
                'x' => actual.is_ascii_digit(),
                _ => pattern == actual,
            })
    })
}

/// The row with the lowest limit of all.
pub fn lowest_limit() -> Option<(&'static ModelLimit, usize)> {
    let limits = LIMITS.iter().filter_map(|row| match row.support {
        Support::Members(limit) => Some((row, limit)),
        Support::No | Support::ProbablyNot => None,
    });
    limits.min_by_key(|(_, limit)| *limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn models_find_their_row() {
        let support = |text: &str| {
            let Ok(model) = text.parse();
            member_limit(&model).map(|limit| limit.support)
        };
        assert_eq!(support("PA-5250"), Some(Support::Members(16)));
        assert_eq!(support("pa-3220"), Some(Support::Members(6)));
        assert_eq!(support("PA-7500"), Some(Support::No));
        assert_eq!(support("PA-5560"), Some(Support::ProbablyNot));
        assert_eq!(support("PA-3440"), None);
        assert_eq!(support("PA-52"), None);
    }
}
