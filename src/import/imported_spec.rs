//! The spec that is made of drafts, and how it comes to load.

use std::io;

use super::cluster::{Draft, complete};
use super::refused::unit;
use super::remark::{Remark, RemarkKind, comment};
use super::text::{SpecText, write};
use super::yaml::{Keys, TreePath, Yaml, YamlValue};
use crate::diag::{Diagnostic, Severity, Sink};
use crate::model::PanosVersion;
use crate::panos::Panorama;
use crate::source::{FileText, Files, Sources};
use crate::spec::{self, Spec};

/// A spec with remarks on what it does not say.
#[derive(Debug, Clone)]
pub struct ImportedSpec {
    spec: Yaml,
    /// Of each cluster, in order.
    remarks: Vec<Vec<Remark>>,
    /// On clusters that are not in the spec.
    lost: Vec<Remark>,
}

/// An imported spec names no files.
struct NoFiles;

impl Files for NoFiles {
    fn read(&self, _: &str) -> io::Result<FileText> {
        Err(io::ErrorKind::NotFound.into())
    }
}

impl ImportedSpec {
    /// Puts drafts together, for a Panorama.
    pub fn new(panorama: Panorama<'_>, drafts: Vec<Draft>) -> Self {
        let mut keys = Keys::default();
        let version = panorama.version().filter(|version| version.parse::<PanosVersion>().is_ok());
        let mut of_panorama = Keys::default();
        let place = panorama.config().start_tag_span();
        of_panorama.put_some("version", version.map(|version| Yaml::word(version).at(place)));
        keys.put_map("panorama", of_panorama);
        let (clusters, remarks): (Vec<_>, Vec<_>) =
            drafts.into_iter().map(|draft| (draft.cluster, draft.remarks)).unzip();
        keys.put("clusters", Yaml::list(clusters));
        Self { spec: Yaml::map(keys), remarks, lost: Vec::new() }
    }

    fn clusters(&self) -> &[Yaml] {
        self.spec.keys().map(|keys| keys.items("clusters")).unwrap_or_default()
    }

    /// The remarks on a cluster, by its place in the spec.
    pub fn remarks(&self, cluster: usize) -> &[Remark] {
        self.remarks.get(cluster).map(Vec::as_slice).unwrap_or_default()
    }

    /// Adds remarks on a cluster.
    pub fn remark(&mut self, cluster: usize, remarks: Vec<Remark>) {
        if let Some(all) = self.remarks.get_mut(cluster) {
            all.extend(remarks);
        }
    }

    /// Remarks on clusters that are not in the spec.
    pub fn lost(&self) -> &[Remark] {
        &self.lost
    }

    /// The spec as text, with a comment above each cluster on which there is a remark.
    pub fn text(&self) -> String {
        let comments: Vec<Vec<String>> = self.remarks.iter().map(|remarks| comment(remarks)).collect();
        write(&self.spec, &comments).text
    }

    /// Loads the spec. What it is refused for is taken out, with a remark, until it loads; `None` where nothing
    /// is left.
    pub fn load(&mut self) -> Option<Spec> {
        while !self.clusters().is_empty() {
            let SpecText { text, places } = write(&self.spec, &[]);
            let (mut sources, mut sink) = (Sources::default(), Sink::default());
            let id = sources.add("imported.yaml", text);
            let loaded = spec::load(&mut sources, id, &NoFiles, &mut sink);
            if loaded.is_some() {
                return loaded;
            }
            let errors: Vec<Diagnostic> = sink
                .into_sorted()
                .into_iter()
                .filter(|problem| problem.severity == Severity::Error)
                .collect();
            let mut refused: Vec<(TreePath, &Diagnostic)> = Vec::new();
            for error in &errors {
                let path = unit(&self.spec, &places, error);
                let is_told = refused.iter().any(|(other, _)| path.starts_with(other));
                if !is_told {
                    refused.retain(|(other, _)| !other.starts_with(&path));
                    refused.push((path, error));
                }
            }
            // From the last to the first, so that no path is moved by what goes.
            refused.sort_by(|a, b| b.0.cmp(&a.0));
            for (path, error) in refused {
                self.leave_out(&path, &error.message);
            }
            self.complete();
        }
        None
    }

    fn leave_out(&mut self, path: &[usize], why: &str) {
        // What stands at no cluster, such as the release of Panorama, is nobody's loss.
        let Some(cluster) = path.get(1).copied().filter(|at| *at < self.remarks.len()) else {
            self.spec.take(&path[..1]);
            return;
        };
        let origin_of_cluster = self.spec.get(&path[..2]).and_then(Yaml::first_origin);
        let label = self.spec.label(path);
        let Some(taken) = self.spec.take(path) else { return };
        let Some(place) = taken.first_origin().or(origin_of_cluster) else { return };
        let what = label.strip_prefix("clusters.").unwrap_or(&label);
        if path.len() == 2 {
            self.remarks.remove(cluster);
            let text = format!("cluster {what} cannot be imported: {why}");
            self.lost.push(Remark::new(RemarkKind::LeftOut, text, place));
        } else {
            let inside = what.split_once('.').map_or(what, |(_, inside)| inside);
            let remark = Remark::new(RemarkKind::LeftOut, format!("{inside}: {why}"), place);
            self.remarks[cluster].push(remark);
        }
    }

    /// Says anew what is defined elsewhere: what was taken out may be used still.
    fn complete(&mut self) {
        let YamlValue::Map(keys) = &mut self.spec.value else { return };
        let clusters = keys.0.iter_mut().find(|(key, _)| key == "clusters");
        let Some((_, Yaml { value: YamlValue::List(clusters), .. })) = clusters else { return };
        for cluster in clusters {
            if let YamlValue::Map(keys) = &mut cluster.value {
                let is_empty = |value: &Yaml| value.keys().is_some_and(|keys| keys.0.is_empty());
                keys.0.retain(|(_, value)| !is_empty(value));
                complete(keys);
            }
        }
    }
}
