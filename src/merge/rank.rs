//! What comes first when it is set, and last when it is deleted: what is named, before what names it.

use crate::panos::device;
use crate::xml::{ConfigPath, Step};

/// Compares places below `config`: that of what is named is less than that of what names it.
pub(super) fn rank(path: &ConfigPath) -> [usize; 4] {
    let steps = path.steps();
    let steps = in_device(steps);
    // Templates and stacks hold the configuration of a device.
    let inside = match steps {
        [object, _, config, inside @ ..]
            if matches!(name(object), "template" | "template-stack") && name(config) == "config" =>
        {
            in_device(inside)
        }
        [object, _, inside @ ..] if matches!(name(object), "template" | "template-stack") => inside,
        _ => steps,
    };
    let [first, second] = match inside {
        [network, area, rest @ ..] if name(network) == "network" => {
            [place(NETWORK, Some(area)), place(INTERFACES, rest.first())]
        }
        [shared, object, ..] if name(shared) == "shared" => [place_of_object(object), 0],
        [around, _, object, ..] if matches!(name(around), "device-group" | "vsys") => {
            [place_of_object(object), 0]
        }
        _ => [0, 0],
    };
    [place(TOP, steps.first()), place(TOP, inside.first()), first, second]
}

/// Without the one device entry.
fn in_device(steps: &[Step]) -> &[Step] {
    steps.strip_prefix(device().steps()).unwrap_or(steps)
}

fn name(step: &Step) -> &str {
    &step.name
}

fn place(names: &[&str], step: Option<&Step>) -> usize {
    let place = step.and_then(|step| names.iter().position(|name| *name == step.name));
    place.unwrap_or(names.len())
}

/// Rules name objects of every kind, and come last.
fn place_of_object(object: &Step) -> usize {
    place(OBJECTS, Some(object)) + usize::from(object.name.ends_with("rulebase"))
}

/// What is at the top. What a virtual system imports, its zones, and the ports of HA links name interfaces;
/// everything may name a variable.
const TOP: &[&str] = &[
    "variable",
    "mgt-config",
    "shared",
    "network",
    "vsys",
    "deviceconfig",
    "template",
    "template-stack",
    "device-group",
];

/// Below `network`: interfaces name profiles, gateways and routers name interfaces, tunnels name gateways.
const NETWORK: &[&str] = &["profiles", "interface", "ike"];

/// Below `interface`: members of an aggregate group name it.
const INTERFACES: &[&str] = &["aggregate-ethernet"];

/// Objects, and what a virtual system has beside them.
const OBJECTS: &[&str] = &[
    "import",
    "tag",
    "address",
    "address-group",
    "service",
    "service-group",
    "application",
    "application-filter",
    "application-group",
    "profiles",
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Each names what stands above it, or may.
    #[test]
    fn what_is_named_comes_before_what_names_it() {
        let device = "devices/entry[@name='localhost.localdomain']";
        let template = format!("{device}/template/entry[@name='T']");
        let config = format!("{template}/config/{device}");
        let group = format!("{device}/device-group/entry[@name='D']");
        for order in [
            vec![
                format!("{template}/variable/entry[@name='$a']"),
                format!("{template}/config/shared/certificate/entry[@name='c']"),
                format!("{config}/network/profiles/interface-management-profile/entry[@name='p']"),
                format!("{config}/network/interface/aggregate-ethernet/entry[@name='ae1']"),
                format!("{config}/network/interface/ethernet/entry[@name='ethernet1/1']"),
                format!("{config}/network/ike/gateway/entry[@name='g']"),
                format!("{config}/network/tunnel/ipsec/entry[@name='t']"),
                format!("{config}/vsys/entry[@name='vsys1']/import/network/interface"),
                format!("{config}/vsys/entry[@name='vsys1']/zone/entry[@name='z']"),
                format!("{config}/vsys/entry[@name='vsys1']/rulebase/nat/rules/entry[@name='r']"),
                format!("{config}/deviceconfig/high-availability/interface/ha4/port"),
                format!("{device}/template-stack/entry[@name='S']/templates"),
                format!("{group}/reference-templates"),
            ],
            vec![
                "mgt-config/devices/entry[@name='0132']".to_owned(),
                "shared/address/entry[@name='a']".to_owned(),
                format!("{group}/tag/entry[@name='t']"),
                format!("{group}/address/entry[@name='a']"),
                format!("{group}/address-group/entry[@name='g']"),
                format!("{group}/service/entry[@name='s']"),
                format!("{group}/service-group/entry[@name='g']"),
                format!("{group}/application-group/entry[@name='g']"),
                format!("{group}/profile-group/entry[@name='p']"),
                format!("{group}/pre-rulebase/security/rules/entry[@name='r']"),
            ],
        ] {
            let ranks: Vec<_> = order.iter().map(|path| rank(&path.parse().expect("a path"))).collect();
            for (index, pair) in ranks.windows(2).enumerate() {
                assert!(pair[0] < pair[1], "{} before {}: {ranks:?}", order[index], order[index + 1]);
            }
        }
    }
}
