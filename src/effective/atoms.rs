//! Which elements of a template are units: replaced whole by the same one of a higher template.
//!
//! The list is that of the vendor's firewall schema 10.0.6 (every element marked `in-tpl`), which
//! agrees with the Panorama guides and with two public measurements. Three paths are added:
//! `logical-router` (newer than that schema), loopback units and administrators (measured as units).
//! One is taken out: the schema marks all of `interface/loopback`, the measurement found its units to
//! be what is replaced. `interface/{tunnel,vlan,sdwan}` stay as the schema has them, unmeasured.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// One path in each line; `entry` stands for any entry.
const LIST: &str = include_str!("atoms.txt");

/// A position in the paths of the list.
#[derive(Debug, Default)]
pub(super) struct Atoms {
    is_atom: bool,
    below: BTreeMap<&'static str, Atoms>,
}

static ATOMS: LazyLock<Atoms> = LazyLock::new(|| {
    let mut root = Atoms::default();
    for path in LIST.lines() {
        let atom = path.split('/').fold(&mut root, |at, step| at.below.entry(step).or_default());
        atom.is_atom = true;
    }
    root
});

impl Atoms {
    /// The position of a `config` element.
    pub(super) fn of_config() -> &'static Self {
        &ATOMS
    }

    /// The position of a child; `None` where nothing below is a unit.
    pub(super) fn child(&'static self, name: &str) -> Option<&'static Self> {
        self.below.get(name)
    }

    /// Is the element here a unit?
    pub(super) fn is_atom(&self) -> bool {
        self.is_atom
    }
}
