//! What no firewall gets, because a unit of a higher layer replaces all of the unit it stands in.

use super::origin::Beaten;
use super::setting::Setting;
use super::{Effective, Layer};
use crate::source::Span;
use crate::xml::{ConfigPath, Node, Step};

/// Settings at a path that are not there, for a unit that replaces them is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// Where the unit stands, below `config`.
    pub unit: ConfigPath,
    /// Who has it.
    pub layer: Layer,
    /// Where that is written.
    pub span: Span,
    /// Who would have set something at the path.
    pub beaten: Vec<Beaten>,
}

impl Effective<'_> {
    /// Why there is nothing at a path where a template has something.
    pub fn lost(&self, path: &ConfigPath) -> Option<Lost> {
        let path = Self::whole(path);
        let steps = path.steps();
        let mut setting = self.settings()?;
        for taken in 0..steps.len() {
            let lost = self.lost_in(setting, steps, taken);
            if lost.is_some() {
                return lost;
            }
            setting = setting.at(&steps[taken])?;
        }
        None
    }

    fn lost_in(&self, unit: Setting<'_, '_>, steps: &[Step], taken: usize) -> Option<Lost> {
        let (there, rest) = steps.split_at(taken);
        let is_there = rest.iter().try_fold(unit, Setting::at).is_some();
        if unit.shadowed().is_empty() || is_there {
            return None;
        }
        let layers = self.layers();
        let beaten: Vec<Beaten> = unit
            .shadowed()
            .iter()
            .filter_map(|shadowed| {
                let node = rest.iter().try_fold(shadowed.node, follow)?;
                let is_leaf = node.children().next().is_none();
                Some(Beaten {
                    layer: layers[shadowed.layer as usize].clone(),
                    span: node.start_tag_span(),
                    value: is_leaf.then(|| node.text().trim().to_owned()),
                })
            })
            .collect();
        let winner = unit.source();
        (!beaten.is_empty()).then(|| Lost {
            unit: there.iter().cloned().collect(),
            layer: layers[winner.layer as usize].clone(),
            span: winner.node.start_tag_span(),
            beaten,
        })
    }
}

fn follow<'d>(node: Node<'d>, step: &Step) -> Option<Node<'d>> {
    match &step.entry {
        Some(entry) => node.entry(entry),
        None => node.child(&step.name),
    }
}
