//! Where an element stands: the small part of XPath that PAN-OS uses for it.

/// The way from one element to a descendant, step by step.
///
/// Its text, such as `/config/devices/entry[@name='localhost.localdomain']`, is read with
/// [`FromStr`](std::str::FromStr) and written with [`Display`](std::fmt::Display). The slash in
/// front says nothing: whoever takes a path says where it starts.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConfigPath(Vec<Step>);

/// One step of a path: to a child element.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Step {
    /// The name of the child.
    pub name: String,
    /// Its `name` attribute, where siblings are told apart by it.
    pub entry: Option<String>,
}

impl Step {
    /// To the child of this name.
    pub fn child(name: impl Into<String>) -> Self {
        Self { name: name.into(), entry: None }
    }

    /// To the child `<entry name="…">` with this name.
    pub fn entry(name: impl Into<String>) -> Self {
        Self { name: "entry".to_owned(), entry: Some(name.into()) }
    }
}

impl ConfigPath {
    /// The steps, the outermost first.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// Does the path lead nowhere but to where it starts?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Goes one step further.
    pub fn push(&mut self, step: Step) {
        self.0.push(step);
    }

    /// This path and one step more, to the child of this name.
    #[must_use]
    pub fn child(&self, name: impl Into<String>) -> Self {
        self.steps().iter().cloned().chain([Step::child(name)]).collect()
    }

    /// This path and one step more, to the child `<entry name="…">` with this name.
    #[must_use]
    pub fn entry(&self, name: impl Into<String>) -> Self {
        self.steps().iter().cloned().chain([Step::entry(name)]).collect()
    }

    /// This path, and behind it the steps of another.
    #[must_use]
    pub fn join(&self, rest: &ConfigPath) -> Self {
        self.steps().iter().chain(rest.steps()).cloned().collect()
    }

    /// Does the path begin with all the steps of another?
    pub fn starts_with(&self, start: &ConfigPath) -> bool {
        self.0.starts_with(&start.0)
    }

    /// What is left of the path behind all the steps of another, if it begins with them.
    pub fn strip_prefix(&self, start: &ConfigPath) -> Option<Self> {
        self.0.strip_prefix(start.steps()).map(|rest| Self(rest.to_vec()))
    }
}

impl FromIterator<Step> for ConfigPath {
    fn from_iter<I: IntoIterator<Item = Step>>(steps: I) -> Self {
        Self(steps.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_is_found_and_taken_away() {
        let device = ConfigPath::default().child("devices").entry("a");
        let network = device.child("network").child("interface");
        assert!(network.starts_with(&device) && !device.starts_with(&network));
        let rest = network.strip_prefix(&device).expect("a prefix");
        assert_eq!(device.join(&rest), network);
        assert_eq!(device.strip_prefix(&network), None);
        assert!(device.strip_prefix(&device).expect("a prefix of itself").is_empty());
    }

    #[test]
    fn an_entry_of_another_name_is_no_prefix() {
        let devices = ConfigPath::default().child("devices");
        assert!(!devices.entry("a").starts_with(&devices.entry("ab")));
        assert!(!devices.entry("a").starts_with(&devices.child("entry")));
    }
}
