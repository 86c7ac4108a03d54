//! The imported spec as data: keys in the order they are written, each value with the place in the export that
//! it was read from.

use crate::effective::Given;
use crate::source::Span;
use crate::xml::Node;

/// A value of a spec.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Yaml {
    pub(super) value: YamlValue,
    /// Where in the export it was read; `None` where it is derived, or holds what was read.
    pub(super) origin: Option<Span>,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum YamlValue {
    /// Numbers, flags and the spec's own words: written as they are.
    Word(String),
    /// A text: quoted where it would not be read as itself.
    Text(String),
    /// A text that is always quoted: serial numbers.
    Quoted(String),
    List(Vec<Yaml>),
    Map(Keys),
}

/// The keys of a map, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Keys(pub(super) Vec<(String, Yaml)>);

/// The way to a value: places in lists and maps.
pub(super) type TreePath = Vec<usize>;

impl Yaml {
    fn new(value: YamlValue) -> Self {
        Self { value, origin: None }
    }

    pub(super) fn word(word: impl ToString) -> Self {
        Self::new(YamlValue::Word(word.to_string()))
    }

    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::new(YamlValue::Text(text.into()))
    }

    pub(super) fn quoted(text: impl Into<String>) -> Self {
        Self::new(YamlValue::Quoted(text.into()))
    }

    pub(super) fn list(items: impl IntoIterator<Item = Yaml>) -> Self {
        Self::new(YamlValue::List(items.into_iter().collect()))
    }

    pub(super) fn map(keys: Keys) -> Self {
        Self::new(YamlValue::Map(keys))
    }

    pub(super) fn flag(is: bool) -> Self {
        Self::word(is)
    }

    pub(super) fn at(mut self, origin: Span) -> Self {
        self.origin = Some(origin);
        self
    }

    /// A value as it stands in an export; `None` where it is a variable without a value.
    pub(super) fn given(given: &Given<'_, '_>) -> Option<Self> {
        Some(Self::number_or_text(given.text()?).at(given.written_at().span()))
    }

    /// A number without quotes, or a text.
    pub(super) fn number_or_text(text: &str) -> Self {
        let is_number = text.parse::<u32>().is_ok_and(|number| number.to_string() == text);
        if is_number { Self::word(text) } else { Self::text(text) }
    }

    /// Free text, blanks and line ends kept. Nothing but blanks says nothing.
    pub(super) fn prose(node: Node<'_>) -> Option<Self> {
        let text = node.text();
        (!text.trim().is_empty()).then(|| Self::text(text).at(node.span()))
    }

    /// The text of a single value.
    pub(super) fn scalar(&self) -> Option<&str> {
        match &self.value {
            YamlValue::Word(text) | YamlValue::Text(text) | YamlValue::Quoted(text) => Some(text),
            YamlValue::List(_) | YamlValue::Map(_) => None,
        }
    }

    pub(super) fn keys(&self) -> Option<&Keys> {
        match &self.value {
            YamlValue::Map(keys) => Some(keys),
            _ => None,
        }
    }

    /// The values of a list.
    pub(super) fn items(&self) -> &[Yaml] {
        match &self.value {
            YamlValue::List(items) => items,
            _ => &[],
        }
    }

    /// The values directly in it.
    pub(super) fn children(&self) -> Vec<&Yaml> {
        match &self.value {
            YamlValue::List(items) => items.iter().collect(),
            YamlValue::Map(keys) => keys.0.iter().map(|(_, value)| value).collect(),
            _ => Vec::new(),
        }
    }

    fn child_mut(&mut self, at: usize) -> Option<&mut Yaml> {
        match &mut self.value {
            YamlValue::List(items) => items.get_mut(at),
            YamlValue::Map(keys) => keys.0.get_mut(at).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The value at a path.
    pub(super) fn get(&self, path: &[usize]) -> Option<&Yaml> {
        path.iter().try_fold(self, |value, at| value.children().get(*at).copied())
    }

    /// Takes the value at a path out of what holds it.
    pub(super) fn take(&mut self, path: &[usize]) -> Option<Yaml> {
        let (last, above) = path.split_last()?;
        let holder = above.iter().try_fold(self, |value, at| value.child_mut(*at))?;
        match &mut holder.value {
            YamlValue::List(items) if *last < items.len() => Some(items.remove(*last)),
            YamlValue::Map(keys) if *last < keys.0.len() => Some(keys.0.remove(*last).1),
            _ => None,
        }
    }

    /// Where in the export it was read, or the first of what is in it.
    pub(super) fn first_origin(&self) -> Option<Span> {
        self.origin.or_else(|| self.children().into_iter().find_map(Yaml::first_origin))
    }

    /// How a person calls the value at a path: `pairs.dc1.ha2.port`.
    pub(super) fn label(&self, path: &[usize]) -> String {
        let mut parts: Vec<String> = Vec::new();
        let mut value = self;
        for at in path {
            let name_of = |item: &Yaml| item.keys().and_then(|keys| keys.scalar("name")).map(str::to_owned);
            parts.extend(match &value.value {
                YamlValue::Map(keys) => keys.0.get(*at).map(|(key, _)| key.clone()),
                YamlValue::List(items) => {
                    items.get(*at).map(|item| name_of(item).unwrap_or_else(|| (at + 1).to_string()))
                }
                _ => None,
            });
            let Some(child) = value.children().get(*at).copied() else { break };
            value = child;
        }
        parts.join(".")
    }
}

impl Keys {
    pub(super) fn put(&mut self, key: impl Into<String>, value: Yaml) {
        self.0.push((key.into(), value));
    }

    pub(super) fn put_some(&mut self, key: &str, value: Option<Yaml>) {
        if let Some(value) = value {
            self.put(key, value);
        }
    }

    /// Adds a list, unless it is empty.
    pub(super) fn put_list(&mut self, key: &str, items: Vec<Yaml>) {
        if !items.is_empty() {
            self.put(key, Yaml::list(items));
        }
    }

    /// Adds a map, unless it is empty.
    pub(super) fn put_map(&mut self, key: &str, keys: Keys) {
        if !keys.0.is_empty() {
            self.put(key, Yaml::map(keys));
        }
    }

    pub(super) fn get(&self, key: &str) -> Option<&Yaml> {
        self.0.iter().find(|(other, _)| other == key).map(|(_, value)| value)
    }

    pub(super) fn scalar(&self, key: &str) -> Option<&str> {
        self.get(key)?.scalar()
    }

    /// The values of a list, none where there is no such key.
    pub(super) fn items(&self, key: &str) -> &[Yaml] {
        self.get(key).map(Yaml::items).unwrap_or_default()
    }
}
