//! The words of the trade as types: what a spec means once it is checked.
//!
//! Belongs here: values that are valid because they exist, and the [`Fleet`] built of them. Does not
//! belong here: reading a spec (`spec`), XML (`xml`, `generate`), or anything but `std` and `ipnet`.

mod address;
mod arrangement;
mod cluster;
mod date;
mod interface;
mod limits;
mod name;
mod network;
mod number;
mod pair;
mod policy;
mod serial;
mod version;

pub use address::{
    AddressFault, InterfaceAddress, InterfaceAddressError, LinkSubnet, NetmaskFault, SubnetError,
};
pub use arrangement::{Arrangement, Derived, NameFault, Scope, StackPlan, TemplatePlan, arrange};
pub use cluster::{Cluster, Fleet, HaLink, Layout, Member, Platform};
pub use date::{Day, DayError};
pub use interface::{EthernetPort, HaPort, LinkKind, PortError};
pub use limits::{LIMITS, ModelLimit, ModelName, OVERALL_LIMIT, Support, lowest_limit, member_limit};
pub use name::kind as name_kind;
pub use name::{
    AddressName, ApplicationName, ClusterName, DeviceGroupName, ExistingDeviceGroup, ExistingTemplate,
    LinkGroupName, MemberName, Name, NameError, NameKind, ObjectName, PairName, ProfileName, RuleName,
    ServiceName, StackName, TagName, TemplateName, VariableName, ZoneName,
};
pub use network::{Interface, InterfaceMode, Zone};
pub use number::{
    ClusterId, DeviceId, DevicePriority, GroupId, HashSeed, HoldDownMinutes, HoldTimeMs, RangeError, Slot,
    TentativeHoldTime, ThresholdMs,
};
pub use pair::{
    FailureCondition, HashKey, KeepAlive, KeepAliveAction, LinkGroup, LinkMonitoring, Mode, Pair, PairRole,
    PairSettings, PassiveLinkState, SessionOwner, SessionSetup, Timers, Transport,
};
pub use policy::{
    Address, AddressGroup, AddressGroupKind, AddressKind, Policy, Protocol, Rule, RuleAction, Service,
    ServiceGroup, Tag,
};
pub use serial::{Serial, SerialError};
pub use version::{PanosVersion, VersionError};
