//! The data that Tera files get: one structure for each kind of thing they render.
//!
//! All decisions are made before: a context holds finished texts, so that a Tera file only places
//! them. What is absent is `None` and stands in the context nevertheless, so that a misspelt name can
//! be told from an absent value.

mod device_group;
mod template;
mod template_stack;

use serde::Serialize;
use serde_json::Value;

pub(crate) use device_group::{
    AddressCtx, AddressGroupCtx, DeviceGroupCtx, SecurityRuleCtx, ServiceCtx, ServiceGroupCtx, TagCtx,
};
pub(crate) use template::{
    ActiveActiveCtx, ActivePassiveCtx, AggregatePortCtx, ClusterCtx, HaInterfaceCtx, HaLinkCtx, InterfaceCtx,
    KeepAliveCtx, LinkGroupCtx, LinkMonitoringCtx, MemberCtx, PairCtx, TemplateCtx, VariableCtx, VsysCtx,
    ZoneCtx,
};
pub(crate) use template_stack::{DeviceCtx, DeviceVariableCtx, StackCtx};

use crate::panos::PanoramaObject;

/// What every context can do.
pub(crate) trait Context: Serialize {
    /// An instance with every optional present and every list filled: the shape that Tera files are
    /// checked against.
    fn sample() -> Self;
}

macro_rules! contexts {
    ($($(#[$doc:meta])* $variant:ident($type:ident) in $object:ident, $repeat:literal;)*) => {
        /// One context, ready to render.
        #[derive(Debug, Clone)]
        pub(crate) enum Ctx {
            $($(#[$doc])* $variant($type),)*
        }

        /// The kinds of contexts.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) enum CtxKind {
            $($(#[$doc])* $variant,)*
        }

        impl Ctx {
            pub(crate) fn kind(&self) -> CtxKind {
                match self { $(Self::$variant(_) => CtxKind::$variant,)* }
            }

            pub(crate) fn to_value(&self) -> Value {
                match self { $(Self::$variant(context) => value(context),)* }
            }
        }

        impl CtxKind {
            pub(crate) const ALL: &'static [CtxKind] = &[$(Self::$variant,)*];

            /// The name of its structure, as a header writes it.
            pub(crate) fn name(self) -> &'static str {
                match self { $(Self::$variant => stringify!($type),)* }
            }

            /// How often a file with this context is rendered, as a header writes it.
            pub(crate) fn repeat(self) -> &'static str {
                match self { $(Self::$variant => $repeat,)* }
            }

            /// The Panorama object that it describes.
            pub(crate) fn object(self) -> PanoramaObject {
                match self { $(Self::$variant => PanoramaObject::$object,)* }
            }

            /// Its shape: see [`Context::sample`].
            pub(crate) fn shape(self) -> Value {
                match self { $(Self::$variant => value(&$type::sample()),)* }
            }
        }
    };
}

contexts! {
    /// A template.
    Template(TemplateCtx) in Template, "per template";
    /// A port of an HA link.
    HaInterface(HaInterfaceCtx) in Template, "per HA port";
    /// A port of an HA link's aggregate.
    AggregatePort(AggregatePortCtx) in Template, "per aggregate port";
    /// A dataplane interface.
    Interface(InterfaceCtx) in Template, "per interface";
    /// A pair, seen from one peer.
    Pair(PairCtx) in Template, "per pair";
    /// An HA link.
    HaLink(HaLinkCtx) in Template, "per HA link";
    /// The cluster and its members.
    Cluster(ClusterCtx) in Template, "per cluster";
    /// The virtual system.
    Vsys(VsysCtx) in Template, "per virtual system";
    /// A zone.
    Zone(ZoneCtx) in Template, "per zone";
    /// A template variable.
    Variable(VariableCtx) in Template, "per variable";
    /// A template stack.
    Stack(StackCtx) in TemplateStack, "per template stack";
    /// A firewall of a template stack.
    Device(DeviceCtx) in TemplateStack, "per member";
    /// A device group.
    DeviceGroup(DeviceGroupCtx) in DeviceGroup, "per device group";
    /// A tag.
    Tag(TagCtx) in DeviceGroup, "per tag";
    /// An address object.
    Address(AddressCtx) in DeviceGroup, "per address";
    /// An address group.
    AddressGroup(AddressGroupCtx) in DeviceGroup, "per address group";
    /// A service object.
    Service(ServiceCtx) in DeviceGroup, "per service";
    /// A service group.
    ServiceGroup(ServiceGroupCtx) in DeviceGroup, "per service group";
    /// A security rule.
    SecurityRule(SecurityRuleCtx) in DeviceGroup, "per security rule";
}

/// The paths of all fields in a shape, those of list items as if there were one.
pub(crate) fn fields(shape: &Value) -> Vec<String> {
    let Some(map) = shape.as_object() else { return Vec::new() };
    let below = |(name, value): (&String, &Value)| {
        let inner = fields(value.get(0).unwrap_or(value));
        let inner = inner.into_iter().map(|field| format!("{name}.{field}")).collect::<Vec<_>>();
        std::iter::once(name.clone()).chain(inner).collect::<Vec<_>>()
    };
    map.iter().flat_map(below).collect()
}

fn value(context: &impl Serialize) -> Value {
    serde_json::to_value(context).expect("contexts hold texts and lists only")
}

/// `yes` or `no`, as PAN-OS writes it.
pub(crate) fn yes_no(is: bool) -> &'static str {
    if is { "yes" } else { "no" }
}
