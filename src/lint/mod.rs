//! Lints: what is looked for in exports, and what was found.
//!
//! Belongs here: what a lint is, what it gets to see, running all of them, and which findings count
//! (levels, suppressions, a baseline). Does not belong here: the lints themselves (`lints`, one file
//! each), how findings look (`report`).
//!
//! The line: exports → [`Estate`] → every lint over its scope → [`Review`] → [`judge()`]: levels,
//! suppressions, baseline → [`Review`].

mod baseline;
mod config;
mod estate;
mod finding;
mod focus;
mod intent;
mod judgement;
mod levels;
mod place;
mod review;
mod scope;
mod suppression;
mod within;

pub use baseline::Baseline;
pub use config::Config;
pub use estate::{ClusterGroup, Estate, Facts, Realm, ReviewedExport, SameSettings};
pub use finding::{Draft, Finding, Findings};
pub use intent::{IntendedFirewall, Intent};
pub use judgement::judge;
pub use levels::{Level, LevelError, Leveled, Levels};
pub use place::Place;
pub use review::{Review, ReviewedCluster, ReviewedFirewall, ReviewedLink, Suppressed, review};
pub use scope::{ClusterView, FirewallView, PairView, PanoramaView};
pub use suppression::{SUPPRESSION_LINTS, Suppression};
pub use within::{PathPattern, Within};
use within::{Subject, Subjects};

use crate::diag::Severity;

/// One thing that is looked for.
#[derive(Debug)]
pub struct Lint {
    /// Its name in kebab case, such as `cluster-id-differs`. It never changes.
    pub id: &'static str,
    /// What it is about.
    pub topic: Topic,
    /// How bad a finding is, unless it says less or the user says otherwise.
    pub severity: Severity,
    /// One line.
    pub summary: &'static str,
    /// What `panha explain` tells.
    pub explanation: Explanation,
    /// The look itself.
    pub check: Check,
}

/// What `panha explain` tells of a lint.
#[derive(Debug)]
pub struct Explanation {
    /// What it checks.
    pub checks: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// How we know.
    pub basis: Basis,
    /// What makes it fire, and what makes that good again.
    pub example: Example,
    /// How to fix it.
    pub fix: &'static str,
}

/// How we know that something is wrong; it decides how bad a finding may be at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The vendor says so: where.
    Stated(&'static str),
    /// The configuration contradicts itself, whatever the vendor says: in what.
    Contradiction(&'static str),
    /// It follows from what is known, and nobody says it: from what. A warning at most.
    Inferred(&'static str),
}

impl Basis {
    /// One word: `stated`, `contradiction` or `inferred`.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Stated(_) => "stated",
            Self::Contradiction(_) => "contradiction",
            Self::Inferred(_) => "inferred",
        }
    }

    /// The same for people.
    pub fn shown(self) -> &'static str {
        match self {
            Self::Stated(_) => "stated by the vendor",
            Self::Contradiction(_) => "the configuration contradicts itself",
            Self::Inferred(_) => "inferred, not documented",
        }
    }

    /// Where the vendor says it, what contradicts what, or from what it follows.
    pub fn source(self) -> &'static str {
        let (Self::Stated(source) | Self::Contradiction(source) | Self::Inferred(source)) = self;
        source
    }
}

/// What makes a lint fire. Tests run every example.
#[derive(Debug, Clone, Copy)]
pub enum Example {
    /// Commands for a Panorama that holds `fixtures/lints/base.xml`.
    Commands {
        /// They make it fire.
        broken: &'static str,
        /// They make the configuration good again.
        fixed: &'static str,
        /// Other lints that the same fault makes fire.
        also: &'static [&'static str],
    },
    /// Exports, where commands cannot make it fire.
    Exports {
        /// They make it fire.
        broken: &'static [&'static str],
        /// They are good.
        fixed: &'static [&'static str],
        /// Other lints that the same fault makes fire.
        also: &'static [&'static str],
    },
    /// Commands, as above, where the user says what is meant with `fixtures/lints/base.yaml`.
    Spec {
        /// They make it fire.
        broken: &'static str,
        /// They make the configuration what is meant.
        fixed: &'static str,
        /// Other lints that the same fault makes fire.
        also: &'static [&'static str],
    },
    /// The model of all firewalls, which no export tells and the user does.
    Model {
        /// It makes the lint fire on `fixtures/lints/base.xml`.
        broken: &'static str,
        /// It is good.
        fixed: &'static str,
        /// Other lints that the same fault makes fire.
        also: &'static [&'static str],
    },
    /// What stands in `panha.toml` beside `fixtures/lints/base.xml`.
    Config {
        /// It makes the lint fire.
        broken: &'static str,
        /// It is good.
        fixed: &'static str,
    },
}

/// What a lint is about; `--list` and the documentation are in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// The cluster and its members.
    Cluster,
    /// HA4 and HA4 backup links.
    Ha4,
    /// HA pairs.
    Pair,
    /// Template variables.
    Variable,
    /// Templates, stacks, device groups and managed firewalls.
    Panorama,
    /// What the members of a cluster should have in common.
    Consistency,
    /// What is there against what a spec says.
    Spec,
    /// Secrets, names and values.
    Hygiene,
    /// What `panha.toml` suppresses.
    Suppression,
}

impl Topic {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Cluster,
        Self::Ha4,
        Self::Pair,
        Self::Variable,
        Self::Panorama,
        Self::Consistency,
        Self::Spec,
        Self::Hygiene,
        Self::Suppression,
    ];

    /// The word users see.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cluster => "cluster",
            Self::Ha4 => "HA4 links",
            Self::Pair => "pairs",
            Self::Variable => "variables",
            Self::Panorama => "Panorama",
            Self::Consistency => "consistency",
            Self::Spec => "spec",
            Self::Hygiene => "hygiene",
            Self::Suppression => "suppressions",
        }
    }

    /// The word in `panha.toml`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Ha4 => "ha4-links",
            Self::Panorama => "panorama",
            _ => self.as_str(),
        }
    }
}

/// What a lint looks at, one after another.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// Every firewall.
    Firewall(fn(&FirewallView<'_, '_>, &mut Findings)),
    /// Every HA pair, also one that a typing error keeps from being one.
    Pair(fn(&PairView<'_, '_>, &mut Findings)),
    /// Every cluster.
    Cluster(fn(&ClusterView<'_, '_>, &mut Findings)),
    /// Every cluster, and every pair that is in none: firewalls that take over sessions from each other.
    Members(fn(&ClusterView<'_, '_>, &mut Findings)),
    /// Every Panorama.
    Panorama(fn(&PanoramaView<'_, '_>, &mut Findings)),
    /// Everything at once.
    Estate(fn(&Estate<'_>, &mut Findings)),
    /// The suppressions in `panha.toml`, when everything else was looked at: [`judge()`] does.
    Suppressions,
}
