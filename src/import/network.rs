//! Dataplane interfaces, who has which addresses on them, and zones.

use std::collections::BTreeMap;

use super::remark::{Remark, RemarkKind};
use super::view::{View, mode_of};
use super::yaml::{Keys, Yaml};
use crate::effective::{InterfaceSettings, ZoneSettings};
use crate::model::{EthernetPort, InterfaceAddress, InterfaceMode};
use crate::panos::TEMPLATE_VSYS;
use crate::source::Span;

/// The interfaces of a cluster: their keys at the cluster, at each pair and at each member.
#[derive(Default)]
pub(super) struct Network {
    pub(super) interfaces: Keys,
    pub(super) of_pairs: Vec<Keys>,
    pub(super) of_members: Vec<Keys>,
    pub(super) zones: Keys,
    pub(super) remarks: Vec<Remark>,
}

/// Reads what the cluster's own templates give. Those of other templates of its stacks stay there.
pub(super) fn network(views: &[&View<'_, '_>], pairs: &[[usize; 2]], own: &[String]) -> Network {
    let mut network = Network {
        of_pairs: vec![Keys::default(); pairs.len()],
        of_members: vec![Keys::default(); views.len()],
        ..Network::default()
    };
    let mut ports: BTreeMap<EthernetPort, Vec<Option<InterfaceSettings<'_, '_>>>> = BTreeMap::new();
    for (index, view) in views.iter().enumerate() {
        for interface in view.settings.interfaces() {
            let Some(port) = interface.name.parse::<EthernetPort>() else { continue };
            let is_own = is_own(view, interface.entry, own);
            if is_own && mode_of(interface.mode).is_some() && interface.aggregate_group.is_none() {
                ports.entry(port).or_insert_with(|| views.iter().map(|_| None).collect())[index] =
                    Some(interface);
            }
        }
    }
    for (port, of_members) in ports {
        network.interface(port, &of_members, pairs);
    }
    if let Some(first) = views.first() {
        network.zones(first, own);
    }
    network
}

fn is_own<'e, 'd>(view: &View<'e, 'd>, entry: crate::effective::Setting<'e, 'd>, own: &[String]) -> bool {
    view.template_of(entry).is_some_and(|template| own.iter().any(|name| name == template))
}

impl Network {
    fn interface(
        &mut self,
        port: EthernetPort,
        of_members: &[Option<InterfaceSettings<'_, '_>>],
        pairs: &[[usize; 2]],
    ) {
        let Some(first) = of_members.iter().flatten().next() else { return };
        let Some(mode) = mode_of(first.mode) else { return };
        let place = first.entry.source().node.span();
        let mut keys = Keys::default();
        keys.put("mode", Yaml::word(mode.as_str()).at(place));
        keys.put_some(
            "comment",
            first.entry.child("comment").and_then(|text| Yaml::prose(text.source().node)),
        );
        match addresses(mode, of_members) {
            Ok(addresses) => self.addresses(port, &addresses, pairs, place, &mut keys),
            Err(reason) => {
                let text = format!("addresses of {port}: {reason}");
                self.remarks.push(Remark::new(RemarkKind::LeftOut, text, place));
            }
        }
        self.interfaces.put(port.to_string(), Yaml::map(keys).at(place));
    }

    /// Addresses that all have stand at the cluster, those of both peers at the pair, others at the member.
    fn addresses(
        &mut self,
        port: EthernetPort,
        addresses: &[Vec<String>],
        pairs: &[[usize; 2]],
        place: Span,
        keys: &mut Keys,
    ) {
        let Some(first) = addresses.first().filter(|first| !first.is_empty()) else { return };
        if addresses.iter().all(|other| other == first) {
            keys.put("ip", many(first, place));
            return;
        }
        let mut is_told = vec![false; addresses.len()];
        for (keys, [one, other]) in self.of_pairs.iter_mut().zip(pairs) {
            if addresses[*one] == addresses[*other] {
                keys.put(port.to_string(), many(&addresses[*one], place));
                (is_told[*one], is_told[*other]) = (true, true);
            }
        }
        for (index, addresses) in addresses.iter().enumerate().filter(|(index, _)| !is_told[*index]) {
            self.of_members[index].put(port.to_string(), many(addresses, place));
        }
    }

    fn zones(&mut self, view: &View<'_, '_>, own: &[String]) {
        let vsys = view.settings.vsys();
        let Some(vsys) = vsys.iter().find(|vsys| vsys.name.is(TEMPLATE_VSYS)) else { return };
        for zone in vsys.zones().into_iter().filter(|zone| is_own(view, zone.entry, own)) {
            let place = zone.entry.source().node.span();
            match zone_keys(&zone) {
                Ok(keys) => self.zones.put(zone.name.shown(), Yaml::map(keys).at(place)),
                Err(reason) => {
                    let text = format!("zone {}: {reason}", zone.name.shown());
                    self.remarks.push(Remark::new(RemarkKind::LeftOut, text, place));
                }
            }
        }
    }
}

fn zone_keys(zone: &ZoneSettings<'_, '_>) -> Result<Keys, String> {
    let mode = mode_of(zone.mode).ok_or_else(|| {
        zone.mode.map_or_else(|| "it has no mode".to_owned(), |mode| format!("a spec knows no mode {mode}"))
    })?;
    if zone.interfaces.is_empty() {
        return Err("it has no interfaces".to_owned());
    }
    if let Some(other) = zone.interfaces.iter().find(|name| name.parse::<EthernetPort>().is_none()) {
        return Err(format!("it has {}, and a spec knows ethernet interfaces only", other.shown()));
    }
    let mut keys = Keys::default();
    keys.put("mode", Yaml::word(mode.as_str()));
    keys.put_list("interfaces", zone.interfaces.iter().filter_map(Yaml::given).collect());
    Ok(keys)
}

/// The addresses of each member, if one template can have them for all.
fn addresses(
    mode: InterfaceMode,
    of_members: &[Option<InterfaceSettings<'_, '_>>],
) -> Result<Vec<Vec<String>>, String> {
    let mut all: Vec<Vec<String>> = Vec::new();
    let mut families: Option<Vec<bool>> = None;
    for interface in of_members {
        let given = interface.as_ref().map(|interface| interface.addresses.as_slice()).unwrap_or_default();
        let mut texts = Vec::new();
        let mut of_member = Vec::new();
        for address in given {
            let Some(parsed) = address.parse::<InterfaceAddress>() else {
                return Err(format!("`{}` is no address with its prefix length", address.shown()));
            };
            of_member.push(parsed.is_ipv4());
            texts.push(address.text().unwrap_or_default().to_owned());
        }
        if *families.get_or_insert_with(|| of_member.clone()) != of_member {
            return Err("members have different numbers of them".to_owned());
        }
        all.push(texts);
    }
    let has_any = all.iter().any(|texts| !texts.is_empty());
    if has_any && mode != InterfaceMode::Layer3 {
        return Err("only layer3 interfaces have addresses".to_owned());
    }
    Ok(all)
}

fn many(addresses: &[String], place: Span) -> Yaml {
    match addresses {
        [only] => Yaml::text(only.clone()).at(place),
        _ => Yaml::list(addresses.iter().cloned().map(Yaml::text)).at(place),
    }
}
