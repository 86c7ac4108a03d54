//! A tiny YAML writer. It can write the keys of every map in another order.

use std::fmt::Write as _;

/// A map; its order is that of writing it.
pub(crate) type Map = Vec<(String, Yaml)>;

/// A value to write.
#[derive(Clone, PartialEq)]
pub(crate) enum Yaml {
    Null,
    /// Written as it is: numbers, booleans, words.
    Word(String),
    /// Written in double quotes.
    Text(String),
    List(Vec<Yaml>),
    Map(Map),
}

impl Yaml {
    pub(crate) fn word(value: impl ToString) -> Self {
        Self::Word(value.to_string())
    }

    pub(crate) fn text(value: impl Into<String>) -> Self {
        Self::Text(value.into())
    }

    pub(crate) fn texts<S: Into<String>>(values: impl IntoIterator<Item = S>) -> Self {
        Self::List(values.into_iter().map(Self::text).collect())
    }

    /// What a single value says.
    pub(crate) fn scalar(&self) -> Option<&str> {
        match self {
            Self::Word(text) | Self::Text(text) => Some(text),
            _ => None,
        }
    }

    fn is_flat(&self) -> bool {
        match self {
            Self::Null | Self::Word(_) | Self::Text(_) => true,
            Self::List(items) => items.iter().all(|item| item.scalar().is_some()),
            Self::Map(entries) => entries.is_empty(),
        }
    }
}

/// What maps can do besides.
pub(crate) trait Keys {
    /// Adds a key.
    fn put(&mut self, key: &str, value: Yaml);
    /// Adds a key, if there is a value.
    fn put_some(&mut self, key: &str, value: Option<Yaml>) {
        if let Some(value) = value {
            self.put(key, value);
        }
    }
    /// The value of a key.
    fn value(&self, key: &str) -> Option<&Yaml>;
}

impl Keys for Map {
    fn put(&mut self, key: &str, value: Yaml) {
        self.push((key.to_owned(), value));
    }

    fn value(&self, key: &str) -> Option<&Yaml> {
        self.iter().find(|(other, _)| other == key).map(|(_, value)| value)
    }
}

/// The order of keys: 0 is that of the maps, any other number shuffles each of them.
pub(crate) fn write(map: &Map, order: u64) -> String {
    let mut writer = Writer { text: String::new(), order };
    writer.map(map, 0);
    writer.text
}

struct Writer {
    text: String,
    order: u64,
}

impl Writer {
    fn map(&mut self, map: &Map, indent: usize) {
        for (key, value) in self.shuffled(map) {
            let _ = write!(self.text, "{:indent$}{}:", "", self::key(&key));
            self.value(&value, indent);
        }
    }

    fn list(&mut self, items: &[Yaml], indent: usize) {
        for item in items {
            let _ = write!(self.text, "{:indent$}-", "");
            self.value(item, indent);
        }
    }

    /// A value behind its key or dash, and the line end.
    fn value(&mut self, value: &Yaml, indent: usize) {
        self.text.push(if value.is_flat() { ' ' } else { '\n' });
        match value {
            Yaml::List(items) if !value.is_flat() => self.list(items, indent + 2),
            Yaml::Map(map) if !value.is_flat() => self.map(map, indent + 2),
            _ => self.text.push_str(&(flat(value) + "\n")),
        }
    }

    fn shuffled(&mut self, map: &Map) -> Map {
        let mut map = map.clone();
        if self.order != 0 {
            for last in (1..map.len()).rev() {
                // Knuth's generator: any will do, as long as it is the same everywhere.
                self.order = self.order.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                map.swap(last, (self.order >> 33) as usize % (last + 1));
            }
        }
        map
    }
}

fn flat(value: &Yaml) -> String {
    match value {
        Yaml::Null => "null".to_owned(),
        Yaml::Word(text) => text.clone(),
        Yaml::Text(text) => quoted(text),
        Yaml::List(items) => format!("[{}]", items.iter().map(flat).collect::<Vec<_>>().join(", ")),
        Yaml::Map(_) => "{}".to_owned(),
    }
}

fn key(key: &str) -> String {
    let is_plain = key.chars().all(|c| c.is_ascii_alphanumeric() || "_/".contains(c));
    if is_plain { key.to_owned() } else { quoted(key) }
}

fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\t', "\\t");
    format!("\"{escaped}\"")
}
