//! What firewalls are meant to get, by a spec.

use std::collections::{BTreeMap, HashMap};

use crate::generate::FirewallConfig;
use crate::model::{Fleet, ModelName};
use crate::xml::{ConfigPath, Element, Step};

/// What a spec wants.
#[derive(Debug, Default)]
pub struct Intent {
    /// The firewalls by serial number.
    pub firewalls: BTreeMap<String, IntendedFirewall>,
}

/// What a spec wants of one firewall.
#[derive(Debug)]
pub struct IntendedFirewall {
    /// Its name in the spec.
    pub name: String,
    /// Its cluster's name in the spec.
    pub cluster: String,
    /// Its model, if the spec tells.
    pub model: Option<ModelName>,
    /// Its values by path, below `config`; members of a list stand at one path, sorted.
    pub values: BTreeMap<ConfigPath, Vec<String>>,
}

impl Intent {
    /// What a fleet wants; `configs` are what its firewalls would be generated as.
    pub fn new(fleet: &Fleet, configs: &[FirewallConfig]) -> Self {
        let config_of: HashMap<&str, &Element> =
            configs.iter().map(|config| (config.serial.as_str(), &config.config)).collect();
        let mut firewalls = BTreeMap::new();
        for cluster in &fleet.clusters {
            for member in &cluster.members {
                let serial = member.serial.as_str();
                let mut values = BTreeMap::new();
                if let Some(config) = config_of.get(serial) {
                    collect(config, &ConfigPath::default(), &mut values);
                }
                values.values_mut().for_each(|values| values.sort_unstable());
                let intended = IntendedFirewall {
                    name: member.name.to_string(),
                    cluster: cluster.name.to_string(),
                    model: cluster.model.clone(),
                    values,
                };
                firewalls.insert(serial.to_owned(), intended);
            }
        }
        Self { firewalls }
    }
}

fn collect(element: &Element, path: &ConfigPath, values: &mut BTreeMap<ConfigPath, Vec<String>>) {
    for child in element.children() {
        let mut path = path.clone();
        path.push(Step { name: child.name().to_owned(), entry: child.entry_name().map(str::to_owned) });
        if child.is_leaf() {
            values.entry(path).or_default().push(child.text().trim().to_owned());
        } else {
            collect(child, &path, values);
        }
    }
}
