//! Names of Panorama objects. Each kind has its own length and characters; one table holds them.
//!
//! Lengths are those of the vendor's firewall schema 10.0.6 and the Panorama administrator's guides;
//! where sources differ (template 31 or 63, device group 31 or 63) names that we *make* keep to the
//! shorter one, names that we only *refer to* may have the longer one.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use crate::diag::Explain;

/// What a kind of name is called and which texts it allows.
pub trait NameKind {
    /// The word for it in messages.
    const WHAT: &'static str;
    /// Longest name, in characters.
    const MAX: usize;
    /// Which characters it may hold.
    const CHARACTERS: Characters;
    /// Names that PAN-OS keeps for itself.
    const RESERVED: &'static [&'static str] = &[];
}

/// Which characters a kind of name may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Characters {
    /// Letters, digits, `_`, `.` and `-`: safe in paths, set commands and file names.
    Portable,
    /// The portable ones and the space.
    Object,
    /// Anything printable but `'`, `[` and `]`: tags.
    Tag,
    /// `$`, then letters, digits, `_` and `-`.
    Variable,
}

impl Characters {
    fn rule(self) -> &'static str {
        match self {
            Self::Portable => "letters, digits, `_`, `.` and `-`, and starts with a letter, a digit or `_`",
            Self::Object => {
                "letters, digits, spaces, `_`, `.` and `-`, and starts with a letter, a digit or `_`"
            }
            Self::Tag => "printable characters other than `'`, `[` and `]`",
            Self::Variable => "letters, digits, `_` and `-`, and starts with `$`",
        }
    }

    /// The first character that does not fit, if any.
    fn misfit(self, name: &str) -> Option<char> {
        let portable = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
        let starts = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let first = name.chars().next()?;
        match self {
            Self::Portable if !starts(first) => Some(first),
            Self::Portable => name.chars().find(|c| !portable(*c)),
            Self::Object if !starts(first) => Some(first),
            Self::Object if name.ends_with(' ') => Some(' '),
            Self::Object => name.chars().find(|c| !portable(*c) && *c != ' '),
            Self::Tag if name.trim().is_empty() => Some(first),
            Self::Tag => name
                .chars()
                .find(|c| c.is_control() || matches!(c, '\'' | '[' | ']' | '\u{fffe}' | '\u{ffff}')),
            Self::Variable if first != '$' => Some(first),
            Self::Variable => {
                name.chars().skip(1).find(|c| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-'))
            }
        }
    }
}

/// A valid name of one kind.
pub struct Name<K>(String, PhantomData<fn() -> K>);

impl<K: NameKind> Name<K> {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<K: NameKind> FromStr for Name<K> {
    type Err = NameError;

    fn from_str(input: &str) -> Result<Self, NameError> {
        let fault = if input.is_empty() {
            Fault::Empty
        } else if input.chars().count() > K::MAX {
            Fault::TooLong { length: input.chars().count(), max: K::MAX }
        } else if let Some(character) = K::CHARACTERS.misfit(input) {
            Fault::Character { character, rule: K::CHARACTERS.rule() }
        } else if K::RESERVED.contains(&input) {
            Fault::Reserved
        } else {
            return Ok(Self(input.to_owned(), PhantomData));
        };
        Err(NameError { what: K::WHAT, input: input.to_owned(), fault })
    }
}

// Written out because a derive would ask the same of `K`, which is only a label.
impl<K> Clone for Name<K> {
    fn clone(&self) -> Self {
        Self(self.0.clone(), PhantomData)
    }
}

impl<K> PartialEq for Name<K> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<K> Eq for Name<K> {}

impl<K> PartialOrd for Name<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<K> Ord for Name<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}

impl<K> std::hash::Hash for Name<K> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<K> fmt::Debug for Name<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<K> fmt::Display for Name<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A text that is no name of its kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} {fault}", fault = .fault.sentence(.input))]
pub struct NameError {
    what: &'static str,
    input: String,
    fault: Fault,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Fault {
    Empty,
    TooLong { length: usize, max: usize },
    Character { character: char, rule: &'static str },
    Reserved,
}

impl Fault {
    fn sentence(&self, input: &str) -> String {
        match self {
            Self::Empty => "is empty".to_owned(),
            Self::TooLong { length, max } => {
                format!("`{input}` has {length} characters, more than the {max} allowed")
            }
            Self::Character { character, .. } => format!("`{input}` may not hold {character:?} there"),
            Self::Reserved => format!("`{input}` is reserved by PAN-OS"),
        }
    }
}

impl Explain for NameError {
    fn code(&self) -> &'static str {
        match self.fault {
            Fault::Empty => "name-empty",
            Fault::TooLong { .. } => "name-length",
            Fault::Character { .. } => "name-characters",
            Fault::Reserved => "name-reserved",
        }
    }

    fn help(&self) -> Option<String> {
        Some(match &self.fault {
            Fault::Empty => "give it a name".to_owned(),
            Fault::TooLong { length, max } => match length - max {
                1 => "leave out one character".to_owned(),
                excess => format!("leave out {excess} characters"),
            },
            Fault::Character { rule, .. } => format!("it is made of {rule}"),
            Fault::Reserved => "choose another name".to_owned(),
        })
    }
}

macro_rules! names {
    ($($(#[$doc:meta])* $alias:ident, $kind:ident, $what:literal, $max:literal, $characters:ident $(, reserved $reserved:expr)?;)*) => {
        /// The kinds, as labels.
        pub mod kind {
            use super::{Characters, NameKind};
            $(
                #[doc = concat!("Label of a ", $what, ".")]
                pub enum $kind {}
                impl NameKind for $kind {
                    const WHAT: &'static str = $what;
                    const MAX: usize = $max;
                    const CHARACTERS: Characters = Characters::$characters;
                    $(const RESERVED: &'static [&'static str] = $reserved;)?
                }
            )*
        }
        $($(#[$doc])* pub type $alias = Name<kind::$kind>;)*
    };
}

names! {
    /// Our name for a cluster, also the name of its folder.
    ClusterName, Cluster, "cluster name", 31, Portable;
    /// Our name for a member.
    MemberName, Member, "member name", 63, Portable;
    /// Our name for a pair.
    PairName, Pair, "pair name", 31, Portable;
    /// A template that we make.
    TemplateName, Template, "template name", 31, Portable;
    /// A template stack that we make. 31: longer ones broke bootstrapping (PAN-178862).
    StackName, Stack, "template stack name", 31, Portable;
    /// A template that is in Panorama already.
    ExistingTemplate, ExistingTemplate, "template name", 63, Object;
    /// A device group that we make.
    DeviceGroupName, DeviceGroup, "device group name", 31, Object, reserved &["shared", "predefined"];
    /// A device group that is in Panorama already.
    ExistingDeviceGroup, ExistingDeviceGroup, "device group name", 63, Object, reserved &["predefined"];
    /// A template variable, with its `$`.
    VariableName, Variable, "variable name", 63, Variable;
    /// A zone.
    ZoneName, Zone, "zone name", 31, Object, reserved &["any", "multicast"];
    /// A link group of HA link monitoring.
    LinkGroupName, LinkGroup, "link group name", 31, Object;
    /// An address object or address group.
    AddressName, Address, "address name", 63, Object, reserved &["any"];
    /// A service object or service group.
    ServiceName, Service, "service name", 63, Object, reserved &["any", "application-default"];
    /// A tag.
    TagName, Tag, "tag name", 127, Tag;
    /// A security rule.
    RuleName, Rule, "rule name", 63, Object, reserved &["intrazone-default", "interzone-default"];
    /// An application, predefined or the user's.
    ApplicationName, Application, "application name", 63, Object;
    /// A security profile group or a log forwarding profile.
    ProfileName, Profile, "profile name", 63, Object;
    /// Any other object that a rule names: a region, an external list, a URL category.
    ObjectName, Object, "object name", 63, Object;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_have_their_own_rules() {
        assert!("T-core".parse::<TemplateName>().is_ok());
        assert!("T core".parse::<TemplateName>().is_err());
        assert!("T core".parse::<ExistingTemplate>().is_ok());
        assert!("any".parse::<ZoneName>().is_err());
        assert!("größe <1>".parse::<TagName>().is_ok());
        assert!("$ha4_ip".parse::<VariableName>().is_ok());
        assert!("ha4_ip".parse::<VariableName>().is_err());
    }

    #[test]
    fn the_error_repeats_the_input_and_states_the_rule() {
        let error = |text: &str| text.parse::<StackName>().expect_err("not a name").to_string();
        assert_eq!(error("S:core"), "template stack name `S:core` may not hold ':' there");
        assert_eq!(
            error("S-a-stack-with-a-name-of-33-chars"),
            "template stack name `S-a-stack-with-a-name-of-33-chars` has 33 characters, more than the 31 allowed"
        );
        assert_eq!(error(""), "template stack name is empty");
    }
}
