//! A file that we write.

/// One file of the output folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// Its path in the output folder, with `/` between the parts.
    pub path: String,
    /// What it holds.
    pub text: String,
    /// The Panorama objects and firewalls that it touches when it is loaded: `template T-core`,
    /// `firewall 013201000001`.
    pub touches: Vec<String>,
}
