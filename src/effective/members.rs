//! In what the settings of firewalls differ, without a look at what they share.
//!
//! Templates that several firewalls have stand in one place of one file: whatever is the same element there
//! needs no comparison. The variables in it do not count: they are there to differ.

use std::collections::BTreeMap;

use super::Effective;
use super::compare::{Difference, compare};
use super::layer::Layer;
use super::origin::{Origin, collect_values, firewall_values, step};
use super::setting::Setting;
use crate::panos::Firewall;
use crate::xml::{ConfigPath, Step};

/// In what firewalls differ in their templates' settings, by path; `peers` are the pairs among them, by index.
/// Neither what device groups give is looked at nor the values of variables in templates that all have.
pub fn setting_differences(firewalls: &[&Effective<'_>], peers: &[Vec<usize>]) -> Vec<Difference> {
    let mut ids = firewalls.iter().map(|effective| effective.settings_id());
    let first = ids.next().flatten();
    if first.is_some() && ids.all(|id| id == first) {
        return Vec::new();
    }
    let layers = firewalls.iter().map(|effective| effective.layers()).collect();
    let mut walk = Walk { layers, values: vec![Vec::new(); firewalls.len()] };
    let roots: Vec<_> = firewalls.iter().map(|effective| effective.settings()).collect();
    walk.children_of(&roots, &mut Vec::new());
    compare(&walk.values, peers)
}

/// In what firewalls differ by their own exports, by path; `peers` as above.
pub fn export_differences(firewalls: &[Firewall<'_>], peers: &[Vec<usize>]) -> Vec<Difference> {
    let values: Vec<Vec<Origin>> = firewalls.iter().map(|firewall| firewall_values(*firewall)).collect();
    compare(&values, peers)
}

struct Walk<'e> {
    /// Of each firewall.
    layers: Vec<&'e [Layer]>,
    /// Of each firewall, what may differ.
    values: Vec<Vec<Origin>>,
}

impl Walk<'_> {
    fn look(&mut self, settings: &[Option<Setting<'_, '_>>], path: &mut Vec<Step>) {
        // Which ports an HA link has tells which interfaces are a matter of the pair.
        let is_link = path.last().is_some_and(|step| step.name == "interface")
            && path.iter().any(|step| step.name == "high-availability");
        if are_same(settings) && !is_link {
            return;
        }
        let have_children = settings.iter().all(|setting| setting.is_some_and(|setting| !setting.is_leaf()));
        let is_list = |setting: &Setting<'_, '_>| setting.child("member").is_some();
        if have_children && !is_link && !settings.iter().flatten().any(is_list) {
            return self.children_of(settings, path);
        }
        let path: ConfigPath = path.iter().cloned().collect();
        for ((setting, layers), values) in settings.iter().zip(&self.layers).zip(&mut self.values) {
            if let Some(setting) = setting {
                collect_values(*setting, path.clone(), layers, values);
            }
        }
    }

    /// The children that are one on all firewalls together.
    fn children_of(&mut self, settings: &[Option<Setting<'_, '_>>], path: &mut Vec<Step>) {
        let mut children: BTreeMap<Step, Vec<Option<Setting<'_, '_>>>> = BTreeMap::new();
        for (index, setting) in settings.iter().enumerate() {
            for child in setting.map(Setting::children).unwrap_or_default() {
                let beside = children.entry(step(child)).or_insert_with(|| vec![None; settings.len()]);
                // Of those that are alike on one firewall, the first.
                if let Some(place) = beside.get_mut(index) {
                    place.get_or_insert(child);
                }
            }
        }
        for (step, beside) in children {
            path.push(step);
            self.look(&beside, path);
            path.pop();
        }
    }
}

/// Have all firewalls the same element, and it alone? The parts of a merged one are all over the file.
fn are_same(settings: &[Option<Setting<'_, '_>>]) -> bool {
    let span = |setting: &Option<Setting<'_, '_>>| {
        setting.filter(|setting| !setting.is_merged()).map(|setting| setting.source().node.span())
    };
    let mut spans = settings.iter().map(span);
    let first = spans.next().flatten();
    first.is_some() && spans.all(|span| span == first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::effective::Resolver;
    use crate::panos::Export;
    use crate::source::Sources;
    use crate::xml::Document;

    fn template(name: &str, system: &str) -> String {
        let device = format!("<deviceconfig><system>{system}</system></deviceconfig>");
        let device = format!("<devices><entry name='localhost.localdomain'>{device}</entry></devices>");
        format!("<entry name='{name}'><config>{device}</config></entry>")
    }

    /// Paths below `system` in which two firewalls differ that share a template, each over one of its own.
    fn differences(shared: &str, one: &str, other: &str) -> Vec<String> {
        let templates = [template("T", shared), template("T1", one), template("T2", other)].concat();
        let stack = |name: &str, own: &str, serial: &str| {
            format!(
                "<entry name='{name}'><templates><member>{own}</member><member>T</member></templates>\
                 <devices><entry name='{serial}'/></devices></entry>"
            )
        };
        let stacks = stack("S1", "T1", "013201000001") + &stack("S2", "T2", "013201000002");
        let device = format!("<template>{templates}</template><template-stack>{stacks}</template-stack>");
        let config = format!(
            "<config><mgt-config/><devices><entry name='localhost.localdomain'>{device}</entry></devices></config>"
        );
        let mut sources = Sources::default();
        let id = sources.add("x.xml", config);
        let document = Document::parse(id, sources.get(id).shared_text()).expect("well formed");
        let Some(Export::Panorama(panorama)) = Export::of(&document) else { panic!("no Panorama") };
        let resolver = Resolver::new(panorama);
        let effective: Vec<_> = resolver.serials().filter_map(|serial| resolver.effective(serial)).collect();
        let differences = setting_differences(&effective.iter().collect::<Vec<_>>(), &[]);
        let steps = |difference: &Difference| -> Vec<String> {
            difference.path.steps().iter().skip(4).map(ToString::to_string).collect()
        };
        differences.iter().map(|difference| steps(difference).join("/")).collect()
    }

    #[test]
    fn only_what_differs_is_told() {
        let shared = "<timezone>UTC</timezone><ntp><server>a</server></ntp>";
        assert_eq!(differences(shared, "", ""), [""; 0]);
        assert_eq!(differences(shared, "<domain>x</domain>", "<domain>x</domain>"), [""; 0]);
        assert_eq!(differences(shared, "<domain>x</domain>", "<domain>y</domain>"), ["domain"]);
        assert_eq!(differences(shared, "<timezone>CET</timezone>", ""), ["timezone"]);
        assert_eq!(differences(shared, "<ntp><server>a</server></ntp>", ""), [""; 0]);
        assert_eq!(differences(shared, "<ntp><key>k</key></ntp>", ""), ["ntp/key"]);
        let list = |members: &str| format!("<list>{members}</list>");
        let two = "<member>a</member><member>b</member>";
        assert_eq!(differences("", &list(two), &list("<member>b</member><member>a</member>")), [""; 0]);
        assert_eq!(differences("", &list(two), &list("<member>a</member>")), ["list"]);
    }
}
