//! The names of elements, each kept once.

use rustc_hash::FxHashMap;

use super::chars::is_name;

/// Where each name first stands in the text; a node refers to it by index.
#[derive(Debug, Default)]
pub(super) struct Names(Vec<(u32, u32)>);

impl Names {
    /// The name with this id, out of the text it was interned from.
    pub(super) fn get<'t>(&self, text: &'t str, id: u32) -> &'t str {
        name_at(text, self.0[id as usize])
    }
}

fn name_at(text: &str, (start, end): (u32, u32)) -> &str {
    &text[start as usize..end as usize]
}

/// Gives ids to names while a text is read.
#[derive(Debug, Default)]
pub(super) struct Interner<'t> {
    ids: FxHashMap<&'t str, u32>,
    names: Vec<(u32, u32)>,
}

impl<'t> Interner<'t> {
    /// The id of `text[start..end]`; `None` when that is not a name. Only a name seen for the first
    /// time is looked at character by character.
    pub(super) fn intern(&mut self, text: &'t str, start: usize, end: usize) -> Option<u32> {
        let name = &text[start..end];
        if let Some(id) = self.ids.get(name) {
            return Some(*id);
        }
        if !is_name(name) {
            return None;
        }
        let id = self.names.len() as u32;
        self.names.push((start as u32, end as u32));
        self.ids.insert(name, id);
        Some(id)
    }

    /// The name with this id.
    pub(super) fn get(&self, text: &'t str, id: u32) -> &'t str {
        name_at(text, self.names[id as usize])
    }

    /// The names alone, for the finished document.
    pub(super) fn into_names(self) -> Names {
        Names(self.names)
    }
}
